"""Wires: look, read, ingest, note: one poll of one wire. A wire is the owner of the articles it brings.

Nothing is withdrawn because a folder is missing, unreadable or suddenly empty: that is an error, and is said.
"""

import logging
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path, PurePath
from typing import Literal

from .article import Said
from .db.wires import Item, WireState
from .errors import Refused
from .ingest import Desk, Kind, ingest, withdraw
from .sources import read_file, shown, walk

STILL = 2.0
_NAME_LIMIT = 2_000
_NOTED_EVERY = timedelta(seconds=60)

_log = logging.getLogger("nashra.wires")


@dataclass(frozen=True, slots=True, kw_only=True)
class Wire:
    """A source that is polled.

    name      the source's name, owner of its articles
    folder    what is watched, with all folders below it
    section   the slug for articles that name none
    seconds   between two polls
    removed   what becomes of the articles of a file that is gone
    """

    name: str
    kind: Literal["folder"]
    folder: Path
    section: str | None = None
    seconds: int = 5
    removed: Literal["keep", "withdraw"] = "keep"


@dataclass(slots=True)
class Poll:
    """What one poll brought; error is "" where it went well."""

    wire: str
    counts: Counter[Kind] = field(default_factory=Counter)
    error: str = ""


@dataclass(slots=True)
class _Listing:
    """The files of a folder with their stamps; `moving` are those that may still be written to."""

    files: dict[str, tuple[Path, str]] = field(default_factory=dict)
    moving: set[str] = field(default_factory=set)
    error: str = ""


def poll(desk: Desk, wire: Wire) -> Poll:
    """Ingest what is new or changed in a wire's folder, and withdraw what is gone where the wire says so.

    The first poll that succeeds is a backfill. While a new file is still being written, nothing counts as gone: it
    may be an old one under another name. Raises Unavailable where the database is gone; what was read is noted
    last, so that the next poll finds what this one left.
    """
    with desk.store.snapshot() as snapshot:
        before = snapshot.wires.states().get(wire.name)
        known = snapshot.wires.items(wire.name)
    done = Poll(wire.name)
    seen = _look(wire.folder, desk.clock().timestamp())
    changed = {
        name: (path, stamp)
        for name, (path, stamp) in seen.files.items()
        if name not in seen.moving and (name not in known or known[name].stamp != stamp)
    }
    first = before is None or before.succeeded_at is None
    ids = _take_in(replace(desk, owner=wire.name, section=wire.section, backfill=first), wire, changed, done)
    items = {
        name: Item(stamp, tuple(sorted(ids[name].union(known[name].articles if name in known else ()))))
        for name, (_, stamp) in changed.items()
        if name in ids
    }
    done.error = seen.error or done.error or _suddenly_empty(wire, seen, known)
    gone = set() if done.error or seen.moving - known.keys() else known.keys() - seen.files.keys()
    if wire.removed == "withdraw":
        present = {name: item for name, item in (known | items).items() if name not in gone}
        still_there = {article for item in present.values() for article in item.articles}
        for article in sorted({one for name in gone for one in known[name].articles} - still_there):
            done.counts[withdraw(desk, article).kind] += 1
    _note(desk, wire, before, done, items, gone)
    return done


def _look(folder: Path, now: float) -> _Listing:
    """A file is left until it has been still for two seconds: whoever writes it may not have finished."""
    found = _Listing()
    for path in walk(folder):
        if isinstance(path, Refused):
            found.error = f"{path.place.file} {path.reason}"
            continue
        name = shown(path.relative_to(folder))
        if len(name.encode()) > _NAME_LIMIT:
            found.error = f"{name[:60]}...: the path is longer than {_NAME_LIMIT:,} bytes"
            continue
        try:
            state = path.stat()
        except OSError as error:  # gone or closed since it was listed
            found.error = f"{shown(path)} cannot be read: {error.strerror}"
            continue
        moved = max(state.st_mtime_ns, state.st_ctime_ns)
        found.files[name] = (path, f"{state.st_size}:{moved}")
        if abs(now - moved / 1e9) < STILL:
            found.moving.add(name)
    return found


def _suddenly_empty(wire: Wire, seen: _Listing, known: Mapping[str, Item]) -> str:
    """A share that is not mounted looks like a folder that has lost all of its files at once."""
    lost = [PurePath(name) for name in known.keys() - seen.files.keys()]
    for folder in {next(one for one in path.parents if (wire.folder / one).is_dir()) for path in lost}:
        count = sum(path.is_relative_to(folder) for path in lost)
        if count > 1 and not any(PurePath(name).is_relative_to(folder) for name in seen.files):
            return (
                f"{wire.folder / folder} has lost all of its {count} files at once: put one there, or remove the"
                " folder, and the rest counts as gone"
            )
    return ""


def _take_in(desk: Desk, wire: Wire, changed: Mapping[str, tuple[Path, str]], done: Poll) -> dict[str, set[str]]:
    """Ingest files; returns the ids of the articles that each of them holds, of those that could be read."""
    names = {shown(path): name for name, (path, _) in changed.items()}
    ids: dict[str, set[str]] = {}
    failed: set[str] = set()

    def drafts() -> Iterator[Said]:
        for name, (path, _) in changed.items():
            try:
                yield from read_file(path, wire.folder)
                ids.setdefault(name, set())
            except OSError as error:
                done.error = f"{shown(path)} cannot be read: {error.strerror or error}"
                failed.add(name)

    for outcomes in ingest(drafts(), desk):
        for outcome in outcomes:
            done.counts[outcome.kind] += 1
            if outcome.id:
                ids.setdefault(names[outcome.place.file], set()).add(outcome.id)
            if outcome.refused:
                _log.warning("wire %s: %s: %s", wire.name, outcome.place.file, outcome.refused)
    return {name: found for name, found in ids.items() if name not in failed}


def _note(
    desk: Desk, wire: Wire, before: WireState | None, done: Poll, items: Mapping[str, Item], gone: set[str]
) -> None:
    """Keep how it went, unless it went as the last one did a moment ago: a quiet folder costs no write."""
    now = desk.clock()
    quiet = before is not None and before.error == done.error and now - before.polled_at < _NOTED_EVERY
    if quiet and not items and not gone:
        return
    succeeded = now if not done.error else before.succeeded_at if before else None
    with desk.store.transaction() as transaction:
        transaction.wires.note(WireState(done.wire, now, succeeded, done.error))
        transaction.wires.keep(done.wire, items)
        transaction.wires.forget(done.wire, gone)
        transaction.quarantine.release_files(done.wire, [shown(wire.folder / name) for name in gone])
    if done.error and (before is None or before.error != done.error):
        _log.error("wire %s: %s", done.wire, done.error)
    if done.counts:
        _log.info("wire %s: %s", done.wire, ", ".join(f"{kind}: {count}" for kind, count in done.counts.items()))
