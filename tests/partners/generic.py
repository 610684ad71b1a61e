"""Any aggregator that keeps to the specifications: RSS 2.0, RFC 4287, RFC 6721.

Articles are known by their ids. In Atom a deleted entry takes down what is not newer than it; in
RSS nothing can, and an article that was edited is compared with what is there.
"""

from collections.abc import Iterator
from typing import ClassVar

from tests.partners import rules
from tests.partners.document import FeedRead, moment, w3c_dtf
from tests.partners.reading import EntryRules, FeedRules, PartnerReader, Taken


def _tombstones(feed: FeedRead) -> Iterator[str]:
    """Each names an entry and a moment that has come, and no two name both (section 3)."""
    for ref, when in feed.tombstones:
        end = w3c_dtf(when)
        if not ref or end is None or end > feed.fetched:
            yield f"deleted-entry {ref!r} {when!r}"
        if feed.tombstones.count((ref, when)) > 1:
            yield f"deleted-entry {ref!r} {when!r} twice"


class Generic(PartnerReader):
    """A reader by the specifications."""

    FEED: ClassVar[FeedRules] = {"unique-id": rules.unique_ids, "tombstones": _tombstones}
    ENTRY: ClassVar[EntryRules] = {
        "id": rules.identity,
        "title": rules.title(1, 1000),
        "title-markup": rules.plain_title,
        "link": rules.link,
        "published": rules.published(moment),
    }
    HISTORY: ClassVar[tuple[str, ...]] = (*PartnerReader.HISTORY, "tombstone-and-entry")

    def read(self, feed: FeedRead) -> None:
        super().read(feed)
        shown = {entry.id: self.key(entry) for entry in feed.entries}
        for ref, when in feed.tombstones:
            end = w3c_dtf(when)
            stands = shown.get(ref)
            if end is not None and stands is not None and stands <= end:
                self.complain("tombstone-and-entry", ref, f"{stands} is not after {end}")
            taken = self.articles.get(ref)
            if taken and end is not None and taken.moment <= end:
                self.articles[ref] = Taken(taken.entry, end, is_gone=True)

    def compare(self, before: Taken, after: Taken) -> None:
        if after.entry.is_atom:
            super().compare(before, after)
        elif after.moment < before.moment:
            self.complain("date-back", after.entry.id, f"{before.moment} to {after.moment}")
        else:
            self.articles[after.entry.id] = after
