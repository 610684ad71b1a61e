"""What is said of the refusals of one run: the first of them, then a count by reason.

A hundred thousand lines help nobody; quarantine holds all of them.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from ..errors import Refused
from ..limits import IDS_SAID, KINDS_LIMIT, REASONS_LIMIT, REFUSALS_SAID

_OTHERS = "other reasons"


@dataclass(slots=True)
class Refusals:
    """The refusals of one run.

    said   a line for each of the first ones
    kinds  how many there were of each kind
    """

    said: list[str] = field(default_factory=list)
    kinds: Counter[str] = field(default_factory=Counter)

    def add(self, refused: Refused, line: str) -> bool:
        """Count a refusal. Returns whether it is one of the first, of which its line is said."""
        is_known = refused.kind in self.kinds or len(self.kinds) < KINDS_LIMIT
        self.kinds[refused.kind if is_known else _OTHERS] += 1
        if len(self.said) == REFUSALS_SAID:
            return False
        self.said.append(line)
        return True

    def update(self, others: "Refusals") -> list[str]:
        """Count those of another part of the run. Returns the lines that are to be said of it."""
        lines = others.said[: REFUSALS_SAID - len(self.said)]
        self.said += lines
        self.kinds += others.kinds
        return lines

    def rest(self) -> Iterator[str]:
        """What is said at the end, where there were more than the first ones."""
        count = self.kinds.total()
        if count > len(self.said):
            yield f"{count - len(self.said):,} more; all {count:,} by reason:"
            yield from count_lines(self.kinds)


@dataclass(slots=True)
class Remarks:
    """The parts of accepted records that could not be taken, in one run.

    counts  how many records there were of each kind
    ids     the ids of the first of them, as their source knows them
    """

    counts: Counter[str] = field(default_factory=Counter)
    ids: dict[str, list[str]] = field(default_factory=dict)

    def add(self, remark: Refused, source_id: str | None) -> None:
        """Count a part that was not taken."""
        kind = remark.kind
        self.counts[kind] += 1
        ids = self.ids.setdefault(kind, [])
        if source_id and len(ids) < IDS_SAID:
            ids.append(source_id)

    def lines(self) -> Iterator[str]:
        """A line for each kind, which names the records."""
        for kind, count in self.counts.most_common(REASONS_LIMIT):
            ids = ", ".join(self.ids[kind])
            more = " ..." if count > len(self.ids[kind]) else ""
            yield f"{count:,} with {kind}: {ids}{more}"


def count_lines(kinds: Counter[str]) -> Iterator[str]:
    """A line for each of the most common kinds of refusals, and one for all others."""
    for kind, count in kinds.most_common(REASONS_LIMIT):
        yield f"{count:>8,}  {kind}"
    others = kinds.total() - sum(count for _, count in kinds.most_common(REASONS_LIMIT))
    if others:
        yield f"{others:>8,}  {_OTHERS}"
