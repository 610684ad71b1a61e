"""The table group of editions: what feeds showed, for servers and deltas to find again."""

import json
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Row,
    Table,
    delete,
    exists,
    func,
    insert,
    select,
    true,
    tuple_,
    update,
)

from ..edition import Body, Edition
from .follow import tell
from .schema import bodies, editions, feeds, fetches

# An edition that its feed shows now, and a body that belongs to an edition.
_SHOWN = (feeds.c.key == editions.c.feed) & (feeds.c.edition == editions.c.revision)
_OF_EDITION = (bodies.c.feed == editions.c.feed) & (bodies.c.revision == editions.c.revision)
# An edition that a partner was answered with, as far as that is kept.
_FETCHED = exists().where(
    fetches.c.feed == editions.c.feed, fetches.c.revision == editions.c.revision
)

_READS_BYTES = {"reads_bytes": True}
STEP = 500  # editions, or bodies, forgotten at a time: other writers wait meanwhile


@dataclass(frozen=True, slots=True)
class Head:
    """A feed's current edition without its bytes: its identity, for whoever holds a copy.

    A revision and a second alone name no edition: after commits that the database forgot, another
    edition may get both. The hashes by format are what readers get.
    """

    revision: int
    stored_at: datetime
    hashes: dict[str, str]


@dataclass(frozen=True, slots=True)
class KnownEdition:
    """An edition that a client has, as its list tells it. `hash` is that of the client's format."""

    hash: str
    shown: tuple[tuple[str, int], ...]
    looks: str


@dataclass(frozen=True, slots=True)
class Editions:
    """The editions of all feeds, with the bodies of the newer ones."""

    connection: Connection

    def save(self, edition: Edition, stored_at: datetime) -> None:
        """Keep what was printed, with the second in which it was."""
        key = {"feed": edition.feed, "revision": edition.revision}
        row = {
            "stored_at": stored_at,
            "ttl": edition.ttl,
            "language": edition.language,
            "looks": edition.looks,
            **_lists(edition),
        }
        self.connection.execute(insert(editions).values(key | row))
        rows = [
            key | {"format": name, "hash": body.hash, "content": body.content}
            for name, body in sorted(edition.bodies.items())
        ]
        self.connection.execute(insert(bodies), rows)
        tell(self.connection)

    def note_same(self, edition: Edition, revision: int) -> None:
        """Note what an edition shows in the same bytes as the one of `revision` that is there."""
        this = (editions.c.feed == edition.feed, editions.c.revision == revision)
        self.connection.execute(update(editions).where(*this).values(_lists(edition)))

    def findings(self, keys: Collection[str]) -> dict[str, tuple[tuple[str, str], ...]]:
        """What the demands of partners found in the editions that these feeds show now, by feed."""
        query = select(editions.c.feed, editions.c.findings).join_from(editions, feeds, _SHOWN)
        rows = self.connection.execute(query.where(editions.c.feed.in_(list(keys))))
        return {feed: read_findings(findings) for feed, findings in rows}

    def head(self, feed: str) -> Head | None:
        """The edition that the feed shows now, without its bytes."""
        return self._heads(feeds.c.key == feed).get(feed)

    def heads(self) -> dict[str, Head]:
        """The edition that each printed feed shows now, without its bytes."""
        return self._heads(true())

    def _heads(self, chosen: ColumnElement[bool]) -> dict[str, Head]:
        """The heads of the feeds that a condition holds for, read without a byte of a body."""
        columns = (feeds.c.key, editions.c.revision, editions.c.stored_at)
        query = select(*columns, bodies.c.format, bodies.c.hash)
        query = query.join_from(feeds, editions, _SHOWN).join(bodies, _OF_EDITION)
        heads: dict[str, Head] = {}
        for key, revision, stored_at, format, hash in self.connection.execute(query.where(chosen)):
            head = heads.get(key)
            if head is None:
                head = Head(revision, stored_at, {})
                heads[key] = head
            head.hashes[format] = hash
        return heads

    def current(self, feed: str) -> Edition | None:
        """The edition that the feed shows now, with its bytes."""
        row = self._current(feed)
        if row is None:
            return None
        parts = select(bodies).where(bodies.c.feed == feed, bodies.c.revision == row.revision)
        return Edition(
            feed=feed,
            revision=row.revision,
            stored_at=row.stored_at,
            ttl=row.ttl,
            language=row.language,
            shown=read_shown(row.shown),
            looks=row.looks,
            findings=read_findings(row.findings),
            bodies={
                part.format: Body(part.hash, part.content)
                for part in self.connection.execute(parts, execution_options=_READS_BYTES)
            },
        )

    def shown(self, feed: str) -> tuple[tuple[str, int], ...]:
        """What the feed shows now: (article id, revision) in the order of the page."""
        row = self._current(feed)
        return read_shown(row.shown) if row else ()

    def known(self, feed: str, format: str, hashes: Collection[str]) -> KnownEdition | None:
        """The newest edition of a feed that has one of these hashes in a format, as far as kept."""
        query = select(bodies.c.revision, bodies.c.hash, editions.c.shown, editions.c.looks)
        query = query.join_from(bodies, editions, _OF_EDITION)
        query = query.where(bodies.c.feed == feed, bodies.c.format == format)
        # To have them in order SQLite would read all editions of the feed.
        found = self.connection.execute(query.where(bodies.c.hash.in_(list(hashes)))).all()
        if not found:
            return None
        _, hash, shown, looks = max(found)
        return KnownEdition(hash, read_shown(shown), looks)

    def _current(self, feed: str) -> Row[Any] | None:
        query = select(editions).join_from(editions, feeds, _SHOWN)
        return self.connection.execute(query.where(editions.c.feed == feed)).one_or_none()

    def last_stored(self) -> datetime | None:
        """When an edition was stored last, of any feed."""
        newest: datetime | None = self.connection.execute(
            select(func.max(editions.c.stored_at))
        ).scalar_one()
        return newest

    def thin(self, before: datetime, limit: int = STEP) -> int:
        """Drop the bytes of editions that were superseded before `before`. Returns how many bodies.

        Their hashes and lists stay: clients may still send them. No more than `limit` at a time.
        """
        key = bodies.primary_key.columns
        still = bodies.c.content.is_not(None)
        old = select(*key).where(still, _superseded(bodies, before)).limit(limit)
        statement = update(bodies).where(tuple_(*key).in_(old)).values(content=None)
        return self.connection.execute(statement).rowcount

    def prune(self, before: datetime, limit: int = STEP) -> int:
        """Forget the editions that were superseded before `before`. Returns how many.

        Those that are known to have been fetched stay: their lists tell what partners have. No more
        than `limit` at a time.
        """
        can_go = (_superseded(editions, before), ~_FETCHED)
        query = select(editions.c.feed, editions.c.revision).where(*can_go)
        old = [tuple(row) for row in self.connection.execute(query.limit(limit))]
        if old:
            for table in (bodies, editions):
                is_of_one = tuple_(table.c.feed, table.c.revision).in_(old)
                self.connection.execute(delete(table).where(is_of_one))
        return len(old)


def _lists(edition: Edition) -> dict[str, str]:
    """The columns of an edition that are lists."""
    return {"shown": json.dumps(edition.shown), "findings": json.dumps(edition.findings)}


def read_findings(written: str) -> tuple[tuple[str, str], ...]:
    return tuple((article, demand) for article, demand in json.loads(written))


def read_shown(written: str) -> tuple[tuple[str, int], ...]:
    return tuple((article, revision) for article, revision in json.loads(written))


def _superseded(table: Table, before: datetime) -> ColumnElement[bool]:
    """Whether an edition, or a body of it, had a successor before `before`."""
    newer = editions.alias("newer")
    later = (newer.c.revision > table.c.revision) & (newer.c.stored_at < before)
    return exists().where(newer.c.feed == table.c.feed, later)
