"""A clock that is set: its step is seen once, and what cannot be taken back waits a little."""

from dataclasses import dataclass
from datetime import datetime, timedelta

import pytest

from feeds.running.steps import CarefulClock, ClockSteps
from tests.room import START

HOUR = 3600.0
YEAR = 365 * 24 * HOUR


@dataclass
class Clocks:
    """A clock that can be set, and the monotonic one beside it."""

    passed: float = 0.0
    lead: float = 0.0

    def clock(self) -> datetime:
        return START + timedelta(seconds=self.passed + self.lead)

    def timer(self) -> float:
        return 12_345.0 + self.passed


@pytest.fixture
def clocks() -> Clocks:
    return Clocks()


@pytest.mark.parametrize("step", [-YEAR, -HOUR, -60.0, -10.0, 10.0, 60.0, HOUR, YEAR])
def test_a_step_is_seen_once_with_its_size(clocks: Clocks, step: float) -> None:
    steps = ClockSteps(clocks.clock, clocks.timer)
    clocks.passed += 1.0
    clocks.lead += step
    assert steps.look() == pytest.approx(step)
    clocks.passed += 1.0
    assert steps.look() == 0.0
    clocks.lead -= step
    assert steps.look() == pytest.approx(-step)


def test_time_that_passes_is_no_step_however_long_nobody_looks(clocks: Clocks) -> None:
    steps = ClockSteps(clocks.clock, clocks.timer)
    clocks.passed += YEAR
    assert steps.look() == 0.0


def test_a_clock_that_is_slewed_is_not_said_to_be_set(clocks: Clocks) -> None:
    steps = ClockSteps(clocks.clock, clocks.timer)
    for _ in range(1000):
        clocks.passed += 1.0
        clocks.lead += 0.1
        assert steps.look() == 0.0


def test_a_careful_clock_goes_with_its_clock(clocks: Clocks) -> None:
    careful = CarefulClock(clocks.clock, clocks.timer, 3)
    for _ in range(5):
        clocks.passed += 7.0
        assert careful() == clocks.clock()


@pytest.mark.parametrize("step", [-YEAR, -HOUR, -10.0])
def test_a_careful_clock_is_set_back_at_once(clocks: Clocks, step: float) -> None:
    careful = CarefulClock(clocks.clock, clocks.timer, 3)
    clocks.lead += step
    assert careful() == clocks.clock()


@pytest.mark.parametrize("step", [10.0, HOUR, YEAR])
def test_a_careful_clock_is_set_ahead_once_that_has_lasted(clocks: Clocks, step: float) -> None:
    careful = CarefulClock(clocks.clock, clocks.timer, 3)
    clocks.lead += step
    for second in range(3):
        assert careful() == START + timedelta(seconds=second)
        clocks.passed += 1.0
    assert careful() == clocks.clock()


def test_a_careful_clock_does_not_notice_what_is_soon_set_right(clocks: Clocks) -> None:
    careful = CarefulClock(clocks.clock, clocks.timer, 3)
    for second in range(20):
        clocks.lead = YEAR if second % 2 else 0.0
        assert careful() == START + timedelta(seconds=second)
        clocks.passed += 1.0


def test_a_careful_clock_follows_one_that_runs_ahead_for_ever(clocks: Clocks) -> None:
    careful = CarefulClock(clocks.clock, clocks.timer, 3)
    for _ in range(100):
        clocks.passed += 0.5
        clocks.lead += 4.5
        assert clocks.clock() - careful() < timedelta(seconds=4 * 9)
