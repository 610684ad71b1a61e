"""The press: prints what is dirty.

A feed is read in one snapshot, rendered outside any transaction, and stored on condition that
nobody printed something newer: no claim is needed, and two presses may run at once.
`make_edition()` is pure; `Press.refresh()` reads, prints and stores.
"""

import logging
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from store import (
    Body,
    Edition,
    FeedState,
    Intake,
    Problem,
    Section,
    Transaction,
    Unavailable,
)

from .current import current, read_sheet
from .definitions import Definitions
from .feed import PrintOptions, Sheet
from .fingerprint import looks
from .formats import FORMATS
from .formats.cache import EntryCache
from .pace import Pace

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


def make_edition(
    section: Section, options: PrintOptions, sheet: Sheet, cache: EntryCache
) -> Edition:
    """The edition that a sheet makes: pure, and the same for the same sheet in every process."""
    feed = current(section, options, sheet)
    bodies = {name: Body.of(format.render(feed, cache)) for name, format in FORMATS.items()}
    return Edition(
        feed=section.slug,
        revision=sheet.state.wanted,
        ttl=feed.ttl,
        language=feed.language,
        shown=tuple((entry.article.id, entry.revision) for entry in feed.entries),
        looks=looks(section, options),
        bodies=bodies,
    )


class Press:
    """Prints the feeds of one newspaper. Entries that were built are kept between prints."""

    def __init__(self, intake: Intake, options: PrintOptions, printed: Sequence[Section]) -> None:
        self._intake = intake
        self._store = intake.store
        self._options = options
        self._sections = {section.slug: section for section in printed}
        self._cache = EntryCache()
        self._pace = Pace(intake.clock, intake.timer)
        self._unavailable: list[str] = []  # feeds that the database failed, longest ago first
        self._definitions = Definitions(intake, options, self._sections)

    def refresh(self, moved: Callable[[], object] = lambda: None) -> list[PrintResult]:
        """Print what is dirty, and only that. Raises Unavailable if the database is gone.

        A feed that the database alone cannot give or take stops no other, and comes last the next
        time; with a second one in a row the database is taken for gone. `moved` is called after
        each feed.
        """
        with self._store.snapshot() as snapshot:
            states = snapshot.feeds.states(self._sections)
        results = []
        has_failed = False
        for key in self._dirty(states):
            try:
                results.append(self._print_or_say_why(key))
                has_failed = False
            except Unavailable as problem:
                self._note_unavailable(key, problem)
                if has_failed:
                    raise
                results.append(PrintResult(key, 0, "failed"))
                has_failed = True
            moved()
        return results

    def _dirty(self, states: Mapping[str, FeedState]) -> list[str]:
        """The feeds to print, last those that the database failed: each may take long."""
        keys = [key for key in self._sections if key not in self._definitions.rearranged]
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
        if key in self._unavailable:
            self._unavailable.remove(key)
        return result

    def _print(self, key: str) -> PrintResult:
        section = self._sections[key]
        started = time.perf_counter()
        with self._store.snapshot() as snapshot:
            last = snapshot.editions.head(key)
            if last and self._pace.is_early(key, last.stored_at):
                return PrintResult(key, last.revision, "waiting")
            sheet = read_sheet(snapshot, section)
        edition = make_edition(section, self._options, sheet, self._cache)
        took_ms = round(1000 * (time.perf_counter() - started))
        return self._store_edition(section, edition, took_ms)

    def _store_edition(self, section: Section, edition: Edition, took_ms: int) -> PrintResult:
        feed = edition.feed
        definition = self._definitions.by_key[feed].fingerprint
        with self._store.transaction() as transaction:
            note_print = partial(
                transaction.feeds.printed, feed, edition.revision, definition, took_ms
            )
            outcome = self._keep(transaction, edition, note_print)
        shown = len(edition.shown)
        _log.info(
            "feed %s revision %d: %s, %d articles", edition.feed, edition.revision, outcome, shown
        )
        return PrintResult(edition.feed, edition.revision, outcome)

    def _keep(
        self, transaction: Transaction, edition: Edition, note_print: Callable[..., bool]
    ) -> str:
        """Keep an edition unless another press was faster; the outcome, as in PrintResult."""
        feed = edition.feed
        hashes = {name: body.hash for name, body in edition.bodies.items()}
        last = transaction.editions.head(feed)
        if last and last.hashes == hashes:
            return "same" if note_print() else "beaten"
        if last and self._pace.is_early(feed, last.stored_at):
            return "waiting"
        if not note_print(edition=edition.revision):
            return "beaten"
        second = self._pace.next_second(feed, last.stored_at if last else None)
        transaction.editions.save(edition, second)
        self._pace.note(feed, second)
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
