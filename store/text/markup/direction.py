"""Direction (emission only)."""

import html as entities
import re
from functools import partial

from ..arabic import direction as direction_of
from ..arabic import guard as guarded
from .tags import BLOCKS, TAG, SafeHtml, quoted

_DIRECTED = re.compile(rf'<(/?)({BLOCKS.removesuffix("|hr")})((?: [a-z-]+="[^"]*")*)>')
_TEXT_BLOCK = re.compile(
    r"(<(?:p|h[2-6]|li|td|th|caption|figcaption|dt|dd|blockquote|div)(?: [^>]*)?>)"
    rf"([^<]*(?:<(?!/?(?:{BLOCKS})\b)[^>]*>[^<]*)*)"
)


def directed(html: SafeHtml, language: str, direction: str, *, guard: bool) -> SafeHtml:
    """As it is emitted: a div with lang and dir around it, dir on every block within, since
    sanitizers differ.

    A block that has its own dir keeps it, and what stands in it inherits that. With guard, a RLM
    stands before each block of text that is rtl by share but begins left to right.
    """
    made = _DIRECTED.sub(partial(_with_dir, direction, []), html)
    if guard:
        made = _TEXT_BLOCK.sub(_guarded, made)
    return SafeHtml(f"<div lang={quoted(language)} dir={quoted(direction)}>{made}</div>")


def _with_dir(direction: str, given: list[bool], found: re.Match[str]) -> str:
    """given says of each open block whether it, or one around it, had a dir of its own."""
    end, name, attributes = found.groups()
    if end:
        given.pop()
        return found[0]
    inherited = bool(given) and given[-1]
    given.append(inherited or ' dir="' in attributes)
    if given[-1]:
        return found[0]
    own = _direction_of_pre(found) if name == "pre" else direction
    return f'<{name}{attributes} dir="{own}">'


def _direction_of_pre(found: re.Match[str]) -> str:
    inner = found.string[found.end() : found.string.find("</pre>", found.end())]
    return direction_of(TAG.sub("", inner))


def _guarded(found: re.Match[str]) -> str:
    opening, inner = found.groups()
    text = (TAG.sub("", inner) if "<" in inner else inner).strip()
    mark = guarded(entities.unescape(text) if "&" in text else text)[:1]
    return (
        f"{opening}{mark}{inner}"
        if mark == "\u200f" and not text.startswith("\u200f")
        else found[0]
    )
