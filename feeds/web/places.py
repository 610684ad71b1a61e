"""Places for requests that may be slow, so that they never hold all threads of a process.

Readers of feeds need none: polls are answered from memory, whatever everybody else waits for.
"""

import time
from dataclasses import dataclass, field
from threading import Condition

from flask import Blueprint, g
from werkzeug.exceptions import ServiceUnavailable

from ..running.server import QUARTER, THREADS

# So many readers may wait that some threads are left for polls, even while as many as may send,
# and as many as may ask for sitemaps.
WAITING = THREADS - 2 * QUARTER - 4
# Whoever is in for longer hangs, or waits for what does: nobody waits for his place any more.
PATIENCE = 1.0  # seconds


@dataclass(frozen=True, slots=True, eq=False)
class _Place:
    """A place that a request has taken, and since when (monotonic seconds)."""

    places: "Places"
    since: float = field(default_factory=time.monotonic)


class Places:
    """Places for requests of one kind, in one process. Safe to share between threads.

    count    how many requests may be in at once
    waiting  how many more may wait for a place, as long as those who are in get on
    reason   what is said to whoever is refused
    """

    def __init__(self, count: int, reason: str, *, waiting: int = 0) -> None:
        self._count = count
        self._reason = reason
        self._waiting = waiting
        self._taken: list[_Place] = []  # the oldest first
        self._queue = 0
        self._changed = Condition()

    def guard(self, blueprint: Blueprint) -> None:
        """Let every request of `blueprint` take a place."""
        blueprint.before_request(self.admit)
        blueprint.teardown_request(leave)

    def admit(self) -> None:
        """Let this request take a place, unless it has one; leave() gives it back.

        Raises ServiceUnavailable.
        """
        if "place" in g:
            return
        with self._changed:
            if len(self._taken) >= self._count and not self._wait():
                raise ServiceUnavailable(self._reason, retry_after=1)
            self._take()

    def admit_at_once(self) -> bool:
        """Let this request take a place, if one is free. Returns whether it has one."""
        with self._changed:
            if "place" not in g and len(self._taken) < self._count:
                self._take()
        return "place" in g

    def _take(self) -> None:
        g.place = _Place(self)
        self._taken.append(g.place)

    def _wait(self) -> bool:
        """Wait for a place, if few do, and nobody hangs. Returns whether one is free."""
        if self._queue >= self._waiting:
            return False
        self._queue += 1
        try:
            return self._wait_while_others_get_on()
        finally:
            self._queue -= 1

    def _wait_while_others_get_on(self) -> bool:
        while len(self._taken) >= self._count:
            patience = self._taken[0].since + PATIENCE - time.monotonic()
            if patience <= 0:
                return False
            self._changed.wait(patience)
        return True

    def _give_back(self, place: _Place) -> None:
        with self._changed:
            self._taken.remove(place)
            self._changed.notify_all()


def leave(_error: BaseException | None) -> None:
    """Give back the place of this request, if it has one."""
    place: _Place | None = g.pop("place", None)
    if place:
        place.places._give_back(place)
