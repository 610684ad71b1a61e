"""Dates: any date we are sent becomes aware UTC with its precision; three standard forms go out.

A text that cannot be read is refused, never guessed. Nothing here asks a locale or a clock.
"""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo
from email.utils import format_datetime, parsedate_to_datetime
from functools import lru_cache
from typing import Literal
from zoneinfo import ZoneInfo

from ..errors import Refused
from ..lazy import load
from ..limits import DATE_LIMIT, HTTP_DATE_LIMIT
from .arabic import digits
from .date_clock import Clock
from .date_zones import offset_zone
from .worded_dates import DateParts, read_worded

Precision = Literal["instant", "day", "month"]

_ISO = re.compile(
    r"([0-9]{4})-([0-9]{2})(?:-([0-9]{2})"  # date
    r"(?:[T ]([0-9]{2}):([0-9]{2})(?::([0-9]{2})(?:[.,][0-9]+)?)?"  # time
    r" ?(Z|z|[+-][0-9]{2}:?[0-9]{2})?)?)?"  # zone
)
_BASIC = re.compile(
    r"([0-9]{4})([0-9]{2})([0-9]{2})(?:T?([0-9]{2})([0-9]{2})([0-9]{2})?(Z|[+-][0-9]{4})?)?"
)
_EPOCH = re.compile(r"([0-9]{10})(?:[0-9]{3}|\.[0-9]+)?")
_DOTNET = re.compile(r"\\?/Date\((-?[0-9]{1,15})(?:[+-][0-9]{4})?\)\\?/")
_EPOCH_BEGINS = datetime(1970, 1, 1, tzinfo=UTC)
# What PHP, MySQL, JavaScript and Python write for no date, and the year 0 or 1 of Go, .NET and PHP.
_NOTHING = re.compile(
    r"(?i:[0:/.,TZ +-]++|-62[0-9]{9}(?:000)?|-1|false|null|none|<?nil>?|nan[na :/.-]*+|nat"
    r"|undefined|n/a"
    r"|invalid (?:date|time value))"
)
_YEAR_ZERO = re.compile(
    r"\A-?0{2,3}[01][-/]|(?:[^\W\d_]\.?,?\s|[/.])\s*+(?:-0{1,3}1|000[01])(?![0-9:])"
)
# Of SQL Server, Windows, Excel and others, and of MySQL's as Java has it. Of clocks that begin in
# 1970 all is one that is a zone away from it.
_FIRST_DAYS = frozenset(
    [
        *((1969, 12, 31), (1970, 1, 1), (1904, 1, 1), (1900, 1, 1), (1899, 12, 31), (1899, 12, 30)),
        *((1753, 1, 1), (1601, 1, 1), (2, 11, 30)),
    ]
)
_LONGEST_WAY = timedelta(hours=14)  # of a zone from UTC
_FIRST_YEAR = 1900
_HIJRI_YEARS = range(1300, 1500)  # which may be meant where no calendar is named
_LAST_YEAR = 9999
_SIGNS = str.maketrans("\u2212\u060d", "-/")  # minus, and the stroke of Arabic dates
_MIDNIGHT = (0, 0, 0)
_UTC_NAMES = frozenset(["UTC", "GMT", "UCT", "Universal", "Zulu", "Greenwich"])
_NEXT_MIDNIGHT = (24, 0, 0)  # ISO 8601: the midnight that ends the day
_TWO_ZONES = (ZoneInfo("UTC"), ZoneInfo("Asia/Riyadh"))


@dataclass(frozen=True, slots=True)
class When:
    """A moment in aware UTC, whole seconds; a day is its local midnight, a month its first day."""

    moment: datetime
    precision: Precision


class ZeroDate(Refused):
    """A date that a program writes where it knows none."""


class AbsurdDate(Refused):
    """A date of a year in which there was no news."""


def moment(text: object) -> datetime | None:
    """A date in UTC, unless it names a zone; None where it is none."""
    if not isinstance(text, str) or len(text) > DATE_LIMIT:
        return None
    return _moment_in_utc(text)


@lru_cache(maxsize=1_000)  # of one post the same dates are asked again and again
def _moment_in_utc(text: str) -> datetime | None:
    try:
        return read(text, ZoneInfo("UTC")).moment
    except Refused:
        return None


def read_as_utc(text: str) -> datetime | None:
    """The moment of a date that says UTC, or no zone, if it is UTC; None for all others."""
    try:
        here, there = (read(text, zone, utc=zone).moment for zone in _TWO_ZONES)
    except Refused:
        return None
    return None if here == there else here


def read(text: str, zone: ZoneInfo, *, utc: tzinfo = UTC) -> When:
    """A date in any form that newsrooms send; `zone` is meant where it names none.

    `utc` is meant where it says UTC, as sources do that write their local time.

    ISO 8601; RFC 822 and 850 with any case and zone name; Arabic and English month names,
    Arabic-Indic digits, Hijri dates with their month or `هـ`; d/m/y, day first, and y/m/d; seconds
    or milliseconds since 1970. Raises Refused with the first character that could not be read,
    ZeroDate for one that stands for none, and AbsurdDate.
    """
    if len(text) > DATE_LIMIT:
        raise Refused(f"{len(text):,} characters are too many for a date")
    try:
        return _read(text if text.isascii() else text.translate(_SIGNS), zone, utc)
    except (ValueError, OverflowError) as error:
        raise Refused(f"{text.strip()[:60]!r} is no date: {error}") from error


def _read(text: str, zone: ZoneInfo, utc: tzinfo) -> When:
    plain = digits(text).strip()
    dotnet = _DOTNET.fullmatch(plain)
    plain = dotnet[1] if dotnet else plain
    iso = _ISO.fullmatch(plain) or _BASIC.fullmatch(plain)
    if _is_nothing(plain, iso):
        raise ZeroDate(f"{plain[:60]!r} stands for no date")
    if iso:
        return _in_zone(_iso_parts(iso), zone, utc)
    epoch = _EPOCH.fullmatch(plain)
    if epoch:
        told = datetime.fromtimestamp(int(epoch[1]), UTC).replace(tzinfo=utc)
        return When(told.astimezone(UTC), "instant")
    return _in_zone(read_worded(text), zone, utc)


def _is_nothing(text: str, iso: re.Match[str] | None) -> bool:
    """Whether a date stands for none; one of ISO 8601 does so if its year begins with 0."""
    if iso and not text.startswith("0"):
        return False
    return bool(_NOTHING.fullmatch(text) or _YEAR_ZERO.search(text))


def _in_zone(parts: DateParts, zone: ZoneInfo, utc: tzinfo) -> When:
    """The moment of these parts in the zone that they name, or that is meant."""
    if _says_utc(parts.zone):
        return _when(parts, utc)
    return _when(parts, parts.zone or zone)


def _says_utc(zone: tzinfo | None) -> bool:
    if isinstance(zone, ZoneInfo):
        return zone.key.rpartition("/")[2] in _UTC_NAMES
    return zone is not None and not zone.utcoffset(None)


def _is_zero(year: int, month: int, day: int, clock: Clock) -> bool:
    """Whether a date is the first that some program knows."""
    return (year, month, day) in _FIRST_DAYS and clock == _MIDNIGHT


def _iso_parts(match: re.Match[str]) -> DateParts:
    year, month, day, hour, minute, second, offset = match.groups()
    clock = None
    if hour:
        clock = (int(hour), int(minute), int(second or 0))
    zone = None
    if offset:
        zone = UTC if offset in "Zz" else offset_zone(offset[0], offset[1:3], offset[-2:])
    return DateParts(
        year=int(year), month=int(month), day=int(day) if day else None, clock=clock, zone=zone
    )


def _when(parts: DateParts, zone: tzinfo) -> When:
    """The moment of these parts. Raises ValueError where no calendar has such a date."""
    year, month, day = _gregorian(parts)
    clock = parts.clock or _MIDNIGHT
    if _is_zero(year, month, day, clock):
        raise ZeroDate(f"{year}-{month:02}-{day:02} stands for no date")
    _refuse_year(year)
    ahead = timedelta(0)
    if clock == _NEXT_MIDNIGHT:
        clock = _MIDNIGHT
        ahead = timedelta(days=1)
    hour, minute, second = clock
    if second == 60:  # a leap second counts as the one before it
        second = 59
    # An hour that summer time skips or repeats is taken as fold=0.
    local = datetime(year, month, day, hour, minute, second, tzinfo=zone)
    moment = (local + ahead).astimezone(UTC)
    if abs(moment - _EPOCH_BEGINS) <= _LONGEST_WAY:
        raise ZeroDate(f"{moment:%Y-%m-%d} stands for no date")
    return When(moment, _precision(parts))


def _refuse_year(year: int) -> None:
    """Raise AbsurdDate for a year without news, ValueError for one that may be of any calendar."""
    reason = f"the year {year} is not within {_FIRST_YEAR} and {_LAST_YEAR}"
    if year in _HIJRI_YEARS:
        raise ValueError(reason)
    if year < _FIRST_YEAR:
        raise AbsurdDate(f"is no date of news: {reason}")


def _gregorian(parts: DateParts) -> tuple[int, int, int]:
    """Year, month and day; a month without a day begins with its first."""
    if parts.clock and parts.day is None:
        raise ValueError("a time needs its day")
    return _from_hijri(parts) if parts.is_hijri else _first_day(parts)


def _first_day(parts: DateParts) -> tuple[int, int, int]:
    return parts.year, parts.month, 1 if parts.day is None else parts.day


def _from_hijri(parts: DateParts) -> tuple[int, int, int]:
    if parts.day is None:
        raise ValueError("a Hijri date needs its day")
    hijri = load("hijridate.convert").Hijri(parts.year, parts.month, parts.day)
    year, month, day = hijri.to_gregorian().datetuple()
    return year, month, day


def _precision(parts: DateParts) -> Precision:
    if parts.clock:
        return "instant"
    return "month" if parts.day is None else "day"


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
    if len(text) > HTTP_DATE_LIMIT or not text.isascii():
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
