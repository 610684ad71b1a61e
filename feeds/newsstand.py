"""The newsstand: the editions this process holds in memory. It follows the store, and outlives it.

Asks the store for the current edition of every feed at most a few times a second; while the database is gone,
the last good editions are served.
"""

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Lock

from store import Edition, Store, Unavailable, Variant

from .codings import encode

INTERVAL = 0.25
_log = logging.getLogger("nashra.newsstand")


@dataclass(slots=True)
class _Held:
    edition: Edition
    variants: dict[tuple[str, str], Variant] = field(default_factory=dict)


class Newsstand:
    """Editions by feed, and their variants, each encoded once. Safe to share between threads."""

    def __init__(self, store: Store, timer: Callable[[], float] = time.monotonic) -> None:
        self._store, self._timer = store, timer
        self._lock = Lock()
        self._held: dict[str, _Held] = {}
        self._asked: float | None = None
        self.degraded: str | None = None

    def holds(self, feed: str) -> bool:
        """Whether it was ever printed, as far as is known without waiting for another reader."""
        return self._find(feed, wait=False) is not None

    def edition(self, feed: str) -> Edition | None:
        """What the feed shows now, as far as the store can tell; None if it was never printed."""
        held = self._find(feed)
        return held.edition if held else None

    def variant(self, feed: str, format: str, coding: str) -> tuple[Edition, Variant] | None:
        """The current edition with its bytes in one format and coding."""
        held = self._find(feed)
        if held is None:
            return None
        variant = held.variants.get((format, coding))
        if variant is None:
            variant = held.variants[format, coding] = encode(held.edition.bodies[format], coding)
        return held.edition, variant

    def _find(self, feed: str, *, wait: bool = True) -> _Held | None:
        """One reader at a time asks the store; the others need not wait for it, unless they would get nothing."""
        if not self._lock.acquire(blocking=wait and feed not in self._held):
            return self._held.get(feed)
        try:
            self._follow()
        except Unavailable as problem:
            self._degrade(str(problem))
        finally:
            self._lock.release()
        return self._held.get(feed)

    def _follow(self) -> None:
        """Hold the current edition of every feed, unless that was just looked after.

        Any other edition than the held one is loaded, not only a newer: a restored database has another history.
        """
        now = self._timer()
        if self._asked is not None and now - self._asked < INTERVAL:
            return
        self._asked = now
        with self._store.snapshot() as snapshot:
            for feed, number in snapshot.feeds.current().items():
                held = self._held.get(feed)
                if held is None or (held.edition.revision, held.edition.stored_at) != number:
                    edition = snapshot.editions.current(feed)
                    if edition:
                        self._held[feed] = _Held(edition)
        if self.degraded:
            _log.info("the database is back")
        self.degraded = None

    def _degrade(self, reason: str) -> None:
        if not self.degraded:
            _log.error("serving the last good editions: %s", reason)
        self.degraded = reason
