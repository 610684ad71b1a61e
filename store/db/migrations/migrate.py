"""Alembic, configured in code: numbered hand-written migrations that never import domain code.

It is loaded where something is migrated, and nowhere else.
"""

from pathlib import Path
from threading import Lock
from uuid import UUID, uuid4

from alembic import command
from alembic.config import Config
from sqlalchemy import URL, Connection, insert, select

from ...errors import WrongSchema
from ..engine import opened, write
from ..patience import LONG
from ..schema import revision
from .current import check_age, current, newest

_ALEMBIC = Lock()  # its context belongs to the whole process
_HERE = Path(__file__).parent


def migrate(url: str | URL, namespace: UUID | None = None) -> str:
    """Bring the database to the newest schema; a first migration mints the namespace of all ids.

    Runs in one transaction on an engine of its own with foreign keys off, then checks them.
    Returns the schema's number. Raises WrongSchema for a database that is newer than this program.
    """
    own = opened(url, patience=LONG, migrates=True)
    with own as engine, _ALEMBIC, write(engine) as connection:
        _lock(connection)
        check_age(current(connection))
        command.upgrade(config(connection), "head")
        if connection.execute(select(revision.c.id)).first() is None:
            row = {"id": 1, "number": 0, "namespace": str(namespace or uuid4()), "filled": False}
            connection.execute(insert(revision).values(row))
        _check_foreign_keys(connection)
    return newest()


def config(connection: Connection) -> Config:
    """What Alembic needs to know: where migrations lie, and the connection they run on."""
    config = Config()
    config.set_main_option("script_location", str(_HERE).replace("%", "%%"))
    config.attributes["connection"] = connection
    return config


def _lock(connection: Connection) -> None:
    """Make a second migration wait (SQLite's BEGIN IMMEDIATE does so by itself)."""
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql("SELECT pg_advisory_xact_lock(78114)")


def _check_foreign_keys(connection: Connection) -> None:
    """Raise WrongSchema where rows would be left without their parent."""
    if connection.dialect.name != "sqlite":
        return
    broken = connection.exec_driver_sql("PRAGMA foreign_key_check").first()
    if broken:
        raise WrongSchema(f"the migration would leave rows of {broken[0]!r} without their parent")
