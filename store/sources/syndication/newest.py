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
    """The newest entries by their dates; where one has none, those that stand first."""
    if len(entries) <= ENTRY_LIMIT:
        return ChosenEntries(entries)
    said = f"{len(entries):,} entries; only"
    dated = [(moment, at) for at, moment in enumerate(map(date, entries)) if moment]
    if len(dated) < len(entries):
        reason = f"{said} the first {ENTRY_LIMIT:,} are read, since not all have a date"
        return ChosenEntries(entries[:ENTRY_LIMIT], reason)
    dated.sort(key=lambda entry: entry[0], reverse=True)
    places = sorted(at for _, at in dated[:ENTRY_LIMIT])
    return ChosenEntries(
        [entries[at] for at in places], f"{said} the newest {ENTRY_LIMIT:,} are read"
    )
