"""Direction of HTML as it is emitted: `dir` on every block, since other sanitizers differ.

What is stored never holds these additions.
"""

import html as entities
import re
from dataclasses import dataclass, field

from .. import arabic
from .tags import BLOCKS, TAG, TAGS, SafeHtml, one_of, quoted

_DIRECTED = one_of(name for name, tag in TAGS.items() if tag.block and not tag.void)
_TEXT_HOLDERS = one_of(name for name, tag in TAGS.items() if tag.holds_text)
_BLOCK = re.compile(rf'<(/?)({_DIRECTED})((?: [a-z-]+="[^"]*")*)>')
_TEXT_BLOCK = re.compile(
    rf"(<(?:{_TEXT_HOLDERS})(?: [^<>]*+)?>)"  # its start tag
    rf"([^<]*+(?>(?:<(?!/?(?:{BLOCKS})\b)[^<>]*+>[^<]*+)*))"  # text and marks up to the next block
)


def directed(html: SafeHtml, language: str, direction: str, *, guard: bool) -> SafeHtml:
    """A div with `lang` and `dir` around `html`, and `dir` on every block within.

    A block that has its own dir keeps it, and what stands in it inherits that. With `guard`, a
    right-to-left mark stands before each block of text that is rtl by share but begins left to
    right.
    """
    inner = _BLOCK.sub(_Blocks(direction).with_dir, html)
    if guard:
        inner = _TEXT_BLOCK.sub(_guarded, inner)
    return SafeHtml(f"<div lang={quoted(language)} dir={quoted(direction)}>{inner}</div>")


@dataclass(slots=True)
class _Blocks:
    """The blocks of a body as they are met, from the outside in.

    direction      of those that have none of their own
    keeps_own      of each open block, whether a `dir` was given to it or to one around it
    pre_end        where the last `pre` that was met ends
    pre_direction  its direction, which is that of each `pre` within it
    """

    direction: str
    keeps_own: list[bool] = field(default_factory=list)
    pre_end: int = 0
    pre_direction: str = ""

    def with_dir(self, match: re.Match[str]) -> str:
        """A block's tag with its `dir`."""
        end, name, attributes = match.groups()
        if end:
            self.keeps_own.pop()
            return match[0]
        inherited = bool(self.keeps_own) and self.keeps_own[-1]
        self.keeps_own.append(inherited or ' dir="' in attributes)
        if self.keeps_own[-1]:
            return match[0]
        direction = self._direction_of_pre(match) if name == "pre" else self.direction
        return f'<{name}{attributes} dir="{direction}">'

    def _direction_of_pre(self, match: re.Match[str]) -> str:
        """Direction by the text itself: code is laid out from the left on an Arabic page, too."""
        if match.end() > self.pre_end:
            self.pre_end = match.string.find("</pre>", match.end())
            inner = match.string[match.end() : self.pre_end]
            self.pre_direction = arabic.direction(TAG.sub("", inner))
        return self.pre_direction


def _guarded(match: re.Match[str]) -> str:
    """A block's start tag and its text, with a right-to-left mark between where it is needed."""
    opening, inner = match.groups()
    text = _plain(inner)
    if text.startswith(arabic.RLM) or not arabic.guard(text).startswith(arabic.RLM):
        return match[0]
    return f"{opening}{arabic.RLM}{inner}"


def _plain(inner: str) -> str:
    if "<" in inner:
        inner = TAG.sub("", inner)
    text = inner.strip()
    return entities.unescape(text) if "&" in text else text
