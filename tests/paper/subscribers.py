"""Subscribers of a newspaper: feedparser, which knows entries by their ids, and the library reader.

Each keeps what it took for news; the number in the title of each story tells which it was.
"""

import re
from collections import defaultdict
from pathlib import Path
from typing import Protocol

import feedparser
from reader import make_reader

_NUMBER = re.compile(r"رقم (\d+)")


class Subscriber(Protocol):
    """One who polls a feed, and remembers."""

    def poll(self) -> None: ...

    def seen(self) -> dict[int, set[str]]:
        """The ids under which each story was news."""


class ByEntryId:
    """A reader of feedparser's: an entry is news where its id was never seen."""

    def __init__(self, address: str) -> None:
        self._address = address
        self._seen: defaultdict[int, set[str]] = defaultdict(set)

    def poll(self) -> None:
        found = feedparser.parse(self._address)
        assert found.status in (200, 301), found.status
        for entry in found.entries:
            _note(self._seen, entry.id, entry.title)

    def seen(self) -> dict[int, set[str]]:
        return self._seen


class ByReader:
    """The library reader, with a database of its own."""

    def __init__(self, address: str, folder: Path) -> None:
        self._reader = make_reader(str(folder / f"reader-{abs(hash(address))}.db"))
        self._reader.add_feed(address)

    def poll(self) -> None:
        # Whatever max-age says: its clock is not that of the test.
        updates = list(self._reader.update_feeds_iter(scheduled=False))
        assert not [one for one in updates if isinstance(one.value, Exception)]

    def seen(self) -> dict[int, set[str]]:
        seen: defaultdict[int, set[str]] = defaultdict(set)
        for entry in self._reader.get_entries():
            _note(seen, entry.id, entry.title or "")
        return seen

    def close(self) -> None:
        self._reader.close()


def _note(seen: defaultdict[int, set[str]], id: str, title: str) -> None:
    """Note the id of the story whose number stands in its title, whatever else may change there."""
    seen[number_of(title)].add(id)


def number_of(title: str) -> int:
    number = _NUMBER.search(title)
    assert number, title
    return int(number[1])


def complaints(seen: dict[int, set[str]], published: set[int]) -> list[str]:
    """What a subscriber has to complain of: stories that came twice, or never."""
    twice = [f"{number} came as {sorted(ids)}" for number, ids in seen.items() if len(ids) > 1]
    missed = [f"{number} never came" for number in sorted(published - seen.keys())]
    return twice + missed
