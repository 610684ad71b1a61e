"""Readiness of a web worker: whether it can serve every feed, and what is wrong all the same.

All of it is told from memory.
"""

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import datetime

from store import LATE

from .leadership import TERM
from .lookout import ROUND_SECONDS, Lookout

# A newsstand that follows the store looks every five seconds, at the least.
SILENT_SECONDS = 10.0
# Writers wait for each other, but an ordinary one is done in less.
WAIT_SECONDS = 1.5
# Writes are tried more often; but something else than another writer may hold them up.
UNWRITTEN_SECONDS = 4 * ROUND_SECONDS
# By then another scheduler has taken over from one that died, if there is one.
IDLE_SECONDS = 2 * TERM.total_seconds()


@dataclass(frozen=True, slots=True)
class Readiness:
    """What `/readyz` says.

    ready          whether every feed can be served
    degraded       what is wrong, a line each
    look_seconds   how long ago the newsstand last saw the store
    beat_seconds   how long ago a scheduler was last seen to have renewed its lease
    write_seconds  how long ago this process last wrote
    """

    ready: bool
    degraded: list[str]
    look_seconds: int
    beat_seconds: int
    write_seconds: int

    def fields(self) -> dict[str, object]:
        """Its fields by their names."""
        return asdict(self)


def readiness(lookout: Lookout, now: datetime) -> Readiness:
    """The readiness of the worker that `lookout` belongs to.

    A lost database alone does not take a node out: it serves what it holds.
    """
    lookout.look_unless_started()
    missing = lookout.newsstand.missing
    return Readiness(
        ready=not missing,
        degraded=[*_of_database(lookout), *_of_scheduler(lookout), *_of_feeds(lookout, now)],
        look_seconds=int(lookout.newsstand.looked.age),
        beat_seconds=int(lookout.beat.age),
        write_seconds=int(lookout.tally.written.age),
    )


def is_silent(lookout: Lookout) -> bool:
    """Whether the database does not answer, or has not for too long."""
    newsstand = lookout.newsstand
    return newsstand.degraded is not None or newsstand.looked.age > SILENT_SECONDS


def can_write(lookout: Lookout) -> bool:
    """Whether the last write was kept, not too long ago, and the next one is not held up."""
    tally = lookout.tally
    is_held_up = tally.waits > WAIT_SECONDS or tally.written.age > UNWRITTEN_SECONDS
    return tally.problem is None and not is_held_up


def _of_database(lookout: Lookout) -> Iterator[str]:
    newsstand = lookout.newsstand
    tally = lookout.tally
    if is_silent(lookout):
        age = newsstand.looked.age
        yield _with_reason(f"the database has not answered for {age:.0f} s", newsstand.degraded)
    elif lookout.problem:
        yield f"the state of the feeds cannot be read: {lookout.problem}"
    if not can_write(lookout):
        age = tally.written.age
        yield _with_reason(f"nothing could be written for {age:.0f} s", tally.problem)


def _with_reason(line: str, reason: str | None) -> str:
    return f"{line}: {reason}" if reason else line


def _of_scheduler(lookout: Lookout) -> Iterator[str]:
    """Who does not see the database cannot say that nobody works in it."""
    is_seen = not is_silent(lookout) and lookout.problem is None
    if is_seen and lookout.beat.age > IDLE_SECONDS:
        yield f"no scheduler has worked for {lookout.beat.age:.0f} s: nothing is printed"


def _of_feeds(lookout: Lookout, now: datetime) -> Iterator[str]:
    newsstand = lookout.newsstand
    if not newsstand.degraded:
        for slug in newsstand.missing:
            yield f"feed {slug} was never printed"
    for slug, format in newsstand.lacking(lookout.formats):
        yield f"feed {slug} was not printed as {format} yet"
    states = lookout.sighting.states if lookout.sighting else {}
    for state in states.values():
        if state.late(now):
            yield f"feed {state.key} is dirty for over {LATE.seconds} s"
