"""The writer: a process beside a web worker, in which all happens that the API is told to write.

Reading, deciding and keeping what is sent holds the interpreter, and polls of feeds are answered by
the same one: in a process of its own a text of any size keeps no reader waiting. The writer is a
fresh interpreter with an engine of its own, so nothing of the web worker is inherited. It serves
several calls at once, and lives as long as the worker; one that dies is started again with the next
call.
"""

import logging
import pickle
import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress
from multiprocessing import Pipe
from multiprocessing.connection import Connection
from pathlib import Path
from queue import SimpleQueue
from threading import Lock, Timer
from typing import TypeVar, cast

from store import Problem, Unavailable

from ..newsroom import Newsroom
from .writing import CallError

_ROOT = Path(__file__).parents[2]
_SERVE = "from feeds.running.writing import serve; serve()"
# The longest run there can be takes half of that: 500 heavy texts, until its allowance is used up.
_ANSWER_SECONDS = 600
_TAKES_IN = "the process that takes in what is sent"
_Result = TypeVar("_Result")

_log = logging.getLogger("nashra.serve")


class Writer:
    """The writer of one newsroom. Safe to share between threads.

    Until start() it calls here: so do tests.

    calls  how many it serves at once; others wait
    """

    def __init__(self, newsroom: Newsroom, calls: int) -> None:
        self._newsroom = newsroom
        self._calls = calls
        self._is_apart = False
        self._lock = Lock()
        self._process: _Process | None = None

    def start(self) -> None:
        """Call in a process of its own from now on; it starts now where anybody may send."""
        self._is_apart = True
        if self._newsroom.settings.tokens:
            with suppress(Unavailable):  # whoever calls is told
                self._living()

    def close(self) -> None:
        """End the process, if there is one."""
        with self._lock:
            if self._process:
                self._process.end()

    def call(self, function: Callable[..., _Result], *args: object) -> _Result:
        """The result of a module's function of the newsroom and `args`, which can be pickled.

        Raises the Problem that it raises, or Unavailable where the process ends amid the call: each
        transaction of it is kept whole then, or not at all.
        """
        if not self._is_apart:
            return function(self._newsroom, *args)
        answer = pickle.loads(self._answer(pickle.dumps((function, args))))  # noqa: S301 - our own
        if isinstance(answer, Problem):
            raise answer
        if isinstance(answer, CallError):
            raise RuntimeError(f"{function.__name__} in the writer:\n{answer.traceback}")
        return cast(_Result, answer)

    def _answer(self, call: bytes) -> bytes:
        """The answer to a pickled call. Raises Unavailable.

        None is asked twice that has begun: it may be what ended the process.
        """
        with suppress(_Unread):
            return self._living().call(call)
        try:
            return self._living().call(call)
        except _Unread as error:
            raise Unavailable(f"{_TAKES_IN} cannot start: send it later") from error

    def _living(self) -> "_Process":
        """The process, started unless it lives."""
        with self._lock:
            if self._process and self._process.has_ended():
                self._process.end()
                self._process = None
            if self._process is None:
                self._process = _Process(self._newsroom, self._calls)
            return self._process


class _Unread(Exception):
    """The process had ended before it read a call: another one may be asked."""


class _Process:
    """One life of the writer, with a connection for each call that it serves at once."""

    def __init__(self, newsroom: Newsroom, calls: int) -> None:
        self._idle: SimpleQueue[Connection] = SimpleQueue()
        theirs = []
        for _ in range(calls):
            ours, their = Pipe()
            self._idle.put(ours)
            theirs.append(their)
        self._process = _start(theirs)
        for their in theirs:
            their.close()
        if self._process.stdin:
            with suppress(BrokenPipeError):  # it has ended, as whoever calls will see
                pickle.dump((newsroom.settings, newsroom.store.url), self._process.stdin)
                self._process.stdin.flush()

    def has_ended(self) -> bool:
        return self._process.poll() is not None

    def call(self, call: bytes) -> bytes:
        """The answer to a pickled call.

        Raises _Unread where the process did not read all of it, which the kernel tells by a broken
        connection, and not one that is merely closed; Unavailable where it ended later.
        """
        connection = self._idle.get()
        late = Timer(_ANSWER_SECONDS, self._process.kill)
        late.daemon = True
        late.start()
        try:
            connection.send_bytes(call)
            return connection.recv_bytes()
        except (BrokenPipeError, ConnectionResetError) as error:
            self._note_death()
            raise _Unread from error
        except (EOFError, OSError) as error:
            self._note_death()
            raise Unavailable(f"{_TAKES_IN} has ended: send it again") from error
        finally:
            late.cancel()
            self._idle.put(connection)

    def _note_death(self) -> None:
        self.end()
        code = self._process.returncode
        _log.error("the writer died (exit %s), it is started again when it is needed", code)

    def end(self) -> None:
        """End the process, whatever it does, and let go what it was asked by."""
        self._process.kill()
        self._process.wait()
        if self._process.stdin:
            with suppress(OSError):
                self._process.stdin.close()


def _start(connections: list[Connection]) -> subprocess.Popen[bytes]:
    """A process that is told on its input whose writer it is. Raises Unavailable."""
    numbers = [connection.fileno() for connection in connections]
    try:
        return subprocess.Popen(
            [sys.executable, "-c", _SERVE, *map(str, numbers)],
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            cwd=_ROOT,
            pass_fds=numbers,
        )
    except OSError as error:
        raise Unavailable(f"{_TAKES_IN} cannot start: {error}") from error
