"""Dates as pages show them, in the newsroom's zone and the month names of its country.

The home of Babel. Reads no clock.
"""

from datetime import datetime
from typing import NamedTuple

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_skeleton

from store import Article, Site, rfc3339


class Day(NamedTuple):
    """A date as far as it is known: `iso` for machines, `text` for people."""

    iso: str
    text: str


def day(site: Site, article: Article) -> Day:
    """Date of publishing, no more exact than the record knew it."""
    local = article.published.astimezone(site.zone)
    locale = _locale(site.language)
    if article.precision == "month":
        return Day(f"{local:%Y-%m}", format_skeleton("yMMMM", local, locale=locale))
    if article.precision == "day":
        return Day(f"{local:%Y-%m-%d}", format_date(local, "long", locale=locale))
    return moment(site, article.published)


def moment(site: Site, when: datetime) -> Day:
    """An instant, to the minute."""
    local = when.astimezone(site.zone)
    date = format_date(local, "long", locale=_locale(site.language))
    return Day(rfc3339(when), f"{date}، {local:%H:%M}")


def _locale(language: str) -> Locale:
    """Locale of a language tag; Arabic for a tag without names of months.

    Arabic without a country has the months of Egypt and the Gulf; `ar-SY` and `ar-MA` have
    their own.
    """
    try:
        return Locale.parse(language, sep="-")
    except (UnknownLocaleError, ValueError):
        return Locale("ar")
