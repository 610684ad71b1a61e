"""doctor: looks at everything Nashra stands on. It only looks, and says one line of each thing."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

from store import Problem, Store

from ..settings.values import Settings

LATE = timedelta(seconds=60)
_SAFE_SQLITE = (3, 51, 3)


@dataclass(frozen=True, slots=True)
class Finding:
    subject: str
    well: bool
    detail: str


def examine(settings: Settings, store: Store, now: datetime) -> list[Finding]:
    """All findings; each is made even where another one fails, but for a database that cannot be
    reached.
    """
    configuration = Finding(
        "configuration", True, f"{len(settings.sections.all)} sections, {settings.site.base_url}"
    )
    local = now.astimezone(settings.site.zone)
    zone = Finding("zone data", True, f"{settings.site.zone.key} is {local:%H:%M %z} now")
    database = _look("database", lambda: _database(store))
    if not database.well and not database.detail.endswith("is linked"):
        return [configuration, zone, database]
    return [
        configuration,
        zone,
        database,
        _look("schema", lambda: _schema(store)),
        _look("clock", lambda: _clock(store, now)),
        _look("last print", lambda: _last_print(settings, store, now)),
        _look("quarantine", lambda: _quarantine(store)),
        *(_look(f"wire {wire.name}", partial(_wire, store, wire.name)) for wire in settings.wires),
    ]


def _look(subject: str, check: Callable[[], tuple[bool, str]]) -> Finding:
    try:
        well, detail = check()
    except Problem as problem:
        return Finding(subject, False, str(problem))
    return Finding(subject, well, detail)


def _database(store: Store) -> tuple[bool, str]:
    """SQLite up to 3.51.2 may corrupt a write-ahead log."""
    version = store.describe()
    name, _, number = version.partition(" ")
    if name != "SQLite":
        return True, version
    parts = tuple(int(part) for part in number.split("."))
    return parts >= _SAFE_SQLITE, f"{version} is linked"


def _schema(store: Store) -> tuple[bool, str]:
    store.check()
    return True, "as this program needs it"


def _clock(store: Store, now: datetime) -> tuple[bool, str]:
    """A clock that stands before the newest change would hold news back."""
    with store.snapshot() as snapshot:
        newest = snapshot.feeds.last_change()
    if newest and newest > now + LATE:
        return (
            False,
            f"{now:%Y-%m-%d %H:%M:%S} UTC is before the newest change, {newest:%Y-%m-%d %H:%M:%S}",
        )
    return True, f"{now:%Y-%m-%d %H:%M:%S} UTC"


def _last_print(settings: Settings, store: Store, now: datetime) -> tuple[bool, str]:
    slugs = [section.slug for section in settings.printed]
    with store.snapshot() as snapshot:
        states = snapshot.feeds.states(slugs)
        stored = snapshot.editions.last_stored()
    late = [key for key, state in states.items() if state.late(now)]
    if late or stored is None:
        return (
            False,
            f"dirty for over 60 s: {', '.join(late)}" if late else "nothing was ever printed",
        )
    return True, f"{stored:%Y-%m-%d %H:%M:%S} UTC"


def _quarantine(store: Store) -> tuple[bool, str]:
    with store.snapshot() as snapshot:
        return True, f"{snapshot.quarantine.count()} drafts"


def _wire(store: Store, name: str) -> tuple[bool, str]:
    with store.snapshot() as snapshot:
        state = snapshot.wires.states().get(name)
    if state is None:
        return True, "not polled yet"
    if state.error:
        return (
            False,
            f"{state.error} (since {state.failing_since or state.polled_at:%Y-%m-%d %H:%M:%S} UTC)",
        )
    return True, f"well at {state.polled_at:%Y-%m-%d %H:%M:%S} UTC"
