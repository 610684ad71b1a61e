"""Orders of printed feeds: pages of their archives, and summaries of any of their pages."""

from dataclasses import dataclass

from store import FeedState, Section, Transaction

from ..links import SUMMARIES
from ..printing.archive import archive, read_archive, read_archive_state
from ..printing.current import current, read_sheet
from ..printing.feed import Feed, PrintOptions, Sheet
from ..printing.formats.format import Format


@dataclass(frozen=True, slots=True)
class PageOrder:
    """An order of a page of a printed feed.

    number     that of a page of its archive; 0 for its current page
    summaries  whether summaries are asked for where whole texts would come
    """

    section: Section
    format: Format
    number: int = 0
    summaries: bool = False

    @property
    def key(self) -> tuple[str, int, str, bool]:
        """What tells it from every other order."""
        return (self.section.slug, self.number, self.format.name, self.summaries)

    @property
    def query(self) -> str:
        """What stands behind the address of the page."""
        return SUMMARIES if self.summaries else ""

    def state(self, snapshot: Transaction) -> FeedState | None:
        """The state of the page; None where there is no such page."""
        if self.number:
            return read_archive_state(snapshot, self.section, self.number)
        return snapshot.feeds.states([self.section.slug]).get(self.section.slug)

    def is_settled(self, _: Transaction) -> bool:
        """Whether it stays as it is while its state does: it does."""
        return True

    def read(self, snapshot: Transaction, state: FeedState) -> Sheet:
        """The sheet of the page."""
        if self.number:
            return read_archive(snapshot, self.section, self.number, state)
        return read_sheet(snapshot, self.section)

    def feed(self, options: PrintOptions, sheet: Sheet) -> Feed:
        """The page of a sheet that was read."""
        if self.number:
            return archive(self.section, options, sheet, self.number, summaries=self.summaries)
        return current(self.section, options, sheet, summaries=self.summaries)
