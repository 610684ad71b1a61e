"""Hints that a text may hold furniture; most texts have none, and are spared a closer look.

Each is quick, and says yes too often rather than no.
"""

import re
from itertools import chain

from ..arabic import fold
from . import furniture_words as known

_FORM = ("<form", "<FORM")
# A part of each address that shares a page, or is that of a reader of news.
_ADDRESSES = (
    *("shar", "intent/", "mailto:?", "/submit", "pin/create", "send?", "wa.me/?", "feeds."),
    *("news.google", "nabd.com"),
)
_NAMES = re.compile(
    r"""\s(?:class|id)\s*+=\s*+(?:"([^"<>]*+)"|'([^'<>]*+)'|([^\s"'<>]++))""", re.IGNORECASE
)
_NAME_PARTS = re.compile(r"[\s_-]+")
_KNOWN_PARTS = frozenset(
    chain(
        known.SHARE_CLASSES,
        known.RELATED_CLASSES,
        known.BOX_CLASSES,
        *(ending.split("-")[-1:] for ending in known.BOX_ENDINGS),
        ("author", "authors", "authorbox", "saboxplugin", "box", "button", "buttons"),
    )
)
_OPENING = re.compile(r">[^\w<>]{0,20}+([^\s<>:|،,.…]{1,30}+)(?:\s++([^\s<>:|،,.…]{2,30}+))?")
_NO_HINTS = frozenset("في من كن".split())  # which begin labels, and many sentences
_FIRST_WORDS = (
    known.CALLS.union(
        phrase[0]
        for phrase in chain(
            known.RELATED, known.SHARING, known.FOLLOWING, known.LONE, known.COUNTED
        )
    )
    - _NO_HINTS
)


def may_be_furnished(html: str) -> bool:
    """Whether a body holds a name, an address or a word by which furniture is known."""
    if "<" not in html:
        return False
    if any(form in html for form in _FORM):
        return True
    if "<a" in html and any(part in html for part in _ADDRESSES):
        return True
    return _has_name(html) or _has_label(html)


def _has_name(html: str) -> bool:
    """Whether an element has a class or an id of furniture."""
    if "class" not in html and "id=" not in html:
        return False
    names = {"".join(groups) for groups in _NAMES.findall(html)}
    return not _KNOWN_PARTS.isdisjoint(_NAME_PARTS.split(" ".join(names).lower()))


def _has_label(html: str) -> bool:
    """Whether a text between tags begins as labels and counters do."""
    return any(
        fold(second if first.isdigit() else first) in _FIRST_WORDS
        for first, second in _OPENING.findall(f">{html}")
    )
