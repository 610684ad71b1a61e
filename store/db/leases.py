"""The table group of leases: what must run once at a time holds one, with a fencing number."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, or_, select, update

from .schema import leases
from .upsert import insert


@dataclass(frozen=True, slots=True)
class Leases:
    connection: Connection

    def hold(self, name: str, holder: str, now: datetime, term: timedelta) -> int | None:
        """Take or renew a lease. Returns its fencing number, or None while another holds it.

        The number grows whenever the lease changes hands, so that a paused holder that wakes is
        told apart.
        """
        row = {"name": name, "holder": "", "fence": 0, "expires_at": now}
        self.connection.execute(
            insert(self.connection, leases).values(row).on_conflict_do_nothing()
        )
        column, values = leases.c, {"expires_at": now + term}
        mine = self.connection.execute(
            update(leases).where(column.name == name, column.holder == holder).values(values)
        )
        if not mine.rowcount:
            free = or_(column.expires_at <= now, column.expires_at > now + 2 * term)
            self.connection.execute(
                update(leases)
                .where(column.name == name, free)
                .values(values | {"holder": holder, "fence": column.fence + 1})
            )
        query = select(column.fence).where(column.name == name, column.holder == holder)
        return self.connection.execute(query).scalar_one_or_none()

    def held(self, name: str, fence: int) -> bool:
        """Whether the lease is still the one that was handed out under this number."""
        query = select(leases.c.fence).where(leases.c.name == name)
        return self.connection.execute(query).scalar_one_or_none() == fence

    def release(self, name: str, holder: str, now: datetime) -> None:
        """Give a lease back, so that the next one need not wait for its end."""
        mine = (leases.c.name == name, leases.c.holder == holder)
        self.connection.execute(update(leases).where(*mine).values(expires_at=now, holder=""))
