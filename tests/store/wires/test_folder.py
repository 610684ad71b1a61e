"""A drop folder: files come, change and go; nothing is withdrawn because a folder cannot be
seen.
"""

import json
import os
import shutil
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from store import Store, Wire
from store.wires import folder as folder_wire
from store.wires.folder import STILL
from tests.folders import close_folder, fail_to_open
from tests.room import Room


@pytest.fixture
def room(store: Store) -> Room:
    made = Room(store)
    made.now = datetime.now(UTC) + timedelta(
        seconds=STILL + 1
    )  # what is written now has been still by then
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
    done = room.poll(wire)
    assert not done.error, done.error
    return {kind.value: count for kind, count in done.counts.items()}


def test_a_folder_without_full_text_gives_summaries(room: Room, wire: Wire) -> None:
    write(wire, "story.txt", "افتتاح السوق الجديد")
    assert polled(room, replace(wire, full_text=False)) == {"new": 1}
    assert room.kept("drop/story.txt").article.syndicate == "summary"


FRONT = {
    "an embargo below a blank line": "\n---\ntitle: خبر\npublish_at: {soon}\n---\n",
    "an embargo below a long dash": "—\ntitle: خبر\npublish_at: {soon}\n—\n",
    "a draft in TOML": '+++\ntitle = "خبر"\ndraft = true\n+++\n',
    "a draft in JSON": '{{"title": "خبر", "draft": true}}\n',
    "a draft that cannot be read": "***\ntitle: خبر\ndraft: true\n***\n",
}


@pytest.mark.parametrize("front", FRONT.values(), ids=FRONT)
def test_what_a_file_keeps_from_readers_is_in_no_feed(room: Room, wire: Wire, front: str) -> None:
    soon = (room.now + timedelta(days=60)).isoformat()
    write(wire, "story.txt", f"{front.format(soon=soon)}افتتاح السوق الجديد")
    assert set(polled(room, wire)) <= {"new", "left out", "quarantined"}
    room.refresh()
    assert "خبر" not in room.text(format="json")
    assert "السوق" not in room.text(format="json")


def test_a_file_that_becomes_a_draft_is_withdrawn(room: Room, wire: Wire) -> None:
    write(wire, "story.txt", "---\ntitle: افتتاح السوق\n---\nافتتاح السوق الجديد")
    assert polled(room, wire) == {"new": 1}
    write(wire, "story.txt", "---\ntitle: افتتاح السوق\ndraft: true\n---\nافتتاح السوق الجديد")
    assert polled(room, wire) == {"left out": 1, "withdrawn": 1}
    assert room.kept("drop/story.txt").withdrawn


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
    assert [one.position.date().isoformat() for one in page] == [
        room.now.date().isoformat(),
        "2026-01-05",
    ]


def test_a_file_that_is_still_being_written_is_left(room: Room, wire: Wire) -> None:
    polled(room, wire)
    write(wire, "story.txt", "افتتاح")
    state = (wire.folder / "story.txt").stat()
    room.now = datetime.fromtimestamp(state.st_ctime, UTC) + timedelta(seconds=STILL / 2)
    assert not room.poll(wire).counts
    room.pass_time(seconds=STILL)
    assert room.poll(wire).counts["new"] == 1


def test_a_file_under_a_new_name_is_not_withdrawn_if_it_says_its_id(room: Room, wire: Wire) -> None:
    path = write(wire, "a.txt", "---\nid: market\n---\nافتتاح السوق")
    polled(room, wire)
    path.rename(wire.folder / "b.txt")
    state = (wire.folder / "b.txt").stat()
    room.now = datetime.fromtimestamp(state.st_ctime, UTC) + timedelta(seconds=STILL / 2)
    assert not room.poll(wire).counts  # the new name is not still yet
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
    done = room.poll(wire)
    assert "cannot be read" in done.error
    wire.folder.mkdir()
    done = room.poll(wire)
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
    close_folder(monkeypatch, "economy")
    assert "economy cannot be read: Permission denied" in room.poll(wire).error
    assert room.kept("drop/economy/a.txt").live


def test_a_quiet_folder_costs_no_write(room: Room, wire: Wire) -> None:
    write(wire, "story.txt", "افتتاح السوق الجديد")
    polled(room, wire)
    with room.store.snapshot() as snapshot:
        before = snapshot.wires.states()
    polled(room, wire)
    with room.store.snapshot() as snapshot:
        assert snapshot.wires.states() == before


def test_what_a_spoilt_file_held_before_goes_with_it(room: Room, wire: Wire) -> None:
    """Saved with a mistake and then removed: what it had published is withdrawn all the same."""
    path = write(wire, "story.txt", "افتتاح السوق الجديد")
    polled(room, wire)
    write(wire, "story.txt", "---\ntitel: خطأ\n---")
    assert polled(room, wire) == {"quarantined": 1}
    path.unlink()
    assert polled(room, wire) == {"withdrawn": 1}
    with room.store.snapshot() as snapshot:
        assert snapshot.quarantine.count() == 0


def test_a_file_that_cannot_be_opened_is_an_error_and_tried_again(
    room: Room, wire: Wire, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(wire, "story.txt", "افتتاح السوق الجديد")
    write(wire, "other.txt", "خبر آخر")
    with monkeypatch.context() as patch:
        fail_to_open(patch, "story.txt", OSError(5, "Input/output error"))
        room.pass_time(seconds=10)
        done = room.poll(wire)
    assert (done.counts["new"], "story.txt cannot be read: Input/output error" in done.error) == (
        1,
        True,
    )
    with room.store.snapshot() as snapshot:
        assert snapshot.quarantine.count() == 0
    assert polled(room, wire) == {"new": 1}


def test_a_folder_within_that_is_suddenly_empty_withdraws_nothing(room: Room, wire: Wire) -> None:
    for number in range(3):
        write(wire, f"economy/{number}.txt", f"خبر رقم {number}")
    (wire.folder / "economy" / "old").mkdir()
    write(wire, "economy/old/a.txt", "خبر قديم")
    write(wire, "top.txt", "خبر آخر")
    polled(room, wire)
    away = wire.folder.parent / "away"
    (wire.folder / "economy").rename(away)
    (wire.folder / "economy").mkdir()
    assert "economy has lost all of its 4 files at once" in room.poll(wire).error
    (wire.folder / "economy").rmdir()
    away.rename(wire.folder / "economy")
    assert polled(room, wire) == {}
    assert room.kept("drop/economy/1.txt").live


def test_a_folder_that_is_removed_with_its_files_is_gone(room: Room, wire: Wire) -> None:
    for number in range(3):
        write(wire, f"economy/{number}.txt", f"خبر رقم {number}")
    write(wire, "top.txt", "خبر آخر")
    polled(room, wire)
    shutil.rmtree(wire.folder / "economy")
    assert polled(room, wire) == {"withdrawn": 3}


def test_two_wires_know_nothing_of_each_other(room: Room, wire: Wire) -> None:
    other = replace(wire, name="other", folder=wire.folder.with_name("other"))
    other.folder.mkdir()
    write(wire, "story.txt", "افتتاح السوق الجديد")
    write(other, "story.txt", "خبر من مكان آخر")
    assert polled(room, wire) == polled(room, other) == {"new": 1}
    (wire.folder / "story.txt").unlink()
    assert polled(room, wire) == {"withdrawn": 1}
    assert polled(room, other) == {}
    (other.folder / "story.txt").unlink()
    assert polled(room, other) == {"withdrawn": 1}


def test_an_edit_of_the_same_length_is_seen(room: Room, wire: Wire) -> None:
    path = write(wire, "story.txt", "افتتاح السوق الأول")
    polled(room, wire)
    before = path.stat()
    write(wire, "story.txt", "افتتاح السوق الآخر")
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))  # as a copy that keeps times does
    assert path.stat().st_size == before.st_size
    assert polled(room, wire) == {"edited": 1}


def test_a_wire_that_failed_at_first_still_begins_with_a_backfill(room: Room, wire: Wire) -> None:
    room.ingest({"id": "x", "title": "خبر سابق"})
    away = wire.folder.rename(wire.folder.with_name("away"))
    assert room.poll(wire).error
    away.rename(wire.folder)
    write(wire, "old.txt", "---\npublished: 2026-01-05 12:00\n---\nخبر قديم")
    polled(room, wire)
    with room.store.snapshot() as snapshot:
        page = snapshot.placements.window("all", 10)
    assert page[-1].position.date().isoformat() == "2026-01-05"


def test_a_removed_copy_does_not_withdraw_the_story_of_its_owner(room: Room, wire: Wire) -> None:
    path = write(wire, "story.txt", "افتتاح السوق الجديد")
    copy = {
        "id": "a-1",
        "title": "افتتاح السوق الجديد",
        "text": "بدأ العمل في السوق الجديد صباح اليوم.",
    }
    room.ingest(copy | {"published": room.now.isoformat()}, owner="agency")
    assert polled(room, wire) == {"copy": 1}
    path.unlink()
    assert polled(room, wire) == {}
    assert room.kept("a-1").live


def test_a_path_that_is_too_long_is_said(room: Room, wire: Wire) -> None:
    folder = wire.folder.joinpath(*["ن" * 120] * 9)
    folder.mkdir(parents=True)
    (folder / "story.txt").write_text("خبر\nنص.", encoding="utf-8")
    assert "the path is longer than 2,000 bytes" in room.poll(wire).error


def test_a_link_in_a_drop_folder_is_refused_and_said_once(room: Room, wire: Wire) -> None:
    secret = wire.folder.with_name("secret.txt")
    secret.write_text("سر لا ينشر\nنص.", encoding="utf-8")
    write(wire, "good.txt", "افتتاح السوق الجديد")
    (wire.folder / "story.txt").symlink_to(secret)
    (wire.folder / "latest").symlink_to(wire.folder.parent)
    assert polled(room, wire) == {"new": 1, "quarantined": 1, "left out": 1}
    assert polled(room, wire) == {}
    with room.store.snapshot() as snapshot:
        (held,) = snapshot.quarantine.all()
        assert snapshot.placements.count(["all"])["all"] == 1
    assert (held.refused.place.file, held.refused.reason.partition(",")[0]) == (
        str(wire.folder / "story.txt"),
        "is a link",
    )
    (wire.folder / "story.txt").unlink()
    write(wire, "story.txt", "خبر يحل محل الرابط")
    assert polled(room, wire) == {"new": 1}
    with room.store.snapshot() as snapshot:
        assert snapshot.quarantine.count() == 0


def test_a_file_that_becomes_a_link_during_a_poll_is_not_read(
    room: Room, wire: Wire, monkeypatch: pytest.MonkeyPatch
) -> None:
    secret = wire.folder.with_name("secret.txt")
    secret.write_text("سر لا ينشر\nنص.", encoding="utf-8")
    path = write(wire, "story.txt", "افتتاح السوق الجديد")
    opened = os.open

    def late(name: str | Path, *rest: int, **options: int) -> int:
        if name == "story.txt" and not path.is_symlink():
            path.unlink()
            path.symlink_to(secret)
        return opened(name, *rest, **options)

    monkeypatch.setattr(os, "open", late)
    room.pass_time(seconds=10)
    done = room.poll(wire)
    assert (dict(done.counts), "story.txt cannot be read" in done.error) == ({}, True)
    room.pass_time(seconds=10)
    assert polled(room, wire) == {"quarantined": 1}


def test_a_pipe_in_a_drop_folder_holds_nothing_up(room: Room, wire: Wire) -> None:
    os.mkfifo(wire.folder / "a.txt")
    write(wire, "b.txt", "افتتاح السوق الجديد")
    assert polled(room, wire) == {"quarantined": 1, "new": 1}


def test_a_folder_behind_a_link_is_watched(room: Room, wire: Wire) -> None:
    """Whoever runs the newsroom has named it; only what lies below may be anybody's."""
    link = wire.folder.with_name("current")
    link.symlink_to(wire.folder)
    write(wire, "story.txt", "افتتاح السوق الجديد")
    assert polled(room, replace(wire, folder=link)) == {"new": 1}


def test_a_folder_that_goes_in_the_middle_of_a_poll_withdraws_nothing(
    room: Room, wire: Wire, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(wire, "a.txt", "افتتاح السوق الجديد")
    polled(room, wire)
    (wire.folder / "a.txt").unlink()
    away = wire.folder.with_name("away")
    look = folder_wire._look

    def last_look(folder: Path, now: float) -> object:
        listing = look(folder, now)
        folder.rename(away)
        return listing

    monkeypatch.setattr(folder_wire, "_look", last_look)
    assert "is no folder any more" in room.poll(wire).error
    assert room.kept("drop/a.txt").live


def test_of_many_refused_records_the_log_names_twenty_and_counts_all(
    room: Room, wire: Wire, caplog: pytest.LogCaptureFixture
) -> None:
    records = [{"id": f"bad-{number}", "title": ""} for number in range(30)]
    (wire.folder / "news.ndjson").write_text(
        "".join(f"{json.dumps(record)}\n" for record in records), encoding="utf-8"
    )
    room.pass_time(seconds=10)
    assert room.poll(wire).counts["quarantined"] == 30
    said = [line for line in caplog.messages if line.startswith(f"wire {wire.name}: ")]
    assert sum("news.ndjson: title: is missing" in line for line in said) == 20
    assert said[-2].endswith("10 more; all 30 by reason:")
    assert said[-1].endswith("30  title: is missing: an article needs a title")
