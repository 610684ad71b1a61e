"""The lease of the scheduler: one process holds it and works, the others look on.

They take over within the lease's term when its holder falls silent. The fencing number of a lease
tells a holder that was paused from the one that took over meanwhile.
"""

import os
import socket
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial

from store import Intake, Transaction

LEASE = "scheduler"
TERM = timedelta(seconds=15)

StillLeads = Callable[[Transaction], bool]


def own_name() -> str:
    """A holder's name that no other process has."""
    return f"{socket.gethostname()}/{os.getpid()}"


class Leadership:
    """The lease in the hands of one holder, or out of them.

    `take_over` is called once whenever this holder has newly got the lease. Until it returns the
    holder does not lead yet: a takeover that failed is tried again.
    """

    def __init__(
        self, intake: Intake, holder: str, take_over: Callable[[StillLeads], None]
    ) -> None:
        self._intake = intake
        self._holder = holder
        self._take_over = take_over
        self._fence: int | None = None
        self._ask_at: datetime | None = None

    @property
    def leads(self) -> bool:
        """Whether the lease was ours when it was last asked for."""
        return self._fence is not None

    def hold(self) -> bool:
        """Take or renew the lease, three times a term. Returns whether this holder leads."""
        moment = self._intake.clock()
        if self._asked_lately(moment):
            return self.leads
        self._ask_at = moment + TERM / 3
        with self._intake.store.transaction() as transaction:
            fence = transaction.leases.hold(LEASE, self._holder, moment, TERM)
        if fence is not None and fence != self._fence:
            self._take_over(partial(_is_held, fence))
        self._fence = fence
        return self.leads

    def _asked_lately(self, moment: datetime) -> bool:
        """Whether it is too early to ask again; a clock that was set back by a term is not."""
        return self._ask_at is not None and self._ask_at - TERM < moment < self._ask_at

    def release(self, *others: str) -> None:
        """Give the lease back, and others of this holder, so that the next one need not wait."""
        with self._intake.store.transaction() as transaction:
            for name in (LEASE, *others):
                transaction.leases.release(name, self._holder, self._intake.clock())


def _is_held(fence: int, transaction: Transaction) -> bool:
    return transaction.leases.held(LEASE, fence)
