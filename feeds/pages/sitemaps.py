"""Sitemaps: of all articles by month, and of the news of two days (https://www.sitemaps.org)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from store import Article, Month, Site

from ..links import FEEDS_SITEMAP_PATH, article_address, front_address, month_path
from .feed_pages import FeedLink
from .render import render

XML = "application/xml; charset=utf-8"
PART = 50_000  # pages of one document, as the protocol allows


@dataclass(frozen=True, slots=True)
class Location:
    """The address of a page or sitemap, and its last change as far as it is known."""

    address: str
    changed: datetime | None = None


def index_of_months(site: Site, months: Iterable[Month]) -> str:
    """The sitemap of sitemaps: of the feeds' pages, and of each part of each month."""
    pages = [Location(f"{site.base_url}{FEEDS_SITEMAP_PATH}")]
    for month in months:
        for part in range(1, -(-month.count // PART) + 1):
            path = month_path(month_name(month.first), str(part))
            pages.append(Location(f"{site.base_url}{path}", month.updated))
    return render("sitemap-index.xml", site, pages=pages)


def month_name(first: date) -> str:
    """A month as addresses spell it: `2026-11`."""
    return f"{first:%Y-%m}"


def of_feeds(site: Site, feeds: Sequence[FeedLink]) -> str:
    """The sitemap of the pages of all feeds."""
    pages = [Location(front_address(site)), *(Location(link.page) for link in feeds)]
    return render("sitemap.xml", site, pages=pages)


def of_articles(site: Site, articles: Iterable[tuple[str, datetime]]) -> str:
    """The sitemap of articles, each by its id and the moment of its last change."""
    pages = [Location(article_address(site, name), changed) for name, changed in articles]
    return render("sitemap.xml", site, pages=pages)


def of_news(site: Site, articles: Sequence[Article]) -> str:
    """The sitemap of the latest news, as news search reads it."""
    return render("sitemap-news.xml", site, articles=articles)
