"""Allowance: the CPU that heavy texts of one run may take together, in the sandbox.

Each text ends after 2 s; five hundred of them in one request would hold its sender for a quarter of
an hour. Honest heavy texts take a tenth of a second: a run may bring any number of those.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from ..errors import Refused
from ..limits import RUN_SECONDS, SECONDS_OF_HEAVY_TEXT


class Allowance:
    """Seconds of CPU that are left to a run."""

    def __init__(self) -> None:
        self._seconds = RUN_SECONDS

    @contextmanager
    def heeded(self) -> Iterator[None]:
        """Count what this thread reads in the sandbox meanwhile."""
        token = _CURRENT.set(self)
        try:
            yield
        finally:
            _CURRENT.reset(token)

    def check(self) -> None:
        """Raise Refused if nothing is left."""
        if self._seconds <= 0:
            reason = "too much before it took too long: send it again, by itself"
            raise Refused(reason, field="content")

    def spend(self, seconds: float) -> None:
        """Take what a text took. Each brings its own share, so that many light ones may come."""
        self._seconds += SECONDS_OF_HEAVY_TEXT - seconds


_CURRENT: ContextVar[Allowance | None] = ContextVar("allowance", default=None)


def check() -> None:
    """Raise Refused if this run has nothing left."""
    current = _CURRENT.get()
    if current:
        current.check()


def spend(seconds: float) -> None:
    """Take what a text took from this run, if it is one."""
    current = _CURRENT.get()
    if current:
        current.spend(seconds)
