"""in_process(): a function in a fresh interpreter that ends with the call, for what a hostile text
may make endless.

The kernel bounds its CPU time, its memory and its stay. No child is left behind, and no state. It
is no sandbox.
"""

import pickle
import resource
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from ..errors import Refused

CPU_SECONDS, SECONDS, MEMORY = 2, 30, 1 << 30
_ROOT = Path(__file__).parents[2]
_CHILD = """
import sys, types
# The front door of the store would bring the database along.
store = sys.modules["store"] = types.ModuleType("store")
store.__path__ = ["store"]
from store.text.sandbox import answer
answer()"""
_PASSED = {
    -signal.SIGPROF: f"{CPU_SECONDS} s of CPU",
    -signal.SIGALRM: f"{SECONDS} s",
    MemoryError: "1 GB",
}
_WHY: dict[object, str] = {limit: f"takes more than {what}" for limit, what in _PASSED.items()}
_Made = TypeVar("_Made")


def run_isolated(function: Callable[..., _Made], *args: object) -> _Made:
    """What a module's function makes of arguments that can be pickled; raises its Refused, or one
    of `content`.
    """
    asked, out, quiet = pickle.dumps((function, args)), subprocess.PIPE, subprocess.DEVNULL
    command = [sys.executable, "-c", _CHILD]  # in a group of its own: Ctrl-C is for its caller
    done = subprocess.run(
        command, input=asked, stdout=out, stderr=quiet, cwd=_ROOT, process_group=0
    )
    if done.returncode or not done.stdout:
        raise Refused(
            _WHY.get(done.returncode, f"ended its process with code {done.returncode}"),
            field="content",
        )
    made = pickle.loads(done.stdout)  # noqa: S301 - by our own child
    if isinstance(made, Exception):
        why = _WHY.get(type(made), f"cannot be read: {type(made).__name__}")
        raise made if isinstance(made, Refused) else Refused(why, field="content")
    return made  # type: ignore[no-any-return]


def answer() -> None:
    """The child. What it imports for the question is not counted as CPU time of the answer."""
    signal.alarm(SECONDS)
    out, sys.stdout = sys.stdout.buffer, sys.stderr
    function, args = pickle.load(sys.stdin.buffer)  # noqa: S301 - by our own parent
    signal.setitimer(signal.ITIMER_PROF, CPU_SECONDS)
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    try:
        made = function(*args)
    except Exception as error:
        made = error
    pickle.dump(made, out)
