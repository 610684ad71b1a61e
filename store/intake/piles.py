"""Piles: items of one owner, as many and as long texts as one transaction should hold."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from ..draft import Draft, SourceItem
from ..limits import BATCH_TEXT_LIMIT
from .intake import Intake
from .ledger import BATCH
from .owners import Owners


@dataclass(slots=True)
class Pile:
    """Items that are kept together, by one intake; `is_settled` once an item has told whose."""

    intake: Intake
    items: list[SourceItem] = field(default_factory=list)
    is_settled: bool = False
    _length: int = 0

    def takes(self, intake: Intake | None) -> bool:
        """Whether an item of this intake may lie here; a refusal, which has none, may anywhere."""
        return intake is None or intake is self.intake or not self.is_settled

    def add(self, item: SourceItem, intake: Intake | None) -> None:
        """Lay an item on top."""
        self.items.append(item)
        self._length += _length(item)
        if intake:
            self.intake = intake
            self.is_settled = True

    @property
    def is_full(self) -> bool:
        """Whether no more should lie here."""
        return len(self.items) == BATCH or self._length > BATCH_TEXT_LIMIT


def piles(items: Iterable[SourceItem], owners: Owners) -> Iterator[Pile]:
    """The items in their order; refusals go with the items that they stand among."""
    pile = Pile(owners.intake)
    for item, intake in map(owners.assign, items):
        if not pile.takes(intake):
            yield pile
            pile = Pile(pile.intake)
        pile.add(item, intake)
        if pile.is_full:
            yield pile
            pile = Pile(pile.intake)
    if pile.items:
        yield pile


def _length(item: SourceItem) -> int:
    """The characters of a draft's body and summary."""
    if not isinstance(item, Draft):
        return 0
    body = item.html or item.markdown or item.text or ""
    return len(body) + len(item.summary or "")
