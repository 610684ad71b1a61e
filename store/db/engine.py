"""The one engine factory, and the two ways to open a unit of work: write() and read().

SQLite: WAL, synchronous=FULL, BEGIN IMMEDIATE for writes. PostgreSQL: READ COMMITTED for writes, a
read-only REPEATABLE READ snapshot for reads. Driver errors leave here as Unavailable.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import pysqlite3
from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError, PendingRollbackError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from ..errors import BadSetting, Unavailable

__all__ = ["Connection", "guarded", "linked_version", "open_engine", "opened", "read", "write"]

BUSY_SECONDS = 30
_SQLITE = {"timeout": BUSY_SECONDS, "check_same_thread": False}
_POSTGRESQL = {
    "connect_timeout": 3,
    "options": "-c statement_timeout=60000 -c lock_timeout=30000 -c timezone=UTC",
    "keepalives_idle": 10,
    "keepalives_interval": 5,
    "keepalives_count": 3,
    "tcp_user_timeout": 20000,
    "application_name": "nashra",
}


def open_engine(url: str | URL, *, foreign_keys: bool = True) -> Engine:
    """An engine for `sqlite:///...` or `postgresql+psycopg://...`; it connects when first used.

    Raises BadSetting for a URL of another kind.
    """
    parsed = _parse(url)
    if parsed.get_backend_name() == "postgresql":
        return create_engine(parsed, pool_pre_ping=True, connect_args=_POSTGRESQL)
    if parsed.database and parsed.database != ":memory:":
        _make_folder(Path(parsed.database).parent)
    engine = create_engine(parsed, module=pysqlite3, connect_args=_SQLITE)
    event.listen(engine, "connect", partial(_prepare_sqlite, foreign_keys=foreign_keys))
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(
    connection: pysqlite3.Connection, _record: object, *, foreign_keys: bool
) -> None:
    """Set up a new connection; transactions are begun by _begin_sqlite(), not by the driver."""
    connection.isolation_level = None
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=FULL")
    connection.execute(f"PRAGMA foreign_keys={'ON' if foreign_keys else 'OFF'}")


def _begin_sqlite(connection: Connection) -> None:
    """Lock at once for a write unit: a read that later writes could fail, or lose an update."""
    writes = connection.get_execution_options().get("write")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


@contextmanager
def opened(url: str | URL, *, foreign_keys: bool = True) -> Iterator[Engine]:
    """An engine for one task."""
    engine = open_engine(url, foreign_keys=foreign_keys)
    try:
        yield engine
    finally:
        engine.dispose()


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise BadSetting(
            f"database: the folder {folder} cannot be made: {error.strerror}"
        ) from error


def _parse(url: str | URL) -> URL:
    expected = "expected sqlite:///path or postgresql+psycopg://user@host/name"
    try:
        parsed = make_url(url)
    except (ArgumentError, NoSuchModuleError, ValueError) as error:
        raise BadSetting(f"database: {expected}") from error
    if "@" in (parsed.host or ""):
        raise BadSetting("database: a @ in the password is written %40")
    if parsed.drivername in ("sqlite", "postgresql+psycopg"):
        return parsed
    raise BadSetting(f"database: {parsed.drivername!r} is not supported, {expected}")


@contextmanager
def write(engine: Engine) -> Iterator[Connection]:
    """A write unit: everything in it is kept together, or nothing is."""
    with guarded(engine), engine.execution_options(write=True).begin() as connection:
        yield connection


@contextmanager
def read(engine: Engine) -> Iterator[Connection]:
    """One snapshot: all reads in it see the same moment."""
    options: dict[str, object] = {}
    if engine.dialect.name == "postgresql":
        options = {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
    with guarded(engine), engine.execution_options(**options).begin() as connection:
        yield connection


@contextmanager
def guarded(engine: Engine) -> Iterator[None]:
    """Raise Unavailable for what SQLAlchemy, or the driver of this engine, raises within."""
    driver = engine.dialect.loaded_dbapi  # only this one is imported
    try:
        yield
    except (DBAPIError, PoolTimeout, PendingRollbackError, driver.Error) as error:
        why = "all connections are busy" if isinstance(error, PoolTimeout) else _first_line(error)
        raise Unavailable(f"the database {engine.url!r} cannot be used now: {why}") from error


def _first_line(error: Exception) -> str:
    """What the driver said, without what SQLAlchemy adds."""
    return str(getattr(error, "orig", None) or error).strip().split("\n", 1)[0]


def linked_version(connection: Connection) -> str:
    """`SQLite 3.53.4` or `PostgreSQL 16.3`: what is really linked or connected to."""
    if connection.dialect.name == "sqlite":
        return f"SQLite {pysqlite3.sqlite_version}"
    version = connection.exec_driver_sql("SHOW server_version").scalar_one()
    return f"PostgreSQL {version}"
