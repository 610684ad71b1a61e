"""Text files: one article each, bare as editors type them, or with YAML front matter; Markdown too.

Reads structure only: title, lead image, paragraphs, sub-headings, lists, related titles, credit. It
cleans nothing.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

import yaml

from ...draft import Draft
from ...errors import Place, Refused
from ...text.arabic import fold
from ...text.charset import decode
from ...text.markup.make import element, figure
from .. import record
from ..file import File

FILE_LIMIT = 16_000_000
FRONT_MATTER_LIMIT = 64_000
HEADING_WORDS = 12
TITLE_WORDS = 25
_FENCE = "---"
_TABBED = re.compile(r"^ *\t", re.MULTILINE)

_IMAGE = re.compile(r"!\[((?:(?!\]\().)*)\]\((https?://.+|[^\s()]*(?:\([^\s()]*\)[^\s()]*)*)\)")
_LINK = re.compile(r"\[([^\]]+)\]\((\S+)\)")
_MARKER = re.compile(
    r"(?:اقرا|طالع|شاهد|تابع)(?:ي|وا)? (?:ايضا|المزيد)|(?:مواضيع|موضوعات|اخبار) (?:ذات"
    r" صله|متعلقه)|قد يهمك(?: ايضا)?"
)
_MARKER_WORDS = 3
_SEPARATORS = " :.|…-–—،*"
CREDIT = re.compile(
    r"The post .+ appeared first on .+|ظهرت? المقال[ةه]? .+ أولا?[ًا]{1,2} (?:على|في) .+"
)
_HTML = re.compile(
    r"\s*<(?:p|div|h[1-6]|ul|ol|table|blockquote|figure|article|section)[\s>]", re.IGNORECASE
)
_MARKS = re.compile(
    r"^(?:#{1,6} |[-*+] |[0-9]+[.)] |>"
    r" |```|~~~|\|.*\||(?:=+|-{3,})$)|\*\*\S|__\S|(?<!!)\[[^\]\n]+\]\(",
    re.MULTILINE,
)
_BULLET = re.compile(r"[-*•–—▪●]\s+")
_UNDERLINE = re.compile(r"=+|-{2,}")
_CLOSERS = '»"”’)]'
_SENTENCE_END = (".", "!", "؟", "?", "…")
_FINAL = (*_SENTENCE_END, ":", "؛", *_CLOSERS)
_NO_HEADING = tuple('.!؟?:؛،…»"')
_WRAPPED = ("،", ",")


def read(file: File) -> Iterator[Draft | Refused]:
    """The article of a file."""
    try:
        yield _draft(file, _decoded(file.stream.read(FILE_LIMIT + 1)))
    except Refused as refused:
        yield refused.at(replace(refused.place, file=file.name))


def _decoded(data: bytes) -> str:
    """The text with its line ends as LF."""
    if len(data) > FILE_LIMIT:
        raise Refused("the file is larger than 16 MB")
    return decode(data).replace("\r\n", "\n").replace("\r", "\n")


def _draft(file: File, text: str) -> Draft:
    if not text.strip():
        raise Refused("the file is empty")
    fields, body = _front_matter(text)
    fields.pop("charset", None)
    named = {record.ALIASES.get(name, name) for name in fields}
    markdown = file.name.lower().endswith(".md") and _is_markdown(body, fenced=bool(fields))
    found = (_markdown if markdown else _bare)(body, named)
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


# Front matter


def _front_matter(text: str) -> tuple[dict[str, Any], str]:
    """Front matter, and the body below it."""
    opening, _, rest = text.partition("\n")
    if opening.rstrip() != _FENCE:
        return {}, text
    end = re.search(rf"^{_FENCE}[ \t]*$\n?", rest[: FRONT_MATTER_LIMIT + 10], re.MULTILINE)
    if end is None:
        limit = f"{FRONT_MATTER_LIMIT // 1000} KB"
        raise Refused(
            f"front matter opens with --- and no line --- closes it within {limit}",
            place=Place(line=1),
        )
    return _yaml(rest[: end.start()]), rest[end.end() :]


def _yaml(head: str) -> dict[str, Any]:
    """All scalars stay the text they are: YAML's own dates and numbers would lose their
    spelling.
    """
    try:
        # which makes text, lists and mappings alone
        found = yaml.load(head, Loader=_Once)  # noqa: S506
    except yaml.MarkedYAMLError as error:
        scanning = isinstance(error, yaml.scanner.ScannerError) and error.context_mark
        mark = error.context_mark if scanning else error.problem_mark
        raise Refused(
            _why(str(error.problem), head), place=Place(line=mark.line + 2 if mark else None)
        ) from error
    except yaml.reader.ReaderError as error:
        place = Place(line=head.count("\n", 0, error.position) + 2)
        raise Refused(
            "front matter holds a control character", code_point=error.character, place=place
        ) from error
    except (yaml.YAMLError, RecursionError, ValueError) as error:
        raise Refused("front matter is no YAML that can be read", place=Place(line=1)) from error
    if found in (None, ""):
        return {}
    if not isinstance(found, dict):
        raise Refused(
            "front matter should hold lines of the form `field: value`", place=Place(line=2)
        )
    return {name: value for name, value in found.items() if value not in ("", "~", "null")}


class _Once(yaml.BaseLoader):
    """A key that stands twice would hide a value."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> Any:
        seen = set()
        for key in (key for key, _ in node.value if isinstance(key, yaml.ScalarNode)):
            if key.value in seen:
                raise yaml.constructor.ConstructorError(
                    None, None, f"{key.value[:60]!r} stands twice", key.start_mark
                )
            seen.add(key.value)
        return super().construct_mapping(node, deep)


def _why(problem: str, head: str) -> str:
    if "stands twice" in problem:
        return f"in front matter {problem}"
    hint = "put a value that holds `: ` or begins with a sign into quotes"
    if _TABBED.search(head):
        hint = "indent with spaces, not tabs"
    return f"front matter is no YAML: {problem}; {hint}"


# Markdown


def _is_markdown(body: str, *, fenced: bool) -> bool:
    """Marks make it Markdown; below front matter, blank lines between paragraphs do, too."""
    return bool(_MARKS.search(body)) or (fenced and "\n\n" in body.strip())


def _markdown(body: str, named: set[str]) -> dict[str, Any]:
    """The body stays Markdown; only a title line, the image right below it, and credit are taken
    out.
    """
    found: dict[str, Any] = {}
    lines = body.strip().split("\n")
    if "title" not in named:
        found["title"] = lines.pop(0).strip().strip("#").strip()
        if lines and _UNDERLINE.fullmatch(lines[0].strip()):
            lines.pop(0)
    lines = "\n".join(lines).strip().split("\n")
    if "image" not in named and (image := _IMAGE.fullmatch(lines[0].strip())):
        found["image"] = _picture(image)
        lines.pop(0)
    if lines and CREDIT.fullmatch(lines[-1].strip()):
        found["credit"] = lines.pop().strip()
    text = "\n".join(lines)
    return found | {"markdown": text} if text.strip() else found


def _picture(image: re.Match[str]) -> dict[str, str]:
    return {"url": image[2], "alt": image[1].strip()}


# Bare text: no marks; a paragraph a line or broken in the middle, blank lines or none


def _bare(body: str, named: set[str]) -> dict[str, Any]:
    lines = [line.strip() for line in body.split("\n")]
    title = next((at for at, line in enumerate(lines) if line and not _IMAGE.fullmatch(line)), None)
    found: dict[str, Any] = {}
    if "title" not in named and title is not None:
        found["title"] = lines.pop(title)
    if _HTML.match("\n".join(lines)):
        return found | {"html": "\n".join(lines)}
    body_ = _Body(image=None if "image" not in named else {})
    body_.take(lines)
    found |= {
        name: value for name in ("image", "related", "credit") if (value := getattr(body_, name))
    }
    html = _html(body_.blocks)
    return found | {"html": html} if html else found


_Block = str | re.Match[str] | None


@dataclass(slots=True)
class _Body:
    """What a bare body was found to hold; blocks are lines of text, images, and None for a blank
    line.
    """

    image: dict[str, str] | None = None
    related: list[object] = field(default_factory=list)
    credit: str = ""
    blocks: list[_Block] = field(default_factory=list)

    def take(self, lines: list[str]) -> None:
        at = 0
        while at < len(lines):
            line = lines[at]
            at += 1
            if line.startswith("![") and (image := _IMAGE.fullmatch(line)):
                self._take_image(image)
            elif CREDIT.fullmatch(line):
                self.credit = f"{self.credit} {line}".strip()
            elif (title := _related(line)) is not None:
                at = self._take_related(title, lines, at)
            else:
                self.blocks.append(line or None)

    def _take_image(self, image: re.Match[str]) -> None:
        if self.image is None:
            self.image = _picture(image)
        else:
            self.blocks.append(image)

    def _take_related(self, title: str, lines: list[str], at: int) -> int:
        """The rest of the marker's line, else the line below it; at the end of the file all that
        are left.
        """
        self.blocks.append(None)
        if title:
            self.related.append(_entry(title))
            return at
        while at < len(lines) and not lines[at]:
            at += 1
        end = at
        while end < len(lines) and (not lines[end] or _is_title(lines[end])):
            end += 1
        if end < len(lines):
            end = min(end, at + 1)
        self.related += [_entry(line) for line in lines[at:end] if line]
        return end


def _entry(line: str) -> object:
    line = _BULLET.sub("", line, count=1) if _BULLET.match(line) else line
    found = _LINK.fullmatch(line)
    return {"title": found[1], "url": found[2]} if found else line


def _related(line: str) -> str | None:
    """What stands behind `اقرأ أيضا` and its like in a line: a title or nothing; None where it is
    no such line.
    """
    words = line.split(None, _MARKER_WORDS)
    for count in range(min(len(words), _MARKER_WORDS), 1, -1):
        said = fold(" ".join(words[:count]))
        if _MARKER.fullmatch(said.strip(_SEPARATORS)):
            return _behind(said, line.split(None, count)[count:])
    return None


def _behind(said: str, rest: list[str]) -> str | None:
    """A title behind a separator; without one, only `أيضا` introduces a title, anything else is a
    sentence.
    """
    title = rest[0] if rest else ""
    parted = said[-1:] in _SEPARATORS or title[:1] in _SEPARATORS
    if title and not parted and not (said.endswith("ايضا") and _is_title(title)):
        return None
    return title.lstrip(_SEPARATORS)


def _is_title(line: str) -> bool:
    bare = not _IMAGE.fullmatch(line) and not CREDIT.fullmatch(line) and _related(line) is None
    return bare and len(line.split()) <= TITLE_WORDS and not line.endswith((".", *_WRAPPED))


def _html(blocks: list[_Block]) -> str:
    """Blocks as HTML: soft wraps joined, sub-headings and lists told from paragraphs by their
    neighbours.
    """
    made: list[str] = []
    texts = [at for at, block in enumerate(blocks) if isinstance(block, str)]
    inner = range(texts[0] + 1, texts[-1]) if texts else range(0)
    at = 0
    while at < len(blocks):
        block = blocks[at]
        end = at + 1
        if isinstance(block, re.Match):
            made.append(figure(block[2], block[1]))
        elif block is not None and (items := _list(blocks, at)):
            made.append(f"<ul>{''.join(items)}</ul>")
            end = at + len(items)
        elif block is not None and at in inner and _is_heading(blocks, at, block):
            made.append(element("h2", block))
        elif block is not None:
            text, end = _paragraph(blocks, at, block)
            made.append(element("p", text))
        at = end
    return "\n".join(made)


def _short(line: str) -> bool:
    """A line that may be a sub-heading or an item: few words, and no end of a sentence."""
    return not line.endswith(_NO_HEADING) and len(line.split(None, HEADING_WORDS)) <= HEADING_WORDS


def _list(blocks: list[_Block], start: int) -> list[str]:
    """The items of three or more short lines in a row; nothing where there is no such run."""
    items = []
    for at in range(start, len(blocks)):
        block = blocks[at]
        if not isinstance(block, str) or not _short(block):
            break
        items.append(
            element("li", _BULLET.sub("", block, count=1) if _BULLET.match(block) else block)
        )
    return items if len(items) >= 3 else []


def _is_heading(blocks: list[_Block], at: int, line: str) -> bool:
    """Short, and what follows is longer and ends a sentence, its soft wraps joined."""
    if not _short(line):
        return False
    following = next((one for one in range(at + 1, len(blocks)) if blocks[one] is not None), at)
    block = blocks[following]
    if not isinstance(block, str) or len(block) <= len(line):
        return False
    text, _ = _paragraph(blocks, following, block)
    return text.rstrip(_CLOSERS).endswith(_SENTENCE_END)


def _paragraph(blocks: list[_Block], at: int, line: str) -> tuple[str, int]:
    """The paragraph that begins with a line, with the lines that were broken off it, and where it
    ends.
    """
    parts, end = [line], at + 1
    while end < len(blocks) and _is_wrapped(parts[-1]):
        following = blocks[end]
        if not isinstance(following, str):
            break
        parts.append(following)
        end += 1
    return " ".join(parts), end


def _is_wrapped(line: str) -> bool:
    """Whether the sentence goes on in the next line."""
    if line.endswith(_WRAPPED):
        return True
    return not line.endswith(_FINAL) and len(line.split(None, HEADING_WORDS)) > HEADING_WORDS
