"""Counting who asks for what: an append on the hot path, everything else in another thread.

What was counted is added to the store every few seconds; a crash loses no more than that. Knows no
HTTP.
"""

import logging
from collections import Counter, deque
from collections.abc import Callable
from datetime import datetime
from threading import Lock

from store import USER_AGENT_LIMIT, Problem, Store

from ..pulse import Pulse
from .fetch_notes import FetchNotes

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

    They are kept by whoever calls flush().

    fetches  what partners were answered with, which is kept with the counts
    problem  why the last counts could not be kept, None where they were
    written  moves with each write to the store
    """

    def __init__(self, store: Store, clock: Callable[[], datetime]) -> None:
        self._store = store
        self._clock = clock
        self._seen: deque[tuple[str, str, int, str]] = deque(maxlen=_QUEUE_LIMIT)
        self._counts: Counter[tuple[str, str, int, str]] = Counter()
        self._lock = Lock()
        self.fetches = FetchNotes(clock)
        self.problem: str | None = None
        self.written = Pulse("the last write")
        self._tried = Pulse("the last try to write")
        self._is_trying = False

    @property
    def waits(self) -> float:
        """Seconds for which the write that is being tried has waited; 0 while none is."""
        return self._tried.age if self._is_trying else 0.0

    def count(self, feed: str, format: str, status: int, agent: str) -> None:
        """Note one request. Appending to a deque needs no lock."""
        self._seen.append((feed, format, status, agent[:USER_AGENT_LIMIT]))

    def drain(self) -> None:
        """Turn the requests that were noted into numbers.

        Many requests of one kind become one number first, so that each agent is sorted into its
        family once; strange agents take no room, since a family is all that is kept of them.
        """
        with self._lock:
            seen = Counter([self._seen.popleft() for _ in range(len(self._seen))])
            for (feed, format, status, agent), count in seen.items():
                self._counts[feed, format, status, client(agent)] += count
            self.fetches.drain()

    def flush(self) -> None:
        """Add to the store what was counted since the last time; if nothing was, try a write.

        Counts that cannot be kept, since the store is gone, wait for the next time.
        """
        self.drain()
        with self._lock:
            try:
                self._keep()
            except Problem as problem:
                if not self.problem:
                    _log.warning("requests are counted, but not kept yet: %s", problem)
                self.problem = str(problem)
                return
            self.problem = None
            self._counts.clear()
            self.fetches.clear()
            self.written.beat()

    def _keep(self) -> None:
        """Keep the counts. Without any this waits for other writers, and changes nothing."""
        day = self._clock().replace(hour=0, minute=0, second=0, microsecond=0)
        self._tried.beat()
        self._is_trying = True
        try:
            with self._store.transaction() as transaction:
                transaction.requests.add(day, self._counts)
                transaction.fetches.add(self.fetches.fetches())
        finally:
            self._is_trying = False
