"""Dates of a page: the first of those it tells that is one; templates fill in zeros for others."""

import re
from collections.abc import Iterable, Mapping

from ...text import dates
from ..common import first_date
from .jsonld import first_text

_PUBLISHED = (
    "article:published_time",
    "og:published_time",
    "og:article:published_time",
    "datepublished",
    "publish-date",
    "publishdate",
    "pubdate",
)
_CHANGED = ("article:modified_time", "og:updated_time", "datemodified", "last-modified")
_OF_A_CHANGE = re.compile("modif|updat|expir|unavailable|generated|build")
_SLASHED = str.maketrans("-", "/")


def published(
    told: Iterable[str | None],
    metas: Mapping[str, str],
    shown: Iterable[str | None],
    guess: tuple[str | None, str],
) -> str | None:
    """The moment of publication: as it is told, as the page shows it, or a day that is found.

    That is a guess, with the address of the page: it counts where a meta or the address says it.
    """
    day, address = guess
    found = [*_of_day(metas, day), *_in_address(day, address)]
    return first_date(
        [*map(first_text, told), *_of(metas, _PUBLISHED), *map(first_text, shown), *found]
    )


def changed(told: Iterable[str | None], metas: Mapping[str, str], shown: str | None) -> str | None:
    """The moment of the last change."""
    return first_date([*map(first_text, told), *_of(metas, _CHANGED), shown])


def _of(metas: Mapping[str, str], names: Iterable[str]) -> list[str]:
    return [metas[name] for name in names if name in metas]


def _of_day(metas: Mapping[str, str], day: str | None) -> list[str]:
    """The dates of metas that name a day."""
    if not day:
        return []
    return [
        text
        for name, text in metas.items()
        if text.startswith(day) and not _OF_A_CHANGE.search(name) and dates.moment(text)
    ]


def _in_address(day: str | None, address: str) -> list[str]:
    """The day, if an address names it."""
    if day and (day in address or day.translate(_SLASHED) in address):
        return [day]
    return []
