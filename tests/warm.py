"""Run a program many times and import what it needs once: a loaded process forks for each call.

A fork is a process like any other: it has a pid, a group, files and an environment of its own, and
can be killed. Only the second that its imports would take is saved.
"""

import atexit
import contextlib
import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryFile
from threading import Lock
from typing import IO

ROOT = Path(__file__).parents[1]


class Process:
    """One call of a program: what tests need of `subprocess.Popen`."""

    def __init__(self, end: socket.socket) -> None:
        self.pid = int(end.recv(16))
        self.returncode: int | None = None
        self._end = end

    def poll(self) -> int | None:
        """Its exit code, or minus the signal that killed it; None while it runs."""
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.wait(0)
        return self.returncode

    def wait(self, timeout: float | None = None) -> int:
        """Wait for its end. Raises TimeoutExpired."""
        if self.returncode is None:
            self._end.settimeout(timeout)
            try:
                self.returncode = int(self._end.recv(16))
            except (BlockingIOError, TimeoutError):
                raise subprocess.TimeoutExpired(f"process {self.pid}", timeout or 0) from None
            self._end.close()
        return self.returncode

    def terminate(self) -> None:
        """Ask it to end, if it still runs."""
        if self.poll() is None:
            os.kill(self.pid, signal.SIGTERM)

    def kill(self) -> None:
        """kill -9 it and everything it started."""
        os.killpg(self.pid, signal.SIGKILL)
        self.wait(60)


class Program:
    """Imports, which are made at the first call, and code, which is run at each."""

    def __init__(self, imports: str, code: str) -> None:
        self._source = f"{imports}\nfrom tests.warm import become\nbecome()\n{code}"
        self._way: socket.socket | None = None
        self._lock = Lock()

    def start(
        self, arguments: Sequence[str], environment: Mapping[str, str], files: Sequence[IO[bytes]]
    ) -> Process:
        """Start it in a group of its own; `files` are its input, its output and its errors."""
        order = json.dumps([arguments, dict(environment)]).encode()
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with theirs:
            socket.send_fds(
                self._loaded(), [order], [theirs.fileno(), *(file.fileno() for file in files)]
            )
        return Process(ours)

    def run(
        self,
        arguments: Sequence[str],
        environment: Mapping[str, str],
        stdin: bytes = b"",
        timeout: float = 300,
    ) -> subprocess.CompletedProcess[bytes]:
        """Run it to its end."""
        with TemporaryFile() as given, TemporaryFile() as said, TemporaryFile() as complained:
            given.write(stdin)
            given.seek(0)
            process = self.start(arguments, environment, [given, said, complained])
            try:
                code = process.wait(timeout)
            except subprocess.TimeoutExpired:
                process.kill()
                raise
            said.seek(0)
            complained.seek(0)
            return subprocess.CompletedProcess(arguments, code, said.read(), complained.read())

    def _loaded(self) -> socket.socket:
        """Where the process that has loaded the program takes orders; it ends with ours."""
        with self._lock:
            if self._way is None:
                ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
                with theirs:
                    command = [sys.executable, "-c", self._source]
                    subprocess.run(
                        command, cwd=ROOT, stdin=theirs, start_new_session=True, check=True
                    )
                atexit.register(ours.close)
                self._way = ours
            return self._way


def become() -> None:
    """Take orders in a process that nobody waits for; return in a new process for each of them.

    The loaded process forks twice: the inner process carries the order out, the outer one waits for
    its end and reports the exit code.
    """
    if os.fork():
        os._exit(0)
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    orders = socket.socket(fileno=os.dup(0))
    while True:
        order, files, _, _ = socket.recv_fds(orders, 1 << 20, 4)
        if not order:
            os._exit(0)
        if not os.fork():
            break
        for file in files:
            os.close(file)
    orders.close()
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    end = socket.socket(fileno=files[0])
    process = os.fork()
    if process:
        _tell_the_end(process, end, files[1:])
    _dress(*json.loads(order), files[1:])
    end.send(str(os.getpid()).encode())
    end.close()


def _tell_the_end(process: int, end: socket.socket, files: Sequence[int]) -> None:
    """Wait for a process and say its exit code; none of its files are held open meanwhile."""
    for file in (0, 1, 2, *files):
        os.close(file)
    code = os.waitstatus_to_exitcode(os.waitpid(process, 0)[1])
    with contextlib.suppress(BrokenPipeError):
        end.send(str(code).encode())
    os._exit(0)


def _dress(arguments: list[str], environment: dict[str, str], files: Sequence[int]) -> None:
    """Give this process its own group, files, environment and arguments."""
    os.setsid()
    for standard, file in enumerate(files):
        os.dup2(file, standard)
        os.close(file)
    os.environ.clear()
    os.environ.update(environment)
    sys.argv[1:] = arguments
