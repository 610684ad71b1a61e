"""The newsstand: the editions this process holds in memory. It follows the store, and outlives it.

A thread looks what is current and encodes it; readers only take what is there. Bodies are held
encoded, identity only where it is asked for; beyond a bound in bytes the feeds that were longest
not asked for go.
"""

import logging
import time
from dataclasses import dataclass, field, replace
from threading import Event, Lock, Thread

from store import Edition, Store, Unavailable, Variant

from .codings import decode, encode

LIMIT = 64_000_000
_BASE = "zstd"
_PAUSE = 0.5

_log = logging.getLogger("nashra.newsstand")


@dataclass(slots=True)
class EncodedEdition:
    """A feed's current edition, without its bodies, and what it was encoded into, by format and
    coding.

    used is when it was last asked for (monotonic seconds); answers is for whoever answers with it,
    and goes with it.
    """

    edition: Edition
    variants: dict[tuple[str, str], Variant]
    used: float = 0.0
    lock: Lock = field(default_factory=Lock)
    answers: dict[object, object] = field(default_factory=dict)

    @property
    def size(self) -> int:
        return sum(len(variant.content) for variant in list(self.variants.values()))


class Newsstand:
    """Editions by feed. Safe to share between threads.

    It begins to follow the store when it is first asked for something; with follow=False it asks
    the store whenever it is asked itself.
    """

    def __init__(self, store: Store, *, follow: bool = True, limit: int = LIMIT) -> None:
        self._store, self._follow, self._limit = store, follow, limit
        self._lock = Lock()
        self._held: dict[str, EncodedEdition] = {}
        self._current: dict[str, object] = {}
        self._thread: Thread | None = None
        self._stop = Event()
        self.degraded: str | None = None

    @property
    def size(self) -> int:
        """The bytes that are held."""
        return sum(held.size for held in list(self._held.values()))

    def find(self, feed: str) -> EncodedEdition | None:
        """What the feed shows now, as far as can be told; None if it was never printed."""
        held = self._held.get(feed)
        if held is None or self._thread is None:
            held = self._fetch(feed)
        if held is not None:
            held.used = time.monotonic()
        return held

    def knows(self, feed: str) -> bool:
        """Whether the feed was ever printed, as far as is known without waiting for another
        reader.
        """
        if self._thread is None and self._lock.acquire(blocking=False):
            try:
                self._begin()
            finally:
                self._lock.release()
        return feed in self._current

    def variant(self, held: EncodedEdition, format: str, coding: str) -> Variant:
        """Its bytes in one format and coding, encoded once however many ask at once."""
        found = held.variants.get((format, coding))
        if found is None:
            with held.lock:
                found = held.variants.get((format, coding)) or _encoded(held, format, coding)
        return found

    def look(self) -> None:
        """Hold what is current. Raises Unavailable.

        Any other edition than the held one is loaded, not only a newer: a restored database has
        another history.
        """
        with self._store.snapshot() as snapshot:
            self._current = dict(snapshot.feeds.current())
            room = self._limit - self.size
            for feed, number in self._current.items():
                held = self._held.get(feed)
                if held and (held.edition.revision, held.edition.stored_at) == number:
                    continue
                if (held or room > 0) and (edition := snapshot.editions.current(feed)):
                    self._held[feed] = new = _new(edition, held)
                    room -= new.size
        self._shrink()
        if self.degraded:
            _log.info("the database is back")
        self.degraded = None

    def _fetch(self, feed: str) -> EncodedEdition | None:
        """What is not held: at the very first question everything, later a feed that had to go."""
        with self._lock:
            if self._thread is None:
                self._begin()
            if feed in self._current and feed not in self._held:
                self._load(feed)
            return self._held.get(feed)

    def _begin(self) -> None:
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
                edition = snapshot.editions.current(feed)
        except Unavailable as problem:
            self._degrade(problem)
            return
        if edition:
            self._held[feed] = _new(edition, None)
            self._shrink(keep=feed)

    def close(self) -> None:
        """Follow no longer."""
        self._stop.set()
        if self._thread:
            self._thread.join()

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
        over = self.size - self._limit
        for feed, held in sorted(self._held.items(), key=lambda item: item[1].used):
            if over > 0 and feed != keep:
                over -= held.size
                del self._held[feed]

    def _degrade(self, problem: Unavailable) -> None:
        if not self.degraded:
            _log.error("serving the last good editions: %s", problem)
        self.degraded = str(problem)


def _new(edition: Edition, before: EncodedEdition | None) -> EncodedEdition:
    """An edition in the codings that were asked for before, and in one from which all others can be
    made.
    """
    wanted = {(format, _BASE) for format in edition.bodies} | (
        before.variants.keys() if before else set()
    )
    variants = {
        (format, coding): encode(edition.bodies[format], coding)
        for format, coding in sorted(wanted)
        if format in edition.bodies
    }
    return EncodedEdition(replace(edition, bodies={}), variants, before.used if before else 0.0)


def _encoded(held: EncodedEdition, format: str, coding: str) -> Variant:
    made = held.variants[format, coding] = encode(decode(held.variants[format, _BASE]), coding)
    return made
