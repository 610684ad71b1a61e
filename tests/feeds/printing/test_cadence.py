"""How long a reader may wait before it asks again."""

from datetime import timedelta

import pytest

from feeds.printing.cadence import cadence
from store import PageRow
from tests.room import START
from tests.store.test_window import rows


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
    long_ago = START - timedelta(days=90)
    old = PageRow("old", 0, long_ago, 100, long_ago)
    assert cadence([*busy, old]) == 300
