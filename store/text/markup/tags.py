"""The tags of HTML: one table, from which every set and pattern of this room is derived.

The clean form is what nh3 writes: attributes in double quotes, closed tags, small letters. So one
pattern of a tag reads it. Knows neither what is safe in an address nor what an article is.
"""

import html as entities
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import NewType

SafeHtml = NewType("SafeHtml", str)
"""HTML in the clean form. Only `clean` makes it; `directed` decorates it."""

# Elements behind which the parser looks no further for the open element that a tag ends.
_INLINE_WALLS = frozenset(
    "div ul ol li blockquote table caption td th figure figcaption dl dt dd pre".split()
)
_BLOCK_WALLS = frozenset(["table", "caption", "td", "th"])
_ITEM_WALLS = frozenset(["ul", "ol", "table", "td", "th"])
_TERM_WALLS = frozenset(["dl", "table", "td", "th"])
_TABLE_WALLS = frozenset(["table"])

_BLANK_LINE = "\n\n"


@dataclass(frozen=True, slots=True, kw_only=True)
class Tag:
    """What this room knows of one tag that may stand in clean HTML.

    attributes  those it may have, beside `dir` and `lang`
    block       it has lines of its own
    edge        what both of its tags become in plain text
    start       what its start tag alone becomes in plain text
    holds_text  a block that holds text itself, not only other blocks
    prunable    it goes where nothing is left in it
    void        it has no end tag
    ends        the open elements that its start tag ends
    walls       the elements that hide an open element from its tags
    """

    attributes: tuple[str, ...] = ()
    block: bool = False
    edge: str = ""
    start: str = ""
    holds_text: bool = False
    prunable: bool = False
    void: bool = False
    ends: tuple[str, ...] = ()
    walls: frozenset[str] = _INLINE_WALLS


_HEADING = Tag(block=True, edge=_BLANK_LINE, holds_text=True, prunable=True, ends=("p",))
_LIST = Tag(block=True, edge=_BLANK_LINE, prunable=True, ends=("p",), walls=_BLOCK_WALLS)
_TERM = Tag(block=True, start="\n", holds_text=True, ends=("dt", "dd"), walls=_TERM_WALLS)
_TABLE_PART = Tag(block=True, walls=_TABLE_WALLS)
_MARK = Tag(prunable=True)

TAGS = {
    "p": Tag(block=True, edge=_BLANK_LINE, holds_text=True, prunable=True, ends=("p",)),
    "ul": _LIST,
    "ol": Tag(
        attributes=("start",),
        block=True,
        edge=_BLANK_LINE,
        prunable=True,
        ends=("p",),
        walls=_BLOCK_WALLS,
    ),
    "li": Tag(
        block=True, start="\n", holds_text=True, prunable=True, ends=("li",), walls=_ITEM_WALLS
    ),
    **dict.fromkeys(("h2", "h3", "h4", "h5", "h6", "h1"), _HEADING),
    "blockquote": Tag(
        block=True,
        edge=_BLANK_LINE,
        holds_text=True,
        prunable=True,
        ends=("p",),
        walls=_BLOCK_WALLS,
    ),
    "pre": Tag(block=True, edge=_BLANK_LINE, ends=("p",), walls=_BLOCK_WALLS),
    "figure": _LIST,
    "figcaption": Tag(block=True, holds_text=True, prunable=True, ends=("p",), walls=_BLOCK_WALLS),
    "table": Tag(block=True, edge=_BLANK_LINE, ends=("p",), walls=_TABLE_WALLS),
    "caption": Tag(block=True, edge=_BLANK_LINE, holds_text=True, walls=_TABLE_WALLS),
    "thead": _TABLE_PART,
    "tbody": Tag(block=True, ends=("thead", "tbody"), walls=_TABLE_WALLS),
    "tfoot": _TABLE_PART,
    "tr": Tag(block=True, start="\n", ends=("tr",), walls=_TABLE_WALLS),
    "td": Tag(
        attributes=("colspan", "rowspan"),
        block=True,
        start=" ",
        holds_text=True,
        ends=("td", "th"),
        walls=_TABLE_WALLS,
    ),
    "th": Tag(
        attributes=("colspan", "rowspan", "scope"),
        block=True,
        start=" ",
        holds_text=True,
        ends=("td", "th"),
        walls=_TABLE_WALLS,
    ),
    "dl": Tag(block=True, edge=_BLANK_LINE, ends=("p",), walls=_BLOCK_WALLS),
    "dt": _TERM,
    "dd": _TERM,
    "div": Tag(
        block=True,
        edge=_BLANK_LINE,
        holds_text=True,
        prunable=True,
        ends=("p",),
        walls=_BLOCK_WALLS,
    ),
    "hr": Tag(block=True, edge=_BLANK_LINE, void=True),
    "br": Tag(start="\n", void=True),
    "col": Tag(void=True),
    "img": Tag(attributes=("src", "alt", "width", "height"), start=" ", void=True),
    "a": Tag(attributes=("href", "title"), prunable=True, ends=("a",)),
    "abbr": Tag(attributes=("title",)),
    "time": Tag(attributes=("datetime",)),
    **dict.fromkeys("b strong em i u span".split(), _MARK),
    **dict.fromkeys(
        "bdi cite code colgroup del dfn ins kbd mark q s samp small sub sup var".split(), Tag()
    ),
}
"""Every tag of the clean form by its name. Any other tag goes, its text stays."""

UNPARSED = frozenset(
    "script style iframe svg math template noscript textarea select title noembed noframes"
    " xmp".split()
)
"""Tags that go with their content, in which no tag of ours is looked for."""

HIDDEN = UNPARSED | frozenset("object applet audio video canvas embed".split())
"""All tags that go with their content."""

INLINE_WALLS = _INLINE_WALLS


def one_of(names: Iterable[str]) -> str:
    """A pattern that matches any of these names, in the order of the table."""
    return "|".join(names)


BLOCKS = one_of(name for name, tag in TAGS.items() if tag.block)
"""Pattern of the names of all blocks; the most frequent stand first, to be found first."""

TAG = re.compile(r'<(/?)([a-z][a-z0-9]*)((?: [a-z-]+="[^"]*")*)>')
"""A tag of the clean form: `/` for an end tag, its name, its attributes after a space each."""

_ATTRIBUTE = re.compile(r' ([a-z-]+)="([^"]*)"')
_PIXELS = re.compile("([0-9]{1,5})(?:px)?")


def attributes_of(text: str) -> dict[str, str]:
    """The attributes of a clean tag by their names, with their entities decoded."""
    return {name: entities.unescape(value) for name, value in _ATTRIBUTE.findall(text)}


def start_tag(name: str, attributes: dict[str, str]) -> str:
    """A start tag in the clean form."""
    written = "".join(f" {key}={quoted(value)}" for key, value in attributes.items())
    return f"<{name}{written}>"


def quoted(value: str) -> str:
    """An attribute's value in its quotes, spelt as nh3 does."""
    escaped = entities.escape(value, quote=False).replace('"', "&quot;")
    return f'"{escaped}"'


def pixels(text: str | None) -> int | None:
    """The number of a `width` or `height` in pixels; None for a share, a word or nothing."""
    match = _PIXELS.fullmatch(text.strip()) if text else None
    return int(match[1]) if match else None
