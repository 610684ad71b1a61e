"""Dates: any date we are sent becomes aware UTC with its precision; RFC 822, RFC 3339 and HTTP
dates go out.

What cannot be read is refused, never guessed. Nothing here asks a locale or a clock.
"""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from email.utils import format_datetime, parsedate_to_datetime
from typing import Literal
from zoneinfo import ZoneInfo

from hijridate.convert import Hijri

from ..errors import Refused
from .arabic import digits, fold

Precision = Literal["instant", "day", "month"]


@dataclass(frozen=True, slots=True)
class When:
    """Aware UTC in whole seconds; a day is its local midnight, a month that of its first day."""

    moment: datetime
    precision: Precision


def _numbered(*names: str) -> dict[str, int]:
    return {name: number for number, several in enumerate(names, 1) for name in several.split()}


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
_HIJRI = _numbered(
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
_FIRST_HALVES = frozenset(name.partition("_")[0] for name in (*_MONTHS, *_HIJRI) if "_" in name)

_ISO = re.compile(
    r"([0-9]{4})-([0-9]{2})(?:-([0-9]{2})(?:[T"
    r" ]([0-9]{2}):([0-9]{2})(?::([0-9]{2})(?:[.,][0-9]+)?)?"
    r" ?(Z|z|[+-][0-9]{2}:?[0-9]{2})?)?)?"
)
_BASIC = re.compile(
    r"([0-9]{4})([0-9]{2})([0-9]{2})(?:T([0-9]{2})([0-9]{2})([0-9]{2})?(Z|[+-][0-9]{4})?)?"
)
_EPOCH = re.compile(r"([0-9]{10})(?:[0-9]{3}|\.[0-9]+)?")
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
_FIRST, _LAST = 1900, 9999


def moment(text: object) -> datetime | None:
    """A date in UTC, unless it names a zone; None where it is none."""
    try:
        return read(text, ZoneInfo("UTC")).moment if isinstance(text, str) else None
    except Refused:
        return None


def read(text: str, zone: ZoneInfo) -> When:
    """A date in any form that newsrooms send; `zone` is meant where it names none.

    ISO 8601; RFC 822 with any case and zone name; Arabic and English month names, Arabic-Indic
    digits, Hijri dates with their month or `هـ`; d/m/y, day first, and y/m/d; seconds or
    milliseconds since 1970. Raises Refused with the first character that could not be read.
    """
    if len(text) > 200:
        raise Refused(f"{len(text):,} characters are too many for a date")
    plain = digits(text).strip()
    try:
        if found := _ISO.fullmatch(plain) or _BASIC.fullmatch(plain):
            return _iso(found.groups(), zone)
        if found := _EPOCH.fullmatch(plain):
            return When(datetime.fromtimestamp(int(found[1]), UTC), "instant")
        return _Reading(text, zone).when()
    except (ValueError, OverflowError) as error:
        raise Refused(f"{text.strip()[:60]!r} is no date: {error}") from error


def _iso(parts: tuple[str | None, ...], zone: ZoneInfo) -> When:
    year, month, day, hour, minute, second, offset = (*parts, None, None, None)[:7]
    where = (
        zone
        if not offset
        else UTC
        if offset in "Zz"
        else _fixed(offset[0], offset[1:3], offset[-2:])
    )
    numbers = [int(part or 0) for part in (hour, minute, second)]
    precision: Precision = "instant" if hour else "day" if day else "month"
    return _when(int(year or 0), int(month or 0), int(day or 1), numbers, where, precision)


def _fixed(sign: str, hours: str, minutes: str | None) -> tzinfo:
    gap = timedelta(hours=int(hours), minutes=int(minutes or 0))
    if gap > timedelta(hours=14) or int(minutes or 0) > 59:
        raise ValueError(f"no zone is {hours}:{minutes or '00'} hours away")
    return timezone(-gap if sign == "-" else gap)


def _when(
    year: int, month: int, day: int, time: list[int], where: tzinfo, precision: Precision
) -> When:
    if not _FIRST <= year <= _LAST:
        raise ValueError(f"the year {year} is not within {_FIRST} and {_LAST}")
    hour, minute, second = time
    ahead = timedelta(days=1) if (hour, minute, second) == (24, 0, 0) else timedelta(0)
    # A leap second counts as the one before it; an hour that summer time skips or repeats is taken
    # as fold=0.
    hour, second = 0 if ahead else hour, 59 if second == 60 else second
    local = datetime(year, month, day, hour, minute, second, tzinfo=where)
    return When((local + ahead).astimezone(UTC), precision)


class _Reading:
    """One date in words: blanks out what it knows, piece by piece in place, and refuses what is
    left over.
    """

    def __init__(self, given: str, zone: ZoneInfo) -> None:
        self._given, self._zone = given, zone
        self._text = _INVISIBLE.sub(" ", digits(given))  # as long as what was given: offsets hold
        self._where: tzinfo | None = None
        self._month = 0
        self._calendars: set[str] = set()
        self._bare: list[str] = []

    def when(self) -> When:
        time = self._take_time()
        numeric = self._take_numeric()
        self._take_words()
        year, month, day = self._ordered(numeric)
        if time and day is None:
            raise ValueError("a time needs its day")
        if "hijri" in self._calendars:
            if day is None:
                raise ValueError("a Hijri date needs its day")
            year, month, day = Hijri(year, month, day).to_gregorian().datetuple()
        precision: Precision = "instant" if time else "day" if day is not None else "month"
        clock = time or [0, 0, 0]
        return _when(
            year, month, 1 if day is None else day, clock, self._where or self._zone, precision
        )

    def _blank(self, start: int, end: int) -> None:
        self._text = self._text[:start] + " " * (end - start) + self._text[end:]

    def _take_time(self) -> list[int] | None:
        found = _TIME.search(self._text)
        end = found.end() if found else 0
        hour = int(found[1]) if found else 0
        half = _HALF.match(self._text, end) if found else None
        if half and (name := fold(half[1])) in _AM | _PM:
            hour, end = _of_half(hour, name), half.end()
        self._take_offset(end if found else None)
        if not found:
            return None
        self._blank(found.start(), end)
        return [hour, int(found[2]), int(found[3] or 0)]

    def _take_offset(self, after: int | None) -> None:
        """A sign is an offset behind the time or behind GMT; anywhere else it is only a dash."""
        found = _OFFSET.match(self._text, after) if after is not None else None
        found = found or _GMT_OFFSET.search(self._text)
        if found:
            self._where = _fixed(*found.groups())
            self._blank(*found.span())

    def _take_numeric(self) -> list[str]:
        """The numbers of 4/2/2025, 2025-02-04, 02/2025 or 2025/02: day, month, year."""
        found = _NUMERIC.search(self._text)
        if not found:
            return []
        self._blank(*found.span())
        parts = [part for part in (found[1], found[3], found[4]) if part]
        return parts[::-1] if len(parts[0]) == 4 else parts

    def _take_words(self) -> None:
        tokens = _TOKEN.finditer(self._text)
        for token in tokens:
            if token[1]:
                self._bare.append(token[1])
            elif not self._is_loose_colon(token):
                word = fold(token[2] or "")
                if word in _FIRST_HALVES and (second := next(tokens, None)):
                    word = f"{word}_{fold(second[2] or '')}"
                self._take_word(word, token.start())

    def _is_loose_colon(self, token: re.Match[str]) -> bool:
        """«الساعة: 10:00», but not what is left of an odd time."""
        return token[0] == ":" and not self._text[token.end() : token.end() + 1].isdigit()

    def _take_word(self, word: str, at: int) -> None:
        if word in _MONTHS:
            self._take_month(_MONTHS[word], "gregorian", at)
        elif word in _HIJRI:
            self._take_month(_HIJRI[word], "hijri", at)
        elif word in _HIJRI_MARKS:
            self._take_calendar("hijri", at)
        elif word in _ZONES:
            self._where = self._where or timezone(timedelta(hours=_ZONES[word]))
        elif word not in _IGNORED:
            self._refuse(at)

    def _take_month(self, number: int, calendar: str, at: int) -> None:
        """«كانون الثاني / يناير» names one month twice; two different ones are no date."""
        if self._month not in (0, number):
            self._refuse(at)
        self._month = number
        self._take_calendar(calendar, at)

    def _take_calendar(self, calendar: str, at: int) -> None:
        if self._calendars - {calendar}:
            self._refuse(at)
        self._calendars.add(calendar)

    def _refuse(self, at: int) -> None:
        rest = self._given[at:].split()[0][:20]
        reason = f"{self._given.strip()[:60]!r} is no date that can be read: what is {rest!r}?"
        raise Refused(reason, offset=at, code_point=ord(self._given[at]))

    def _ordered(self, numeric: list[str]) -> tuple[int, int, int | None]:
        """Year, month and day; a year has four digits, and a nameless month stands in d/m/y or
        y/m/d.
        """
        numbers = [*numeric, *self._bare]
        years = [int(number) for number in numbers if len(number) == 4]
        others = [int(number) for number in numbers if len(number) < 3]
        if len(years) != 1 or len(years) + len(others) != len(numbers):
            raise ValueError("it has no single year of four digits")
        if self._month:
            others.append(self._month)
        elif self._bare or len(numeric[-1]) != 4:
            raise ValueError("it has no month")
        if len(others) > 2:
            raise ValueError("it has too many numbers")
        if not others:
            raise ValueError("it has no month")
        return years[0], others[-1], others[0] if len(others) == 2 else None


def _of_half(hour: int, half: str) -> int:
    if not 1 <= hour <= 12:
        raise ValueError(f"{hour} is no hour of half a day")
    return hour % 12 + (12 if half in _PM else 0)


def month(year: int, month: int, zone: ZoneInfo) -> tuple[datetime, datetime]:
    """The first and the last second of a local month."""
    first = datetime(year, month, 1, tzinfo=zone)
    following = datetime(year + month // 12, month % 12 + 1, 1, tzinfo=zone)
    return first.astimezone(UTC), following.astimezone(UTC) - timedelta(seconds=1)


# Out


def rfc822(moment: datetime) -> str:
    """`Tue, 04 Feb 2025 10:00:00 +0000` (RFC 822 with the year of RFC 2822)."""
    return format_datetime(_aware(moment))


def rfc3339(moment: datetime) -> str:
    """`2025-02-04T10:00:00Z`; with a fraction, where there is any."""
    fraction = f".{moment.microsecond:06}" if moment.microsecond else ""
    return _aware(moment).strftime(f"%Y-%m-%dT%H:%M:%S{fraction}Z")


def http(moment: datetime) -> str:
    """`Tue, 04 Feb 2025 10:00:00 GMT` (RFC 9110, section 5.6.7)."""
    return format_datetime(_aware(moment), usegmt=True)


def read_http(text: str) -> datetime | None:
    """An HTTP date in any of its three forms (RFC 9110, section 5.6.7), or None."""
    if len(text) > 60 or not text.isascii():
        return None
    try:
        moment = parsedate_to_datetime(text)
        return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def _aware(moment: datetime) -> datetime:
    if moment.tzinfo is None:
        raise ValueError("a moment without a zone cannot be written")
    return moment.astimezone(UTC)
