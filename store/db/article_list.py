"""The list of articles: which ids, newest first, whatever it is narrowed to.

Articles lie on shelves, by what became of them; an index of each holds them in the order of the
list. So a page reads as many rows as it has from the shelves that it may show, whatever their size.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Select,
    TextClause,
    exists,
    func,
    or_,
    select,
    tuple_,
)

from ..article import State
from .schema import OF_SECTION, articles, placements

FEW = 500  # articles of a section that may be looked through one by one


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleFilter:
    """Which articles a list is to hold; None for any.

    section  the slug of one: what stands in it, and what stood there
    source   the owner
    since    published at this moment or later; until, before this moment
    after    behind the article of this (published, id) in the list
    """

    section: str | None = None
    source: str | None = None
    since: datetime | None = None
    until: datetime | None = None
    state: State | None = None
    after: tuple[datetime, str] | None = None

    def within(
        self, published: ColumnElement[Any], article_id: ColumnElement[Any]
    ) -> Iterator[ColumnElement[bool]]:
        """The part of an index in the order of the list in which they stand."""
        if self.since:
            yield published >= self.since
        if self.until:
            yield published < self.until
        if self.after:
            yield tuple_(published, article_id) < self.after


_column = articles.c
_APPEARED = _column.released.is_not(None)
_NEVER_APPEARED = _column.released.is_(None)
_GONE = (_APPEARED, _column.withdrawn.is_not(None))
_SHELVES: dict[State, tuple[ColumnElement[bool], ...]] = {
    "live": (_APPEARED, _column.withdrawn.is_(None)),
    "withdrawn": (*_GONE, _column.reason == "withdrawn"),
    "expired": (*_GONE, _column.reason == "expired"),
}
_OWN: dict[State, tuple[ColumnElement[bool], ...]] = {
    "embargo": (_NEVER_APPEARED, _column.withdrawn.is_(None)),
    "withdrawn": (_NEVER_APPEARED, _column.reason == "withdrawn"),
    "expired": (_NEVER_APPEARED, _column.reason == "expired"),
}


def newest(connection: Connection, asker: str, limit: int, wanted: ArticleFilter) -> list[str]:
    """The ids of the newest articles that this source may see, in the order of the list."""
    if wanted.section and _goes_by_section(connection, wanted):
        questions = [_of_section(wanted.section, asker, wanted)]
    else:
        questions = list(_of_shelves(asker, wanted))
    rows = [row for question in questions for row in connection.execute(question.limit(limit))]
    rows.sort(key=lambda row: (row.published, row.id), reverse=True)
    return [row.id for row in rows[:limit]]


def _goes_by_section(connection: Connection, wanted: ArticleFilter) -> bool:
    """Whether to look through the articles of a section, not for those of shelves in it.

    Few are withdrawn or expired. Of a source and a section either may be the smaller.
    """
    if wanted.state in ("withdrawn", "expired"):
        return False
    if wanted.source is None:
        return True
    some = select(placements.c.article_id).where(*_in_section(wanted.section)).limit(FEW)
    count = select(func.count()).select_from(some.subquery())
    return connection.execute(count).scalar_one() < FEW


def _in_section(section: str | None) -> tuple[ColumnElement[bool], TextClause]:
    return (placements.c.feed == section, OF_SECTION)


def _of_section(section: str, asker: str, wanted: ArticleFilter) -> Select[Any]:
    """The articles that stand in a section, or stood there."""
    shown = [or_(_APPEARED, _column.owner == asker), *_narrowed(wanted)]
    if wanted.state:
        shown += (_SHELVES | _OWN)[wanted.state]
    published = placements.c.published
    article_id = placements.c.article_id
    is_shown = exists().where(_column.id == article_id, *shown)
    within = wanted.within(published, article_id)
    return (
        select(published, article_id.label("id"))
        .where(*_in_section(section), *within, is_shown)
        .order_by(published.desc(), article_id.desc())
    )


def _of_shelves(asker: str, wanted: ArticleFilter) -> Iterator[Select[Any]]:
    """The articles of each shelf, and those of `asker` that never appeared."""
    for state, shelf in _SHELVES.items():
        if wanted.state in (None, state):
            yield _of_shelf(wanted, *shelf)
    if wanted.source not in (None, asker):
        return
    if wanted.state is None:
        yield _of_shelf(wanted, _NEVER_APPEARED, _column.owner == asker)
    elif wanted.state in _OWN:
        yield _of_shelf(wanted, *_OWN[wanted.state], _column.owner == asker)


def _of_shelf(wanted: ArticleFilter, *shelf: ColumnElement[bool]) -> Select[Any]:
    within = wanted.within(_column.published, _column.id)
    question = select(_column.published, _column.id).where(*shelf, *_narrowed(wanted), *within)
    if wanted.section:
        placed = (placements.c.article_id == _column.id, placements.c.feed == wanted.section)
        question = question.where(exists().where(*placed))
    return question.order_by(_column.published.desc(), _column.id.desc())


def _narrowed(wanted: ArticleFilter) -> list[ColumnElement[bool]]:
    return [_column.owner == wanted.source] if wanted.source else []
