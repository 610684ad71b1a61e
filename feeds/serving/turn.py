"""Whose turn it is to make what nobody has asked for before, and everybody may ask for.

One request of a process makes something at a time, so that those who poll feeds keep the
interpreter and the database to themselves.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock

from store import Unavailable

WAITING = 2  # requests that may wait while another one makes something
_PATIENCE = 10.0  # seconds that they wait


class Turn:
    """The turn of one process. Safe to share between threads."""

    def __init__(self) -> None:
        self._making = Lock()
        self._changing = Lock()  # held while `coming` changes: never while anything waits
        self.coming = 0  # requests that make something, or wait to

    @property
    def is_full(self) -> bool:
        """Whether as many wait as may."""
        return self.coming > WAITING

    @contextmanager
    def take(self) -> Iterator[None]:
        """Wait until nobody else makes anything. Raises Unavailable where too many wait."""
        with self._changing:
            if self.is_full:
                raise Unavailable("others are asking for feeds of their own choice, come again")
            self.coming += 1
        try:
            if not self._making.acquire(timeout=_PATIENCE):
                raise Unavailable("a feed of another choice takes too long, come again")
            try:
                yield
            finally:
                self._making.release()
        finally:
            with self._changing:
                self.coming -= 1
