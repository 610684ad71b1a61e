"""The press: prints what is dirty.

A feed is read in one snapshot, rendered outside any transaction, and stored on condition that
nobody printed something newer: no claim is needed, and two presses may run at once.
`make_edition()` is pure; `Press.refresh()` reads, prints and stores.
"""

import hashlib
import logging
import time
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from store import (
    ALL,
    Body,
    Edition,
    FeedState,
    Intake,
    Problem,
    Section,
    Transaction,
    replace_placements,
)

from .current import current, read_sheet
from .feed import PrintOptions, Sheet
from .fingerprint import choice, fingerprint
from .formats import FORMATS
from .formats.cache import EntryCache

TICK = timedelta(seconds=1)

_log = logging.getLogger("nashra.press")


@dataclass(frozen=True, slots=True)
class PrintResult:
    """The outcome for one dirty feed.

    outcome     printed   it has a new edition
                same      the bytes were equal, only `printed` advanced
                beaten    another press was faster, or the definition moved
                waiting   it was stored in this very second, and may be stored once in each
                failed    the log says why
    """

    feed: str
    revision: int
    outcome: str


@dataclass(frozen=True, slots=True)
class Definition:
    """The two digests under which a feed is printed; see fingerprint.py."""

    fingerprint: str
    choice: str


def make_edition(
    section: Section, options: PrintOptions, sheet: Sheet, cache: EntryCache
) -> Edition:
    """The edition that a sheet makes: pure, and the same for the same sheet in every process."""
    feed = current(section, options, sheet)
    bodies = {name: _body(format.render(feed, cache)) for name, format in FORMATS.items()}
    return Edition(
        feed=section.slug,
        revision=sheet.state.wanted,
        ttl=feed.ttl,
        language=feed.language,
        shown=tuple((entry.article.id, entry.revision) for entry in feed.entries),
        bodies=bodies,
    )


def _body(content: bytes) -> Body:
    return Body(hashlib.sha256(content).hexdigest()[:32], content)


class Press:
    """Prints the feeds of one newspaper. Entries that were built are kept between prints."""

    def __init__(self, intake: Intake, options: PrintOptions, printed: Sequence[Section]) -> None:
        self._intake = intake
        self._store = intake.store
        self._options = options
        self._sections = {section.slug: section for section in printed}
        self._cache = EntryCache()

    def refresh(self) -> list[PrintResult]:
        """Print what is dirty, and only that. Raises Unavailable if the database is gone."""
        with self._store.snapshot() as snapshot:
            states = snapshot.feeds.states(self._sections)
        dirty = [key for key in self._sections if key in states and states[key].dirty]
        return [self._print_or_say_why(key) for key in dirty]

    def _print_or_say_why(self, key: str) -> PrintResult:
        """Print a feed; one that cannot be printed keeps its edition, and stops no other."""
        try:
            return self._print(key)
        except Problem:
            raise
        except Exception:
            _log.exception("feed %s cannot be printed", key)
            return PrintResult(key, 0, "failed")

    def _print(self, key: str) -> PrintResult:
        section = self._sections[key]
        now = self._this_second()
        started = time.perf_counter()
        with self._store.snapshot() as snapshot:
            last = snapshot.editions.head(key)
            if last and last.stored_at == now:
                return PrintResult(key, last.revision, "waiting")
            sheet = read_sheet(snapshot, section, self._options.sections)
        edition = make_edition(section, self._options, sheet, self._cache)
        took_ms = round(1000 * (time.perf_counter() - started))
        return self._store_edition(section, edition, took_ms)

    def _store_edition(self, section: Section, edition: Edition, took_ms: int) -> PrintResult:
        definition = fingerprint(section, self._options)
        with self._store.transaction() as transaction:
            outcome = self._keep(transaction, edition, definition, took_ms)
        shown = len(edition.shown)
        _log.info(
            "feed %s revision %d: %s, %d articles", edition.feed, edition.revision, outcome, shown
        )
        return PrintResult(edition.feed, edition.revision, outcome)

    def _keep(
        self, transaction: Transaction, edition: Edition, definition: str, took_ms: int
    ) -> str:
        """Keep an edition unless another press was faster; the outcome, as in PrintResult."""
        feeds = transaction.feeds
        printed = (edition.feed, edition.revision, definition, took_ms)
        hashes = {name: body.hash for name, body in edition.bodies.items()}
        stored_at = self._this_second()
        last = transaction.editions.head(edition.feed)
        if last:
            if last.hashes == hashes:
                return "same" if feeds.printed(*printed) else "beaten"
            if last.stored_at == stored_at:
                return "waiting"
            # Last-Modified of a feed only grows, even if the clock went back.
            stored_at = max(stored_at, last.stored_at + TICK)
        if not feeds.printed(*printed, edition.revision):
            return "beaten"
        transaction.editions.save(edition, stored_at)
        return "printed"

    def _this_second(self) -> datetime:
        return self._intake.clock().replace(microsecond=0)

    def define(self, may: Callable[[Transaction], bool] = lambda _: True) -> list[str]:
        """Note the definitions of all feeds; return the keys of those that must be reprinted.

        A section that is new, or takes other articles than before, rewrites its placements first.
        `may` is asked in the transaction that notes the definitions: whoever lost the lease
        meanwhile notes nothing.
        """
        definitions = self._definitions()
        with self._store.snapshot() as snapshot:
            states = snapshot.feeds.states(self._sections)
            forgotten = snapshot.feeds.defined() - definitions.keys()
        chosen_anew = _chosen_anew(definitions, states)
        if chosen_anew:
            replace_placements(self._intake, chosen_anew)
        moved = _moved(definitions, states, chosen_anew)
        if not moved and not forgotten:
            return []
        with self._store.transaction() as transaction:
            if not may(transaction):
                return []
            self._forget(transaction, forgotten)
            self._note(transaction, definitions, moved)
        return moved

    def _definitions(self) -> dict[str, Definition]:
        return {
            key: Definition(fingerprint(section, self._options), choice(section))
            for key, section in self._sections.items()
        }

    def _forget(self, transaction: Transaction, keys: Collection[str]) -> None:
        """Take away the definitions of feeds that are gone: one that returns is chosen anew."""
        for key in keys:
            transaction.feeds.define(key, "", "")

    def _note(
        self, transaction: Transaction, definitions: Mapping[str, Definition], moved: Sequence[str]
    ) -> None:
        """Define feeds anew, and want them at a revision of their own."""
        if not moved:
            return
        number = transaction.revision.next()
        transaction.feeds.want(dict.fromkeys(moved, number), self._intake.clock())
        for key in moved:
            definition = definitions[key]
            transaction.feeds.define(key, definition.fingerprint, definition.choice)


def _chosen_anew(
    definitions: Mapping[str, Definition], states: Mapping[str, FeedState]
) -> set[str]:
    """Sections that are new, or take other articles than before; `all` takes every article."""
    return {
        key
        for key, definition in definitions.items()
        if key != ALL and (key not in states or states[key].choice != definition.choice)
    }


def _moved(
    definitions: Mapping[str, Definition], states: Mapping[str, FeedState], chosen_anew: set[str]
) -> list[str]:
    """Feeds to reprint: new ones, those of another fingerprint, and what was chosen anew."""
    moved = [
        key
        for key, definition in definitions.items()
        if key not in states or states[key].fingerprint != definition.fingerprint
    ]
    return moved + sorted(chosen_anew - set(moved))
