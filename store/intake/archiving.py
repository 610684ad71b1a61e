"""Archives: when pages of a feed are closed, and what happens to them (RFC 5005, section 4).

Pages are closed by the transactions that fill them: so they follow from what was accepted, whenever
it is printed. A store that is older than its archives has them made online, a step a transaction.
"""

from collections.abc import Callable, Sequence
from datetime import datetime

from ..article import Placement
from ..db.archives import ArchivePage, Archives
from ..section import Section
from ..window import (
    ARCHIVE_SIZE,
    CURRENT_LIMIT,
    PAGE_LIMIT,
    PageRow,
    archive_pages,
    fills_no_page,
    window,
)
from .intake import Intake

# Articles of a feed that one transaction may add are fewer than this; where more are on no page,
# an older store has not made its archive yet.
_OPEN_LIMIT = 1_000
_STEP = 10  # pages that are closed in one transaction
_LOOK = _STEP * ARCHIVE_SIZE + CURRENT_LIMIT + 1  # articles it looks at: fewer are the last ones


class PageNotes:
    """What a transaction does to the pages of archives.

    left     feeds that articles have left: their windows reach further back
    put_off  whether it closes none
    """

    def __init__(self) -> None:
        self.left: set[str] = set()
        self.put_off = False
        self._touched: dict[tuple[str, int], int] = {}

    def note(self, before: Placement, after: Placement) -> None:
        """Note that a placement takes the place of another."""
        if before.page:
            self._touched[before.feed, before.page] = after.revision
        if before.standing and not after.standing:
            self.left.add(before.feed)

    def touched(self, now: datetime) -> list[ArchivePage]:
        """The pages whose articles change, each by its last revision, changed at this moment."""
        return [
            ArchivePage(feed, number, revision, now)
            for (feed, number), revision in self._touched.items()
        ]


def close_pages(
    archives: Archives, section: Section, revision: int, now: datetime, *, has_lost: bool
) -> None:
    """Close the pages of a feed that a change has filled.

    has_lost  whether articles have left the feed: others may come back into its window
    """
    if not has_lost and fills_no_page(archives.extent(section.slug), section):
        return
    rows = archives.open_rows(section.slug, _OPEN_LIMIT + 1)
    if len(rows) > _OPEN_LIMIT:
        return
    if has_lost:
        shown = _window(archives, section, revision, now)
    else:
        shown = {row.article_id for row in window(rows, section)}
    outside = [row for row in reversed(rows) if row.article_id not in shown]
    _close(archives, section.slug, archive_pages(outside), revision, now)


def end_backfill(intake: Intake, feeds: set[str]) -> None:
    """Close the pages that a backfill has filled in these feeds, by their dates.

    Its batches close none: they may come in any order. Where they took articles away, older ones
    come back from their pages.
    """
    for feed, section in intake.sections.archived.items():
        if feed in feeds:
            _make_archive(intake, section)


def make_archives(intake: Intake, goes_on: Callable[[], bool] = lambda: True) -> bool:
    """Make the archives of all feeds as far as they are missing, a step a transaction.

    Returns whether nothing is missing. `goes_on` is asked before each step. Safe to be ended at any
    moment, and to run twice.
    """
    sections = intake.sections.archived.values()
    return all(_make_archive(intake, section, goes_on) for section in sections)


def _make_archive(
    intake: Intake, section: Section, goes_on: Callable[[], bool] = lambda: True
) -> bool:
    """Make the archive of a feed as far as it is missing; returns whether nothing is missing."""
    is_made = not _is_behind(intake, section)
    while not is_made:
        if not goes_on():
            return False
        is_made = _step(intake, section)
    return True


def _is_behind(intake: Intake, section: Section) -> bool:
    """Whether pages of a feed are to be closed, or opened; a snapshot tells, no writer waits."""
    with intake.store.snapshot() as snapshot:
        archives = snapshot.archives
        rows = archives.open_rows(section.slug, CURRENT_LIMIT + 1)
        newest = archives.newest(section.slug, PAGE_LIMIT)
    shown = window([row for row, _ in newest], section)
    if any(page for _, page in newest[: len(shown)]):
        return True
    return bool(archive_pages(reversed(rows[len(shown) :])))


def _step(intake: Intake, section: Section) -> bool:
    """Close some pages of a feed, the oldest first; returns whether they were the last ones.

    With the last of them it is printed anew.
    """
    feed = section.slug
    with intake.store.transaction() as transaction:
        archives = transaction.archives
        revision = transaction.revision.number() + 1
        now = intake.now()
        shown = _window(archives, section, revision, now)
        rows = archives.oldest_open(feed, _LOOK)
        pages = archive_pages(row for row in rows if row.article_id not in shown)
        _close(archives, feed, pages[:_STEP], revision, now)
        is_last = len(rows) < _LOOK and len(pages) <= _STEP
        if is_last:
            transaction.feeds.want({feed: revision}, now)
        transaction.revision.advance(revision)
    return is_last


def _window(archives: Archives, section: Section, revision: int, now: datetime) -> set[str]:
    """The articles in the window of a feed; those that come back into it leave their pages."""
    newest = archives.newest(section.slug, PAGE_LIMIT)
    shown = newest[: len(window([row for row, _ in newest], section))]
    back = [(row, page) for row, page in shown if page]
    if back:
        archives.reopen(section.slug, [row for row, _ in back])
        left = {page for _, page in back}
        archives.touch(ArchivePage(section.slug, page, revision, now) for page in left)
    return {row.article_id for row, _ in shown}


def _close(
    archives: Archives,
    feed: str,
    pages: Sequence[Sequence[PageRow]],
    revision: int,
    now: datetime,
) -> None:
    """Close pages, numbered on from the last."""
    if not pages:
        return
    first = archives.last(feed) + 1
    archives.close(
        [
            (ArchivePage(feed, number, revision, now), rows)
            for number, rows in enumerate(pages, first)
        ]
    )
