"""The press: prints what is dirty.

A feed is read in one snapshot, rendered outside any transaction, and stored on condition that
nobody printed something newer: no claim is needed, and two presses may run at once.
`make_edition()` is pure; `Press.refresh()` reads, prints and stores.
"""

import logging
import time
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, partial

from store import (
    ALL,
    Body,
    Edition,
    FeedState,
    Intake,
    Problem,
    Section,
    Transaction,
    Unavailable,
    choice,
    replace_placements,
)

from .current import current, read_sheet
from .feed import PrintOptions, Sheet
from .fingerprint import fingerprint
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


@dataclass(frozen=True, slots=True)
class Definition:
    """The two digests under which a feed is printed: of its looks, and of what stands in it."""

    fingerprint: str
    choice: str


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
        self._rearranged: set[str] = set()  # feeds whose placements are being rewritten

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
        keys = [key for key in self._sections if key not in self._rearranged]
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
        definition = self._definitions[feed].fingerprint
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

        Sections whose articles do not all stand by their choice rewrite their placements; one that
        has an edition is defined after that, so that no half of it is printed. `may` is asked in
        the transactions that note the definitions: whoever lost the lease meanwhile notes nothing.
        `moved` is called after each batch of placements, and may print.
        """
        with self._store.snapshot() as snapshot:
            states = snapshot.feeds.states(self._sections)
            given_up = snapshot.feeds.defined() - self._definitions.keys()
            chosen_anew = self._chosen_anew(snapshot.choices.all())
        with_edition = {key for key in chosen_anew if key in states and states[key].edition}
        at_once = [key for key in self._defined_anew(states) if key not in with_edition]
        if at_once or given_up or chosen_anew:
            with self._store.transaction() as transaction:
                if not may(transaction):
                    return []
                self._forget(transaction, given_up)
                self._note(transaction, at_once)
                transaction.choices.forget(chosen_anew)  # until all articles are placed anew
        if not chosen_anew:
            return at_once
        self._rearrange(chosen_anew, with_edition, moved)
        with self._store.transaction() as transaction:
            if not may(transaction):
                return []
            self._note(transaction, sorted(chosen_anew))
            transaction.choices.keep({key: self._definitions[key].choice for key in chosen_anew})
        return at_once + sorted(chosen_anew.difference(at_once))

    def _rearrange(
        self, feeds: set[str], with_edition: set[str], moved: Callable[[], object]
    ) -> None:
        """Place all articles anew in these feeds; those with an edition are not printed yet."""
        self._rearranged = with_edition
        try:
            moved()  # the others are printed first: all articles may take a minute
            replace_placements(self._intake, feeds, moved)
        finally:
            self._rearranged = set()

    def is_defined(self) -> bool:
        """Whether all feeds have the definitions of this press.

        A database that has forgotten its last commits has older ones, or none, though define() was
        well: nothing would be printed.
        """
        with self._store.snapshot() as snapshot:
            states = snapshot.feeds.states(self._sections)
        return not self._defined_anew(states)

    @cached_property
    def _definitions(self) -> dict[str, Definition]:
        return {
            key: Definition(fingerprint(section, self._options), choice(section))
            for key, section in self._sections.items()
        }

    def _forget(self, transaction: Transaction, keys: Collection[str]) -> None:
        """Take away the definitions of feeds that are gone: one that returns is chosen anew."""
        for key in keys:
            transaction.feeds.define(key, "", "")

    def _note(self, transaction: Transaction, keys: Sequence[str]) -> None:
        """Define feeds anew, and want them at a revision of their own."""
        if not keys:
            return
        number = transaction.revision.next()
        transaction.feeds.want(dict.fromkeys(keys, number), self._intake.clock())
        for key in keys:
            definition = self._definitions[key]
            transaction.feeds.define(key, definition.fingerprint, definition.choice)

    def _chosen_anew(self, choices: Mapping[str, str]) -> set[str]:
        """Sections whose articles do not all stand by their choice; `all` takes every article."""
        return {
            key
            for key, definition in self._definitions.items()
            if key != ALL and choices.get(key) != definition.choice
        }

    def _defined_anew(self, states: Mapping[str, FeedState]) -> list[str]:
        """Feeds to reprint: new ones, and those of another definition."""
        return [
            key
            for key, definition in self._definitions.items()
            if key not in states or _definition(states[key]) != definition
        ]


def _definition(state: FeedState) -> Definition:
    return Definition(state.fingerprint, state.choice)
