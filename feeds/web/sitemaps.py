"""Sitemaps, which crawlers ask for: read from the database when they are asked for."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from functools import partial
from urllib.parse import urlsplit

from flask import Blueprint, Response

from store import Article, NotFound, SafeHtml, Site, Transaction

from ..clock import now
from ..links import FEEDS_SITEMAP_PATH, NEWS_SITEMAP_PATH, SITEMAP_PATH, month_path
from ..newsroom import Newsroom
from ..pages import sitemaps
from ..serving.codings import CODINGS
from .pages import feed_links
from .places import Places
from .responses import MINUTE, document

NO_TEXT = SafeHtml("")
NEWS = timedelta(hours=48)
MOST_NEWS = 1_000  # articles, as news search takes them
_AT_ONCE = 50  # of them in memory with their texts, of which each may have a megabyte
_MONTH = re.compile(r"([12][0-9]{3})-(0[1-9]|1[0-2])")
_PART = re.compile(r"[1-9][0-9]{0,3}")


def blueprint(newsroom: Newsroom) -> Blueprint:
    """`/sitemap.xml`, the sitemaps that it names, and `/sitemap-news.xml`, one at a time."""
    blueprint = Blueprint("sitemaps", __name__)
    Places(1, "another sitemap is being made", waiting=1).guard(blueprint)
    for path, make in (
        (SITEMAP_PATH, _index),
        (FEEDS_SITEMAP_PATH, _feeds),
        (NEWS_SITEMAP_PATH, _news),
        (month_path("<month>", "<part>"), _month),
    ):
        blueprint.add_url_rule(path, make.__name__, partial(_show, newsroom, make))
    return blueprint


def _show(newsroom: Newsroom, make: Callable[..., str], **parts: str) -> Response:
    xml = make(newsroom, **parts)
    return document(xml.encode(), sitemaps.XML, validity=MINUTE, codings=CODINGS)


def _feeds(newsroom: Newsroom) -> str:
    """The sitemap of the pages of feeds."""
    settings = newsroom.settings
    return sitemaps.of_feeds(settings.site, feed_links(settings))


def _index(newsroom: Newsroom) -> str:
    """The sitemap of all months."""
    site = newsroom.settings.site
    with newsroom.store.snapshot() as snapshot:
        months = list(snapshot.own_pages.months(site.zone))
    return sitemaps.index_of_months(site, months)


def _month(newsroom: Newsroom, month: str, part: str) -> str:
    """The sitemap of a part of a month. Raises NotFound where it holds nothing."""
    parts = _MONTH.fullmatch(month)
    if parts is None or not _PART.fullmatch(part):
        raise NotFound("no sitemap has this address")
    first = date(int(parts[1]), int(parts[2]), 1)
    site = newsroom.settings.site
    offset = (int(part) - 1) * sitemaps.PART
    with newsroom.store.snapshot() as snapshot:
        articles = snapshot.own_pages.of_month(first, site.zone, sitemaps.PART, offset)
    if not articles:
        raise NotFound("no article is in this part of this month")
    return sitemaps.of_articles(site, articles)


def _news(newsroom: Newsroom) -> str:
    """The sitemap of the newspaper's own articles of two days, newest first."""
    site = newsroom.settings.site
    with newsroom.store.snapshot() as snapshot:
        ids = snapshot.own_pages.recent(now() - NEWS, _origin(site), MOST_NEWS)
        articles = [replace(article, html=NO_TEXT) for article in _loaded(snapshot, ids)]
    return sitemaps.of_news(site, articles)


def _loaded(snapshot: Transaction, ids: Sequence[str]) -> Iterator[Article]:
    """The articles of these ids, in their order, few at once."""
    for start in range(0, len(ids), _AT_ONCE):
        some = ids[start : start + _AT_ONCE]
        known = snapshot.articles.load(some)
        for name in some:
            yield known[name].article


def _origin(site: Site) -> str:
    """The beginning of all addresses on the host of the newspaper."""
    parts = urlsplit(site.base_url)
    return f"{parts.scheme}://{parts.netloc}/"
