"""Pulse: the sign of life of one piece of work, by the monotonic clock, which nobody sets."""

import time


class Pulse:
    """When a piece of work last got on. Safe to share between threads.

    name   what it does, as a watchdog or a probe says it
    beats  how often it got on
    """

    def __init__(self, name: str) -> None:
        self.name = name
        self.beats = 0
        self._moved_at = time.monotonic()

    def beat(self) -> None:
        """Note that the work got on."""
        self.beats += 1
        self._moved_at = time.monotonic()

    @property
    def age(self) -> float:
        """Seconds since the work last got on, or since it was to begin."""
        return time.monotonic() - self._moved_at
