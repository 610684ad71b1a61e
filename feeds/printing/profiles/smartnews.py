"""SmartNews: the rules of SmartFormat 2.1 for RSS.

It shows whole articles in its own pages, under the paper's logo and with the paper's analytics. It
reads an article again, and takes one down, only where its `pubDate` has moved.
"""

from store import excerpt, rfc822

from ..feed import Entry, Feed
from ..formats.dialect import Dialect, last_change
from ..formats.generator import Element, cdata, child, existing, put, thumbnail
from . import demands, picture_demands
from .profile import Profile

NAME = "smartnews"
TITLE = "SmartNews"
DESCRIPTION_LIMIT = 30  # characters


def _extend_head(feed: Feed, channel: Element) -> None:
    """Say when the feed was changed, shorten the description, and append the paper's logo."""
    put(channel, "pubDate", rfc822(feed.updated))
    existing(channel, "description").text = excerpt(feed.description, DESCRIPTION_LIMIT)
    if feed.site.logo:
        child(child(channel, "snf:logo"), "url", feed.site.logo)


def _extend_entry(feed: Feed, entry: Entry, item: Element) -> None:
    """Say an article, or its takedown, as SmartNews asks."""
    put(item, "pubDate", rfc822(last_change(entry)))
    if entry.takedown:
        # Media RSS says it in an attribute, SmartFormat in a text.
        child(item, "media:status", "deleted", state="deleted")
    if entry.article.image:
        thumbnail(item, entry.article.image)
    if feed.analytics:
        cdata(item, "snf:analytics", feed.analytics)


PROFILE = Profile(
    name=NAME,
    title=TITLE,
    formats=("rss",),
    dialect=Dialect(name=NAME, extend_head=_extend_head, extend_entry=_extend_entry),
    takedown="repeat",
    whole=True,
    limit=30,
    size_limit=1_000_000,
    demands=(
        demands.text(TITLE),
        demands.link_without_utm(TITLE),
        picture_demands.picture(TITLE, is_hard=False),
    ),
)
