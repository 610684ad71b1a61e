"""Feeds that are made for whoever asks: compositions, labels, questions, and summaries of printed
feeds.

The asking thread reads and renders, one of a process at a time, and the result is kept while
somebody asks for it, until one of its parts changes.
"""

from collections import OrderedDict
from collections.abc import Hashable
from dataclasses import dataclass, field
from datetime import datetime
from threading import Lock
from typing import Protocol

from store import Body, Edition, FeedState, Store, Transaction, Unavailable, Variant

from ..links import SUMMARIES
from ..printing.composed import Composition, read_composed, read_state, titled
from ..printing.current import current
from ..printing.feed import Feed, PrintOptions, Sheet
from ..printing.formats.cache import EntryCache
from ..printing.formats.format import Format
from ..printing.question import Question, answered, read_answer, read_narrowed
from .codings import encode
from .turn import Turn

LIMIT = 32_000_000  # bytes that are kept
_ASIDE = 4_000  # bytes that a document takes beside its text: most of one that holds no article

_Version = tuple[int, datetime, bool]


class Order(Protocol):
    """A document that somebody asks for, and how it is made."""

    @property
    def format(self) -> Format:
        """The format that it is asked for in."""

    @property
    def key(self) -> Hashable:
        """What tells it from every other order."""

    @property
    def query(self) -> str:
        """What stands behind the address of the feed."""

    def state(self, snapshot: Transaction) -> FeedState | None:
        """The state of what it is made of; None where nothing of it ever was."""

    def is_settled(self, snapshot: Transaction) -> bool:
        """Whether it stays as it is while its state does."""

    def read(self, snapshot: Transaction, state: FeedState) -> Sheet:
        """Everything that it is made of, as the snapshot sees it."""

    def feed(self, options: PrintOptions, sheet: Sheet) -> Feed:
        """The feed of a sheet that was read."""


@dataclass(frozen=True, slots=True)
class Wish:
    """An order of a composition.

    summaries  whether summaries are asked for where whole texts would come
    """

    composition: Composition
    format: Format
    summaries: bool = False

    @property
    def key(self) -> tuple[str, str, bool]:
        """What tells it from every other order."""
        return (self.composition.key, self.format.name, self.summaries)

    @property
    def query(self) -> str:
        """What stands behind the address of the feed."""
        return SUMMARIES if self.summaries else ""

    def state(self, snapshot: Transaction) -> FeedState | None:
        """The state of its part that changed last; None where no part is known."""
        return read_state(snapshot, self.composition)

    def is_settled(self, _: Transaction) -> bool:
        """Whether it stays as it is while its state does: it does."""
        return True

    def read(self, snapshot: Transaction, state: FeedState) -> Sheet:
        """The sheet of the composition."""
        return read_composed(snapshot, self.composition, state)

    def feed(self, options: PrintOptions, sheet: Sheet) -> Feed:
        """The feed of a sheet that was read."""
        section = titled(self.composition, sheet, options.sections)
        return current(section, options, sheet, summaries=self.summaries)


@dataclass(frozen=True, slots=True)
class Inquiry:
    """An order of the feed that answers a question.

    summaries  whether summaries are asked for where whole texts would come
    """

    question: Question
    format: Format
    summaries: bool = False

    @property
    def key(self) -> tuple[str, str]:
        """What tells it from every other order."""
        return (self.query, self.format.name)

    @property
    def query(self) -> str:
        """What stands behind the address of the feed."""
        return self.question.feed_query(summaries=self.summaries)

    def state(self, snapshot: Transaction) -> FeedState | None:
        """The state of the feed that the question narrows; None where it never was."""
        return read_narrowed(snapshot, self.question)

    def is_settled(self, snapshot: Transaction) -> bool:
        """Whether today's lists have read the words of all articles."""
        return snapshot.search_index.is_current

    def read(self, snapshot: Transaction, state: FeedState) -> Sheet:
        """The newest articles that answer the question."""
        return read_answer(snapshot, self.question, state)

    def feed(self, options: PrintOptions, sheet: Sheet) -> Feed:
        """The feed of a sheet that was read."""
        return answered(self.question, options, sheet, summaries=self.summaries)


@dataclass(slots=True)
class MadeFeed:
    """A document that was made, with what it was encoded into.

    version  what it was made of: it stands as long as its parts have this one
    counted  its size when it was last asked for
    """

    edition: Edition
    body: Body
    version: _Version
    variants: dict[str, Variant] = field(default_factory=dict)
    counted: int = 0

    @property
    def size(self) -> int:
        """Bytes that the document and all its variants take."""
        variants = list(self.variants.values())
        texts = len(self.body.content) + sum(len(variant.content) for variant in variants)
        return _ASIDE + texts

    def variant(self, coding: str) -> Variant:
        """The bytes in a coding; two threads may make them at once, and make the same."""
        variant = self.variants.get(coding)
        if variant is None:
            variant = encode(self.body, coding)
            self.variants[coding] = variant
        return variant


class OnDemand:
    """The feeds that a process made. Safe to share between threads."""

    def __init__(
        self, store: Store, options: PrintOptions, turn: Turn, *, limit: int = LIMIT
    ) -> None:
        self._store = store
        self._options = options
        self._turn = turn
        self._limit = limit
        self._cache = EntryCache(limit=1_000)
        self._made: OrderedDict[Hashable, MadeFeed] = OrderedDict()
        self._counted = 0  # bytes: thousands of documents need not be counted each time
        self._changing = Lock()  # held while `_made` changes: never while anything waits

    @property
    def size(self) -> int:
        """The bytes that are kept."""
        return sum(made.size for made in list(self._made.values()))

    def is_known(self, composition: Composition) -> bool:
        """Whether any article was ever placed in one of its parts. Raises Unavailable."""
        with self._store.snapshot() as snapshot:
            return read_state(snapshot, composition) is not None

    def keeps(self, key: Hashable) -> bool:
        """Whether what an order of this key asks for was made, as it stands now or stood before."""
        return key in self._made

    def find(self, order: Order) -> MadeFeed | None:
        """What is asked for, as it stands now; None where no part of it ever was.

        Without the database it is what was last made. Raises Unavailable where that is nothing,
        and where too many wait already.
        """
        made = self._held(order)
        try:
            with self._store.snapshot() as snapshot:
                basis = _basis(order, snapshot)
        except Unavailable:
            if made is None:
                raise
            return made
        if basis is None:
            return None
        if made is None or made.version != basis.version:
            made = self._make(order)
        self._keep(order, made)
        return made

    def _held(self, order: Order) -> MadeFeed | None:
        with self._changing:
            return self._made.get(order.key)

    def _make(self, order: Order) -> MadeFeed | None:
        """Make a document, unless whoever had the turn before has made the same."""
        with self._turn.take():
            with self._store.snapshot() as snapshot:
                basis = _basis(order, snapshot)
                if basis is None:
                    return None
                made = self._held(order)
                if made is not None and made.version == basis.version:
                    return made
                sheet = order.read(snapshot, basis.state)
            return self._render(order, sheet, basis.version)

    def _render(self, order: Order, sheet: Sheet, version: _Version) -> MadeFeed:
        """The document of a sheet that was read."""
        feed = order.feed(self._options, sheet)
        edition = Edition(
            feed=feed.path,
            revision=sheet.state.wanted,
            ttl=feed.ttl,
            language=feed.language,
            shown=tuple((entry.article.id, entry.revision) for entry in feed.entries),
            bodies={},
        )
        body = Body.of(order.format.render(feed, self._cache))
        return MadeFeed(edition, body, version)

    def _keep(self, order: Order, made: MadeFeed | None) -> None:
        """Keep a document, and let go those that were longest not asked for."""
        if made is None:
            return
        with self._changing:
            former = self._made.get(order.key)
            self._counted -= former.counted if former else 0
            self._made[order.key] = made
            self._made.move_to_end(order.key)
            made.counted = made.size
            self._counted += made.counted
            while self._counted > self._limit:
                _, oldest = self._made.popitem(last=False)
                self._counted -= oldest.counted


@dataclass(frozen=True, slots=True)
class _Basis:
    """What a document is made of, as a snapshot sees it."""

    state: FeedState
    is_settled: bool

    @property
    def version(self) -> _Version:
        return (self.state.wanted, self.state.changed_at, self.is_settled)


def _basis(order: Order, snapshot: Transaction) -> _Basis | None:
    """What an order is made of; None where nothing of it ever was."""
    state = order.state(snapshot)
    if state is None:
        return None
    return _Basis(state, order.is_settled(snapshot))
