"""Web pages: one news page is one draft.

Says only how a page is read: what it says of itself is told in fields, its text is found in
extraction. Both work in a process that can be ended, since a page may take them for ever.
"""

from collections.abc import Iterator
from typing import Any

from ...draft import SHORT_TEXTS, Draft, Omitted, SourceItem
from ...errors import Place, Refused
from ...limits import PAGE_LIMIT
from ...text.arabic import parted
from ...text.charset import decode
from ...text.sandbox import run_isolated
from .. import record
from ..articletext.fences import find_front_matter
from ..articletext.foreign import refuse_bytes
from ..articletext.fragment import is_document, read_document
from ..common import read_whole, with_withdrawals
from ..file import File
from .fields import HiddenPage, page_record


def read(file: File) -> Iterator[SourceItem]:
    """The article of a page; Omitted where it is for few readers, Refused where it is none."""
    try:
        yield from with_withdrawals([_draft(file)])
    except Refused as refused:
        yield refused.at(Place(file.name))


def _draft(file: File) -> Draft | Omitted:
    """The draft of a page, known by its address, else by its file. Raises Refused."""
    data = read_whole(file, PAGE_LIMIT, "the page is larger than 5 MB")
    refuse_bytes(data)
    text = decode(data, file.charset)
    _refuse_template(text)
    fields = _fields(parted(text), file.address)
    place = Place(file.name)
    if isinstance(fields, HiddenPage):
        known_as = None if fields.url else file.identity or None
        return Omitted(fields.state, place, known_as, url=fields.url)
    if not fields["url"]:
        fields["id"] = file.identity or None
    return record.draft(fields, place, file.folder, SHORT_TEXTS)


def _fields(html: str, address: str | None) -> dict[str, Any] | HiddenPage:
    """The fields of a page, or that few may see it. Raises Refused."""
    if is_document(html):
        return run_isolated(read_document, html) | {"url": address}
    return run_isolated(page_record, html, address)


def _refuse_template(text: str) -> None:
    """Raise Refused for what a site generator makes pages of: it may be a draft, or not yet due."""
    if find_front_matter(text, is_file=False):
        raise Refused("begins with front matter: give the page that is made of it, or a text file")
