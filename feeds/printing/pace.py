"""The pace of a press: a feed is stored once a second, each time under a later one.

Last-Modified tells seconds: two editions that shared one could not be told apart. Both rules hold
though the clock is set back or stands still, and though the database forgets its last commits.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

TICK = timedelta(seconds=1)


@dataclass(frozen=True, slots=True)
class _Stored:
    """The second under which a feed was stored last, and when, by the monotonic clock."""

    second: datetime
    at: float


class Pace:
    """The seconds under which a press has stored feeds, or has found them stored.

    clock  tells aware UTC
    timer  tells monotonic seconds
    """

    def __init__(self, clock: Callable[[], datetime], timer: Callable[[], float]) -> None:
        self._clock = clock
        self._timer = timer
        self._last: dict[str, _Stored] = {}

    def is_early(self, feed: str, stored_at: datetime) -> bool:
        """Whether a feed that was last stored under this second must wait for the next one.

        It waits for a second to pass, and no longer, even if the clock has to make up for hours.
        """
        last = self._last.get(feed)
        if last is None or last.second < stored_at:
            last = self.note(feed, stored_at)
        has_passed = self._timer() - last.at >= TICK.total_seconds()
        return last.second >= self._this_second() and not has_passed

    def next_second(self, feed: str, stored_at: datetime | None) -> datetime:
        """The second under which to store a feed, later than any before; None for no other."""
        last = self._last.get(feed)
        seconds = [self._this_second()]
        if stored_at:
            seconds.append(stored_at + TICK)
        if last:
            seconds.append(last.second + TICK)
        return max(seconds)

    def note(self, feed: str, second: datetime) -> _Stored:
        """Remember that a feed is stored under this second."""
        last = _Stored(second, self._timer())
        self._last[feed] = last
        return last

    def _this_second(self) -> datetime:
        return self._clock().replace(microsecond=0)
