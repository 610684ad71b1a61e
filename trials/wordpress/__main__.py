"""`python -m trials.wordpress`: a newspaper moves here from a real WordPress, in both orders.

What WordPress itself shows is compared with every feed after each step. Ends with 1 where anything
differs.
"""

import argparse
import re
import signal
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from .course import ORDERS, Course
from .edits import EDITS, Edit
from .move import Step, move
from .needs import missing
from .site import wordpress
from .table import drawn, line

_POSTS = 300


def _told(step: Step) -> None:
    sys.stderr.write(line(step))
    sys.stderr.flush()


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m trials.wordpress", description=__doc__)
    parser.add_argument("--order", default="", metavar="PATTERN", help="only this one: 'export'")
    parser.add_argument(
        "--only", default="", metavar="PATTERN", help="only edits like this: 'trash'"
    )
    parser.add_argument("--posts", type=int, default=_POSTS, help="of the site (%(default)s)")
    return parser.parse_args(arguments)


def _moved(course: Course, edits: Sequence[Edit], posts: int) -> list[Step]:
    """Move a new site here. Returns what was done, and what differed."""
    with (
        tempfile.TemporaryDirectory(prefix="nashra-wp-") as folder,
        wordpress(Path(folder)) as site,
        move(Path(folder), site, posts) as moving,
    ):
        course(moving, edits, _told)
        return moving.steps


def _end(*_: object) -> None:
    """Take everything down in peace: a second signal changes nothing."""
    for number in (signal.SIGTERM, signal.SIGHUP, signal.SIGINT):
        signal.signal(number, signal.SIG_IGN)
    raise KeyboardInterrupt


def main(arguments: Sequence[str] | None = None) -> int:
    options = _options(arguments)
    if packages := missing():
        sys.stderr.write(f"there is no WordPress: apt-get install {' '.join(packages)}\n")
        return 2
    for number in (signal.SIGTERM, signal.SIGHUP, signal.SIGINT):
        signal.signal(number, _end)
    edits = [edit for edit in EDITS if re.search(options.only, edit.name)]
    steps = {}
    for name, course in ORDERS.items():
        if re.search(options.order, name):
            sys.stderr.write(f"\n{name.upper()}\n")
            steps[name] = _moved(course, edits, options.posts)
    sys.stdout.write(drawn(steps))
    return int(any(step.differs for done in steps.values() for step in done))


if __name__ == "__main__":
    sys.exit(main())
