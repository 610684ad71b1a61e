"""Values -> HTML for people: plain pages, right to left, without scripts or inline style. The room
of Jinja and Babel.

Everything is escaped but the body of an article, which is SafeHtml. Knows no request, no store and
no clock.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_skeleton
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from store import ALL, Article, Related, Site, direction, display_address, guard, rfc3339, uri

from ..printing.feed import Feed, article_address, article_link, leads_with_picture

FRONT = "آخر الأخبار"
_RTL = frozenset(("ar", "ckb", "fa", "he", "ps", "sd", "ug", "ur", "yi"))


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedLink:
    """A feed as pages name it: page is its absolute address, ASCII; with a suffix, that of the feed
    itself.
    """

    key: str
    title: str
    description: str
    page: str


class Day(NamedTuple):
    """A date as far as it is known: `iso` for machines, `text` for people."""

    iso: str
    text: str


def feed_link(site: Site, key: str, title: str, description: str) -> FeedLink:
    """The feed with that key, with the addresses it has under the site's base URL."""
    return FeedLink(
        key=key, title=title, description=description, page=uri(f"{site.base_url}/{key}")
    )


def index(site: Site, feeds: Sequence[FeedLink]) -> str:
    """The subscription page: every feed with its addresses."""
    return _render("index.html", site, feeds=feeds)


def feed_page(feed: Feed, link: FeedLink) -> str:
    """What stands in a feed, newest first: titles and summaries."""
    return _render("feed.html", feed.site, feed=feed, link=link, feeds=(link,))


def article_page(
    site: Site, article: Article, labels: Sequence[str], related: Sequence[Related]
) -> str:
    """One article. labels are what it is filed under; related its related titles, with the
    addresses known by now.

    The body is shown only where the source allows full syndication, its summary otherwise.
    """
    return _render(
        "article.html", site, article=article, labels=labels, related=related, feeds=(_front(site),)
    )


def problem_page(site: Site, status: int, title: str, detail: str) -> str:
    """Why there is nothing to read here: 404, 410 and their like."""
    return _render(
        "problem.html", site, status=status, title=title, detail=detail, feeds=(_front(site),)
    )


def api_page(site: Site, document: Mapping[str, Any]) -> str:
    """The API's OpenAPI document, readable."""
    return _render("api.html", site, document=document, feeds=(_front(site),))


def day(site: Site, article: Article) -> Day:
    """When it was published, no more exactly than is known, in the newsroom's zone and month
    names.
    """
    local, locale = article.published.astimezone(site.zone), _locale(site.language)
    if article.precision == "month":
        return Day(f"{local:%Y-%m}", format_skeleton("yMMMM", local, locale=locale))
    if article.precision == "day":
        return Day(f"{local:%Y-%m-%d}", format_date(local, "long", locale=locale))
    return moment(site, article.published)


def moment(site: Site, when: datetime) -> Day:
    """An instant, to the minute, in the newsroom's zone."""
    local = when.astimezone(site.zone)
    text = f"{format_date(local, 'long', locale=_locale(site.language))}، {local:%H:%M}"
    return Day(rfc3339(when), text)


def voice(site: Site, language: str, direction: str) -> Mapping[str, str]:
    """The lang and dir attributes of a part of a page, where they differ from the page's own."""
    return ({} if language == site.language else {"lang": language}) | (
        {} if direction == page_direction(site) else {"dir": direction}
    )


def page_direction(site: Site) -> str:
    return "rtl" if site.language.split("-")[0] in _RTL else "ltr"


def shows_image(article: Article) -> bool:
    """Whether the page puts the article's picture above the text: not where the text holds it
    already.
    """
    return leads_with_picture(article) or (
        article.image is not None and article.syndicate != "full"
    )


def _front(site: Site) -> FeedLink:
    return feed_link(site, ALL, site.title, site.description)


def _locale(language: str) -> Locale:
    """Arabic without a country has the months of Egypt and the Gulf; `ar-SY` and `ar-MA` have their
    own.
    """
    try:
        return Locale.parse(language, sep="-")
    except (UnknownLocaleError, ValueError):
        return Locale("ar")


def _render(template: str, site: Site, **values: object) -> str:
    return _PAGES.get_template(template).render(site=site, **values)


_PAGES = Environment(
    loader=FileSystemLoader(Path(__file__).parents[1] / "templates"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
_SHOWN = (
    article_address,
    article_link,
    day,
    direction,
    guard,
    moment,
    page_direction,
    shows_image,
    voice,
)
_PAGES.globals.update(
    {one.__name__: one for one in _SHOWN}, ALL=ALL, FRONT=FRONT, display_address=display_address
)
