"""Doubt: keys that stand at several items of one document, and so tell no article from others.

A feed without ids may give all its items one link. Then that link decides nothing, neither in this
document nor in the next one of its source, which may show one of the items alone.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from ..db.articles import Articles
from ..db.quarantine import QuarantinedDraft
from ..draft import Omitted
from ..identity import doubt_key
from ..limits import KEYS_MET
from .candidate import Candidate, KeyedDeletion
from .quarantine import identities
from .stories import Overtaken

Item = Candidate | KeyedDeletion | Omitted | QuarantinedDraft


class KeysMet:
    """The keys that were met in the documents of a run, each with the item it stood at.

    Hashes stand for both: an export may hold any number of items.
    """

    def __init__(self) -> None:
        self._items: dict[int, int] = {}
        self._several: set[int] = set()

    def with_doubt(self, items: Sequence[Item]) -> list[Item]:
        """The items of a batch, whose drafts know which of their keys are in doubt."""
        if len(self._items) > KEYS_MET:
            self._items.clear()
            self._several.clear()
        for item in items:
            if isinstance(item, Candidate):
                self._meet(item)
            if isinstance(item, Candidate | QuarantinedDraft):
                self._meet_names(item)
        return [self._doubting(item) for item in items]

    def _meet(self, candidate: Candidate) -> None:
        """Note the keys of a draft, and which of them another item of its document has."""
        item = hash(candidate.ladder.item)
        for key in candidate.ladder.doubtable:
            self._note(hash((candidate.place.file, key)), item)

    def _meet_names(self, item: Candidate | QuarantinedDraft) -> None:
        """Note what a draft is, or would be, known by in quarantine; the last tells it itself."""
        *names, itself = _names(item)
        for name in names:
            self._note(_met(item, name), hash(itself))

    def _note(self, here: int, item: int) -> None:
        if self._items.setdefault(here, item) != item:
            self._several.add(here)

    def _doubting(self, item: Item) -> Item:
        """The draft with those keys in doubt that stand at several items of its document."""
        if isinstance(item, QuarantinedDraft):
            return item.doubting(self._shared(item))
        if not isinstance(item, Candidate):
            return item
        file = item.place.file
        keys = item.ladder.doubtable
        doubting = item.doubting(key for key in keys if hash((file, key)) in self._several)
        shared = self._shared(item)
        return replace(doubting, shared=shared) if shared else doubting

    def _shared(self, item: Candidate | QuarantinedDraft) -> frozenset[str]:
        """Those of its names in quarantine that several items of its document have."""
        if not self._several:
            return frozenset()
        return frozenset(name for name in _names(item) if _met(item, name) in self._several)


def _names(item: Candidate | QuarantinedDraft) -> tuple[str, ...]:
    """What a draft may be known by in quarantine, the surest last."""
    if isinstance(item, Candidate):
        return identities(item.draft)
    return (item.identity, *item.surer)


def _met(item: Candidate | QuarantinedDraft, name: str) -> int:
    """The hash of a name in its document."""
    place = item.place if isinstance(item, Candidate) else item.refused.place
    return hash((place.file, "held", name))


class Doubts:
    """The items of a batch, whose drafts know which of their keys their source brings into doubt.

    They are settled before the lock is taken, and checked under it.
    """

    def __init__(self) -> None:
        self.items: list[Item] = []
        self._marks: dict[str, str] = {}
        self._known: frozenset[str] = frozenset()

    def settle(self, items: Iterable[Item], articles: Articles) -> None:
        """Look up which keys were in doubt before."""
        self.items = list(items)
        self._marks = _marks(self.items)
        known = self._look(articles)
        self._known = known
        self.items = [
            item.doubting(known) if isinstance(item, Candidate) else item for item in self.items
        ]

    def check(self, articles: Articles) -> None:
        """Raise Overtaken where a key has come into doubt since."""
        if self._known != self._look(articles):
            raise Overtaken

    def _look(self, articles: Articles) -> frozenset[str]:
        """Those keys of the drafts that their source has brought into doubt before."""
        return frozenset(self._marks[mark] for mark in articles.known(self._marks))


def _marks(items: Iterable[Item]) -> dict[str, str]:
    """The keys that may be in doubt, by what is registered where one is."""
    return {
        doubt_key(item.article.owner, key): key
        for item in items
        if isinstance(item, Candidate)
        for key in item.ladder.doubtable
    }


def doubt_keys(candidate: Candidate) -> list[str]:
    """The keys that tell from now on which keys of a draft are in doubt."""
    return [doubt_key(candidate.article.owner, key) for key in sorted(candidate.doubtful)]
