"""A feed as a wire: asked politely, read forgivingly; its troubles are said, and take nothing
away.
"""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from tests.room import Room
from tests.store.wires.museum import Feed, counts, entry, polled, rss, wire

NOW = datetime(2026, 11, 25, 9, tzinfo=UTC)


def test_only_what_changed_is_fetched(room: Room, feed: Feed) -> None:
    assert counts(polled(room, feed)) == {"new": 2}
    assert room.kept("m-1").article.sections == ("politics",)
    assert counts(polled(room, feed)) == {}
    assert feed.given["If-Modified-Since"] == feed.headers["Last-Modified"]
    feed.headers, feed.content = {"ETag": '"v2"'}, rss(entry(3), entry(2, "تأجيل افتتاح المتحف"))
    assert counts(polled(room, feed)) == {"new": 1, "edited": 1}
    assert room.kept("m-1").live  # it has only left the feed


def test_the_first_good_poll_is_a_backfill_and_the_next_is_news(room: Room, feed: Feed) -> None:
    room.ingest({"id": "x", "title": "خبر سابق", "published": "2026-10-01T00:00:00Z"})
    feed.status = 500
    assert "answers 500" in polled(room, feed).error
    feed.status = 200
    polled(room, feed)
    feed.headers["ETag"], feed.content = '"v2"', rss(entry(3))
    polled(room, feed)
    with room.store.snapshot() as snapshot:
        places = {one.position for one in snapshot.placements.window("all", 10)}
    assert {
        datetime(2026, 11, 1, 8, tzinfo=UTC),
        datetime(2026, 11, 2, 8, tzinfo=UTC),
        room.now,
    } <= places


def test_another_address_is_asked_without_the_old_validators(room: Room, feed: Feed) -> None:
    polled(room, feed)
    room.pass_time(minutes=5)
    assert room.poll(replace(wire(feed), url=f"{feed.url}/other")).counts["same"] == 2


def test_the_charset_may_be_said_by_http(room: Room, feed: Feed) -> None:
    feed.kind, feed.content = (
        "text/xml; charset=cp720",
        rss(entry(1)).decode().encode("cp720"),
    )  # which nobody guesses
    assert counts(polled(room, feed)) == {"new": 1}
    assert room.kept("m-1").article.title == "افتتاح المتحف الجديد 1"


def test_a_wire_without_full_text_gives_summaries(room: Room, feed: Feed) -> None:
    room.poll(replace(wire(feed), full_text=False))
    assert room.kept("m-1").article.syndicate == "summary"


TROUBLES = {
    "a web page": (200, b"<!doctype html><html><body>x</body></html>", "is a web page"),
    "nothing": (200, b"", "is empty"),
    "an error": (503, b"", "answers 503"),
    "gone": (410, b"", "answers 410 (gone): take the wire out"),
    "cut short": (200, rss(entry(1))[:-60], "line"),
    "cut short behind a good entry": (200, rss(entry(1), entry(2))[:-60], "line"),
    "a feed without items": (
        200,
        b'{"version":"https://jsonfeed.org/version/1.1","title":"x"}',
        "no list of items",
    ),
}


@pytest.mark.parametrize(("status", "content", "said"), TROUBLES.values(), ids=TROUBLES.keys())
def test_trouble_is_said_and_takes_nothing_away(
    room: Room, feed: Feed, status: int, content: bytes, said: str
) -> None:
    polled(room, feed)
    good, feed.headers = (feed.content, feed.headers), {"ETag": '"broken"'}
    feed.status, feed.content = status, content
    assert said in polled(room, feed).error
    assert said in polled(room, feed).error  # it is not taken for the last good answer
    with room.store.snapshot() as snapshot:
        state = snapshot.wires.states()["museum"]
    assert (state.failures, state.failing_since) == (2, room.now - timedelta(minutes=5))
    assert all(room.kept(f"m-{number}").live for number in (1, 2))
    feed.status, (feed.content, feed.headers) = 200, good
    assert not polled(room, feed).error


def test_a_wire_may_keep_its_stories_to_itself(room: Room, feed: Feed) -> None:
    polled(room, feed)
    assert room.poll(replace(wire(feed), name="second")).counts["copy"] == 2
    assert room.poll(replace(wire(feed), name="third", same_story=False)).counts["new"] == 2


def test_a_refused_entry_stops_no_other(room: Room, feed: Feed) -> None:
    feed.content = rss("<item><guid>m-9</guid></item>", entry(1))
    assert counts(polled(room, feed)) == {"quarantined": 1, "new": 1}
