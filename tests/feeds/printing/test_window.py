"""How much of a feed its page shows, and how long a reader may wait."""

from datetime import timedelta

import pytest

from feeds.printing.window import BODIES_LIMIT, PAGE_LIMIT, cadence, window
from store import PageRow, Section
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


@pytest.mark.parametrize(
    ("minutes", "seconds"), [(0.5, 60), (2, 60), (10, 300), (120, 3600), (600, 3600)]
)
def test_a_reader_waits_half_the_usual_gap_a_minute_to_an_hour(
    minutes: float, seconds: int
) -> None:
    assert cadence(rows(30, minutes=minutes)) == seconds


@pytest.mark.parametrize("count", [0, 1])
def test_a_feed_without_gaps_is_asked_for_once_an_hour(count: int) -> None:
    assert cadence(rows(count)) == 3600


def test_one_long_gap_does_not_slow_a_busy_feed() -> None:
    busy = rows(20, minutes=10)
    old = PageRow("old", 0, START - timedelta(days=90), 100)
    assert cadence([*busy, old]) == 300
