"""A backup is one moment of the database, restored to the same newsroom on either database."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from alembic import command
from sqlalchemy import select

from store import NotFound, Refused, Store, Unavailable
from store.db import backup
from store.db.columns import metadata
from store.db.engine import open_engine, read, write
from store.db.migrations import migrate
from store.db.schema import leases, search_entries
from tests import process
from tests.conftest import NAMESPACE
from tests.room import Room, article

MANY = 1_500  # articles, in three transactions


def rows(url: str) -> dict[str, list[tuple[object, ...]]]:
    """All that is kept, by table, but for who works now, and words that are read anew."""
    engine = open_engine(url)
    derived = (leases, search_entries)
    tables = [table for table in metadata.sorted_tables if table not in derived]
    with read(engine) as connection:
        found = {
            table.name: sorted((tuple(row) for row in connection.execute(select(table))), key=repr)
            for table in tables
        }
    engine.dispose()
    return found


@pytest.fixture
def room(store: Store) -> Room:
    made = Room(store)
    made.ingest(*(article(number) for number in range(30)), {"id": "bad", "title": ""})
    made.refresh()
    made.ingest(article(3, title="عنوان جديد"))
    return made


@pytest.mark.parametrize("target", ["empty_sqlite", "empty_postgresql"])
def test_a_backup_restored_elsewhere_is_the_same_newsroom(
    room: Room, target: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    url = request.getfixturevalue(target)
    number = room.store.backup(tmp_path / "backup.db")
    assert [path.name for path in tmp_path.glob("*backup*")] == ["backup.db"]
    other = Store(url)
    assert other.restore(tmp_path / "backup.db") == number
    assert rows(url) == rows(room.store.url)
    again = Room(other)
    again.now = room.now
    assert [one.kind for one in again.ingest(article(4), {"id": "worse", "title": ""})] == [
        "same",
        "quarantined",
    ]
    assert again.refresh() == room.refresh()
    assert again.edition("politics").bodies == room.edition("politics").bodies
    other.close()


def test_a_backup_during_an_ingest_is_one_moment_of_it(database: str, tmp_path: Path) -> None:
    records = process.ndjson([article(number) for number in range(MANY)])
    seen: list[int] = []
    with ThreadPoolExecutor(1) as threads:
        running = threads.submit(process.run, database, "ingest", "-", stdin=records)
        while not running.done():
            seen.append(articles_of_a_moment(database, tmp_path / "during.db"))
    assert running.result().returncode == 0, running.result().stderr
    assert any(0 < count < MANY for count in seen), seen
    assert articles_of_a_moment(database, tmp_path / "after.db") == MANY
    assert rows(f"sqlite:///{tmp_path / 'after.db'}") == rows(database)


def articles_of_a_moment(database: str, file: Path) -> int:
    """How many articles a backup holds: of whole transactions, each with its placements and
    keys.
    """
    number = backup.backup(database, file)
    store = Store(f"sqlite:///{file}")
    with store.snapshot() as snapshot:
        articles = snapshot.articles.after("", 5000)
        placed = snapshot.placements.of(one.article.id for one in articles)
    store.close()
    assert len(articles) % 500 == 0
    assert set(placed) == {one.article.id for one in articles}
    assert max((one.revision for one in articles), default=0) <= number
    return len(articles)


def test_a_database_in_use_is_not_overwritten(room: Room, tmp_path: Path) -> None:
    room.store.backup(tmp_path / "backup.db")
    before = rows(room.store.url)
    with pytest.raises(Refused, match="into an empty one"):
        room.store.restore(tmp_path / "backup.db")
    assert rows(room.store.url) == before


def test_what_is_no_backup_is_refused_with_a_word(sqlite: str, tmp_path: Path) -> None:
    store = Store(sqlite)
    with pytest.raises(NotFound, match="there is no file"):
        store.restore(tmp_path / "none.db")
    (tmp_path / "text.db").write_text("ليس نسخة احتياطية", encoding="utf-8")
    with pytest.raises(Refused, match="no file that `flask backup` has made"):
        store.restore(tmp_path / "text.db")
    with pytest.raises(NotFound, match="there is no folder"):
        store.backup(tmp_path / "text.db" / "backup.db")
    with pytest.raises(Refused, match="is the database itself"):
        store.backup(tmp_path / "nashra.db")
    assert not list(tmp_path.glob(".nashra*"))
    store.close()


def test_a_backup_that_fails_leaves_the_last_one_as_it_was(
    room: Room, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "backup.db"
    room.store.backup(file)
    before = file.read_bytes()

    def full(_: Path) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(backup, "_settle", full)
    with pytest.raises(Unavailable, match="No space left"):
        room.store.backup(file)
    assert file.read_bytes() == before
    assert not list(tmp_path.glob(".backup*"))


def test_two_backups_to_one_file_at_once_are_both_whole(room: Room, tmp_path: Path) -> None:
    file = tmp_path / "a?b#c.db"
    with ThreadPoolExecutor(4) as threads:
        numbers = list(threads.map(lambda _: room.store.backup(file), range(4)))
    assert len(set(numbers)) == 1
    other = Store(f"sqlite:///{tmp_path / 'restored.db'}")
    assert other.restore(file) == numbers[0]
    assert rows(other.url) == rows(room.store.url)
    other.close()
    assert not list(tmp_path.glob("*.part*"))


def test_the_database_is_known_under_any_of_its_names(sqlite: str, tmp_path: Path) -> None:
    store = Store(sqlite)
    (tmp_path / "link").symlink_to(tmp_path)
    for name in ("link/nashra.db", "link/link/nashra.db"):
        with pytest.raises(Refused, match="is the database itself"):
            store.backup(tmp_path / name)
    store.close()


def test_a_backup_of_an_older_schema_is_brought_up_to_date(
    empty_sqlite: str, tmp_path: Path
) -> None:
    file = tmp_path / "older.db"
    engine = open_engine(f"sqlite:///{file}", migrates=True)
    with write(engine) as connection:
        command.upgrade(migrate.config(connection), "0001")
        connection.exec_driver_sql("INSERT INTO revision VALUES (1, 7, ?)", (str(NAMESPACE),))
    engine.dispose()
    store = Store(empty_sqlite)
    assert store.restore(file) == 7
    store.check()
    with store.snapshot() as snapshot:
        assert (snapshot.revision.namespace(), snapshot.revision.filled()) == (NAMESPACE, False)
    store.close()
