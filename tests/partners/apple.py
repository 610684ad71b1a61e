"""Apple News, by the requirements of FlatPlan, which feeds it, and Apple's own guidelines for RSS.

An article is read again if its date of change has moved; it knows no deletion.
"""

from typing import ClassVar

from tests.partners import rules
from tests.partners.document import moment, rfc822
from tests.partners.reading import EntryRules, FeedRules, PartnerReader


class Apple(PartnerReader):
    """The reader of FlatPlan."""

    FEED: ClassVar[FeedRules] = {
        "utf-8": rules.utf8,
        "unique-id": rules.unique_ids,
        "channel-title": rules.said("title"),
        "channel-link": rules.said("link"),
        "region": rules.language("[a-z]{2}-[A-Z]{2}"),
        "items": rules.entries(least=10, most=60),
    }
    ENTRY: ClassVar[EntryRules] = {
        "id": rules.identity,
        "title-markup": rules.plain_title,
        "link": rules.link,
        "canonical-link": rules.untracked,
        "published": rules.published(rfc822),
        "modified": rules.modified(moment),
        "body": rules.body(1, 10_000_000),
    }
    ADVICE: ClassVar[EntryRules] = {"title-length": rules.title(15, 60)}
