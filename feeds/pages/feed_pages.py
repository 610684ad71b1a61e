"""The pages for people: all feeds, one feed, one article, a problem, and the API's document.

Values in, HTML out; what they look like is in `feeds/templates`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from store import ALL, Article, Related, Site

from ..links import feed_address, page_address
from ..printing.feed import Feed
from ..printing.formats.content import WITHDRAWN
from .metadata import linked_data
from .render import render


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedLink:
    """A feed as pages name it.

    page    absolute address of its page, ASCII; with a suffix, of the feed itself
    query   behind both, where they answer a question
    """

    key: str
    title: str
    description: str
    language: str
    page: str
    query: str = ""


def feed_link(
    site: Site, key: str, title: str, description: str, language: str | None = None
) -> FeedLink:
    """The feed with that key, with the addresses it has under the site's base URL."""
    return FeedLink(
        key=key,
        title=title,
        description=description,
        language=language or site.language,
        page=feed_address(site, key),
    )


def index(site: Site, feeds: Sequence[FeedLink]) -> str:
    """The subscription page: every feed with its addresses."""
    return render("index.html", site, feeds=feeds)


@dataclass(frozen=True, slots=True, kw_only=True)
class Pager:
    """Where a page stands among those of its feed.

    number        1 for the current page, 2 for the newest of its archive
    address       absolute address of the page
    newer, older  those of its neighbours
    """

    number: int
    address: str
    newer: str | None
    older: str | None


def place_of(site: Site, key: str, number: int, *, has_older: bool) -> Pager:
    """The place of the page with that number."""
    return Pager(
        number=number,
        address=page_address(site, key, number),
        newer=page_address(site, key, number - 1) if number > 1 else None,
        older=page_address(site, key, number + 1) if has_older else None,
    )


def feed_page(feed: Feed, link: FeedLink, place: Pager | None = None) -> str:
    """Titles and summaries of what stands in a feed, newest first.

    place  that of the page, where its feed has several
    """
    pager = place or Pager(number=1, address=link.page, newer=None, older=None)
    return render("feed.html", feed.site, feed=feed, link=link, pager=pager, feeds=(link,))


def article_page(
    site: Site,
    article: Article,
    labels: Sequence[str],
    related: Sequence[Related],
    feeds: Sequence[FeedLink] = (),
) -> str:
    """One article, with its body only where the source allows full syndication.

    labels      names that it is filed under
    related     its related titles, with the addresses known by now
    feeds       those of its sections
    """
    return render(
        "article.html",
        site,
        article=article,
        labels=labels,
        related=related,
        linked_data=linked_data(site, article, labels),
        feeds=(_front(site), *feeds),
    )


def notice_page(site: Site, notice: Article) -> str:
    """Why an article was withdrawn: the notice in its place, and nothing of it."""
    return render("notice.html", site, title=WITHDRAWN, notice=notice, feeds=(_front(site),))


def problem_page(site: Site, status: int, title: str, detail: str) -> str:
    """Why there is nothing to read here: 404, 410 and their like."""
    return render(
        "problem.html", site, status=status, title=title, detail=detail, feeds=(_front(site),)
    )


def api_page(site: Site, document: Mapping[str, Any]) -> str:
    """The API's OpenAPI document, readable."""
    return render("api.html", site, document=document, feeds=(_front(site),))


def _front(site: Site) -> FeedLink:
    return feed_link(site, ALL, site.title, site.description)
