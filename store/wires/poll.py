"""Wires: fetch, read, ingest, note: one poll of one wire. A wire is the owner of the articles it
brings.

Nothing is withdrawn because a folder, a feed or a site is missing, broken or suddenly empty: that
is an error, and is said. What a poll has brought is noted as it goes, so that the next one goes on
where a killed one was.
"""

import logging
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta

from ..db.wires import LONG, WireState
from ..errors import Problem, Refused, Unreachable
from ..intake.intake import Intake
from ..outbound import Outbound
from ..sources.folders import path_text
from . import feed, folder, wordpress
from .fetch import UnexpectedStatus
from .wire import Poll, Wire, for_wire

KINDS: dict[str, Callable[[Intake, Wire, Outbound, Poll], Iterator[None]]] = {
    "folder": folder.poll,
    "feed": feed.poll,
    "wordpress": wordpress.poll,
}
_LEASE = timedelta(
    minutes=5
)  # longer than a page is fetched and ingested; a killed poll is taken over after it
_NOTED_EVERY = timedelta(seconds=60)

_log = logging.getLogger("nashra.wires")


def poll(intake: Intake, wire: Wire, outbound: Outbound, holder: str, jitter: float = 0.0) -> Poll:
    """Ingest what is new or changed, and withdraw what is gone where the wire says so.

    The first poll that succeeds is a backfill. holder is the name of who polls: of a wire that is
    asked over the net there is one poll at a time. jitter, 0 to 1, spreads the polls of a failing
    wire. Raises Unavailable where the database is gone; what was read is noted last, so that the
    next poll finds what this one left.
    """
    done = Poll(wire.name)
    if wire.url and not _hold(intake, wire, holder):
        done.busy, done.next_at = (
            True,
            intake.clock() + min(timedelta(seconds=wire.seconds), _LEASE),
        )
        return done
    with intake.store.snapshot() as snapshot:
        before = snapshot.wires.states().get(wire.name) or WireState(wire.name, intake.clock())
    done.memory = before.memory if before.memory.get("url") == wire.url else {}
    first = before.succeeded_at is None
    intake = replace(for_wire(intake, wire), backfill=first)
    try:
        for _ in KINDS[wire.kind](intake, wire, outbound, done):
            before = _note(intake, wire, before, done)
            if wire.url and not _hold(intake, wire, holder):
                raise Unreachable("another process has taken this poll over")
    except (Unreachable, Refused) as problem:
        done.error = str(problem)
        done.wait = problem.wait if isinstance(problem, UnexpectedStatus) else timedelta(0)
    except Problem:
        raise
    except Exception as error:
        _log.exception("wire %s", wire.name)
        done.error = f"what it answers cannot be read: {error!r}"[:300]
    _end(intake, wire, before, done, jitter)
    if wire.url:
        with intake.store.transaction() as transaction:
            transaction.leases.release(f"wire/{wire.name}", holder, intake.clock())
    return done


def _hold(intake: Intake, wire: Wire, holder: str) -> bool:
    with intake.store.transaction() as transaction:
        return (
            transaction.leases.hold(f"wire/{wire.name}", holder, intake.clock(), _LEASE) is not None
        )


def pause(wire: Wire, failures: int, wait: timedelta, jitter: float) -> timedelta:
    """Until the next poll: what the other side asks for; else twice as long a failure, up to an
    hour, with jitter.
    """
    usual = timedelta(seconds=wire.seconds)
    if not failures or not wire.url:
        return max(usual, wait)
    longer: timedelta = min(usual * 2.0 ** min(failures, 12), max(usual, LONG))
    return max(wait, longer * (0.75 + jitter / 4))


def _note(intake: Intake, wire: Wire, before: WireState, done: Poll) -> WireState:
    """Keep what was read so far."""
    memory = done.memory | {"url": wire.url}
    if not (done.items or done.gone or memory != before.memory):
        return before
    state = replace(before, memory=memory)
    with intake.store.transaction() as transaction:
        transaction.wires.note(state)
        transaction.wires.keep(wire.name, done.items)
        transaction.wires.forget(wire.name, done.gone)
        transaction.quarantine.release_files(
            wire.name, [path_text(wire.folder / name) for name in done.gone]
        )
    done.items, done.gone = {}, set()
    return state


def _end(intake: Intake, wire: Wire, before: WireState, done: Poll, jitter: float) -> None:
    """Keep how it went, unless it went as the last one did a moment ago: a quiet folder costs no
    write.
    """
    now = intake.clock()
    failures = before.failures + 1 if done.error else 0
    done.next_at = now + pause(wire, failures, done.wait, jitter)
    same = before.error == done.error and before.next_at is not None and not done.counts
    if not wire.url and same and abs(now - before.polled_at) < _NOTED_EVERY:
        return
    state = WireState(
        wire.name,
        now,
        before.succeeded_at if done.error else now,
        done.error,
        done.next_at,
        failures,
        before.failing_since or now if done.error else None,
        dict(
            Counter(before.counts)
            + Counter({kind.value: count for kind, count in done.counts.items()})
        ),
        before.memory,
    )
    with intake.store.transaction() as transaction:
        transaction.wires.note(state)
    _say(before, state, done)


def _say(before: WireState, state: WireState, done: Poll) -> None:
    if state.error and before.error != state.error:
        _log.error("wire %s: %s", state.name, state.error)
    if state.failing_long(state.polled_at) and not before.failing_long(before.polled_at):
        _log.error("wire %s has failed for over an hour: %s", state.name, state.error)
    if before.error and not state.error:
        _log.info("wire %s works again", state.name)
    if done.counts:
        _log.info(
            "wire %s: %s",
            done.wire,
            ", ".join(f"{kind}: {count}" for kind, count in done.counts.items()),
        )
