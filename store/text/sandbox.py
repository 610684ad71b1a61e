"""Sandbox: a function in a process that ends with the call, for texts that may make it endless.

The kernel bounds its CPU time, its memory and its stay; it is no jail. Each call is a fork of a
server that has the modules loaded. Servers are fresh interpreters, started when they are first
needed: no thread, lock or connection of the caller is ever inherited. Few calls of a process run at
once, others wait for their turn; `allowance` bounds what all texts of one run may take together.
"""

import atexit
import logging
import os
import pickle
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from threading import BoundedSemaphore, Lock, Timer
from typing import IO, TypeVar, cast

from ..errors import Refused
from . import allowance
from .sandbox_server import (
    CPU_SECONDS,
    IS_ISOLATED,
    SECONDS,
    CallAnswer,
    CallFailure,
    read_answer,
    read_receipt,
    write_request,
)
from .weight import is_heavy

_ANSWER_SECONDS = SECONDS + 10  # a server may have to be started first
_ROOT = Path(__file__).parents[2]
_SERVE = """
import sys
from importlib.util import find_spec, module_from_spec
# The package without its front door, which would bring the database along.
sys.modules["store"] = module_from_spec(find_spec("store"))
from store.text.sandbox_server import serve
serve()"""
_PASSED: dict[object, str] = {
    -signal.SIGALRM: f"takes more than {SECONDS} s",
    "MemoryError": "takes more than 1 GB",
}
_Result = TypeVar("_Result")

_log = logging.getLogger("nashra.sandbox")


@dataclass(frozen=True, slots=True)
class Bounds:
    """What calls of one kind may take.

    cpu_seconds  of each call
    servers      calls of a process that run at once, each of which may take a core and 1 GB
    """

    cpu_seconds: int
    servers: int


TEXT = Bounds(cpu_seconds=CPU_SECONDS, servers=2)
FEED = Bounds(cpu_seconds=10, servers=4)  # two hostile ones must not keep others waiting


def run_isolated(function: Callable[..., _Result], *args: object, bounds: Bounds = TEXT) -> _Result:
    """The result of a module's function; it and its arguments must be such as can be pickled.

    What is isolated calls it as it is. Raises the Refused that it raises, or one of `content` if
    it passes a bound, fails or dies.
    """
    if IS_ISOLATED.get():
        return function(*args)
    allowance.check()
    try:
        answer = _own_servers(bounds).call(pickle.dumps((function, args, bounds.cpu_seconds)))
    except (BrokenPipeError, EOFError) as error:
        raise Refused("ended the server of its process", field="content") from error
    allowance.spend(answer.seconds)
    if answer.code == -signal.SIGPROF:
        raise Refused(f"takes more than {bounds.cpu_seconds} s of CPU", field="content")
    return cast(_Result, _result(answer, function.__name__))


def _result(answer: CallAnswer, name: str) -> object:
    """The result that a call of the function of this name wrote. Raises Refused without any."""
    if answer.code or not answer.written:
        reason = _PASSED.get(answer.code, f"ended its process with code {answer.code}")
        raise Refused(reason, field="content")
    result = pickle.loads(answer.written)  # noqa: S301 - by our own child
    if isinstance(result, Refused):
        raise result
    if isinstance(result, CallFailure):
        _log.warning("%s in isolation: %s: %s", name, result.kind, result.text)
        reason = _PASSED.get(result.kind, f"cannot be read: {result.kind}")
        raise Refused(reason, field="content")
    return result


def run_bounded(function: Callable[..., _Result], text: str, *args: object) -> _Result:
    """The result of a function of a text: called here for a light text, isolated for a heavy one.

    Raises Refused.
    """
    if is_heavy(text):
        return run_isolated(function, text, *args)
    return function(text, *args)


class _Gone(Exception):
    """A server had ended before it took a call: another one may be asked."""


class _Server:
    """A server.

    It leads a session: Ctrl-C does not reach it, and it uses up nothing of its caller's share of
    the cores.
    """

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-c", _SERVE],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd=_ROOT,
            start_new_session=True,
        )
        self._requests = cast(IO[bytes], self._process.stdin)
        self._answers = cast(IO[bytes], self._process.stdout)

    def call(self, call: bytes) -> CallAnswer:
        """The answer to a pickled call.

        Raises _Gone if the server did not take it, and EOFError if it ended later; one that does
        not answer is ended.
        """
        with self._bounded():
            try:
                write_request(self._requests, call)
                read_receipt(self._answers)
            except (BrokenPipeError, EOFError) as error:
                raise _Gone from error
            return read_answer(self._answers)

    @contextmanager
    def _bounded(self) -> Iterator[None]:
        """End the server if this takes longer than any call may.

        The child's own alarm is no help where it, or the server, has been stopped (SIGSTOP).
        """
        timer = Timer(_ANSWER_SECONDS, self._end_late)
        timer.daemon = True
        timer.start()
        try:
            yield
        finally:
            timer.cancel()

    def _end_late(self) -> None:
        """End a server that has not answered; whoever waits for it finds its pipes closed."""
        _log.warning("a server did not answer within %d s: it is ended", _ANSWER_SECONDS)
        self._process.kill()

    def end(self) -> None:
        """End the server, and the call that it may serve."""
        self._process.kill()
        for stream in (self._requests, self._answers):
            with suppress(OSError):  # half a request may be left
                stream.close()
        self._process.wait()


class _Servers:
    """The servers of one process for one kind of calls.

    Threads that call at the same time have one each.
    """

    def __init__(self, most: int) -> None:
        self._turns = BoundedSemaphore(most)
        self._lock = Lock()
        self._idle: list[_Server] = []

    def call(self, call: bytes) -> CallAnswer:
        """The answer to a call, from a server that is alive.

        No call is run a second time: its text may be what ended the server.
        """
        with self._turns:
            with self._lock:
                idle = self._idle.pop() if self._idle else None
            if idle:
                with suppress(_Gone), self._lent(idle) as server:
                    return server.call(call)
            try:
                with self._lent(_Server()) as server:
                    return server.call(call)
            except _Gone as error:
                raise EOFError from error

    @contextmanager
    def _lent(self, server: _Server) -> Iterator[_Server]:
        """Take a server back after its call, unless that broke off amid a message."""
        try:
            yield server
        except BaseException:
            server.end()
            raise
        with self._lock:
            self._idle.append(server)

    def end(self) -> None:
        """End all servers that wait for a call."""
        with self._lock:
            while self._idle:
                self._idle.pop().end()


# By process id: a process that is forked off must not talk into the pipes of its parent.
_SERVERS: dict[tuple[int, Bounds], _Servers] = {}


def _own_servers(bounds: Bounds) -> _Servers:
    own = (os.getpid(), bounds)
    if own not in _SERVERS:
        servers = _SERVERS.setdefault(own, _Servers(bounds.servers))
        atexit.register(_end, os.getpid(), servers)
    return _SERVERS[own]


def _end(pid: int, servers: _Servers) -> None:
    if os.getpid() == pid:
        servers.end()
