"""The table group of leases: what must run once at a time holds one, with a fencing number."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, case, or_, select, update

from .schema import leases
from .upsert import insert


@dataclass(frozen=True, slots=True)
class Leases:
    connection: Connection

    def hold(self, name: str, holder: str, now: datetime, term: timedelta) -> int | None:
        """Take or renew a lease. Returns its fencing number, or None while another holds it.

        The number grows whenever the lease changes hands, so that a paused holder that wakes is told apart.
        """
        row = {"name": name, "holder": holder, "fence": 1, "expires_at": now + term}
        statement = insert(self.connection, leases).values(row)
        column, new = leases.c, statement.excluded
        mine = column.holder == holder
        may = or_(mine, column.expires_at <= now, column.expires_at > now + 2 * term)
        fence = case((mine, column.fence), else_=column.fence + 1)
        values = {"holder": new.holder, "fence": fence, "expires_at": new.expires_at}
        self.connection.execute(statement.on_conflict_do_update(index_elements=[column.name], set_=values, where=may))
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
