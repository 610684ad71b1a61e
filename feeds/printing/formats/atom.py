"""Atom 1.0 (RFC 4287) with tombstones (RFC 6721) and Media RSS for images."""

from functools import partial

from store import Article, rfc3339

from ...links import article_link, feed_address, feed_style_address, front_address
from ..feed import Entry, Feed
from . import content
from .cache import EntryCache
from .generator import (
    LANG,
    Element,
    FeedEntry,
    atom,
    atom_entry,
    child,
    found,
    head,
    kept,
    picture,
)

NAME, SUFFIX, MEDIA_TYPE = "atom", ".atom", "application/atom+xml"
_PREFIXES = ("at", "media")


def render(feed: Feed, made: EntryCache) -> bytes:
    """The document, UTF-8; the same feed gives the same bytes."""
    generator = head(lambda root: _head(root, feed), _PREFIXES)
    generator.id(feed_address(feed.site, feed.path, SUFFIX))
    generator.title(content.text(feed, feed.title))
    generator.subtitle(content.text(feed, feed.description))
    generator.updated(feed.updated)
    generator.language(feed.language)
    generator.author(
        name=feed.site.title, uri=front_address(feed.site), email=feed.site.contact or ""
    )
    if feed.site.icon:
        generator.icon(feed.site.icon)
    if feed.image:
        generator.logo(feed.image)
    if feed.site.copyright:
        generator.rights(feed.site.copyright)
    entries = [
        made.get(content.view(feed, entry, NAME), partial(_entry, feed, entry))
        for entry in feed.entries
    ]
    return atom(generator, feed_style_address(feed.site), entries)


def _head(root: Element, feed: Feed) -> None:
    """`alternate` stands before `self`: one client takes the first link as the home page."""
    found(root, "updated").text = rfc3339(feed.updated)
    child(
        root, "link", rel="alternate", type="text/html", href=feed.address, hreflang=feed.language
    )
    child(
        root,
        "link",
        rel="self",
        type=MEDIA_TYPE,
        href=feed_address(feed.site, feed.path, SUFFIX),
        hreflang=feed.language,
    )
    for tombstone in feed.tombstones:
        deleted = child(root, "at:deleted-entry", ref=tombstone.id, when=rfc3339(tombstone.when))
        child(deleted, "at:comment", content.WITHDRAWN)


def _entry(feed: Feed, entry: Entry) -> bytes:
    article = entry.article
    made = atom_entry(lambda generator: _fill(generator, feed, entry))
    child(made, "published", rfc3339(article.published))
    child(made, "updated", rfc3339(article.updated))
    _links(made, article)
    _source(made, article)
    if article.language != feed.language:
        made.set(LANG, article.language)
    if article.image:
        picture(made, article.image)
    return kept(made, _PREFIXES)


def _fill(made: FeedEntry, feed: Feed, entry: Entry) -> None:
    article = entry.article
    made.id(article.id)
    made.title(content.text(feed, article.title))
    made.link(href=article_link(feed.site, article), rel="alternate")
    for author in article.authors:
        made.author(name=author.name, uri=author.url or "")
    made.summary(content.text(feed, article.summary), type="text")
    if content.whole(feed, article):
        made.content(content.body(feed, article), type="html")
    for label in entry.labels:
        made.category(term=label)


def _links(made: Element, article: Article) -> None:
    link = found(made, "link")
    link.set("rel", "alternate")
    link.set("type", "text/html")
    link.set("hreflang", article.language)
    for one in article.enclosures:
        child(made, "link", rel="enclosure", href=one.url, type=one.type, length=one.length)
    for related in article.related:
        if related.url:
            child(made, "link", rel="related", href=related.url, title=related.title)


def _source(made: Element, article: Article) -> None:
    """RFC 4287, section 4.2.11: where the entry was first published."""
    source = article.source
    if source and source.url:
        element = child(made, "source")
        child(element, "id", source.url)
        child(element, "title", source.name)
        child(element, "updated", rfc3339(article.updated))
        child(element, "link", rel="alternate", href=source.url)
