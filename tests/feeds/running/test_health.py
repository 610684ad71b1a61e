"""doctor: each thing it looks at is ok when it is right, and WRONG when it is not."""

import resource
import shutil
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from threading import Event

import pysqlite3
import pytest

from feeds.running import health
from feeds.running.health import Finding, examine
from feeds.settings.load import load
from feeds.settings.values import Settings
from store import Store
from store.db import checkup
from store.db.migrations import current
from tests.room import START, Room, article

CONFIGURATION = """
base_url = "https://news.example.com"

[[section]]
slug = "politics"
title = "سياسة"

[[section]]
slug = "economy"
title = "اقتصاد"

[[wire]]
name = "drop"
kind = "folder"
path = "{folder}"
"""


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    path = tmp_path / "nashra.toml"
    path.write_text(CONFIGURATION.format(folder=tmp_path / "drop"), encoding="utf-8")
    return load({}, path)


@pytest.fixture(autouse=True)
def _a_second_look_comes_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health, "RENEWED_SECONDS", 0.0)


@pytest.fixture
def room(sqlite: str) -> Iterator[Room]:
    """A newsroom in which all is well."""
    store = Store(sqlite)
    made = Room(store)
    made.ingest(article(1))
    made.refresh()
    assert made.beats("the scheduler").hold_lease()
    yield made
    store.close()


@pytest.fixture
def empty(empty_sqlite: str) -> Iterator[Store]:
    """A database without tables."""
    Path(empty_sqlite.removeprefix("sqlite:///")).touch()
    store = Store(empty_sqlite)
    yield store
    store.close()


def look(settings: Settings, store: Store, now: datetime) -> dict[str, Finding]:
    return {finding.subject: finding for finding in examine(settings, store, now)}


def wrong(found: dict[str, Finding]) -> list[str]:
    """What is wrong, but for the scheduler: none works here, and it has its own tests."""
    return [
        subject for subject, finding in found.items() if not finding.well and subject != "scheduler"
    ]


def test_where_all_is_well_every_finding_says_so(settings: Settings, room: Room) -> None:
    found = look(settings, room.store, room.now)
    assert wrong(found) == []
    assert found["scheduler"].well
    assert {
        subject: finding.detail for subject, finding in found.items() if subject != "database"
    } == {
        "configuration": "2 sections, https://news.example.com",
        "schema": "as this program needs it",
        "pages": "no damage was found",
        "writing": "a row was kept, and removed",
        "scheduler": "the scheduler prints",
        "clock": "2026-11-24 09:00:01 UTC",
        "zone data": "Africa/Cairo is 11:00 +0200 now",
        "last print": "2026-11-24 09:00:01 UTC",
        "quarantine": "0 drafts",
        "search": "1 articles are indexed",
        "wire drop": "not polled yet",
    }
    assert found["database"].detail.startswith("SQLite 3.")


@pytest.mark.parametrize(
    ("version", "well"), [("3.51.2", False), ("3.46.1", False), ("3.51.3", True), ("3.60.0", True)]
)
def test_a_sqlite_that_may_corrupt_its_log_is_wrong(
    settings: Settings, room: Room, version: str, well: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pysqlite3.sqlite_version", version)
    found = look(settings, room.store, room.now)
    assert wrong(found) == ([] if well else ["database"])
    assert found["database"].detail == f"SQLite {version} is linked"


def test_a_postgresql_is_named_with_its_version(settings: Settings, postgresql: str) -> None:
    store = Store(postgresql)
    finding = look(settings, store, START)["database"]
    store.close()
    assert finding.well
    assert finding.detail.startswith("PostgreSQL ")


def test_a_database_without_tables_is_wrong_and_the_rest_is_looked_at(
    settings: Settings, empty: Store
) -> None:
    found = look(settings, empty, START)
    assert wrong(found) == [
        "schema",
        "writing",
        "clock",
        "last print",
        "quarantine",
        "search",
        "wire drop",
    ]
    assert found["schema"].detail == "the database has no tables yet: run `flask migrate`"
    assert found["configuration"].well
    assert found["database"].well


def test_a_database_without_a_file_is_wrong_and_none_is_made(
    settings: Settings, tmp_path: Path
) -> None:
    store = Store(f"sqlite:///{tmp_path / 'nashra.db'}")
    found = look(settings, store, START)
    store.close()
    assert wrong(found) == ["database"]
    assert "run `flask migrate`; or put its file" in found["database"].detail
    assert not (tmp_path / "nashra.db").exists()


def test_a_schema_of_another_version_is_wrong(
    settings: Settings, room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(current, "newest", lambda: "9999")
    found = look(settings, room.store, room.now)
    assert wrong(found) == ["schema"]
    assert "run `flask migrate`" in found["schema"].detail


def test_a_database_that_cannot_be_opened_is_wrong_once(settings: Settings, tmp_path: Path) -> None:
    (tmp_path / "nashra.db").write_bytes(b"no database at all" * 100)
    store = Store(f"sqlite:///{tmp_path / 'nashra.db'}")
    found = look(settings, store, START)
    store.close()
    assert wrong(found) == ["database"]
    assert "cannot be used now" in found["database"].detail
    assert found["configuration"].well
    assert "schema" not in found


def test_a_clock_that_stands_before_the_newest_change_is_wrong(
    settings: Settings, room: Room
) -> None:
    assert wrong(look(settings, room.store, START - timedelta(seconds=60))) == []
    found = look(settings, room.store, START - timedelta(seconds=61))
    assert wrong(found) == ["clock"]
    assert (
        found["clock"].detail
        == "2026-11-24 08:58:59 UTC is before the newest change, 2026-11-24 09:00:00"
    )


def test_feeds_that_are_dirty_for_over_a_minute_are_wrong_and_named(
    settings: Settings, room: Room
) -> None:
    room.ingest(article(2))
    assert wrong(look(settings, room.store, room.now + timedelta(seconds=60))) == []
    found = look(settings, room.store, room.now + timedelta(seconds=61))
    assert wrong(found) == ["last print"]
    assert set(found["last print"].detail.removeprefix("dirty for over 60 s: ").split(", ")) == {
        "all",
        "politics",
    }
    room.refresh()
    assert wrong(look(settings, room.store, room.now + timedelta(seconds=61))) == []


def test_a_feed_is_dirty_since_its_first_change_that_was_not_printed(
    settings: Settings, room: Room
) -> None:
    room.ingest(article(2))
    room.pass_time(seconds=50)
    room.ingest(article(3))
    assert wrong(look(settings, room.store, room.now + timedelta(seconds=11))) == ["last print"]


def test_a_newsroom_that_never_printed_is_wrong(settings: Settings, sqlite: str) -> None:
    store = Store(sqlite)
    found = look(settings, store, START)
    store.close()
    assert wrong(found) == ["last print"]
    assert found["last print"].detail == "nothing was ever printed"


def test_drafts_in_quarantine_are_counted_and_are_nothing_wrong(
    settings: Settings, room: Room
) -> None:
    room.ingest({"id": "bad", "title": ""}, {"id": "worse", "title": ""})
    found = look(settings, room.store, room.now)
    assert (found["quarantine"].well, found["quarantine"].detail) == (True, "2 drafts")


def test_a_wire_that_failed_is_wrong_until_it_works_again(settings: Settings, room: Room) -> None:
    (wire,) = settings.wires
    room.poll(wire)
    found = look(settings, room.store, room.now)
    assert wrong(found) == ["wire drop"]
    assert str(wire.folder) in found["wire drop"].detail
    wire.folder.mkdir()
    room.pass_time(minutes=2)
    room.poll(wire)
    found = look(settings, room.store, room.now)
    assert wrong(found) == []
    assert found["wire drop"].detail == f"well at {room.now:%Y-%m-%d %H:%M:%S} UTC"


def test_each_wire_has_a_line_of_its_own(settings: Settings, room: Room, tmp_path: Path) -> None:
    (drop,) = settings.wires
    (tmp_path / "drop").mkdir()
    lost = replace(drop, name="lost", folder=tmp_path / "lost")
    for wire in (drop, lost):
        room.poll(wire)
    assert wrong(look(replace(settings, wires=(drop, lost)), room.store, room.now)) == ["wire lost"]


# Writing


def said_of_writing(settings: Settings, room: Room) -> str:
    """What is said where nothing can be written, and nothing else is wrong."""
    found = look(settings, room.store, room.now)
    assert wrong(found) == ["writing"]
    assert found["writing"].detail.startswith("nothing can be written: ")
    return found["writing"].detail


def rows(room: Room) -> list[str]:
    """The names of all leases: the doctor's write leaves none."""
    with room.store.snapshot() as snapshot:
        execute = snapshot.revision.connection.exec_driver_sql
        return list(execute("SELECT name FROM leases").scalars())


def test_a_database_that_can_be_written_is_left_as_it_was(settings: Settings, room: Room) -> None:
    with room.store.snapshot() as snapshot:
        before = snapshot.revision.number()
    assert wrong(look(settings, room.store, room.now)) == []
    with room.store.snapshot() as snapshot:
        assert snapshot.revision.number() == before
    assert rows(room) == ["scheduler"]


def test_a_postgresql_can_be_written_and_is_left_as_it_was(
    settings: Settings, postgresql: str
) -> None:
    store = Store(postgresql)
    found = look(settings, store, START)
    assert (found["writing"].well, found["pages"].well) == (True, True)
    with store.transaction() as transaction:
        assert transaction.leases.find("doctor") is None
        locked = look(settings, store, START)["writing"]
    store.close()
    assert not locked.well
    assert "lock timeout" in locked.detail


def test_a_lock_that_another_holds_is_said(settings: Settings, room: Room) -> None:
    with room.store.transaction():
        assert "locked" in said_of_writing(settings, room)
    assert wrong(look(settings, room.store, room.now)) == []


def test_a_file_that_may_not_grow_is_said(settings: Settings, room: Room) -> None:
    """As where the disk is full, or a quota has been reached."""
    size = Path(settings_file(room)).stat().st_size
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size + 500_000, before[1]))
    try:
        said_of_writing(settings, room)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert rows(room) == ["scheduler"]


def settings_file(room: Room) -> str:
    return room.store.url.removeprefix("sqlite:///")


def test_a_disk_that_is_full_is_said_even_if_the_log_has_room(
    settings: Settings, room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    full = shutil._ntuple_diskusage(8_000_000, 8_000_000, 4096)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: full)
    assert "the disk is full: 4096 bytes are free" in said_of_writing(settings, room)
    assert rows(room) == ["scheduler"]


def test_a_file_that_may_only_be_read_is_said(
    settings: Settings, room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise pysqlite3.OperationalError("attempt to write a readonly database")

    monkeypatch.setattr(checkup, "upsert", refuse)
    assert "readonly" in said_of_writing(settings, room)


# Pages


def test_a_page_that_is_damaged_is_said(settings: Settings, sqlite: str) -> None:
    """It is one of a table that nothing else looks at."""
    file = Path(sqlite.removeprefix("sqlite:///"))
    with closing(pysqlite3.connect(file)) as database:
        (number,) = database.execute(
            "SELECT rootpage FROM sqlite_schema WHERE name = 'copies'"
        ).fetchone()
        (size,) = database.execute("PRAGMA page_size").fetchone()
    with file.open("r+b") as content:
        content.seek((number - 1) * size)
        content.write(b"\xff" * size)
    store = Store(sqlite)
    found = look(settings, store, START)
    store.close()
    assert wrong(found) == ["pages", "last print"]
    assert "malformed" in found["pages"].detail or "page" in found["pages"].detail.casefold()
    assert "\n" not in found["pages"].detail


def test_a_look_at_many_pages_ends_in_time(
    settings: Settings, room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(checkup, "CHECK_SECONDS", -1.0)
    monkeypatch.setattr(checkup, "_LOOK_STEPS", 1)
    assert wrong(look(settings, room.store, room.now)) == []


# The scheduler


def scheduler(settings: Settings, room: Room) -> Finding:
    return look(settings, room.store, room.now)["scheduler"]


def test_nobody_prints_where_no_scheduler_ever_ran(settings: Settings, sqlite: str) -> None:
    store = Store(sqlite)
    finding = look(settings, store, START)["scheduler"]
    store.close()
    assert not finding.well
    assert finding.detail.startswith("nobody prints: no scheduler runs")


def test_nobody_prints_once_the_scheduler_has_retired(settings: Settings, room: Room) -> None:
    beats = room.beats("the scheduler")
    beats.hold_lease()
    assert scheduler(settings, room).well
    beats.release_leases()
    assert not scheduler(settings, room).well


def test_nobody_prints_once_a_lease_has_ended(settings: Settings, room: Room) -> None:
    room.pass_time(seconds=14)
    assert scheduler(settings, room).well
    room.pass_time(seconds=2)
    finding = scheduler(settings, room)
    assert not finding.well
    assert finding.detail == (
        "nobody prints: the lease of the scheduler has ended at 2026-11-24 09:00:16 UTC"
    )


@pytest.mark.parametrize("hours", [-1, 1])
def test_a_scheduler_whose_clock_is_another_prints_all_the_same(
    settings: Settings, room: Room, hours: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its lease is renewed while the doctor looks."""
    room.pass_time(hours=hours)

    def renew(event: Event, _: float) -> bool:
        other = room.now - timedelta(hours=hours, seconds=-5)
        with room.store.transaction() as transaction:
            transaction.leases.take("scheduler", "the scheduler", other, timedelta(seconds=15))
        return event.is_set()

    monkeypatch.setattr(Event, "wait", renew)
    assert scheduler(settings, room).well
