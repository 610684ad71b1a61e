"""The body of a Markdown file, which stays Markdown."""

import re
from typing import Any

from .credit import CREDIT
from .lines import IMAGE, picture

_MARKS = re.compile(
    r"^(?:#{1,6} |[-*+] |[0-9]+[.)] |>"
    r" |```|~~~|\|.*\||(?:=+|-{3,})$)|\*\*\S|__\S|(?<!!)\[[^\]\n]+\]\(",
    re.MULTILINE,
)
_UNDERLINE = re.compile(r"=+|-{2,}")


def is_markdown(body: str, *, fenced: bool) -> bool:
    """Marks make it Markdown; below front matter, blank lines between paragraphs do, too."""
    return bool(_MARKS.search(body)) or (fenced and "\n\n" in body.strip())


def markdown(body: str, named: set[str]) -> dict[str, Any]:
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
    if "image" not in named and (image := IMAGE.fullmatch(lines[0].strip())):
        found["image"] = picture(image)
        lines.pop(0)
    if lines and CREDIT.fullmatch(lines[-1].strip()):
        found["credit"] = lines.pop().strip()
    text = "\n".join(lines)
    return found | {"markdown": text} if text.strip() else found
