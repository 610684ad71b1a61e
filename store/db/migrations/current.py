"""The number of a database's schema, and the one that this program needs.

Every command asks for both, so that this is done without Alembic, which takes longer to load than
most commands to run.
"""

from functools import cache
from pathlib import Path

from sqlalchemy import Connection, column, inspect, select, table

from ...errors import WrongSchema
from ..engine import opened, read

VERSIONS = Path(__file__).parent / "versions"
_TABLE = table("alembic_version", column("version_num"))


def check(url: str) -> None:
    """Raise WrongSchema, with what to run, where the database is not at the newest schema."""
    with opened(url) as engine, read(engine) as connection:
        number = current(connection)
    if number is None:
        raise WrongSchema("the database has no tables yet: run `flask migrate`")
    if number < newest():
        raise WrongSchema(f"the database has schema {number}, not {newest()}: run `flask migrate`")
    check_age(number)


def check_age(number: str | None) -> None:
    """Raise WrongSchema for a schema that is newer than this program."""
    if number and number > newest():
        raise WrongSchema(
            f"the database has schema {number}, newer than {newest()}: upgrade Nashra"
        )


def current(connection: Connection) -> str | None:
    """The number of the database's schema, None where it has no tables yet."""
    if not inspect(connection).has_table(_TABLE.name):
        return None
    return connection.execute(select(_TABLE.c.version_num)).scalar_one_or_none()


@cache
def newest() -> str:
    """The number of the schema that this program needs: the greatest of its migrations."""
    return max(file.name.partition("_")[0] for file in VERSIONS.glob("[0-9]*_*.py"))
