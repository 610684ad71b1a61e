"""Articles whose page here is their canonical one: what a sitemap may name."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Connection, Row, func, or_, select

from .schema import articles

_column = articles.c
_LIVE = (_column.released.is_not(None), _column.withdrawn.is_(None))
_HERE = (*_LIVE, _column.url.is_(None))


@dataclass(frozen=True, slots=True)
class Month:
    """A month of the newsroom's zone in which articles were published.

    first    its first day
    count    how many articles
    updated  the last change of any of them that readers see
    """

    first: date
    count: int
    updated: datetime


@dataclass(frozen=True, slots=True)
class OwnPages:
    """The articles whose page here is their canonical one."""

    connection: Connection

    def months(self, zone: ZoneInfo) -> Iterator[Month]:
        """The months with such articles, newest first."""
        published = select(func.max(_column.published)).where(*_HERE)
        newest = self.connection.execute(published).scalar_one()
        while newest:
            first = _month_of(newest, zone)
            row = self._sum(first, zone)
            yield Month(first, row.articles, row.changed)
            older = published.where(_column.published < _start(first, zone))
            newest = self.connection.execute(older).scalar_one()

    def of_month(
        self, first: date, zone: ZoneInfo, limit: int, offset: int = 0
    ) -> list[tuple[str, datetime]]:
        """Ids of a month's articles, the oldest first, with the last change that readers see."""
        query = select(_column.id, _column.updated).where(*_HERE, *_within(first, zone))
        in_order = query.order_by(_column.published, _column.id).limit(limit).offset(offset)
        return [(row.id, row.updated) for row in self.connection.execute(in_order)]

    def recent(self, since: datetime, origin: str, limit: int) -> list[str]:
        """Ids of the newest articles, published at `since` or later, to which `origin` leads.

        Their canonical page is here, or at another address that begins with `origin`.
        """
        is_near = or_(_column.url.is_(None), _column.url.startswith(origin, autoescape=True))
        query = select(_column.id).where(*_LIVE, _column.published >= since, is_near)
        in_order = query.order_by(_column.published.desc(), _column.id.desc()).limit(limit)
        return list(self.connection.execute(in_order).scalars())

    def _sum(self, first: date, zone: ZoneInfo) -> Row[Any]:
        query = select(func.count().label("articles"), func.max(_column.updated).label("changed"))
        return self.connection.execute(query.where(*_HERE, *_within(first, zone))).one()


def _within(first: date, zone: ZoneInfo) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    end = date(first.year + first.month // 12, first.month % 12 + 1, 1)
    return (_column.published >= _start(first, zone), _column.published < _start(end, zone))


def _month_of(moment: datetime, zone: ZoneInfo) -> date:
    return moment.astimezone(zone).date().replace(day=1)


def _start(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, time(), zone)
