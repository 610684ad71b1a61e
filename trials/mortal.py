"""`python -m trials.mortal COMMAND...`: flask with this application, which ends with its parent.

So that nothing is left running when a trial itself is killed.
"""

import ctypes
import signal
import sys

from flask.cli import main

_PR_SET_PDEATHSIG = 1


def end_with_parent() -> None:
    """End this process when whoever started it ends (on Linux alone)."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)


if __name__ == "__main__":
    end_with_parent()
    sys.argv = ["flask", "--app", "app", *sys.argv[1:]]
    main()
