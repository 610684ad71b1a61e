"""The lookout of a web worker: what it last saw of the store, in memory, for probes to tell.

Its thread looks every few seconds, and tries a write twice as often: the counts of the tally. So a
lock that is held for some seconds is noticed while it is. Whoever asks is answered at once, with
how long ago things were seen. That is told by this process' own monotonic clock; no moment that
another machine wrote is compared with it.
"""

import logging
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from threading import Event, Thread

from store import FeedState, Lease, Problem, Transaction, WireState

from ..newsroom import Newsroom
from ..niceness import lower_thread
from ..printing.formats import FORMATS
from ..pulse import Pulse
from ..serving.newsstand import Newsstand
from ..serving.tally import Tally
from .leadership import LEASE

ROUND_SECONDS = 5.0
_DRAIN_SECONDS = 0.5
_SHARE = 20  # adding up all requests takes at most one part of so many of the time

_log = logging.getLogger("nashra.stats")


@dataclass(frozen=True, slots=True)
class Sighting:
    """What one look saw of the store.

    states       of the printed feeds, as far as they exist
    requests     how often each (feed, format, status) was asked for
    quarantined  how many drafts were refused
    wires        how the polls of each wire went
    findings     (article id, demand) of the current editions of partners, by feed
    """

    states: Mapping[str, FeedState] = field(default_factory=dict)
    requests: Mapping[tuple[str, str, int], int] = field(default_factory=dict)
    quarantined: int = 0
    wires: Mapping[str, WireState] = field(default_factory=dict)
    findings: Mapping[str, Sequence[tuple[str, str]]] = field(default_factory=dict)


class Lookout:
    """What one process knows of the store, and how old that is. Safe to share between threads.

    Until start() it looks whenever it is asked: so do tests and commands.

    formats   in which each feed for all is served; a partner's has those of its edition
    sighting  what the last look saw, None before the first
    problem   why the last look failed, None after one that did not
    pulse     moves whenever a look or a write has ended, well or not
    beat      moves whenever the lease of the scheduler was seen to have been renewed
    """

    def __init__(self, newsroom: Newsroom, newsstand: Newsstand, tally: Tally) -> None:
        self.newsstand = newsstand
        self.tally = tally
        self._store = newsroom.store
        self._keys = newsroom.settings.keys
        self._partners = [partner.key for partner in newsroom.settings.partners]
        self.formats = {section.slug: tuple(FORMATS) for section in newsroom.settings.printed}
        self._lease: Lease | None = None
        self._add_up_at = 0.0
        self._thread: Thread | None = None
        self._stop = Event()
        self.sighting: Sighting | None = None
        self.problem: str | None = None
        self.pulse = Pulse("the lookout")
        self.beat = Pulse("the scheduler")

    def start(self) -> None:
        """Look again and again, in a thread of this process."""
        self._thread = Thread(target=self._run, name="lookout", daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Look no longer; the last counts are kept."""
        self._stop.set()
        if self._thread:
            self._thread.join()
            self.tally.flush()

    def look_unless_started(self) -> None:
        """Look now, if no thread does."""
        if self._thread is None:
            self.look()

    def look(self) -> None:
        """Read what probes tell, then try a write."""
        self._read()
        self.pulse.beat()
        self.tally.flush()

    def _run(self) -> None:
        lower_thread()  # no reader waits for it
        while not self._stop.is_set():
            self._attempt(self.look)
            self._rest()
            self._attempt(self.tally.flush)
            self._rest()

    def _attempt(self, work: Callable[[], None]) -> None:
        """Do a part of the work; whatever goes wrong with it, the other parts go on."""
        try:
            work()
        except Exception:
            _log.exception("the lookout fails")
        self.pulse.beat()

    def _rest(self) -> None:
        """Wait for half a round; the tally's queue is emptied meanwhile."""
        for _ in range(round(ROUND_SECONDS / _DRAIN_SECONDS / 2)):
            if self._stop.wait(_DRAIN_SECONDS):
                return
            self.tally.drain()

    def _read(self) -> None:
        try:
            with self._store.snapshot() as snapshot:
                sighting = self._sight(snapshot)
                lease = snapshot.leases.find(LEASE)
        except Problem as problem:
            self.problem = str(problem)
            return
        self.problem = None
        self.sighting = sighting
        if lease != self._lease:
            self._lease = lease
            self.beat.beat()

    def _sight(self, snapshot: Transaction) -> Sighting:
        return Sighting(
            states=snapshot.feeds.states(self._keys),
            requests=self._add_up(snapshot),
            quarantined=snapshot.quarantine.count(),
            wires=snapshot.wires.states(),
            findings=snapshot.editions.findings(self._partners),
        )

    def _add_up(self, snapshot: Transaction) -> Mapping[tuple[str, str, int], int]:
        """All requests. Where adding them up takes long, the last sum holds for some rounds."""
        started = time.monotonic()
        if self.sighting and started < self._add_up_at:
            return self.sighting.requests
        totals = snapshot.requests.totals()
        took = time.monotonic() - started
        self._add_up_at = started + _SHARE * took - ROUND_SECONDS
        return totals
