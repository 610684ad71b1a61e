"""`python -m trials.week`: a newspaper's week, told by readers of six kinds.

All of it is the product's but the clock: articles are ingested, edited and withdrawn, definitions
change, the scheduler prints, and the web answers each poll. Every reader must have what the store
says, at each of its polls. Ends with 1 where one has not.
"""

import argparse
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from uuid import UUID

from store import Store

from .course import Course, Report
from .programme import WEEK
from .table import drawn

# Articles of one moment stand in the order of their ids, which follow from it.
_NAMESPACE = UUID("2b0f8f0e-94d4-4f0b-8a53-2f1a6f1f7c21")


def _say(report: Report) -> None:
    """Say how far the week has got."""
    sys.stderr.write(f"{report.happened['publish']:,} articles of {WEEK.articles:,}\n")
    sys.stderr.flush()


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m trials.week", description=__doc__)
    parser.add_argument("--seed", type=int, default=1, help="another week: 1 by default")
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory(prefix="nashra-week-") as folder:
        store = Store(f"sqlite:///{Path(folder) / 'week.db'}")
        store.migrate(_NAMESPACE)
        report = Course(store, WEEK, options.seed).run(_say)
        store.close()
    sys.stdout.write(drawn(report, WEEK))
    return int(bool(report.differences))


if __name__ == "__main__":
    sys.exit(main())
