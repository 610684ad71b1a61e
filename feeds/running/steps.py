"""Steps of the clock: it was set where it no longer goes with the monotonic one, which nobody sets.

Virtual machines that were paused, time servers and people set a clock, ahead and back.
"""

from collections.abc import Callable
from datetime import UTC, datetime
from threading import Lock

LEAST_SECONDS = 2.0  # what is less costs nobody anything, and a slewed clock goes wrong by less

Clock = Callable[[], datetime]  # aware UTC
Timer = Callable[[], float]  # monotonic seconds


class ClockSteps:
    """The steps of a clock, seen from one look to the next."""

    def __init__(self, clock: Clock, timer: Timer) -> None:
        self._clock = clock
        self._timer = timer
        self._lead = _lead(clock, timer)

    def look(self) -> float:
        """Seconds by which the clock was set since the last look, below 0 where it was set back.

        0 where it was not set.
        """
        before = self._lead
        self._lead = _lead(self._clock, self._timer)
        step = self._lead - before
        return step if abs(step) >= LEAST_SECONDS else 0.0


class CarefulClock:
    """A clock that follows another one, but is set ahead only once that one has been for a while.

    It is for what cannot be taken back when the other is set right again: news whose embargo has
    ended, an edition that was forgotten. Safe to share between threads.

    seconds  how long the other one must have been ahead
    """

    def __init__(self, clock: Clock, timer: Timer, seconds: float) -> None:
        self._clock = clock
        self._timer = timer
        self._seconds = seconds
        self._lock = Lock()
        self._lead = _lead(clock, timer)
        self._ahead_since: float | None = None

    def __call__(self) -> datetime:
        """The moment by this clock, aware UTC."""
        with self._lock:
            moment = self._timer()
            self._follow(_lead(self._clock, self._timer), moment)
            return datetime.fromtimestamp(moment + self._lead, UTC)

    def _follow(self, lead: float, moment: float) -> None:
        if lead <= self._lead:
            self._lead = lead
            self._ahead_since = None
        elif self._ahead_since is None:
            self._ahead_since = moment
        elif moment - self._ahead_since >= self._seconds:
            self._lead = lead
            self._ahead_since = None


def _lead(clock: Clock, timer: Timer) -> float:
    """How far a clock is ahead of the monotonic one, which begins anywhere (seconds)."""
    return clock().timestamp() - timer()
