"""Niceness: where the cores are busy, whatever works beside the readers lets them go first."""

import os
import sys

NICENESS = 5


def lower_thread() -> None:
    """Run this thread, and no other, at a niceness of 5 more.

    Linux alone gives each thread its own (sched(7), "The nice value"); elsewhere nothing is done,
    since all threads of the process would have it.
    """
    if sys.platform == "linux":
        os.nice(NICENESS)
