"""Memory: the most that a process of its own ever held. `python -m bench.memory WORK FOLDER COUNT` is that process."""

import json
import os
import resource
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

from store import read_drafts

from .corpus import Corpus
from .newsroom import Newsroom, after, drafts, write
from .table import Row, Scale, megabytes

ROOT = Path(__file__).parents[1]
_PROC = Path("/proc")


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
        f"memory: ingest of {scale.records:,} records, peak", megabytes(_peak("ingesting", folder, scale.records))
    )
    few = min(scale.records, 1_200)
    yield Row("memory: press of 13 feeds of 50 articles, peak", megabytes(_peak("pressing", folder, few)))
    if _PROC.exists():
        yield Row("memory: `flask web` with these feeds, idle", megabytes(_idle_web(folder / "printed.db")))


def _peak(work: str, folder: Path, count: int) -> int:
    command = [sys.executable, "-m", "bench.memory", work, str(folder), str(count)]
    done = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, check=True, timeout=600)
    return int(json.loads(done.stdout))


def _own_peak() -> int:
    """In bytes. The kernel's ru_maxrss would count what the parent held when this process was started."""
    status = _PROC / "self" / "status"
    if status.exists():
        lines = dict(line.split(":", 1) for line in status.read_text(encoding="utf-8").splitlines())
        return int(lines["VmHWM"].split()[0]) * 1024
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak if sys.platform == "darwin" else peak * 1024


def _idle_web(database: Path) -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "flask", "--app", "app", "web", "--port", str(port)]
    surroundings = {name: value for name, value in os.environ.items() if not name.startswith(("NASHRA_", "FLASK_"))}
    surroundings |= {"NASHRA_DATABASE": f"sqlite:///{database}", "NASHRA_LOG": "warning text"}
    with subprocess.Popen(command, cwd=ROOT, env=surroundings, stdout=subprocess.DEVNULL) as web:
        try:
            _wait(f"http://127.0.0.1:{port}/all.rss")
            return sum(_held(process) for process in _family(web.pid))
        finally:
            web.terminate()


def _wait(address: str) -> None:
    for _ in range(300):
        try:
            with urllib.request.urlopen(address, timeout=5) as answer:
                answer.read()
            return
        except (urllib.error.URLError, ConnectionError):
            time.sleep(0.1)
    raise RuntimeError(f"nobody answers at {address}")


def _family(pid: int) -> list[int]:
    """A process and all that it started, and those."""
    tasks = (_PROC / str(pid) / "task").iterdir()
    children = [int(one) for task in tasks for one in (task / "children").read_text(encoding="ascii").split()]
    return [pid, *(process for child in children for process in _family(child))]


def _held(pid: int) -> int:
    """Its own memory and its share of what it has in common with others, in bytes."""
    for line in (_PROC / str(pid) / "smaps_rollup").read_text(encoding="ascii").splitlines():
        if line.startswith("Pss:"):
            return int(line.split()[1]) * 1024
    return 0


if __name__ == "__main__":
    _WORKS[sys.argv[1]](Path(sys.argv[2]), int(sys.argv[3]))
    sys.stdout.write(json.dumps(_own_peak()))
