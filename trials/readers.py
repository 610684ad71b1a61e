"""Readers that poll feeds, or read pages, all the while, and remember what they got.

Each asks for an address in full, then with its ETag, over a connection of its own, as readers do.
"""

import http.client
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from threading import Event, Thread

WELL = frozenset({200, 304})
_PATIENCE = 30  # seconds that a reader waits for an answer
_OWN_COUNTS = Path("/proc/thread-self/schedstat")  # ns on a core, ns waiting for one, turns


@dataclass(frozen=True, slots=True)
class Poll:
    """One question, and its answer.

    at       when it was asked (monotonic seconds)
    status   0 where nobody listened, the connection broke, or no answer came in 30 seconds
    seconds  how long it took, without what the reader himself waited for a core: he stands for a
             machine elsewhere
    """

    at: float
    path: str
    status: int
    seconds: float
    body: bytes = b""
    tag: str = ""


@dataclass(slots=True)
class Polls:
    """What readers got."""

    all: list[Poll] = field(default_factory=list)

    @property
    def slowest(self) -> float:
        """Seconds; 0 where nobody asked."""
        return max((poll.seconds for poll in self.all), default=0.0)

    def share(self, percent: int) -> float:
        """Seconds within which so many of a hundred were answered."""
        seconds = sorted(poll.seconds for poll in self.all)
        if not seconds:
            return 0.0
        return seconds[min(len(seconds) - 1, len(seconds) * percent // 100)]

    def others(self) -> Counter[int]:
        """How often there was another status than 200 and 304."""
        return Counter(poll.status for poll in self.all if poll.status not in WELL)


def ask(port: int, path: str, tag: str = "", coding: str = "gzip") -> Poll:
    """Ask once."""
    headers = {"Accept-Encoding": coding, "If-None-Match": tag or '"none"'}
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=_PATIENCE)
    started = time.monotonic()
    waited = _waited()
    try:
        connection.request("GET", path, headers=headers)
        with connection.getresponse() as answer:
            body = answer.read()
            waited = _waited() - waited
            seconds = time.monotonic() - started - waited
            return Poll(started, path, answer.status, seconds, body, answer.headers.get("ETag", ""))
    except (OSError, http.client.HTTPException):
        return Poll(started, path, 0, time.monotonic() - started)
    finally:
        connection.close()


def _waited() -> float:
    """Seconds that this thread was ready to run and had no core; 0 where nobody counts them."""
    try:
        counts = _OWN_COUNTS.read_text(encoding="ascii")
    except OSError:  # Linux alone counts them, and not every kernel
        return 0.0
    return int(counts.split()[1]) / 1e9


class Readers:
    """So many readers, each in a thread, until the end of the context."""

    def __init__(self, port: int, paths: Sequence[str], count: int, pause: float) -> None:
        self.polls = Polls()
        self._port = port
        self._paths = list(paths)
        self._pause = pause
        self._stop = Event()
        self._threads = [Thread(target=self._read, daemon=True) for _ in range(count)]

    def __enter__(self) -> "Readers":
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        for thread in self._threads:
            thread.join(_PATIENCE + 5)

    def read_too(self, paths: Sequence[str]) -> None:
        """Ask for these from now on, which nobody has asked for before."""
        self._paths += paths

    def _read(self) -> None:
        tags: dict[str, str] = {}
        number = 0
        while not self._stop.wait(self._pause):
            path = self._paths[number % len(self._paths)]
            number += 1
            poll = ask(self._port, path, tags.pop(path, ""))
            if poll.status == 200:
                tags[path] = poll.tag
            self.polls.all.append(replace(poll, body=b""))
