"""Entries of documents that were built once, for the next print. Knows no format."""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Any, TypeVar

_Value = TypeVar("_Value")


class EntryCache:
    """Built entries by everything their bytes depend on; the least used go first.

    Safe to share between threads.
    """

    def __init__(self, limit: int = 4000) -> None:
        self._limit = limit
        self._lock = Lock()
        self._entries: OrderedDict[tuple[Hashable, ...], Any] = OrderedDict()

    def get(self, key: tuple[Hashable, ...], build: Callable[[], _Value]) -> _Value:
        """The entry under a key, built now if need be. Callers must not change it.

        Two threads may build one entry at once: both build the same.
        """
        with self._lock:
            if key in self._entries:
                self._entries.move_to_end(key)
                cached: _Value = self._entries[key]
                return cached
        entry = build()
        with self._lock:
            self._entries[key] = entry
            while len(self._entries) > self._limit:
                self._entries.popitem(last=False)
        return entry
