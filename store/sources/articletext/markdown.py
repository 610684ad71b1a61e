"""The body of a Markdown file. Stays Markdown: only what stands around the text is taken out."""

import re
from html import unescape
from typing import Any

from .credit import is_credit
from .lines import image_of, picture

_MARKS = re.compile(
    r"^(?:#{1,6} |[-*+] |[0-9]++[.)] |> |```|~~~|\|.*\||(?:=++|-{3,}+)$)|\*\*\S|__\S"
    # A link, looked for from where a line or another pair of brackets ends, once.
    r"|(?:^|(?<=\]))(?>(?:[^\]\[\n!]|!\[?)*)\[[^\]\n]++\]\(",
    re.MULTILINE,
)
_ELEMENT = re.compile(r"<[A-Za-z][^<>]*+>")
_HEADING = re.compile(r"<h[1-6]\b[^<>]*+>([^<]*+)</h[1-6]>")
_UNDERLINE = re.compile(r"=+|-{2,}")


def is_markdown(body: str, *, fenced: bool) -> bool:
    """Whether a body bears marks of Markdown.

    Below front matter (`fenced`) blank lines between paragraphs are marks enough.
    """
    if _MARKS.search(body):
        return True
    return fenced and "\n\n" in body.strip()


def read_markdown(body: str, named: set[str]) -> dict[str, Any]:
    """The fields of a body: a title line, the image right below it, credit, and the Markdown.

    Fields that front matter has `named` are left in the text.
    """
    fields: dict[str, Any] = {}
    lines = body.strip().split("\n")
    if "title" not in named:
        fields["title"] = _take_title(lines)
    lines = "\n".join(lines).strip().split("\n")
    if "image" not in named:
        fields |= _take_image(lines)
    if lines and is_credit(lines[-1].strip()):
        fields["credit"] = lines.pop().strip()
    text = "\n".join(lines)
    if text.strip():
        fields["markdown"] = text
    return fields


def _take_title(lines: list[str]) -> str:
    """The title that `lines` begin with, taken out with the line that may be drawn below it."""
    title = lines.pop(_title_at(lines)).strip().strip("#").strip()
    heading = _HEADING.fullmatch(title)
    if heading:
        return unescape(heading[1]).strip()
    if lines and _UNDERLINE.fullmatch(lines[0].strip()):
        lines.pop(0)
    return title


def _title_at(lines: list[str]) -> int:
    """The line of the title: the first, unless an element such as `<div dir="rtl">` opens there."""
    if not _ELEMENT.fullmatch(lines[0].strip()):
        return 0
    headings = (at for at, line in enumerate(lines) if line.lstrip().startswith("# "))
    return next(headings, 0)


def _take_image(lines: list[str]) -> dict[str, Any]:
    """The field `image`, if `lines` begin with one, which is taken out."""
    image = image_of(lines[0].strip())
    if image is None:
        return {}
    lines.pop(0)
    return {"image": picture(image)}
