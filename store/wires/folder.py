"""A wire that is a folder: a dropped file is read, and an edited one is an edit.

A removed file withdraws its articles, where the wire says so.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path, PurePath

from ..db.wires import Item, Memory
from ..draft import SourceItem
from ..editing import find, withdraw
from ..errors import Refused
from ..intake.changes import Counted, Outcome
from ..intake.ingest import ingest
from ..intake.intake import Intake
from ..intake.lead import Lead
from ..intake.refusals import Refusals
from ..outbound import Outbound
from ..sources.folders import exports_of, holds_export, read_file, walk
from ..sources.tree import path_text
from .wire import RECALLED, Progress, Wire

STILL = 2.0  # seconds
_LACKING = ":lacking"  # behind the stamp of an export of which another file may hold a part
_ELSEWHERE = frozenset(("image", "html"))  # the fields of posts of which it may hold a part
_LONG_AGO = datetime.fromtimestamp(0, UTC)  # a file that is put back counts, however old


@dataclass(frozen=True, slots=True)
class _File:
    """A file, and its stamp, which moves whenever it changes."""

    path: Path
    stamp: str


_Files = dict[str, _File]  # by the path below the folder


@dataclass(slots=True)
class _Listing:
    """The files of a folder; `moving` are the names of those that may still be written to."""

    folder: Path
    files: _Files = field(default_factory=dict)
    moving: set[str] = field(default_factory=set)
    error: str = ""

    def changed(self, known: Mapping[str, Item]) -> _Files:
        """The files that are still, and are new or other than they were known."""
        still = {name: file for name, file in self.files.items() if name not in self.moving}
        changed = {name: file for name, file in still.items() if _stamp(known, name) != file.stamp}
        if not any(holds_export(file.path, self.folder) for file in changed.values()):
            return changed
        return {
            name: file for name, file in still.items() if name in changed | self._lacking(known)
        }

    def _lacking(self, known: Mapping[str, Item]) -> _Files:
        """The exports whose posts lacked what a new one may hold: their pictures, their blocks."""
        return {
            name: file
            for name, file in self.files.items()
            if name in known and known[name].stamp.endswith(_LACKING)
        }

    def gone(self, known: Mapping[str, Item]) -> frozenset[str]:
        """The known files that are there no longer.

        While a new file is still being written there are none: it may be one of them under
        another name.
        """
        if self.moving - known.keys():
            return frozenset()
        return frozenset(known.keys() - self.files.keys())


def _stamp(known: Mapping[str, Item], name: str) -> str | None:
    """The stamp by which a file is known, None for a new one."""
    return known[name].stamp.removesuffix(_LACKING) if name in known else None


def poll(intake: Intake, wire: Wire, _: Outbound, memory: Memory) -> Iterator[Progress]:
    """Ingest what is new or changed in a folder, and see what is gone of it.

    Where articles were recalled, all files are read: any may hold them.
    """
    with intake.store.snapshot() as snapshot:
        known = snapshot.wires.items(wire.name)
    listing = _look(wire.folder, intake.clock().timestamp())
    changed = listing.changed({} if RECALLED in memory else known)
    read = _read(intake, wire, listing, known, changed)
    if read.error:  # then nothing is known to be gone
        yield read
        return
    gone = listing.gone(known)
    counts = read.counts
    if wire.removed == "withdraw":
        counts = counts + _withdraw_gone(intake, gone, known, read.items)
    yield replace(read, gone=gone, counts=counts)


def _read(
    intake: Intake, wire: Wire, listing: _Listing, known: Mapping[str, Item], changed: _Files
) -> Progress:
    """Ingest the files that have changed; the error says why no file may count as gone."""
    reading = _FolderReading(wire, changed)
    reading.ingest(intake)
    error = listing.error or reading.error or _suddenly_empty(wire.folder, listing, known)
    items = _items(reading.stamped(changed), reading.ids, known)
    return Progress(
        items=items,
        counts=reading.counts,
        refused=reading.refused,
        error=error,
        leads=reading.leads,
    )


def _look(folder: Path, now: float) -> _Listing:
    """The files of a folder; one that has not been still for two seconds is moving.

    Whoever writes it may not have finished.
    """
    listing = _Listing(folder)
    for entry in walk(folder):
        if isinstance(entry, Refused):
            listing.error = f"{entry.place.file} {entry.reason}"
            continue
        name = path_text(entry.path.relative_to(folder))
        state = entry.state
        moved = max(state.st_mtime_ns, state.st_ctime_ns)  # a copy may keep its time, but not both
        listing.files[name] = _File(entry.path, f"{state.st_size}:{moved}")
        if abs(now - moved / 1e9) < STILL:
            listing.moving.add(name)
    return listing


class _FolderReading:
    """Reads and ingests files, and keeps what became of them.

    ids     the ids of the articles in each file that could be read, by its name
    counts  the changes of articles
    refused what went to quarantine
    leads   how far the dates of new articles are ahead
    lacking the names of files whose articles lack what another file may hold
    error   why the last of the files that could not be opened could not
    """

    def __init__(self, wire: Wire, files: _Files) -> None:
        self.ids: dict[str, set[str]] = {}
        self.counts: Counter[Counted] = Counter()
        self.refused = Refusals()
        self.leads: list[Lead] = []
        self.lacking: set[str] = set()
        self.error = ""
        self._wire = wire
        self._files = files
        self._names = {path_text(file.path): name for name, file in files.items()}

    def ingest(self, intake: Intake) -> None:
        """Ingest all files; one that cannot be opened is tried again with the next poll."""
        failed: set[str] = set()
        for outcomes in ingest(self._drafts(failed), intake):
            for outcome in outcomes:
                self._note(outcome)
        for name in failed:
            self.ids.pop(name, None)

    def stamped(self, files: _Files) -> _Files:
        """The files with stamps that tell whether another one may hold a part of them."""
        return {
            name: replace(file, stamp=file.stamp + _LACKING) if name in self.lacking else file
            for name, file in files.items()
        }

    def _drafts(self, failed: set[str]) -> Iterator[SourceItem]:
        """The drafts of all files; names of those that cannot be opened are added to `failed`."""
        beside = exports_of([self._wire.folder])
        for name, file in self._files.items():
            try:
                yield from read_file(file.path, self._wire.folder, beside=beside)
            except OSError as error:
                self.error = f"{path_text(file.path)} cannot be read: {error.strerror or error}"
                failed.add(name)
            else:
                self.ids.setdefault(name, set())

    def _note(self, outcome: Outcome) -> None:
        self.counts.update(outcome.counted)
        if outcome.lead:
            self.leads.append(outcome.lead)
        file = outcome.place.file
        if outcome.id and not outcome.copy:  # a copy is not withdrawn with its file
            self.ids.setdefault(self._names[file], set()).add(outcome.id)
        told = [outcome.refused] if outcome.refused else outcome.remarks
        if file in self._names and any(remark.field in _ELSEWHERE for remark in told):
            self.lacking.add(self._names[file])
        for refusal in outcome.refusals:
            self.refused.add(refusal, f"{file}: {refusal}")


def _items(
    changed: _Files, ids: Mapping[str, set[str]], known: Mapping[str, Item]
) -> dict[str, Item]:
    """The files that were read, with all articles that each holds or has held.

    What a file held before it was spoilt goes with it when it is removed.
    """
    items = {}
    for name, file in changed.items():
        if name in ids:
            before = known[name].articles if name in known else ()
            items[name] = Item(file.stamp, tuple(sorted(ids[name].union(before))))
    return items


def _withdraw_gone(
    intake: Intake, gone: frozenset[str], known: Mapping[str, Item], items: Mapping[str, Item]
) -> Counter[Counted]:
    """Withdraw the articles of files that are gone, but for those that another file holds now.

    Of an export the posts of a site that has a wire stay: that says itself what is gone there.
    """
    counts: Counter[Counted] = Counter()
    files = {**known, **items}
    present = {article for name in files.keys() - gone for article in files[name].articles}
    removed = {article for name in gone for article in known[name].articles}
    for article in sorted(removed - present):
        if _is_of_another_wire(intake, article):
            continue
        change = withdraw(intake, article, by="source", since=_LONG_AGO)
        counts[change.kind] += 1
    return counts


def _is_of_another_wire(intake: Intake, article_id: str) -> bool:
    """Whether an article belongs to the wire of its site."""
    others = {owner.name for owner in intake.sites.values()} - {intake.owner}
    return bool(others) and find(intake.store, article_id).article.owner in others


def _suddenly_empty(root: Path, listing: _Listing, known: Mapping[str, Item]) -> str:
    """Why nothing counts as gone, where a folder has lost all of its files at once, else "".

    So does a share look that is not mounted.
    """
    lost = [PurePath(name) for name in known.keys() - listing.files.keys()]
    if lost and not root.is_dir():
        return f"{path_text(root)} is no folder any more"
    for folder in {_nearest_folder(root, path) for path in lost}:
        count = sum(path.is_relative_to(folder) for path in lost)
        if count > 1 and not _has_files(listing, folder):
            return (
                f"{root / folder} has lost all of its {count} files at once: put one there,"
                " or remove the folder, and the rest counts as gone"
            )
    return ""


def _nearest_folder(root: Path, path: PurePath) -> PurePath:
    """The innermost folder of a path that is still there; the root may go while we look."""
    there = (folder for folder in path.parents if (root / folder).is_dir())
    return next(there, PurePath())


def _has_files(listing: _Listing, folder: PurePath) -> bool:
    return any(PurePath(name).is_relative_to(folder) for name in listing.files)
