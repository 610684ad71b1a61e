"""The table group of wires: how the last poll of each went, and the items it was seen to hold."""

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, bindparam, delete, select

from .schema import wire_items, wires
from .upsert import upsert


@dataclass(frozen=True, slots=True)
class WireState:
    """succeeded_at is None until a first poll has succeeded; error is "" after a good one."""

    name: str
    polled_at: datetime
    succeeded_at: datetime | None
    error: str


@dataclass(frozen=True, slots=True)
class Item:
    """A file of a wire: its stamp moves when it changes; articles are the ids of what it holds."""

    stamp: str
    articles: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Wires:
    connection: Connection

    def states(self) -> dict[str, WireState]:
        return {row.name: WireState(*row) for row in self.connection.execute(select(wires))}

    def note(self, state: WireState) -> None:
        """Keep how a poll went."""
        row = {"name": state.name, "polled_at": state.polled_at, "succeeded_at": state.succeeded_at}
        upsert(self.connection, wires, [row | {"error": state.error}], ["polled_at", "succeeded_at", "error"])

    def items(self, wire: str) -> dict[str, Item]:
        query = select(wire_items).where(wire_items.c.wire == wire)
        return {row.item: Item(row.stamp, tuple(json.loads(row.articles))) for row in self.connection.execute(query)}

    def keep(self, wire: str, items: Mapping[str, Item]) -> None:
        rows = [
            {"wire": wire, "item": name, "stamp": item.stamp, "articles": json.dumps(item.articles)}
            for name, item in items.items()
        ]
        upsert(self.connection, wire_items, rows, ["stamp", "articles"])

    def forget(self, wire: str, items: Collection[str]) -> None:
        gone = [{"wire_": wire, "item_": item} for item in items]
        this = (wire_items.c.wire == bindparam("wire_"), wire_items.c.item == bindparam("item_"))
        if gone:
            self.connection.execute(delete(wire_items).where(*this), gone)
