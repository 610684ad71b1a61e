"""The body of a bare text, as editors type it: no marks, a paragraph a line."""

import re
from dataclasses import dataclass, field
from typing import Any

from .blocks import Block, html
from .credit import CREDIT
from .lines import IMAGE, picture
from .related import entry, is_title, related

_HTML = re.compile(
    r"\s*<(?:p|div|h[1-6]|ul|ol|table|blockquote|figure|article|section)[\s>]", re.IGNORECASE
)


def bare(body: str, named: set[str]) -> dict[str, Any]:
    lines = [line.strip() for line in body.split("\n")]
    title = next((at for at, line in enumerate(lines) if line and not IMAGE.fullmatch(line)), None)
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
    markup = html(body_.blocks)
    return found | {"html": markup} if markup else found


@dataclass(slots=True)
class _Body:
    """What a bare body was found to hold; blocks are lines of text, images, and None for a blank
    line.
    """

    image: dict[str, str] | None = None
    related: list[object] = field(default_factory=list)
    credit: str = ""
    blocks: list[Block] = field(default_factory=list)

    def take(self, lines: list[str]) -> None:
        at = 0
        while at < len(lines):
            line = lines[at]
            at += 1
            if line.startswith("![") and (image := IMAGE.fullmatch(line)):
                self._take_image(image)
            elif CREDIT.fullmatch(line):
                self.credit = f"{self.credit} {line}".strip()
            elif (title := related(line)) is not None:
                at = self._take_related(title, lines, at)
            else:
                self.blocks.append(line or None)

    def _take_image(self, image: re.Match[str]) -> None:
        if self.image is None:
            self.image = picture(image)
        else:
            self.blocks.append(image)

    def _take_related(self, title: str, lines: list[str], at: int) -> int:
        """The rest of the marker's line, else the line below it; at the end of the file all that
        are left.
        """
        self.blocks.append(None)
        if title:
            self.related.append(entry(title))
            return at
        while at < len(lines) and not lines[at]:
            at += 1
        end = at
        while end < len(lines) and (not lines[end] or is_title(lines[end])):
            end += 1
        if end < len(lines):
            end = min(end, at + 1)
        self.related += [entry(line) for line in lines[at:end] if line]
        return end
