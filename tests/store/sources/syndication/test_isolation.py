"""A feed is read in a process of its own, which ends where the feed takes too long."""

import io
from pathlib import Path

import pytest

from store import Refused, SourceItem, Store, Wire, ingest, read_drafts
from store.sources.file import File
from store.sources.syndication import feed, items
from store.text.sandbox import Bounds
from tests.room import Room
from tests.store.wires.museum import Feed, entry, rss, wire
from tests.wordpress import served

# Entries of nothing but tags: a good machine needs four seconds for them.
HEAVY = rss(
    *["<item><title>خبر</title><description>" + "&lt;b>" * 1_000 + "</description></item>"] * 1_900
)
SHORT = Bounds(cpu_seconds=1, servers=4)


@pytest.fixture
def room(sqlite: str) -> Room:
    return Room(Store(sqlite))


def read(data: bytes, **named: str) -> list[SourceItem]:
    return list(feed.read(File(io.BytesIO(data), "وكالة.xml", "", **named)))


def test_what_is_read_is_the_same_as_here() -> None:
    data = rss(entry(1), "<item><title></title>", entry(2), entry(2)).replace(
        b"</item><item>", b"</item>\n<item>"
    )
    told = {"charset": "utf-8", "address": "https://museum.example.com/feed", "folder": "world"}
    here = feed.read_here(File(io.BytesIO(data), "وكالة.xml", "", **told)).items
    there = read(data, **told)
    assert [type(one) for one in there] == [type(one) for one in here]
    for one, other in zip(here, there, strict=True):
        if isinstance(one, Refused) and isinstance(other, Refused):
            assert (one.members, one.place) == (other.members, other.place)
        else:
            assert one == other


def test_a_feed_that_takes_too_long_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(feed, "FEED", SHORT)
    (refused,) = read(HEAVY)
    assert isinstance(refused, Refused)
    assert "takes more than 1 s of CPU" in refused.reason
    assert (refused.place.file, refused.place.line) == ("وكالة.xml", None)


def test_its_wire_says_so_and_others_go_on(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(feed, "FEED", SHORT)
    hostile = Feed()
    hostile.content = HEAVY
    with served(hostile) as bad, served(Feed()) as good:
        ended = room.poll(Wire(name="bad", kind="feed", url=f"{bad.url}/feed"))
        assert "takes more than 1 s of CPU" in ended.error
        assert not room.poll(wire(good)).error
        with room.store.snapshot() as snapshot:
            assert "1 s of CPU" in snapshot.wires.states()["bad"].error
        hostile.content = rss(entry(1))
        assert not room.poll(Wire(name="bad", kind="feed", url=f"{bad.url}/feed")).error
    assert room.kept("m-2").live


def test_the_files_of_a_folder_behind_it_are_read(
    room: Room, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(feed, "FEED", SHORT)
    (tmp_path / "a.rss").write_bytes(HEAVY)
    (tmp_path / "b.rss").write_bytes(rss(entry(1)))
    found = [
        one.kind.value for batch in ingest(read_drafts([tmp_path]), room.intake) for one in batch
    ]
    assert found == ["quarantined", "new"]


def test_entries_that_grow_beyond_all_feeds_are_read_no_further(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(feed, "FEED_TEXT_LIMIT", 60)
    file = File(io.BytesIO(rss(entry(1), entry(2), entry(3), entry(4))), "a.xml", "")
    *drafts, refused = feed.read_here(file).items
    assert 0 < len(drafts) < 4
    assert "more text than any feed" in str(refused)


def test_what_is_raised_over_an_entry_is_told_to_who_reads_the_log(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def raising(*_: object) -> None:
        raise RecursionError

    monkeypatch.setattr(items, "_labels", raising)
    monkeypatch.setattr(feed, "run_isolated", lambda function, *args, bounds: function(*args))
    found = read(rss(entry(1)))
    assert "RecursionError" in str(found[0])
    told = [one.getMessage() for one in caplog.records if not one.exc_info]
    assert len(told) == 1
    assert "in raising" in told[0]
