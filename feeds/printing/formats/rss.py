"""RSS 2.0 (RSS Advisory Board, with content, dc, dcterms, media, atom and sy modules)."""

from functools import partial
from html import escape

from store import Article, Tombstone, rfc822, rfc3339

from ...links import article_address, article_link, feed_address, feed_style_address
from ..feed import Entry, Feed
from . import content
from .cache import EntryCache
from .generator import (
    LANG,
    Element,
    FeedEntry,
    child,
    head,
    kept,
    picture,
    rss,
    rss_item,
)

NAME, SUFFIX, MEDIA_TYPE = "rss", ".rss", "application/rss+xml"
_PREFIXES = ("dc", "dcterms", "media", "mi", "sy")
_ITEM_PREFIXES = (*_PREFIXES, "content")  # which feedgen declares unasked


def render(feed: Feed, made: EntryCache) -> bytes:
    """The document, UTF-8; the same feed gives the same bytes."""
    generator = head(lambda root: _channel(root, feed), _PREFIXES)
    generator.title(content.text(feed, feed.title))
    generator.description(content.text(feed, feed.description))
    generator.link(href=feed_address(feed.site, feed.path, SUFFIX), rel="self", type=MEDIA_TYPE)
    generator.link(href=feed.address, rel="alternate")
    generator.language(feed.language)
    generator.ttl(-(-feed.ttl // 60))
    generator.docs("https://www.rssboard.org/rss-specification")
    if feed.site.copyright:
        generator.copyright(feed.site.copyright)
    if feed.image:
        generator.image(url=feed.image, title=content.text(feed, feed.title), link=feed.address)
    items: list[bytes] = []
    withdrawn = content.shown_tombstones(feed)
    for at, entry in enumerate(feed.entries):
        items += [_withdrawn(feed, tombstone) for tombstone in withdrawn.get(at, ())]
        items.append(made.get(content.view(feed, entry, NAME), partial(_item, feed, entry)))
    items += [_withdrawn(feed, tombstone) for tombstone in withdrawn.get(len(feed.entries), ())]
    return rss(generator, feed_style_address(feed.site), items)


def _channel(root: Element, feed: Feed) -> None:
    root.set(LANG, feed.language)
    channel = root[0]
    child(channel, "lastBuildDate", rfc822(feed.updated))
    if feed.site.contact:
        child(channel, "managingEditor", f"{feed.site.contact} ({feed.site.title})")
    child(channel, "sy:updatePeriod", "hourly")
    child(channel, "sy:updateFrequency", str(max(1, 3600 // feed.ttl)))


def _item(feed: Feed, entry: Entry) -> bytes:
    article = entry.article
    item = rss_item(lambda made: _fill(made, feed, entry))
    child(item, "pubDate", rfc822(article.published))
    for author in article.authors:
        child(item, "dc:creator", author.name)
    if article.language != feed.language:
        child(item, "dc:language", article.language)
    if article.updated >= article.published + content.TICK:
        child(item, "dcterms:modified", rfc3339(article.updated))
    if article.expires_at:
        child(item, "dcterms:valid", f"end={rfc3339(article.expires_at)}")
        child(item, "mi:expirationDate", rfc3339(article.expires_at))
    _media(item, article)
    return kept(item, _ITEM_PREFIXES)


def _fill(made: FeedEntry, feed: Feed, entry: Entry) -> None:
    article = entry.article
    made.title(content.text(feed, article.title))
    made.link(href=article_link(feed.site, article))
    made.description(
        escape(content.text(feed, article.summary), quote=False)
    )  # readers take it for HTML
    if content.whole(feed, article):
        made.content(content.body(feed, article), type="html")
    made.guid(article.id, permalink=False)
    for label in entry.labels:
        made.category(term=label)
    enclosure = content.enclosure(article)
    if enclosure:
        made.enclosure(enclosure.url, str(enclosure.length), enclosure.type)
    if article.source and article.source.url:
        made.source(url=article.source.url, title=article.source.name)


def _media(item: Element, article: Article) -> None:
    """Media RSS 1.5.1: the article's image, and enclosures that have no place as `enclosure`."""
    if article.image:
        picture(item, article.image)
    first = content.enclosure(article)
    for enclosure in article.enclosures:
        if enclosure is not first:
            child(
                item,
                "media:content",
                url=enclosure.url,
                type=enclosure.type,
                fileSize=enclosure.length,
            )


def _withdrawn(feed: Feed, tombstone: Tombstone) -> bytes:
    """A withdrawal in the words that partners understand: no text, past validity, newer
    modification.
    """

    def fill(made: FeedEntry) -> None:
        made.title(content.WITHDRAWN)
        made.link(href=article_address(feed.site, tombstone.id))
        made.guid(tombstone.id, permalink=False)

    item = rss_item(fill)
    child(item, "pubDate", rfc822(tombstone.published))
    child(item, "dcterms:modified", rfc3339(tombstone.when + content.TICK))
    child(item, "dcterms:valid", f"end={rfc3339(tombstone.when)}")
    child(item, "mi:expirationDate", rfc3339(tombstone.when))
    child(item, "media:status", state="deleted")
    return kept(item, _ITEM_PREFIXES)
