"""Dates in words: the parts of a date that a person wrote, in Arabic, English or French.

Reads pieces in any order and refuses what is left over. Whether these parts are a date that exists,
and which moment it is, others say.
"""

import re
from datetime import timedelta, timezone, tzinfo
from typing import NamedTuple

from ..errors import Refused
from .arabic import digits, fold
from .date_calendars import without_hijri
from .date_clock import Clock, find_clock
from .date_words import HIJRI_MARKS, HIJRI_MONTHS, IGNORED, MONTHS, WORD, whole_name
from .date_zones import ZONES, iana_zone, offset_zone, zone_of_place


class DateParts(NamedTuple):
    """What a text says of a date: no `day` in a month, no `clock` in a day, no `zone` if unsaid.

    clock is hour, minute and second.
    """

    year: int
    month: int
    day: int | None = None
    clock: Clock | None = None
    zone: tzinfo | None = None
    is_hijri: bool = False


_GAP = (
    r"([+-])([0-9]{1,2}):?([0-9]{2})?(?![0-9]|[/.\-][0-9])"
    r"(?:\s*\([^()]*\)|\s[+-][0-9]{2}(?:[0-9]{2})?(?![0-9/.:-]))?"  # its name; as Go writes it
)
_GMT = r"(?:gmt|utc|غرينتش|جرينتش|ت\.?\s?غ)"
_OFFSET = re.compile(rf"\s?{_GMT}?\s?{_GAP}", re.IGNORECASE)
_GMT_OFFSET = re.compile(rf"{_GMT}\s?{_GAP}", re.IGNORECASE)
_NUMERIC = re.compile(
    r"(?<![0-9])(?<![0-9][/.\\-])([0-9]{1,4})\s*([/.\\-])\s*([0-9]{1,4})(?:\s*\2\s*([0-9]{1,4}))?"
    r"(?!\s*[/.\\-]?[0-9])"
)
_TOKEN = re.compile(rf"([0-9]+)|({WORD})|[^\s/,.،()|_–—-]")
_INVISIBLE = re.compile("[\xad\u061c\u200b\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]")
# RFC 822, section 5: a year of two digits, or of three as some clocks make of 2026; with dashes in
# RFC 850.
_SHORT_YEAR = re.compile(
    r"\A\s*(?:[A-Za-z]{3,9}\.?,?\s+)?[0-9]{1,2}[\s-]\s*[A-Za-z]{3,9}\.?[\s-]\s*([0-9]{2,3})"
    r"(?=,?\s+[0-9]{1,2}:[0-9])"
)
_CENTURY_ENDS = 50  # RFC 2822, section 4.3


def read_worded(text: str) -> DateParts:
    """The parts of a date in words and numbers.

    Raises Refused with the first character that could not be read, ValueError where the pieces make
    no date.
    """
    return _Reading(text).parts()


class _Reading:
    """The reading of one text: it blanks out each piece that it knows, and keeps what it says."""

    def __init__(self, given: str) -> None:
        self._given = given
        # As long as `given`: offsets hold.
        self._text = without_hijri(_INVISIBLE.sub(" ", digits(given)))
        self._zone: tzinfo | None = None
        self._named_zone: tzinfo | None = None
        self._month = 0
        self._is_hijri: bool | None = None  # None until a word names a calendar
        self._bare_numbers: list[str] = []

    def parts(self) -> DateParts:
        self._take_short_year()
        self._take_zone()
        clock = self._take_clock()
        numbers = self._take_numeric()
        self._take_words()
        year, month, day = self._in_order(numbers)
        return DateParts(
            year=year,
            month=month,
            day=day,
            clock=clock,
            zone=self._zone or self._named_zone,
            is_hijri=bool(self._is_hijri),
        )

    def _blank(self, start: int, end: int) -> None:
        self._text = self._text[:start] + " " * (end - start) + self._text[end:]

    # A time, its offset, its zone

    def _take_clock(self) -> Clock | None:
        found = find_clock(self._text)
        if found is None:
            self._take_offset(_GMT_OFFSET.search(self._text))
            return None
        # A sign is an offset behind the time or behind GMT; anywhere else it is only a dash.
        offset = _OFFSET.match(self._text, found.end) or _GMT_OFFSET.search(self._text)
        self._take_offset(offset)
        self._blank(found.start, found.end)
        return found.clock

    def _take_offset(self, match: re.Match[str] | None) -> None:
        if match:
            self._zone = offset_zone(*match.groups())
            self._blank(*match.span())

    def _take_zone(self) -> None:
        """The zone that a place or the IANA names, where no offset does."""
        start, named = iana_zone(self._text)
        self._blank(start, len(self._text))
        found = zone_of_place(self._text)
        if found:
            self._blank(*found[:2])
            named = named or found[2]
        self._named_zone = named

    # Numbers with their separators

    def _take_numeric(self) -> list[str]:
        """The numbers of 4/2/2025, 2025-02-04, 02/2025 or 2025/02: day, month, year."""
        match = _NUMERIC.search(self._text)
        if not match:
            return []
        self._blank(*match.span())
        numbers = [number for number in match.group(1, 3, 4) if number]
        if len(numbers[0]) == 4:
            numbers.reverse()
        return numbers

    def _take_short_year(self) -> None:
        """The year of two digits that RFC 822 has, with its century."""
        match = _SHORT_YEAR.match(self._text)
        if match:
            year = int(match[1])
            century = 2000 if len(match[1]) == 2 and year < _CENTURY_ENDS else 1900
            self._bare_numbers.append(str(year + century))
            self._blank(*match.span(1))

    # Words

    def _take_words(self) -> None:
        tokens = _TOKEN.finditer(self._text)
        for token in tokens:
            number, word = token.groups()
            if number:
                self._bare_numbers.append(number)
            elif not self._is_loose_colon(token):
                self._take_word(whole_name(fold(word or ""), tokens), token.start())

    def _is_loose_colon(self, token: re.Match[str]) -> bool:
        """«الساعة: 10:00», but not what is left of an odd time."""
        return token[0] == ":" and not self._text[token.end() : token.end() + 1].isdigit()

    def _take_word(self, word: str, at: int) -> None:
        if word in MONTHS:
            self._take_month(MONTHS[word], at)
            self._take_calendar(is_hijri=False, at=at)
        elif word in HIJRI_MONTHS:
            self._take_month(HIJRI_MONTHS[word], at)
            self._take_calendar(is_hijri=True, at=at)
        elif word in HIJRI_MARKS:
            self._take_calendar(is_hijri=True, at=at)
        elif word in ZONES:
            self._zone = self._zone or timezone(timedelta(hours=ZONES[word]))
        elif word not in IGNORED:
            self._refuse(at)

    def _take_month(self, number: int, at: int) -> None:
        """«كانون الثاني / يناير» names one month twice; two different ones are no date."""
        if self._month not in (0, number):
            self._refuse(at)
        self._month = number

    def _take_calendar(self, *, is_hijri: bool, at: int) -> None:
        if self._is_hijri not in (None, is_hijri):
            self._refuse(at)
        self._is_hijri = is_hijri

    def _refuse(self, at: int) -> None:
        rest = self._given[at:].split()[0][:20]
        reason = f"{self._given.strip()[:60]!r} is no date that can be read: what is {rest!r}?"
        raise Refused(reason, offset=at, code_point=ord(self._given[at]))

    # All together

    def _in_order(self, numeric: list[str]) -> tuple[int, int, int | None]:
        """Year, month and day; a year has four digits, any other number one or two.

        A month without a name stands in d/m/y or y/m/d.
        """
        numbers = [*numeric, *self._bare_numbers]
        year, others = _year_and_others(numbers)
        if self._month:
            others.append(self._month)
        elif self._bare_numbers or len(numeric[-1]) != 4:
            raise ValueError("it has no month")
        return year, *_month_and_day(others)


def _year_and_others(numbers: list[str]) -> tuple[int, list[int]]:
    years = [int(number) for number in numbers if len(number) == 4]
    others = [int(number) for number in numbers if len(number) < 3]
    if len(years) != 1 or len(years) + len(others) != len(numbers):
        raise ValueError("it has no single year of four digits")
    return years[0], others


def _month_and_day(numbers: list[int]) -> tuple[int, int | None]:
    """The month, which stands last, and the day before it, if there is one."""
    if len(numbers) > 2:
        raise ValueError("it has too many numbers")
    if not numbers:
        raise ValueError("it has no month")
    day = numbers[0] if len(numbers) == 2 else None
    return numbers[-1], day
