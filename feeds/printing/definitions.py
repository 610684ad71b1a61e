"""The definitions of the printed feeds, and what has to be done where one has changed.

A feed of other looks is printed anew; one of another choice has all articles placed anew.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass

from store import (
    ALL,
    FeedState,
    Intake,
    Store,
    Transaction,
    replace_placements,
)

from .printed import PrintedFeed


@dataclass(frozen=True, slots=True)
class Definition:
    """The two digests under which a feed is printed: of its looks, and of what stands in it."""

    fingerprint: str
    choice: str


@dataclass(frozen=True, slots=True)
class _Differences:
    """What is to be done; each holds keys of feeds.

    given_up  have a definition, and exist no more
    at_once   are defined and printed anew as they stand
    replaced  have all articles placed anew
    hidden    of these, those with an edition: it is served until all articles stand
    """

    given_up: set[str]
    at_once: list[str]
    replaced: set[str]
    hidden: set[str]


class Definitions:
    """The definitions of all feeds that a press prints.

    rearranged  feeds whose placements are just being rewritten: half of that is nothing to print
    """

    def __init__(self, intake: Intake, feeds: Mapping[str, PrintedFeed]) -> None:
        self._intake = intake
        self._store: Store = intake.store
        self.by_key = {
            key: Definition(feed.fingerprint, feed.choice) for key, feed in feeds.items()
        }
        self.rearranged: set[str] = set()

    def are_noted(self) -> bool:
        """Whether the feeds have these definitions."""
        with self._store.snapshot() as snapshot:
            return not self._defined_anew(snapshot.feeds.states(self.by_key))

    def note(self, may: Callable[[Transaction], bool], moved: Callable[[], object]) -> list[str]:
        """Note the definitions; return the keys of the feeds that must be reprinted.

        A feed with an edition whose articles are placed anew is defined after that. A crash
        in between leaves no choice of it, so that whoever comes next begins anew.
        """
        with self._store.snapshot() as snapshot:
            todo = self._differences(snapshot)
        if todo == _NOTHING:
            return []
        with self._store.transaction() as transaction:
            if not may(transaction):
                return []
            self._forget(transaction, todo.given_up)
            self._define(transaction, todo.at_once)
            transaction.choices.forget(todo.replaced)
        if not todo.replaced:
            return todo.at_once
        self._rearrange(todo, moved)
        return todo.at_once + self._end_rearrangement(todo, may)

    def _differences(self, snapshot: Transaction) -> _Differences:
        """What differs between the store and these definitions."""
        states = snapshot.feeds.states(self.by_key)
        replaced = self._chosen_anew(snapshot.choices.all())
        hidden = {key for key in replaced if key in states and states[key].edition}
        return _Differences(
            given_up=snapshot.feeds.defined() - self.by_key.keys(),
            at_once=[key for key in self._defined_anew(states) if key not in hidden],
            replaced=replaced,
            hidden=hidden,
        )

    def _chosen_anew(self, choices: Mapping[str, str]) -> set[str]:
        """Feeds whose articles do not all stand by their choice; `all` takes every article."""
        return {
            key
            for key, definition in self.by_key.items()
            if key != ALL and choices.get(key) != definition.choice
        }

    def _defined_anew(self, states: Mapping[str, FeedState]) -> list[str]:
        """Feeds that are new, and those of another definition."""
        return [
            key
            for key, definition in self.by_key.items()
            if key not in states or _definition(states[key]) != definition
        ]

    def _forget(self, transaction: Transaction, keys: Collection[str]) -> None:
        """Take away the definitions of feeds that are gone."""
        for key in keys:
            transaction.feeds.define(key, "", "")

    def _define(self, transaction: Transaction, keys: Collection[str]) -> None:
        """Define feeds anew, and want them at a revision of their own."""
        if not keys:
            return
        number = transaction.revision.next()
        transaction.feeds.want(dict.fromkeys(keys, number), self._intake.clock())
        for key in keys:
            definition = self.by_key[key]
            transaction.feeds.define(key, definition.fingerprint, definition.choice)

    def _rearrange(self, todo: _Differences, moved: Callable[[], object]) -> None:
        """Place all articles anew where that is needed."""
        self.rearranged = todo.hidden
        try:
            moved()  # the other feeds are printed first: all articles may take a minute
            replace_placements(self._intake, todo.replaced, moved)
        finally:
            self.rearranged = set()

    def _end_rearrangement(
        self, todo: _Differences, may: Callable[[Transaction], bool]
    ) -> list[str]:
        """Define the feeds in which all articles stand now; return those not told of yet."""
        with self._store.transaction() as transaction:
            if not may(transaction):
                return []
            self._define(transaction, sorted(todo.replaced))
            choices = {key: self.by_key[key].choice for key in todo.replaced}
            transaction.choices.keep(choices)
        return sorted(todo.replaced.difference(todo.at_once))


_NOTHING = _Differences(set(), [], set(), set())


def _definition(state: FeedState) -> Definition:
    return Definition(state.fingerprint, state.choice)
