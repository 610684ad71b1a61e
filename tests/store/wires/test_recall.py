"""A copy that its wire reads again, unchanged, once what it was a copy of is no longer shown."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from store import Store, Wire, find, withdraw
from store.wires.folder import STILL
from tests.room import Room
from tests.store.wires.museum import Feed
from tests.store.wires.museum import wire as museum
from tests.wordpress import Site

TEXT = "بدأ العمل في السوق الجديد صباح اليوم."


@pytest.fixture
def room(store: Store) -> Room:
    made = Room(store)
    made.now = datetime.now(UTC) + timedelta(seconds=STILL + 1)
    return made


def polled(room: Room, wire: Wire) -> dict[str, int]:
    room.pass_time(minutes=10)
    done = room.poll(wire)
    assert not done.error, done.error
    return {kind.value: count for kind, count in done.counts.items()}


def sent_first(room: Room, **fields: object) -> str:
    """The same story, as another source sent it before."""
    (outcome,) = room.ingest({"id": "a-1"} | fields, owner="agency")
    return str(outcome.id)


def test_a_file_is_read_again_once_its_original_is_withdrawn(room: Room, tmp_path: Path) -> None:
    wire = Wire(name="drop", kind="folder", folder=tmp_path, removed="withdraw")
    (tmp_path / "story.txt").write_text(f"افتتاح السوق\n{TEXT}\n", encoding="utf-8")
    original = sent_first(room, title="افتتاح السوق", text=TEXT, published=room.now.isoformat())
    assert polled(room, wire) == {"copy": 1}
    assert polled(room, wire) == {}
    withdraw(room.intake, original)
    assert polled(room, wire) == {"new": 1}
    assert polled(room, wire) == {}
    (tmp_path / "story.txt").unlink()
    assert polled(room, wire) == {"withdrawn": 1}  # it is the wire's own now


def test_a_feed_is_asked_without_validators_once_an_original_expires(
    room: Room, feed: Feed
) -> None:
    expires_at = (room.now + timedelta(hours=1)).isoformat()
    address = "https://museum.example.com/1"
    sent_first(room, title="افتتاح المتحف", url=address, expires_at=expires_at)
    wire = museum(feed)
    assert polled(room, wire) == {"copy": 1, "new": 1}
    assert polled(room, wire) == {}
    room.pass_time(hours=1)
    room.release()
    assert polled(room, wire) == {"new": 1, "same": 1}
    assert "If-None-Match" not in feed.given
    assert polled(room, wire) == {}
    assert feed.given["If-None-Match"] == '"v1"'
    assert find(room.store, "m-1").live


def test_a_post_is_asked_for_by_its_number(room: Room, site: Site) -> None:
    site.add(*range(1, 30))
    wire = Wire(name="press", kind="wordpress", url=site.url, seconds=300, removed="withdraw")
    address = str(site.posts[7]["link"])
    original = sent_first(room, title="افتتاح المكتبة", url=address)
    assert polled(room, wire) == {"copy": 1, "new": 28}
    withdraw(room.intake, original)
    counts = polled(room, wire)
    assert counts["new"] == 1
    assert any("include=7" in asked for asked in site.asked)
    asked = len(site.asked)
    polled(room, wire)
    assert not any("include" in address for address in site.asked[asked:])
    assert find(room.store, "7").live


def test_what_is_recalled_while_it_is_read_again_is_read_once_more(room: Room, feed: Feed) -> None:
    wire = museum(feed)
    polled(room, wire)
    with room.store.transaction() as transaction:
        transaction.wires.recall("museum", ["m-1"])
        transaction.wires.recall("museum", ["m-2"])
        transaction.wires.recall("nobody", ["x"])  # who sends it again himself
        transaction.wires.end_recall("museum", {"m-1": 1})
    with room.store.snapshot() as snapshot:
        assert snapshot.wires.recalled("museum") == {"m-2": 1}
        assert snapshot.wires.recalled("nobody") == {}
        assert snapshot.wires.items("museum") == {}
    feed.status = 500
    room.pass_time(minutes=10)
    assert room.poll(wire).error
    feed.status = 200
    assert polled(room, wire) == {"same": 2}  # a poll that failed has read nothing
    with room.store.snapshot() as snapshot:
        assert snapshot.wires.recalled("museum") == {}
