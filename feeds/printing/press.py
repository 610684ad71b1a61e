"""The press: prints what is dirty. make_edition() is pure; Press.refresh() reads, prints and
stores.

A feed is read in one snapshot, rendered outside any transaction, and stored on condition that
nobody printed something newer: no claim is needed, and two presses may run at once.
"""

import hashlib
import logging
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta

from store import (
    ALL,
    Body,
    Edition,
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
    """What became of one dirty feed.

    outcome is `printed`, `same` (equal bytes), `beaten` (another press was faster, or the
    definition moved), `waiting` (it was stored in this very second and may be stored only once in
    it) or `failed` (the log says why).
    """

    feed: str
    revision: int
    outcome: str


def make_edition(section: Section, pages: PrintOptions, sheet: Sheet, made: EntryCache) -> Edition:
    """The edition that a sheet makes: pure, and the same for the same sheet in every process."""
    feed = current(section, pages, sheet)
    bodies = {name: _body(format.render(feed, made)) for name, format in FORMATS.items()}
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

    def __init__(self, intake: Intake, pages: PrintOptions, printed: Sequence[Section]) -> None:
        self._store, self._intake, self._pages = intake.store, intake, pages
        self._sections = {section.slug: section for section in printed}
        self._made = EntryCache()

    def refresh(self) -> list[PrintResult]:
        """Print what is dirty, and only that. Raises Unavailable where the database is gone."""
        with self._store.snapshot() as snapshot:
            states = snapshot.feeds.states(self._sections)
        dirty = [key for key in self._sections if key in states and states[key].dirty]
        return [self._print_or_say_why(key) for key in dirty]

    def _print_or_say_why(self, key: str) -> PrintResult:
        """One feed that cannot be printed keeps its last good edition, and stops no other."""
        try:
            return self._print(key)
        except Problem:
            raise
        except Exception:
            _log.exception("feed %s cannot be printed", key)
            return PrintResult(key, 0, "failed")

    def _print(self, key: str) -> PrintResult:
        section, now = self._sections[key], self._intake.clock().replace(microsecond=0)
        started = time.perf_counter()
        with self._store.snapshot() as snapshot:
            last = snapshot.editions.head(key)
            if last and last.stored_at == now:
                return PrintResult(key, last.revision, "waiting")
            sheet = read_sheet(snapshot, section, self._pages.sections)
        edition = make_edition(section, self._pages, sheet, self._made)
        took_ms = round(1000 * (time.perf_counter() - started))
        outcome = self._store_edition(edition, fingerprint(section, self._pages), took_ms)
        _log.info(
            "feed %s revision %d: %s, %d articles",
            key,
            edition.revision,
            outcome,
            len(edition.shown),
        )
        return PrintResult(key, edition.revision, outcome)

    def _store_edition(self, edition: Edition, mark: str, took_ms: int) -> str:
        """Keep an edition unless another press was faster; equal bytes only advance `printed`."""
        with self._store.transaction() as transaction:
            last = transaction.editions.head(edition.feed)
            same = last is not None and last.hashes == {
                n: b.hash for n, b in edition.bodies.items()
            }
            now = self._intake.clock().replace(microsecond=0)
            if last and not same and last.stored_at == now:
                return "waiting"
            number = None if same else edition.revision
            if not transaction.feeds.printed(edition.feed, edition.revision, mark, took_ms, number):
                return "beaten"
            if not same:
                stored_at = max(now, last.stored_at + TICK) if last else now
                transaction.editions.save(edition, stored_at)
        return "same" if same else "printed"

    def define(self, may: Callable[[Transaction], bool] = lambda _: True) -> list[str]:
        """Compare every feed's definition with what it is printed by; returns the feeds that must
        reprint.

        A section that is new, or takes other articles than before, rewrites its placements first.
        `may` is asked in the transaction that notes the definitions: whoever lost the lease
        meanwhile notes nothing.
        """
        marks = {key: fingerprint(one, self._pages) for key, one in self._sections.items()}
        choices = {key: choice(one) for key, one in self._sections.items()}
        with self._store.snapshot() as snapshot:
            states = snapshot.feeds.states(self._sections)
            forgotten = snapshot.feeds.defined() - marks.keys()
        chosen = {
            k for k in marks if k != ALL and (k not in states or states[k].choice != choices[k])
        }
        if chosen:
            replace_placements(self._intake, chosen)
        moved = [key for key in marks if key not in states or states[key].fingerprint != marks[key]]
        moved += sorted(chosen - set(moved))
        if moved or forgotten:
            with self._store.transaction() as transaction:
                if not may(transaction):
                    return []
                for key in forgotten:  # should it come back, its placements are made anew
                    transaction.feeds.define(key, "", "")
                number = transaction.revision.next() if moved else 0
                transaction.feeds.want(dict.fromkeys(moved, number), self._intake.clock())
                for key in moved:
                    transaction.feeds.define(key, marks[key], choices[key])
        return moved
