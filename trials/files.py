"""Faults of the file of SQLite: it is taken away, another is put in its place, its disk is full."""

import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from store import Store

from .disk import fill_up
from .newspaper import ACKNOWLEDGED
from .stage import Stage

_PARTS = ("", "-wal", "-shm")


@contextmanager
def file_removed(stage: Stage) -> Iterator[None]:
    """Somebody removes the file; a copy of it is put back, and the newspaper started again."""
    copy = _copied(stage)
    _remove(stage)
    yield
    _send(stage)
    _remove(stage)
    copy.replace(stage.file)
    os.kill(stage.newspaper.pid, signal.SIGKILL)


@contextmanager
def file_replaced(stage: Stage) -> Iterator[None]:
    """Somebody puts a copy of the file in its place, as one does with a backup."""
    copy = _copied(stage)
    _remove(stage)
    copy.replace(stage.file)
    _send(stage)
    yield


def _copied(stage: Stage) -> Path:
    copy = stage.folder / "copy.db"
    store = Store(stage.url)
    store.backup(copy)
    store.close()
    return copy


def _remove(stage: Stage) -> None:
    for part in _PARTS:
        stage.file.with_name(stage.file.name + part).unlink(missing_ok=True)


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
