"""Related titles, behind `اقرأ أيضا` and its like."""

import re

from ...text.arabic import fold
from .credit import CREDIT
from .lines import BULLET, IMAGE, WRAPPED

TITLE_WORDS = 25
_LINK = re.compile(r"\[([^\]]+)\]\((\S+)\)")
_MARKER = re.compile(
    r"(?:اقرا|طالع|شاهد|تابع)(?:ي|وا)? (?:ايضا|المزيد)|(?:مواضيع|موضوعات|اخبار) (?:ذات"
    r" صله|متعلقه)|قد يهمك(?: ايضا)?"
)
_MARKER_WORDS = 3
_SEPARATORS = " :.|…-–—،*"


def entry(line: str) -> object:
    line = BULLET.sub("", line, count=1) if BULLET.match(line) else line
    found = _LINK.fullmatch(line)
    return {"title": found[1], "url": found[2]} if found else line


def related(line: str) -> str | None:
    """What stands behind `اقرأ أيضا` and its like in a line: a title or nothing; None where it is
    no such line.
    """
    words = line.split(None, _MARKER_WORDS)
    for count in range(min(len(words), _MARKER_WORDS), 1, -1):
        said = fold(" ".join(words[:count]))
        if _MARKER.fullmatch(said.strip(_SEPARATORS)):
            return _behind(said, line.split(None, count)[count:])
    return None


def _behind(said: str, rest: list[str]) -> str | None:
    """A title behind a separator; without one, only `أيضا` introduces a title, anything else is a
    sentence.
    """
    title = rest[0] if rest else ""
    parted = said[-1:] in _SEPARATORS or title[:1] in _SEPARATORS
    if title and not parted and not (said.endswith("ايضا") and is_title(title)):
        return None
    return title.lstrip(_SEPARATORS)


def is_title(line: str) -> bool:
    bare = not IMAGE.fullmatch(line) and not CREDIT.fullmatch(line) and related(line) is None
    return bare and len(line.split()) <= TITLE_WORDS and not line.endswith((".", *WRAPPED))
