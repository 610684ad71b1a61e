"""The table group of wires: how the last poll of each went, and the items it was seen to hold."""

import json
from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta
from typing import Any

from pydantic import TypeAdapter
from sqlalchemy import ColumnElement, Connection, bindparam, delete, func, select

from .schema import recalls, wire_items, wires
from .upsert import upsert

Memory = dict[str, str]
LONG = timedelta(hours=1)
ZONE = "zone"  # what the remark is about that dates are local time, and say UTC
_OBJECTS = ("counts", "memory", "remarks")


@dataclass(frozen=True, slots=True)
class Comparison:
    """What a comparison of a site with what is known of it found.

    listed         posts that the site lists
    known          posts that are known of it, once it was over
    missing        posts that were listed, and not known
    gone           posts that were known, and not listed
    differs_since  since when posts stay missing, or unlisted though nobody says that they are gone
    """

    at: datetime
    listed: int
    known: int
    missing: int = 0
    gone: int = 0
    differs_since: datetime | None = None

    def differs_long(self, now: datetime) -> bool:
        """Whether the site and the store have differed for an hour."""
        return self.differs_since is not None and now - self.differs_since >= LONG


_COMPARISON = TypeAdapter(Comparison)


@dataclass(frozen=True, slots=True)
class WireState:
    """How the polls of a wire went.

    succeeded_at   when one succeeded last, None before the first
    error          "" after a good poll; failures and failing_since tell since when there was none
    counts         changes by their kind, of all polls
    memory         what the next poll is to know: validators, or how far the last one came
    comparison     what the last one found, of a source that tells all that it has
    remarks        what is amiss at the source though its polls go well, by what it is about
    """

    name: str
    polled_at: datetime
    succeeded_at: datetime | None = None
    error: str = ""
    next_at: datetime | None = None
    failures: int = 0
    failing_since: datetime | None = None
    counts: Mapping[str, int] = field(default_factory=dict)
    memory: Memory = field(default_factory=dict)
    comparison: Comparison | None = None
    remarks: Mapping[str, str] = field(default_factory=dict)

    def failing_long(self, now: datetime) -> bool:
        """Whether there has been no good poll for an hour."""
        return self.failing_since is not None and now - self.failing_since >= LONG

    @property
    def misdated(self) -> str:
        """What is said of dates that seem to be local time, "" where they are well."""
        return self.remarks.get(ZONE, "")


@dataclass(frozen=True, slots=True)
class Item:
    """A file or post of a wire, with the ids of the articles that it holds.

    stamp  moves when the file changes
    """

    stamp: str
    articles: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Wires:
    """How the wires do, and what they were seen to hold."""

    connection: Connection

    def states(self) -> dict[str, WireState]:
        """The states of all wires that were ever polled, by name."""
        rows = [row._asdict() for row in self.connection.execute(select(wires))]
        return {row["name"]: WireState(**row | _unpacked(row)) for row in rows}

    def note(self, state: WireState) -> None:
        """Keep how a poll went."""
        row = asdict(state) | _packed(state)
        upsert(self.connection, wires, [row], [name for name in row if name != "name"])

    def items(self, wire: str, names: Collection[str] | None = None) -> dict[str, Item]:
        """The items of a wire, or those of these names, by name."""
        query = select(wire_items).where(wire_items.c.wire == wire)
        if names is not None:
            query = query.where(wire_items.c.item.in_(list(names)))
        return {
            row.item: Item(row.stamp, tuple(json.loads(row.articles)))
            for row in self.connection.execute(query)
        }

    def count(self, wire: str) -> int:
        """How many items a wire has."""
        query = select(func.count()).select_from(wire_items).where(wire_items.c.wire == wire)
        return int(self.connection.execute(query).scalar_one())

    def keep(self, wire: str, items: Mapping[str, Item]) -> None:
        """Keep items of a wire, in the place of older ones of the same name."""
        rows = [
            {"wire": wire, "item": name, "stamp": item.stamp, "articles": json.dumps(item.articles)}
            for name, item in items.items()
        ]
        upsert(self.connection, wire_items, rows, ["stamp", "articles"])

    def recall(self, owner: str, ids: Collection[str]) -> None:
        """Have a wire read again what its source knows by these ids, though it has not changed.

        An owner that is no wire sends it again itself.
        """
        is_wire = select(wires.c.name).where(wires.c.name == owner)
        if self.connection.execute(is_wire).first():
            self.ask_again(owner, ids)

    def ask_again(self, wire: str, ids: Collection[str]) -> None:
        """Have this wire, which may not have been polled yet, read again what it knows by ids.

        Whoever asks while it is read is heard once more: each asking has a number.
        """
        known = self._asked(recalls.c.wire == wire, recalls.c.item.in_(list(ids)))
        rows = [{"wire": wire, "item": item, "asked": known.get(item, 0) + 1} for item in set(ids)]
        upsert(self.connection, recalls, rows, ["asked"])

    def recalled(self, wire: str) -> dict[str, int]:
        """The ids of what is to be read again, each with the number of its last asking."""
        return self._asked(recalls.c.wire == wire)

    def _asked(self, *conditions: ColumnElement[bool]) -> dict[str, int]:
        """The numbers of the last askings, by ids."""
        query = select(recalls.c.item, recalls.c.asked).where(*conditions)
        return {row.item: row.asked for row in self.connection.execute(query)}

    def recalling(self, names: Collection[str]) -> frozenset[str]:
        """Those of some wires that have something to read again."""
        query = select(recalls.c.wire).distinct().where(recalls.c.wire.in_(list(names)))
        return frozenset(self.connection.scalars(query))

    def end_recall(self, wire: str, read: Mapping[str, int]) -> None:
        """Forget what was read again, by the askings that were known before it was read."""
        if not read:
            return
        this = (
            recalls.c.wire == wire,
            recalls.c.item == bindparam("item_"),
            recalls.c.asked == bindparam("asked_"),
        )
        rows = [{"item_": item, "asked_": asked} for item, asked in read.items()]
        self.connection.execute(delete(recalls).where(*this), rows)

    def forget(self, wire: str, items: Collection[str]) -> None:
        """Forget items of a wire."""
        if not items:
            return
        rows = [{"wire_": wire, "item_": item} for item in items]
        this = (wire_items.c.wire == bindparam("wire_"), wire_items.c.item == bindparam("item_"))
        self.connection.execute(delete(wire_items).where(*this), rows)


def _packed(state: WireState) -> dict[str, str | None]:
    """The columns of a state that hold JSON."""
    columns: dict[str, str | None] = {name: json.dumps(getattr(state, name)) for name in _OBJECTS}
    if state.comparison is None:
        return columns | {"comparison": None}
    return columns | {"comparison": _COMPARISON.dump_json(state.comparison).decode()}


def _unpacked(row: Mapping[str, Any]) -> dict[str, Any]:
    """What the columns of a state hold that are JSON."""
    values = {name: json.loads(row[name]) for name in _OBJECTS}
    if row["comparison"] is None:
        return values
    return values | {"comparison": _COMPARISON.validate_json(row["comparison"])}
