"""Atom 1.0 (RFC 4287) with tombstones (RFC 6721) and Media RSS for images."""

from functools import partial

from store import Article, Tombstone, rfc3339

from ...links import article_link, feed_style_address, front_address
from ..feed import Entry, Feed
from . import content
from .cache import EntryCache
from .dialect import COMMON, Dialect
from .generator import (
    LANG,
    Element,
    FeedEntry,
    FeedGenerator,
    WrittenEntry,
    atom_document,
    atom_entry,
    child,
    existing,
    face,
    head,
    picture,
    serialized,
)

NAME = "atom"
TITLE = "Atom"
SUFFIX = ".atom"
MEDIA_TYPE = "application/atom+xml"
WITHDRAWALS = True


def render(feed: Feed, cache: EntryCache, _dialect: Dialect = COMMON) -> bytes:
    """The document, UTF-8; the same feed gives the same bytes."""
    entries = [
        cache.get(content.cache_key(feed, entry, NAME), partial(_entry, feed, entry))
        for entry in feed.entries
    ]
    return atom_document(_head(feed), feed_style_address(feed.site), entries)


def _head(feed: Feed) -> FeedGenerator:
    site = feed.site
    generator = head(partial(_extend_head, feed))
    generator.id(feed.current_document(SUFFIX))
    generator.title(content.text(feed, feed.title))
    generator.subtitle(content.text(feed, feed.description))
    generator.updated(feed.updated)
    generator.language(feed.language)
    generator.author(name=site.title, uri=front_address(site), email=site.contact or "")
    if site.icon:
        generator.icon(site.icon)
    if feed.image:
        generator.logo(feed.image)
    if site.copyright:
        generator.rights(site.copyright)
    return generator


def _extend_head(feed: Feed, root: Element) -> None:
    """Append what feedgen lacks to a head: date, links and tombstones."""
    existing(root, "updated").text = rfc3339(feed.updated)
    # `alternate` stands before `self`: one client takes the first link as the home page.
    child(
        root,
        "link",
        rel="alternate",
        type="text/html",
        href=feed.address,
        hreflang=feed.language,
    )
    if not feed.secret:
        child(
            root,
            "link",
            rel="self",
            type=MEDIA_TYPE,
            href=feed.document(SUFFIX),
            hreflang=feed.language,
        )
    for relation, address in content.archive_links(feed, SUFFIX):
        child(root, "link", rel=relation, type=MEDIA_TYPE, href=address)
    if feed.subject:
        child(root, "fh:archive")
    face(root, feed.site)
    for tombstone in feed.tombstones:
        _deleted(root, tombstone)


def _deleted(root: Element, tombstone: Tombstone) -> None:
    """Append a tombstone (RFC 6721, section 3)."""
    deleted = child(root, "at:deleted-entry", ref=tombstone.id, when=rfc3339(tombstone.when))
    child(deleted, "at:comment", content.WITHDRAWN)


def _entry(feed: Feed, entry: Entry) -> WrittenEntry:
    """An entry in its finished bytes, which are kept between prints."""
    article = entry.article
    element = atom_entry(partial(_fill, feed, entry))
    child(element, "published", rfc3339(article.published))
    child(element, "updated", rfc3339(article.updated))
    _links(element, article)
    _source(element, article)
    if article.language != feed.language:
        element.set(LANG, article.language)
    if article.image:
        picture(element, article.image)
    return serialized(element)


def _fill(feed: Feed, entry: Entry, generator: FeedEntry) -> None:
    article = entry.article
    generator.id(article.id)
    generator.title(content.text(feed, article.title))
    generator.link(href=article_link(feed.site, article), rel="alternate")
    for author in article.authors:
        generator.author(name=author.name, uri=author.url or "")
    generator.summary(content.text(feed, article.summary), type="text")
    generator.content(content.body(feed, article), type="html")
    for label in entry.labels:
        generator.category(term=label)


def _links(element: Element, article: Article) -> None:
    """Complete the link to the article, of which feedgen writes the address alone; add others."""
    alternate = existing(element, "link")
    alternate.set("rel", "alternate")
    alternate.set("type", "text/html")
    alternate.set("hreflang", article.language)
    for enclosure in article.enclosures:
        child(
            element,
            "link",
            rel="enclosure",
            href=enclosure.url,
            type=enclosure.type,
            length=enclosure.length,
        )
    for related in article.related:
        if related.url:
            child(element, "link", rel="related", href=related.url, title=related.title)


def _source(element: Element, article: Article) -> None:
    """Append the source: who published the entry first (RFC 4287, section 4.2.11)."""
    origin = article.source
    if origin is None or not origin.url:
        return
    source = child(element, "source")
    child(source, "id", origin.url)
    child(source, "title", origin.name)
    child(source, "updated", rfc3339(article.updated))
    child(source, "link", rel="alternate", href=origin.url)
