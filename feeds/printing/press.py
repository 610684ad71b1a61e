"""The press: prints what is dirty.

A feed is read in one snapshot, rendered outside any transaction, and stored on condition that
nobody printed something newer: no claim is needed, and two presses may run at once.
"""

import logging
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from store import (
    Edition,
    FeedState,
    Head,
    Intake,
    Problem,
    Section,
    Transaction,
    Unavailable,
)

from .definitions import Definitions
from .feed import PrintOptions
from .formats.cache import EntryCache
from .pace import Pace
from .partner import ProfiledPartner
from .printed import PartnerFeed, PrintedFeed, SectionFeed
from .profiles.counting import counted_in_english

_ENTRIES = 4000  # finished entries that are kept of the feeds for all to read
_log = logging.getLogger("nashra.press")


@dataclass(frozen=True, slots=True)
class PrintResult:
    """The outcome for one dirty feed.

    outcome     printed   it has a new edition
                same      the bytes were equal, only `printed` advanced
                beaten    another press was faster, or the definition moved
                waiting   it was stored a moment ago, and may be stored once a second
                failed    the log says why
    """

    feed: str
    revision: int
    outcome: str


class Press:
    """Prints the feeds of one newspaper. Entries that were built are kept between prints."""

    def __init__(
        self,
        intake: Intake,
        options: PrintOptions,
        printed: Sequence[Section],
        partners: Sequence[ProfiledPartner] = (),
    ) -> None:
        self._store = intake.store
        feeds: list[PrintedFeed] = [SectionFeed(section, options) for section in printed]
        feeds += [PartnerFeed(partner, options) for partner in partners]
        self._feeds = {feed.key: feed for feed in feeds}
        self._cache = EntryCache(_ENTRIES + sum(partner.entries_kept for partner in partners))
        self._pace = Pace(intake.clock, intake.timer)
        self._unavailable: list[str] = []  # feeds that the database failed, longest ago first
        self._definitions = Definitions(intake, self._feeds)

    def refresh(self, moved: Callable[[], object] = lambda: None) -> list[PrintResult]:
        """Print what is dirty, and only that. Raises Unavailable if the database is gone.

        A feed that the database alone cannot give or take stops no other, and comes last the next
        time; with a second one in a row the database is taken for gone. `moved` is called after
        each feed.
        """
        with self._store.snapshot() as snapshot:
            states = snapshot.feeds.states(self._feeds)
        results = []
        has_failed = False
        for key in self._dirty(states):
            try:
                result = self._print_or_say_why(key)
            except Unavailable as problem:
                self._note_unavailable(key, problem)
                if has_failed:
                    raise
                result = PrintResult(key, 0, "failed")
                has_failed = True
            else:
                has_failed = has_failed and result.outcome == "waiting"
            results.append(result)
            moved()
        return results

    def _dirty(self, states: Mapping[str, FeedState]) -> list[str]:
        """The feeds to print, last those that the database failed: each may take long."""
        keys = [key for key in self._feeds if key not in self._definitions.rearranged]
        dirty = [key for key in keys if key in states and states[key].dirty]
        failed = [key for key in self._unavailable if key in dirty]
        return [key for key in dirty if key not in failed] + failed

    def _note_unavailable(self, key: str, problem: Unavailable) -> None:
        """Remember that the database failed a feed, and say so once."""
        if key in self._unavailable:
            self._unavailable.remove(key)
        else:
            _log.error("feed %s cannot be printed: %s", key, problem)
        self._unavailable.append(key)

    def _print_or_say_why(self, key: str) -> PrintResult:
        """Print a feed; one that cannot be printed keeps its edition, and stops no other."""
        try:
            result = self._print(key)
        except Problem:
            raise
        except Exception:
            _log.exception("feed %s cannot be printed", key)
            return PrintResult(key, 0, "failed")
        # Nothing was read or written of a feed that waits: the database may fail it still.
        if key in self._unavailable and result.outcome != "waiting":
            self._unavailable.remove(key)
        return result

    def _print(self, key: str) -> PrintResult:
        feed = self._feeds[key]
        started = time.perf_counter()
        with self._store.snapshot() as snapshot:
            last = snapshot.editions.head(key)
            if last and self._pace.is_early(key, last.stored_at):
                return PrintResult(key, last.revision, "waiting")
            sheet = feed.read(snapshot)
        edition = feed.edition(sheet, self._cache)
        took_ms = round(1000 * (time.perf_counter() - started))
        return self._store_edition(edition, took_ms)

    def _store_edition(self, edition: Edition, took_ms: int) -> PrintResult:
        feed = edition.feed
        definition = self._definitions.by_key[feed].fingerprint
        with self._store.transaction() as transaction:
            note_print = partial(
                transaction.feeds.printed, feed, edition.revision, definition, took_ms
            )
            before = transaction.editions.findings([feed])
            last = transaction.editions.head(feed)
            second = self._pace.next_second(feed, last.stored_at if last else None)
            outcome = self._keep(transaction, edition, last, second, note_print)
        if outcome == "printed":
            self._pace.note(feed, second)
        _log_outcome(edition, outcome, before)
        return PrintResult(feed, edition.revision, outcome)

    def _keep(
        self,
        transaction: Transaction,
        edition: Edition,
        last: Head | None,
        second: datetime,
        note_print: Callable[..., bool],
    ) -> str:
        """Keep an edition unless another press was faster; the outcome, as in PrintResult.

        last    the edition that the feed shows until now
        second  under which this one is stored
        """
        if last and last.hashes == edition.hashes:
            if not note_print():
                return "beaten"
            transaction.editions.note_same(edition, last.revision)
            return "same"
        if last and self._pace.is_early(edition.feed, last.stored_at):
            return "waiting"
        if not note_print(edition=edition.revision):
            return "beaten"
        transaction.editions.save(edition, second)
        return "printed"

    def define(
        self,
        may: Callable[[Transaction], bool] = lambda _: True,
        moved: Callable[[], object] = lambda: None,
    ) -> list[str]:
        """Note the definitions of all feeds; return the keys of those that must be reprinted.

        `may` is asked in the transactions that note them: whoever lost the lease meanwhile notes
        nothing. `moved` is called after each batch of placements, and may print.
        """
        return self._definitions.note(may, moved)

    def is_defined(self) -> bool:
        """Whether all feeds have the definitions of this press.

        A database that has forgotten its last commits has older ones, or none, though define() was
        well: nothing would be printed.
        """
        return self._definitions.are_noted()


def _log_outcome(
    edition: Edition, outcome: str, before: Mapping[str, Sequence[tuple[str, str]]]
) -> None:
    """Say what became of an edition; `before` are the findings of the one before it, by feed."""
    if outcome in ("printed", "same"):
        _log_findings(edition, before.get(edition.feed, ()))
    shown = len(edition.shown)
    _log.info(
        "feed %s revision %d: %s, %d articles", edition.feed, edition.revision, outcome, shown
    )


def _log_findings(edition: Edition, before: Sequence[tuple[str, str]]) -> None:
    """Say which demands of a partner are newly broken, a line each, with the first article."""
    broken: dict[str, list[str]] = {}
    for article_id, demand in edition.findings:
        if (article_id, demand) not in before:
            broken.setdefault(demand, []).append(article_id)
    for demand, ids in broken.items():
        count = counted_in_english(len(ids), "article")
        _log.warning("feed %s: %s newly broken by %s: %s", edition.feed, demand, count, ids[0])
