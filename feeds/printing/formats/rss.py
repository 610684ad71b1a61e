"""RSS 2.0 (RSS Advisory Board, with content, dc, dcterms, media, atom, sy and admin modules).

It has no word for a withdrawal: an item that says one is news to whoever never had the article. So
what is withdrawn only leaves.
"""

from functools import partial
from urllib.parse import quote

from store import Article, Site, Terms, rfc822, rfc3339

from ...links import article_address, article_link, feed_style_address
from ..feed import Entry, Feed
from ..usage import USAGE
from . import content
from .cache import EntryCache
from .dialect import COMMON, Dialect
from .generator import (
    LANG,
    RESOURCE,
    Element,
    FeedEntry,
    FeedGenerator,
    WrittenEntry,
    child,
    face,
    head,
    picture,
    rss_document,
    rss_item,
    serialized,
)

NAME = "rss"
TITLE = "RSS"
SUFFIX = ".rss"
MEDIA_TYPE = "application/rss+xml"
WITHDRAWALS = False


def render(feed: Feed, cache: EntryCache, dialect: Dialect = COMMON) -> bytes:
    """The document, UTF-8, in a partner's dialect; the same feed gives the same bytes."""
    items = [
        cache.get(
            content.cache_key(feed, entry, NAME, dialect.name),
            partial(_item, feed, entry, dialect),
        )
        for entry in feed.entries
    ]
    return rss_document(_head(feed, dialect), feed_style_address(feed.site), items)


def _head(feed: Feed, dialect: Dialect) -> FeedGenerator:
    generator = head(partial(_extend_head, feed, dialect))
    generator.title(content.text(feed, feed.title))
    generator.description(content.text(feed, feed.description))
    # feedgen takes the last link as the channel's own: `alternate` stands behind `self`.
    if not feed.secret:
        generator.link(href=feed.document(SUFFIX), rel="self", type=MEDIA_TYPE)
    generator.link(href=feed.address, rel="alternate")
    generator.language(feed.language)
    generator.ttl(_whole_minutes(feed.ttl))
    generator.docs("https://www.rssboard.org/rss-specification")
    if feed.site.copyright:
        generator.copyright(feed.site.copyright)
    _add_image(feed, generator)
    return generator


def _add_image(feed: Feed, generator: FeedGenerator) -> None:
    """Add the logo, or the icon where there is none, titled like the channel."""
    image = feed.image or feed.site.icon
    if image:
        generator.image(url=image, title=content.text(feed, feed.title), link=feed.address)


def _whole_minutes(seconds: int) -> int:
    """Minutes, rounded up."""
    return -(-seconds // 60)


def _extend_head(feed: Feed, dialect: Dialect, root: Element) -> None:
    root.set(LANG, feed.language)
    channel = root[0]
    child(channel, "pubDate", rfc822(feed.published))
    child(channel, "lastBuildDate", rfc822(feed.updated))
    if feed.site.contact:
        _add_contact(channel, feed.site.contact)
    _add_archive(feed, channel)
    child(channel, "sy:updatePeriod", "hourly")
    child(channel, "sy:updateFrequency", str(max(1, 3600 // feed.ttl)))
    face(channel, feed.site)
    dialect.extend_head(feed, channel)


def _add_archive(feed: Feed, channel: Element) -> None:
    """Add the links through the archive, and the mark of one of its pages."""
    for relation, address in content.archive_links(feed, SUFFIX):
        child(channel, "atom:link", rel=relation, type=MEDIA_TYPE, href=address)
    if feed.subject:
        child(channel, "fh:archive")


def _add_contact(channel: Element, contact: str) -> None:
    """Add whom to tell of errors.

    Readers show managingEditor, webMaster or dc:publisher as the author of unsigned items.
    """
    element = child(channel, "admin:errorReportsTo")
    element.set(RESOURCE, f"mailto:{quote(contact, safe='@')}")


def _item(feed: Feed, entry: Entry, dialect: Dialect) -> WrittenEntry:
    """An item in its finished bytes, which are kept between prints."""
    article = entry.article
    item = rss_item(partial(_fill, feed, entry))
    child(item, "pubDate", rfc822(article.published))
    for author in article.authors:
        child(item, "dc:creator", author.name)
    if article.language != feed.language:
        item.set(LANG, article.language)
        child(item, "dc:language", article.language)
    _later_dates(item, article)
    _media(item, article)
    if feed.site.terms:
        _terms(item, feed.site, feed.site.terms, article)
    dialect.extend_entry(feed, entry, item)
    return serialized(item)


def _later_dates(item: Element, article: Article) -> None:
    """Append when the article was changed, and when it expires."""
    if article.updated >= article.published + content.TICK:
        child(item, "dcterms:modified", rfc3339(article.updated))
    if article.expires_at:
        child(item, "dcterms:valid", f"end={rfc3339(article.expires_at)}")
        child(item, "mi:expirationDate", rfc3339(article.expires_at))


def _terms(item: Element, site: Site, terms: Terms, article: Article) -> None:
    """Append what machines may do with the article whose page is here (RSL 1.0, section 4.7)."""
    usage = USAGE[terms.ai]
    asset = child(item, "rsl:content", url=article_address(site, article.id))
    licence = child(asset, "rsl:license")
    child(licence, "rsl:permits", usage.permits, type="usage")
    if usage.prohibits:
        child(licence, "rsl:prohibits", usage.prohibits, type="usage")
    if terms.license:
        child(asset, "rsl:terms", terms.license)


def _fill(feed: Feed, entry: Entry, generator: FeedEntry) -> None:
    article = entry.article
    _fill_text(feed, article, generator)
    generator.guid(article.id, permalink=False)
    for label in entry.labels:
        generator.category(term=label)
    enclosure = content.enclosure(article)
    if enclosure:
        generator.enclosure(enclosure.url, str(enclosure.length), enclosure.type)
    origin = article.source
    if origin and origin.url:
        generator.source(url=origin.url, title=origin.name)


def _fill_text(feed: Feed, article: Article, generator: FeedEntry) -> None:
    generator.title(content.text(feed, article.title))
    generator.link(href=article_link(feed.site, article))
    generator.description(content.html_text(feed, article.summary))
    generator.content(content.body(feed, article), type="html")


def _media(item: Element, article: Article) -> None:
    """Append the image, and enclosures that RSS has no place for (Media RSS 1.5.1)."""
    if article.image:
        picture(item, article.image)
    placed = content.enclosure(article)
    for enclosure in article.enclosures:
        if enclosure is not placed:
            child(
                item,
                "media:content",
                url=enclosure.url,
                type=enclosure.type,
                fileSize=enclosure.length,
            )
