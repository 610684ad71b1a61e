"""Faults of a PostgreSQL that forgets what it has acknowledged.

As one does that crashes with `synchronous_commit = off`, or whose standby takes over too early.
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime

from bench.processes import ROOT
from feeds.clock import now
from feeds.newsroom import Newsroom
from feeds.printing.press import Press, PrintResult
from feeds.settings.load import load
from store import Store

from .faults import Fault
from .newspaper import keep, until
from .stage import Stage

_SECONDS = 60  # for what must come to pass before a crash


def forgotten_commits(pause: float) -> Fault:
    """An article and its edition are forgotten, which readers have seen.

    PostgreSQL is back after so many seconds.
    """

    @contextmanager
    def fault(stage: Stage) -> Iterator[None]:
        with stage.postgresql.early():
            lost = stage.next_number()
            keep(stage.url, [lost])
            _until_shown(stage, lost)
            _crash(stage, pause)
        yield

    return fault


@contextmanager
def forgotten_within_the_second(stage: Stage) -> Iterator[None]:
    """Another edition gets the revision and the second of the forgotten one.

    The press of another machine prints both, by a clock that stands still, so that a second
    suffices. The newspaper itself is cut off until the other edition is there.
    """
    with stage.postgresql.early():
        moment = now()
        lost = stage.next_number()
        first = _print_past(stage, lost, moment)
        _until_shown(stage, lost)
        stage.proxy.refuse()
        _crash(stage, 0)
        other = stage.next_number()
        if _print_past(stage, other, moment) == first:
            stage.notes.append("another edition had the revision and the second of the lost one")
        stage.proxy.forward()
        stage.underway.append(other)
    yield


@contextmanager
def forgotten_beginning(stage: Stage) -> Iterator[None]:
    """The definitions of all feeds are forgotten, and the lease: the newspaper has just begun."""
    _crash(stage, 0)
    stage.postgresql.keep_first()
    yield


def _crash(stage: Stage, pause: float) -> None:
    stage.postgresql.cluster.stop()
    time.sleep(pause)
    stage.postgresql.cluster.start()


def _until_shown(stage: Stage, number: int) -> None:
    until(lambda: stage.newspaper.shows(number), _SECONDS, lambda: f"{number} is never shown")


def _print_past(stage: Stage, number: int, moment: datetime) -> list[PrintResult]:
    """Keep an article and print it, as another machine of the same newspaper would."""
    environment = {"NASHRA_DATABASE": stage.url, "NASHRA_BASE_URL": stage.newspaper.base}
    store = Store(stage.url)
    try:
        keep(stage.url, [number])
        newsroom = Newsroom(load(environment, ROOT / "nashra.toml"), store)
        intake = replace(newsroom.intake, clock=lambda: moment)
        return Press(intake, newsroom.options, newsroom.settings.printed).refresh()
    finally:
        store.close()
