"""Reusable blocks of an export: a post names them by number, and holds nothing of their content.

They are posts of a type of their own, in any file of the run. Where a site shows none of one, since
it is a draft or gone to the trash, none is shown here.
"""

import re
from typing import Any

from ...errors import Refused
from ...limits import HTML_LIMIT
from ..audience import hidden, hidden_status
from ..records.strict_json import parse_text
from .exporthearing import ExportItem
from .values import text_of, value_at

BLOCK = "wp_block"  # the type of their posts

_DEEPEST = 10  # blocks within blocks
_REFERENCE = re.compile(
    r"<!--\s++wp:(?:core/)?block\s++(\{[^<>]*?\})\s*+"
    r"(?:/-->|-->\s*+<!--\s++/wp:(?:core/)?block\s++-->)"
)
# A part of a block that has a name, up to its element.
_NAMED = re.compile(r"<!--\s++wp:[a-z/-]++\s++(\{[^<>]*?\})\s*+-->\s*+<([a-z][a-z0-9]*+)[^<>]*+>")


class Blocks:
    """The blocks that an export holds, by their numbers."""

    def __init__(self) -> None:
        self._contents: dict[str, str] = {}

    def add(self, item: ExportItem) -> int:
        """Keep a block; the characters it takes."""
        is_shown = not hidden_status(item["wp:status"]) and not hidden(item.text.items())
        content = item["content:encoded"] if is_shown else ""
        if item.whole and not item.spoilt and len(content) <= HTML_LIMIT:
            self._contents[item["wp:post_id"]] = content
            return len(content.encode())
        return 0

    def shown(self, content: str) -> tuple[str, bool]:
        """Content with its blocks in their places, and whether any of it is missing."""
        if not has_reference(content):
            return content, False
        expansion = _Expansion(self._contents)
        return expansion.shown(content, ()), expansion.is_lacking


def has_reference(content: str) -> bool:
    """Whether stored content names a block that stands elsewhere."""
    return "wp:" in content and _REFERENCE.search(content) is not None


class _Expansion:
    """Puts blocks into one content; `is_lacking` tells whether any was not there."""

    def __init__(self, contents: dict[str, str]) -> None:
        self.is_lacking = False
        self._contents = contents
        self._left = HTML_LIMIT

    def shown(self, content: str, within: tuple[str, ...]) -> str:
        """Content with its blocks; `within` are those that it stands in, which it shows no more."""
        return _REFERENCE.sub(lambda match: self._block(match[1], within), content)

    def _block(self, told: str, within: tuple[str, ...]) -> str:
        """The content of a block that attributes name; "" where it is missing, or holds itself."""
        attributes = _parsed(told)
        number = str(value_at(attributes, "ref"))
        if number in within:
            return ""
        content = self._contents.get(number)
        if content is None or len(within) == _DEEPEST or len(content) > self._left:
            self.is_lacking = True
            return ""
        self._left -= len(content)
        overrides = _overrides(attributes)
        if overrides:
            content = self._overridden(content, overrides)
        return self.shown(content, (*within, number))

    def _overridden(self, content: str, told: dict[str, Any]) -> str:
        """A block whose parts say what a post has written in their places."""
        left = dict(told)
        parts: list[str] = []
        at = 0
        for part in _NAMED.finditer(content):
            text = value_at(left, _name(part[1]), "content")
            end = content.find(f"</{part[2]}>", part.end())
            if isinstance(text, str) and part.start() >= at and end >= 0:
                parts += [content[at : part.end()], text]
                at = end
                del left[_name(part[1])]
        self.is_lacking = self.is_lacking or bool(left)
        return "".join([*parts, content[at:]])


def _name(attributes: str) -> str:
    """The name of a part of a block, "" for none."""
    return text_of(value_at(_parsed(attributes), "metadata", "name")) or ""


def _overrides(attributes: dict[str, Any]) -> dict[str, Any]:
    """What a post has written in place of parts of a block, by their names."""
    told = attributes.get("content") or attributes.get("overrides")
    return told if isinstance(told, dict) else {}


def _parsed(attributes: str) -> dict[str, Any]:
    """The attributes of a block; none where they are no JSON."""
    try:
        value = parse_text(attributes)
    except Refused:
        return {}
    return value if isinstance(value, dict) else {}
