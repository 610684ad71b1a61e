"""Dates that are given in both calendars: the Hijri one is taken out, for the other says the day.

The sight of the moon may part them by a day.
"""

import re
from collections.abc import Iterator

from .arabic import fold
from .date_words import HIJRI_MONTHS, WORD

_YEAR = "1[34][0-9]{2}"
_MARK = r"(?:\s?هـ?(?![^\W_])|\s?هجري\w{0,3})?"
_NUMERIC = re.compile(
    rf"(?<![0-9/.\-])(?:{_YEAR}\s?([/.\-])\s?[0-9]{{1,2}}\s?\1\s?[0-9]{{1,2}}"
    rf"|[0-9]{{1,2}}\s?([/.\-])\s?[0-9]{{1,2}}\s?\2\s?{_YEAR})(?![0-9]){_MARK}"
)
_WORDED = re.compile(
    rf"(?<![0-9])[0-9]{{1,2}}\s+(?:من\s+)?({WORD})(?:\s({WORD}|[12](?![0-9])))?[\s,،]{{0,3}}"
    rf"(?:سنة\s|ل?عام\s|لسنة\s)?\s?{_YEAR}(?![0-9]){_MARK}"
)
_GREGORIAN_YEAR = re.compile(r"(?<![0-9])(?:19|20)[0-9]{2}(?![0-9:])")


def without_hijri(text: str) -> str:
    """A date without its Hijri part, if another is left; as long as it was."""
    rest = text
    for start, end in _hijri_parts(text):
        rest = f"{rest[:start]}{' ' * (end - start)}{rest[end:]}"
    return rest if _GREGORIAN_YEAR.search(rest) else text


def _hijri_parts(text: str) -> Iterator[tuple[int, int]]:
    for match in _NUMERIC.finditer(text):
        yield match.span()
    for match in _WORDED.finditer(text):
        name = fold(match[1])
        if name in HIJRI_MONTHS or f"{name}_{fold(match[2] or '')}" in HIJRI_MONTHS:
            yield match.span()
