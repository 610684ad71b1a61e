"""The beats: what APScheduler looks for, and how often. A job is only "look now": the truth is in the tables.

One scheduler at a time holds the lease; the others look on and take over within the lease's term.
"""

import logging
import os
import socket
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from functools import partial
from random import random
from threading import Event

from apscheduler.events import EVENT_JOB_ERROR, JobExecutionEvent
from apscheduler.executors.pool import ThreadPoolExecutor
from apscheduler.schedulers.background import BackgroundScheduler

from store import Desk, Outbound, Problem, Wire, poll, release_due

from .press import Press, Printed

LEASE = "scheduler"
TERM = timedelta(seconds=15)
BEAT_SECONDS = 0.5
WIRES_SECONDS = 1.0
WIRES_THREADS = 4
HOUSEKEEPING_SECONDS = 600
EDITIONS_KEPT = timedelta(days=7)
DAYS_KEPT = timedelta(days=90)
BYTES_KEPT = timedelta(hours=1)

_log = logging.getLogger("nashra.schedule")


def now() -> datetime:
    """The clock of faces and scheduler: aware UTC."""
    return datetime.now(UTC)


def own_name() -> str:
    """A holder's name that no other process has."""
    return f"{socket.gethostname()}/{os.getpid()}"


class Beats:
    """What is done at each beat, by the one scheduler that holds the lease."""

    def __init__(self, desk: Desk, press: Press, holder: str, outbound: Outbound, wires: Sequence[Wire] = ()) -> None:
        self._desk, self._press, self._holder = desk, press, holder
        self._outbound, self.wires = outbound, wires
        self._next_poll: dict[str, datetime] = {}
        self._fence: int | None = None
        self._ask_at: datetime | None = None
        self._failing = False

    def beat(self) -> list[Printed]:
        """Release what is due and print what is dirty. A database that is gone is said once, and waited for."""
        try:
            if not self.lead():
                return []
            release_due(self._desk)
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

    def lend_a_hand(self) -> list[Printed]:
        """One round by hand: what falls due where no other scheduler leads, then what is dirty."""
        if self.lead():
            release_due(self._desk)
        return self._press.refresh()

    def lead(self) -> bool:
        """Take or renew the lease, a few times a term; who newly holds it compares all feeds' definitions."""
        moment = self._desk.clock()
        if self._ask_at and self._ask_at - TERM < moment < self._ask_at:
            return self._fence is not None
        self._ask_at = moment + TERM / 3
        with self._desk.store.transaction() as transaction:
            fence = transaction.leases.hold(LEASE, self._holder, moment, TERM)
        if fence is None:
            self._fence = None
            return False
        if fence != self._fence:
            if keys := self._press.define(lambda transaction: transaction.leases.held(LEASE, fence)):
                _log.info("new definitions, so these feeds are printed anew: %s", ", ".join(keys))
            self._fence = fence
        return True

    def poll_wire(self, wire: Wire) -> None:
        """Poll a wire if its time has come; each is a job of its own, so that a slow one delays no other."""
        moment = self._desk.clock()
        if self._fence is None:
            self._next_poll.pop(wire.name, None)  # who leads meanwhile moves it on
        elif not self._failing and moment >= self._due(wire):
            self._next_poll[wire.name] = moment + timedelta(seconds=wire.seconds)
            try:
                done = poll(self._desk, wire, self._outbound, self._holder, random())
                self._next_poll[wire.name] = done.next_at or self._next_poll[wire.name]
            except Problem as problem:
                _log.error("wire %s: %s", wire.name, problem)
            except Exception:
                _log.exception("wire %s cannot be polled", wire.name)

    def _due(self, wire: Wire) -> datetime:
        """When to poll it; who newly leads finds that in the store."""
        if wire.name not in self._next_poll:
            with self._desk.store.snapshot() as snapshot:
                state = snapshot.wires.states().get(wire.name)
            same = state is not None and state.next_at and state.memory.get("url", "") == wire.url
            self._next_poll[wire.name] = state.next_at if state and same and state.next_at else self._desk.clock()
        return self._next_poll[wire.name]

    def housekeeping(self) -> None:
        """Forget superseded editions: their bytes after an hour, all of them after seven days. Fold old counts."""
        if self._fence is None:
            return
        with self._desk.store.transaction() as transaction:
            now = self._desk.clock()
            thinned = transaction.editions.thin(now - BYTES_KEPT)
            pruned = transaction.editions.prune(now - EDITIONS_KEPT)
            transaction.requests.fold(now - DAYS_KEPT)
        if thinned or pruned:
            _log.info("housekeeping: bytes of %d bodies dropped, %d editions forgotten", thinned, pruned)

    def retire(self) -> None:
        """Give the lease back, so that the next scheduler need not wait."""
        with self._desk.store.transaction() as transaction:
            transaction.leases.release(LEASE, self._holder, self._desk.clock())


def work(beats: Beats, stop: Event) -> None:
    """Run the beats until `stop` is set. Missed beats are made up for by one."""
    scheduler = BackgroundScheduler(
        timezone=UTC,
        executors={"default": ThreadPoolExecutor(4), "wires": ThreadPoolExecutor(WIRES_THREADS)},
        job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": 30},
    )
    scheduler.add_listener(_say_failure, EVENT_JOB_ERROR)
    _every(scheduler, beats.beat, BEAT_SECONDS)
    for wire in beats.wires:
        _every(scheduler, partial(beats.poll_wire, wire), WIRES_SECONDS, "wires")
    _every(scheduler, beats.housekeeping, HOUSEKEEPING_SECONDS)
    scheduler.start()
    stop.wait()
    scheduler.shutdown(wait=True)
    try:
        beats.retire()
    except Problem as problem:
        _log.warning("the lease could not be given back: %s", problem)


def _every(
    scheduler: BackgroundScheduler, job: Callable[[], object], seconds: float, executor: str = "default"
) -> None:
    scheduler.add_job(job, "interval", seconds=seconds, next_run_time=now(), executor=executor)


def _say_failure(event: JobExecutionEvent) -> None:
    _log.error("a beat failed: %r", event.exception)
