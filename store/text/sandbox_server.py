"""The server of the sandbox: one thread that has the modules loaded, and forks for each call.

It reads requests from its standard input and writes answers to its standard output, one after
another. It ends with its caller, and so does the call that it serves.
"""

import ctypes
import os
import pickle
import resource
import select
import signal
import struct
import sys
from collections.abc import Callable, Iterable
from contextlib import suppress
from contextvars import ContextVar
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import IO, NoReturn, cast

from ..errors import Refused

CPU_SECONDS = 2
SECONDS = 30
MEMORY = 1 << 30
IDLE_SECONDS = 900  # a server that nobody asks gives its memory back; wires ask every 300 s
NICENESS = 10  # whoever waits for a feed goes before a text that takes long
SESSION_NICENESS = 5  # that of its session, among the sessions of the machine

Call = tuple[Callable[..., object], tuple[object, ...], int]  # with its seconds of CPU


@dataclass(frozen=True, slots=True)
class CallFailure:
    """An exception that a call raised: its kind and its words, since not all can be pickled."""

    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class CallAnswer:
    """How a call ended.

    code     the exit code of its process, negative for a signal
    seconds  of CPU that it took
    written  its pickled result, or a Refused or a CallFailure; empty if it died
    """

    code: int
    seconds: float
    written: bytes


IS_ISOLATED: ContextVar[bool] = ContextVar("is_isolated", default=False)
"""Whether this process is the child of a server, which has its bounds already."""

_REQUEST = struct.Struct("!Q")  # the length of a pickled call
_RECEIPT = b"+"  # a request was read whole: from here on it is not asked a second time
_ANSWER = struct.Struct("!idQ")  # code, seconds, and the length of what was written
_CHUNK = 1 << 16
_PR_SET_PDEATHSIG = 1
AUTOGROUP = Path("/proc/self/autogroup")


def write_request(stream: IO[bytes], call: bytes) -> None:
    """Ask a server for a call, a pickled Call. Raises BrokenPipeError if it is gone."""
    stream.write(_REQUEST.pack(len(call)))
    stream.write(call)
    stream.flush()


def read_receipt(stream: IO[bytes]) -> None:
    """Wait until the server has read the request. Raises EOFError if it ended before."""
    _read(stream, len(_RECEIPT))


def read_answer(stream: IO[bytes]) -> CallAnswer:
    """The answer to the call. Raises EOFError if the server is gone."""
    code, seconds, length = _ANSWER.unpack(_read(stream, _ANSWER.size))
    return CallAnswer(code, seconds, _read(stream, length))


def _read(stream: IO[bytes], length: int) -> bytes:
    data = stream.read(length)
    if len(data) < length:
        raise EOFError
    return data


def serve() -> None:
    """Answer requests until the input ends, or nobody asks any more."""
    _set_signals()
    os.nice(NICENESS)
    requests, answers = _own_streams()
    libc = ctypes.CDLL(None)
    is_reniced = False
    with suppress(EOFError, BrokenPipeError):
        while select.select([requests], [], [], IDLE_SECONDS)[0]:
            (length,) = _REQUEST.unpack(_read(requests, _REQUEST.size))
            pickled = _read(requests, length)
            _send(answers, _RECEIPT)
            is_reniced = is_reniced or _renice_session()
            answer = _called(libc, _loaded(pickled), requests, answers)
            header = _ANSWER.pack(answer.code, answer.seconds, len(answer.written))
            _send(answers, header, answer.written)


def _called(libc: ctypes.CDLL, call: Call, requests: IO[bytes], answers: IO[bytes]) -> CallAnswer:
    """The answer of a child that calls. Raises EOFError if the caller is gone."""
    child, output = _fork(libc, call, requests, answers)
    written = _written_by(child, output, requests)
    _, status, used = os.wait4(child, 0)
    return CallAnswer(os.waitstatus_to_exitcode(status), used.ru_utime + used.ru_stime, written)


def _send(answers: IO[bytes], *parts: bytes) -> None:
    answers.writelines(parts)
    answers.flush()


def _set_signals() -> None:
    """Undo what the caller may have blocked or ignored, which a new process inherits."""
    signal.pthread_sigmask(signal.SIG_SETMASK, ())
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)  # were it ignored, no child left an exit code


def _renice_session() -> bool:
    """Let other sessions go before that of this process, where sessions have a niceness.

    Linux may share its cores among sessions first, and among the processes of each only then
    (sched(7), "The autogroup feature"). Returns False where it is to be told again: from all but
    root, Linux takes one such change in 0.1 s, of the whole machine.
    """
    try:
        AUTOGROUP.write_text(str(SESSION_NICENESS), encoding="ascii")
    except BlockingIOError:
        return False
    except OSError:
        return True
    return True


def _own_streams() -> tuple[IO[bytes], IO[bytes]]:
    """The input and output of the server, away from where a call reads and prints."""
    requests = os.fdopen(os.dup(0), "rb")
    answers = os.fdopen(os.dup(1), "wb")
    nobody = os.open(os.devnull, os.O_RDWR)
    for standard in (0, 1, 2):
        os.dup2(nobody, standard)
    return requests, answers


def _loaded(call: bytes) -> Call:
    """The function and its arguments, or a function that says why one cannot be imported.

    These modules stay loaded for all calls to come, so the caller's need tells which are heavy.
    """
    try:
        loaded = cast(Call, pickle.loads(call))  # noqa: S301 - by our own caller
        _warm_up(loaded[0].__module__)
        return loaded
    except Exception as error:
        return _failure, (error,), CPU_SECONDS


@cache
def _warm_up(module: str) -> None:
    """Call the `warm` of a module that has one: it loads what each call would load anew."""
    warm = getattr(sys.modules[module], "warm", None)
    if warm:
        warm()


def _failure(error: Exception) -> CallFailure:
    return CallFailure(type(error).__name__, str(error))


def _fork(libc: ctypes.CDLL, call: Call, *streams: IO[bytes]) -> tuple[int, int]:
    """The process id of a child that answers, and the pipe to which it writes."""
    server = os.getpid()
    output, child_output = os.pipe()
    child = os.fork()
    if not child:
        not_its_own = [output, *(stream.fileno() for stream in streams)]
        _answer(libc, server, child_output, not_its_own, call)
    os.close(child_output)
    return child, output


def _written_by(child: int, output: int, requests: IO[bytes]) -> bytes:
    """All that a child writes. Raises EOFError, and ends the child, if the caller is gone."""
    written = bytearray()
    with os.fdopen(output, "rb", buffering=0) as pipe:
        while True:
            readable, _, _ = select.select([pipe, requests], [], [])
            if requests in readable:  # no caller asks before it is answered: this is the end
                os.kill(child, signal.SIGKILL)
                raise EOFError
            chunk = pipe.read(_CHUNK)
            if not chunk:
                return bytes(written)
            written += chunk


# The child


def _answer(
    libc: ctypes.CDLL,
    server: int,
    output: int,
    not_its_own: Iterable[int],
    call: Call,
) -> NoReturn:
    """Write the pickled result, or what was raised, within the bounds; end without a trace."""
    code = 1
    try:
        libc.prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
        if os.getppid() == server:  # else the server died before this was said
            os.setpgid(0, 0)
            for descriptor in not_its_own:
                os.close(descriptor)
            signal.alarm(SECONDS)
            IS_ISOLATED.set(True)
            result = _result(*call)
            with os.fdopen(output, "wb") as pipe:
                pickle.dump(result, pipe)
            code = 0
    finally:
        os._exit(code)


def _result(function: Callable[..., object], arguments: tuple[object, ...], seconds: int) -> object:
    """The result of the function within its bounds, or the exception that it raises as a value."""
    signal.setitimer(signal.ITIMER_PROF, seconds)
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    try:
        return function(*arguments)
    except Refused as refused:
        return refused
    except Exception as error:
        return _failure(error)
