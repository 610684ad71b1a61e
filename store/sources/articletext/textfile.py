"""Text files: one article each, bare as editors type them, or with YAML front matter; Markdown too.

Reads structure only: title, lead image, paragraphs, sub-headings, lists, related titles, credit.
Cleans nothing.
"""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from ...draft import Draft
from ...errors import Place, Refused
from ...limits import TEXT_FILE_LIMIT
from ...text.charset import decode
from .. import record
from ..common import as_list, read_whole
from ..fields import ALIASES, BODIES
from ..file import File
from .bare import read_bare
from .frontmatter import split_front_matter
from .markdown import is_markdown, read_markdown


def read(file: File) -> Iterator[Draft | Refused]:
    """The article of a file, or the reason that it holds none."""
    try:
        data = read_whole(file, TEXT_FILE_LIMIT, "the file is larger than 16 MB")
        yield _draft(file, _text_of(data))
    except Refused as refused:
        yield refused.at(replace(refused.place, file=file.name))


def _text_of(data: bytes) -> str:
    """The text of a file, with its line ends as LF."""
    return decode(data).replace("\r\n", "\n").replace("\r", "\n")


def _draft(file: File, text: str) -> Draft:
    """The article of a text. Raises Refused."""
    if not text.strip():
        raise Refused("the file is empty")
    fields, body = split_front_matter(text)
    fields.pop("charset", None)  # decode() has heeded it
    named = {ALIASES.get(name, name) for name in fields}
    if _bears_markdown(file, fields, body):
        content = read_markdown(body, named)
    else:
        content = read_bare(body, named)
    _refuse_two_bodies(named, content)
    if file.identity and "id" not in named:
        content["id"] = file.identity
    return record.draft(_joined(fields, content), Place(file.name), file.folder)


def _bears_markdown(file: File, fields: dict[str, Any], body: str) -> bool:
    """Whether a body is Markdown: editors name bare texts `.md`, too."""
    return file.name.lower().endswith(".md") and is_markdown(body, fenced=bool(fields))


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
