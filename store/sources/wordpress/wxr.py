"""WordPress's export (WXR 1.0 to 1.2): posts, each a Draft of a backfill, or Omitted where it is
not published.

Streamed, twice: pictures are attachments, which may stand behind the posts that show them. expat
opens nothing, no document type is accepted, and no item, tag or table of pictures may be larger
than its budget.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from html import unescape
from typing import BinaryIO

from ...draft import Omitted, SourceItem
from ...errors import Place, Refused
from .. import record
from ..file import File
from .exportstream import ITEM_LIMIT, ExportItem, ExportReader
from .pictures import Pictures, image_of, pictures_of
from .shortcodes import expand
from .values import moment

_EXPORT = b"http://wordpress.org/export/"
_STATE = re.compile("[a-z][a-z0-9_-]{0,19}")


def is_export(stream: BinaryIO) -> bool:
    """Whether a file that can be read again begins like an export."""
    found = _EXPORT in stream.read(4_096)
    stream.seek(0)
    return found


def read(file: File) -> Iterator[SourceItem]:
    """The posts of an export, in its order."""
    if not file.stream.seekable():
        yield Refused("an export is read twice: save it, and name the file", place=Place(file.name))
        return
    try:
        pictures, whole = pictures_of(file.stream)
        if not whole:
            yield Refused(
                "has more pictures than can be kept in mind: not all are shown",
                place=Place(file.name),
            )
        file.stream.seek(0)
        reader = ExportReader(file.stream)
        for item in reader.items():
            if item["wp:post_type"] not in ("post", ""):
                continue
            if state := _hidden(item):
                yield Omitted(state, Place(file.name, item.line))
            else:
                yield _draft(item, pictures, reader.authors, file)
    except Refused as refused:
        yield refused.at(Place(file.name))


def _hidden(item: ExportItem) -> str:
    """Why readers may not see a post, or nothing: plugins have states of their own."""
    status = item["wp:status"]
    if status not in ("publish", ""):
        return status if _STATE.fullmatch(status) else "of another status"
    return "with a password" if item["wp:post_password"] else ""


def _draft(item: ExportItem, pictures: Pictures, authors: dict[str, str], file: File) -> SourceItem:
    place, author = Place(file.name, item.line), authors.get(item["dc:creator"], item["dc:creator"])
    if not item.whole:
        return Refused(f"is a post of more than {ITEM_LIMIT:,} characters", place=place)
    sections = [
        name
        for domain, nicename, label in item.terms
        if domain == "category"
        for name in (label, nicename)
    ]
    tags = [
        label for domain, _, label in item.terms if domain in ("post_tag", "tag")
    ]  # others: languages, formats
    fields = {
        "id": item["wp:post_id"] or item["guid"] or None,
        "url": item["link"] or None,
        "title": unescape(item["title"]),
        "html": expand(item["content:encoded"]) or None,
        "summary": item["excerpt:encoded"][:64_000] or None,
        "authors": [author] if author else [],
        "sections": [name for name in dict.fromkeys(sections) if name],
        "tags": [label for label in dict.fromkeys(tags) if label],
        "published": (
            moment(item["wp:post_date_gmt"], item["wp:post_date"]) or item["pubDate"] or None
        ),
        "updated": moment(item["wp:post_modified_gmt"], item["wp:post_modified"]),
        "image": image_of(pictures.get(item.meta.get("_thumbnail_id", "").strip())),
    }
    try:
        return replace(
            record.draft(fields, place, file.folder), export=True, guid=item["guid"] or None
        )
    except Refused as refused:
        return refused
