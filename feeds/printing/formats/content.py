"""What all formats show of an article alike: title, body with its picture, enclosures. Text is
finished here.
"""

from collections.abc import Hashable
from datetime import timedelta

from store import Article, Enclosure, Image, SafeHtml, Tombstone, directed, element, guard, quoted

from ..feed import Entry, Feed, leads_with_picture

WITHDRAWN = "سُحب هذا الخبر"
TICK = timedelta(seconds=1)


def view(feed: Feed, entry: Entry, format: str) -> tuple[Hashable, ...]:
    """The key under which a made entry may be used again: it holds all that its bytes depend on."""
    return (entry.article.id, entry.revision, format, feed.full, feed.language, feed.guard)


def text(feed: Feed, value: str) -> str:
    """A title or summary as it is emitted."""
    return guard(value) if feed.guard else value


def whole(feed: Feed, article: Article) -> bool:
    """Whether the feed may carry the whole article, and the article has a body."""
    return feed.full and article.syndicate == "full" and bool(article.html)


def body(feed: Feed, article: Article) -> str:
    """The whole article as HTML: its picture first, where the body does not show it; with
    direction.
    """
    figure = _figure(article.image) if article.image and leads_with_picture(article) else ""
    html = SafeHtml(f"{figure}{article.html}")
    return directed(html, article.language, article.direction, guard=feed.guard)


def _figure(image: Image) -> str:
    size = "".join(
        f' {name}="{side}"'
        for name, side in (("width", image.width), ("height", image.height))
        if side
    )
    caption = element("figcaption", image.credit) if image.credit else ""
    picture = f"<img src={quoted(image.url)} alt={quoted(image.alt or '')}{size}>"
    return f"<figure>{picture}{caption}</figure>"


def enclosure(article: Article) -> Enclosure | None:
    """The one that RSS has a place for: the first whose length is known."""
    return next((one for one in article.enclosures if one.length), None)


def shown_tombstones(feed: Feed) -> dict[int, list[Tombstone]]:
    """Where RSS shows withdrawals: before which entry, or behind the last, for those that stood on
    this page.
    """
    places: dict[int, list[Tombstone]] = {}
    order = [(one.position, one.article.published, one.article.id) for one in feed.entries]
    for tombstone in sorted(
        feed.tombstones, key=lambda one: (one.position, one.published, one.id), reverse=True
    ):
        key = (tombstone.position, tombstone.published, tombstone.id)
        at = next((at for at, other in enumerate(order) if key > other), len(order))
        if at < len(order) or feed.complete:
            places.setdefault(at, []).append(tombstone)
    return places
