"""Values of what WordPress sends as JSON, in which nothing is sure to have its shape."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from ...text import dates

_SECOND = timedelta(seconds=1)
_FARTHEST = 14 * 60  # minutes of a zone from UTC
_ZERO_DATES = ("000", "-00")  # `0000-00-00 00:00:00` of MySQL, and what PHP makes of it


def value_at(value: object, *path: str) -> Any:
    """The value at a path of keys, None where there is none."""
    for key in path:
        value = value.get(key) if isinstance(value, dict) else None
    return value


def list_at(value: object, *path: str) -> list[Any]:
    """The list at a path of keys, an empty one where there is none."""
    found = value_at(value, *path)
    return found if isinstance(found, list) else []


def text_of(value: object) -> str | None:
    """The value if it is a text, else None."""
    return value if isinstance(value, str) else None


def names_among(values: Iterable[object]) -> list[str]:
    """The names among these values."""
    return [value for value in values if isinstance(value, str) and value]


def moment(gmt: object, own: object) -> object:
    """The moment of a `..._gmt`, else that of the site's own time, else None.

    A `..._gmt` is UTC, though it does not say so. Beside another time of the site's own it must be:
    both together name the zone of the site, which holds whatever zone a wire is given. One that
    cannot be read counts where no other can.
    """
    told = [own] if _is_date(own) else []
    if isinstance(gmt, str) and _is_date(gmt):
        told.insert(0, _with_offset(gmt, own) or f"{gmt}Z")
    readable = (date for date in told if dates.moment(date))
    return next(readable, next(iter(told), None))


def _with_offset(gmt: str, own: object) -> str | None:
    """The site's own time with its offset from UTC, None where it is UTC or not so told."""
    utc = dates.moment(gmt)
    local = dates.moment(own)
    if utc is None or local is None or utc == local:
        return None
    minutes, rest = divmod((local - utc) // _SECOND, 60)
    if rest or minutes % 15 or abs(minutes) > _FARTHEST:
        return None
    sign = "-" if minutes < 0 else "+"
    hours, minutes = divmod(abs(minutes), 60)
    told = f"{own}{sign}{hours:02}:{minutes:02}"
    return told if dates.moment(told) == utc else None


def _is_date(value: object) -> bool:
    """Whether a date says any moment."""
    return value != "" and str(value)[:3] not in _ZERO_DATES
