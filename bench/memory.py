"""Memory: the most that a process of its own ever held. `python -m bench.memory WORK FOLDER COUNT`
is that process.
"""

import json
import resource
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from store import read_drafts

from .corpus import Corpus
from .newsroom import Newsroom, after, drafts, write
from .processes import PROC, ROOT, family, held, web
from .table import Row, Scale, megabytes


def ingesting(folder: Path, count: int) -> None:
    room = Newsroom(folder / "ingested.db")
    room.now = after(count)
    room.keep(read_drafts([folder / "memory.ndjson"]))


def pressing(folder: Path, count: int) -> None:
    """All thirteen feeds of 50 articles, then again after each of ten changes."""
    room, corpus = Newsroom(folder / "printed.db", hours=0), Corpus()
    room.now = after(count)
    room.keep(drafts(corpus.samples(count)))
    room.press.refresh()
    for number in range(count + 1, count + 11):
        room.now = after(number)
        room.keep(drafts([corpus.sample(number)]))
        room.press.refresh()


_WORKS = {work.__name__: work for work in (ingesting, pressing)}


def rows(scale: Scale, folder: Path) -> Iterator[Row]:
    """(d) Peaks of ingest and press, and what `flask web` holds while nobody asks."""
    write(Corpus().samples(scale.records), folder / "memory.ndjson")
    yield Row(
        f"memory: ingest of {scale.records:,} records, peak",
        megabytes(_peak("ingesting", folder, scale.records)),
    )
    few = min(scale.records, 1_200)
    yield Row(
        "memory: press of 13 feeds of 50 articles, peak", megabytes(_peak("pressing", folder, few))
    )
    if PROC.exists():
        with web(NASHRA_DATABASE=f"sqlite:///{folder / 'printed.db'}") as (_, pid):
            idle = sum(held(process) for process in family(pid))
        yield Row("memory: `flask web` with these feeds, idle", megabytes(idle))


def _peak(work: str, folder: Path, count: int) -> int:
    command = [sys.executable, "-m", "bench.memory", work, str(folder), str(count)]
    done = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, check=True, timeout=600)
    return int(json.loads(done.stdout))


def _own_peak() -> int:
    """In bytes.

    The kernel's ru_maxrss would count what the parent held when this process was started.
    """
    status = PROC / "self" / "status"
    if status.exists():
        lines = dict(line.split(":", 1) for line in status.read_text(encoding="utf-8").splitlines())
        return int(lines["VmHWM"].split()[0]) * 1024
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak if sys.platform == "darwin" else peak * 1024


if __name__ == "__main__":
    _WORKS[sys.argv[1]](Path(sys.argv[2]), int(sys.argv[3]))
    sys.stdout.write(json.dumps(_own_peak()))
