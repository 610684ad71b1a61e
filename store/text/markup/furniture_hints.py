"""Hints that a text may hold furniture; most texts have none, and are spared a closer look.

Each is quick, and says yes too often rather than no.
"""

import re
from functools import lru_cache
from itertools import chain

from ..arabic import fold
from . import furniture_words as known

_FORM = ("<form", "<FORM")
_TARGET = re.compile(r"""href\s*+=\s*+["']?([^\s"'<>]++)""")
# A part of each address that shares a page, or is that of a channel or a reader of news.
_ADDRESSES = (
    *("shar", "intent/", "mailto:?", "/submit", "pin/create", "send?", "wa.me/", "feeds."),
    *("news.google", "nabd.com", "t.me/", "whatsapp", "viber:", "tg:", "newsletter", "subscribe"),
)
_VALUE = r"""\s*+=\s*+("[^"<>]*+"|'[^'<>]*+'|[^\s"'<>]++)"""
_CLASS = re.compile(f"class{_VALUE}")
_ID = re.compile(f" id{_VALUE}")
_NAME_PARTS = re.compile("[\\s_\"'-]+")
_KNOWN_PARTS = frozenset(
    chain(
        known.SHARE_CLASSES,
        known.RELATED_CLASSES,
        known.LETTER_CLASSES,
        known.BOX_CLASSES,
        *(ending.split("-")[-1:] for ending in known.BOX_ENDINGS),
        ("author", "authors", "authorbox", "saboxplugin", "box", "button", "buttons"),
    )
)
# The first word of a text between tags, and the second, if no sign parts them.
_OPENING = re.compile(r">[^\w<>]{0,20}+([^\s<>:|،,.…]{1,30}+)(?:\s++([^\s<>:|،,.…]{2,30}+))?")
_PHRASES = known.RELATED.union(
    known.SHARING, known.FOLLOWING, known.LONE, known.COUNTED, known.SHORT_LINK
)
_OPENINGS = frozenset(phrase[:2] for phrase in _PHRASES)
_FIRST_WORDS = known.CALLS.union(phrase[0] for phrase in _PHRASES)


def may_be_furnished(html: str) -> bool:
    """Whether a body holds a name, an address or a word by which furniture is known."""
    if "<" not in html:
        return False
    if any(form in html for form in _FORM):
        return True
    return _has_address(html) or _has_name(html) or _has_label(html)


def _has_address(html: str) -> bool:
    """Whether a link may share the page, or lead to a channel."""
    if "href" not in html:
        return False
    targets = " ".join(_TARGET.findall(html))
    return any(part in targets for part in _ADDRESSES)


def _has_name(html: str) -> bool:
    """Whether an element has a class or an id of furniture."""
    names = set(_CLASS.findall(html)) if "class" in html else set()
    if " id" in html:
        names.update(_ID.findall(html))
    if not names:
        return False
    return not _KNOWN_PARTS.isdisjoint(_NAME_PARTS.split(" ".join(names).lower()))


def _has_label(html: str) -> bool:
    """Whether a text between tags begins as labels, invitations and counters do."""
    openings = _OPENING.findall(f">{html}")
    if not any(map(_may_begin, [first for first, _ in openings])):
        return False
    return any(_may_begin(first) and _begins_label(first, second) for first, second in openings)


@lru_cache(maxsize=4_000)  # texts begin in the same words again and again
def _may_begin(first: str) -> bool:
    """Whether a word may be the first of a label."""
    return first.isdigit() or fold(first) in _FIRST_WORDS


def _begins_label(first: str, second: str) -> bool:
    if first.isdigit():
        return (fold(second),) in _OPENINGS
    word = fold(first)
    next_word = fold(second)
    if next_word in known.FOLLOW_WORDS and word in known.CALLS:
        return True
    return ((word, next_word) if next_word else (word,)) in _OPENINGS
