"""The table group of placements: that an article stands in a feed, and where."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, and_, exists, func, select

from ..article import Placement, Tombstone
from ..window import PageRow
from .articles import read_notice
from .schema import articles, placements
from .upsert import upsert

_CHANGEABLE = ("revision", "position", "published", "standing", "page", "taken_down")


@dataclass(frozen=True, slots=True)
class Placements:
    """Where articles stand, and where they stood."""

    connection: Connection

    def of(self, ids: Iterable[str]) -> dict[str, dict[str, Placement]]:
        """The placements of these articles, by article and feed."""
        by_article: dict[str, dict[str, Placement]] = {}
        query = select(placements).where(placements.c.article_id.in_(list(ids)))
        for row in self.connection.execute(query):
            by_article.setdefault(row.article_id, {})[row.feed] = _placement(row)
        return by_article

    def save(self, moved: Sequence[Placement]) -> None:
        """Keep placements, in the place of older ones of the same article and feed."""
        rows = [
            {name: getattr(placement, name) for name in Placement.__slots__} for placement in moved
        ]
        upsert(self.connection, placements, rows, _CHANGEABLE)

    def is_empty(self) -> bool:
        """Whether nothing was ever placed."""
        query = select(placements.c.article_id).limit(1)
        return self.connection.execute(query).first() is None

    def newest_position(self, feed: str) -> datetime | None:
        """The newest position that an article has, or had, in a feed; None where none ever was."""
        column = placements.c
        ends = [
            select(column.position)
            .where(column.feed == feed, column.standing == standing)
            .order_by(column.position.desc())
            .limit(1)
            .scalar_subquery()
            for standing in (True, False)
        ]
        positions = self.connection.execute(select(*ends)).one()
        return max(filter(None, positions), default=None)

    def window(self, feed: str, limit: int, without: Collection[str] = ()) -> list[PageRow]:
        """The newest articles that stand in a feed and in none of others, in the order of its page.

        without  keys of those others
        """
        return [_page_row(row) for row in self._newest(feed, limit, without)]

    def joint_window(self, feeds: Iterable[str], limit: int) -> list[PageRow]:
        """The newest articles that stand in any of these feeds, each once, at its newest place."""
        rows = [row for feed in feeds for row in self._newest(feed, limit)]
        rows.sort(key=lambda row: (row.position, row.published, row.id), reverse=True)
        first = {row.id: row for row in reversed(rows)}
        chosen = [row for row in rows if first[row.id] is row]
        return [_page_row(row) for row in chosen[:limit]]

    def _newest(self, feed: str, limit: int, without: Collection[str] = ()) -> Sequence[Row[Any]]:
        query = _newest_first(
            select(
                articles.c.id,
                articles.c.revision,
                placements.c.position,
                articles.c.size,
                articles.c.published,
            )
            .join_from(placements, articles)
            .where(placements.c.feed == feed, placements.c.standing)
        )
        if without:
            query = query.where(~exists().where(*_is_in(without), _other.c.standing))
        return self.connection.execute(query.limit(limit)).all()

    def tombstones(
        self, feeds: Collection[str], limit: int, without: Collection[str] = ()
    ) -> list[Tombstone]:
        """The newest withdrawals that these feeds still say, each once.

        without  keys of feeds whose withdrawals are left out
        """
        query = _withdrawn_from(feeds)
        if without:
            left_it_then = _other.c.revision == articles.c.revision
            query = query.where(~exists().where(*_is_in(without), left_it_then))
        newest = query.order_by(articles.c.withdrawn.desc(), articles.c.id.desc()).limit(limit)
        return [_tombstone(*row) for row in self.connection.execute(newest)]

    def count(self, feeds: Collection[str] = ()) -> dict[str, int]:
        """How many articles stand in each of these feeds, or of all, as far as any do."""
        query = select(placements.c.feed, func.count()).where(placements.c.standing)
        if feeds:  # an index answers for some; of all with their tags there are a million rows
            query = query.where(placements.c.feed.in_(list(feeds)))
        return dict(self.connection.execute(query.group_by(placements.c.feed)).all())


def _withdrawn_from(feeds: Collection[str]) -> Select[Any]:
    """The withdrawals that these feeds still say."""
    return (
        select(articles.c.id, articles.c.withdrawn, articles.c.notice)
        .distinct()
        .join_from(placements, articles)
        .where(placements.c.feed.in_(list(feeds)), ~placements.c.standing)
        .where(and_(articles.c.said, placements.c.revision == articles.c.revision))
    )


_other = placements.alias("other")


def _is_in(feeds: Collection[str]) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    """That an article was ever placed in one of these feeds."""
    return (_other.c.feed.in_(list(feeds)), _other.c.article_id == placements.c.article_id)


def _page_row(row: Row[Any]) -> PageRow:
    return PageRow(row.id, row.revision, row.position, row.size, row.published)


def _newest_first(query: Select[Any]) -> Select[Any]:
    column = placements.c
    return query.order_by(column.position.desc(), column.published.desc(), column.article_id.desc())


def _tombstone(article_id: str, withdrawn: datetime, written: str | None) -> Tombstone:
    """The tombstone of an article; where a notice stood in its place, it went with that."""
    notice = read_notice(written)
    return Tombstone(id=article_id, when=notice.until if notice else withdrawn)


def _placement(row: Row[Any]) -> Placement:
    return Placement(
        row.feed,
        row.article_id,
        row.revision,
        row.position,
        row.published,
        row.standing,
        row.page,
        row.taken_down,
    )
