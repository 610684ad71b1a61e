"""Flipboard, by its guidelines for RSS feeds.

It knows no deletion: an article goes by being edited, so what was withdrawn must say so itself.
"""

from typing import ClassVar

from tests.partners import rules
from tests.partners.document import moment
from tests.partners.reading import EntryRules, FeedRules, PartnerReader


class Flipboard(PartnerReader):
    """Flipboard's reader."""

    FEED: ClassVar[FeedRules] = {
        "utf-8": rules.utf8,
        "unique-id": rules.unique_ids,
        "channel-title": rules.said("title"),
        "channel-link": rules.said("link"),
        "channel-description": rules.said("description"),
        "channel-language": rules.language("[a-z]{2}(-[A-Z]{2})?"),
        "hub": rules.hub,
        "items": rules.entries(least=30),
    }
    ENTRY: ClassVar[EntryRules] = {
        "id": rules.identity,
        "title": rules.title(1, 1000),
        "title-markup": rules.plain_title,
        "link": rules.link,
        "published": rules.published(moment),
        "modified": rules.modified(moment),
        "full-text": rules.full_text,
    }
    ADVICE: ClassVar[EntryRules] = {
        "byline": rules.byline,
        "excerpt": rules.excerpt(300),
        "picture": rules.sized_picture(400),
        "pictures": rules.secure_pictures,
    }
