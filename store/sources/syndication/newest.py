"""The newest entries of a feed that holds more than are read: some begin with their oldest."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Generic, TypeVar

from ...limits import ENTRY_LIMIT

_Entry = TypeVar("_Entry")


@dataclass(frozen=True, slots=True)
class ChosenEntries(Generic[_Entry]):
    """Entries that are read, in their order, and a word on those that are not, or ""."""

    entries: Sequence[_Entry]
    reason: str = ""


def newest_of(
    entries: Sequence[_Entry], date: Callable[[_Entry], datetime | None]
) -> ChosenEntries[_Entry]:
    """The newest entries by their dates; of those without any, as many from either end.

    Nobody knows at which end such a feed grows: what is new is read at both.
    """
    if len(entries) <= ENTRY_LIMIT:
        return ChosenEntries(entries)
    said = f"{len(entries):,} entries; only"
    moments = [date(entry) for entry in entries]
    undated = moments.count(None)
    if undated == len(entries):
        half = ENTRY_LIMIT // 2
        reason = f"{said} the first and the last {half:,} are read, since none has a date"
        return ChosenEntries([*entries[:half], *entries[-half:]], reason)
    beside = f"; {undated:,} without a date go by those beside them" if undated else ""
    return ChosenEntries(
        [entries[at] for at in _places_of_newest(moments)],
        f"{said} the newest {ENTRY_LIMIT:,} are read{beside}",
    )


def _places_of_newest(moments: Sequence[datetime | None]) -> list[int]:
    """Where the newest stand; one without a date is as new as the dated one before it."""
    latest = next(moment for moment in moments if moment)
    known = []
    for moment in moments:
        latest = moment or latest
        known.append(latest)
    newest_first = sorted(range(len(known)), key=known.__getitem__, reverse=True)
    return sorted(newest_first[:ENTRY_LIMIT])
