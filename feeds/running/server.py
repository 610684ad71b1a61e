"""The web server: Granian, set up for feeds. Nothing else depends on it."""

import gc
import os
import signal

from granian.constants import HTTPModes, Interfaces, RuntimeModes
from granian.log import LogLevels
from granian.server import Server

from .supervisor import die_with_parent

THREADS = 16  # more of them take turns at the interpreter, and late answers come later
QUARTER = THREADS // 4  # that requests of one kind may hold, where these may be slow


def serve(host: str, port: int, workers: int) -> None:
    """Serve the application until the process is told to stop."""
    # Workers are forked, and share the memory of what is loaded here until somebody writes to it.
    # The garbage collector would: it is told to leave all of it alone, which spares 15 MB.
    gc.collect()
    gc.freeze()
    _end_workers_with_this_process()
    Server(
        "app:create_web",
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


def _end_workers_with_this_process() -> None:
    """Have the kernel kill each worker when this process is killed, or it would keep the port.

    It is not told to stop: while it begins, it has the signal handlers of this process, which only
    note that for Granian, and later it waits for its slow readers.
    """
    forking: list[int] = []
    os.register_at_fork(
        before=lambda: forking.append(os.getpid()),
        after_in_parent=forking.pop,
        after_in_child=lambda: die_with_parent(forking.pop(), signal.SIGKILL),
    )
