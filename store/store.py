"""Store: one database, with its units of work. Transaction groups the table groups.

A write transaction locks the revision row before it reads anything, so writers are serial, rules
see the truth, and revisions appear in the order of their commits.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event
from uuid import UUID

from .db import backup, checkup
from .db.archives import Archives
from .db.articles import Articles
from .db.choices import Choices
from .db.editions import Editions
from .db.engine import Connection, linked_version, open_engine, read, write
from .db.feeds import Feeds
from .db.fetches import Fetches
from .db.follow import follow
from .db.leases import Leases
from .db.migrations import current
from .db.own_pages import OwnPages
from .db.partner_pages import PartnerPages
from .db.partner_tokens import PartnerTokens
from .db.placements import Placements
from .db.quarantine import Quarantine
from .db.requests import Requests
from .db.revision import Revision, lock
from .db.search import Search
from .db.search_index import SearchIndex
from .db.sites import Sites
from .db.wires import Wires
from .lazy import load


class Transaction:
    """The table groups on one connection; in a snapshot only their reading halves may be used."""

    def __init__(self, connection: Connection) -> None:
        self.revision = Revision(connection)
        self.articles = Articles(connection)
        self.own_pages = OwnPages(connection)
        self.placements = Placements(connection)
        self.partner_pages = PartnerPages(connection)
        self.archives = Archives(connection)
        self.choices = Choices(connection)
        self.feeds = Feeds(connection)
        self.editions = Editions(connection)
        self.leases = Leases(connection)
        self.quarantine = Quarantine(connection)
        self.wires = Wires(connection)
        self.sites = Sites(connection)
        self.requests = Requests(connection)
        self.partner_tokens = PartnerTokens(connection)
        self.fetches = Fetches(connection)
        self.search = Search(connection)
        self.search_index = SearchIndex(connection)


class Store:
    """The database behind `url` (SQLAlchemy's form); it connects when it is first needed."""

    def __init__(self, url: str) -> None:
        self.url = url
        self._engine = open_engine(url)

    def migrate(self, namespace: UUID | None = None) -> str:
        """Bring the schema up to date. Returns its number.

        `namespace` is used by the first migration alone.
        """
        number: str = load("store.db.migrations.migrate").migrate(self.url, namespace)
        return number

    def check(self) -> None:
        """Raise WrongSchema where the database is not at this program's schema."""
        current.check(self.url)

    def describe(self) -> str:
        """The database and its version, for a person."""
        with read(self._engine) as connection:
            return linked_version(connection)

    @contextmanager
    def transaction(self) -> Iterator[Transaction]:
        """A write unit. Raises Unavailable where the database is locked for long, full or gone."""
        with write(self._engine, lock) as connection:
            yield Transaction(connection)

    @contextmanager
    def snapshot(self) -> Iterator[Transaction]:
        """All reads in it see one moment. Raises Unavailable where the database is gone."""
        with read(self._engine) as connection:
            yield Transaction(connection)

    def follow(self, stop: Event) -> Iterator[None]:
        """Yield at once, whenever something may have been committed, and every five seconds.

        Ends when `stop` is set. Raises Unavailable where the database is gone.
        """
        return follow(self._engine, stop)

    def try_write(self) -> None:
        """Write something, and remove it. Raises Unavailable where nothing can be written."""
        checkup.try_write(self.url)

    def find_damage(self) -> str | None:
        """What is wrong with the pages of a SQLite database, "" for nothing; None of a PostgreSQL.

        Raises Unavailable.
        """
        return checkup.find_damage(self.url)

    def backup(self, file: Path) -> int:
        """Write one moment of the database into a file, whole or not at all.

        Returns its revision.
        """
        return backup.backup(self.url, file)

    def restore(self, file: Path) -> int:
        """Fill this database, which must be empty, with a backup. Returns its revision."""
        return backup.restore(self.url, file)

    def close(self) -> None:
        self._engine.dispose()
