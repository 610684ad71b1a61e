"""The one row with the one number that every write transaction locks first."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import Connection, select, update

from .schema import revision


def lock(connection: Connection) -> None:
    """Wait for all other writers, before anything is read.

    BEGIN IMMEDIATE has waited already on SQLite, which ignores FOR UPDATE.
    """
    connection.execute(select(revision.c.number).with_for_update())


@dataclass(frozen=True, slots=True)
class Revision:
    """The number of the newest accepted change, and what else there is once a database."""

    connection: Connection

    def number(self) -> int:
        """The newest revision."""
        number: int = self.connection.execute(select(revision.c.number)).scalar_one()
        return number

    def advance(self, number: int) -> None:
        """Make this the newest revision."""
        self.connection.execute(update(revision).values(number=number))

    def next(self) -> int:
        """Take one revision."""
        number = self.number() + 1
        self.advance(number)
        return number

    def filled(self) -> bool:
        """Whether a first ingest has ended; until then everything is a backfill."""
        is_filled: bool = self.connection.execute(select(revision.c.filled)).scalar_one()
        return is_filled

    def fill(self) -> None:
        """Note that a first ingest has ended."""
        self.connection.execute(update(revision).values(filled=True))

    def namespace(self) -> UUID:
        """The namespace under which this database mints its ids, for good."""
        return UUID(self.connection.execute(select(revision.c.namespace)).scalar_one())
