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

    def fold(self, before: datetime) -> bool:
        """Add the oldest day before `before` to what was long ago; the totals stay.

        Returns whether there was one: a day at a time, since other writers wait meanwhile.
        """
        days = select(func.min(requests.c.day))
        days = days.where(requests.c.day > _LONG_AGO, requests.c.day < before)
        day = self.connection.execute(days).scalar_one()
        if day is None:
            return False
        self.add(_LONG_AGO, self._counts(day))
        self.connection.execute(delete(requests).where(requests.c.day == day))
        return True

    def _counts(self, day: datetime) -> dict[Asked, int]:
        """What was counted on one day."""
        query = select(requests).where(requests.c.day == day)
        counts: dict[Asked, int] = {}
        for row in self.connection.execute(query).mappings():
            counts[row["feed"], row["format"], row["status"], row["client"]] = row["count"]
        return counts

    def totals(self) -> dict[tuple[str, str, int], int]:
        """All that was ever counted, by (feed, format, status)."""
        columns = (requests.c.feed, requests.c.format, requests.c.status)
        query = select(*columns, func.sum(requests.c.count)).group_by(*columns).order_by(*columns)
        totals = {}
        for feed, format, status, count in self.connection.execute(query):
            totals[feed, format, status] = int(count)
        return totals
