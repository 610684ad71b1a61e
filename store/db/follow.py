"""Wait for what other processes commit: a cheap look on SQLite, LISTEN on PostgreSQL.

This is a wake-up, never the truth: whoever follows compares what the tables say.
"""

from collections.abc import Iterator
from threading import Event
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, Engine

from .engine import guarded

if TYPE_CHECKING:
    import psycopg

CHANNEL = "nashra"
LOOK_SECONDS = 0.1
AT_LEAST_SECONDS = 5.0
_WAIT_SECONDS = 0.5  # between two looks at `stop`


def tell(connection: Connection) -> None:
    """Wake those who follow, once this transaction commits; SQLite counts commits itself."""
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql(f"NOTIFY {CHANNEL}")


def follow(engine: Engine, stop: Event) -> Iterator[None]:
    """Yield at once, whenever something may have been committed, and every five seconds.

    Ends when `stop` is set. Raises Unavailable when the database is gone: follow it anew then,
    and compare in full.
    """
    with guarded(engine):
        connection = engine.raw_connection()
    try:
        driver: Any = connection.driver_connection
        waiting = _look(driver, stop) if engine.dialect.name == "sqlite" else _listen(driver, stop)
        while not stop.is_set():
            with guarded(engine):
                next(waiting)
            yield
    finally:
        connection.invalidate()


def _look(driver: Any, stop: Event) -> Iterator[None]:
    """`data_version` moves when another connection has committed; reading it touches no table."""
    while True:
        seen = _version(driver)
        yield
        for _ in range(round(AT_LEAST_SECONDS / LOOK_SECONDS)):
            if stop.wait(LOOK_SECONDS) or seen != _version(driver):
                break


def _version(driver: Any) -> int:
    """The number of commits by others that this connection has seen."""
    return int(driver.execute("PRAGMA data_version").fetchone()[0])


def _listen(driver: "psycopg.Connection[Any]", stop: Event) -> Iterator[None]:
    """NOTIFY wakes this connection, which is used for nothing else.

    It is asked something when it was silent for a while: only an answer tells one that lives from
    one that everybody but us has forgotten.
    """
    driver.autocommit = True
    driver.execute(f"LISTEN {CHANNEL}")
    while True:
        yield
        for _ in range(round(AT_LEAST_SECONDS / _WAIT_SECONDS)):
            if stop.is_set() or list(driver.notifies(timeout=_WAIT_SECONDS, stop_after=1)):
                break
        else:
            driver.execute("SELECT 1")
