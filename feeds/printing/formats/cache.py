"""Entries of documents that were built once, for the next print. Knows no format."""

from collections import OrderedDict
from collections.abc import Callable
from threading import Lock
from typing import Any, TypeVar

_Value = TypeVar("_Value")


class EntryCache:
    """Entries that were built once, by (article id, revision, format, view); the least used go
    first.
    """

    def __init__(self, limit: int = 4000) -> None:
        self._limit = limit
        self._lock = Lock()
        self._kept: OrderedDict[tuple[object, ...], Any] = OrderedDict()

    def get(self, key: tuple[object, ...], make: Callable[[], _Value]) -> _Value:
        """What was made under this key, or is made now. Callers must not change it."""
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                found: _Value = self._kept[key]
                return found
        made = make()
        with self._lock:
            self._kept[key] = made
            while len(self._kept) > self._limit:
                self._kept.popitem(last=False)
        return made
