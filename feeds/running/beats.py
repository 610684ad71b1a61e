"""The beats: what APScheduler looks for, and how often. A job is only "look now": the truth is in
the tables.

One scheduler at a time holds the lease; the others look on and take over within the lease's term.
"""

import logging
import os
import socket
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from random import random
from threading import Event, Thread

from apscheduler.events import EVENT_JOB_ERROR, JobExecutionEvent
from apscheduler.executors.pool import ThreadPoolExecutor
from apscheduler.schedulers.background import BackgroundScheduler

from store import Intake, Outbound, Problem, Wire, poll, release_due

from ..clock import now
from ..newsroom import Newsroom
from ..printing.press import Press, PrintResult

LEASE = "scheduler"
TERM = timedelta(seconds=15)
BEAT_SECONDS = 0.5
WIRES_SECONDS = 1.0
HOUSEKEEPING_SECONDS = 600
EDITIONS_KEPT = timedelta(days=7)
DAYS_KEPT = timedelta(days=90)
BYTES_KEPT = timedelta(hours=1)

_log = logging.getLogger("nashra.schedule")


def own_name() -> str:
    """A holder's name that no other process has."""
    return f"{socket.gethostname()}/{os.getpid()}"


class Beats:
    """What is done at each beat, by the one scheduler that holds the lease."""

    def __init__(
        self,
        intake: Intake,
        press: Press,
        holder: str,
        outbound: Outbound,
        wires: Sequence[Wire] = (),
    ) -> None:
        self._intake, self._press, self._holder = intake, press, holder
        self._outbound, self.wires = outbound, wires
        self._polls: dict[str, tuple[datetime, datetime]] = {}
        self._fence: int | None = None
        self._ask_at: datetime | None = None
        self._failing = False

    def beat(self) -> list[PrintResult]:
        """Release what is due and print what is dirty. A database that is gone is said once, and
        waited for.
        """
        try:
            if not self.hold_lease():
                return []
            release_due(self._intake)
            printed = self._press.refresh()
        except Problem as problem:
            if not self._failing:
                _log.error("the press stands still: %s", problem)
            self._failing = True
            return []
        if self._failing:
            _log.info("the press works again")
        self._failing = False
        return printed

    def run_once(self) -> list[PrintResult]:
        """One round by hand: what falls due where no other scheduler leads, then what is dirty."""
        if self.hold_lease():
            release_due(self._intake)
        return self._press.refresh()

    def hold_lease(self) -> bool:
        """Take or renew the lease, a few times a term; who newly holds it compares all feeds'
        definitions.
        """
        moment = self._intake.clock()
        if self._ask_at and self._ask_at - TERM < moment < self._ask_at:
            return self._fence is not None
        self._ask_at = moment + TERM / 3
        with self._intake.store.transaction() as transaction:
            fence = transaction.leases.hold(LEASE, self._holder, moment, TERM)
        if fence is None:
            self._fence = None
            return False
        if fence != self._fence:
            if keys := self._press.define(
                lambda transaction: transaction.leases.held(LEASE, fence)
            ):
                _log.info("new definitions, so these feeds are printed anew: %s", ", ".join(keys))
            self._fence = fence
        return True

    def poll_wire(self, wire: Wire) -> None:
        """Poll a wire if its time has come."""
        if self._fence is None or self._failing:
            self._polls.pop(wire.name, None)  # who leads meanwhile moves it on
            return
        try:
            moment, (last, due) = self._intake.clock(), self._times(wire)
            if last <= moment < due:  # a clock that was set back tells nothing
                return
            self._polls[wire.name] = moment, moment + timedelta(seconds=wire.seconds)
            done = poll(self._intake, wire, self._outbound, self._holder, random())
            self._polls[wire.name] = moment, done.next_at or moment
        except Problem as problem:
            _log.error("wire %s: %s", wire.name, problem)
        except Exception:
            _log.exception("wire %s cannot be polled", wire.name)

    def _times(self, wire: Wire) -> tuple[datetime, datetime]:
        """When it was polled last, and is to be next; who newly leads finds that in the store."""
        if wire.name not in self._polls:
            with self._intake.store.snapshot() as snapshot:
                state = snapshot.wires.states().get(wire.name)
            now = self._intake.clock()
            if state is None or state.next_at is None or state.memory.get("url", "") != wire.url:
                return now, now
            after = timedelta(seconds=wire.seconds)  # as it is set now, unless the wire fails
            self._polls[wire.name] = (
                state.polled_at,
                state.next_at if state.error else state.polled_at + after,
            )
        return self._polls[wire.name]

    def housekeeping(self) -> None:
        """Forget superseded editions: their bytes after an hour, all of them after seven days. Fold
        old counts.
        """
        if self._fence is None:
            return
        with self._intake.store.transaction() as transaction:
            now = self._intake.clock()
            thinned = transaction.editions.thin(now - BYTES_KEPT)
            pruned = transaction.editions.prune(now - EDITIONS_KEPT)
            transaction.requests.fold(now - DAYS_KEPT)
        if thinned or pruned:
            _log.info(
                "housekeeping: bytes of %d bodies dropped, %d editions forgotten", thinned, pruned
            )

    def release_leases(self) -> None:
        """Give the leases back, those of unfinished polls too, so that the next scheduler need not
        wait.
        """
        with self._intake.store.transaction() as transaction:
            for name in (LEASE, *(f"wire/{wire.name}" for wire in self.wires)):
                transaction.leases.release(name, self._holder, self._intake.clock())


def beats_of(newsroom: Newsroom, holder: str) -> Beats:
    """The beats of a newsroom, for the scheduler of this name."""
    return Beats(
        newsroom.intake, newsroom.press, holder, newsroom.outbound, newsroom.settings.wires
    )


def work(beats: Beats, stop: Event) -> None:
    """Run the beats until `stop` is set. Missed beats are made up for by one.

    Each wire has a thread of its own, so that a slow one delays no other; a stop waits for none of
    them.
    """
    scheduler = BackgroundScheduler(
        timezone=UTC,
        executors={"default": ThreadPoolExecutor(4)},
        job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": 30},
    )
    scheduler.add_listener(_say_failure, EVENT_JOB_ERROR)
    _every(scheduler, beats.beat, BEAT_SECONDS)
    _every(scheduler, beats.housekeeping, HOUSEKEEPING_SECONDS)
    for wire in beats.wires:
        Thread(target=_watch, args=(beats, wire, stop), daemon=True).start()
    scheduler.start()
    stop.wait()
    scheduler.shutdown(wait=True)
    try:
        beats.release_leases()
    except Problem as problem:
        _log.warning("the lease could not be given back: %s", problem)


def _watch(beats: Beats, wire: Wire, stop: Event) -> None:
    while not stop.wait(WIRES_SECONDS):
        beats.poll_wire(wire)


def _every(scheduler: BackgroundScheduler, job: Callable[[], object], seconds: float) -> None:
    scheduler.add_job(job, "interval", seconds=seconds, next_run_time=now())


def _say_failure(event: JobExecutionEvent) -> None:
    _log.error("a beat failed: %r", event.exception)
