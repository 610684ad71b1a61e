"""Flipboard: its guidelines for RSS feeds.

It shows an excerpt with the picture, and the whole text behind it. It knows no deletion, so what
was withdrawn says so itself: the entry is edited.
"""

from store import excerpt, plain, rfc3339

from ..feed import Entry, Feed
from ..formats import content
from ..formats.dialect import Dialect, last_change
from ..formats.generator import Element, existing, put
from . import demands, picture_demands
from .profile import Profile

NAME = "flipboard"
TITLE = "Flipboard"
EXCERPT = 300  # characters that an excerpt should have at least
_EXCERPT_LIMIT = 400


def _extend_entry(feed: Feed, entry: Entry, item: Element) -> None:
    """Lengthen a short excerpt, and say in every entry when it was changed."""
    article = entry.article
    if content.whole(feed, article) and len(article.summary) < EXCERPT:
        beginning = excerpt(plain(article.html), _EXCERPT_LIMIT)
        existing(item, "description").text = content.html_text(feed, beginning)
    put(item, "dcterms:modified", rfc3339(last_change(entry)))


PROFILE = Profile(
    name=NAME,
    title=TITLE,
    formats=("rss",),
    dialect=Dialect(name=NAME, extend_entry=_extend_entry),
    takedown="edit",
    whole=True,
    limit=50,
    least=30,
    demands=(
        demands.text(TITLE),
        demands.title_without_markup(TITLE),
        demands.byline(TITLE),
        picture_demands.picture(TITLE, is_hard=False),
        picture_demands.picture_shorter_side(TITLE, 400),
    ),
)
