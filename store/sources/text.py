"""Text files: one article each, bare as editors type them, or with YAML front matter; Markdown too.

Reads structure only: title, lead image, paragraphs, sub-headings, lists, related titles, credit. It cleans nothing.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

import yaml

from ..arabic import fold
from ..article import Draft
from ..errors import Place, Refused
from ..markup import element
from . import record
from .file import File

FILE_LIMIT = 16_000_000
FRONT_MATTER_LIMIT = 64_000
HEADING_WORDS = 12

_IMAGE = re.compile(r"!\[([^\]]*)\]\(\s*<?([^)>]*(?:\([^)]*\)[^)>]*)*)>?\s*\)")
_RELATED = re.compile(
    r"(?:(?:اقرا|طالع|شاهد|تابع)(?:ي|وا)? (?:ايضا|المزيد)|(?:مواضيع|موضوعات|اخبار) (?:ذات صله|متعلقه)"
    r"|قد يهمك(?: ايضا)?)(?!\w)"
)
_CREDIT = re.compile(r"The post .+ appeared first on .+|ظهرت المقالة .+ أولاً على .+")
_BLOCK_HTML = re.compile(r"<(?:p|div|h[1-6]|ul|ol|table|blockquote|figure|article|section)\b", re.IGNORECASE)
_MARKDOWN = re.compile(r"^(?:#{1,6} |[-*+] |\d+\. |> |```|\|.*\|)|\*\*\S|\[[^\]]+\]\(", re.MULTILINE)
_SENTENCE_END = tuple('.!؟?…»"')
_NOT_HEADING_END = tuple('.!؟?:؛،…»"')
_COMMA = ("،", ",")


def read(file: File) -> Iterator[Draft | Refused]:
    """The article of a file."""
    try:
        yield _draft(file, _decoded(file.stream.read(FILE_LIMIT + 1)))
    except Refused as refused:
        yield refused.at(replace(refused.place, file=file.name))


def _decoded(data: bytes) -> str:
    if len(data) > FILE_LIMIT:
        raise Refused(f"a file of over {FILE_LIMIT:,} bytes")
    encoding = "utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        at = error.start
        raise Refused(f"is no {encoding[:6].upper()} text", offset=at, code_point=data[at]) from error
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _draft(file: File, text: str) -> Draft:
    fields, body, first = _front_matter(text)
    markdown = file.name.lower().endswith(".md") and (bool(fields) or bool(_MARKDOWN.search(body)))
    if _BLOCK_HTML.match(body.lstrip()):
        found: dict[str, Any] = {"html": body}
    elif markdown:
        found = _markdown(body, titled="title" in fields or "headline" in fields)
    else:
        found = _bare(body, titled="title" in fields or "headline" in fields)
    given = {name: value for name, value in found.items() if not _has(fields, name)}
    place = Place(file.name, first if fields else None)
    return record.draft({"id": file.identity} | given | fields, place, file.folder)


def _has(fields: dict[str, Any], name: str) -> bool:
    """Whether front matter gives a field itself, under any of its names; a body it gives stands alone."""
    if name in ("html", "markdown"):
        return any(record.ALIASES.get(key, key) in ("html", "markdown", "text") for key in fields)
    return any(record.ALIASES.get(key, key) == name for key in fields)


def _front_matter(text: str) -> tuple[dict[str, Any], str, int]:
    """Front matter, the body below it, and the line where the body begins."""
    lines = text.split("\n")
    if lines[0].rstrip() != "---":
        return {}, text, 1
    end = next((at for at, line in enumerate(lines[1:], 1) if line.rstrip() in ("---", "...")), None)
    if end is None:
        raise Refused("front matter begins with --- and never ends with it", place=Place(line=1))
    head = "\n".join(lines[1:end])
    if len(head) > FRONT_MATTER_LIMIT:
        raise Refused(f"front matter of {len(head):,} characters; at most {FRONT_MATTER_LIMIT:,}")
    return _yaml(head), "\n".join(lines[end + 1 :]), end + 2


def _yaml(head: str) -> dict[str, Any]:
    """All scalars stay the text they are: YAML's own dates and numbers would lose their spelling."""
    try:
        found = yaml.load(head, Loader=yaml.BaseLoader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        hint = ": put a value that holds ': ' into quotes" if "mapping values" in str(error.problem) else ""
        place = Place(line=mark.line + 2 if mark else 1)
        raise Refused(f"front matter is no YAML, {error.problem}{hint}", place=place) from error
    except yaml.YAMLError as error:
        raise Refused(f"front matter is no YAML: {str(error).splitlines()[0]}", place=Place(line=1)) from error
    if found in (None, ""):
        return {}
    if not isinstance(found, dict):
        raise Refused("front matter is no list of `field: value` lines", place=Place(line=2))
    return {key: value for key, value in found.items() if isinstance(key, str) and value != ""}


def _markdown(body: str, *, titled: bool) -> dict[str, Any]:
    """The body stays Markdown; only a title line and the image right below it are taken out."""
    found: dict[str, Any] = {}
    lines = body.strip("\n").split("\n")
    if not titled and lines and lines[0].strip():
        found["title"] = lines.pop(0).strip().removeprefix("#").lstrip("#").strip()
    while lines and not lines[0].strip():
        lines.pop(0)
    if lines and (image := _IMAGE.fullmatch(lines[0].strip())):
        found["image"] = _picture(image)
        lines.pop(0)
    return found | {"markdown": "\n".join(lines)}


def _picture(image: re.Match[str]) -> dict[str, str]:
    url = image[2].strip()
    return {"url": url, "alt": image[1].strip()} if image[1].strip() else {"url": url}


def _bare(body: str, *, titled: bool) -> dict[str, Any]:
    """A body as editors type it: no marks, a paragraph a line or broken in the middle, blank lines or none."""
    lines = [line.strip() for line in body.split("\n")]
    found: dict[str, Any] = {}
    if not titled:
        first = next((at for at, line in enumerate(lines) if line), None)
        if first is not None:
            found["title"] = lines.pop(first)
            lines = lines[first:]
    reading = _Bare()
    reading.take(lines)
    if reading.image:
        found["image"] = reading.image
    if reading.related:
        found["related"] = reading.related
    if reading.credit:
        found["credit"] = reading.credit
    return found | {"html": _html(reading.blocks)}


@dataclass(slots=True)
class _Bare:
    """What a bare body was found to hold; blocks are lines of text, images, and None for a blank line."""

    image: dict[str, str] | None = None
    related: list[str] = field(default_factory=list)
    credit: str | None = None
    blocks: list[str | re.Match[str] | None] = field(default_factory=list)

    def take(self, lines: list[str]) -> None:
        at = 0
        while at < len(lines):
            line = lines[at]
            at += 1
            if image := _IMAGE.fullmatch(line):
                self._take_image(image)
            elif self.credit is None and _CREDIT.fullmatch(line):
                self.credit = line
            elif (title := _related_marker(line)) is not None:
                at = self._take_related(title, lines, at)
            else:
                self.blocks.append(line or None)

    def _take_image(self, image: re.Match[str]) -> None:
        if self.image is None:
            self.image = _picture(image)
        else:
            self.blocks.append(image)

    def _take_related(self, title: str, lines: list[str], at: int) -> int:
        """The rest of the marker's line, or the line below it; at the end of the file all lines that are left."""
        self.blocks.append(None)
        if title:
            self.related.append(title)
            return at
        while at < len(lines) and not lines[at]:
            at += 1
        rest = [line for line in lines[at:] if line]
        if rest and all(_is_title(line) for line in rest):
            self.related += rest
            return len(lines)
        if at < len(lines) and _is_title(lines[at]):
            self.related.append(lines[at])
            return at + 1
        return at


def _related_marker(line: str) -> str | None:
    """What stands behind `اقرأ أيضا` and its like: a title or nothing; None where it is no such line."""
    if len(line) > 300 or not _RELATED.match(fold(line)):
        return None
    head, colon, rest = line.partition(":")
    if colon and _RELATED.fullmatch(fold(head).strip()):
        return rest.strip()
    return "" if _RELATED.fullmatch(fold(line).strip(" :.…-")) else None


def _is_title(line: str) -> bool:
    return len(line) <= 200 and not line.endswith((".", "،")) and not _IMAGE.fullmatch(line)


def _html(blocks: list[str | re.Match[str] | None]) -> str:
    """Blocks as HTML: soft wraps joined, sub-headings and lists told from paragraphs by their neighbours."""
    made: list[str] = []
    texts = [at for at, block in enumerate(blocks) if block is not None]
    at = 0
    while at < len(blocks):
        block = blocks[at]
        if block is None:
            at += 1
        elif not isinstance(block, str):
            made.append(f'<figure><img src="{_attribute(block[2].strip())}" alt="{_attribute(block[1])}"></figure>')
            at += 1
        elif (end := _list_end(blocks, at)) > at:
            items = "".join(element("li", _item(line)) for line in blocks[at:end] if isinstance(line, str))
            made.append(f"<ul>{items}</ul>")
            at = end
        elif _is_heading(blocks, at, first=texts[0], last=texts[-1]):
            made.append(element("h2", block))
            at += 1
        else:
            text, at = _paragraph(blocks, at)
            made.append(element("p", text))
    return "\n".join(made)


def _attribute(text: str) -> str:
    return text.replace("&", "&amp;").replace('"', "&quot;").replace("<", "&lt;").replace(">", "&gt;")


def _item(line: str) -> str:
    return re.sub(r"^[-*•–—]\s+", "", line)


def _short(block: object) -> bool:
    """A line that may be a sub-heading or an item: few words, and no end of a sentence."""
    return isinstance(block, str) and len(block.split()) <= HEADING_WORDS and not block.endswith(_NOT_HEADING_END)


def _list_end(blocks: list[str | re.Match[str] | None], start: int) -> int:
    """Where a run of three or more short lines ends; `start` where none begins there."""
    end = start
    while end < len(blocks) and _short(blocks[end]):
        end += 1
    return end if end - start >= 3 else start


def _is_heading(blocks: list[str | re.Match[str] | None], at: int, *, first: int, last: int) -> bool:
    """Neither the first line nor the last; short; and the next line is longer and ends a sentence."""
    block = blocks[at]
    if at in (first, last) or not isinstance(block, str) or not _short(block):
        return False
    following = next((one for one in blocks[at + 1 :] if one is not None), None)
    return isinstance(following, str) and len(following) > len(block) and _ends_sentence(blocks, at + 1)


def _ends_sentence(blocks: list[str | re.Match[str] | None], at: int) -> bool:
    """Whether the paragraph that begins at the next text ends in sentence punctuation, soft wraps joined."""
    while blocks[at] is None:
        at += 1
    text, _ = _paragraph(blocks, at)
    return text.endswith(_SENTENCE_END)


def _paragraph(blocks: list[str | re.Match[str] | None], at: int) -> tuple[str, int]:
    """The paragraph that begins here, with the lines that were broken off it, and where the next block is."""
    block = blocks[at]
    assert isinstance(block, str)
    parts = [block]
    at += 1
    while at < len(blocks) and _is_wrapped(parts[-1]):
        following = blocks[at]
        if not isinstance(following, str):
            break
        parts.append(following)
        at += 1
    return " ".join(parts), at


def _is_wrapped(line: str) -> bool:
    if line.endswith(_COMMA):
        return True
    return len(line.split()) > HEADING_WORDS and not line.endswith((*_SENTENCE_END, ":", "؛"))
