"""The process of the writer: it serves calls, with a newsroom and an engine of its own.

It is told which on its standard input, and ends when that is closed, as it is when the web worker
dies of whatever cause. On Linux the kernel ends the process then, even a stopped one: signals to
the worker's group do not reach it. Each connection has a thread; `writer.py` is the other side.
"""

import os
import pickle
import select
import signal
import sys
import traceback
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection
from threading import Thread

from store import Problem, Store

from ..newsroom import Newsroom
from ..niceness import NICENESS
from ..pulse import Pulse
from . import log
from .supervisor import die_with_parent
from .watchdog import watch

_SIGN_SECONDS = 1.0
_RECEIPT = b"+"  # a call was read whole: from here on it is not asked a second time
_SIGN = b"."

Call = tuple[Callable[..., object], tuple[object, ...]]


@dataclass(frozen=True, slots=True)
class CallError:
    """An exception that nobody raised on purpose, as its traceback: not all can be pickled."""

    traceback: str


def serve() -> None:
    """Answer calls until the input ends.

    The arguments are the process id of the worker, the number of the connection that takes signs of
    life, and those of the connections over which calls come.
    """
    worker, signs, *connections = map(int, sys.argv[1:])
    die_with_parent(worker, signal.SIGKILL)
    _ignore_signals()
    os.nice(NICENESS)
    newsroom = _newsroom()
    pulse = Pulse("the writer")
    watch([pulse])
    for number in connections:
        # The thread alone holds its connection, so that one closes if the other ends.
        Thread(target=_answer_all, args=(Connection(number), newsroom), daemon=True).start()
    _wait_for_the_end(pulse, Connection(signs, readable=False))
    os._exit(0)  # whatever is under way has no acknowledgement


def _ignore_signals() -> None:
    """Go on when all processes are told to stop: the web worker ends first, then this one.

    By a handler, which what is started here does not inherit.
    """
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: None)


def _newsroom() -> Newsroom:
    """The newsroom of the web worker, whose settings may be another's by now in their file."""
    settings, url = pickle.load(sys.stdin.buffer)  # noqa: S301 - by our own parent
    log.configure(*settings.log)
    return Newsroom(settings, Store(url))


def _wait_for_the_end(pulse: Pulse, signs: Connection) -> None:
    """Wait until the input ends, and give signs of life.

    The kernel ends this process if it computes and never looks.
    """
    with suppress(OSError):  # whoever takes them in is gone
        signs.send_bytes(_SIGN)  # the first at once
        while not select.select([sys.stdin], [], [], _SIGN_SECONDS)[0]:
            pulse.beat()
            signs.send_bytes(_SIGN)


def _answer_all(calls: Connection, newsroom: Newsroom) -> None:
    with suppress(EOFError, OSError):
        while True:
            call = calls.recv_bytes()
            calls.send_bytes(_RECEIPT)
            calls.send_bytes(_answer(call, newsroom))


def _answer(call: bytes, newsroom: Newsroom) -> bytes:
    """The pickled result of a pickled Call, or the Problem that it raises, or a CallError."""
    try:
        function, arguments = pickle.loads(call)  # noqa: S301 - by our own parent
        return pickle.dumps(function(newsroom, *arguments))
    except Problem as problem:
        return pickle.dumps(problem)
    except Exception:
        return pickle.dumps(CallError(traceback.format_exc()))
