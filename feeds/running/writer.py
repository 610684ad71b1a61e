"""The writer: a process beside a web worker, in which all happens that the API is told to write.

Reading, deciding and keeping what is sent holds the interpreter, and polls of feeds are answered by
the same one: in a process of its own a text of any size keeps no reader waiting. The writer is a
fresh interpreter with an engine of its own, so nothing of the web worker is inherited, and leads a
session: where Linux shares its cores among these, the worker's share is its own. It serves several
calls at once, gives signs of life, and lives as long as the worker; one that dies or falls silent
is replaced.
"""

import logging
import os
import pickle
import signal
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import Future
from contextlib import suppress
from multiprocessing import Pipe
from multiprocessing.connection import Connection
from pathlib import Path
from queue import SimpleQueue
from threading import Lock, Thread
from typing import TypeVar, cast

from store import Problem, Unavailable

from ..newsroom import Newsroom
from .writing import CallError

_ROOT = Path(__file__).parents[2]
_SERVE = "from feeds.running.writing import serve; serve()"
_LOOK_SECONDS = 2.0
_FIRST_LOOKS = 15  # by which a new one has given a sign of life, or is ended
_LOOKS = 4  # by which it has given another
# The longest run there can be takes half of that: 500 heavy texts, until its allowance is used up.
_ANSWER_SECONDS = 600
_LAST_WORDS_SECONDS = 0.5
_TAKES_IN = "the process that takes in what is sent"
_ENDED = (EOFError, OSError)  # what a connection raises whose other side is gone
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
        self._is_closed = False
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
            self._is_closed = True
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
            raise Unavailable(f"{_TAKES_IN} does not begin: send it later") from error

    def _living(self) -> "_Process":
        """The process, started unless it lives."""
        with self._lock:
            if self._process and self._process.has_ended():
                self._process.end()
                self._process = None
            if self._process is None:
                self._process = self._start_process()
            return self._process

    def _start_process(self) -> "_Process":
        """A new process. Raises Unavailable."""
        if self._is_closed:
            raise Unavailable(f"{_TAKES_IN} has ended")
        try:
            return _Process(self._newsroom, self._calls)
        except (OSError, RuntimeError) as error:  # no process, descriptor or thread is to be had
            raise Unavailable(f"{_TAKES_IN} cannot start: {error}") from error


class _Unread(Exception):
    """The process ended before it had read a call: another one may be asked."""


class _Process:
    """One life of the writer, with a connection for each call that it serves at once."""

    def __init__(self, newsroom: Newsroom, calls: int) -> None:
        """Start it. Raises OSError or RuntimeError."""
        self._process: subprocess.Popen[bytes]
        self._idle: SimpleQueue[Connection] = SimpleQueue()
        signs, its_signs = Pipe(duplex=False)
        theirs = [its_signs]
        for _ in range(calls):
            ours, their = Pipe()
            self._idle.put(ours)
            theirs.append(their)
        started: Future[None] = Future()
        Thread(target=self._attend, args=(theirs, signs, started), daemon=True).start()
        try:
            started.result()
        finally:
            del started  # its error, and with that our connections, were left to the collector
        self._tell_whose_it_is(newsroom)

    def _attend(self, theirs: list[Connection], signs: Connection, started: Future[None]) -> None:
        """Start the process, listen to it as long as it lives, and bury it.

        On Linux the kernel ends it with the *thread* that started it: this one stays until then.
        """
        try:
            self._process = _start(theirs)
            for their in theirs:
                their.close()
        except Exception as error:
            started.set_exception(error)
            del started  # as above
            return
        started.set_result(None)
        self._listen(signs)
        self._kill()

    def _listen(self, signs: Connection) -> None:
        """Take in its signs of life, and end it where none comes, whatever it is at.

        Looks are counted, not the time: one that was stopped for long together with this worker,
        and goes on with it, was not silent.
        """
        left = _FIRST_LOOKS
        with suppress(*_ENDED):
            while left:
                left -= 1
                if signs.poll(_LOOK_SECONDS):
                    signs.recv_bytes()
                    left = _LOOKS
            self._end_late("gave no sign of life")

    def _tell_whose_it_is(self, newsroom: Newsroom) -> None:
        """Tell the process on its input. If it has ended, whoever calls will see."""
        if self._process.stdin:
            with suppress(BrokenPipeError):
                pickle.dump((newsroom.settings, newsroom.store.url), self._process.stdin)
                self._process.stdin.flush()

    def has_ended(self) -> bool:
        return self._process.poll() is not None

    def call(self, call: bytes) -> bytes:
        """The answer to a pickled call.

        Raises _Unread where the process gave no receipt, Unavailable where it ended later.
        """
        connection = self._idle.get()
        try:
            self._hand_over(call, connection)
            return self._receive(connection)
        except BaseException:  # whatever it was: an answer may be left on the connection
            self.end()
            raise
        finally:
            self._idle.put(connection)

    def _hand_over(self, call: bytes, connection: Connection) -> None:
        """Send a call, and wait until it is read. Raises _Unread."""
        try:
            connection.send_bytes(call)
            connection.recv_bytes()
        except _ENDED as error:
            self._note_death()
            raise _Unread from error

    def _receive(self, connection: Connection) -> bytes:
        """Wait for the answer. Raises Unavailable."""
        try:
            if not connection.poll(_ANSWER_SECONDS):
                self._end_late(f"was at a call for {_ANSWER_SECONDS} s")
            return connection.recv_bytes()
        except _ENDED as error:
            self._note_death()
            raise Unavailable(f"{_TAKES_IN} has ended: send it again") from error

    def _end_late(self, reason: str) -> None:
        """End the process; whoever waits for it finds his connection closed."""
        self._process.send_signal(signal.SIGPROF)  # by which it says where it stands
        with suppress(subprocess.TimeoutExpired):
            self._process.wait(_LAST_WORDS_SECONDS)
        self._process.kill()
        _log.error("the writer %s, and was ended", reason)

    def _note_death(self) -> None:
        self.end()
        code = self._process.returncode
        _log.error("the writer died (exit %s), it is started again when it is needed", code)

    def _kill(self) -> None:
        self._process.kill()
        self._process.wait()

    def end(self) -> None:
        """End the process, whatever it does, and let go what it was asked by."""
        self._kill()
        if self._process.stdin:
            with suppress(OSError):
                self._process.stdin.close()


def _start(connections: list[Connection]) -> subprocess.Popen[bytes]:
    """A process that answers over these connections. Raises OSError."""
    numbers = [connection.fileno() for connection in connections]
    return subprocess.Popen(
        [sys.executable, "-c", _SERVE, str(os.getpid()), *map(str, numbers)],
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        cwd=_ROOT,
        pass_fds=numbers,
        start_new_session=True,
    )
