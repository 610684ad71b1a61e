"""Related titles, which a line such as `اقرأ أيضا` introduces.

The title stands behind the marker in its own line, or in the line below; who reads the lines below
is `bare`.
"""

import re

from ...text.arabic import fold
from .credit import is_credit
from .lines import WRAPPED, image_of, without_bullet

TITLE_WORDS = 25
_LINK = re.compile(r"\A\[([^\]]++)\]\((\S+)\)")
# Markers as fold() spells them: without hamza, tashkeel and taa marbuta.
_MARKER = re.compile(
    r"(?:اقرا|طالع|شاهد|تابع)(?:ي|وا)? (?:ايضا|المزيد)|(?:مواضيع|موضوعات|اخبار) (?:ذات"
    r" صله|متعلقه)|قد يهمك(?: ايضا)?"
)
_ALSO = "ايضا"
_MARKER_WORDS = 3
_SEPARATORS = " :.|…-–—،*"


def related_title(line: str) -> str | None:
    """The title behind a marker; "" for a marker alone, None for any other line."""
    words = line.split(None, _MARKER_WORDS)
    for count in range(min(len(words), _MARKER_WORDS), 1, -1):
        marker = fold(" ".join(words[:count]))
        if _MARKER.fullmatch(marker.strip(_SEPARATORS)):
            rest = line.split(None, count)[count:]
            return _title_behind(marker, "".join(rest))
    return None


def _title_behind(marker: str, rest: str) -> str | None:
    """The title in the rest of a marker's line, or None where the line is a sentence.

    A separator must part them; only `أيضا` introduces a title without one.
    """
    if not rest:
        return ""
    is_parted = marker[-1] in _SEPARATORS or rest[0] in _SEPARATORS
    if is_parted or (marker.endswith(_ALSO) and is_title(rest)):
        return rest.lstrip(_SEPARATORS)
    return None


def is_title(line: str) -> bool:
    """Whether a line may be the title of a related article: few words, and no sentence."""
    # Words are counted first: a line of nothing but markers asks again for each of them.
    if len(line.split(None, TITLE_WORDS)) > TITLE_WORDS or line.endswith((".", *WRAPPED)):
        return False
    return not image_of(line) and not is_credit(line) and related_title(line) is None


def related_entry(line: str) -> object:
    """The entry of a record's `related` for a line: a title, or a link with its title."""
    title = without_bullet(line)
    link = _LINK.fullmatch(title)
    if link:
        return {"title": link[1], "url": link[2]}
    return title
