"""How much of a feed its page shows, and what fills a page of its archive."""

from datetime import timedelta

import pytest

from store import BODIES_LIMIT, PAGE_LIMIT, PageRow, Section, window
from tests.room import START


def rows(count: int, *, minutes: float = 60, size: int = 100) -> list[PageRow]:
    """Rows of a feed, one every so many minutes, newest first."""
    return [
        PageRow(f"n-{number}", number, START - timedelta(minutes=number * minutes), size)
        for number in range(count)
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
