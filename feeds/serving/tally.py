"""Counting who asks for what: an append on the hot path, everything else in a thread of its own.

What was counted is added to the store every few seconds; a crash loses no more than that. Knows no
HTTP.
"""

import logging
from collections import Counter, deque
from collections.abc import Callable
from datetime import datetime
from threading import Event, Lock, Thread

from store import USER_AGENT_LIMIT, Problem, Store

FLUSH_SECONDS = 5.0
_DRAIN_SECONDS = 0.5
_QUEUE_LIMIT = 200_000  # requests between two drains; beyond it the oldest are not counted
_CLIENTS = (
    "Feedly",
    "Inoreader",
    "NewsBlur",
    "Miniflux",
    "FreshRSS",
    "NetNewsWire",
    "Tiny Tiny RSS",
    "Flipboard",
    "SmartNews",
    "Googlebot",
    "bingbot",
    "Applebot",
    "feedparser",
    "reader",
    "newsboat",
    "sfeed",
    "rss2email",
    "WordPress",
    "curl",
    "python",
    "Mozilla",  # last: nearly all others call themselves that, too
)

_log = logging.getLogger("nashra.stats")


def client(agent: str) -> str:
    """Family of a User-Agent: `other` for an unknown one, `none` for none at all."""
    if not agent:
        return "none"
    folded = agent.casefold()
    return next((name for name in _CLIENTS if name.casefold() in folded), "other")


class Tally:
    """Counts of this process. Safe to share between threads.

    They are kept by the thread that start() begins, or by whoever calls flush().
    """

    def __init__(self, store: Store, clock: Callable[[], datetime]) -> None:
        self._store = store
        self._clock = clock
        self._stop = Event()
        self._seen: deque[tuple[str, str, int, str]] = deque(maxlen=_QUEUE_LIMIT)
        self._counts: Counter[tuple[str, str, int, str]] = Counter()
        self._lock = Lock()
        self._thread: Thread | None = None
        self._failing = False

    def count(self, feed: str, format: str, status: int, agent: str) -> None:
        """Note one request. Appending to a deque needs no lock."""
        self._seen.append((feed, format, status, agent[:USER_AGENT_LIMIT]))

    def start(self) -> None:
        """Keep what is counted, in a thread of this process."""
        self._thread = Thread(target=self._run, name="stats", daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Keep the last counts, and count no longer."""
        self._stop.set()
        if self._thread:
            self._thread.join()
            self.flush()

    def flush(self) -> None:
        """Add to the store what was counted since the last time.

        Counts that cannot be kept, since the store is gone, wait for the next time.
        """
        with self._lock:
            self._drain()
            if not self._counts:
                return
            try:
                self._keep()
            except Problem as problem:
                if not self._failing:
                    _log.warning("requests are counted, but not kept yet: %s", problem)
                self._failing = True
                return
            self._failing = False
            self._counts.clear()

    def _keep(self) -> None:
        day = self._clock().replace(hour=0, minute=0, second=0, microsecond=0)
        with self._store.transaction() as transaction:
            transaction.requests.add(day, self._counts)

    def _drain(self) -> None:
        """Turn requests into numbers; needs the lock.

        Many requests of one kind become one number first, so that each agent is sorted into its
        family once; strange agents take no room, since a family is all that is kept of them.
        """
        seen = Counter([self._seen.popleft() for _ in range(len(self._seen))])
        for (feed, format, status, agent), count in seen.items():
            self._counts[feed, format, status, client(agent)] += count

    def _run(self) -> None:
        while not self._stop.is_set():
            for _ in range(round(FLUSH_SECONDS / _DRAIN_SECONDS)):
                if self._stop.wait(_DRAIN_SECONDS):
                    return
                with self._lock:
                    self._drain()
            try:
                self.flush()
            except Exception:
                _log.exception("requests cannot be counted")
