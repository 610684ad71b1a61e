"""A poll of any wire: by one process at a time, noted and said however it goes."""

from collections.abc import Iterator
from datetime import timedelta

import pytest

from store import Outbound
from store.wires import feed as feeds
from store.wires.poll import poll
from tests.room import Room
from tests.store.wires.museum import Feed, counts, polled, wire


def test_one_process_polls_at_a_time(room: Room, feed: Feed) -> None:
    with room.store.transaction() as transaction:
        transaction.leases.hold("wire/museum", "another", room.now, timedelta(minutes=5))
    assert room.poll(wire(feed)).busy
    assert feed.asked == 0
    room.pass_time(minutes=6)  # it was killed
    assert counts(room.poll(wire(feed))) == {"new": 2}
    assert not poll(room.intake, wire(feed), room.outbound, "another").busy


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


def test_an_address_inside_is_not_asked(room: Room, feed: Feed) -> None:
    done = poll(room.intake, wire(feed), Outbound(), "tests")
    assert "which is not public" in done.error
    assert feed.asked == 0
