"""Automation and newsletters, as the RSS triggers of n8n and Power Automate work.

They keep the newest date that they have seen, and send whatever is dated later, and nothing else:
an article that comes under an older date is lost, and one whose date moves is sent again.
"""

from datetime import datetime
from typing import ClassVar

from tests.partners import rules
from tests.partners.document import EntryRead, FeedRead, moment
from tests.partners.reading import EntryRules, FeedRules, PartnerReader, Taken


class Newsletter(PartnerReader):
    """A trigger that begins with what stands in the feed when it is set up."""

    FEED: ClassVar[FeedRules] = {"unique-id": rules.unique_ids}
    ENTRY: ClassVar[EntryRules] = {
        "id": rules.identity,
        "title": rules.title(1, 1000),
        "link": rules.link,
        "published": rules.published(moment),
    }
    HISTORY: ClassVar[tuple[str, ...]] = ("lost", "twice", "date-back")

    def __init__(self) -> None:
        super().__init__()
        self.newest: datetime | None = None
        self.sent: list[str] = []

    def read(self, feed: FeedRead) -> None:
        accepted = [entry for entry in feed.entries if self.accepts(entry)]
        dates = [date for entry in accepted if (date := self.key(entry))]
        for entry in accepted:
            self.take(entry)
        self.newest = max([*dates, *([self.newest] if self.newest else [])], default=None)

    def key(self, entry: EntryRead) -> datetime | None:
        return moment(entry.published)

    def take(self, entry: EntryRead) -> None:
        date = self.key(entry)
        assert date is not None
        before = self.articles.get(entry.id)
        is_later = self.newest is None or date > self.newest
        if is_later:
            self.sent.append(entry.id)
            self.articles[entry.id] = Taken(entry, date)
        if before is None and not is_later:
            self.complain("lost", entry.id, f"{date}, and {self.newest} was seen")
        if before is not None and is_later:
            self.complain("twice", entry.id, f"{before.moment} to {date}")
        if before is not None and date < before.moment:
            self.complain("date-back", entry.id, f"{before.moment} to {date}")
