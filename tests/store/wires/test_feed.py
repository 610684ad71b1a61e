"""A feed as a wire: asked politely, read forgivingly; its troubles are said, and take nothing
away.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path
from threading import Event, Thread

import pytest

from feeds.running.beats import Beats
from feeds.running.scheduler import work
from store import Outbound, Poll, Store, Wire
from store.wires import feed as feeds
from store.wires.fetch import retry_after
from store.wires.poll import poll
from store.wires.schedule import pause
from tests.room import Room
from tests.wordpress import Answer, served

NOW = datetime(2026, 11, 25, 9, tzinfo=UTC)


def entry(number: int, title: str = "افتتاح المتحف الجديد") -> str:
    return (
        f"<item><guid isPermaLink='false'>m-{number}</guid><title>{title}"
        f" {number}</title><link>https://museum.example.com/{number}</link><description>خبر المتحف"
        f" رقم {number}.</description><pubDate>Mon, 0{number} Nov 2026 08:00:00"
        " +0000</pubDate></item>"
    )


def rss(*entries: str) -> bytes:
    return f"<rss version='2.0'><channel><title>متحف</title>{''.join(entries)}</channel></rss>".encode()  # noqa: E501


class Feed:
    """What a fake server answers; `asked` counts, `given` are the headers of the last request."""

    def __init__(self) -> None:
        self.url, self.given, self.asked = "", dict[str, str](), 0
        self.status, self.kind, self.content = 200, "application/rss+xml", rss(entry(1), entry(2))
        self.headers = {"ETag": '"v1"', "Last-Modified": "Tue, 24 Nov 2026 08:00:00 GMT"}

    def answer(self, target: str) -> Answer:
        self.asked += 1
        if self.status == 200 and self.given.get("If-None-Match") == self.headers.get("ETag", ""):
            return 304, self.kind, b"", self.headers
        return self.status, self.kind, self.content, self.headers


@pytest.fixture
def feed() -> Iterator[Feed]:
    with served(Feed()) as found:
        yield found


@pytest.fixture
def room(store: Store) -> Room:
    return Room(store)


def wire(feed: Feed) -> Wire:
    return Wire(name="museum", kind="feed", url=f"{feed.url}/feed", seconds=300, section="politics")


def polled(room: Room, feed: Feed) -> Poll:
    room.pass_time(minutes=5)
    return room.poll(wire(feed))


def counts(done: Poll) -> dict[str, int]:
    assert not done.error, done.error
    return {kind.value: count for kind, count in done.counts.items()}


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
    assert room.poll(replace(wire(feed), name="second")).counts["same"] == 2
    assert room.poll(replace(wire(feed), name="third", same_story=False)).counts["new"] == 2


def test_a_refused_entry_stops_no_other(room: Room, feed: Feed) -> None:
    feed.content = rss("<item><guid>m-9</guid></item>", entry(1))
    assert counts(polled(room, feed)) == {"quarantined": 1, "new": 1}


def test_an_address_inside_is_not_asked(room: Room, feed: Feed) -> None:
    done = poll(room.intake, wire(feed), Outbound(), "tests")
    assert "which is not public" in done.error
    assert feed.asked == 0


def test_one_process_polls_at_a_time(room: Room, feed: Feed) -> None:
    with room.store.transaction() as transaction:
        transaction.leases.hold("wire/museum", "another", room.now, timedelta(minutes=5))
    assert room.poll(wire(feed)).busy
    assert feed.asked == 0
    room.pass_time(minutes=6)  # it was killed
    assert counts(room.poll(wire(feed))) == {"new": 2}
    assert not poll(room.intake, wire(feed), room.outbound, "another").busy


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("120", 120),
        ("99999999999", 86_400),
        (format_datetime(NOW + timedelta(hours=1), usegmt=True), 3600),
        (format_datetime(NOW - timedelta(hours=1), usegmt=True), 0),
        ("٣٠", 0),
        ("soon", 0),
        ("", 0),
    ],
)
def test_a_server_says_how_long_to_wait(text: str, seconds: int) -> None:
    assert retry_after(text, NOW) == timedelta(seconds=seconds)


def test_the_wait_is_respected(room: Room, feed: Feed) -> None:
    feed.status, feed.headers = 429, {"Retry-After": "7200"}
    done = polled(room, feed)
    assert done.next_at == room.now + timedelta(hours=2)


def test_a_failing_wire_is_asked_less_and_less(feed: Feed) -> None:
    pauses = [
        pause(wire(feed), failures, timedelta(0), 1.0).total_seconds() for failures in range(6)
    ]
    assert pauses == [300, 600, 1200, 2400, 3600, 3600]
    assert pause(wire(feed), 2, timedelta(0), 0.0) == timedelta(seconds=900)
    assert pause(wire(feed), 5_000, timedelta(0), 1.0) == timedelta(hours=1)
    assert pause(replace(wire(feed), seconds=86_400), 3, timedelta(0), 1.0) == timedelta(days=1)
    assert pause(
        Wire(name="drop", kind="folder", folder=Path("x")), 9, timedelta(0), 1.0
    ) == timedelta(seconds=5)


def test_a_new_scheduler_polls_when_the_old_one_would_have(room: Room, feed: Feed) -> None:
    def beats(name: str) -> Beats:
        return Beats(room.intake, room.press, name, room.outbound, [wire(feed)])

    old, new = beats("old"), beats("new")
    old.hold_lease()
    old.poll_wire(wire(feed))
    old.poll_wire(wire(feed))
    assert feed.asked == 1
    old.release_leases()
    room.pass_time(minutes=1)
    new.hold_lease()
    new.poll_wire(wire(feed))
    assert feed.asked == 1
    room.pass_time(minutes=4)
    new.hold_lease()
    new.poll_wire(wire(feed))
    assert feed.asked == 2


def test_slow_wires_delay_no_other_and_no_stop(room: Room, feed: Feed, tmp_path: Path) -> None:
    ended, stop, asked = Event(), Event(), list[str]()

    def late(target: str) -> tuple[int, str, bytes, dict[str, str]]:
        asked.append(target)
        ended.wait(20)
        return 200, "text/xml", b"", {}

    feed.answer = late  # type: ignore[method-assign]
    slow = [replace(wire(feed), name=f"slow-{number}") for number in range(6)]
    drop = Wire(name="drop", kind="folder", folder=tmp_path)
    (tmp_path / "news.txt").write_text("وصل الخبر\n\nنص الخبر.", encoding="utf-8")
    beats = Beats(room.intake, room.press, "one", room.outbound, [*slow, drop])
    working = Thread(target=work, args=(beats, stop))
    working.start()
    try:
        assert any(not ended.wait(0.1) and counted(room) and len(asked) == 6 for _ in range(150))
    finally:
        stop.set()
        working.join(5)
        stopped = not working.is_alive()
        with room.store.transaction() as transaction:  # one that still hangs gave its lease back
            free = transaction.leases.hold("wire/slow-0", "another", room.now, timedelta(minutes=5))
        ended.set()
        working.join(20)
    assert stopped
    assert free
    assert any(
        noted(room) == 7 or Event().wait(0.1) for _ in range(100)
    )  # nothing is left that runs


def counted(room: Room) -> int:
    with room.store.snapshot() as snapshot:
        return snapshot.placements.count().get("all", 0)


def noted(room: Room) -> int:
    with room.store.snapshot() as snapshot:
        return len(snapshot.wires.states())


def scheduled(room: Room, one: Wire) -> Beats:
    beats = Beats(room.intake, room.press, "one", room.outbound, [one])
    beats.hold_lease()
    beats.poll_wire(one)
    return beats


def test_a_clock_that_was_ahead_stops_no_wire(room: Room, feed: Feed) -> None:
    room.pass_time(days=365)
    beats = scheduled(room, wire(feed))
    room.pass_time(days=-365)
    beats.hold_lease()
    beats.poll_wire(wire(feed))
    assert feed.asked == 2
    room.pass_time(days=365)
    polled(room, feed)
    room.pass_time(days=-365)
    scheduled(room, wire(feed))
    assert feed.asked == 4


def test_another_address_is_asked_at_the_next_start(room: Room, feed: Feed) -> None:
    scheduled(room, wire(feed)).release_leases()
    scheduled(room, replace(wire(feed), url=f"{feed.url}/other"))
    assert feed.asked == 2


def test_what_is_gone_is_asked_once_a_day(room: Room, feed: Feed) -> None:
    feed.status = 410
    assert polled(room, feed).next_at == room.now + timedelta(days=1)


def test_a_shorter_interval_holds_from_the_next_start_on(room: Room, feed: Feed) -> None:
    scheduled(room, replace(wire(feed), seconds=86_400)).release_leases()
    room.pass_time(minutes=6)
    scheduled(room, wire(feed))
    assert feed.asked == 2


def test_a_wire_that_another_process_held_is_tried_again_soon(room: Room, feed: Feed) -> None:
    daily = replace(wire(feed), seconds=86_400)
    with room.store.transaction() as transaction:
        transaction.leases.hold("wire/museum", "killed", room.now, timedelta(minutes=5))
    beats = scheduled(room, daily)
    room.pass_time(minutes=5)
    beats.hold_lease()
    beats.poll_wire(daily)
    assert feed.asked == 1


def test_a_failure_that_nobody_foresaw_is_said_too(
    room: Room, feed: Feed, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def poll(*_: object) -> Iterator[None]:
        raise ZeroDivisionError("x")
        yield

    monkeypatch.setattr(feeds, "poll", poll)
    assert "ZeroDivisionError" in polled(room, feed).error
    with room.store.snapshot() as snapshot:
        assert snapshot.wires.states()["museum"].failures == 1
    assert "Traceback" in caplog.text


def test_a_long_failure_is_said_once_more(
    room: Room, feed: Feed, caplog: pytest.LogCaptureFixture
) -> None:
    feed.status = 500
    for _ in range(30):
        polled(room, feed)
    assert [one.message for one in caplog.records if "over an hour" in one.message] == [
        f"wire museum has failed for over an hour: {feed.url}/feed answers 500"
    ]
    assert len([one for one in caplog.records if "wire museum: " in one.message]) == 1
