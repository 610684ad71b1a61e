"""The table group of leases: what must run once at a time holds one, with a fencing number."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, or_, select, update

from .schema import leases
from .upsert import insert


@dataclass(frozen=True, slots=True)
class Leases:
    """Who holds what must run once at a time, until when, and under which number."""

    connection: Connection

    def hold(self, name: str, holder: str, now: datetime, term: timedelta) -> int | None:
        """Take or renew a lease. Returns its fencing number, or None while another holds it.

        The number grows whenever the lease changes hands, so that a paused holder that wakes is
        told apart.
        """
        self._make(name, now)
        if not self._renew(name, holder, now + term):
            self._take(name, holder, now, term)
        query = select(leases.c.fence).where(leases.c.name == name, leases.c.holder == holder)
        return self.connection.execute(query).scalar_one_or_none()

    def held(self, name: str, fence: int) -> bool:
        """Whether the lease is still the one that was handed out under this number."""
        query = select(leases.c.fence).where(leases.c.name == name)
        return self.connection.execute(query).scalar_one_or_none() == fence

    def release(self, name: str, holder: str, now: datetime) -> None:
        """Give a lease back, so that the next one need not wait for its end."""
        mine = (leases.c.name == name, leases.c.holder == holder)
        self.connection.execute(update(leases).where(*mine).values(expires_at=now, holder=""))

    def _make(self, name: str, now: datetime) -> None:
        """Make a lease that nobody holds, unless there is one of this name."""
        row = {"name": name, "holder": "", "fence": 0, "expires_at": now}
        statement = insert(self.connection, leases).values(row).on_conflict_do_nothing()
        self.connection.execute(statement)

    def _renew(self, name: str, holder: str, expires_at: datetime) -> bool:
        """Move the end of a lease that `holder` has; False where it has none."""
        mine = (leases.c.name == name, leases.c.holder == holder)
        statement = update(leases).where(*mine).values(expires_at=expires_at)
        return self.connection.execute(statement).rowcount > 0

    def _take(self, name: str, holder: str, now: datetime, term: timedelta) -> None:
        """Take a lease that has ended.

        So has one whose end lies two terms ahead: the clock that wrote it has been set back.
        """
        column = leases.c
        has_ended = or_(column.expires_at <= now, column.expires_at > now + 2 * term)
        values = {"expires_at": now + term, "holder": holder, "fence": column.fence + 1}
        statement = update(leases).where(column.name == name, has_ended).values(values)
        self.connection.execute(statement)
