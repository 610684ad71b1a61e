"""A wire that is a folder: a file dropped is read, an edited one is an edit, a removed one may be a
withdrawal.
"""

import logging
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePath

from ..db.wires import Item
from ..draft import SourceItem
from ..editing import withdraw
from ..errors import Refused
from ..intake.ingest import ingest
from ..intake.intake import Intake
from ..outbound import Outbound
from ..sources.folders import path_text, read_file, walk
from .wire import Poll, Wire

STILL = 2.0
_NAME_LIMIT = 2_000

_log = logging.getLogger("nashra.wires")


@dataclass(slots=True)
class _Listing:
    """The files of a folder with their stamps; `moving` are those that may still be written to."""

    files: dict[str, tuple[Path, str]] = field(default_factory=dict)
    moving: set[str] = field(default_factory=set)
    error: str = ""


def poll(intake: Intake, wire: Wire, _: Outbound, done: Poll) -> Iterator[None]:
    """Ingest what is new or changed in a folder, and see what is gone of it.

    While a new file is still being written, nothing counts as gone: it may be an old one under
    another name.
    """
    with intake.store.snapshot() as snapshot:
        known = snapshot.wires.items(wire.name)
    seen = _look(wire.folder, intake.clock().timestamp())
    changed = {
        name: (path, stamp)
        for name, (path, stamp) in seen.files.items()
        if name not in seen.moving and (name not in known or known[name].stamp != stamp)
    }
    ids = _take_in(intake, wire, changed, done)
    items = {
        name: Item(
            stamp, tuple(sorted(ids[name].union(known[name].articles if name in known else ())))
        )
        for name, (_, stamp) in changed.items()
        if name in ids
    }
    done.error = seen.error or done.error or _suddenly_empty(wire, seen, known)
    gone = set() if done.error or seen.moving - known.keys() else known.keys() - seen.files.keys()
    if wire.removed == "withdraw":
        present = {name: item for name, item in (known | items).items() if name not in gone}
        still_there = {article for item in present.values() for article in item.articles}
        for article in sorted({one for name in gone for one in known[name].articles} - still_there):
            done.counts[withdraw(intake, article).kind] += 1
    done.items, done.gone = items, gone
    yield


def _look(folder: Path, now: float) -> _Listing:
    """A file is left until it has been still for two seconds: whoever writes it may not have
    finished.
    """
    found = _Listing()
    for path in walk(folder):
        if isinstance(path, Refused):
            found.error = f"{path.place.file} {path.reason}"
            continue
        name = path_text(path.relative_to(folder))
        if len(name.encode()) > _NAME_LIMIT:
            found.error = f"{name[:60]}...: the path is longer than {_NAME_LIMIT:,} bytes"
            continue
        try:
            state = path.stat()
        except OSError as error:  # gone or closed since it was listed
            found.error = f"{path_text(path)} cannot be read: {error.strerror}"
            continue
        moved = max(state.st_mtime_ns, state.st_ctime_ns)
        found.files[name] = (path, f"{state.st_size}:{moved}")
        if abs(now - moved / 1e9) < STILL:
            found.moving.add(name)
    return found


def _suddenly_empty(wire: Wire, seen: _Listing, known: Mapping[str, Item]) -> str:
    """A share that is not mounted looks like a folder that has lost all of its files at once."""
    lost = [PurePath(name) for name in known.keys() - seen.files.keys()]
    for folder in {
        next(one for one in path.parents if (wire.folder / one).is_dir()) for path in lost
    }:
        count = sum(path.is_relative_to(folder) for path in lost)
        if count > 1 and not any(PurePath(name).is_relative_to(folder) for name in seen.files):
            return (
                f"{wire.folder / folder} has lost all of its {count} files at once: put one there,"
                " or remove the folder, and the rest counts as gone"
            )
    return ""


def _take_in(
    intake: Intake, wire: Wire, changed: Mapping[str, tuple[Path, str]], done: Poll
) -> dict[str, set[str]]:
    """Ingest files; returns the ids of the articles that each of them holds, of those that could be
    read.
    """
    names = {path_text(path): name for name, (path, _) in changed.items()}
    ids: dict[str, set[str]] = {}
    failed: set[str] = set()

    def drafts() -> Iterator[SourceItem]:
        for name, (path, _) in changed.items():
            try:
                yield from read_file(path, wire.folder)
                ids.setdefault(name, set())
            except OSError as error:
                done.error = f"{path_text(path)} cannot be read: {error.strerror or error}"
                failed.add(name)

    for outcomes in ingest(drafts(), intake):
        for outcome in outcomes:
            done.counts[outcome.kind] += 1
            if outcome.id and not outcome.copy:
                ids.setdefault(names[outcome.place.file], set()).add(outcome.id)
            if outcome.refused:
                _log.warning("wire %s: %s: %s", wire.name, outcome.place.file, outcome.refused)
    return {name: found for name, found in ids.items() if name not in failed}
