"""`flask migrate`, `backup` and `restore-backup`."""

import re
from pathlib import Path

import pytest

from tests.feeds.cli.support import BAD, Newsroom, Open, assert_one_line, assert_usage
from tests.room import article


def test_migrate_makes_the_tables_and_may_be_run_again(opened: Open, empty_sqlite: str) -> None:
    newsroom = opened(empty_sqlite)
    said = newsroom.well("migrate")
    assert re.fullmatch(r"the database has schema \d{4}\n", said)
    assert newsroom.well("migrate") == said
    assert newsroom.ingest(article(1)).exit_code == 0


def test_a_backup_is_restored_into_an_empty_database(
    newsroom: Newsroom, opened: Open, empty_sqlite: str, tmp_path: Path
) -> None:
    newsroom.ingest(article(1), BAD)
    newsroom.well("refresh")
    revision = newsroom.kept("n-1").revision
    with newsroom.store.snapshot() as snapshot:
        number = snapshot.revision.number()
    copy = tmp_path / "monday.db"
    assert newsroom.well("backup", copy) == f"{copy} holds revision {number}\n"
    other = opened(empty_sqlite)
    assert other.well("restore-backup", copy) == f"the database is at revision {number}\n"
    assert other.kept("n-1") == newsroom.kept("n-1")
    assert other.kept("n-1").revision == revision
    assert [one.hash for one in other.held()] == [one.hash for one in newsroom.held()]
    assert other.printed("politics") == newsroom.printed("politics") != ""


def test_a_backup_is_restored_over_nothing(newsroom: Newsroom, tmp_path: Path) -> None:
    newsroom.ingest(article(1))
    newsroom.well("backup", tmp_path / "monday.db")
    newsroom.ingest(article(2))
    assert_one_line(newsroom.run("restore-backup", tmp_path / "monday.db"), "in use already")
    assert newsroom.kept("n-2").live


def test_a_backup_that_cannot_be_written_is_one_line(newsroom: Newsroom, file: Path) -> None:
    assert_one_line(newsroom.run("backup", file / "monday.db"), str(file))


def test_a_backup_that_is_not_there_or_is_none_is_one_line(
    opened: Open, empty_sqlite: str, tmp_path: Path, file: Path
) -> None:
    newsroom = opened(empty_sqlite)
    assert_one_line(newsroom.run("restore-backup", tmp_path / "nowhere.db"), "nowhere.db")
    assert_one_line(newsroom.run("restore-backup", file), "two.ndjson")


@pytest.mark.parametrize("command", ["backup", "restore-backup"])
def test_a_backup_is_a_named_file(newsroom: Newsroom, command: str, tmp_path: Path) -> None:
    assert_usage(newsroom.run(command), "FILE")
    assert_usage(newsroom.run(command, tmp_path), "is a directory")
