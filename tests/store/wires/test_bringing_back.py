"""What a wire has withdrawn comes back when its source shows it again; an editor outranks it."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from store import Kind, Wire, restore, site_owners, withdraw
from store.wires.folder import STILL
from tests.room import Room
from tests.store.wires import museum
from tests.store.wires.museum import Feed
from tests.wordpress import Site, post
from tests.wxr import HEAD, TAIL
from tests.wxr import post as exported


@pytest.fixture
def drop(tmp_path: Path) -> Wire:
    folder = tmp_path / "drop"
    folder.mkdir()
    return Wire(name="drop", kind="folder", folder=folder, section="economy", removed="withdraw")


def polled(room: Room, wire: Wire, **parts: float) -> dict[str, int]:
    room.pass_time(**parts)
    done = room.poll(wire)
    assert not done.error, done.error
    return {kind.value: count for kind, count in done.counts.items() if kind is not Kind.SAME}


# A WordPress site


def press(site: Site) -> Wire:
    return Wire(name="press", kind="wordpress", url=site.url, seconds=300, removed="withdraw")


def changed(room: Room) -> dict[str, str]:
    moment = f"{room.now:%Y-%m-%dT%H:%M:%S}"
    return {"modified": moment, "modified_gmt": moment}


LOCKED = {"content": {"rendered": "", "protected": True}}


@pytest.mark.parametrize("hides", ["trash", "password"])
def test_a_post_comes_back_at_its_place(room: Room, site: Site, hides: str) -> None:
    site.add(1, 2, 3)
    polled(room, press(site), minutes=5)
    room.refresh()
    order = [shown for shown, _ in room.edition().shown]
    if hides == "trash":
        del site.posts[2]
    else:
        site.add(2, **LOCKED, **changed(room))
    assert polled(room, press(site), hours=1)["withdrawn"] == 1
    assert room.kept("2").withdrawn_by == "source"
    room.refresh()
    room.pass_time(minutes=5)
    site.add(2, **changed(room))
    assert polled(room, press(site), minutes=5) == {"restored": 1}
    room.refresh()
    assert [shown for shown, _ in room.edition().shown] == order
    assert polled(room, press(site), minutes=5) == {}


def test_a_post_that_an_editor_restored_stays_while_the_site_says_nothing_new(
    room: Room, site: Site
) -> None:
    site.add(1, 2)
    polled(room, press(site), minutes=5)
    site.add(2, **LOCKED, **changed(room))
    polled(room, press(site), minutes=1)
    restore(room.intake, "2")
    for hours in (0.05, 0.5, 1, 2):  # it is read again for an hour, then compared
        assert polled(room, press(site), hours=hours) == {}
    assert room.kept("2").live
    site.add(2, **changed(room))  # without its password
    assert polled(room, press(site), minutes=5) == {}
    site.add(2, **LOCKED, **changed(room))
    assert polled(room, press(site), minutes=5) == {"withdrawn": 1}


def test_a_post_that_an_editor_withdrew_stays_so_whatever_the_site_does(
    room: Room, site: Site
) -> None:
    site.add(1, 2)
    polled(room, press(site), minutes=5)
    withdraw(room.intake, "2")
    del site.posts[2]
    polled(room, press(site), hours=1)
    site.add(2, **changed(room))
    assert polled(room, press(site), minutes=5) == {}
    assert room.kept("2").withdrawn_by == "editor"


# A folder


@pytest.fixture
def now(room: Room) -> Room:
    room.now = datetime.now(UTC) + timedelta(seconds=STILL + 1)
    return room


def files() -> dict[str, str]:
    return {
        "story.txt": "افتتاح السوق الجديد\nبدأ العمل في السوق الجديد صباح اليوم.\n",
        "posts.json": json.dumps([post(7)]),
        "export.xml": HEAD + exported(7) + TAIL,
    }


@pytest.mark.parametrize("name", ["story.txt", "posts.json", "export.xml"])
def test_a_file_that_is_put_back_brings_its_articles_back(now: Room, drop: Wire, name: str) -> None:
    """However old it is: it was gone, and is there again."""
    other = drop.folder / "other.txt"
    other.write_text("خبر آخر يبقى في مكانه\nنصه قصير.\n", encoding="utf-8")
    path = drop.folder / name
    path.write_text(files()[name], encoding="utf-8")
    assert polled(now, drop, seconds=10) == {"new": 2}
    for _ in range(2):
        path.unlink()
        assert polled(now, drop, seconds=10) == {"withdrawn": 1}
        path.write_text(files()[name], encoding="utf-8")
        assert polled(now, drop, seconds=10) == {"restored": 1}


def test_a_file_that_is_gone_takes_no_post_from_the_wire_of_its_site(now: Room, drop: Wire) -> None:
    """That says itself what is gone there."""
    bank = Wire(name="bank", kind="wordpress", url="https://bank.example.com/")
    now.intake = replace(now.intake, sites=site_owners([bank, drop]))
    path = drop.folder / "export.xml"
    path.write_text(files()["export.xml"], encoding="utf-8")
    (drop.folder / "story.txt").write_text(files()["story.txt"], encoding="utf-8")
    (drop.folder / "other.txt").write_text("خبر آخر يبقى\nنصه قصير.\n", encoding="utf-8")
    assert polled(now, drop, seconds=10) == {"new": 3}
    path.unlink()
    (drop.folder / "story.txt").unlink()
    assert polled(now, drop, seconds=10) == {"withdrawn": 1}
    assert (now.kept("7").article.owner, now.kept("7").live) == ("bank", True)


def test_a_record_that_is_for_readers_again_comes_back(now: Room, drop: Wire) -> None:
    path = drop.folder / "story.json"
    record = {"id": "s-1", "title": "افتتاح السوق الجديد", "text": "بدأ العمل صباح اليوم."}
    path.write_text(json.dumps(record), encoding="utf-8")
    polled(now, drop, seconds=10)
    path.write_text(json.dumps(record | {"draft": True}), encoding="utf-8")
    assert polled(now, drop, seconds=10)["withdrawn"] == 1
    path.write_text(json.dumps(record), encoding="utf-8")
    assert polled(now, drop, seconds=10) == {"restored": 1}


def test_a_document_that_says_both_changes_nothing_each_time(now: Room, drop: Wire) -> None:
    path = drop.folder / "stories.ndjson"
    record = {"id": "s-1", "title": "افتتاح السوق الجديد", "text": "بدأ العمل صباح اليوم."}
    hidden = record | {"draft": True}
    revisions = set()
    for lines, both in enumerate(([record, hidden], [hidden, record]) * 2, 1):
        text = "\n".join(map(json.dumps, both))
        path.write_text(text + "\n" * lines, encoding="utf-8")
        assert "withdrawn" not in polled(now, drop, seconds=10)
        revisions.add(now.kept("s-1").revision)
    assert now.kept("s-1").live
    assert len(revisions) == 1


# A feed


ATOM = """<feed xmlns="http://www.w3.org/2005/Atom" xmlns:at="http://purl.org/atompub/tombstones/1.0">
<id>urn:x:museum</id><title>المتحف</title>{}</feed>"""


def entry(updated: datetime) -> str:
    return (
        "<entry><id>urn:x:1</id><title>افتتاح المتحف</title>"
        f"<link href='https://museum.example.com/1'/><updated>{updated.isoformat()}</updated>"
        "<content>افتتح المتحف الجديد أبوابه صباح اليوم.</content></entry>"
    )


def tombstone(when: datetime) -> str:
    return f"<at:deleted-entry ref='urn:x:1' when='{when.isoformat()}'/>"


def shown(room: Room, feed: Feed, *parts: str) -> dict[str, int]:
    feed.kind = "application/atom+xml"
    feed.content = ATOM.format("".join(parts)).encode()
    feed.headers = {}
    return polled(room, museum.wire(feed), minutes=5)


def test_an_entry_comes_back_once_it_has_changed_behind_its_deletion(
    room: Room, feed: Feed
) -> None:
    begun = room.now
    old = entry(begun)
    assert shown(room, feed, old) == {"new": 1}
    deleted = begun + timedelta(minutes=7)
    assert shown(room, feed, tombstone(deleted)) == {"withdrawn": 1}
    assert shown(room, feed, old) == {}  # a page that is not up to date
    assert shown(room, feed, old, tombstone(deleted)) == {}
    again = entry(deleted + timedelta(minutes=1))
    assert shown(room, feed, tombstone(deleted), again)["restored"] == 1
    assert shown(room, feed, tombstone(deleted)) == {}  # which it has outlived
    assert shown(room, feed, again, tombstone(deleted + timedelta(hours=1))) == {"withdrawn": 1}


def test_an_entry_that_is_deleted_in_the_document_that_shows_it_is_not_published(
    room: Room, feed: Feed
) -> None:
    deleted = tombstone(room.now + timedelta(minutes=1))
    assert shown(room, feed, entry(room.now), deleted) == {}


def test_a_status_that_is_taken_off_brings_an_entry_back(room: Room, feed: Feed) -> None:
    one = museum.entry(1)
    gone = one.replace("</item>", "<media:status state='deleted'/></item>")
    feed.headers = {}
    for entries, outcome in ((one, "new"), (gone, "withdrawn"), (one, "restored")):
        content = museum.rss(entries).decode()
        declared = content.replace("<rss ", "<rss xmlns:media='http://search.yahoo.com/mrss/' ")
        feed.content = declared.encode()
        assert polled(room, museum.wire(feed), minutes=5) == {outcome: 1}
