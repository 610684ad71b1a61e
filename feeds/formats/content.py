"""What all formats show of an article alike: title, body with its picture, enclosures. Text is finished here."""

from collections.abc import Hashable
from datetime import timedelta

from store import Article, Enclosure, Image, Tombstone, directed, guard

from ..feed import Entry, Feed

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
    """The whole article as HTML: its picture first, where the body does not show it; with direction."""
    html = directed(article.html, article.language, article.direction, guard=feed.guard)
    image = article.image
    if image is None or f'src="{_escaped(image.url)}"' in html:
        return html
    return f"{_figure(image, article.direction)}{html}"


def _figure(image: Image, direction: str) -> str:
    size = "".join(f' {name}="{side}"' for name, side in (("width", image.width), ("height", image.height)) if side)
    caption = f'<figcaption dir="{direction}">{_escaped(image.credit)}</figcaption>' if image.credit else ""
    picture = f'<img src="{_escaped(image.url)}" alt="{_escaped(image.alt or "")}"{size}>'
    return f'<figure dir="{direction}">{picture}{caption}</figure>'


def _escaped(value: str) -> str:
    return value.replace("&", "&amp;").replace('"', "&quot;").replace("<", "&lt;")


def enclosure(article: Article) -> Enclosure | None:
    """The one that RSS has a place for: the first whose length is known."""
    return next((one for one in article.enclosures if one.length), None)


def shown_tombstones(feed: Feed) -> dict[int, list[Tombstone]]:
    """Where RSS shows withdrawals: before which entry, for those that stood on this page."""
    places: dict[int, list[Tombstone]] = {}
    for tombstone in sorted(feed.tombstones, key=lambda one: (one.position, one.published, one.id), reverse=True):
        key = (tombstone.position, tombstone.published, tombstone.id)
        for at, entry in enumerate(feed.entries):
            if key > (entry.position, entry.article.published, entry.article.id):
                places.setdefault(at, []).append(tombstone)
                break
    return places
