"""poll(): one poll of one wire, of whatever kind. A wire is the owner of the articles it brings.

Nothing is withdrawn because a folder, a feed or a site is missing, broken or suddenly empty: that
is an error, and is said. Progress is noted as it comes, so that the next poll goes on where one
that was killed has been.
"""

import logging
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta

from ..db.wires import ZONE, Memory, WireState
from ..errors import Problem, Refused, Unreachable
from ..intake.changes import Counted
from ..intake.intake import Intake
from ..intake.lead import Lead
from ..intake.owners import at_home
from ..intake.refusals import Refusals
from ..outbound import Outbound
from ..sources.tree import path_text
from .fetch import UnexpectedStatus
from .kinds import WIRE_KINDS
from .schedule import AFTER_FAILURE, BETWEEN, POLL_TERM, Schedule, pause, pause_while_busy
from .wire import RECALLED, Poll, Progress, Wire, for_wire
from .zones import carried, is_set_anew, remark, with_leads, without_remark

_NOTED_EVERY = timedelta(seconds=60)

_log = logging.getLogger("nashra.wires")


def poll_if_due(
    schedule: Schedule, wire: Wire, outbound: Outbound, holder: str, jitter: float
) -> Poll | None:
    """Poll a wire if its time has come; None where it has not. Raises what poll() raises."""
    if not schedule.is_due(wire):
        return None
    # Noted before the poll as well, so that one that fails is not tried again at once.
    schedule.note(wire, wire.interval)
    result = poll(schedule.intake, wire, outbound, holder, jitter)
    schedule.note(wire, result.pause)
    if result.error:
        schedule.leave_alone(wire, result.pause)
    return result


def fetch_recalled(schedule: Schedule, wire: Wire, outbound: Outbound, holder: str) -> Poll | None:
    """Read again what was recalled of a wire, and nothing else, without waiting for its next poll.

    None where there is nothing, or the source is to be left alone. Raises what poll() raises.
    """
    intake = schedule.intake
    lease = _Lease(intake, wire, holder)
    if not schedule.may_ask(wire) or not _recalled(intake, wire) or not lease.hold():
        return None
    schedule.leave_alone(wire, BETWEEN)
    polling = _Polling(intake, wire, lease)
    polling.read_recalled(outbound)
    result = polling.end_recall()
    if result.error:
        schedule.leave_alone(wire, max(AFTER_FAILURE, result.pause))
    lease.release()
    return result


def poll(intake: Intake, wire: Wire, outbound: Outbound, holder: str, jitter: float = 0.0) -> Poll:
    """Ingest what is new or changed, and withdraw what is gone where the wire says so.

    The first poll that succeeds is a backfill. `holder` is the name of the process that polls: a
    wire that is asked over the net is polled by one at a time. `jitter`, 0 to 1, spreads the polls
    of failing wires. Raises Unavailable where the database is gone.
    """
    lease = _Lease(intake, wire, holder)
    if not lease.hold():
        return Poll(wire.name, busy=True, pause=pause_while_busy(wire))
    polling = _Polling(intake, wire, lease)
    polling.read(outbound)
    result = polling.end(jitter)
    lease.release()
    return result


class _Lease:
    """The lease of a wire that is asked over the net; any process may look at a folder."""

    def __init__(self, intake: Intake, wire: Wire, holder: str) -> None:
        self._intake = intake
        self._name = wire.lease
        self._holder = holder
        self.is_needed = WIRE_KINDS[wire.kind].over_the_net

    def hold(self) -> bool:
        """Take or renew it; False while another process holds it."""
        if not self.is_needed:
            return True
        with self._intake.store.transaction() as transaction:
            fence = transaction.leases.hold(
                self._name, self._holder, self._intake.clock(), POLL_TERM
            )
        return fence is not None

    def release(self) -> None:
        """Give it back."""
        if self.is_needed:
            with self._intake.store.transaction() as transaction:
                transaction.leases.release(self._name, self._holder, self._intake.clock())


class _Polling:
    """One poll as it goes on."""

    def __init__(self, intake: Intake, wire: Wire, lease: _Lease) -> None:
        self._state = _last_state(intake, wire)
        is_first = self._state.succeeded_at is None
        home = at_home(for_wire(intake, wire), lease.hold)
        self._intake = replace(home, backfill=is_first)
        self._wire = wire
        self._lease = lease
        self._counts: Counter[Counted] = Counter()
        self._refused = Refusals()
        self._leads: list[Lead] = []
        self._error = ""
        self._wait = timedelta(0)

    def read(self, outbound: Outbound) -> None:
        """Take in all that the wire brings. Its troubles are the error of this poll."""
        self._try(self._take_all, outbound)

    def read_recalled(self, outbound: Outbound) -> None:
        """Take in what was recalled. Its troubles are the error of this poll."""
        self._try(self._take_recalled, outbound)

    def _try(self, take: Callable[[Outbound], None], outbound: Outbound) -> None:
        """Take in something of the wire. Its troubles are the error of this poll."""
        try:
            take(outbound)
        except (Unreachable, Refused) as problem:
            self._error = str(problem)
            if isinstance(problem, UnexpectedStatus):
                self._wait = problem.wait
        except Problem:  # it is that of our own store
            raise
        except Exception as error:
            _log.exception("wire %s", self._wire.name)
            self._error = f"what it answers cannot be read: {error!r}"[:300]

    def _take_all(self, outbound: Outbound) -> None:
        """Take in what has changed, and what was recalled. Raises what a kind raises."""
        if is_set_anew(self._state.memory, self._wire):
            self._read_pending_again()
        recalled = _recalled(self._intake, self._wire)
        again = {RECALLED: ",".join(sorted(recalled))} if recalled else {}
        self._take(outbound, again)
        self._end_asking(recalled)

    def _read_pending_again(self) -> None:
        """Have what is under embargo read in the zone that is set now, changed or not."""
        self._state = replace(self._state, remarks=without_remark(self._state))
        with self._intake.store.transaction() as transaction:
            pending = transaction.articles.pending_of(self._wire.name)
            transaction.wires.ask_again(self._wire.name, pending)

    def _take_recalled(self, outbound: Outbound) -> None:
        """Take in what was recalled, and nothing else. Raises what a kind raises."""
        kind = WIRE_KINDS[self._wire.kind]
        recalled = _recalled(self._intake, self._wire) if kind.sent else {}
        if not recalled:
            return
        memory = self._state.memory
        ids = sorted(recalled)
        for progress in kind.read_again(self._intake, self._wire, outbound, memory, ids):
            self._heed(progress, memory)
        self._end_asking(recalled)

    def _end_asking(self, recalled: Mapping[str, int]) -> None:
        """Forget what was recalled, once it was read."""
        if recalled and not self._error:
            with self._intake.store.transaction() as transaction:
                transaction.wires.end_recall(self._wire.name, recalled)

    def _take(self, outbound: Outbound, again: Memory) -> None:
        """Note progress after progress, as long as the lease is held. Raises what a kind raises."""
        kind = WIRE_KINDS[self._wire.kind]
        memory = self._state.memory
        if memory.get("url") != self._wire.url:
            memory = {}  # that of another address
        own = carried(memory, self._wire) | {"url": self._wire.url}
        for progress in kind.poll(self._intake, self._wire, outbound, memory | again):
            if progress.memory is not None:
                memory = progress.memory
            self._leads.extend(progress.leads)
            self._heed(progress, memory | own)
            with suppress(Unreachable, Refused):  # then it is tried once more at the end
                self._take_recalled(outbound)

    def _heed(self, progress: Progress, memory: Memory) -> None:
        """Note one progress, and go on as long as the lease is held. Raises Unreachable."""
        self._counts.update(progress.counts)
        self._say(self._refused.update(progress.refused))
        self._error = progress.error or self._error
        self._note(progress, memory)
        if not self._lease.hold():
            raise Unreachable("another process has taken this poll over")

    def _say(self, lines: Iterable[str]) -> None:
        """Log what is said of refused drafts."""
        for line in lines:
            _log.warning("wire %s: %s", self._wire.name, line)

    def _note(self, progress: Progress, memory: Memory) -> None:
        """Keep what was read so far, if that is anything."""
        state = _following(self._state, progress, memory)
        if not (progress.items or progress.gone or state != self._state):
            return
        self._state = state
        files = [path_text(self._wire.folder / name) for name in progress.gone]
        with self._intake.store.transaction() as transaction:
            transaction.wires.note(self._state)
            transaction.wires.keep(self._wire.name, progress.items)
            transaction.wires.forget(self._wire.name, progress.gone)
            transaction.quarantine.release_files(self._wire.name, files)

    def end(self, jitter: float) -> Poll:
        """Keep how it went, and when the wire is due again."""
        self._say(self._refused.rest())
        now = self._intake.clock()
        failures = self._state.failures + 1 if self._error else 0
        following = pause(self._wire, failures, self._wait, jitter)
        if not self._is_quiet(now):
            state = self._end_state(now, now + following, failures)
            with self._intake.store.transaction() as transaction:
                transaction.wires.note(state)
            _log_trouble(self._state, state)
            _log_habit(self._state, state)
            _log_counts(self._wire, self._counts)
        return Poll(self._wire.name, self._counts, self._error, pause=following)

    def end_recall(self) -> Poll:
        """Keep what was brought amid two polls; when the wire is due stays as it was."""
        self._say(self._refused.rest())
        if self._error:
            _log.warning("wire %s: what was recalled waits: %s", self._wire.name, self._error)
        if self._counts:
            counts = _added(self._state.counts, self._counts)
            with self._intake.store.transaction() as transaction:
                transaction.wires.note(replace(self._state, counts=counts))
            _log_counts(self._wire, self._counts)
        return Poll(self._wire.name, self._counts, self._error, pause=self._wait)

    def _is_quiet(self, now: datetime) -> bool:
        """Whether it went as the last one did a moment ago: a quiet folder costs no write."""
        if self._lease.is_needed or self._counts or self._state.next_at is None:
            return False
        return self._error == self._state.error and abs(now - self._state.polled_at) < _NOTED_EVERY

    def _end_state(self, now: datetime, next_at: datetime, failures: int) -> WireState:
        """The state that this poll leaves."""
        state = replace(
            self._with_leads(now),
            polled_at=now,
            error=self._error,
            next_at=next_at,
            failures=failures,
            counts=_added(self._state.counts, self._counts),
        )
        if self._error:
            return replace(state, failing_since=self._state.failing_since or now)
        return replace(state, succeeded_at=now, failing_since=None)

    def _with_leads(self, now: datetime) -> WireState:
        """The state with what the dates of new articles have shown."""
        state = self._state
        if not self._leads:
            return state
        memory = with_leads(state.memory, self._wire, self._leads, now, state.succeeded_at)
        said = {ZONE: remark(memory, self._wire, self._intake.site, now)}
        return replace(state, memory=memory, remarks=_merged(state.remarks, said))


def _recalled(intake: Intake, wire: Wire) -> dict[str, int]:
    """The ids of what is to be read again, each with the number of its last asking."""
    with intake.store.snapshot() as snapshot:
        return snapshot.wires.recalled(wire.name)


def _added(counts: Mapping[str, int], brought: Counter[Counted]) -> dict[str, int]:
    """The counts of all polls, with those of this one."""
    return dict(Counter(counts) + Counter({kind.value: n for kind, n in brought.items()}))


def _following(state: WireState, progress: Progress, memory: Memory) -> WireState:
    """The state once a part of a poll has been read."""
    return replace(
        state,
        memory=memory,
        comparison=progress.comparison or state.comparison,
        remarks=_merged(state.remarks, progress.remarks),
    )


def _merged(remarks: Mapping[str, str], said: Mapping[str, str]) -> dict[str, str]:
    """The remarks on a wire, with those that were said now; "" takes one back."""
    return {about: text for about, text in {**remarks, **said}.items() if text}


def _last_state(intake: Intake, wire: Wire) -> WireState:
    """The state as the last poll left it, or that of a wire that was never polled."""
    with intake.store.snapshot() as snapshot:
        state = snapshot.wires.states().get(wire.name)
    return state or WireState(wire.name, intake.clock())


def _log_trouble(before: WireState, state: WireState) -> None:
    """Log a trouble when it begins, once more when it lasts, and its end."""
    if state.error and before.error != state.error:
        _log.error("wire %s: %s", state.name, state.error)
    if state.failing_long(state.polled_at) and not before.failing_long(before.polled_at):
        _log.error("wire %s has failed for over an hour: %s", state.name, state.error)
    if before.error and not state.error:
        _log.info("wire %s works again", state.name)


def _log_habit(before: WireState, state: WireState) -> None:
    """Log that dates seem to be local time, once."""
    if state.misdated and not before.misdated:
        _log.error("wire %s: %s", state.name, state.misdated)


def _log_counts(wire: Wire, counts: Counter[Counted]) -> None:
    if counts:
        changes = ", ".join(f"{kind}: {count}" for kind, count in counts.items())
        _log.info("wire %s: %s", wire.name, changes)
