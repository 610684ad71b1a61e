"""MSN: the rules of its Partner Hub for articles in RSS.

It knows an article by its guid, and reads it again only where `dcterms:modified` has moved. It
takes one down whose expiry is past, if that comes with a newer `dcterms:modified`, and with the
title and the text that it asks of every item.
"""

from datetime import datetime

from store import Article, Image, rfc3339

from ..feed import Entry, Feed
from ..formats import content
from ..formats.dialect import Dialect, last_change
from ..formats.generator import Element, child, existing, put
from . import date_demands, demands, picture_demands
from .profile import Profile

NAME = "msn"
TITLE = "MSN"


def _extend_entry(feed: Feed, entry: Entry, item: Element) -> None:
    """Say an article, or its takedown, as MSN asks."""
    article = entry.article
    # MSN takes an abstract for plain text, readers of the common feeds take it for HTML.
    existing(item, "description").text = content.text(feed, article.summary)
    put(item, "dcterms:modified", rfc3339(last_change(entry)))
    ends = entry.takedown or article.expires_at
    if ends:
        put(item, "dcterms:valid", _period(article, ends))
        put(item, "mi:expirationDate", rfc3339(ends))
    if article.image:
        _describe_picture(existing(item, "media:content"), article, article.image)


def _period(article: Article, ends: datetime) -> str:
    """The time in which an article may be shown (DCMI Period)."""
    start = min(article.published, ends)
    return f"start={rfc3339(start)}; end={rfc3339(ends)}; scheme=W3C-DTF"


def _describe_picture(media: Element, article: Article, image: Image) -> None:
    """Add what MSN asks of a picture: a title, a text in its place, and the right to show it.

    An article that may be sent as a whole is one whose picture may be shown.
    """
    child(media, "media:title", image.alt or article.title)
    child(media, "media:text", image.alt or article.title)
    child(media, "mi:hasSyndicationRights", "1" if article.syndicate == "full" else "0")


PROFILE = Profile(
    name=NAME,
    title=TITLE,
    formats=("rss",),
    dialect=Dialect(name=NAME, extend_entry=_extend_entry),
    takedown="repeat",
    whole=True,
    limit=20,
    size_limit=10_000_000,
    demands=(
        demands.title_at_least(TITLE, 20),
        demands.title_at_most(TITLE, 150),
        demands.title_without_markup(TITLE),
        demands.title_without_address(TITLE),
        demands.text(TITLE),
        demands.text_at_least(TITLE, 450),
        demands.language(TITLE),
        date_demands.published_within_days(TITLE, 365),
        date_demands.published_by_now(TITLE),
        date_demands.expiry_in_hours(TITLE, 2),
        picture_demands.picture_to_publish(TITLE),
        picture_demands.picture_over_https(TITLE, is_hard=False),
        picture_demands.picture_type(TITLE, ("PNG", "JPEG", "GIF", "WebP")),
        picture_demands.picture_side(TITLE, 720),
        picture_demands.picture_shape(TITLE, 0.5, 1.89),
    ),
)
