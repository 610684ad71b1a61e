"""The table group of archives: which articles are on which closed page of a feed.

Page 0 is the current one, of all that is on no closed page. A closed page only loses articles.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    BindParameter,
    ColumnElement,
    Connection,
    Select,
    String,
    TextClause,
    bindparam,
    func,
    select,
    update,
)

from ..window import ARCHIVE_SIZE, Extent, PageRow
from .schema import OF_SECTION, archive_pages, articles, placements
from .upsert import upsert

CURRENT = 0


@dataclass(frozen=True, slots=True)
class ArchivePage:
    """A closed page of a feed, with the change that last touched what it shows, and when."""

    feed: str
    number: int
    revision: int
    changed_at: datetime


@dataclass(frozen=True, slots=True)
class Archives:
    """The closed pages of `all` and sections, and what is on none."""

    connection: Connection

    def last(self, feed: str) -> int:
        """The number of the page that was closed last; 0 where none is."""
        query = select(func.max(archive_pages.c.number)).where(archive_pages.c.feed == feed)
        return self.connection.execute(query).scalar_one() or CURRENT

    def page(self, feed: str, number: int) -> ArchivePage | None:
        """The closed page with that number; None for none."""
        columns = archive_pages.c
        query = select(archive_pages).where(columns.feed == feed, columns.number == number)
        row = self.connection.execute(query).first()
        return ArchivePage(*row) if row else None

    def rows(self, feed: str, number: int) -> list[PageRow]:
        """What is on a closed page, newest first."""
        return self._rows(_NEWEST_ON, feed, number)

    def open_rows(self, feed: str, limit: int) -> list[PageRow]:
        """What is on no closed page, newest first."""
        return self._rows(_NEWEST_ON.limit(limit), feed, CURRENT)

    def oldest_open(self, feed: str, limit: int) -> list[PageRow]:
        """What is on no closed page, oldest first."""
        return self._rows(_OLDEST_ON.limit(limit), feed, CURRENT)

    def _rows(self, query: Select[Any], feed: str, number: int) -> list[PageRow]:
        rows = self.connection.execute(query, {"feed": feed, "number": number})
        return [PageRow(*row) for row in rows]

    def extent(self, feed: str) -> Extent:
        """How far back what is on no closed page reaches."""
        return Extent(*self.connection.execute(_EXTENT, {"feed": feed}).one())

    def newest(self, feed: str, limit: int) -> list[tuple[PageRow, int]]:
        """The newest articles that stand in a feed, each with the number of its page."""
        rows = self.connection.execute(_STANDING.limit(limit), {"feed": feed})
        return [(PageRow(*row), page) for *row, page in rows]

    def close(self, pages: Sequence[tuple[ArchivePage, Sequence[PageRow]]]) -> None:
        """Close pages with these articles."""
        self.touch([page for page, _ in pages])
        self._put(_place(page.feed, page.number, row) for page, rows in pages for row in rows)

    def reopen(self, feed: str, rows: Sequence[PageRow]) -> None:
        """Take these articles off their closed pages, back to the current one."""
        self._put(_place(feed, CURRENT, row) for row in rows)

    def touch(self, pages: Iterable[ArchivePage]) -> None:
        """Note the changes that touch what pages show."""
        rows = [
            {name: getattr(page, name) for name in ArchivePage.__slots__}
            for page in sorted(pages, key=lambda page: (page.feed, page.number))
        ]
        upsert(self.connection, archive_pages, rows, ["revision", "changed_at"])

    def _put(self, places: Iterable[dict[str, object]]) -> None:
        """Note on which pages articles are, as `_place` names them."""
        values = list(places)
        if values:
            self.connection.execute(_PUT, values)


def _place(feed: str, number: int, row: PageRow) -> dict[str, object]:
    return {"of_feed": feed, "of_article": row.article_id, "number": number}


_of = bindparam("feed", type_=String)
_PAGE_ROW = (
    articles.c.id,
    articles.c.revision,
    placements.c.position,
    articles.c.size,
    articles.c.published,
)


def _on_page(*, newest: bool) -> Select[Any]:
    """What is on page `:number` of `:feed`; an index holds all pages in this order."""
    return (
        select(*_PAGE_ROW)
        .join_from(placements, articles)
        .where(*_is_on(bindparam("number", type_=BigInteger)))
        .order_by(*_order(newest=newest))
    )


def _is_on(number: int | BindParameter[int]) -> tuple[ColumnElement[bool] | TextClause, ...]:
    """That an article stands in `:feed`, on a page of it."""
    columns = placements.c
    return (columns.feed == _of, columns.page == number, columns.standing, OF_SECTION)


def _order(*, newest: bool) -> list[Any]:
    columns = (placements.c.position, placements.c.published, placements.c.article_id)
    return [column.desc() if newest else column.asc() for column in columns]


def _extent() -> Select[Any]:
    """How far back the current page of `:feed` reaches."""
    is_open = _is_on(CURRENT)
    fiftieth = select(placements.c.position).where(*is_open).order_by(*_order(newest=False))
    return (
        select(
            func.count(),
            func.coalesce(func.sum(articles.c.size), 0),
            func.max(placements.c.position),
            fiftieth.offset(ARCHIVE_SIZE - 1).limit(1).scalar_subquery(),
        )
        .join_from(placements, articles)
        .where(*is_open)
    )


# Asked at every write, and longer in the making than in the answering.
_EXTENT = _extent()
_NEWEST_ON = _on_page(newest=True)
_OLDEST_ON = _on_page(newest=False)
_STANDING = (
    select(*_PAGE_ROW, placements.c.page)
    .join_from(placements, articles)
    .where(placements.c.feed == _of, placements.c.standing)
    .order_by(*_order(newest=True))
)
_PUT = (
    update(placements)
    .where(
        placements.c.feed == bindparam("of_feed"),
        placements.c.article_id == bindparam("of_article"),
    )
    .values(page=bindparam("number"))
)
