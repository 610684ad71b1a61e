"""Parts of an article that all formats show alike: title, body with its picture, enclosures.

Text is finished here; how it is written down is the business of each format.
"""

from collections.abc import Hashable, Iterator
from datetime import timedelta
from html import escape
from operator import attrgetter

from store import (
    NO_CONTENT,
    Article,
    Enclosure,
    Image,
    SafeHtml,
    directed,
    element,
    guard,
    linked_to_page,
    quoted,
)

from ...links import article_link
from ..feed import Entry, Feed, leads_with_picture

WITHDRAWN = "سُحب هذا الخبر"
TICK = timedelta(seconds=1)

# All that the digest of an article's content leaves out.
_beside_content = attrgetter(*sorted(NO_CONTENT))


def cache_key(feed: Feed, entry: Entry, format: str, dialect: str = "") -> tuple[Hashable, ...]:
    """Key of a built entry: everything its bytes depend on, so that it may be used again.

    format and dialect are names.

    Its revision is not enough: a database that has forgotten its last commits gives it to another
    text.
    """
    own = (entry.digest, *_beside_content(entry.article), entry.takedown)
    return (*own, format, dialect, *_view(feed))


def _view(feed: Feed) -> tuple[Hashable, ...]:
    """How the feed shows any article."""
    return (feed.full, feed.language, feed.guard, feed.analytics)


def archive_links(feed: Feed, suffix: str) -> Iterator[tuple[str, str]]:
    """The links that lead through a feed's archive, by relation (RFC 5005, section 4)."""
    if feed.subject:
        yield "current", feed.current_document(suffix)
    previous = feed.previous_document(suffix)
    if previous:
        yield "prev-archive", previous


def text(feed: Feed, value: str) -> str:
    """A title or summary as it is emitted."""
    return guard(value) if feed.guard else value


def html_text(feed: Feed, value: str) -> str:
    """A summary as RSS emits it, where readers take it for HTML."""
    return escape(text(feed, value), quote=False)


def whole(feed: Feed, article: Article) -> bool:
    """Whether the feed may carry the whole article, and the article has a body."""
    return feed.full and article.syndicate == "full" and bool(article.html)


def body(feed: Feed, article: Article) -> str:
    """The text of an entry as HTML, with its direction: the whole article, else its summary.

    An entry without a text of its own would show that of its picture: feedparser and its likes
    take a second description for one. A link within the article leads to it on the page that the
    entry links to.
    """
    html = _illustrated(article) if whole(feed, article) else _paragraph(article.summary)
    html = linked_to_page(html, article_link(feed.site, article))
    return directed(html, article.language, article.direction, guard=feed.guard)


def _illustrated(article: Article) -> SafeHtml:
    """The whole article, its picture first, if the body lacks it."""
    if article.image and leads_with_picture(article):
        return SafeHtml(f"{_figure(article.image)}{article.html}")
    return article.html


def _paragraph(text: str) -> SafeHtml:
    return SafeHtml(element("p", text))


def _figure(image: Image) -> str:
    picture = f"<img src={quoted(image.url)} alt={quoted(image.alt or '')}"
    if image.width:
        picture += f' width="{image.width}"'
    if image.height:
        picture += f' height="{image.height}"'
    caption = element("figcaption", image.credit) if image.credit else ""
    return f"<figure>{picture}>{caption}</figure>"


def enclosure(article: Article) -> Enclosure | None:
    """The enclosure that RSS has a place for, of those whose length is known.

    The first file beside the article; where there is none, its picture.
    """
    files = (enclosure for enclosure in article.enclosures if enclosure.length)
    return next(files, None) or _enclosed_picture(article)


def _enclosed_picture(article: Article) -> Enclosure | None:
    """The picture of an article as an enclosure; it must say its type and its true length."""
    image = article.image
    if image is None or not image.type or not image.length:
        return None
    return Enclosure(url=image.url, type=image.type, length=image.length)
