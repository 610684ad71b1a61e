"""The table group of partners' pages: what changed last in a partner's feed, and what it lost."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Select, select

from ..article import Tombstone
from ..window import PageRow
from .schema import OF_PARTNER, articles, placements


@dataclass(frozen=True, slots=True)
class PartnerPages:
    """What a page of a partner's feed may show."""

    connection: Connection

    def changed_rows(self, feed: str, limit: int) -> list[tuple[PageRow, datetime]]:
        """The newest articles that stand in a partner's feed, and those that changed last.

        Each with its `updated`, in whole seconds. Of both as many as `limit`, in no order that a
        page has; an article is told once. A notice stands, too.
        """
        found: dict[str, tuple[PageRow, datetime]] = {}
        for query in (_newest(feed, limit), _changed(feed, limit)):
            for *row, updated in self.connection.execute(query):
                found[row[0]] = (PageRow(*row), updated)
        return list(found.values())

    def takedowns(self, feed: str, since: datetime, limit: int) -> list[Tombstone]:
        """The articles that were taken down at this moment or later, the newest first.

        They stood in the partner's feed once, and were withdrawn, have expired, or may be in no
        feed any more; those that merely moved away are not told.
        """
        return self._tombstones(_taken_down(feed, since).limit(limit))

    def notices(self, feed: str, since: datetime, limit: int) -> list[Tombstone]:
        """The articles in whose place a notice stands, withdrawn then or later, newest first."""
        return self._tombstones(_noticed(feed, since).limit(limit))

    def _tombstones(self, query: Select[Any]) -> list[Tombstone]:
        return [Tombstone(id=id, when=when) for id, when in self.connection.execute(query)]


def _newest(feed: str, limit: int) -> Select[Any]:
    """What stands in a feed, the newest position first."""
    column = placements.c
    order = (column.position.desc(), column.published.desc(), column.article_id.desc())
    return _standing(feed).order_by(*order).limit(limit)


def _changed(feed: str, limit: int) -> Select[Any]:
    """What stands in a partner's feed, the last change first."""
    column = placements.c
    order = (column.revision.desc(), column.article_id.desc())
    return _standing(feed).where(OF_PARTNER).order_by(*order).limit(limit)


def _standing(feed: str) -> Select[Any]:
    return (
        select(
            articles.c.id,
            articles.c.revision,
            placements.c.position,
            articles.c.size,
            articles.c.updated,
        )
        .join_from(placements, articles)
        .where(placements.c.feed == feed, placements.c.standing)
    )


def _taken_down(feed: str, since: datetime) -> Select[Any]:
    column = placements.c
    return (
        select(column.article_id, column.taken_down)
        .where(column.feed == feed, column.taken_down >= since)
        .order_by(column.taken_down.desc(), column.article_id.desc())
    )


def _noticed(feed: str, since: datetime) -> Select[Any]:
    withdrawn = articles.c.withdrawn
    return (
        select(articles.c.id, withdrawn)
        .join_from(articles, placements)
        .where(articles.c.notice_ends.is_not(None), withdrawn >= since)
        .where(placements.c.feed == feed, placements.c.standing)
        .order_by(withdrawn.desc(), articles.c.id.desc())
    )
