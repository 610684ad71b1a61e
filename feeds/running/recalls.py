"""Recalls: which wires have something to read again at once, and who waits for that.

One question a look for all wires, however many messages there were.
"""

from collections.abc import Sequence
from threading import Event

from store import WIRE_KINDS, Problem, Store, Wire


class Recalls:
    """What is recalled of wires whose posts are sent as well. Safe to share between threads."""

    def __init__(self, store: Store, wires: Sequence[Wire]) -> None:
        self._store = store
        self._names = [wire.name for wire in wires if WIRE_KINDS[wire.kind].sent]
        self._calls = {wire.name: Event() for wire in wires}
        self._recalling: frozenset[str] = frozenset()

    def look(self) -> None:
        """Look which wires have something, and call them. That the database is gone, beats say."""
        if not self._names:
            return
        try:
            with self._store.snapshot() as snapshot:
                self._recalling = snapshot.wires.recalling(self._names)
        except Problem:
            return
        for name in self._recalling:
            self._calls[name].set()

    def has(self, wire: Wire) -> bool:
        """Whether the last look has found something of a wire."""
        return wire.name in self._recalling

    def wait_for(self, wire: Wire, seconds: float) -> None:
        """Wait until something of a wire is to be read again, but at most so long."""
        self._calls[wire.name].wait(seconds)
        self._calls[wire.name].clear()
