"""A backup: one SQLite file of the same schema, whatever the database.

So it also moves a newsroom from one kind of database to the other.
"""

import contextlib
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pysqlite3
from sqlalchemy import (
    URL,
    ColumnElement,
    Connection,
    Select,
    Table,
    delete,
    func,
    insert,
    literal,
    make_url,
    null,
    select,
)

from ..errors import NotFound, Refused, Unavailable
from ..lazy import load
from .columns import metadata
from .engine import opened, read, write
from .migrations import current
from .patience import LONG
from .schema import NO_WORDS, leases, quarantine, revision, search_entries

_ROWS = 50
# Leases say who works now, which is not worth keeping.
_TABLES = [table for table in metadata.sorted_tables if table is not leases]
# Each kind of database notes words in its own way: whoever schedules reads them anew.
_WITHOUT_WORDS: dict[str, ColumnElement[Any]] = {
    "version": literal(NO_WORDS),
    "title": null(),
    "words": null(),
}


def backup(url: str, file: Path) -> int:
    """Write one moment of a database into a file, while others go on writing.

    Returns its revision. The file appears whole or not at all. Raises WrongSchema; NotFound for no
    such folder; Refused for the database itself; Unavailable where the file cannot be written.
    """
    current.check(url)
    if not file.parent.is_dir():
        raise NotFound(f"there is no folder {str(file.parent)!r}")
    if _is_database(url, file):
        raise Refused(f"{file} is the database itself: name another file")
    with _failing(file), _part(file) as part:
        _migrate(_sqlite(part))
        number = _copy(url, _sqlite(part))
        _settle(part)
        part.replace(file)
        _sync(file.parent)
    return number


def restore(url: str, file: Path) -> int:
    """Fill an empty database with a backup, and bring one of an older schema up to date.

    Returns its revision. All or nothing: raises NotFound for no such file, Refused for a file that
    is no backup, or a database that is not empty.
    """
    if not file.is_file():
        raise NotFound(f"there is no file {str(file)!r}")
    with tempfile.TemporaryDirectory(prefix="nashra-") as folder:
        copy = Path(folder) / "backup.db"
        with _failing(copy):
            shutil.copyfile(file, copy)
        _check(copy, file)
        _migrate(_sqlite(copy))
        _migrate(url)
        return _copy(_sqlite(copy), url)


def _migrate(url: str | URL) -> None:
    """Bring a database to the newest schema."""
    load("store.db.migrations.migrate").migrate(url)


def _is_database(url: str, file: Path) -> bool:
    parsed = make_url(url)
    own = Path(parsed.database or "")
    return (
        parsed.get_backend_name() == "sqlite"
        and file.exists()
        and own.exists()
        and file.samefile(own)
    )


def _sqlite(file: Path) -> URL:
    return URL.create("sqlite", database=str(file))


def _check(copy: Path, file: Path) -> None:
    try:
        with contextlib.closing(pysqlite3.connect(copy)) as opened:
            opened.execute("SELECT number, version_num FROM revision, alembic_version")
    except pysqlite3.Error as error:
        raise Refused(f"{file} is no file that `flask backup` has made: {error}") from error


def _copy(source: str | URL, target: str | URL) -> int:
    """Copy all tables from one database into another of the same schema. Returns the revision."""
    with (
        opened(source, patience=LONG) as old,
        opened(target, patience=LONG) as new,
        read(old) as reading,
        write(new) as writing,
    ):
        _empty(writing)
        for table in _TABLES:
            _copy_table(table, reading, writing)
        if writing.dialect.name == "postgresql":
            _continue_numbers(writing)
        return int(writing.execute(select(revision.c.number)).scalar_one())


def _copy_table(table: Table, reading: Connection, writing: Connection) -> None:
    """Copy a table in small parts: a row may hold megabytes."""
    rows = reading.execution_options(yield_per=_ROWS).execute(_rows_of(table)).mappings()
    for part in rows.partitions():
        writing.execute(insert(table), [dict(row) for row in part])


def _rows_of(table: Table) -> Select[Any]:
    """All rows of a table, without words by which articles are found."""
    if table is not search_entries:
        return select(table)
    columns = {column.name: column for column in table.columns} | _WITHOUT_WORDS
    return select(*(column.label(name) for name, column in columns.items()))


def _continue_numbers(connection: Connection) -> None:
    """Let the numbers of quarantine go on behind the copied ones; only PostgreSQL keeps a count."""
    greatest = select(func.max(quarantine.c.id)).scalar_subquery()
    sequence = func.pg_get_serial_sequence("quarantine", "id")
    following = func.coalesce(greatest, 0) + 1
    connection.execute(select(func.setval(sequence, following, False)))


def _empty(connection: Connection) -> None:
    """Remove what a migration has put into the target. Raises Refused if there is more."""
    number = connection.execute(select(revision.c.number).with_for_update()).scalar_one()
    if number or connection.execute(select(quarantine.c.id).limit(1)).first():
        raise Refused("the database is in use already: a backup is restored into an empty one")
    connection.execute(delete(revision))


def _settle(part: Path) -> None:
    """Fold the write-ahead log into the file, and the file onto the disk."""
    with contextlib.closing(pysqlite3.connect(part)) as opened:
        opened.execute("PRAGMA journal_mode=DELETE")
    _sync(part)


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


@contextlib.contextmanager
def _part(file: Path) -> Iterator[Path]:
    """A temporary file beside the one that is to be; it is removed unless it was renamed."""
    descriptor, name = tempfile.mkstemp(prefix=f".{file.name}.", suffix=".part", dir=file.parent)
    os.close(descriptor)
    part = Path(name)
    try:
        yield part
    finally:
        for ending in ("", "-wal", "-shm", "-journal"):
            part.with_name(part.name + ending).unlink(missing_ok=True)


@contextlib.contextmanager
def _failing(file: Path) -> Iterator[None]:
    try:
        yield
    except (OSError, pysqlite3.Error) as error:
        reason = error.strerror if isinstance(error, OSError) else None
        raise Unavailable(f"{file} cannot be written: {reason or error}") from error
