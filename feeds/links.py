"""Addresses of our own, each written once.

Pure: a Site says where we are, a key or an id what is meant. Which of them are answered, and how,
is the business of `feeds/web`.
"""

from collections.abc import Mapping
from urllib.parse import quote, urlencode

from store import Article, Site

API_PATH = "/api/v1"  # paths below the base URL
ARTICLES_PATH = "/articles/"
FAVICON_PATH = "/favicon.ico"
ROBOTS_PATH = "/robots.txt"
LICENSE_PATH = "/license.xml"
FEED_LIST_PATH = "/feeds.opml"
FEED_TABLE_PATH = "/feeds.json"
SITEMAP_PATH = "/sitemap.xml"
NEWS_SITEMAP_PATH = "/sitemap-news.xml"
FEEDS_SITEMAP_PATH = "/sitemap-feeds.xml"
PARTNERS_PATH = "/partner/"
SEARCH_KEY = "search"  # of the page and the feeds of questions, as if they were those of a feed
SUMMARIES = "?full=0"  # behind the address of a feed: summaries, no whole texts


def front_address(site: Site) -> str:
    """Address of the subscription page."""
    return f"{site.base_url}/"


def feed_path(key: str, suffix: str = "") -> str:
    """Path of a feed below the base URL, ASCII."""
    return f"/{quote(key, safe='/+')}{suffix}"


def feed_address(site: Site, key: str, suffix: str = "") -> str:
    """Address of a feed's page for people; with the suffix of a format, of the feed itself."""
    return f"{site.base_url}{feed_path(key, suffix)}"


def question_query(parameters: Mapping[str, str]) -> str:
    """What stands behind the address of a page or a feed that answers a question, ASCII."""
    return f"?{urlencode(parameters, quote_via=quote)}" if parameters else ""


def archive_key(key: str, number: int | str) -> str:
    """Path of a page of a feed's archive, as that of a feed; its address has a format's suffix."""
    return f"{key}/archive/{number}"


def partner_key(slug: str) -> str:
    """Path of a partner's feed, as that of a feed; its address has a format's suffix."""
    return f"partner/{slug}"


def page_address(site: Site, key: str, number: int) -> str:
    """Address of a feed's page for people, the newest or one further back: `?page=2`."""
    address = feed_address(site, key)
    return address if number == 1 else f"{address}?page={number}"


def article_address(site: Site, article_id: str) -> str:
    """Address of an article's page here.

    Everything in the id is quoted: one that was taken over from a source is mostly an address.
    """
    name = quote(article_id.removeprefix("urn:uuid:"), safe="")
    return f"{site.base_url}{ARTICLES_PATH}{name}"


def article_link(site: Site, article: Article) -> str:
    """Address that readers of an article are sent to: its canonical one, else its page here."""
    return article.url or article_address(site, article.id)


def feed_list_address(site: Site) -> str:
    """Address of the list of all feeds, which readers take in whole (OPML)."""
    return f"{site.base_url}{FEED_LIST_PATH}"


def license_address(site: Site) -> str:
    """Address of the terms for machines (RSL)."""
    return f"{site.base_url}{LICENSE_PATH}"


def month_path(month: str, part: str) -> str:
    """Path of the sitemap of a month, `2026-11`; a large month has several parts, from 1 on."""
    return f"/sitemap-{month}-{part}.xml"


def feed_style_address(site: Site) -> str:
    """Address of the style sheet that makes a feed readable in a browser."""
    return f"{site.base_url}/static/feed.css"


def page_style_address(site: Site) -> str:
    """Address of the style sheet of the pages for people."""
    return f"{site.base_url}/static/page.css"


def favicon_address(site: Site) -> str:
    """Address of the picture that browsers ask for unasked."""
    return f"{site.base_url}{FAVICON_PATH}"


def api_document_address(site: Site) -> str:
    """Address of the API's OpenAPI document."""
    return f"{site.base_url}{API_PATH}/openapi.json"
