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
from collections.abc import Callable, Iterable
from contextlib import suppress
from typing import IO, NoReturn, cast

CPU_SECONDS = 2
SECONDS = 30
MEMORY = 1 << 30
IDLE_SECONDS = 300  # a server that nobody asks gives its memory back

Call = tuple[Callable[..., object], tuple[object, ...]]

_REQUEST = struct.Struct("!Q")  # the length of a pickled call
_ANSWER = struct.Struct("!iQ")  # the exit code of the child, and the length of what it wrote
_CHUNK = 1 << 16
_PR_SET_PDEATHSIG = 1


def write_request(stream: IO[bytes], call: bytes) -> None:
    """Ask a server for a call, a pickled Call. Raises BrokenPipeError if it is gone."""
    stream.write(_REQUEST.pack(len(call)))
    stream.write(call)
    stream.flush()


def read_answer(stream: IO[bytes]) -> tuple[int, bytes]:
    """The exit code of the call, negative for a signal, and the pickled result.

    Raises EOFError if the server is gone.
    """
    code, length = _ANSWER.unpack(_read(stream, _ANSWER.size))
    return code, _read(stream, length)


def _read(stream: IO[bytes], length: int) -> bytes:
    data = stream.read(length)
    if len(data) < length:
        raise EOFError
    return data


def serve() -> None:
    """Answer requests until the input ends, or nobody asks any more."""
    _set_signals()
    requests, answers = _own_streams()
    libc = ctypes.CDLL(None)
    with suppress(EOFError, BrokenPipeError):
        while select.select([requests], [], [], IDLE_SECONDS)[0]:
            (length,) = _REQUEST.unpack(_read(requests, _REQUEST.size))
            call = _loaded(_read(requests, length))
            child, output = _fork(libc, call, requests, answers)
            written = _written_by(child, output, requests)
            _, status = os.waitpid(child, 0)
            answers.write(_ANSWER.pack(os.waitstatus_to_exitcode(status), len(written)))
            answers.write(written)
            answers.flush()


def _set_signals() -> None:
    """Undo what the caller may have blocked or ignored, which a new process inherits."""
    signal.pthread_sigmask(signal.SIG_SETMASK, ())
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)  # were it ignored, no child left an exit code


def _own_streams() -> tuple[IO[bytes], IO[bytes]]:
    """The input and output of the server, away from where a call reads and prints."""
    requests = os.fdopen(os.dup(0), "rb")
    answers = os.fdopen(os.dup(1), "wb")
    nobody = os.open(os.devnull, os.O_RDWR)
    for standard in (0, 1, 2):
        os.dup2(nobody, standard)
    return requests, answers


def _loaded(call: bytes) -> Call | None:
    """The function and its arguments; None if a module of theirs cannot be imported.

    These modules stay loaded for all calls to come, so the caller's need tells which are heavy.
    """
    try:
        return cast(Call, pickle.loads(call))  # noqa: S301 - by our own caller
    except Exception:
        return None


def _fork(libc: ctypes.CDLL, call: Call | None, *streams: IO[bytes]) -> tuple[int, int]:
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
    call: Call | None,
) -> NoReturn:
    """Write the pickled result, or the exception, within the bounds; end without a trace."""
    code = 1
    try:
        libc.prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
        if call and os.getppid() == server:  # else the server died before this was said
            os.setpgid(0, 0)
            for descriptor in not_its_own:
                os.close(descriptor)
            signal.alarm(SECONDS)
            result = _result(*call)
            with os.fdopen(output, "wb") as pipe:
                pickle.dump(result, pipe)
            code = 0
    finally:
        os._exit(code)


def _result(function: Callable[..., object], arguments: tuple[object, ...]) -> object:
    """The result of the function within its bounds, or the exception that it raises."""
    signal.setitimer(signal.ITIMER_PROF, CPU_SECONDS)
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    try:
        return function(*arguments)
    except Exception as error:
        return error
