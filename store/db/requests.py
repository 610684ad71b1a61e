"""The table group of requests: how often each feed was asked for, by day and client.

Several processes add to it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import Connection, delete, func, select

from .schema import requests
from .upsert import insert

_LONG_AGO = datetime.fromtimestamp(0, UTC)
Asked = tuple[str, str, int, str]  # feed, format, status, client
_ASKED = ("feed", "format", "status", "client")


@dataclass(frozen=True, slots=True)
class Requests:
    """How often each feed was asked for."""

    connection: Connection

    def add(self, day: datetime, counts: Mapping[Asked, int]) -> None:
        """Add what was counted of (feed, format, status, client) since the last time."""
        if not counts:
            return
        statement = insert(self.connection, requests)
        statement = statement.on_conflict_do_update(
            index_elements=list(requests.primary_key.columns),
            set_={"count": requests.c.count + statement.excluded.count},
        )
        rows = [
            dict(zip(_ASKED, asked, strict=True)) | {"day": day, "count": count}
            for asked, count in sorted(counts.items())
        ]
        self.connection.execute(statement, rows)

    def fold(self, before: datetime) -> None:
        """Add up all days before `before` into one; the totals stay."""
        old = requests.c.day < before
        columns = [requests.c[name] for name in _ASKED]
        total = func.sum(requests.c.count).label("total")
        query = select(*columns, total).where(old).group_by(*columns)
        counts: dict[Asked, int] = {}
        for row in self.connection.execute(query):
            counts[row.feed, row.format, row.status, row.client] = int(row.total)
        self.connection.execute(delete(requests).where(old))
        self.add(_LONG_AGO, counts)

    def totals(self) -> dict[tuple[str, str, int], int]:
        """All that was ever counted, by (feed, format, status)."""
        columns = (requests.c.feed, requests.c.format, requests.c.status)
        query = select(*columns, func.sum(requests.c.count)).group_by(*columns).order_by(*columns)
        totals = {}
        for feed, format, status, count in self.connection.execute(query):
            totals[feed, format, status] = int(count)
        return totals
