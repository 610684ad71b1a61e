"""Dates in words: the parts of a date that a person wrote, in Arabic or English.

Reads pieces in any order and refuses what is left over. Whether these parts are a date that exists,
and which moment it is, others say.
"""

import re
from collections.abc import Iterator
from datetime import timedelta, timezone, tzinfo
from typing import NamedTuple

from ..errors import Refused
from .arabic import digits, fold

Clock = tuple[int, int, int]


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


def _numbered(*names: str) -> dict[str, int]:
    """Each name, of several in a line, by the number of its line."""
    return {name: number for number, line in enumerate(names, 1) for name in line.split()}


_MONTHS = _numbered(
    "jan january يناير جانفي كانون_الثاني كانون_ثاني",
    "feb february فبراير فيفري شباط",
    "mar march مارس اذار",
    "apr april ابريل افريل نيسان",
    "may مايو ماي ايار",
    "jun june يونيو جوان حزيران يونيه",
    "jul july يوليو جويليه تموز يوليوز يوليه",
    "aug august اغسطس اوت اب غشت",
    "sep sept september سبتمبر ايلول شتنبر",
    "oct october اكتوبر تشرين_الاول تشرين_اول",
    "nov november نوفمبر تشرين_الثاني تشرين_ثاني نونبر",
    "dec december ديسمبر كانون_الاول كانون_اول دجنبر",
)
_HIJRI_MONTHS = _numbered(
    "محرم المحرم",
    "صفر",
    "ربيع_الاول",
    "ربيع_الاخر ربيع_الثاني",
    "جمادي_الاولي جمادي_الاول",
    "جمادي_الاخره جمادي_الثانيه",
    "رجب",
    "شعبان",
    "رمضان",
    "شوال",
    "ذو_القعده ذي_القعده",
    "ذو_الحجه ذي_الحجه",
)
_ZONES = {
    name: int(hours)
    for hours, names in (
        ("0", "z utc gmt ut wet غرينتش جرينتش"),
        ("1", "cet bst west"),
        ("2", "eet cest sast"),
        ("3", "eest ast msk idt"),
        ("4", "gst"),
        ("-5", "est cdt"),
        ("-4", "edt"),
        ("-6", "cst mdt"),
        ("-7", "mst pdt"),
        ("-8", "pst"),
    )
    for name in names.split()
}
_IGNORED = frozenset(
    "mon tue tues wed weds thu thur thurs fri sat sun"
    " monday tuesday wednesday thursday friday saturday sunday"
    " السبت الاحد الاثنين الثلاثاء الاربعاء الخميس الجمعه يوم الساعه الموافق في سنه عام"
    " ميلادي ميلاديه م بتوقيت at of t".split()
)
_HIJRI_MARKS = frozenset("ه هجري هجريه".split())
_AM = frozenset("ص صباحا am a.m a.m.".split())
_PM = frozenset("م مساء مساءا ظهرا pm p.m p.m.".split())
_HALVES = _AM | _PM
_FIRST_HALVES = frozenset(
    name.partition("_")[0] for name in (*_MONTHS, *_HIJRI_MONTHS) if "_" in name
)

_WORD = r"(?:[^\W\d_][\u0610-\u061a\u064b-\u065f\u0670\u200c\u200d]*)+"
_TIME = re.compile(r"(?<![0-9:])([0-9]{1,2}):([0-9]{2})(?::([0-9]{2})(?:\.[0-9]+)?)?(?![0-9:])")
_HALF = re.compile(rf"\s?([ap]\.m\b\.?|{_WORD})", re.IGNORECASE)
_GAP = r"([+-])([0-9]{1,2}):?([0-9]{2})?(?![0-9]|[/.\-][0-9])(?:\s*\([^()]*\))?"
_GMT = r"(?:gmt|utc|غرينتش|جرينتش)"
_OFFSET = re.compile(rf"\s?{_GMT}?\s?{_GAP}", re.IGNORECASE)
_GMT_OFFSET = re.compile(rf"{_GMT}\s?{_GAP}", re.IGNORECASE)
_NUMERIC = re.compile(
    r"(?<![0-9])(?<![0-9][/.\-])([0-9]{1,4})\s*([/.\-])\s*([0-9]{1,4})(?:\s*\2\s*([0-9]{1,4}))?"
    r"(?!\s*[/.\-]?[0-9])"
)
_TOKEN = re.compile(rf"([0-9]+)|({_WORD})|[^\s/,.،()|_–—-]")
_INVISIBLE = re.compile("[\xad\u061c\u200b\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]")


def offset_zone(sign: str, hours: str, minutes: str | None) -> tzinfo:
    """The zone that is so far ahead of UTC (`+`) or behind it (`-`).

    Raises ValueError for more than 14 hours: no place is so far away.
    """
    gap = timedelta(hours=int(hours), minutes=int(minutes or 0))
    if gap > timedelta(hours=14) or int(minutes or 0) > 59:
        raise ValueError(f"no zone is {hours}:{minutes or '00'} hours away")
    return timezone(-gap if sign == "-" else gap)


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
        self._text = _INVISIBLE.sub(" ", digits(given))  # as long as `given`: offsets hold
        self._zone: tzinfo | None = None
        self._month = 0
        self._is_hijri: bool | None = None  # None until a word names a calendar
        self._bare_numbers: list[str] = []

    def parts(self) -> DateParts:
        clock = self._take_clock()
        numbers = self._take_numeric()
        self._take_words()
        year, month, day = self._in_order(numbers)
        return DateParts(
            year=year,
            month=month,
            day=day,
            clock=clock,
            zone=self._zone,
            is_hijri=bool(self._is_hijri),
        )

    def _blank(self, start: int, end: int) -> None:
        self._text = self._text[:start] + " " * (end - start) + self._text[end:]

    # A time, its half of the day, its offset

    def _take_clock(self) -> Clock | None:
        match = _TIME.search(self._text)
        if match is None:
            self._take_offset(_GMT_OFFSET.search(self._text))
            return None
        hour = int(match[1])
        end = match.end()
        half = _HALF.match(self._text, end)
        if half and fold(half[1]) in _HALVES:
            hour = _hour_of_day(hour, fold(half[1]))
            end = half.end()
        # A sign is an offset behind the time or behind GMT; anywhere else it is only a dash.
        self._take_offset(_OFFSET.match(self._text, end) or _GMT_OFFSET.search(self._text))
        self._blank(match.start(), end)
        return hour, int(match[2]), int(match[3] or 0)

    def _take_offset(self, match: re.Match[str] | None) -> None:
        if match:
            self._zone = offset_zone(*match.groups())
            self._blank(*match.span())

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

    # Words

    def _take_words(self) -> None:
        tokens = _TOKEN.finditer(self._text)
        for token in tokens:
            number, word = token.groups()
            if number:
                self._bare_numbers.append(number)
            elif not self._is_loose_colon(token):
                self._take_word(_whole_name(fold(word or ""), tokens), token.start())

    def _is_loose_colon(self, token: re.Match[str]) -> bool:
        """«الساعة: 10:00», but not what is left of an odd time."""
        return token[0] == ":" and not self._text[token.end() : token.end() + 1].isdigit()

    def _take_word(self, word: str, at: int) -> None:
        if word in _MONTHS:
            self._take_month(_MONTHS[word], at)
            self._take_calendar(is_hijri=False, at=at)
        elif word in _HIJRI_MONTHS:
            self._take_month(_HIJRI_MONTHS[word], at)
            self._take_calendar(is_hijri=True, at=at)
        elif word in _HIJRI_MARKS:
            self._take_calendar(is_hijri=True, at=at)
        elif word in _ZONES:
            self._zone = self._zone or timezone(timedelta(hours=_ZONES[word]))
        elif word not in _IGNORED:
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


def _whole_name(word: str, tokens: Iterator[re.Match[str]]) -> str:
    """A name of two words, such as «ربيع الأول», joined by `_`; else the word itself."""
    if word not in _FIRST_HALVES:
        return word
    second = next(tokens, None)
    return f"{word}_{fold(second[2] or '')}" if second else word


def _month_and_day(numbers: list[int]) -> tuple[int, int | None]:
    """The month, which stands last, and the day before it, if there is one."""
    if len(numbers) > 2:
        raise ValueError("it has too many numbers")
    if not numbers:
        raise ValueError("it has no month")
    day = numbers[0] if len(numbers) == 2 else None
    return numbers[-1], day


def _hour_of_day(hour: int, half: str) -> int:
    """The hour from 0 to 23 of an hour from 1 to 12 in one half of the day."""
    if not 1 <= hour <= 12:
        raise ValueError(f"{hour} is no hour of half a day")
    return hour % 12 + (12 if half in _PM else 0)
