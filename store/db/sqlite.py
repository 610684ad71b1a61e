"""SQLite: WAL, synchronous=FULL, BEGIN IMMEDIATE for writes, and always the same file."""

import os
from functools import partial
from pathlib import Path
from threading import Event

import pysqlite3
from sqlalchemy import URL, Connection, Engine, event

from ..errors import BadSetting, Unavailable, WrongSchema
from .patience import Patience

Identity = tuple[int, int]  # the device of a file, and its inode

# SQLite does not remove the log of a file that was replaced, not even with the last connection.
_ADVICE = (
    "put back the one that it was, or stop Nashra and remove its -wal and -shm before it uses this"
    " one"
)
_LOCKS = Path("/proc/locks")  # of all processes; Linux alone has it
_LOOKS = 5
_LOOK_SECONDS = 0.05


def options(url: URL, patience: Patience) -> dict[str, object]:
    """What the engine factory needs to know; the folder of the file is made. Raises BadSetting."""
    if _is_file(url):
        _make_folder(Path(url.database or "").parent)
    arguments = {"timeout": patience.busy, "check_same_thread": False}
    return {"module": pysqlite3, "connect_args": arguments}


def prepare(engine: Engine, _patience: Patience, *, migrates: bool) -> None:
    """Let each connection and each unit of work of an engine begin as we need it.

    An engine that migrates may make the file, and its foreign keys are off.
    """

    event.listen(engine, "connect", partial(_set_up, foreign_keys=not migrates))
    if _is_file(engine.url):
        _watch(engine, DatabaseFile(engine.url.database or ""), migrates=migrates)
    event.listen(engine, "begin", _begin)


def _is_file(url: URL) -> bool:
    """Whether it is the path of a file, and neither memory nor one of SQLite's own URIs."""
    return bool(url.database) and url.database != ":memory:" and "uri" not in url.query


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise BadSetting(
            f"database: the folder {folder} cannot be made: {error.strerror}"
        ) from error


def _set_up(connection: pysqlite3.Connection, _record: object, *, foreign_keys: bool) -> None:
    """Set up a new connection; transactions are begun by _begin(), not by the driver."""
    connection.isolation_level = None
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=FULL")
    connection.execute(f"PRAGMA foreign_keys={'ON' if foreign_keys else 'OFF'}")


def _begin(connection: Connection) -> None:
    """Lock at once for a write unit: a read that later writes could fail, or lose an update."""
    connection.exec_driver_sql("BEGIN IMMEDIATE" if _writes(connection) else "BEGIN")


def _writes(connection: Connection) -> bool:
    return bool(connection.get_execution_options().get("write"))


class DatabaseFile:
    """The file that a path meant when it was first opened, and what SQLite keeps beside it.

    Connections go on with files that were removed, or moved away, as if nothing had happened; what
    they write then is gone with the last of them.
    """

    def __init__(self, path: str) -> None:
        self._path = Path(path).absolute()
        self._first: dict[Path, Identity] = {}
        self._place = self._path.resolve()  # a link to it would have another log beside it
        self._connections: set[int] = set()

    def find(self) -> None:
        """Raise WrongSchema where there is no file at all: SQLite would make an empty one."""
        if _identity(self._path) is None:
            raise WrongSchema(
                "the database has no tables yet: run `flask migrate`; or put its file"
                f" {self._path} back, where there was one"
            )

    def find_strangers(self) -> None:
        """Raise Unavailable where others keep a log beside this file, but have another file open.

        A backup that is moved over a file in use lies beside the log of that file, and whoever
        opens it mixes the two. Who opens or closes his files just now looks the same for a moment.
        """
        if self._connections:
            return
        for _ in range(_LOOKS):
            if not self._has_strangers():
                return
            Event().wait(_LOOK_SECONDS)
        raise Unavailable(
            f"the database file {self._path} was replaced while others use it: {_ADVICE}"
        )

    def _has_strangers(self) -> bool:
        """Whether a process has locked only one of this file and the index of its log.

        Whoever has the file open locks both, and holds them.
        """
        _, index = self._beside()
        lockers = _lockers()
        return _lockers_of(self._path, lockers) != _lockers_of(index, lockers)

    def note(self, connection: object) -> None:
        """Keep in mind which files they are, once they were opened."""
        self._connections.add(id(connection))
        for path in (self._path, *self._beside()):
            found = _identity(path)
            if found:
                self._first.setdefault(path, found)

    def forget(self, connection: object) -> None:
        """Expect other files beside it after the last connection, which removes them."""
        self._connections.discard(id(connection))
        if not self._connections:
            for path in self._beside():
                self._first.pop(path, None)

    def check(self) -> None:
        """Raise Unavailable where a path no longer means the file that was opened."""
        for path, first in list(self._first.items()):
            now = _identity(path)
            if now is None:
                raise Unavailable(
                    f"the database file {path} was removed while in use: put it back, or stop"
                    " Nashra and restore a backup"
                )
            if now != first:
                raise self._replaced(path)
        if self._first and self._path.resolve() != self._place:
            raise self._replaced(self._path)

    def _replaced(self, path: Path) -> Unavailable:
        return Unavailable(f"the database file {path} was replaced while in use: {_ADVICE}")

    def _beside(self) -> list[Path]:
        """The log of what was written lately, and its index: beside the file behind all links."""
        file = self._path.resolve()
        return [file.with_name(f"{file.name}{ending}") for ending in ("-wal", "-shm")]


def _identity(path: Path) -> Identity | None:
    """Device and inode of the file that is there now, behind all links."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino


def _lockers_of(path: Path, lockers: dict[Identity, set[str]]) -> set[str]:
    found = _identity(path)
    return lockers.get(found, set()) if found else set()


def _lockers() -> dict[Identity, set[str]]:
    """The processes that have locked a part of a file (proc(5), /proc/locks).

    Inodes alone tell no file: two volumes that were made alike have the same ones.
    """
    try:
        lines = _LOCKS.read_text(encoding="ascii").splitlines()
    except OSError:
        return {}
    lockers: dict[Identity, set[str]] = {}
    for line in lines:
        fields = line.split()
        if fields[1] == "POSIX":
            major, minor, inode = fields[5].split(":")
            file = os.makedev(int(major, 16), int(minor, 16)), int(inode)
            lockers.setdefault(file, set()).add(fields[4])
    return lockers


def _watch(engine: Engine, file: DatabaseFile, *, migrates: bool) -> None:
    """Look before each connection, at the beginning of each unit of work, and before a commit.

    Connections are noted when they are set up: then SQLite has opened all its files.
    """

    def look_before_connecting(*_: object) -> None:
        file.check()
        file.find_strangers()
        if not migrates:
            file.find()

    def look_before_commit(connection: Connection) -> None:
        if _writes(connection):
            file.check()

    event.listen(engine, "do_connect", look_before_connecting)
    event.listen(engine, "connect", lambda connection, _: file.note(connection))
    event.listen(engine, "close", lambda connection, _: file.forget(connection))
    event.listen(engine, "begin", lambda _: file.check())
    event.listen(engine, "commit", look_before_commit)
