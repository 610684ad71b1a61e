"""Faults of the file of SQLite: it is moved away, another is put in its place, its disk is full."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from store import Store

from .disk import fill_up
from .newspaper import ACKNOWLEDGED
from .stage import Stage


@contextmanager
def file_moved_away(stage: Stage) -> Iterator[None]:
    """Somebody moves the file away, and back."""
    away = stage.folder / "away"
    away.mkdir()
    parts = [part for part in _parts(stage) if part.exists()]
    for part in parts:
        part.rename(away / part.name)
    _send(stage)
    yield
    for part in parts:
        (away / part.name).rename(part)


@contextmanager
def file_replaced(stage: Stage) -> Iterator[None]:
    """Somebody puts a copy in its place; then the newspaper is started again, as it should be.

    What SQLite kept beside the old file goes, since it would spoil the new one.
    """
    copy = stage.folder / "copy.db"
    store = Store(stage.url)
    store.backup(copy)
    store.close()
    for part in _parts(stage):
        part.unlink(missing_ok=True)
    copy.replace(stage.file)
    _send(stage)
    yield
    stage.newspaper.kill()


def _parts(stage: Stage) -> list[Path]:
    """The file, and what SQLite keeps beside it."""
    return [stage.file.with_name(f"{stage.file.name}{part}") for part in ("", "-wal", "-shm")]


def _send(stage: Stage) -> None:
    """Send an article to a newspaper that cannot keep it; what it acknowledges, it must keep."""
    number = stage.next_number()
    if stage.newspaper.send(number) in ACKNOWLEDGED:
        stage.acknowledged.append(number)


@contextmanager
def disk_full(stage: Stage) -> Iterator[None]:
    """The disk of the file is full, then has room again."""
    filler = fill_up(stage.file.parent)
    yield
    filler.unlink()
