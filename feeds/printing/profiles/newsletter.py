"""Newsletters and automation: Mailchimp, MailerLite, Brevo, n8n, Power Automate and their likes.

They look at `pubDate` alone, and take what is later than all they have seen: so their feeds are
best dated by arrival, and a correction reaches none of them. An RSS template of a mail shows the
picture of `media:content`, others look for `media:thumbnail`; a mail that is sent cannot be taken
back.
"""

from ..feed import Entry, Feed
from ..formats.dialect import Dialect
from ..formats.generator import Element, thumbnail
from .picture_demands import picture, picture_over_https
from .profile import Profile

NAME = "newsletter"
TITLE = "Newsletter"


def _extend_entry(_feed: Feed, entry: Entry, item: Element) -> None:
    """Append the picture once more, for those who look for a thumbnail."""
    if entry.article.image:
        thumbnail(item, entry.article.image)


PROFILE = Profile(
    name=NAME,
    title=TITLE,
    formats=("rss", "atom", "json"),
    dialect=Dialect(name=NAME, extend_entry=_extend_entry),
    takedown="leave",
    whole=False,
    limit=50,
    demands=(picture(TITLE, is_hard=False), picture_over_https(TITLE, is_hard=False)),
)
