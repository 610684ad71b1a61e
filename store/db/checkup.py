"""What the doctor tries at a database: a write that needs room, and whether all pages are whole."""

import secrets
import shutil
import time
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pysqlite3
from sqlalchemy import Engine, delete

from ..errors import Unavailable
from .engine import guarded, opened, read, write
from .patience import BRIEF
from .revision import lock
from .schema import leases
from .upsert import upsert

TRIED_BYTES = 1_000_000
CHECK_SECONDS = 20.0
_NAME = "doctor"
_LOOK_STEPS = 10_000  # of SQLite's machine, between two looks at the time


def try_write(url: str) -> None:
    """Keep a row of a megabyte, then remove it. Raises Unavailable where nothing can be written.

    It is a lease that nobody holds, so that no backup has it, whatever happens in between.
    """
    with opened(url, patience=BRIEF) as engine:
        _keep(engine)
        try:
            if engine.dialect.name == "sqlite":
                _fold_log(engine)
        finally:
            with write(engine) as connection:
                connection.execute(delete(leases).where(leases.c.name == _NAME))


def _keep(engine: Engine) -> None:
    content = secrets.token_hex(TRIED_BYTES // 2)  # it cannot be compressed away
    long_ago = datetime.fromtimestamp(0, UTC)
    row = {"name": _NAME, "holder": content, "fence": 0, "expires_at": long_ago}
    with write(engine, lock) as connection:
        upsert(connection, leases, [row], ["holder"])


def _fold_log(engine: Engine) -> None:
    """Bring what was written into the file itself: a log that is large already needs no room."""
    with guarded(engine), closing(engine.raw_connection()) as connection:
        connection.cursor().execute("PRAGMA wal_checkpoint(PASSIVE)")
    path = Path(engine.url.database or "")
    free = shutil.disk_usage(path.parent).free
    if free < TRIED_BYTES:
        raise Unavailable(f"the disk is full: {free} bytes are free beside {path}")


def find_damage(url: str) -> str | None:
    """What is wrong with the pages of a SQLite database, "" for nothing; None of a PostgreSQL.

    A large one is not looked at to the end, but for CHECK_SECONDS. Raises Unavailable.
    """
    with opened(url) as engine, read(engine) as connection:
        if engine.dialect.name != "sqlite":
            return None
        found = _quick_check(connection.connection.driver_connection)
    return "" if found == "ok" else found.replace("\n", " ")


def _quick_check(driver: Any) -> str:
    """What the first look at all pages says: `ok`, or a first line of what is wrong."""
    deadline = time.monotonic() + CHECK_SECONDS
    driver.set_progress_handler(lambda: time.monotonic() > deadline, _LOOK_STEPS)
    try:
        return str(driver.execute("PRAGMA quick_check(1)").fetchone()[0])
    except pysqlite3.OperationalError:
        if time.monotonic() <= deadline:
            raise
        return "ok"
    finally:
        driver.set_progress_handler(None, 0)
