"""Elements that the clean form lacks, before the parser sees them: what they stand for is kept.

Decides nothing about safety. A tag is only renamed, or a line end put before it: what stands in
it, and whether it is one at all, is the parser's to say.
"""

import re

from .tags import one_of

_STANDINGS = {"bdo": "bdi", "amp-img": "img", "amp-anim": "img"}
"""Elements by what they become: text is laid out in its direction, never letter by letter."""

# Blocks that go and leave their text: without a line end their words would run together.
PARTING_BLOCKS = (
    "address article aside button center details dialog dir fieldset footer form header hgroup"
    " legend main marquee menu nav optgroup option search section summary"
).split()
_TABLE_PARTS = "caption tbody td tfoot th thead tr".split()

# A picture of AMP within another, for those who cannot see that, or until it comes.
_SECOND = re.compile(
    r"""<amp-img\b(?>(?:"[^"]*+"|'[^']*+'|(?!(?:fallback|placeholder)\b)[^<>"'])*)"""
    r"(?:fallback|placeholder)\b[^<>]*+>",
    re.IGNORECASE,
)
_RENAMED = re.compile(rf"<(/?)({one_of(_STANDINGS)})(?=[\s/>])", re.IGNORECASE)
_PARTING = re.compile(rf"<(?=/?(?:{one_of(PARTING_BLOCKS)})[\s/>])", re.IGNORECASE)
_PART_OF_TABLE = re.compile(rf"<(?=/?(?:{one_of(_TABLE_PARTS)})[\s/>])", re.IGNORECASE)
_TABLE = re.compile(r"<table[\s>]", re.IGNORECASE)


def respelt(html: str) -> str:
    """HTML whose elements are those of the clean form, or are parted from their neighbours."""
    if "<amp-" in html:
        html = _SECOND.sub("", html)
    html = _RENAMED.sub(_renamed, html)
    html = _PARTING.sub("\n<", html)
    if not _TABLE.search(html):  # the parser drops these outside of tables
        html = _PART_OF_TABLE.sub("\n<", html)
    return html


def _renamed(tag: re.Match[str]) -> str:
    return f"<{tag[1]}{_STANDINGS[tag[2].lower()]}"
