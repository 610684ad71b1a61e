"""`python -m trials`: everything that may stop a newspaper is done to one, and what its readers
notice is told in one table.

Real processes and real databases, on loopback and below a temporary folder alone. Ends with 1 where
a promise was broken.
"""

import argparse
import re
import signal
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager
from pathlib import Path

from . import course
from .databases import Postgresql, Sqlite, own_postgresql
from .programme import INNOCENT, ON_POSTGRESQL, ON_SQLITE
from .promises import Result, Trial
from .table import drawn, line

Database = AbstractContextManager[Postgresql] | AbstractContextManager[Sqlite]


def results(only: str, patience: float) -> Iterator[Result]:
    """Carry out all trials whose name, with its database before it, matches `only`."""
    with tempfile.TemporaryDirectory(prefix="nashra-trials-") as folder:
        yield from _on(Sqlite(Path(folder)), _chosen(Sqlite.name, ON_SQLITE, only), patience)
    yield from _on(own_postgresql(), _chosen(Postgresql.name, ON_POSTGRESQL, only), patience)


def _chosen(name: str, trials: Sequence[Trial], only: str) -> list[Trial]:
    return [trial for trial in trials if re.search(only, f"{name}: {trial.name}")]


def _on(database: Database, trials: Sequence[Trial], patience: float) -> Iterator[Result]:
    """Carry out trials one after another; innocent writers come before the hostile ones."""
    if not trials:
        return
    usual: float | None = None
    with database as entered:
        for trial in trials:
            result = course.run(trial, entered, patience, usual)
            if trial is INNOCENT:
                usual = result.polls.share(99)
            yield result


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m trials", description=__doc__)
    parser.add_argument(
        "--only", default="", metavar="PATTERN", help="only trials like this: 'SQLite: clock'"
    )
    parser.add_argument(
        "--patience",
        type=float,
        default=1.0,
        metavar="FACTOR",
        help="by which all promised times are multiplied; more than 1 on a slow machine",
    )
    return parser.parse_args(arguments)


def main(arguments: Sequence[str] | None = None) -> int:
    options = _options(arguments)
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.default_int_handler)
    seen = []
    for result in results(options.only, options.patience):
        seen.append(result)
        sys.stderr.write(line(result))
        sys.stderr.flush()
    sys.stdout.write(drawn(seen))
    return int(any(result.broken for result in seen))


if __name__ == "__main__":
    sys.exit(main())
