"""Of a feed with more entries than are read the newest are, wherever they stand."""

import io
import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest

from store import Draft, Refused
from store.limits import ENTRY_LIMIT
from store.sources.file import File
from store.sources.syndication import feed
from store.sources.syndication.newest import newest_of

FIRST = datetime(2026, 1, 1, 6, tzinfo=UTC)
COUNT = ENTRY_LIMIT + 500
OLDEST_FIRST = list(range(COUNT))

Write = Callable[[list[int]], str]


def moment(number: int) -> datetime:
    return FIRST + timedelta(minutes=number)


def rss(numbers: list[int]) -> str:
    items = "".join(
        f"<item><title>خبر رقم {number}</title><guid>https://sahifa.example/{number}</guid>"
        f"<pubDate>{format_datetime(moment(number))}</pubDate></item>"
        for number in numbers
    )
    return f'<rss version="2.0"><channel><title>الصحيفة</title>{items}</channel></rss>'


def atom(numbers: list[int]) -> str:
    entries = "".join(
        f"<entry><title>خبر رقم {number}</title><id>urn:sahifa:{number}</id>"
        f"<updated>{moment(number).isoformat()}</updated></entry>"
        for number in numbers
    )
    return f'<feed xmlns="http://www.w3.org/2005/Atom"><title>الصحيفة</title>{entries}</feed>'


def json_feed(numbers: list[int]) -> str:
    items = [
        {
            "id": f"{number}",
            "title": f"خبر رقم {number}",
            "date_published": moment(number).isoformat(),
            "content_text": "نص الخبر.",
        }
        for number in numbers
    ]
    return json.dumps({"version": "https://jsonfeed.org/version/1.1", "items": items})


def read(text: str) -> tuple[list[int], list[str]]:
    """The numbers of the entries that are read, in their order, and what is refused."""
    items = feed.read_here(File(io.BytesIO(text.encode()), "قديم.xml", "")).items
    titles = [item.title or "" for item in items if isinstance(item, Draft)]
    refused = [item.reason for item in items if isinstance(item, Refused)]
    return [int(title.rpartition(" ")[2]) for title in titles], refused


@pytest.mark.parametrize("write", [rss, atom, json_feed])
def test_of_a_long_feed_that_begins_with_its_oldest_the_newest_are_read(write: Write) -> None:
    numbers, refused = read(write(OLDEST_FIRST))
    assert numbers == OLDEST_FIRST[500:]
    assert refused == ["2,500 entries; only the newest 2,000 are read"]


@pytest.mark.parametrize("write", [rss, atom, json_feed])
def test_of_one_in_no_order_the_newest_are_read_as_they_stand(write: Write) -> None:
    mixed = [number * 7 % COUNT for number in OLDEST_FIRST]
    numbers, _ = read(write(mixed))
    assert numbers == [number for number in mixed if number >= 500]


@pytest.mark.parametrize("write", [rss, atom, json_feed])
def test_one_that_is_not_too_long_is_read_whole(write: Write) -> None:
    assert read(write(OLDEST_FIRST[:ENTRY_LIMIT])) == (OLDEST_FIRST[:ENTRY_LIMIT], [])


def without_dates(text: str, numbers: list[int], write: Write) -> str:
    """The feed, in which the dates of these entries cannot be read."""
    for number in numbers:
        date = moment(number)
        text = text.replace(format_datetime(date) if write is rss else date.isoformat(), "أمس")
    return text


@pytest.mark.parametrize("write", [rss, atom, json_feed])
def test_an_entry_without_a_date_goes_by_the_one_before_it(write: Write) -> None:
    numbers, refused = read(without_dates(write(OLDEST_FIRST), [7, 499, 2_300], write))
    assert numbers == OLDEST_FIRST[500:]
    assert refused == [
        "2,500 entries; only the newest 2,000 are read; 3 without a date go by those beside them"
    ]


@pytest.mark.parametrize("is_oldest_first", [True, False])
def test_where_half_of_the_entries_have_a_date_the_newest_are_read(is_oldest_first: bool) -> None:
    numbers = OLDEST_FIRST if is_oldest_first else OLDEST_FIRST[::-1]
    chosen = newest_of(numbers, lambda number: moment(number) if number % 2 else None)
    assert set(chosen.entries) >= set(range(502, COUNT))


def test_of_entries_without_dates_both_ends_are_read() -> None:
    chosen = newest_of(OLDEST_FIRST, lambda _: None)
    assert chosen.entries == [*OLDEST_FIRST[:1_000], *OLDEST_FIRST[1_500:]]
    assert chosen.reason == (
        "2,500 entries; only the first and the last 1,000 are read, since none has a date"
    )


def test_one_date_far_ahead_takes_one_place() -> None:
    chosen = newest_of(OLDEST_FIRST, lambda number: moment(number or 400_000))
    assert chosen.entries == [0, *OLDEST_FIRST[501:]]


def test_entries_before_a_fault_are_chosen_as_well() -> None:
    numbers, refused = read(rss(OLDEST_FIRST).replace("</channel>", "<a" * 2_000))
    assert numbers == OLDEST_FIRST[500:]
    assert len(refused) == 2


def test_of_one_moment_those_that_stand_first_are_read() -> None:
    assert newest_of(OLDEST_FIRST, lambda _: FIRST).entries == OLDEST_FIRST[:ENTRY_LIMIT]
