"""Faults of processes: they are killed, or stand still."""

import os
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from .newspaper import ACKNOWLEDGED
from .stage import Stage

_FAMILIAR_SECONDS = 5  # until another scheduler looks on, too


@contextmanager
def supervisor_killed(stage: Stage) -> Iterator[None]:
    """Its children go with it."""
    os.kill(stage.newspaper.pid, signal.SIGKILL)
    yield


@contextmanager
def web_killed(stage: Stage) -> Iterator[None]:
    os.kill(stage.newspaper.child("web"), signal.SIGKILL)
    yield


@contextmanager
def web_worker_killed(stage: Stage) -> Iterator[None]:
    os.kill(stage.newspaper.web_worker(), signal.SIGKILL)
    yield


@contextmanager
def writer_killed(stage: Stage) -> Iterator[None]:
    os.kill(_writer_in_use(stage), signal.SIGKILL)
    yield


@contextmanager
def writer_stopped(stage: Stage) -> Iterator[None]:
    writer = _writer_in_use(stage)
    os.kill(writer, signal.SIGSTOP)
    try:
        yield
    finally:
        with suppress(ProcessLookupError):
            os.kill(writer, signal.SIGCONT)


def _writer_in_use(stage: Stage) -> int:
    """The process id of the web's writer, which has written something."""
    number = stage.next_number()
    if stage.newspaper.send(number) in ACKNOWLEDGED:
        stage.acknowledged.append(number)
    return stage.newspaper.writer()


@contextmanager
def work_killed(stage: Stage) -> Iterator[None]:
    os.kill(stage.newspaper.child("work"), signal.SIGKILL)
    yield


@contextmanager
def holder_stopped(stage: Stage) -> Iterator[None]:
    """Whoever holds the lease stands still, while another scheduler waits for it."""
    holder = stage.newspaper.child("work")
    stage.newspaper.start_beside("work")
    time.sleep(_FAMILIAR_SECONDS)
    os.killpg(holder, signal.SIGSTOP)
    try:
        yield
    finally:
        os.killpg(holder, signal.SIGCONT)
