"""The beats of a newsroom: what the scheduler does each time it looks, and a round by hand.

A beat is only "look now": the truth is in the tables. How often it looks is the business of
`scheduler`, whether it may of `leadership`.
"""

import logging
from collections.abc import Sequence
from datetime import datetime, timedelta
from random import random

from store import Intake, Outbound, Problem, Wire, poll, release_due

from ..newsroom import Newsroom
from ..printing.press import Press, PrintResult
from .leadership import Leadership, StillLeads

EDITIONS_KEPT = timedelta(days=7)
DAYS_KEPT = timedelta(days=90)
BYTES_KEPT = timedelta(hours=1)

_log = logging.getLogger("nashra.schedule")


class Beats:
    """What is done at each beat, by the one scheduler that holds the lease."""

    def __init__(
        self,
        intake: Intake,
        press: Press,
        holder: str,
        outbound: Outbound,
        wires: Sequence[Wire] = (),
    ) -> None:
        self.wires = wires
        self._intake = intake
        self._press = press
        self._holder = holder
        self._outbound = outbound
        self._leadership = Leadership(intake, holder, self._compare_definitions)
        self._polls: dict[str, tuple[datetime, datetime]] = {}
        self._failing = False

    def beat(self) -> list[PrintResult]:
        """Release what is due and print what is dirty; nothing while another scheduler leads.

        A database that is gone is said once, and waited for.
        """
        try:
            if not self.hold_lease():
                return []
            release_due(self._intake)
            printed = self._press.refresh()
        except Problem as problem:
            if not self._failing:
                _log.error("the press stands still: %s", problem)
            self._failing = True
            return []
        if self._failing:
            _log.info("the press works again")
        self._failing = False
        return printed

    def run_once(self) -> list[PrintResult]:
        """One round by hand: what falls due where no other scheduler leads, then what is dirty."""
        if self.hold_lease():
            release_due(self._intake)
        return self._press.refresh()

    def hold_lease(self) -> bool:
        """Take or renew the lease. Returns whether this scheduler leads."""
        return self._leadership.hold()

    def _compare_definitions(self, still_leads: StillLeads) -> None:
        """Reprint feeds whose definition changed since the last scheduler led."""
        keys = self._press.define(still_leads)
        if keys:
            _log.info("new definitions, so these feeds are printed anew: %s", ", ".join(keys))

    def poll_wire(self, wire: Wire) -> None:
        """Poll a wire if its time has come. Whatever goes wrong is said in the log."""
        if not self._leadership.leads or self._failing:
            self._polls.pop(wire.name, None)  # whoever leads meanwhile moves it on
            return
        try:
            self._poll_if_due(wire)
        except Problem as problem:
            _log.error("wire %s: %s", wire.name, problem)
        except Exception:
            _log.exception("wire %s cannot be polled", wire.name)

    def _poll_if_due(self, wire: Wire) -> None:
        moment = self._intake.clock()
        last, due = self._times(wire)
        if last <= moment < due:  # a clock that was set back tells nothing
            return
        # Noted before the poll as well, so that one that fails is not tried again at once.
        self._polls[wire.name] = moment, moment + timedelta(seconds=wire.seconds)
        done = poll(self._intake, wire, self._outbound, self._holder, random())
        self._polls[wire.name] = moment, done.next_at or moment

    def _times(self, wire: Wire) -> tuple[datetime, datetime]:
        """When it was polled last, and is to be next; who newly leads finds that in the store."""
        if wire.name not in self._polls:
            with self._intake.store.snapshot() as snapshot:
                state = snapshot.wires.states().get(wire.name)
            now = self._intake.clock()
            if state is None or state.next_at is None or state.memory.get("url", "") != wire.url:
                return now, now
            after = timedelta(seconds=wire.seconds)  # as it is set now, unless the wire fails
            self._polls[wire.name] = (
                state.polled_at,
                state.next_at if state.error else state.polled_at + after,
            )
        return self._polls[wire.name]

    def housekeeping(self) -> None:
        """Forget superseded editions: their bytes after an hour, all of them after seven days.

        Counts of requests that are older than 90 days are folded into one.
        """
        if not self._leadership.leads:
            return
        with self._intake.store.transaction() as transaction:
            now = self._intake.clock()
            thinned = transaction.editions.thin(now - BYTES_KEPT)
            pruned = transaction.editions.prune(now - EDITIONS_KEPT)
            transaction.requests.fold(now - DAYS_KEPT)
        if thinned or pruned:
            _log.info(
                "housekeeping: bytes of %d bodies dropped, %d editions forgotten", thinned, pruned
            )

    def release_leases(self) -> None:
        """Give the leases back, those of unfinished polls too, for the next scheduler."""
        self._leadership.release(*(f"wire/{wire.name}" for wire in self.wires))


def beats_of(newsroom: Newsroom, holder: str) -> Beats:
    """The beats of a newsroom, for the scheduler of this name."""
    return Beats(
        newsroom.intake, newsroom.press, holder, newsroom.outbound, newsroom.settings.wires
    )
