"""The doctor: looks at everything Nashra stands on, and says one line of each.

It leaves everything as it was: what it writes, to see whether that can be done, it removes.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from threading import Event

from store import LATE, Comparison, Lease, Problem, Store, Unavailable

from ..clock import CLOCK_SLACK
from ..settings.values import Settings
from .leadership import LEASE, TERM

SAFE_SQLITE = (3, 51, 3)  # the versions before it may corrupt a write-ahead log
RENEWED_SECONDS = 6.0  # within which a scheduler that lives has renewed its lease
MOMENT = "%Y-%m-%d %H:%M:%S"


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether something is well, and a few words on it."""

    well: bool
    detail: str


Check = Callable[[], Verdict]


@dataclass(frozen=True, slots=True)
class Finding:
    """A verdict with its subject: one line of `flask doctor`."""

    subject: str
    well: bool
    detail: str


def examine(settings: Settings, store: Store, now: datetime) -> list[Finding]:
    """All findings; a check that fails stops no other.

    What is in the database is left out where the database cannot be reached.
    """
    findings = [
        _look("configuration", partial(_configuration, settings)),
        _look("zone data", partial(_zone, settings, now)),
        _look("database", partial(_database, store)),
    ]
    if _is_reachable(findings[-1]):
        findings += _look_inside(settings, store, now)
    return findings


def _is_reachable(database: Finding) -> bool:
    """Whether the database answers; one of a SQLite that is too old does."""
    return database.well or database.detail.endswith("is linked")


def _look_inside(settings: Settings, store: Store, now: datetime) -> Iterator[Finding]:
    yield _look("schema", partial(_schema, store))
    yield _look("pages", partial(_pages, store))
    yield _look("writing", partial(_writing, store))
    yield _look("scheduler", partial(_scheduler, store, now))
    yield _look("clock", partial(_clock, store, now))
    yield _look("last print", partial(_last_print, settings, store, now))
    yield _look("quarantine", partial(_quarantine, store))
    yield _look("search", partial(_search, store))
    for wire in settings.wires:
        yield _look(f"wire {wire.name}", partial(_wire, store, wire.name, now))


def _look(subject: str, check: Check) -> Finding:
    """The finding of one check; a Problem is a finding too."""
    try:
        verdict = check()
    except Problem as problem:
        return Finding(subject, False, str(problem))
    return Finding(subject, verdict.well, verdict.detail)


def _configuration(settings: Settings) -> Verdict:
    count = len(settings.sections.all)
    return Verdict(True, f"{count} sections, {settings.site.base_url}")


def _zone(settings: Settings, now: datetime) -> Verdict:
    zone = settings.site.zone
    return Verdict(True, f"{zone.key} is {now.astimezone(zone):%H:%M %z} now")


def _database(store: Store) -> Verdict:
    version = store.describe()
    name, _, number = version.partition(" ")
    if name != "SQLite":
        return Verdict(True, version)
    parts = tuple(int(part) for part in number.split("."))
    return Verdict(parts >= SAFE_SQLITE, f"{version} is linked")


def _schema(store: Store) -> Verdict:
    store.check()
    return Verdict(True, "as this program needs it")


def _pages(store: Store) -> Verdict:
    damage = store.find_damage()
    if damage is None:
        return Verdict(True, "PostgreSQL looks after its own")
    return Verdict(not damage, damage or "no damage was found")


def _writing(store: Store) -> Verdict:
    try:
        store.try_write()
    except Unavailable as problem:
        return Verdict(False, f"nothing can be written: {problem}")
    return Verdict(True, "a row was kept, and removed")


def _scheduler(store: Store, now: datetime) -> Verdict:
    """Whether somebody prints.

    A lease that has ended by our clock is looked at again: that of its holder may be another.
    """
    lease = _lease(store)
    if lease is None or not lease.holder:
        return Verdict(
            False, "nobody prints: no scheduler runs, start `flask serve` or `flask work`"
        )
    if lease.has_ended(now, TERM):
        Event().wait(RENEWED_SECONDS)
        if _lease(store) == lease:
            end = f"{lease.expires_at:{MOMENT}} UTC"
            return Verdict(False, f"nobody prints: the lease of {lease.holder} has ended at {end}")
    return Verdict(True, f"{lease.holder} prints")


def _lease(store: Store) -> Lease | None:
    with store.snapshot() as snapshot:
        return snapshot.leases.find(LEASE)


def _clock(store: Store, now: datetime) -> Verdict:
    """A clock that stands before the newest change would hold news back."""
    with store.snapshot() as snapshot:
        newest = snapshot.feeds.last_change()
    if newest and newest > now + CLOCK_SLACK:
        return Verdict(False, f"{now:{MOMENT}} UTC is before the newest change, {newest:{MOMENT}}")
    return Verdict(True, f"{now:{MOMENT}} UTC")


def _last_print(settings: Settings, store: Store, now: datetime) -> Verdict:
    slugs = [section.slug for section in settings.printed]
    with store.snapshot() as snapshot:
        states = snapshot.feeds.states(slugs)
        stored = snapshot.editions.last_stored()
    late = [key for key, state in states.items() if state.late(now)]
    if late:
        return Verdict(False, f"dirty for over {LATE.seconds} s: {', '.join(late)}")
    if stored is None:
        return Verdict(False, "nothing was ever printed")
    return Verdict(True, f"{stored:{MOMENT}} UTC")


def _quarantine(store: Store) -> Verdict:
    """Drafts in quarantine are counted; they are nothing wrong."""
    with store.snapshot() as snapshot:
        count = snapshot.quarantine.count()
    return Verdict(True, f"{count} drafts")


def _search(store: Store) -> Verdict:
    """Articles that wait for their words to be read are counted; they are nothing wrong."""
    with store.snapshot() as snapshot:
        state = snapshot.search_index.state()
    if state.waiting:
        waiting = f"{state.waiting:,} of {state.articles:,} articles wait to be indexed"
        return Verdict(True, f"{waiting}, the newest come first")
    return Verdict(True, f"{state.articles:,} articles are indexed")


def _wire(store: Store, name: str, now: datetime) -> Verdict:
    with store.snapshot() as snapshot:
        state = snapshot.wires.states().get(name)
    if state is None:
        return Verdict(True, "not polled yet")
    if state.error:
        since = state.failing_since or state.polled_at
        return Verdict(False, f"{state.error} (since {since:{MOMENT}} UTC)")
    if state.misdated:
        return Verdict(False, state.misdated)
    found = state.comparison
    if found and found.differs_since and found.differs_long(now):
        return Verdict(False, f"{_difference(found)} (since {found.differs_since:{MOMENT}} UTC)")
    return Verdict(True, f"well at {state.polled_at:{MOMENT}} UTC")


def _difference(found: Comparison) -> str:
    return f"the site lists {found.listed:,} posts, {found.known:,} of it are known here"
