"""The body of a bare text, as editors type it: no marks, blank lines or none.

Takes out title, lead image, credit and related titles; `blocks` makes HTML of the rest.
"""

import re
from collections import deque
from dataclasses import dataclass, field
from itertools import takewhile
from typing import Any

from ...text.markup.elements import PARTING_BLOCKS
from ...text.markup.tags import BLOCKS, one_of
from ..prolog import past_prolog
from .blocks import Block, html_of
from .credit import is_credit
from .lines import image_of, picture
from .related import is_title, related_entry, related_title

# What a body in HTML begins with: a block or a medium, or a mark where blocks end or lines break.
_SHOWN = "img picture iframe video audio br hr".split()
_BLOCK = re.compile(rf"<(?:{BLOCKS}|{one_of([*PARTING_BLOCKS, *_SHOWN])})[\s/>]", re.IGNORECASE)
_MARK = re.compile("<(?:a|b|strong|em|i|u|span|font|bdi|small|mark)[\\s>]", re.IGNORECASE)
_END = re.compile(r"</(?:p|div|h[1-6]|li|blockquote)\s*+>|<br\s*+/?>", re.IGNORECASE)


def read_bare(body: str, named: set[str]) -> dict[str, Any]:
    """The fields of a body.

    Title and image are left in the text where front matter has `named` them.
    """
    lines = [line.strip() for line in body.split("\n")]
    title = None if "title" in named else _take_title(lines)
    fields = {} if title is None else {"title": title}
    text = "\n".join(lines)
    if _is_html(text):
        return fields | {"html": text}
    content = _Content(wants_image="image" not in named)
    content.take(lines)
    return fields | content.fields()


def _is_html(text: str) -> bool:
    """Whether a body is HTML, behind comments at most."""
    start = past_prolog(text, 0)
    if _BLOCK.match(text, start):
        return True
    return _MARK.match(text, start) is not None and _END.search(text, start) is not None


def _take_title(lines: list[str]) -> str | None:
    """The first line that is text, taken out of `lines`; a picture may stand above it."""
    for at, line in enumerate(lines):
        if line and not image_of(line):
            return lines.pop(at)
    return None


@dataclass(slots=True)
class _Content:
    """What a bare body holds. `blocks` are what becomes its HTML, in its order."""

    wants_image: bool
    image: dict[str, str] | None = None
    related: list[object] = field(default_factory=list)
    credit: str = ""
    blocks: list[Block] = field(default_factory=list)

    def fields(self) -> dict[str, Any]:
        """Fields of a record, without those that are empty."""
        fields = {
            "image": self.image,
            "related": self.related,
            "credit": self.credit,
            "html": html_of(self.blocks),
        }
        return {name: value for name, value in fields.items() if value}

    def take(self, lines: list[str]) -> None:
        """Sort all lines into fields and blocks."""
        rest = deque(lines)
        while rest:
            self._take_line(rest.popleft(), rest)

    def _take_line(self, line: str, rest: deque[str]) -> None:
        """Sort one line; a marker of related titles takes lines from the `rest`, too."""
        image = image_of(line)
        if image:
            self._take_image(image)
        elif is_credit(line):
            self.credit = f"{self.credit} {line}".strip()
        else:
            title = related_title(line)
            if title is None:
                self.blocks.append(line or None)
            else:
                self._take_related(title, rest)

    def _take_image(self, image: re.Match[str]) -> None:
        """The first image leads the article, later ones stay where they are."""
        if self.wants_image and self.image is None:
            self.image = picture(image)
        else:
            self.blocks.append(image)

    def _take_related(self, title: str, rest: deque[str]) -> None:
        """The title in the marker's line, else the one below it; at the end of a file all."""
        self.blocks.append(None)  # paragraphs do not go on beyond a marker
        if title:
            self.related.append(related_entry(title))
            return
        while rest and not rest[0]:
            rest.popleft()
        titles = list(takewhile(_is_blank_or_title, rest))
        if len(titles) < len(rest):  # the article goes on: only the next line is sure
            titles = titles[:1]
        for title in titles:
            rest.popleft()
            if title:
                self.related.append(related_entry(title))


def _is_blank_or_title(line: str) -> bool:
    """Whether a line may stand among related titles at the end of a file."""
    return not line or is_title(line)
