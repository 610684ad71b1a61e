"""`python -m trials.restarts`: one test, many times in a row, with and without load beside it.

The test stops and starts PostgreSQL below readers. What fails once in a hundred times is a fault.
"""

import argparse
import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import pytest

from bench.processes import ROOT

TEST = "tests/test_serving.py::test_no_reader_notices_that_postgresql_is_stopped_and_started"
_BUSY = "while True: pass"


class Again:
    """A plugin of pytest that runs each test so many times."""

    def __init__(self, times: int) -> None:
        self._times = times

    def pytest_generate_tests(self, metafunc: pytest.Metafunc) -> None:
        metafunc.fixturenames.append("round_of_the_trial")
        metafunc.parametrize("round_of_the_trial", range(self._times))


@contextmanager
def load(busy: bool) -> Iterator[None]:
    """A process for each core that is never done, if the machine is to be busy."""
    count = os.cpu_count() or 1 if busy else 0
    processes = [subprocess.Popen([sys.executable, "-c", _BUSY]) for _ in range(count)]
    try:
        yield
    finally:
        for process in processes:
            process.kill()
            process.wait()


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m trials.restarts", description=__doc__)
    parser.add_argument("--times", type=int, default=100)
    parser.add_argument("--load", action="store_true", help="keep all cores busy beside it")
    options = parser.parse_args(arguments)
    os.chdir(ROOT)
    with load(busy=options.load):
        return pytest.main(
            ["-q", "-p", "no:xdist", "-p", "no:randomly", TEST], plugins=[Again(options.times)]
        )


if __name__ == "__main__":
    sys.exit(main())
