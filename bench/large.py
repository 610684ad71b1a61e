"""`python -m bench --large`: what a newsroom of years costs whoever looks at it.

A store of 200,000 articles is made by the product's own commands, with 100,000 refused drafts of
the length of news; then what people and programs ask of it is timed, each command as a process of
its own.
"""

import hashlib
import json
import resource
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from statistics import median

from .corpus import EVERY, Corpus
from .processes import PROC, ROOT, environment, web
from .table import markdown

ARTICLES = 200_000
REFUSALS = 100_000
ASKED = 30
_FIRST = datetime(2024, 1, 1, tzinfo=UTC)
_SECRET = "bench"
_TOKEN = f"bench:{hashlib.sha256(_SECRET.encode()).hexdigest()}"
_FAULTS: tuple[Mapping[str, object], ...] = (
    {"title": ""},
    {"published": "ليس تاريخًا"},
    {"url": "https://[::1"},
    {"syndicate": "half"},
    {"language": "arabic!"},
)
_REFUSED = 3
_LOOKS = (("sections",), ("quarantine", "list"), ("quarantine", "list", "--json"))
_HEAD = ("what", "time", "peak memory", "said")
_QUESTIONS = (
    "limit=10",
    "limit=10&section=sports",
    "limit=10&section=no-such",
    "limit=10&source=files",
    "limit=10&source=nobody",
    "limit=10&state=live",
    "limit=10&state=expired",
    "limit=10&state=embargo",
    "limit=10&since=2024-01-02T00:00:00Z&until=2024-01-03T00:00:00Z",
    "limit=10&section=sports&source=files&state=live",
)


@dataclass(frozen=True, slots=True)
class Run:
    """A command that ran to its end: seconds, the most it held in bytes, the bytes it said.

    cpu is what it took of the processor, whatever else the machine had to do.
    """

    seconds: float
    cpu: float
    peak: int
    out: int
    err: int

    def cells(self, what: str) -> tuple[str, ...]:
        said = f"{self.out:,} and {self.err:,} bytes"
        time = f"{self.seconds:.1f} s, {self.cpu:.1f} s of CPU"
        return (what, time, f"{self.peak / 1_000_000:.0f} MB", said)


def table(folder: Path) -> str:
    """Make the store in this folder, and measure; the table, in Markdown.

    A store that lies there already is measured as it is.
    """
    settings = {
        "NASHRA_DATABASE": f"sqlite:///{folder / 'large.db'}",
        "NASHRA_API_TOKENS": _TOKEN,
    }
    lines = [_HEAD]
    if (folder / "large.db").exists():
        lines.append(_run(("migrate",), settings).cells("`flask migrate`"))
        lines.append(_run(("refresh",), settings).cells("a print of what is dirty"))
    else:
        lines += _made(folder, settings, ARTICLES, REFUSALS)
    lines += [_run(command, settings).cells(f"`flask {' '.join(command)}`") for command in _LOOKS]
    lines += _asked(settings)
    return markdown(lines)


def _made(
    folder: Path, settings: Mapping[str, str], articles: int, refusals: int
) -> Iterator[tuple[str, ...]]:
    """Make the store, and print it for the first time."""
    records = folder / "records.ndjson"
    _write(records, articles, refusals)
    _run(("migrate",), settings)
    yield _run(("sections",), settings).cells("`flask sections` of an empty store")
    ingest = _run(("ingest", str(records)), settings, well=(0, _REFUSED))
    records.unlink()
    yield ingest.cells(f"ingest of {articles:,} articles, {refusals:,} refused")
    yield _run(("refresh",), settings).cells("the first print after it")


def _write(path: Path, articles: int, refusals: int) -> None:
    """Records as NDJSON, with refused ones in between."""
    corpus = Corpus()
    count = articles + refusals
    bad = 0
    with path.open("w", encoding="utf-8") as file:
        for number in range(1, count + 1):
            record = dict(corpus.sample(number).record)
            record.pop("updated", None)
            record["published"] = (_FIRST + number * EVERY).isoformat()
            if bad < number * refusals // count:
                record |= _FAULTS[bad % len(_FAULTS)]
                bad += 1
            file.write(json.dumps(record, ensure_ascii=False) + "\n")


def _run(
    arguments: tuple[str, ...], settings: Mapping[str, str], well: tuple[int, ...] = (0,)
) -> Run:
    """Run a command to its end. Raises RuntimeError where it does not end well."""
    command = [sys.executable, "-m", "flask", "--app", "app", *arguments]
    folder = Path(settings["NASHRA_DATABASE"].partition(":///")[2]).parent
    out = folder / "out.txt"
    err = folder / "err.txt"
    started = time.perf_counter()
    cpu = _cpu_of_children()
    with out.open("wb") as to_out, err.open("wb") as to_err:
        process = subprocess.Popen(
            command, cwd=ROOT, env=environment(**settings), stdout=to_out, stderr=to_err
        )
        peak = _watch(process)
    seconds = time.perf_counter() - started
    run = Run(seconds, _cpu_of_children() - cpu, peak, out.stat().st_size, err.stat().st_size)
    if process.returncode not in well:
        raise RuntimeError(f"flask {' '.join(arguments)}: {err.read_text('utf-8')[-1000:]}")
    sys.stderr.write(f"flask {' '.join(arguments)}: {run}\n")
    return run


def _cpu_of_children() -> float:
    """Seconds of the processor that all commands took which have ended."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _watch(process: subprocess.Popen[bytes]) -> int:
    """Wait for a process; the most that it held, in bytes, as far as that can be seen."""
    peak = 0
    while True:
        peak = max(peak, _peak(process.pid))
        try:
            process.wait(0.02)
        except subprocess.TimeoutExpired:
            continue
        return peak


def _peak(pid: int) -> int:
    try:
        status = (PROC / str(pid) / "status").read_text(encoding="utf-8")
    except OSError:
        return 0
    lines = dict(line.split(":", 1) for line in status.splitlines())
    return int(lines["VmHWM"].split()[0]) * 1024 if "VmHWM" in lines else 0


def _asked(settings: Mapping[str, str]) -> Iterator[tuple[str, ...]]:
    """How long one worker takes for lists of articles, asked over the loopback."""
    with web(**settings) as (address, _):
        for question in _QUESTIONS:
            path = f"/api/v1/articles?{question}"
            yield _timed(path, lambda asked=f"{address}{path}": _get(asked))
        yield _timed("/api/v1/quarantine", lambda: _get(f"{address}/api/v1/quarantine"))


def _timed(what: str, ask: Callable[[], int]) -> tuple[str, ...]:
    times = []
    for _ in range(ASKED):
        started = time.perf_counter()
        length = ask()
        times.append(1000 * (time.perf_counter() - started))
    spread = f"{median(times):.1f} ms ({min(times):.1f} to {max(times):.1f})"
    sys.stderr.write(f"{what}: {spread}\n")
    return (f"`GET {what}`", spread, "", f"{length:,} bytes")


def _get(address: str) -> int:
    request = urllib.request.Request(address, headers={"Authorization": f"Bearer {_SECRET}"})
    with urllib.request.urlopen(request, timeout=60) as answer:
        return len(answer.read())
