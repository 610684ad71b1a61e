"""The ticker: beats come on though the clock is set, and a year ahead makes one beat."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta, tzinfo
from threading import Event, Thread
from typing import cast

import pytest
from apscheduler.executors import base as executors
from apscheduler.schedulers import base as schedulers

from feeds.running import scheduler
from feeds.running.beats import Beats
from feeds.running.scheduler import work
from store import Wire

HOUR = 3600
YEAR = 365 * 24 * HOUR


class SetClock(datetime):
    """The clock of APScheduler and ours, which the test sets."""

    ahead = timedelta(0)

    @classmethod
    def now(cls, tz: tzinfo | None = None) -> datetime:  # type: ignore[override]
        return datetime.now(tz) + cls.ahead


class CountingBeats:
    """Beats that do nothing but come."""

    wires: tuple[Wire, ...] = ()

    def __init__(self) -> None:
        self.beats = 0
        self.came = Event()
        self.kept_house = 0

    def beat(self) -> None:
        self.beats += 1
        self.came.set()

    def housekeeping(self) -> None:
        self.kept_house += 1

    def reindex(self) -> None:
        pass

    def release_leases(self) -> None:
        pass

    def come(self, seconds: float = 20) -> bool:
        """Whether another beat comes soon; far sooner than a clock that was set back goes on."""
        self.came.clear()
        return self.came.wait(seconds)


@pytest.fixture(autouse=True)
def _short_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(SetClock, "ahead", timedelta(0))
    monkeypatch.setattr(schedulers, "datetime", SetClock)
    monkeypatch.setattr(executors, "datetime", SetClock)
    monkeypatch.setattr(scheduler, "now", lambda: SetClock.now(UTC))
    monkeypatch.setattr(scheduler, "BEAT_SECONDS", 0.02)
    monkeypatch.setattr(scheduler, "CLOCK_SECONDS", 0.02)
    monkeypatch.setattr(scheduler, "LATE_SECONDS", 0.1)
    monkeypatch.setattr(scheduler, "HOUSEKEEPING_SECONDS", 0.5)


@contextmanager
def working() -> Iterator[CountingBeats]:
    beats = CountingBeats()
    stop = Event()
    thread = Thread(target=work, args=(cast("Beats", beats), stop))
    thread.start()
    try:
        yield beats
    finally:
        stop.set()
        thread.join(20)
    assert not thread.is_alive()


@pytest.mark.parametrize("step", [-10, -60, -HOUR, HOUR, 24 * HOUR, YEAR])
def test_beats_come_on_though_the_clock_is_set_and_set_right_again(
    step: int, caplog: pytest.LogCaptureFixture
) -> None:
    def said() -> list[str]:
        return [one.message for one in caplog.records if "the clock was set" in one.message]

    with working() as beats:
        for number, ahead in enumerate((step, 0, step), 1):
            assert beats.come()
            SetClock.ahead = timedelta(seconds=ahead)
            assert [beats.come() for _ in range(5)] == [True] * 5
            assert any(len(said()) == number or not beats.come() for _ in range(1000))
    there, back = ("ahead", "back") if step > 0 else ("back", "ahead")
    assert said() == [
        f"the clock was set {direction} by {abs(step)} s" for direction in (there, back, there)
    ]


def test_a_clock_that_stands_still_stops_no_beat(monkeypatch: pytest.MonkeyPatch) -> None:
    with working() as beats:
        assert beats.come()
        moment = SetClock.now(UTC)
        monkeypatch.setattr(SetClock, "now", lambda tz=None: moment)
        assert [beats.come() for _ in range(3)] == [True] * 3


def test_a_year_ahead_makes_no_beat_for_each_that_would_have_come() -> None:
    with working() as beats:
        assert beats.come()
        before = beats.beats
        SetClock.ahead = timedelta(seconds=YEAR)
        assert beats.come()
        assert beats.come()
        assert beats.beats - before < 100


def test_housekeeping_comes_again_behind_a_clock_that_was_a_year_ahead() -> None:
    with working() as beats:
        for ahead in (YEAR, 0):
            SetClock.ahead = timedelta(seconds=ahead)
            before = beats.kept_house
            assert any(beats.come() and beats.kept_house > before for _ in range(1000))
