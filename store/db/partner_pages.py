"""The table group of partners' pages: what changed last in a partner's feed, and what it lost."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from operator import attrgetter
from typing import Any

from sqlalchemy import JSON, ColumnElement, Connection, Select, cast, exists, func, select

from ..article import Tombstone, last_visible, withdrawn_at_revision
from ..window import PageRow
from .articles import read_notice
from .schema import OF_PARTNER, articles, placements

_IDS_AT_ONCE = 500  # articles whose documents are looked into
_IS_NO_NOTICE = articles.c.notice_ends.is_(None)


@dataclass(frozen=True, slots=True)
class StandingRow:
    """An article that stands in a partner's feed, or a notice in its place.

    updated  its `updated`, in whole seconds
    """

    id: str
    revision: int
    position: datetime
    updated: datetime
    withdrawn: datetime | None


@dataclass(frozen=True, slots=True)
class TakedownRow:
    """An article that a partner has to take down.

    revision  that of the change that took it down
    when      the moment it was withdrawn, or lost its rights
    reason    `withdrawn`, `expired`, or None where it has merely lost its rights
    """

    id: str
    revision: int
    when: datetime
    reason: str | None


@dataclass(frozen=True, slots=True)
class PartnerPages:
    """What a page of a partner's feed may show."""

    connection: Connection

    def changed_rows(self, feed: str, limit: int) -> list[tuple[PageRow, datetime]]:
        """The newest articles that stand in a partner's feed, and those that changed last.

        Each with its `updated`, in whole seconds. Of both as many as `limit`, in no order that a
        page has; an article is told once, and none in whose place a notice stands.
        """
        newest = self._rows(_newest(feed, limit))
        return list((newest | self._rows(_changed(feed, limit))).values())

    def rows_of(self, feed: str, ids: Collection[str]) -> list[tuple[PageRow, datetime]]:
        """The rows of those of some articles that stand in a feed, as of `changed_rows()`."""
        return list(self._rows(_among(feed, ids)).values())

    def _rows(self, query: Select[Any]) -> dict[str, tuple[PageRow, datetime]]:
        """What stands in a feed, by the ids of the articles."""
        rows = self.connection.execute(query)
        return {row[0]: (PageRow(*row), updated) for *row, updated in rows}

    def takedowns(self, feed: str, since: datetime, limit: int) -> list[Tombstone]:
        """The articles that were taken down at this moment or later, the newest first.

        They stood in the partner's feed once, and were withdrawn, have expired, or may be in no
        feed any more, or only as summaries, with which they stand there; those that merely moved
        away are not told.
        """
        return self._tombstones(_taken_down(feed, since).limit(limit))

    def notices(self, feed: str, limit: int) -> list[Tombstone]:
        """The articles in whose place a notice stands, and when they were withdrawn, newest first.

        One may stand long after the withdrawal, since editors can speak of it later.
        """
        return self._tombstones(_noticed(feed).limit(limit))

    def changed_behind(self, feed: str, revision: int) -> list[StandingRow]:
        """The articles that stand in a partner's feed and changed behind a revision."""
        query = _standing(feed).where(OF_PARTNER, placements.c.revision > revision)
        return self._standing_rows(query)

    def standing_among(self, feed: str, ids: Collection[str]) -> list[StandingRow]:
        """Those of some articles that stand in a feed."""
        return self._standing_rows(_among(feed, ids))

    def _standing_rows(self, query: Select[Any]) -> list[StandingRow]:
        rows = self.connection.execute(query.add_columns(articles.c.withdrawn))
        return [
            StandingRow(id, revision, position, updated, withdrawn)
            for id, revision, position, _, _, updated, withdrawn in rows
        ]

    def takedown_rows(self, feed: str, since: datetime, *, summaries: bool) -> list[TakedownRow]:
        """All that was taken down at this moment or later, the newest first.

        Where a notice stands in the place of an article, it was withdrawn, too. Of what may only be
        sent as a summary since, those that are told can be left out.
        """
        more = (placements.c.revision, articles.c.reason, articles.c.notice)
        left = _taken_down(feed, since).join_from(placements, articles)
        if not summaries:
            left = left.where(~placements.c.standing)
        found = [*self.connection.execute(left.add_columns(*more))]
        found += self.connection.execute(_placed_notices(feed).add_columns(*more))
        rows = [_takedown(*row) for row in found]
        return sorted(rows, key=attrgetter("when", "revision", "id"), reverse=True)

    def last_visible(self, ids: Collection[str]) -> dict[str, int]:
        """The revisions of the last changes of articles that their readers would notice."""
        listed = sorted(ids)
        revisions: dict[str, int] = {}
        for start in range(0, len(listed), _IDS_AT_ONCE):
            query = select(articles.c.id, articles.c.revision, self._updated())
            query = query.where(articles.c.id.in_(listed[start : start + _IDS_AT_ONCE]))
            for article_id, revision, updated in self.connection.execute(query):
                moment = datetime.fromisoformat(updated)
                revisions[article_id] = last_visible(revision, moment)
        return revisions

    def _updated(self) -> ColumnElement[str]:
        """The `updated` of an article as its document has it, with the fraction of a second."""
        document = articles.c.document
        if self.connection.dialect.name == "sqlite":
            return func.json_extract(document, "$.updated")
        return func.json_extract_path_text(cast(document, JSON), "updated")

    def _tombstones(self, query: Select[Any]) -> list[Tombstone]:
        return [Tombstone(id=id, when=when) for id, when in self.connection.execute(query)]


def _newest(feed: str, limit: int) -> Select[Any]:
    """The articles that stand in a feed, the newest position first."""
    column = placements.c
    order = (column.position.desc(), column.published.desc(), column.article_id.desc())
    return _standing(feed).where(_IS_NO_NOTICE).order_by(*order).limit(limit)


def _changed(feed: str, limit: int) -> Select[Any]:
    """The articles that stand in a partner's feed, the last change first."""
    column = placements.c
    order = (column.revision.desc(), column.article_id.desc())
    return _standing(feed).where(OF_PARTNER, _IS_NO_NOTICE).order_by(*order).limit(limit)


def _standing(feed: str) -> Select[Any]:
    return (
        select(
            articles.c.id,
            articles.c.revision,
            placements.c.position,
            articles.c.size,
            articles.c.published,
            articles.c.updated,
        )
        .join_from(placements, articles)
        .where(placements.c.feed == feed, placements.c.standing)
    )


def _among(feed: str, ids: Collection[str]) -> Select[Any]:
    """Those of some articles that stand in a feed."""
    return _standing(feed).where(placements.c.article_id.in_(list(ids)))


def _taken_down(feed: str, since: datetime) -> Select[Any]:
    column = placements.c
    return (
        select(column.article_id, column.taken_down)
        .where(column.feed == feed, column.taken_down >= since)
        .order_by(column.taken_down.desc(), column.article_id.desc())
    )


def _noticed(feed: str) -> Select[Any]:
    withdrawn = articles.c.withdrawn
    column = placements.c
    # Asked of each notice: joined, SQLite would begin with all that stands in the feed.
    stands = exists().where(
        column.article_id == articles.c.id, column.feed == feed, column.standing
    )
    stands = stands.correlate(articles)
    return (
        select(articles.c.id, withdrawn)
        .where(articles.c.notice_ends.is_not(None), stands)
        .order_by(withdrawn.desc(), articles.c.id.desc())
    )


def _placed_notices(feed: str) -> Select[Any]:
    """What _noticed() selects, with its placements."""
    query = _noticed(feed).join_from(articles, placements)
    return query.where(placements.c.feed == feed, placements.c.standing)


def _takedown(
    article_id: str, when: datetime, revision: int, reason: str | None, notice: str | None
) -> TakedownRow:
    withdrawn = withdrawn_at_revision(revision, read_notice(notice))
    return TakedownRow(article_id, withdrawn, when, reason)
