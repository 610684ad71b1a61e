"""The supervisor of a node: it keeps `flask web` and `flask work` alive as two children.

A child that dies is started again; both stop within two seconds.
"""

import contextlib
import ctypes
import logging
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from threading import Event

from store import Unavailable

STOP_SECONDS = 1.5
ROUND_SECONDS = 0.1  # between two looks at the children
# A child that ends by itself so soon after its very first start cannot start at all.
FIRST_SECONDS = 3
# A child that lived so long is started again at once, as if it had never died before.
SETTLED_SECONDS = 30
_LONGEST_PAUSE = 10.0
_PR_SET_PDEATHSIG = 1

_log = logging.getLogger("nashra.serve")


def free_address(host: str, port: int) -> str:
    """The IP address that a host means, on which nobody listens at this port yet.

    Asked before Granian binds: it shares a port with whoever has it. Raises Unavailable.
    """
    try:
        family, _, _, _, where = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, socket.SOCK_STREAM) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(where)
    except OSError as error:
        raise Unavailable(
            f"port {port} of {host} cannot be used: {error.strerror or error}; name another"
        ) from error
    return str(where[0])


@dataclass(slots=True)
class _Child:
    """One child: its command, and its process while it has one."""

    name: str
    arguments: Sequence[str]
    process: subprocess.Popen[bytes] | None = None
    started: float = 0.0
    deaths: int = 0  # in a row, each soon after its start
    start_at: float = 0.0

    def start(self) -> None:
        """Start the process, in a session and a group of its own."""
        command = [sys.executable, "-m", "flask", self.name, *self.arguments]
        self.process = subprocess.Popen(
            command,
            start_new_session=True,
            preexec_fn=partial(die_with_parent, os.getpid()),
        )
        self.started = time.monotonic()

    def signal(self, number: int) -> None:
        """Send a signal to the child and its workers, which may outlive it."""
        if self.process:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self.process.pid, number)

    def bury(self, code: int, now: float) -> None:
        """Note that the process ended, and plan its next start."""
        if now - self.started < SETTLED_SECONDS:
            self.deaths += 1
        else:
            self.deaths = 1
        pause = self._pause()
        _log.error("%s died (exit %s), it is started again in %.1f s", self.name, code, pause)
        self.signal(signal.SIGKILL)
        self.process = None
        self.start_at = now + pause

    def _pause(self) -> float:
        """Seconds until the next start: none after the first death, then ever longer."""
        if self.deaths == 1:
            return 0.0
        return float(min(0.5 * 2**self.deaths, _LONGEST_PAUSE))

    def end(self, deadline: float) -> None:
        """Wait for the process until the deadline, then kill it."""
        if self.process is None:
            return
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.process.wait(max(0.0, deadline - time.monotonic()))
        self.signal(signal.SIGKILL)
        self.process.wait()


def die_with_parent(parent: int, number: signal.Signals = signal.SIGTERM) -> None:
    """Send a signal to this process when the thread of `parent` that started it ends.

    A thread ends with its process, whatever that dies of. On Linux alone.
    """
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, number)
        if os.getppid() != parent:  # it was killed before this was said
            os._exit(1)


class Supervisor:
    """Keeps `flask web` and `flask work` running until it is told to stop."""

    def __init__(self, web: Sequence[str], work: Sequence[str]) -> None:
        self._children = [_Child("web", web), _Child("work", work)]
        self._stop = Event()

    def run(self) -> int:
        """Run until a stop. Returns the exit code: 1 where a child could not start at all."""
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: self._stop.set())
        code = 0
        while not self._stop.is_set():
            if not all(self._supervise(child) for child in self._children):
                code = 1
                break
            self._stop.wait(ROUND_SECONDS)
        self._end()
        return code

    def _supervise(self, child: _Child) -> bool:
        """Start a child, or start it again.

        Returns False where it gave up at its very first start: it has said why.
        """
        now = time.monotonic()
        if child.process is None:
            if now >= child.start_at:
                child.start()
            return True
        code = child.process.poll()
        if code is None:
            return True
        if self._gave_up(child, code, now):
            _log.error("%s cannot start (exit %s)", child.name, code)
            return False
        child.bury(code, now)
        return True

    def _gave_up(self, child: _Child, code: int, now: float) -> bool:
        """Whether a child ended by itself at its very first start; a signal says nothing of it."""
        return code > 0 and not child.deaths and now - child.started < FIRST_SECONDS

    def _end(self) -> None:
        """Stop the children, both at once."""
        for child in self._children:
            child.signal(signal.SIGTERM)
        deadline = time.monotonic() + STOP_SECONDS
        for child in self._children:
            child.end(deadline)
