"""The table group of leases: what must run once at a time holds one, with a fencing number."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, select, update

from .schema import leases
from .upsert import upsert

_TICK = timedelta(seconds=1)
_FENCE_BITS = 62


@dataclass(frozen=True, slots=True)
class Lease:
    """Who holds a lease, under which number, and until when; the holder is "" for nobody.

    It moves with every renewal, even while the clock of its holder stands still.
    """

    holder: str
    fence: int
    expires_at: datetime

    def is_free_for(self, holder: str) -> bool:
        """Whether nobody else holds it."""
        return self.holder in ("", holder)

    def has_ended(self, now: datetime, term: timedelta) -> bool:
        """Whether its time is over.

        So it is where its end lies two terms ahead: the clock that wrote it has been set back.
        """
        return not now < self.expires_at <= now + 2 * term


@dataclass(frozen=True, slots=True)
class Leases:
    """Who holds what must run once at a time, until when, and under which number."""

    connection: Connection

    def find(self, name: str) -> Lease | None:
        """The lease of this name, if it was ever held."""
        columns = (leases.c.holder, leases.c.fence, leases.c.expires_at)
        row = self.connection.execute(select(*columns).where(leases.c.name == name)).one_or_none()
        return Lease(*row) if row else None

    def hold(self, name: str, holder: str, now: datetime, term: timedelta) -> int | None:
        """Take or renew a lease. Returns its fencing number, or None while another holds it."""
        lease = self.find(name)
        if lease and not lease.is_free_for(holder) and not lease.has_ended(now, term):
            return None
        return self.take(name, holder, now, term)

    def take(self, name: str, holder: str, now: datetime, term: timedelta) -> int:
        """Renew a lease of this holder, or take it from whoever has it. Returns its fencing number.

        That is another one whenever the lease changes hands, so that a paused holder that wakes is
        told apart. It is drawn, not counted: a database that has forgotten its last commits would
        count to the same number twice.
        """
        before = self.find(name)
        fence = secrets.randbits(_FENCE_BITS)
        expires_at = now.replace(microsecond=0) + term
        if before and before.holder == holder:
            fence = before.fence
        if before and before.expires_at == expires_at:
            expires_at += _TICK
        row = {"name": name, "holder": holder, "fence": fence, "expires_at": expires_at}
        upsert(self.connection, leases, [row], ["holder", "fence", "expires_at"])
        return fence

    def held(self, name: str, fence: int) -> bool:
        """Whether the lease is still the one that was handed out under this number."""
        lease = self.find(name)
        return lease is not None and lease.fence == fence

    def release(self, name: str, holder: str, now: datetime) -> None:
        """Give a lease back, so that the next one need not wait for its end."""
        mine = (leases.c.name == name, leases.c.holder == holder)
        self.connection.execute(update(leases).where(*mine).values(expires_at=now, holder=""))
