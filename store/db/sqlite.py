"""SQLite: WAL, synchronous=FULL, and BEGIN IMMEDIATE for writes."""

from functools import partial
from pathlib import Path

import pysqlite3
from sqlalchemy import URL, Connection, Engine, event

from ..errors import BadSetting
from .patience import Patience


def options(url: URL, patience: Patience) -> dict[str, object]:
    """What the engine factory needs to know; the folder of the file is made. Raises BadSetting."""
    if url.database and url.database != ":memory:":
        _make_folder(Path(url.database).parent)
    arguments = {"timeout": patience.busy, "check_same_thread": False}
    return {"module": pysqlite3, "connect_args": arguments}


def prepare(engine: Engine, _patience: Patience, *, foreign_keys: bool) -> None:
    """Let each connection of an engine begin as we need it."""
    event.listen(engine, "connect", partial(_set_up, foreign_keys=foreign_keys))
    event.listen(engine, "begin", _begin)


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
    writes = connection.get_execution_options().get("write")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
