"""The loop of the scheduler: how often each beat comes. APScheduler is only a ticker.

Its jobs live in memory and say "look now". Each wire has a thread of its own.
"""

import logging
from collections.abc import Callable
from datetime import UTC
from threading import Event, Thread

from apscheduler.events import EVENT_JOB_ERROR, JobExecutionEvent
from apscheduler.executors.pool import ThreadPoolExecutor
from apscheduler.schedulers.background import BackgroundScheduler

from store import Problem, Wire

from ..clock import now
from .beats import Beats

BEAT_SECONDS = 0.5
WIRES_SECONDS = 1.0
HOUSEKEEPING_SECONDS = 600
LATEST_SECONDS = 30  # a beat that comes later than this is left out

_log = logging.getLogger("nashra.schedule")


def work(beats: Beats, stop: Event) -> None:
    """Run the beats until `stop` is set. Missed beats are made up for by one.

    Each wire has a thread of its own, so that a slow one delays no other; a stop waits for none of
    them.
    """
    scheduler = BackgroundScheduler(
        timezone=UTC,
        executors={"default": ThreadPoolExecutor(4)},
        job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": LATEST_SECONDS},
    )
    scheduler.add_listener(_log_failure, EVENT_JOB_ERROR)
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
    """Look after one wire until `stop` is set."""
    while not stop.wait(WIRES_SECONDS):
        beats.poll_wire(wire)


def _every(scheduler: BackgroundScheduler, job: Callable[[], object], seconds: float) -> None:
    scheduler.add_job(job, "interval", seconds=seconds, next_run_time=now())


def _log_failure(event: JobExecutionEvent) -> None:
    _log.error("a beat failed: %r", event.exception)
