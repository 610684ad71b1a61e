"""The beats: what APScheduler looks for, and how often. A job is only "look now": the truth is in the tables.

One scheduler at a time holds the lease; the others look on and take over within the lease's term.
"""

import logging
import os
import socket
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from threading import Event

from apscheduler.events import EVENT_JOB_ERROR, JobExecutionEvent
from apscheduler.schedulers.background import BackgroundScheduler

from store import Desk, Problem, Wire, poll, release_due

from .press import Press, Printed

LEASE = "scheduler"
TERM = timedelta(seconds=15)
BEAT_SECONDS = 0.5
WIRES_SECONDS = 1.0
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

    def __init__(self, desk: Desk, press: Press, holder: str, wires: Sequence[Wire] = ()) -> None:
        self._desk, self._press, self._holder = desk, press, holder
        self._next_poll = dict.fromkeys(wires, desk.clock())
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

    def poll_wires(self) -> None:
        """Poll the wires whose time has come; one that fails stops no other."""
        for wire, moment in self._next_poll.items():
            if self._fence is None or self._failing or self._desk.clock() < moment:
                continue
            self._next_poll[wire] = self._desk.clock() + timedelta(seconds=wire.seconds)
            try:
                poll(self._desk, wire)
            except Problem as problem:
                _log.error("wire %s: %s", wire.name, problem)
            except Exception:
                _log.exception("wire %s cannot be polled", wire.name)

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
        timezone=UTC, job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": 30}
    )
    scheduler.add_listener(_say_failure, EVENT_JOB_ERROR)
    _every(scheduler, beats.beat, BEAT_SECONDS)
    _every(scheduler, beats.poll_wires, WIRES_SECONDS)
    _every(scheduler, beats.housekeeping, HOUSEKEEPING_SECONDS)
    scheduler.start()
    stop.wait()
    scheduler.shutdown(wait=True)
    try:
        beats.retire()
    except Problem as problem:
        _log.warning("the lease could not be given back: %s", problem)


def _every(scheduler: BackgroundScheduler, job: Callable[[], object], seconds: float) -> None:
    scheduler.add_job(job, "interval", seconds=seconds, next_run_time=now())


def _say_failure(event: JobExecutionEvent) -> None:
    _log.error("a beat failed: %r", event.exception)
