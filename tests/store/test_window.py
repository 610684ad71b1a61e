"""How much of a feed its page shows, and what fills a page of its archive."""

from datetime import timedelta
from random import Random

import pytest

from store import BODIES_LIMIT, CURRENT_LIMIT, PAGE_LIMIT, PageRow, Section, is_behind, window
from store.window import ARCHIVE_SIZE, Extent, archive_pages, fills_no_page
from tests.room import START


def rows(count: int, *, minutes: float = 60, size: int = 100) -> list[PageRow]:
    """Rows of a feed, one every so many minutes, newest first."""
    moments = [START - timedelta(minutes=number * minutes) for number in range(count)]
    return [
        PageRow(f"n-{number}", number, moment, size, moment)
        for number, moment in enumerate(moments)
    ]


def section(*, size: int = 5, hours: int = 0) -> Section:
    return Section(slug="politics", title="سياسة", size=size, hours=hours)


@pytest.mark.parametrize(
    ("size", "hours", "shown"), [(5, 0, 5), (5, 3, 5), (5, 5, 6), (5, 24, 25), (500, 0, 100)]
)
def test_a_page_shows_its_size_at_least_and_all_of_its_hours(
    size: int, hours: int, shown: int
) -> None:
    assert len(window(rows(100), section(size=size, hours=hours))) == shown


def test_no_page_is_longer_than_its_limits() -> None:
    assert len(window(rows(300), section(size=300))) == PAGE_LIMIT
    half = BODIES_LIMIT // 2
    assert len(window(rows(9, size=half), section())) == 2
    assert len(window(rows(9, size=half + 1), section())) == 1


def test_the_newest_article_stands_on_the_page_however_long_it_is() -> None:
    assert len(window(rows(9, size=BODIES_LIMIT + 1), section())) == 1
    assert window([], section()) == []


def oldest_first(count: int, size: int = 100) -> list[PageRow]:
    return rows(count, size=size)[::-1]


@pytest.mark.parametrize(
    ("count", "pages"),
    [(0, []), (49, []), (50, [50]), (99, [50]), (100, [50, 50]), (230, [50] * 4)],
)
def test_fifty_articles_fill_a_page_of_the_archive(count: int, pages: list[int]) -> None:
    filled = archive_pages(oldest_first(count))
    assert [len(page) for page in filled] == pages
    assert [row for page in filled for row in page] == oldest_first(count)[: sum(pages)]


def test_long_bodies_fill_a_page_sooner() -> None:
    half = BODIES_LIMIT // 2
    assert [len(page) for page in archive_pages(oldest_first(5, size=half))] == [2, 2]
    assert [len(page) for page in archive_pages(oldest_first(3, size=BODIES_LIMIT + 1))] == [1] * 3


def test_a_page_holds_what_has_left_its_window_until_that_fills_another() -> None:
    assert not is_behind(rows(54), section(size=5))
    assert not is_behind(rows(CURRENT_LIMIT), section(size=200))
    assert is_behind(rows(CURRENT_LIMIT + 1), section(size=200))
    assert is_behind(rows(9, size=BODIES_LIMIT), section(size=5))


@pytest.mark.parametrize("seed", range(200))
def test_what_certainly_fills_no_page_fills_none(seed: int) -> None:
    luck = Random(seed)
    size = luck.choice([100, 30_000, BODIES_LIMIT])
    shown = rows(luck.randrange(300), minutes=luck.choice([1, 60, 700]), size=size)
    feed = section(size=luck.choice([1, 50, 300]), hours=luck.choice([0, 48, 900]))
    outside = shown[len(window(shown, feed)) :]
    extent = Extent(
        count=len(shown),
        bodies=sum(row.size for row in shown),
        newest=shown[0].position if shown else None,
        fiftieth=shown[-ARCHIVE_SIZE].position if len(shown) >= ARCHIVE_SIZE else None,
    )
    if fills_no_page(extent, feed):
        assert archive_pages(outside[::-1]) == []
    elif extent.bodies <= BODIES_LIMIT and len(shown) <= CURRENT_LIMIT:
        assert archive_pages(outside[::-1])
