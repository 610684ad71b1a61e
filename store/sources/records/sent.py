"""Records that are sent to us in JSON, one or a list of them, as drafts.

Python lets no other thread run while it parses: a document of many parts is read in a process of
its own, for whatever else is taken in meanwhile.
"""

from dataclasses import dataclass

from ...draft import Draft
from ...errors import Place, Refused
from ...limits import JSON_HEAVY
from ...text.sandbox import run_isolated
from .. import record
from .strict_json import parse_json

_NO_OBJECT = "is no object: a record is written { ... }"


@dataclass(frozen=True, slots=True)
class SentRecords:
    """What a document holds.

    items    the drafts of its records, or why they are none, up to as many as were asked for
    count    how many records there are
    is_list  whether they came as a list
    place    the place of the first
    """

    items: list[Draft | Refused]
    count: int
    is_list: bool
    place: Place

    @property
    def sole(self) -> Draft | Refused:
        """The one record, where a list is none."""
        return Refused(_NO_OBJECT, place=self.place) if self.is_list else self.items[0]


def read_sent(data: bytes, name: str, most: int) -> SentRecords:
    """The records of a document, the place of each being its number. Raises Refused for no JSON."""
    if has_many_parts(data):
        return run_isolated(_read, data, name, most)
    return _read(data, name, most)


def has_many_parts(data: bytes) -> bool:
    """Whether a document is better read in a process of its own."""
    return sum(map(data.count, (b"[", b"{", b","))) > JSON_HEAVY


def _read(data: bytes, name: str, most: int) -> SentRecords:
    """The records of a document. Raises Refused."""
    value = parse_json(data)
    is_list = isinstance(value, list)
    values = value if isinstance(value, list) else [value]
    items = [_item(value, Place(name, number)) for number, value in enumerate(values[:most], 1)]
    return SentRecords(items, len(values), is_list, Place(name, 1))


def _item(value: object, place: Place) -> Draft | Refused:
    """The draft that a record makes, or why it makes none."""
    if not isinstance(value, dict):
        return Refused(_NO_OBJECT, place=place)
    return record.draft_or_refused(value, place)
