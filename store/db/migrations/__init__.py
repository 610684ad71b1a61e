"""Alembic, configured in code: numbered hand-written migrations that never import domain code."""

from pathlib import Path
from threading import Lock
from uuid import UUID, uuid4

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import URL, Connection, insert, select

from ...errors import WrongSchema
from ..engine import opened, read, write
from ..schema import revision

_ALEMBIC = Lock()  # its context belongs to the whole process
_HERE = Path(__file__).parent


def migrate(url: str | URL, namespace: UUID | None = None) -> str:
    """Bring the database to the newest schema; a first migration mints the namespace of all ids.

    Runs in one transaction on an engine of its own with foreign keys off, then checks them.
    Returns the schema's number. Raises WrongSchema for a database that is newer than this program.
    """
    with opened(url, foreign_keys=False) as engine, _ALEMBIC, write(engine) as connection:
        _lock(connection)
        _check_age(_current(connection))
        command.upgrade(_config(connection), "head")
        if connection.execute(select(revision.c.id)).first() is None:
            row = {"id": 1, "number": 0, "namespace": str(namespace or uuid4()), "filled": False}
            connection.execute(insert(revision).values(row))
        _check_foreign_keys(connection)
    return newest()


def newest() -> str:
    """The schema number that this program needs."""
    return str(ScriptDirectory.from_config(_config(None)).get_current_head())


def check(url: str) -> None:
    """Raise WrongSchema, with what to run, where the database is not at the newest schema."""
    with opened(url) as engine, read(engine) as connection:
        current = _current(connection)
    if current is None:
        raise WrongSchema("the database has no tables yet: run `flask migrate`")
    if current < newest():
        raise WrongSchema(f"the database has schema {current}, not {newest()}: run `flask migrate`")
    _check_age(current)


def _current(connection: Connection) -> str | None:
    return MigrationContext.configure(connection).get_current_revision()


def _check_age(current: str | None) -> None:
    if current and current > newest():
        raise WrongSchema(
            f"the database has schema {current}, newer than {newest()}: upgrade Nashra"
        )


def _config(connection: Connection | None) -> Config:
    config = Config()
    config.set_main_option("script_location", str(_HERE).replace("%", "%%"))
    config.attributes["connection"] = connection
    return config


def _lock(connection: Connection) -> None:
    """Two migrations at once: the second waits (SQLite's BEGIN IMMEDIATE does so by itself)."""
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql("SELECT pg_advisory_xact_lock(78114)")


def _check_foreign_keys(connection: Connection) -> None:
    if connection.dialect.name == "sqlite":
        broken = connection.exec_driver_sql("PRAGMA foreign_key_check").first()
        if broken:
            raise WrongSchema(
                f"the migration would leave rows of {broken[0]!r} without their parent"
            )
