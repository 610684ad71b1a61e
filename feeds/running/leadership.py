"""The lease of the scheduler: one process holds it and works, the others look on.

They take over when its holder has not renewed it for a term. How long that is, each judges by its
own monotonic clock: clocks of machines differ, and are set. The fencing number of a lease tells a
holder that was paused from the one that took over meanwhile.
"""

import os
import socket
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from math import inf

from store import Intake, Lease, Transaction

from ..clock import CLOCK_SLACK

LEASE = "scheduler"
TERM = timedelta(seconds=15)

StillLeads = Callable[[Transaction], bool]


def own_name() -> str:
    """A holder's name that no other process has."""
    return f"{socket.gethostname()}/{os.getpid()}"


class Leadership:
    """The lease in the hands of one holder, or out of them.

    `take_over` is called once whenever this holder has newly got the lease. Until it returns the
    holder does not lead yet: a takeover that failed is tried again. A long one calls renew().
    """

    def __init__(
        self, intake: Intake, holder: str, take_over: Callable[[StillLeads], None]
    ) -> None:
        self._intake = intake
        self._holder = holder
        self._take_over = take_over
        self._fence: int | None = None
        self._asked_at = -inf
        self._has_asked = False
        self._seen: Lease | None = None
        self._seen_at = -inf

    @property
    def leads(self) -> bool:
        """Whether the lease was ours when it was last asked for."""
        return self._fence is not None

    def hold(self) -> bool:
        """Take or renew the lease, three times a term. Returns whether this holder leads."""
        if not self._is_time_to_ask():
            return self.leads
        with self._intake.store.transaction() as transaction:
            fence = self._ask(transaction)
        self._has_asked = True
        if fence is not None and fence != self._fence:
            self._take_over(partial(_is_held, fence))
        self._fence = fence
        return self.leads

    def renew(self) -> None:
        """Renew the lease amid long work, if it is time; one that was lost stays so.

        Else two holders that each need longer than a term would take over from each other for ever.
        """
        if not self._is_time_to_ask():
            return
        with self._intake.store.transaction() as transaction:
            lease = transaction.leases.find(LEASE)
            if lease and lease.holder == self._holder:
                transaction.leases.take(LEASE, self._holder, self._intake.clock(), TERM)

    def _is_time_to_ask(self) -> bool:
        """Whether a third of a term has passed since the last time, which is now."""
        moment = self._intake.timer()
        if moment - self._asked_at < TERM.total_seconds() / 3:
            return False
        self._asked_at = moment
        return True

    def doubt(self) -> None:
        """Lead no longer until the next hold(), which takes over anew."""
        self._fence = None
        self._asked_at = -inf

    def _ask(self, transaction: Transaction) -> int | None:
        """The number under which the lease is ours, None while it is another's."""
        lease = transaction.leases.find(LEASE)
        if lease and not lease.is_free_for(self._holder) and not self._is_silent(lease):
            return None
        return transaction.leases.take(LEASE, self._holder, self._intake.clock(), TERM)

    def _is_silent(self, lease: Lease) -> bool:
        """Whether another holder has not renewed its lease for a term.

        Its end, which the clock of another machine has written, is believed the very first time
        alone, and only if it passed long ago: so nobody has to wait for one that died yesterday.
        """
        if not self._has_asked and _ended_long_ago(lease, self._intake.clock()):
            return True
        moment = self._intake.timer()
        if lease != self._seen:
            self._seen = lease
            self._seen_at = moment
        return moment - self._seen_at >= TERM.total_seconds()

    def release(self, *others: str) -> None:
        """Give the lease back, and others of this holder, so that the next one need not wait."""
        with self._intake.store.transaction() as transaction:
            for name in (LEASE, *others):
                transaction.leases.release(name, self._holder, self._intake.clock())


def _ended_long_ago(lease: Lease, now: datetime) -> bool:
    """Whether a lease has ended even by a clock that differs from ours."""
    return lease.has_ended(now - CLOCK_SLACK, TERM + CLOCK_SLACK)


def _is_held(fence: int, transaction: Transaction) -> bool:
    return transaction.leases.held(LEASE, fence)
