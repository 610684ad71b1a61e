"""Text files: one article each, bare as editors type them, or with YAML front matter; Markdown too.

Reads structure only: title, lead image, paragraphs, sub-headings, lists, related titles, credit. It
cleans nothing.
"""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from ...draft import Draft
from ...errors import Place, Refused
from ...limits import TEXT_FILE_LIMIT
from ...text.charset import decode
from .. import record
from ..common import read_whole
from ..fields import ALIASES
from ..file import File
from .bare import bare
from .frontmatter import front_matter
from .markdown import is_markdown, markdown


def read(file: File) -> Iterator[Draft | Refused]:
    """The article of a file."""
    try:
        data = read_whole(file, TEXT_FILE_LIMIT, "the file is larger than 16 MB")
        yield _draft(file, _decoded(data))
    except Refused as refused:
        yield refused.at(replace(refused.place, file=file.name))


def _decoded(data: bytes) -> str:
    """The text with its line ends as LF."""
    return decode(data).replace("\r\n", "\n").replace("\r", "\n")


def _draft(file: File, text: str) -> Draft:
    if not text.strip():
        raise Refused("the file is empty")
    fields, body = front_matter(text)
    fields.pop("charset", None)
    named = {ALIASES.get(name, name) for name in fields}
    marked = file.name.lower().endswith(".md") and is_markdown(body, fenced=bool(fields))
    found = (markdown if marked else bare)(body, named)
    if twice := named & {"html", "markdown", "text"} and found.keys() & {"html", "markdown"}:
        raise Refused("a body is given in front matter, and another one below it", field=min(twice))
    if file.identity and "id" not in named:
        found["id"] = file.identity
    return record.draft(_joined(fields, found), Place(file.name), file.folder)


def _joined(fields: dict[str, Any], found: dict[str, Any]) -> dict[str, Any]:
    """Front matter and what the body holds beside its text: neither hides the other."""
    if "credit" in fields and "credit" in found:
        found["credit"] = f"{fields['credit']} {found['credit']}"
    if "related" in fields and "related" in found:
        given = fields["related"]
        found["related"] = [*(given if isinstance(given, list) else [given]), *found["related"]]
    return fields | found
