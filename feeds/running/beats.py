"""The beats of a newsroom: what the scheduler does each time it looks, and a round by hand.

A beat is only "look now": the truth is in the tables. How often it looks is the business of
`scheduler`, whether it may of `leadership`.
"""

import logging
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import timedelta
from functools import partial
from math import inf
from random import random

from store import (
    Intake,
    Outbound,
    Problem,
    Schedule,
    Transaction,
    Wire,
    fetch_recalled,
    make_archives,
    poll_if_due,
    reindex,
    release_due,
)

from ..newsroom import Newsroom
from ..printing.press import Press, PrintResult
from ..pulse import Pulse
from .leadership import Leadership, StillLeads
from .recalls import Recalls
from .steps import CarefulClock

EDITIONS_KEPT = timedelta(days=7)
DAYS_KEPT = timedelta(days=90)
BYTES_KEPT = timedelta(hours=1)
# A clock that was set ahead may be set right again; what cannot be taken back waits so long.
RELEASE_WAITS_SECONDS = 3
HOUSEKEEPING_WAITS_SECONDS = 300
BEAT_SECONDS = 1
ARCHIVES_SECONDS = 0.2  # of a beat, in which news is printed soon
REINDEX_SECONDS = 0.5

_log = logging.getLogger("nashra.schedule")


class Beats:
    """What is done at each beat, by the one scheduler that holds the lease.

    pulse    moves with each beat, however it went, and with each step of a long one
    recalls  what wires are to read again at once
    """

    def __init__(
        self,
        intake: Intake,
        press: Press,
        holder: str,
        outbound: Outbound,
        wires: Sequence[Wire] = (),
    ) -> None:
        self.wires = wires
        self.pulse = Pulse("the scheduler")
        self.recalls = Recalls(intake.store, wires)
        self._intake = intake
        self._press = press
        self._holder = holder
        self._outbound = outbound
        self._leadership = Leadership(intake, holder, self._compare_definitions)
        self._schedule = Schedule(intake)
        self._careful = replace(intake, clock=_careful_clock(intake, RELEASE_WAITS_SECONDS))
        self._housekeeping_clock = _careful_clock(intake, HOUSEKEEPING_WAITS_SECONDS)
        self._failing = False
        self._printed_meanwhile: list[PrintResult] = []
        self._looked_at = -inf
        self._has_archives = False

    def beat(self) -> list[PrintResult]:
        """Release what is due and print what is dirty; nothing while another scheduler leads.

        A database that is gone is said once, and waited for.
        """
        try:
            if not self.hold_lease() or not self._is_sure():
                return []
            self._get_on()
            self._make_archives()
            printed = self._end_takeover() + self._look()
        except Problem as problem:
            if not self._failing:
                _log.error("the press stands still: %s", problem)
            self._failing = True
            return []
        finally:
            self.pulse.beat()
        if self._failing:
            _log.info("the press works again")
        self._failing = False
        return printed

    def run_once(self) -> list[PrintResult]:
        """One round by hand: what falls due where no other scheduler leads, then what is dirty."""
        if self.hold_lease():
            release_due(self._intake)
            make_archives(self._intake)
            printed = self._end_takeover() + self._press.refresh()
            reindex(self._intake.store, self._keeps_lease)
            return printed
        return self._end_takeover() + self._press.refresh()

    def _look(self) -> list[PrintResult]:
        """Release what is due and print what is dirty."""
        release_due(self._careful, self._get_on)
        self._looked_at = self._intake.timer()
        return self._press.refresh(self._get_on)

    def _make_archives(self) -> None:
        """Get on with archives that are missing: of an older store, or of another size of pages.

        Not while articles are placed anew: pages of half of them are nothing to close.
        """
        if self._has_archives:
            return
        end = self._intake.timer() + ARCHIVES_SECONDS

        def goes_on() -> bool:
            self._get_on()
            return self._intake.timer() < end

        self._has_archives = make_archives(self._intake, goes_on)

    def _end_takeover(self) -> list[PrintResult]:
        """What was printed while definitions were compared, which is told once."""
        printed = self._printed_meanwhile
        self._printed_meanwhile = []
        return printed

    def hold_lease(self) -> bool:
        """Take or renew the lease. Returns whether this scheduler leads."""
        return self._leadership.hold()

    def _is_sure(self) -> bool:
        """Whether this scheduler still leads, and the feeds have its definitions."""
        if self._press.is_defined():
            return True
        _log.warning("the feeds have other definitions than they were given: they are compared")
        self._leadership.doubt()
        return self.hold_lease()

    def _compare_definitions(self, still_leads: StillLeads) -> None:
        """Reprint feeds whose definition changed since the last scheduler led."""
        self._get_on()
        self._has_archives = False
        keys = self._press.define(still_leads, partial(self._get_on_printing, still_leads))
        if keys:
            _log.info("new definitions, so these feeds are printed anew: %s", ", ".join(keys))

    def _get_on_printing(self, still_leads: StillLeads) -> None:
        """Get on with a rearrangement; news is released and printed in between, once a second."""
        self._get_on()
        if self._intake.timer() - self._looked_at < BEAT_SECONDS:
            return
        with self._intake.store.snapshot() as snapshot:
            if not still_leads(snapshot):
                return
        self._printed_meanwhile += self._look()

    def _get_on(self) -> None:
        """Move the pulse and keep the lease, between two steps of which each may wait for long."""
        self.pulse.beat()
        self._leadership.renew()

    def poll_wire(self, wire: Wire) -> None:
        """Poll a wire if its time has come. Whatever goes wrong is said in the log."""
        if not self._leadership.leads or self._failing:
            self._schedule.forget(wire)  # whoever leads meanwhile moves it on
            return
        try:
            polled = poll_if_due(self._schedule, wire, self._outbound, self._holder, random())
            if polled is None and self.recalls.has(wire):
                fetch_recalled(self._schedule, wire, self._outbound, self._holder)
        except Problem as problem:
            _log.error("wire %s: %s", wire.name, problem)
        except Exception:
            _log.exception("wire %s cannot be polled", wire.name)

    def look_for_recalls(self) -> None:
        """See which wires have something to read again at once."""
        if self._leadership.leads and not self._failing:
            self.recalls.look()

    def reindex(self) -> None:
        """Read the words of some articles that wait for it, for a part of a second."""
        if not self._leadership.leads or self._failing:
            return
        end = self._intake.timer() + REINDEX_SECONDS
        count = reindex(self._intake.store, lambda: self._intake.timer() < end)
        if count:
            _log.info("search: the words of %d articles were read anew", count)

    def _keeps_lease(self) -> bool:
        self._get_on()
        return True

    def housekeeping(self) -> None:
        """Forget superseded editions: their bytes after an hour, all of them after seven days.

        Editions that partners fetched are kept as long as that is known: for 90 days. Tokens of
        partners that have ended are forgotten, too, and counts of requests that are older than 90
        days are folded into one. The next beat looks at the archives: a backfill that was
        ended amid its run has closed no pages.
        """
        self._has_archives = False
        now = self._housekeeping_clock()
        if not self._leadership.leads:
            return
        thinned = self._step_by_step(lambda kept: kept.editions.thin(now - BYTES_KEPT))
        self._step_by_step(lambda kept: kept.fetches.prune(now - DAYS_KEPT))
        pruned = self._step_by_step(lambda kept: kept.editions.prune(now - EDITIONS_KEPT))
        self._step_by_step(lambda kept: kept.partner_tokens.prune(now))
        self._step_by_step(lambda kept: kept.requests.fold(now - DAYS_KEPT))
        if thinned or pruned:
            _log.info(
                "housekeeping: bytes of %d bodies dropped, %d editions forgotten", thinned, pruned
            )

    def _step_by_step(self, step: Callable[[Transaction], int]) -> int:
        """Take a step, in a transaction each, until one finds nothing to do. Returns how much was.

        After a long pause there is much to do, and other writers get their turn in between.
        """
        total = 0
        while True:
            with self._intake.store.transaction() as transaction:
                done = step(transaction)
            if not done:
                return total
            total += done

    def release_leases(self) -> None:
        """Give the leases back, those of unfinished polls too, for the next scheduler."""
        self._leadership.release(*(wire.lease for wire in self.wires))


def _careful_clock(intake: Intake, seconds: float) -> CarefulClock:
    """The clock of the newsroom, which waits so long before it believes that it was set ahead."""
    return CarefulClock(intake.clock, intake.timer, seconds)


def beats_of(newsroom: Newsroom, holder: str) -> Beats:
    """The beats of a newsroom, for the scheduler of this name."""
    return Beats(
        newsroom.intake, newsroom.press, holder, newsroom.outbound, newsroom.settings.wires
    )
