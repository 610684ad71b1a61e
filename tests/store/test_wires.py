"""A drop folder: files come, change and go; nothing is withdrawn because a folder cannot be seen."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from store import Store, Wire, poll
from store.wires import STILL
from tests.room import Room


@pytest.fixture
def room(store: Store) -> Room:
    made = Room(store)
    made.now = datetime.now(UTC) + timedelta(seconds=STILL + 1)  # what is written now has been still by then
    return made


@pytest.fixture
def wire(tmp_path: Path) -> Wire:
    folder = tmp_path / "drop"
    folder.mkdir()
    return Wire(name="drop", kind="folder", folder=folder, section="economy", removed="withdraw")


def write(wire: Wire, name: str, title: str) -> Path:
    path = wire.folder / name
    path.parent.mkdir(exist_ok=True)
    path.write_text(f"{title}\nبدأ العمل في السوق الجديد صباح اليوم.\n", encoding="utf-8")
    return path


def polled(room: Room, wire: Wire) -> dict[str, int]:
    """What a poll brought, ten seconds after the last one."""
    room.pass_time(seconds=10)
    done = poll(room.desk, wire)
    assert not done.error, done.error
    return {kind.value: count for kind, count in done.counts.items()}


def test_a_file_is_dropped_edited_and_removed(room: Room, wire: Wire) -> None:
    assert polled(room, wire) == {}
    path = write(wire, "story.txt", "افتتاح السوق الجديد")
    assert polled(room, wire) == {"new": 1}
    first = room.kept("drop/story.txt")
    assert (first.article.owner, first.article.sections) == ("drop", ("economy",))
    assert polled(room, wire) == {}
    write(wire, "story.txt", "افتتاح السوق الجديد في موعده")
    assert polled(room, wire) == {"edited": 1}
    assert room.kept("drop/story.txt").article.id == first.article.id
    path.unlink()
    assert polled(room, wire) == {"withdrawn": 1}
    assert polled(room, wire) == {}


def test_removed_files_stay_published_where_the_wire_keeps_them(room: Room, wire: Wire) -> None:
    path = write(wire, "story.txt", "افتتاح السوق الجديد")
    polled(room, wire)
    path.unlink()
    assert polled(room, replace(wire, removed="keep")) == {}
    assert room.kept("drop/story.txt").live


def test_the_first_poll_is_a_backfill_and_the_next_is_news(room: Room, wire: Wire) -> None:
    write(wire, "old.txt", "---\npublished: 2026-01-05 12:00\n---\nخبر قديم")
    polled(room, wire)
    write(wire, "late.txt", "---\npublished: 2026-01-06 12:00\n---\nخبر متأخر")
    polled(room, wire)
    room.refresh()
    with room.store.snapshot() as snapshot:
        page = snapshot.placements.window("all", 10)
    assert [one.position.date().isoformat() for one in page] == [room.now.date().isoformat(), "2026-01-05"]


def test_a_file_that_is_still_being_written_is_left(room: Room, wire: Wire) -> None:
    polled(room, wire)
    write(wire, "story.txt", "افتتاح")
    state = (wire.folder / "story.txt").stat()
    room.now = datetime.fromtimestamp(state.st_ctime, UTC) + timedelta(seconds=STILL / 2)
    assert not poll(room.desk, wire).counts
    room.pass_time(seconds=STILL)
    assert poll(room.desk, wire).counts["new"] == 1


def test_a_file_under_a_new_name_is_not_withdrawn_if_it_says_its_id(room: Room, wire: Wire) -> None:
    path = write(wire, "a.txt", "---\nid: market\n---\nافتتاح السوق")
    polled(room, wire)
    path.rename(wire.folder / "b.txt")
    state = (wire.folder / "b.txt").stat()
    room.now = datetime.fromtimestamp(state.st_ctime, UTC) + timedelta(seconds=STILL / 2)
    assert not poll(room.desk, wire).counts  # the new name is not still yet
    assert polled(room, wire) == {"same": 1}
    assert room.kept("market").live
    assert polled(room, wire) == {}


def test_a_refused_file_is_tried_again_when_it_changes(room: Room, wire: Wire) -> None:
    path = write(wire, "story.txt", "---\ntitel: خطأ\n---")
    assert polled(room, wire) == {"quarantined": 1}
    assert polled(room, wire) == {}
    write(wire, "story.txt", "افتتاح السوق الجديد")
    assert polled(room, wire) == {"new": 1}
    with room.store.snapshot() as snapshot:
        assert snapshot.quarantine.count() == 0
    path.unlink()


def test_a_folder_that_is_gone_or_emptied_withdraws_nothing(room: Room, wire: Wire) -> None:
    for name in ("a.txt", "b.txt"):
        write(wire, name, f"خبر {name}")
    polled(room, wire)
    moved = wire.folder.rename(wire.folder.with_name("elsewhere"))
    done = poll(room.desk, wire)
    assert "cannot be read" in done.error
    wire.folder.mkdir()
    done = poll(room.desk, wire)
    assert "lost all of its 2 files at once" in done.error
    with room.store.snapshot() as snapshot:
        assert snapshot.wires.states()["drop"].error == done.error
    wire.folder.rmdir()
    moved.rename(wire.folder)
    assert polled(room, wire) == {}
    assert room.kept("drop/a.txt").live
    with room.store.snapshot() as snapshot:
        assert snapshot.wires.states()["drop"].error == ""
    (wire.folder / "a.txt").unlink()
    assert polled(room, wire) == {"withdrawn": 1}


def test_a_folder_within_that_is_closed_withdraws_nothing(
    room: Room, wire: Wire, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(wire, "economy/a.txt", "خبر")
    write(wire, "b.txt", "خبر آخر")
    polled(room, wire)
    iterdir = Path.iterdir

    def closed(folder: Path) -> Iterator[Path]:
        if folder.name == "economy":
            raise PermissionError(13, "Permission denied")
        return iterdir(folder)

    monkeypatch.setattr(Path, "iterdir", closed)
    assert "economy cannot be read: Permission denied" in poll(room.desk, wire).error
    assert room.kept("drop/economy/a.txt").live


def test_a_quiet_folder_costs_no_write(room: Room, wire: Wire) -> None:
    write(wire, "story.txt", "افتتاح السوق الجديد")
    polled(room, wire)
    with room.store.snapshot() as snapshot:
        before = snapshot.wires.states()
    polled(room, wire)
    with room.store.snapshot() as snapshot:
        assert snapshot.wires.states() == before
