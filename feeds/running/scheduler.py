"""The loop of the scheduler: how often each beat comes. APScheduler is only a ticker.

Its jobs live in memory and say "look now". It sleeps until a moment of the clock, so that a clock
which is set back would stop it: each second it is seen to whether a job is late by the monotonic
clock. Each wire has a thread of its own.
"""

import logging
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from threading import Event, Thread
from time import monotonic

from apscheduler.events import EVENT_JOB_ERROR, JobExecutionEvent
from apscheduler.executors.pool import ThreadPoolExecutor
from apscheduler.schedulers.background import BackgroundScheduler
from apscheduler.triggers.base import BaseTrigger

from store import Problem, Wire

from ..clock import now
from .beats import Beats
from .steps import ClockSteps

BEAT_SECONDS = 0.5
WIRES_SECONDS = 1.0
RECALLS_SECONDS = 0.25
REINDEX_SECONDS = 1.0
HOUSEKEEPING_SECONDS = 600
CLOCK_SECONDS = 1.0
LATE_SECONDS = 0.5

_log = logging.getLogger("nashra.schedule")


def work(beats: Beats, stop: Event) -> None:
    """Run the beats until `stop` is set. Missed beats are made up for by one, however late.

    Each wire has a thread of its own, so that a slow one delays no other; a stop waits for none of
    them.
    """
    scheduler = _ticker(beats)
    for wire in beats.wires:
        Thread(target=_watch, args=(beats, wire, stop), daemon=True).start()
    steps = ClockSteps(now, monotonic)
    scheduler.start()
    while not stop.wait(CLOCK_SECONDS):
        _say_step(steps.look())
        _hurry_late_jobs(scheduler)
    scheduler.shutdown(wait=True)
    try:
        beats.release_leases()
    except Problem as problem:
        _log.warning("the lease could not be given back: %s", problem)


def _ticker(beats: Beats) -> BackgroundScheduler:
    """The scheduler of all that is done in turns, to be started."""
    scheduler = BackgroundScheduler(
        timezone=UTC,
        executors={"default": ThreadPoolExecutor(4)},
        job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None},
    )
    scheduler.add_listener(_log_failure, EVENT_JOB_ERROR)
    _every(scheduler, beats.beat, BEAT_SECONDS)
    if beats.wires:
        _every(scheduler, beats.look_for_recalls, RECALLS_SECONDS)
    _every(scheduler, beats.reindex, REINDEX_SECONDS)
    _every(scheduler, beats.housekeeping, HOUSEKEEPING_SECONDS)
    return scheduler


def _watch(beats: Beats, wire: Wire, stop: Event) -> None:
    """Look after one wire until `stop` is set."""
    while not stop.is_set():
        beats.recalls.wait_for(wire, WIRES_SECONDS)
        beats.poll_wire(wire)


class _Pause(BaseTrigger):  # type: ignore[misc]
    """Makes a job due again a pause from now, whenever it was due before.

    A clock that was set a year ahead makes it due once; intervals would be counted up to there.
    """

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._due_at = monotonic()

    def get_next_fire_time(self, _: datetime | None, now: datetime) -> datetime:
        """The moment at which the job is due again."""
        self._due_at = monotonic() + self._seconds
        return now + timedelta(seconds=self._seconds)

    @property
    def is_late(self) -> bool:
        """Whether the job should have come by now, by the monotonic clock."""
        return monotonic() > self._due_at + LATE_SECONDS


def _every(scheduler: BackgroundScheduler, job: Callable[[], object], seconds: float) -> None:
    scheduler.add_job(job, _Pause(seconds), next_run_time=now())


def _say_step(step: float) -> None:
    """Log that the clock was set, if it was."""
    if step:
        direction = "ahead" if step > 0 else "back"
        _log.warning("the clock was set %s by %.0f s", direction, abs(step))


def _hurry_late_jobs(scheduler: BackgroundScheduler) -> None:
    """Make jobs due now that wait for a clock which was set back."""
    for job in scheduler.get_jobs():
        if job.trigger.is_late:
            job.modify(next_run_time=now())


def _log_failure(event: JobExecutionEvent) -> None:
    _log.error("a beat failed: %r", event.exception)
