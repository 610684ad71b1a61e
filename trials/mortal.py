"""`python -m trials.mortal COMMAND...`: flask with this application, which ends with its parent.

So that nothing is left running when a trial itself is killed.
"""

import ctypes
import signal
import sys

from flask.cli import main

_PR_SET_PDEATHSIG = 1

if __name__ == "__main__":
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)
    sys.argv = ["flask", "--app", "app", *sys.argv[1:]]
    main()
