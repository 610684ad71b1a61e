"""How much of a feed its current page shows, and what of the rest makes an archive page. Pure.

What has left the window stays on the current page until it fills a page of the archive (RFC 5005,
section 4): so nothing is ever on none.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple

from .section import Section

PAGE_LIMIT = 200  # articles
BODIES_LIMIT = 1_500_000  # bytes of their bodies together
ARCHIVE_SIZE = 50  # articles that fill a page of the archive
CURRENT_LIMIT = PAGE_LIMIT + ARCHIVE_SIZE - 1  # articles, those included that have left the window


class PageRow(NamedTuple):
    """An article on a feed's page.

    revision   its own
    size       bytes of its body
    published  its own date, which need not be its position
    """

    article_id: str
    revision: int
    position: datetime
    size: int
    published: datetime


def window(rows: Sequence[PageRow], section: Section) -> Sequence[PageRow]:
    """The rows of a feed that its page shows in any case, alike in every format.

    At least `size` articles, and all of the `hours` before the newest one; `rows` come newest
    first. The two limits win, but the newest article stands on the page however long it is.
    """
    if not rows:
        return rows
    oldest = rows[0].position - timedelta(hours=section.hours)
    bodies = 0
    for number, row in enumerate(rows[:PAGE_LIMIT]):
        bodies += row.size
        if number >= section.size and row.position < oldest:
            return rows[:number]
        if number > 0 and bodies > BODIES_LIMIT:
            return rows[:number]
    return rows[:PAGE_LIMIT]


def is_behind(rows: Sequence[PageRow], section: Section) -> bool:
    """Whether more has left the window than a page may hold: its archive is still being made.

    rows  what is on no page of the archive, newest first; of very many CURRENT_LIMIT + 1 will do
    """
    outside = rows[len(window(rows, section)) :]
    return len(rows) > CURRENT_LIMIT or sum(row.size for row in outside) > BODIES_LIMIT


@dataclass(frozen=True, slots=True)
class Extent:
    """How far back what is on no page of an archive reaches.

    count     how many articles it is
    bodies    bytes of their bodies together
    newest    position of the newest, None where there is none
    fiftieth  position of the one before which ARCHIVE_SIZE - 1 are older, None where there is none
    """

    count: int
    bodies: int
    newest: datetime | None
    fiftieth: datetime | None


def fills_no_page(extent: Extent, section: Section) -> bool:
    """Whether it is certain that no page is filled by what has left the window.

    Most changes fill none: whoever asks this first need not look at each article.
    """
    if extent.bodies > BODIES_LIMIT:
        return False
    if extent.newest is None or extent.fiftieth is None:
        return True
    is_within = extent.fiftieth >= extent.newest - timedelta(hours=section.hours)
    is_short = extent.count < min(section.size, PAGE_LIMIT) + ARCHIVE_SIZE
    return is_short or (is_within and extent.count <= CURRENT_LIMIT)


def archive_pages(outside: Iterable[PageRow]) -> list[list[PageRow]]:
    """The archive pages that are filled by what has left the window; `outside` is oldest first.

    Long bodies fill a page sooner. What fills none is left over.
    """
    pages = []
    page: list[PageRow] = []
    bodies = 0
    for row in outside:
        if page and bodies + row.size > BODIES_LIMIT:
            pages.append(page)
            page = []
            bodies = 0
        page.append(row)
        bodies += row.size
        if len(page) == ARCHIVE_SIZE or bodies > BODIES_LIMIT:
            pages.append(page)
            page = []
            bodies = 0
    return pages
