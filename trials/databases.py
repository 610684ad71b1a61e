"""Databases to put at risk: a PostgreSQL of our own, or SQLite files. Each trial has its own."""

import itertools
import os
import shutil
import signal
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from tests import postgres
from tests.process import children

from .newspaper import fill

# Commits are kept where they are acknowledged. Where a trial lets them be acknowledged early, they
# stay in memory for as long as PostgreSQL allows, so that a crash surely forgets them.
_SETTINGS = """
synchronous_commit = on
wal_writer_delay = 10s
wal_writer_flush_after = 1GB
wal_buffers = 32MB
bgwriter_lru_maxpages = 0
checkpoint_timeout = 1h
"""
_FILLED = "filled"


class Postgresql:
    """A cluster for a whole run of trials, with a database for each."""

    name = "PostgreSQL"

    def __init__(self, cluster: postgres.Cluster) -> None:
        self.cluster = cluster
        self._numbers = itertools.count(1)

    def __enter__(self) -> "Postgresql":
        self.cluster.stop()
        with (self._data / "postgresql.conf").open("a", encoding="utf-8") as settings:
            settings.write(_SETTINGS)
        self.cluster.start()
        self._execute(f"CREATE DATABASE {_FILLED}")
        fill(self.cluster.url(_FILLED))
        return self

    def __exit__(self, *_: object) -> None:
        self.thaw()

    def fresh(self, _folder: Path) -> str:
        """The URL of a new database with the first articles in it."""
        name = f"trial_{next(self._numbers)}"
        self._execute(f"CREATE DATABASE {name} TEMPLATE {_FILLED} STRATEGY file_copy")
        return self.cluster.url(name)

    @contextmanager
    def early(self) -> Iterator[None]:
        """Let commits be acknowledged before they are kept."""
        self._acknowledge("off")
        try:
            yield
        finally:
            self.keep_first()

    def keep_first(self) -> None:
        """Let commits be acknowledged once they are kept, as usual."""
        self._acknowledge("on")

    def _acknowledge(self, synchronous_commit: str) -> None:
        self._execute(f"ALTER SYSTEM SET synchronous_commit = {synchronous_commit}")
        self._execute("SELECT pg_reload_conf()")

    def freeze(self) -> None:
        """Stop all of its processes where they are: they hold everything, and answer nothing."""
        self._signal(signal.SIGSTOP)

    def thaw(self) -> None:
        """Let them go on."""
        self._signal(signal.SIGCONT)

    @property
    def _data(self) -> Path:
        return self.cluster.folder / "data"

    def _signal(self, number: int) -> None:
        with suppress(OSError):
            lines = (self._data / "postmaster.pid").read_text(encoding="utf-8")
            postmaster = int(lines.split()[0])
            for pid in (postmaster, *children(postmaster)):
                os.kill(pid, number)

    def _execute(self, statement: str) -> None:
        with self.cluster.connect() as server:
            server.execute(statement)


@contextmanager
def own_postgresql() -> Iterator[Postgresql]:
    """A cluster that nobody else has, gone at the end."""
    run = postgres.Run()
    try:
        cluster = postgres.Cluster(run.folder / "cluster")
        cluster.create()
        with Postgresql(cluster) as database:
            yield database
    finally:
        run.end()


class Sqlite:
    """A file for each trial."""

    name = "SQLite"

    def __init__(self, folder: Path) -> None:
        self._filled = folder / "filled.db"

    def __enter__(self) -> "Sqlite":
        fill(f"sqlite:///{self._filled}")
        return self

    def __exit__(self, *_: object) -> None:
        pass

    def fresh(self, folder: Path) -> str:
        """The URL of a new database with the first articles in it."""
        shutil.copy(self._filled, folder / "nashra.db")
        return f"sqlite:///{folder / 'nashra.db'}"
