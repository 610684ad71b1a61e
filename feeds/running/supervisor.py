"""The processes of a node: web() runs Granian; Supervisor keeps web and work alive as two children.

A child that dies is started again; both stop within two seconds. Nothing else depends on Granian.
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
from dataclasses import dataclass, field
from threading import Event

from granian.constants import HTTPModes, Interfaces, RuntimeModes
from granian.log import LogLevels
from granian.server import Server

from store import Unavailable

STOP_SECONDS = 1.5
THREADS = 16  # more of them take turns at the interpreter, and late answers come later
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


def web(host: str, port: int, workers: int) -> None:
    """Serve the application until the process is told to stop."""
    Server(
        "app:create_app",
        factory=True,
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=workers,
        http=HTTPModes.http1,
        backlog=4096,
        backpressure=5000,
        blocking_threads=THREADS,
        runtime_mode=RuntimeModes.mt,
        runtime_threads=2,
        workers_kill_timeout=1,
        respawn_failed_workers=True,
        log_level=LogLevels.error,
        log_dictconfig={"handlers": {}, "loggers": {"_granian": {"propagate": True}}},
        log_access=False,
        websockets=False,
    ).serve()


@dataclass(slots=True)
class _Child:
    name: str
    arguments: Sequence[str]
    process: subprocess.Popen[bytes] | None = None
    started: float = 0.0
    deaths: int = 0
    start_at: float = field(default=0.0)

    def start(self) -> None:
        command = [sys.executable, "-m", "flask", self.name, *self.arguments]
        self.process = subprocess.Popen(
            command, start_new_session=True, preexec_fn=_die_with_parent
        )
        self.started = time.monotonic()

    def signal(self, number: int) -> None:
        """To the child and all that it has started, which may outlive it."""
        if self.process:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self.process.pid, number)


def _die_with_parent() -> None:
    """A supervisor that is killed takes its children along (Linux; elsewhere they outlive it)."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)


class Supervisor:
    """Keeps `flask web` and `flask work` running until it is told to stop."""

    def __init__(self, web: Sequence[str], work: Sequence[str]) -> None:
        self._children = [_Child("web", web), _Child("work", work)]
        self._stop = Event()

    def run(self) -> int:
        """Returns the exit code: 0 after a stop, 1 where a child could not start at all."""
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: self._stop.set())
        code = 0
        while not self._stop.is_set():
            if not all(self._supervise(child) for child in self._children):
                code = 1
                break
            self._stop.wait(0.1)
        self._end()
        return code

    def _supervise(self, child: _Child) -> bool:
        """Start it, or start it again; False where it gave up at its very first start, for it has
        said why.
        """
        now = time.monotonic()
        if child.process is None:
            if now >= child.start_at:
                child.start()
            return True
        code = child.process.poll()
        if code is None:
            return True
        if code > 0 and not child.deaths and now - child.started < 3:
            _log.error("%s cannot start (exit %s)", child.name, code)
            return False
        child.deaths = child.deaths + 1 if now - child.started < 30 else 1
        pause = 0.0 if child.deaths == 1 else min(0.5 * 2**child.deaths, _LONGEST_PAUSE)
        _log.error("%s died (exit %s), it is started again in %.1f s", child.name, code, pause)
        child.signal(signal.SIGKILL)
        child.process, child.start_at = None, now + pause
        return True

    def _end(self) -> None:
        for child in self._children:
            child.signal(signal.SIGTERM)
        deadline = time.monotonic() + STOP_SECONDS
        for child in self._children:
            if child.process:
                with contextlib.suppress(subprocess.TimeoutExpired):
                    child.process.wait(max(0.0, deadline - time.monotonic()))
                child.signal(signal.SIGKILL)
                child.process.wait()
