"""`python -m bench`: everything that speed promises, measured side by side in one run, in one
table.
"""

import argparse
import cProfile
import pstats
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from . import ingesting, large, memory, printing, search, search_speed
from .corpus import Corpus
from .newsroom import write
from .table import FULL, QUICK, Row, Scale, drawn

PARTS: tuple[Callable[[Scale, Path], Iterator[Row]], ...] = (
    printing.page,
    ingesting.rows,
    printing.growth,
    memory.rows,
    search.rows,
)


def measured(scale: Scale) -> Iterator[Row]:
    """All rows. Each part works in a folder of its own, which goes with it."""
    for part in PARTS:
        with tempfile.TemporaryDirectory(prefix="nashra-bench-") as folder:
            yield from part(scale, Path(folder))


def profile(work: str, scale: Scale) -> None:
    """Print where the time goes."""
    profiler = cProfile.Profile()
    with tempfile.TemporaryDirectory(prefix="nashra-bench-") as name:
        folder = Path(name)
        if work == "ingest":
            records = write(Corpus().samples(scale.records), folder / "records.ndjson")
            profiler.runcall(ingesting.ours, records, scale.records, folder / "profile.db")
        else:
            page = printing.Page(folder)
            for number in range(1, scale.prints + 1):
                profiler.runcall(printing.ours, page.changed(number), page.made)
    pstats.Stats(profiler, stream=sys.stdout).sort_stats("tottime").print_stats(40)


def look_at_large(folder: Path | None) -> None:
    """Print what a large store costs; without a folder it goes with the run."""
    with tempfile.TemporaryDirectory(prefix="nashra-bench-") as temporary:
        place = folder or Path(temporary)
        place.mkdir(parents=True, exist_ok=True)
        sys.stdout.write(large.table(place))


def searching(scale: Scale) -> Iterator[Row]:
    """What search finds, and how soon."""
    with tempfile.TemporaryDirectory(prefix="nashra-bench-") as folder:
        yield from search.rows(scale, Path(folder))
        yield from search_speed.rows(Path(folder))


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument(
        "--quick", action="store_true", help="small numbers: half a minute instead of minutes"
    )
    parser.add_argument(
        "--profile", choices=("ingest", "print"), help="print where the time goes instead"
    )
    parser.add_argument(
        "--large",
        action="store_true",
        help="look at a store of 200,000 articles instead: many minutes",
    )
    parser.add_argument(
        "--search",
        action="store_true",
        help="judge search instead, and time it among 100,000 articles: many minutes",
    )
    parser.add_argument(
        "--in", dest="folder", type=Path, help="of --large: make the store there, or take it there"
    )
    options = parser.parse_args(arguments)
    if options.large:
        look_at_large(options.folder)
        return
    scale = QUICK if options.quick else FULL
    if options.profile:
        profile(options.profile, scale)
        return
    rows = []
    for row in searching(scale) if options.search else measured(scale):
        rows.append(row)
        sys.stderr.write(f"{row.what}: {row.ours}\n")
    sys.stdout.write(drawn(rows))


if __name__ == "__main__":
    main()
