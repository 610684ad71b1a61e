"""Niceness: how far a process lets others go first where the cores are busy."""

import os
import time
from pathlib import Path

_SESSION = Path("/proc/self/autogroup")
_TRIES = 10
_PAUSE_SECONDS = 0.1  # within which Linux takes one such change alone, of whomever


def let_others_go_first(niceness: int) -> None:
    """Raise the niceness of this process, and of the session that it leads.

    Linux may share its cores among sessions first, and among the processes of each only then: a
    process that leads one would have as much as all others together, as nice as it may be
    (sched(7), "The autogroup feature"). The session of somebody else is left as it is.
    """
    os.nice(niceness)
    if os.getsid(0) == os.getpid():
        _let_other_sessions_go_first(niceness)


def _let_other_sessions_go_first(niceness: int) -> None:
    for _ in range(_TRIES):
        try:
            _SESSION.write_text(str(niceness), encoding="ascii")
        except BlockingIOError:
            time.sleep(_PAUSE_SECONDS)
        except OSError:  # no sessions are told apart here
            return
        else:
            return
