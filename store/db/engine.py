"""The one engine factory, and the two ways to open a unit of work: write() and read().

What a kind of database needs is in a module of its own, which is loaded where it is used.
PostgreSQL: READ COMMITTED for writes, a read-only REPEATABLE READ snapshot for reads. Driver errors
leave here as Unavailable.
"""

import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager

from sqlalchemy import Connection, Engine, create_engine
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import (
    ArgumentError,
    DBAPIError,
    NoSuchModuleError,
    OperationalError,
    PendingRollbackError,
)
from sqlalchemy.exc import TimeoutError as PoolTimeout

from ..errors import BadSetting, Unavailable
from ..lazy import load
from .patience import ORDINARY, Patience

__all__ = ["Connection", "guarded", "linked_version", "open_engine", "opened", "read", "write"]

Lock = Callable[[Connection], object]

_LOCK_NOT_AVAILABLE = "55P03"  # as PostgreSQL says it
_KINDS = {"sqlite": "store.db.sqlite", "postgresql+psycopg": "store.db.postgresql"}


def open_engine(
    url: str | URL, *, patience: Patience | None = None, migrates: bool = False
) -> Engine:
    """An engine for `sqlite:///...` or `postgresql+psycopg://...`; it connects when first used.

    It has ORDINARY patience, unless told otherwise. Raises BadSetting for a URL of another kind.
    """
    parsed = _parse(url)
    patience = patience or ORDINARY
    kind = load(_KINDS[parsed.drivername])
    options = kind.options(parsed, patience)
    engine = create_engine(parsed, execution_options={"busy": patience.busy}, **options)
    kind.prepare(engine, patience, migrates=migrates)
    return engine


@contextmanager
def opened(
    url: str | URL, *, patience: Patience | None = None, migrates: bool = False
) -> Iterator[Engine]:
    """An engine for one task."""
    engine = open_engine(url, patience=patience, migrates=migrates)
    try:
        yield engine
    finally:
        engine.dispose()


def _parse(url: str | URL) -> URL:
    expected = "expected sqlite:///path or postgresql+psycopg://user@host/name"
    try:
        parsed = make_url(url)
    except (ArgumentError, NoSuchModuleError, ValueError) as error:
        raise BadSetting(f"database: {expected}") from error
    if "@" in (parsed.host or ""):
        raise BadSetting("database: a @ in the password is written %40")
    if parsed.drivername in _KINDS:
        return parsed
    raise BadSetting(f"database: {parsed.drivername!r} is not supported, {expected}")


@contextmanager
def write(engine: Engine, lock: Lock = lambda _: None) -> Iterator[Connection]:
    """A write unit: everything in it is kept together, or nothing is.

    `lock` is what it does first, and may have to wait for.
    """
    with guarded(engine):
        connection, unit = _begin(engine.execution_options(write=True), lock)
        with unit:
            yield connection


def _begin(engine: Engine, lock: Lock) -> tuple[Connection, ExitStack]:
    """Begin a unit with its lock.

    PostgreSQL ends a wait before we would take it for silence: it is begun anew until our patience
    with other writers is at its end.
    """
    deadline = time.monotonic() + engine.get_execution_options()["busy"]
    while True:
        try:
            return _try_to_begin(engine, lock)
        except OperationalError as error:
            is_waiting = getattr(error.orig, "sqlstate", None) == _LOCK_NOT_AVAILABLE
            if not is_waiting or time.monotonic() >= deadline:
                raise


def _try_to_begin(engine: Engine, lock: Lock) -> tuple[Connection, ExitStack]:
    with ExitStack() as unit:
        connection = unit.enter_context(engine.begin())
        lock(connection)
        return connection, unit.pop_all()


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
        return f"SQLite {connection.dialect.loaded_dbapi.sqlite_version}"
    version = connection.exec_driver_sql("SHOW server_version").scalar_one()
    return f"PostgreSQL {version}"
