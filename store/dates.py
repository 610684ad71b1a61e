"""Dates: any date we are sent becomes aware UTC with its precision; RFC 822, RFC 3339 and HTTP dates go out.

What cannot be read is refused, never guessed. Nothing here asks a locale or a clock.
"""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from email.utils import format_datetime, parsedate_to_datetime
from typing import Literal
from zoneinfo import ZoneInfo

from hijridate.convert import Hijri

from .arabic import digits, fold
from .errors import Refused

Precision = Literal["instant", "day", "month"]


@dataclass(frozen=True, slots=True)
class When:
    """An aware UTC moment in whole seconds; a day begins at its local midnight, a month with its first day."""

    moment: datetime
    precision: Precision


_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "jan january يناير جانفي كانون_الثاني",
            "feb february فبراير فيفري شباط",
            "mar march مارس اذار",
            "apr april ابريل افريل نيسان",
            "may مايو ماي ايار",
            "jun june يونيو جوان حزيران يونيه",
            "jul july يوليو جويليه تموز يوليوز يوليه",
            "aug august اغسطس اوت اب غشت",
            "sep sept september سبتمبر ايلول شتنبر",
            "oct october اكتوبر تشرين_الاول",
            "nov november نوفمبر تشرين_الثاني نونبر",
            "dec december ديسمبر كانون_الاول دجنبر",
        ),
        1,
    )
    for name in names.split()
}
_HIJRI = {
    name: number
    for number, names in enumerate(
        (
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
        ),
        1,
    )
    for name in names.split()
}
_ZONES = {
    name: int(hours)
    for hours, names in (
        ("0", "z utc gmt ut wet"),
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
    "mon tue tues wed weds thu thur thurs fri sat sun monday tuesday wednesday thursday friday saturday sunday"
    " السبت الاحد الاثنين الثلاثاء الاربعاء الخميس الجمعه يوم الساعه الموافق في سنه عام"
    " ميلادي ميلاديه م at of t".split()
)
_PM = frozenset("م مساء مساءا ظهرا pm p.m p.m.".split())

_ISO = re.compile(
    r"([0-9]{4})-([0-9]{2})(?:-([0-9]{2})(?:[T ]([0-9]{2}):([0-9]{2})(?::([0-9]{2})(?:[.,][0-9]+)?)?"
    r" ?(Z|z|[+-][0-9]{2}:?[0-9]{2})?)?)?"
)
_BASIC = re.compile(r"([0-9]{4})([0-9]{2})([0-9]{2})(?:T([0-9]{2})([0-9]{2})([0-9]{2})?(Z|[+-][0-9]{4})?)?")
_EPOCH = re.compile(r"([0-9]{10})(?:[0-9]{3}|\.[0-9]+)?")
_HALF = "ص|صباحا|م|مساءا?|ظهرا|am|pm|a\\.m\\.?|p\\.m\\.?"
_TIME = re.compile(
    rf"(?<![0-9:])([0-9]{{1,2}}):([0-9]{{2}})(?::([0-9]{{2}})(?:\.[0-9]+)?)?(?![0-9:])(?: ?({_HALF})(?!\w))?"
)
_OFFSET = re.compile(r"(?:gmt|utc|غرينتش|جرينتش)? ?([+-])([0-9]{1,2}):?([0-9]{2})?(?![0-9])")
_NUMERIC = re.compile(r"(?<![0-9])([0-9]{1,4})\s*[/.\-]\s*([0-9]{1,2})\s*[/.\-]\s*([0-9]{1,4})(?![0-9])")
_TOKEN = re.compile(r"[0-9]+|[^\W\d]+")
_JOINED = re.compile("(تشرين|كانون|ربيع|جمادي|ذو|ذي) (ال[^\\W\\d_]+)")
_FIRST, _LAST = 1900, 9999


def read(text: str, zone: ZoneInfo) -> When:
    """A date in any form that newsrooms send; `zone` is meant where it names none.

    ISO 8601; RFC 822 with any case and zone name; Arabic and English month names, Arabic-Indic digits, Hijri
    dates with their month or `هـ`; d/m/y, day first, and y/m/d; seconds or milliseconds since 1970.
    Raises Refused with the first character that could not be read.
    """
    plain = digits(text).strip()
    if len(plain) > 100:
        raise Refused(f"{len(plain)} characters are too many for a date")
    try:
        if found := _ISO.fullmatch(plain) or _BASIC.fullmatch(plain):
            return _iso(found.groups(), zone)
        if found := _EPOCH.fullmatch(plain):
            return When(datetime.fromtimestamp(int(found[1]), UTC), "instant")
        return _Reading(text, plain, zone).when()
    except (ValueError, OverflowError) as error:
        raise Refused(f"{text.strip()[:60]!r} is no date: {error}") from error


def _iso(parts: tuple[str | None, ...], zone: ZoneInfo) -> When:
    year, month, day, hour, minute, second, offset = (*parts, None, None, None)[:7]
    where = _offset(offset) if offset else zone
    numbers = [int(part or 0) for part in (hour, minute, second)]
    precision: Precision = "instant" if hour else "day" if day else "month"
    return _when(int(year or 0), int(month or 0), int(day or 1), numbers, where, precision)


def _offset(text: str) -> tzinfo:
    if text in "Zz":
        return UTC
    return _fixed(text[0], text[1:3], text[-2:])


def _fixed(sign: str, hours: str, minutes: str | None) -> tzinfo:
    gap = timedelta(hours=int(hours), minutes=int(minutes or 0))
    if gap > timedelta(hours=14):
        raise ValueError(f"no zone is {hours} hours away")
    return timezone(-gap if sign == "-" else gap)


def _when(year: int, month: int, day: int, time: list[int], where: tzinfo, precision: Precision) -> When:
    if not _FIRST <= year <= _LAST:
        raise ValueError(f"the year {year} is not within {_FIRST} and {_LAST}")
    hour, minute, second = time
    ahead = timedelta(days=1) if (hour, minute, second) == (24, 0, 0) else timedelta(0)
    local = datetime(year, month, day, 0 if ahead else hour, minute, min(second, 59), tzinfo=where) + ahead
    return When(local.astimezone(UTC), precision)


class _Reading:
    """One date in words: takes what it knows out of the text, piece by piece, and refuses what is left over."""

    def __init__(self, given: str, plain: str, zone: ZoneInfo) -> None:
        text = _JOINED.sub(r"\1_\2", fold(plain.replace("،", " ").replace(",", " ")))
        self._given = given
        self._where: tzinfo = zone
        self._text = re.sub(r"(?<=[0-9]) ?ه(?!\w)", " هجري ", text)

    def when(self) -> When:
        time = self._take_time()
        numbers = self._take_numeric()
        self._take_offset()
        month, hijri = self._take_words(numbers)
        year, month, day = _ordered(numbers, month)
        if hijri:
            if day is None:
                raise ValueError("a Hijri date needs its day")
            converted = Hijri(year, month, day).to_gregorian()
            year, month, day = converted.year, converted.month, converted.day
        precision: Precision = "instant" if time else "day" if day else "month"
        return _when(year, month, day or 1, time or [0, 0, 0], self._where, precision)

    def _cut(self, start: int, end: int) -> None:
        self._text = f"{self._text[:start]} {self._text[end:]}"

    def _take_time(self) -> list[int] | None:
        found = _TIME.search(self._text)
        if not found:
            return None
        hour, half = int(found[1]), found[4]
        if half:
            if not 1 <= hour <= 12:
                raise ValueError(f"{hour} is no hour of half a day")
            hour = hour % 12 + (12 if half in _PM else 0)
        self._cut(*found.span())
        return [hour, int(found[2]), int(found[3] or 0)]

    def _take_numeric(self) -> list[str]:
        found = _NUMERIC.search(self._text)
        if not found:
            return []
        self._cut(*found.span())
        first, second, third = found.groups()
        return [third, second, first] if len(first) == 4 else [first, second, third]

    def _take_offset(self) -> None:
        found = _OFFSET.search(self._text)
        if found:
            self._where = _fixed(*found.groups())
            self._cut(*found.span())

    def _take_words(self, numbers: list[str]) -> tuple[int, bool]:
        """The month where it is a name, and whether it is one of the Hijri calendar; numbers are added."""
        month, hijri = 0, False
        for word in _TOKEN.findall(self._text):
            if word[0] in "0123456789":
                numbers.append(word)
            elif word in _MONTHS:
                month = self._once(month, _MONTHS[word], word)
            elif word in _HIJRI:
                month, hijri = self._once(month, _HIJRI[word], word), True
            elif word in _ZONES:
                self._where = timezone(timedelta(hours=_ZONES[word]))
            elif word == "هجري":
                hijri = True
            elif word not in _IGNORED:
                self._refuse(word)
        return month, hijri

    def _once(self, month: int, named: int, word: str) -> int:
        """«كانون الثاني / يناير» names one month twice; two different ones are no date."""
        if month not in (0, named):
            self._refuse(word)
        return named

    def _refuse(self, word: str) -> None:
        at = next((n for n, c in enumerate(self._given) if fold(c)[:1] == word[0] and c.strip()), None)
        point = ord(self._given[at]) if at is not None else None
        reason = f"{self._given.strip()[:60]!r} is no date that can be read: what is {word!r}?"
        raise Refused(reason, offset=at, code_point=point)


def _ordered(numbers: list[str], month: int) -> tuple[int, int, int | None]:
    """Year, month and day of the numbers of a date; day first, and a year has four digits."""
    years = [number for number in numbers if len(number) == 4]
    others = [int(number) for number in numbers if len(number) < 3]
    if len(years) != 1 or len(years) + len(others) != len(numbers):
        raise ValueError("it has no year of four digits")
    year = int(years[0])
    if month:
        if len(others) > 1:
            raise ValueError("it has too many numbers")
        return year, month, others[0] if others else None
    if len(others) == 2:
        return year, others[1], others[0]
    if len(others) == 1:
        return year, others[0], None
    raise ValueError("it has no month")


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
    """`2025-02-04T10:00:00Z`."""
    return _aware(moment).strftime("%Y-%m-%dT%H:%M:%SZ").rjust(20, "0")


def http(moment: datetime) -> str:
    """`Tue, 04 Feb 2025 10:00:00 GMT` (RFC 9110, section 5.6.7)."""
    return format_datetime(_aware(moment), usegmt=True)


def read_http(text: str) -> datetime | None:
    """An HTTP date in any of its three forms (RFC 9110, section 5.6.7), or None."""
    if len(text) > 60 or not text.isascii():
        return None
    try:
        moment = parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)


def _aware(moment: datetime) -> datetime:
    if moment.tzinfo is None:
        raise ValueError("a moment without a zone cannot be written")
    return moment.astimezone(UTC)
