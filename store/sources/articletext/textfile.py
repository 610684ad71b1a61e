"""Text files: one article each, bare as editors type them, or with front matter; Markdown too.

Reads structure only: title, lead image, paragraphs, sub-headings, lists, related titles, credit.
Cleans nothing.
"""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from ...draft import SourceItem
from ...errors import Place, Refused
from ...limits import HTML_LIMIT, TEXT_FILE_LIMIT
from ...text.charset import decode
from ...text.sandbox import run_bounded
from .. import record
from ..common import as_list, read_whole
from ..fields import ALIASES, BODIES
from ..file import File
from ..visibility import hidden_state
from .bare import read_bare
from .foreign import refuse_bytes, refuse_foreign
from .fragment import is_fragment, read_fragment
from .frontmatter import split_front_matter
from .markdown import is_markdown, read_markdown


def read(file: File) -> Iterator[SourceItem]:
    """The article of a file, or the reason that it holds none."""
    try:
        data = read_whole(file, TEXT_FILE_LIMIT, "the file is larger than 5 MB")
        yield from _items(file, _text_of(data))
    except Refused as refused:
        yield refused.at(replace(refused.place, file=file.name))


def _text_of(data: bytes) -> str:
    """The text of a file, with its line ends as LF."""
    refuse_bytes(data)
    return decode(data).replace("\r\n", "\n").replace("\r", "\n")


def _items(file: File, text: str) -> Iterator[SourceItem]:
    """What a text means: the draft of its article, or that it is left out. Raises Refused."""
    if not text.strip():
        raise Refused("the file is empty")
    refuse_foreign(text)
    fields, body = split_front_matter(text)
    fields.pop("charset", None)  # decode() has heeded it
    named = {ALIASES.get(name, name) for name in fields}
    if file.identity and "id" not in named:
        fields["id"] = file.identity
    if hidden_state(fields) is None:
        fields = _with_content(file, fields, named, body)
    yield from record.items(fields, Place(file.name), file.folder)


def _with_content(file: File, fields: dict[str, Any], named: set[str], body: str) -> dict[str, Any]:
    """The fields of a text, with those of its body. Raises Refused."""
    if len(body) > HTML_LIMIT:
        raise Refused(f"{len(body):,} characters; at most {HTML_LIMIT:,}", field="text")
    content = run_bounded(_content, body, named, _may_be_markdown(file), bool(named))
    _refuse_two_bodies(named, content)
    return _joined(fields, content)


def _may_be_markdown(file: File) -> bool:
    """Whether the name of a file is that of Markdown: editors name bare texts `.md`, too."""
    return file.name.lower().endswith(".md")


def _content(body: str, named: set[str], may_be_markdown: bool, fenced: bool) -> dict[str, Any]:
    """The fields of a body, which stands below front matter where it is `fenced`."""
    if may_be_markdown and is_markdown(body, fenced=fenced):
        return read_markdown(body, named)
    if is_fragment(body):
        return read_fragment(body, named)
    return read_bare(body, named)


def _refuse_two_bodies(named: set[str], content: dict[str, Any]) -> None:
    """Raise Refused where front matter gives a body, and the text below it another."""
    bodies = content.keys() & set(BODIES)
    if bodies and named & set(BODIES):
        reason = "a body is given in front matter, and another one below it"
        raise Refused(reason, field=min(bodies))


def _joined(fields: dict[str, Any], content: dict[str, Any]) -> dict[str, Any]:
    """Fields of front matter and of the text below; credit and related are those of both."""
    if "credit" in fields and "credit" in content:
        content["credit"] = f"{fields['credit']} {content['credit']}"
    if "related" in fields and "related" in content:
        content["related"] = [*as_list(fields["related"]), *content["related"]]
    return fields | content
