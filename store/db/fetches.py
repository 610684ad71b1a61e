"""The table group of fetches: which editions of its feed a partner was answered with, and when.

What was in them their lists tell (`editions.shown`); nothing is written twice.
"""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, Select, case, delete, func, select, tuple_

from .editions import STEP, read_findings, read_shown
from .schema import editions, fetches
from .upsert import insert

# An open feed may be asked for by anybody under any name: of one edition in one format so many are
# told apart, all others are one.
AGENTS_LIMIT = 20
OTHER_AGENTS = "other"
_LAST_ROWS = 100  # of the newest editions that were fetched
_READ_AT_ONCE = 500  # lists of editions, which are long


@dataclass(frozen=True, slots=True)
class Fetch:
    """That an edition of a partner's feed was given out, once or several times.

    agent              the User-Agent of whoever asked
    first_at, last_at  the moments of the first and of the last time
    """

    feed: str
    revision: int
    format: str
    agent: str
    first_at: datetime
    last_at: datetime


@dataclass(frozen=True, slots=True)
class FetchedEdition:
    """An edition that was fetched, with its list.

    first_at  the moment of the first time, in any format
    findings  (article id, name of a partner's demand that it breaks)
    """

    revision: int
    first_at: datetime
    shown: tuple[tuple[str, int], ...]
    findings: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Fetches:
    """What partners have fetched, as far as it is kept."""

    connection: Connection

    def add(self, noted: Iterable[Fetch]) -> None:
        """Keep fetches; of those that are known the first and the last moment are kept."""
        agents: dict[tuple[str, int, str], set[str]] = {}
        rows = []
        for fetch in noted:
            edition = (fetch.feed, fetch.revision, fetch.format)
            if edition not in agents:
                agents[edition] = self._agents(*edition)
            rows.append(asdict(fetch) | {"agent": _told_apart(fetch.agent, agents[edition])})
        if rows:
            self.connection.execute(self._addition(), rows)

    def _agents(self, feed: str, revision: int, format: str) -> set[str]:
        column = fetches.c
        query = select(column.agent).where(column.feed == feed, column.revision == revision)
        return set(self.connection.execute(query.where(column.format == format)).scalars())

    def _addition(self) -> Any:
        statement = insert(self.connection, fetches)
        old = fetches.c
        new = statement.excluded
        moments = {
            "first_at": case((new.first_at < old.first_at, new.first_at), else_=old.first_at),
            "last_at": case((new.last_at > old.last_at, new.last_at), else_=old.last_at),
        }
        primary = list(fetches.primary_key.columns)
        return statement.on_conflict_do_update(index_elements=primary, set_=moments)

    def last(self, feed: str) -> Fetch | None:
        """The last fetch of a feed, of its newest edition that was fetched; None where none was."""
        query = select(fetches).where(fetches.c.feed == feed)
        newest = query.order_by(fetches.c.revision.desc()).limit(_LAST_ROWS)
        found = [Fetch(*row) for row in self.connection.execute(newest)]
        return max(found, key=lambda fetch: (fetch.last_at, fetch.revision), default=None)

    def editions(self, feed: str) -> Iterator[FetchedEdition]:
        """The editions of a feed that were fetched, with their lists, the oldest first."""
        behind = -1
        while rows := self._rows(feed, behind):
            for row in rows:
                shown = read_shown(row.shown)
                yield FetchedEdition(row.revision, row.first_at, shown, read_findings(row.findings))
            behind = rows[-1].revision

    def taken(self, feed: str, article_id: str) -> dict[int, datetime]:
        """The revisions of an article that were fetched, each with the moment of the first time."""
        written = json.dumps(article_id)
        query = _listed(_first_fetches(feed))
        query = query.where(editions.c.shown.contains(written, autoescape=True))
        moments: dict[int, datetime] = {}
        for row in self.connection.execute(query):
            revision = dict(read_shown(row.shown)).get(article_id)
            if revision is not None:
                moments[revision] = min(row.first_at, moments.get(revision, row.first_at))
        return moments

    def first_since(self, feed: str, revision: int) -> datetime | None:
        """When an edition of this revision or a newer one was first fetched; None if none was."""
        query = select(func.min(fetches.c.first_at))
        query = query.where(fetches.c.feed == feed, fetches.c.revision >= revision)
        moment: datetime | None = self.connection.execute(query).scalar_one()
        return moment

    def _rows(self, feed: str, behind: int) -> Sequence[Row[Any]]:
        """The next editions that were fetched, behind a revision."""
        next_ones = _first_fetches(feed).where(fetches.c.revision > behind).limit(_READ_AT_ONCE)
        return self.connection.execute(_listed(next_ones)).all()

    def prune(self, before: datetime, limit: int = STEP) -> int:
        """Forget what was fetched before `before` for the last time. Returns how many rows.

        No more than `limit` at a time.
        """
        key = fetches.primary_key.columns
        old = select(*key).where(fetches.c.last_at < before).limit(limit)
        return self.connection.execute(delete(fetches).where(tuple_(*key).in_(old))).rowcount


def _first_fetches(feed: str) -> Select[Any]:
    """The revisions of a feed that were fetched, with the moment of the first time."""
    columns = (fetches.c.feed, fetches.c.revision)
    query = select(*columns, func.min(fetches.c.first_at).label("first_at"))
    return query.where(fetches.c.feed == feed).group_by(*columns).order_by(fetches.c.revision)


def _listed(first_fetches: Select[Any]) -> Select[Any]:
    """Editions that were fetched with their lists, the oldest first."""
    fetched = first_fetches.subquery()
    is_same = (editions.c.feed == fetched.c.feed) & (editions.c.revision == fetched.c.revision)
    query = select(fetched.c.revision, fetched.c.first_at, editions.c.shown, editions.c.findings)
    return query.join_from(fetched, editions, is_same).order_by(fetched.c.revision)


def _told_apart(agent: str, known: set[str]) -> str:
    """The name under which an agent is kept, beside those that are known of the same edition."""
    if agent in known or len(known) < AGENTS_LIMIT:
        known.add(agent)
        return agent
    return OTHER_AGENTS
