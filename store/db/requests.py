"""The table group of requests: how often each feed was asked for, by day and client. Several
processes add to it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import Connection, delete, func, select

from .schema import requests
from .upsert import insert

_LONG_AGO = datetime.fromtimestamp(0, UTC)
Asked = tuple[str, str, int, str]


@dataclass(frozen=True, slots=True)
class Requests:
    connection: Connection

    def add(self, day: datetime, counts: Mapping[Asked, int]) -> None:
        """Add what was counted of (feed, format, status, client) since the last time."""
        if not counts:
            return
        statement = insert(self.connection, requests)
        more = {"count": requests.c.count + statement.excluded.count}
        names = ("feed", "format", "status", "client")
        rows = [
            dict(zip(names, asked, strict=True)) | {"day": day, "count": count}
            for asked, count in sorted(counts.items())
        ]
        keys = list(requests.primary_key.columns)
        self.connection.execute(
            statement.on_conflict_do_update(index_elements=keys, set_=more), rows
        )

    def fold(self, before: datetime) -> None:
        """Put all days before then into one: their totals stay."""
        old = requests.c.day < before
        what = (requests.c.feed, requests.c.format, requests.c.status, requests.c.client)
        query = select(*what, func.sum(requests.c.count)).where(old).group_by(*what)
        counts = {
            (feed, format, status, client): int(count)
            for feed, format, status, client, count in self.connection.execute(query)
        }
        self.connection.execute(delete(requests).where(old))
        self.add(_LONG_AGO, counts)

    def totals(self) -> dict[tuple[str, str, int], int]:
        """All that was ever counted, by (feed, format, status)."""
        what = (requests.c.feed, requests.c.format, requests.c.status)
        query = select(*what, func.sum(requests.c.count)).group_by(*what).order_by(*what)
        return {
            (feed, format, status): int(count)
            for feed, format, status, count in self.connection.execute(query)
        }
