"""`python -m bench.questions`: what a poll of a section takes while 1,000 questions come at once.

One web worker, asked from two other processes: a reader that polls all the while, and a crowd whose
thousand connections ask at one moment, each a question of its own that is valid and was never asked
before. Beside it the same crowd asks for a printed feed. Talks to loopback only, and ends by
itself.
"""

import asyncio
import http.client
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import count
from multiprocessing import get_context
from multiprocessing.queues import Queue
from multiprocessing.synchronize import Event
from pathlib import Path
from statistics import median, quantiles
from urllib.parse import quote, urlsplit

from .corpus import LABELS
from .processes import web, worker
from .search_speed import questions
from .serving import newsroom
from .table import Row, drawn, megabytes

ARTICLES = 8_000
CROWD = 1_000
FLOODS = 10
AIM = 2.0
_PAUSE = 0.003  # seconds between two polls of the reader
_BETWEEN = 0.5  # seconds between two floods
_PATIENCE = 60
_PROCESSES = get_context("spawn")


def rows(folder: Path) -> Iterator[Row]:
    """Polls beside nobody, a crowd of pollers and a crowd of questions, in turn."""
    configuration = newsroom(folder, len(LABELS), ARTICLES)
    with web(NASHRA_CONFIG=str(configuration)) as (base, pid):
        port = urlsplit(base).port or 0
        numbers = count()
        _flood(port, _asking(numbers))  # the lists of words are read
        with polled(port) as alone:
            time.sleep(FLOODS * _BETWEEN)
        with polled(port) as beside_polls:
            for _ in range(FLOODS):
                _flood(port, [f"/{sorted(LABELS)[0]}.atom"] * CROWD)
                time.sleep(_BETWEEN)
        told: Counter[str] = Counter()
        with polled(port) as beside_questions:
            for _ in range(FLOODS):
                told += _flood(port, _asking(numbers))
                time.sleep(_BETWEEN)
        yield from _compared(alone, beside_polls, beside_questions)
        said = ", ".join(f"{status} x{times:,}" for status, times in sorted(told.items()))
        wrong = set(told) - {"200", "503"}
        yield Row(f"{FLOODS} times {CROWD:,} questions: answers", said, met=not wrong)
        yield Row("memory of the worker after it", megabytes(worker(pid)))


def _compared(
    alone: Sequence[float], polls: Sequence[float], asked: Sequence[float]
) -> Iterator[Row]:
    what = f"a poll of a section beside {CROWD:,}"
    yield Row(f"{what} polls: p50, p99", _said(polls), f"alone {_said(alone)}")
    ratio = _p99(asked) / _p99(polls)
    yield Row(
        f"{what} questions: p50, p99",
        _said(asked),
        f"beside as many polls {_said(polls)}",
        ratio,
        f"p99 at most {AIM:.0f}",
        ratio <= AIM,
    )


def _asking(numbers: Iterator[int]) -> list[str]:
    """Addresses of a thousand questions, none of which was asked before."""
    typed = [asked.text for asked in questions(CROWD, ARTICLES)]
    return [f"/search.rss?q={quote(f'{text} -غ{next(numbers)}')}" for text in typed]


# The reader


@contextmanager
def polled(port: int) -> Iterator[list[float]]:
    """The seconds of each poll while the context lasts; there at its end."""
    seconds: list[float] = []
    stop, found = _PROCESSES.Event(), _PROCESSES.Queue()
    process = _PROCESSES.Process(target=_poll, args=(port, stop, found))
    process.start()
    found.get(timeout=_PATIENCE)
    yield seconds
    stop.set()
    seconds += found.get(timeout=_PATIENCE)
    process.join(_PATIENCE)


def _poll(port: int, stop: Event, found: "Queue[list[float]]") -> None:
    """Poll a section over one connection."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=_PATIENCE)
    path = f"/{sorted(LABELS)[0]}.rss"
    seconds = []
    found.put([])
    while not stop.is_set():
        started = time.perf_counter()
        connection.request("GET", path, headers={"Accept-Encoding": "gzip"})
        answer = connection.getresponse()
        answer.read()
        seconds.append(time.perf_counter() - started)
        if answer.status != 200:
            raise RuntimeError(f"a poll was answered {answer.status}")
        time.sleep(_PAUSE)
    found.put(seconds)


# The crowd


def _flood(port: int, paths: Sequence[str]) -> Counter[str]:
    """Ask for all of these at one moment, over connections that stand before; the statuses."""
    return asyncio.run(_all(port, paths))


async def _all(port: int, paths: Sequence[str]) -> Counter[str]:
    streams = [await asyncio.open_connection("127.0.0.1", port) for _ in paths]
    asked = (_ask(*both, path) for both, path in zip(streams, paths, strict=True))
    async with asyncio.timeout(_PATIENCE):
        return Counter(await asyncio.gather(*asked))


async def _ask(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, path: str) -> str:
    head = f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n"
    writer.write(head.encode())
    answer = await reader.read()
    writer.close()
    return answer.split(b" ", 2)[1].decode() if answer else "none"


def _said(seconds: Sequence[float]) -> str:
    return f"{median(seconds) * 1_000:.1f} ms, {_p99(seconds) * 1_000:.1f} ms"


def _p99(seconds: Sequence[float]) -> float:
    return quantiles(seconds, n=100)[-1]


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="nashra-bench-") as name:
        sys.stdout.write(drawn(list(rows(Path(name)))))


if __name__ == "__main__":
    main()
