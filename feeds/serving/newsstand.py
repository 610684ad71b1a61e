"""The newsstand: the editions this process holds in memory. It follows the store, and outlives it.

A thread looks what is current and encodes it; readers only take what is there. Bodies are held
encoded, identity only if it is asked for; beyond a bound in bytes the feeds that were longest
not asked for go.
"""

import logging
import time
from collections.abc import Hashable, Iterable
from dataclasses import dataclass, field, replace
from threading import Event, Lock, Thread
from typing import Any

from store import Edition, Head, Store, Transaction, Unavailable, Variant

from .codings import decode, encode

LIMIT = 64_000_000  # bytes
_BASE = "zstd"  # the coding from which all others can be made
_PAUSE = 0.5  # seconds before a lost database is asked again

_log = logging.getLogger("nashra.newsstand")


@dataclass(slots=True)
class EncodedEdition:
    """A feed's current edition, without its bodies but with what they were encoded into.

    head        by which it is told from every other edition
    variants    by format and coding
    used        when it was last asked for (monotonic seconds)
    answers     for whoever answers with it; they go with it
    """

    edition: Edition
    head: Head
    variants: dict[tuple[str, str], Variant]
    used: float = 0.0
    lock: Lock = field(default_factory=Lock)
    answers: dict[Hashable, Any] = field(default_factory=dict)

    @property
    def size(self) -> int:
        """Bytes of all variants. Another thread may add one meanwhile: so it counts a copy."""
        return sum(len(variant.content) for variant in list(self.variants.values()))


class Newsstand:
    """Editions by feed. Safe to share between threads.

    It begins to follow the store when it is first asked for something; with follow=False it asks
    the store whenever it is asked itself.
    """

    def __init__(self, store: Store, *, follow: bool = True, limit: int = LIMIT) -> None:
        self._store = store
        self._follow = follow
        self._limit = limit
        self._lock = Lock()
        self._editions: dict[str, EncodedEdition] = {}
        self._current: dict[str, Head] = {}
        self._thread: Thread | None = None
        self._stop = Event()
        self.degraded: str | None = None

    @property
    def size(self) -> int:
        """The bytes that are held."""
        return sum(encoded.size for encoded in list(self._editions.values()))

    def find(self, feed: str) -> EncodedEdition | None:
        """The edition that a feed shows now, as far as can be told; None for one never printed."""
        encoded = self._editions.get(feed)
        if encoded is None or self._thread is None:
            encoded = self._fetch(feed)
        if encoded is not None:
            encoded.used = time.monotonic()
        return encoded

    def knows(self, feed: str) -> bool:
        """Whether a feed was ever printed, as far as can be told without waiting for a reader."""
        if self._thread is None and self._lock.acquire(blocking=False):
            try:
                self._begin()
            finally:
                self._lock.release()
        return feed in self._current

    def variant(self, encoded: EncodedEdition, format: str, coding: str) -> Variant:
        """Bytes in one format and coding, encoded once however many readers ask at once."""
        variant = encoded.variants.get((format, coding))
        if variant is None:
            with encoded.lock:
                variant = encoded.variants.get((format, coding))
                if variant is None:
                    variant = _encode_anew(encoded, format, coding)
        return variant

    def look(self) -> None:
        """Hold what is current. Raises Unavailable."""
        with self._store.snapshot() as snapshot:
            self._current = snapshot.editions.heads()
            self._load_others(snapshot)
        self._shrink()
        if self.degraded:
            _log.info("the database is back")
        self.degraded = None

    def close(self) -> None:
        """Follow no longer."""
        self._stop.set()
        if self._thread:
            self._thread.join()

    def _load_others(self, snapshot: Transaction) -> None:
        """Load every edition but the ones that are held, as long as there is room for new feeds.

        Any other edition is loaded, not only a newer one: a restored database has another history.
        """
        room = self._limit - self.size
        for feed, head in self._current.items():
            before = self._editions.get(feed)
            if before is not None and before.head == head:
                continue
            if before is None and room <= 0:
                continue
            edition = snapshot.editions.current(feed)
            if edition:
                encoded = _encoded(edition, head, before)
                self._editions[feed] = encoded
                room -= encoded.size

    def _fetch(self, feed: str) -> EncodedEdition | None:
        """Load everything at the very first question, and later the feed if it had to go."""
        with self._lock:
            if self._thread is None:
                self._begin()
            if feed in self._current and feed not in self._editions:
                self._load(feed)
            return self._editions.get(feed)

    def _begin(self) -> None:
        """Look once, then follow; needs the lock."""
        try:
            self.look()
        except Unavailable as problem:
            self._degrade(problem)
        if self._follow:
            self._thread = Thread(target=self._run, name="newsstand", daemon=True)
            self._thread.start()

    def _load(self, feed: str) -> None:
        try:
            with self._store.snapshot() as snapshot:
                head = snapshot.editions.head(feed)
                edition = snapshot.editions.current(feed)
        except Unavailable as problem:
            self._degrade(problem)
            return
        if edition and head:
            self._editions[feed] = _encoded(edition, head, None)
            self._shrink(keep=feed)

    def _run(self) -> None:
        while not self._stop.is_set():
            try:
                for _ in self._store.follow(self._stop):
                    with self._lock:
                        self.look()
            except Unavailable as problem:
                self._degrade(problem)
            except Exception:
                _log.exception("the store cannot be followed")
            self._stop.wait(_PAUSE)

    def _shrink(self, keep: str = "") -> None:
        """Let the feeds go that were longest not asked for, until the rest is within the bound."""
        excess = self.size - self._limit
        by_use = sorted(self._editions.items(), key=lambda item: item[1].used)
        for feed, encoded in by_use:
            if excess > 0 and feed != keep:
                excess -= encoded.size
                del self._editions[feed]

    def _degrade(self, problem: Unavailable) -> None:
        if not self.degraded:
            _log.error("serving the last good editions: %s", problem)
        self.degraded = str(problem)


def _encoded(edition: Edition, head: Head, before: EncodedEdition | None) -> EncodedEdition:
    """An edition in the base coding, and in those that were asked for of the one before."""
    wanted = {(format, _BASE) for format in edition.bodies}
    used = 0.0
    if before:
        wanted |= before.variants.keys()
        used = before.used
    return EncodedEdition(replace(edition, bodies={}), head, _variants(edition, wanted), used)


def _variants(
    edition: Edition, wanted: Iterable[tuple[str, str]]
) -> dict[tuple[str, str], Variant]:
    return {
        (format, coding): encode(edition.bodies[format], coding)
        for format, coding in sorted(wanted)
        if format in edition.bodies
    }


def _encode_anew(encoded: EncodedEdition, format: str, coding: str) -> Variant:
    """Add a variant; needs the edition's lock."""
    body = decode(encoded.variants[format, _BASE])
    variant = encode(body, coding)
    encoded.variants[format, coding] = variant
    return variant
