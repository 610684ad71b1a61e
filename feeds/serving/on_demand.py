"""Feeds that are made for whoever asks: compositions, labels, and summaries of printed feeds.

The asking thread reads and renders, one of a process at a time, and the result is kept while
somebody asks for it, until one of its parts changes.
"""

from collections import OrderedDict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from threading import Lock

from store import Body, Edition, FeedState, Store, Unavailable, Variant

from ..printing.composed import Composition, read_composed, read_state, titled
from ..printing.current import current
from ..printing.feed import PrintOptions, Sheet
from ..printing.formats.cache import EntryCache
from ..printing.formats.format import Format
from .codings import encode

LIMIT = 32_000_000  # bytes that are kept
WAITING = 2  # requests that may wait while another one is rendering
_PATIENCE = 10.0  # seconds that they wait

_Version = tuple[int, datetime]


@dataclass(frozen=True, slots=True)
class Wish:
    """A document that somebody asks for.

    summaries  whether summaries are asked for where whole texts would come
    """

    composition: Composition
    format: Format
    summaries: bool = False

    @property
    def key(self) -> tuple[str, str, bool]:
        """What tells it from every other wish."""
        return (self.composition.key, self.format.name, self.summaries)


@dataclass(slots=True)
class MadeFeed:
    """A document that was made, with what it was encoded into.

    version  what it was made of: it stands as long as its parts have this one
    """

    edition: Edition
    body: Body
    version: _Version
    variants: dict[str, Variant] = field(default_factory=dict)

    @property
    def size(self) -> int:
        """Bytes of the document and all its variants."""
        variants = list(self.variants.values())
        return len(self.body.content) + sum(len(variant.content) for variant in variants)

    def variant(self, coding: str) -> Variant:
        """The bytes in a coding; two threads may make them at once, and make the same."""
        variant = self.variants.get(coding)
        if variant is None:
            variant = encode(self.body, coding)
            self.variants[coding] = variant
        return variant


class OnDemand:
    """The feeds that a process made. Safe to share between threads."""

    def __init__(self, store: Store, options: PrintOptions, *, limit: int = LIMIT) -> None:
        self._store = store
        self._options = options
        self._limit = limit
        self._cache = EntryCache(limit=1_000)
        self._made: OrderedDict[tuple[str, str, bool], MadeFeed] = OrderedDict()
        self._changing = Lock()  # held while `_made` changes: never while anything waits
        self._rendering = Lock()
        self._coming = 0  # requests that render, or wait to

    @property
    def size(self) -> int:
        """The bytes that are kept."""
        return sum(made.size for made in list(self._made.values()))

    def is_known(self, composition: Composition) -> bool:
        """Whether any article was ever placed in one of its parts. Raises Unavailable."""
        with self._store.snapshot() as snapshot:
            return read_state(snapshot, composition) is not None

    def find(self, wish: Wish) -> MadeFeed | None:
        """What is wished for, as it stands now; None where no part of it ever was.

        Without the database it is what was last made. Raises Unavailable where that is nothing,
        and where too many wait already.
        """
        made = self._held(wish)
        try:
            with self._store.snapshot() as snapshot:
                state = read_state(snapshot, wish.composition)
        except Unavailable:
            if made is None:
                raise
            return made
        if state is None:
            return None
        if made is None or made.version != _version(state):
            made = self._make(wish)
        self._keep(wish, made)
        return made

    def _held(self, wish: Wish) -> MadeFeed | None:
        with self._changing:
            return self._made.get(wish.key)

    def _make(self, wish: Wish) -> MadeFeed | None:
        """Make a document, unless whoever rendered before has made the same."""
        with self._turn():
            with self._store.snapshot() as snapshot:
                state = read_state(snapshot, wish.composition)
                if state is None:
                    return None
                made = self._held(wish)
                if made is not None and made.version == _version(state):
                    return made
                sheet = read_composed(snapshot, wish.composition, state)
            return self._render(wish, sheet)

    def _render(self, wish: Wish, sheet: Sheet) -> MadeFeed:
        """The document of a sheet that was read."""
        section = titled(wish.composition, sheet, self._options.sections)
        feed = current(section, self._options, sheet, summaries=wish.summaries)
        edition = Edition(
            feed=section.slug,
            revision=sheet.state.wanted,
            ttl=feed.ttl,
            language=feed.language,
            shown=tuple((entry.article.id, entry.revision) for entry in feed.entries),
            bodies={},
        )
        body = Body.of(wish.format.render(feed, self._cache))
        return MadeFeed(edition, body, _version(sheet.state))

    @contextmanager
    def _turn(self) -> Iterator[None]:
        """Wait until nobody else renders. Raises Unavailable where too many wait."""
        with self._changing:
            if self._coming > WAITING:
                raise Unavailable("others are making feeds of their own choice, ask again soon")
            self._coming += 1
        try:
            if not self._rendering.acquire(timeout=_PATIENCE):
                raise Unavailable("a feed of another choice takes too long, ask again soon")
            try:
                yield
            finally:
                self._rendering.release()
        finally:
            with self._changing:
                self._coming -= 1

    def _keep(self, wish: Wish, made: MadeFeed | None) -> None:
        """Keep a document, and let go those that were longest not asked for."""
        if made is None:
            return
        with self._changing:
            is_new = self._made.get(wish.key) is not made
            self._made[wish.key] = made
            self._made.move_to_end(wish.key)
            if not is_new:
                return  # most are asked for again: thousands need not be counted each time
            excess = sum(other.size for other in self._made.values()) - self._limit
            while excess > 0:
                _, oldest = self._made.popitem(last=False)
                excess -= oldest.size


def _version(state: FeedState) -> _Version:
    return (state.wanted, state.changed_at)
