"""The file of a SQLite database: removed or replaced while it is in use, and what only looks so."""

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pysqlite3
import pytest

from store import Store, Unavailable, WrongSchema
from store.db.engine import opened, read, write


@pytest.fixture
def file(sqlite_template: Path, tmp_path: Path) -> Path:
    """The database, in a folder of its own."""
    folder = tmp_path / "var"
    folder.mkdir()
    return Path(shutil.copy(sqlite_template, folder / "nashra.db"))


@pytest.fixture
def store(file: Path) -> Iterator[Store]:
    """A store that is in use."""
    opened = Store(f"sqlite:///{file}")
    assert advance(opened) == 1
    yield opened
    opened.close()


def number(store: Store) -> int:
    with store.snapshot() as snapshot:
        return snapshot.revision.number()


def advance(store: Store) -> int:
    with store.transaction() as transaction:
        return transaction.revision.next()


def remove(file: Path) -> None:
    file.unlink()


def rename(file: Path) -> None:
    file.rename(file.with_name("old.db"))


def replace(file: Path) -> None:
    shutil.copy(file, file.with_name("restored.db"))
    file.with_name("restored.db").replace(file)


def remove_folder(file: Path) -> None:
    shutil.rmtree(file.parent)


def rename_folder(file: Path) -> None:
    file.parent.rename(file.parent.with_name("elsewhere"))


def make_anew(file: Path) -> None:
    file.unlink()
    file.touch()


def remove_log(file: Path) -> None:
    file.with_name("nashra.db-wal").unlink()


def remove_index(file: Path) -> None:
    file.with_name("nashra.db-shm").unlink()


def rename_log(file: Path) -> None:
    file.with_name("nashra.db-wal").rename(file.with_name("old.db-wal"))


def link_to_it(file: Path) -> None:
    """As one does who brings it to a larger disk: beside its new place there is another log."""
    file.rename(file.with_name("moved.db"))
    file.symlink_to("moved.db")


LOSSES: dict[Callable[[Path], None], str] = {
    remove: "was removed while in use",
    rename: "was removed while in use",
    replace: "was replaced while in use",
    make_anew: "was replaced while in use",
    remove_folder: "was removed while in use",
    rename_folder: "was removed while in use",
    remove_log: "nashra.db-wal was removed while in use",
    remove_index: "nashra.db-shm was removed while in use",
    rename_log: "nashra.db-wal was removed while in use",
    link_to_it: "was replaced while in use",
}
LEFT = (replace, make_anew, remove_log, remove_index, rename_log, link_to_it)  # a file of its name


@pytest.mark.parametrize("lose", LOSSES)
def test_nothing_is_read_or_written_once_the_file_is_lost(
    store: Store, file: Path, lose: Callable[[Path], None]
) -> None:
    lose(file)
    for ask in (advance, number):
        with pytest.raises(Unavailable, match=LOSSES[lose]) as raised:
            ask(store)
        assert str(file) in str(raised.value)
    assert file.exists() == (lose in LEFT)


@pytest.mark.parametrize("lose", LOSSES)
def test_what_was_begun_before_is_not_acknowledged(
    store: Store, file: Path, lose: Callable[[Path], None]
) -> None:
    with pytest.raises(Unavailable, match=LOSSES[lose]):
        lose_meanwhile(store, file, lose)


def lose_meanwhile(store: Store, file: Path, lose: Callable[[Path], None]) -> None:
    with store.transaction() as transaction:
        lose(file)
        transaction.revision.next()


def test_it_works_again_by_itself_when_the_file_is_put_back(store: Store, file: Path) -> None:
    rename(file)
    with pytest.raises(Unavailable, match="put it back"):
        advance(store)
    shutil.copy(file.with_name("old.db"), file)
    with pytest.raises(Unavailable, match="put back the one that it was"):
        advance(store)
    file.with_name("old.db").replace(file)
    assert advance(store) == 2
    assert number(store) == 2


def test_a_connection_that_is_made_later_makes_no_file(store: Store, file: Path) -> None:
    """More units at once than there are connections yet."""
    with store.snapshot() as snapshot:
        snapshot.revision.number()
        file.rename(file.with_name("old.db"))
        with pytest.raises(Unavailable, match="removed"):
            number(store)
    assert not file.exists()


def test_only_a_migration_makes_a_file(tmp_path: Path) -> None:
    store = Store(f"sqlite:///{tmp_path / 'new' / 'nashra.db'}")
    for ask in (number, advance, Store.check, Store.describe):
        with pytest.raises(WrongSchema, match="no tables yet: run `flask migrate`"):
            ask(store)
    assert not any((tmp_path / "new").iterdir())
    store.migrate()
    assert advance(store) == 1
    store.close()


def test_a_log_that_was_removed_is_kept_by_a_stop(store: Store, file: Path) -> None:
    """The last connection brings into the file what only it still knows."""
    assert advance(store) == 2
    remove_log(file)
    store.close()
    again = Store(store.url)
    assert advance(again) == 3
    again.close()


# What is no loss


def test_other_files_beside_it_are_expected_after_the_last_connection(file: Path) -> None:
    """SQLite removes them with it, and makes new ones."""
    store = Store(f"sqlite:///{file}")
    for number in range(1, 6):
        assert advance(store) == number
        store.close()
        assert not file.with_name("nashra.db-wal").exists()
        file.with_name(f"other-{number}").touch()  # so that no inode is the same again
    store.close()


def checkpoint(file: Path) -> None:
    with closing(pysqlite3.connect(file)) as other:
        other.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def vacuum(file: Path) -> None:
    with closing(pysqlite3.connect(file)) as other:
        other.execute("VACUUM")


def back_up(file: Path) -> None:
    other = Store(f"sqlite:///{file}")
    other.backup(file.with_name("backup.db"))
    other.close()


def migrate(file: Path) -> None:
    Store(f"sqlite:///{file}").migrate()


def touch(file: Path) -> None:
    os.utime(file)
    file.chmod(0o600)


def link(file: Path) -> None:
    os.link(file, file.with_name("link.db"))


@pytest.mark.parametrize("do", [checkpoint, vacuum, back_up, migrate, touch, link])
def test_what_others_do_to_the_file_is_no_loss(
    store: Store, file: Path, do: Callable[[Path], None]
) -> None:
    do(file)
    assert advance(store) == 2
    assert number(store) == 2


def test_a_relative_path_and_a_link_are_followed(
    file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "link.db").symlink_to(file)
    monkeypatch.chdir(tmp_path)
    stores = [Store("sqlite:///link.db"), Store("sqlite:///var/nashra.db")]
    assert [advance(store) for store in stores] == [1, 2]
    monkeypatch.chdir("/")
    assert [advance(store) for store in stores] == [3, 4]
    (tmp_path / "link.db").unlink()
    with pytest.raises(Unavailable, match="removed"):
        advance(stores[0])
    assert advance(stores[1]) == 5
    for store in stores:
        store.close()


@pytest.mark.skipif(not Path("/proc/locks").exists(), reason="only Linux tells who locks a file")
def test_nobody_opens_a_file_beside_the_log_of_another(store: Store, file: Path) -> None:
    """A command would mix the two, and damage a backup that was just moved there."""
    replace(file)
    whole = file.read_bytes()
    command = Store(store.url)
    for ask in (advance, number, Store.check, Store.try_write, Store.migrate):
        with pytest.raises(Unavailable, match=r"replaced while others use it: .* stop Nashra"):
            ask(command)
    assert file.read_bytes() == whole
    store.close()
    for ending in ("-wal", "-shm"):
        file.with_name(f"nashra.db{ending}").unlink()
    assert advance(command) == 1  # that of the backup, which lacks what only the log knew
    assert command.find_damage() == ""
    command.close()


@pytest.mark.parametrize("lose", [remove_index, link_to_it])
def test_nobody_begins_another_log_of_a_file_in_use(
    store: Store, file: Path, lose: Callable[[Path], None]
) -> None:
    lose(file)
    with opened(store.url) as engine, pytest.raises(Unavailable, match="while others use it"):
        engine.connect()
    assert not file.with_name("nashra.db-shm").exists() or file.is_symlink()
    assert not file.with_name("moved.db-shm").exists()


def test_a_lock_on_another_volume_is_nobodys_here(
    store: Store, file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two volumes that were made alike give their files the same inodes."""
    index = file.with_name("nashra.db-shm").stat()
    locks = tmp_path / "locks"
    monkeypatch.setattr("store.db.sqlite._LOCKS", locks)
    stranger = Store(store.url)
    device = f"{os.major(index.st_dev):02x}:{os.minor(index.st_dev):02x}"
    locks.write_text(f"1: POSIX  ADVISORY  READ 7 {device}:{index.st_ino} 128 128\n")
    with pytest.raises(Unavailable, match="replaced while others use it"):
        number(stranger)
    locks.write_text(f"1: POSIX  ADVISORY  READ 7 fe:ff:{index.st_ino} 128 128\n")
    assert number(stranger) == 1
    stranger.close()


def test_a_link_that_leads_elsewhere_is_a_loss(file: Path, tmp_path: Path) -> None:
    shutil.copy(file, tmp_path / "other.db")
    link = tmp_path / "link.db"
    link.symlink_to(file)
    store = Store(f"sqlite:///{link}")
    assert advance(store) == 1
    link.unlink()
    link.symlink_to(tmp_path / "other.db")
    with pytest.raises(Unavailable, match="replaced"):
        advance(store)
    store.close()


def test_a_database_in_memory_has_no_file() -> None:
    with opened("sqlite:///:memory:") as engine:
        with write(engine) as connection:
            connection.exec_driver_sql("CREATE TABLE seen (number INTEGER)")
        with read(engine) as connection:
            assert connection.exec_driver_sql("SELECT * FROM seen").all() == []
