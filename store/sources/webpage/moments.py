"""Dates of a page: the first of those it tells that is one; templates fill in zeros for others."""

from collections.abc import Iterable, Iterator
from typing import Any

from ...text import dates
from ..common import first_date
from .jsonld import first_text

_PUBLISHED = (
    "article:published_time",
    "og:published_time",
    "datepublished",
    "publish-date",
    "publishdate",
    "pubdate",
)
_CHANGED = ("article:modified_time", "og:updated_time", "datemodified", "last-modified")


def published(
    told: Iterable[str | None], metas: dict[str, str], tree: Any, day: str | None, shown: str | None
) -> str | None:
    """The moment of publication: as it is told, then as time elements and the page show it.

    A page shows many times, so each counts only on the `day` that trafilatura finds, if it does.
    """
    shown_dates = (*_times(tree, day), *_on(day, shown), day)
    return first_date([*map(first_text, told), *_of(metas, _PUBLISHED), *shown_dates])


def changed(told: Iterable[str | None], metas: dict[str, str]) -> str | None:
    """The moment of the last change."""
    return first_date([*map(first_text, told), *_of(metas, _CHANGED)])


def _of(metas: dict[str, str], names: Iterable[str]) -> list[str]:
    return [metas[name] for name in names if name in metas]


def _times(tree: Any, day: str | None) -> Iterator[str]:
    """The moments of time elements on a day."""
    for element in tree.iter("time"):
        moment = element.get("datetime", "")
        if day and moment.startswith(day):
            yield moment


def _on(day: str | None, shown: str | None) -> list[str]:
    """The date that is shown, if it is that of the day, or no day is known."""
    moment = dates.moment(shown)
    if shown is None or moment is None:
        return []
    return [shown] if day in (None, moment.date().isoformat()) else []
