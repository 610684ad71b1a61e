"""A newspaper in service: `flask serve` in processes of its own, started again when it dies.

Its articles are numbered, so that anybody can be asked which of them he has.
"""

import hashlib
import http.client
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from threading import Event, Thread
from typing import TypeVar

from bench.processes import ROOT, environment, free_port
from feeds.clock import now
from feeds.newsroom import Newsroom
from feeds.settings.load import load
from store import Intake, Place, Store, StoredArticle, ingest, record
from store.db.articles import Articles
from tests.process import child, children, get

TOKEN = "a-token-of-the-trials"
FEED = "politics"
OLD_ARTICLES = 40
ACKNOWLEDGED = frozenset({200, 201})  # statuses of the API
_ID = "trial-"
_BATCH = 1_000
_RESTART_SECONDS = 2  # as deploy/nashra.service says
_START_SECONDS = 90
_ANSWER_SECONDS = 10
_COMMAND_SECONDS = 300
_Value = TypeVar("_Value")


def article(number: int) -> dict[str, object]:
    """A record of its own number. It says no date: it is as new as it arrives."""
    return {
        "id": f"{_ID}{number}",
        "url": f"https://example.com/news/{number}",
        "title": f"المجلس البلدي يقر المشروع رقم {number} لتطوير الطرق",
        "html": f"<p>أقر المجلس البلدي في جلسته اليوم المشروع رقم {number} بعد نقاش طويل.</p>",
        "sections": [FEED],
    }


def fill(database: str) -> None:
    """Migrate a database, keep the first articles in it, and print them."""
    store = Store(database)
    store.migrate()
    keep(database, range(OLD_ARTICLES))
    press = Newsroom(load({}, ROOT / "nashra.toml"), store).press
    press.define()
    press.refresh()
    store.close()


def keep(database: str, numbers: Iterable[int]) -> None:
    """Ingest articles past the newspaper, as another machine of it would. Raises Problem."""
    store = Store(database)
    settings = load({}, ROOT / "nashra.toml")
    intake = Intake(store=store, site=settings.site, sections=settings.sections, clock=now)
    drafts = [record.draft(article(number), Place("trials", 1)) for number in numbers]
    try:
        list(ingest(drafts, intake))
    finally:
        store.close()


def kept(database: str) -> set[int]:
    """The numbers of all articles of ours that a database holds."""
    store = Store(database)
    try:
        with store.snapshot() as snapshot:
            ids = [str(stored.article.source_id) for stored in _all_articles(snapshot.articles)]
    finally:
        store.close()
    return {int(name.removeprefix(_ID)) for name in ids if name.startswith(_ID)}


def _all_articles(articles: Articles) -> Iterator[StoredArticle]:
    """All articles, a batch after the other: long ones come fewer at once."""
    last = ""
    while batch := articles.after(last, _BATCH):
        yield from batch
        last = batch[-1].article.id


def tokens(*names: str) -> str:
    """The setting that lets these senders in; the token of each is TOKEN and his name."""
    digests = (hashlib.sha256(f"{TOKEN}{name}".encode()).hexdigest() for name in names)
    return ",".join(f"{name}:{digest}" for name, digest in zip(names, digests, strict=True))


class Newspaper:
    """`flask serve` over one database, kept running as systemd would keep it."""

    def __init__(self, folder: Path, database: str, settings: Mapping[str, str]) -> None:
        self.database = database
        self.port = free_port()
        self.base = f"http://127.0.0.1:{self.port}"
        self.log = folder / "log"
        self.starts = 0
        self._settings = {
            "NASHRA_DATABASE": database,
            "NASHRA_BASE_URL": self.base,
            "NASHRA_API_TOKENS": tokens("desk", *(f"writer-{number}" for number in range(4))),
            "NASHRA_LOG": "info text",
        } | dict(settings)
        self._process: subprocess.Popen[bytes] | None = None
        self._others: list[subprocess.Popen[bytes]] = []
        self._stop = Event()
        self._keeper = Thread(target=self._keep, daemon=True)

    def __enter__(self) -> "Newspaper":
        self._keeper.start()
        try:
            until(lambda: get(f"{self.base}/readyz")[0] == 200, _START_SECONDS, self._unready)
        except BaseException:
            self.close()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """End every process that was started."""
        self._stop.set()
        self._keeper.join()
        for process in (self._process, *self._others):
            if process is not None:
                _end(process)

    def kill(self) -> None:
        """Kill everything at once, as a power failure would; it is started again."""
        for pid in list(_family(self.pid)):
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)

    @property
    def pid(self) -> int:
        """The process id of the supervisor."""
        return self._process.pid if self._process else 0

    def child(self, name: str) -> int:
        """The process id of the supervisor's `web` or `work`."""
        return until(lambda: child(self.pid, name), _START_SECONDS, lambda: f"no {name} runs")

    def web_worker(self) -> int:
        """The process id of one of the processes that answer."""
        workers = until(
            lambda: children(self.child("web")), _START_SECONDS, lambda: "no worker runs"
        )
        return workers[0]

    def writer(self) -> int:
        """The process id of that in which the API writes, for one of those that answer."""
        writers = until(
            lambda: children(self.web_worker()), _START_SECONDS, lambda: "no writer runs"
        )
        return writers[0]

    def start_beside(self, *arguments: str) -> subprocess.Popen[bytes]:
        """Start another command of this newspaper; it ends with it."""
        process = self._start(*arguments)
        self._others.append(process)
        return process

    def run(self, *arguments: str) -> tuple[int, str]:
        """Run another command of this newspaper to its end; its exit code, and what it says."""
        process = self._start(*arguments, output=subprocess.PIPE)
        said, _ = process.communicate(timeout=_COMMAND_SECONDS)
        return process.returncode, said.decode()

    def doctor(self, seconds: float) -> list[str]:
        """What `flask doctor` finds wrong; a line of that too if it does not end in time."""
        process = self._start("doctor", output=subprocess.PIPE)
        try:
            said, _ = process.communicate(timeout=seconds)
        except subprocess.TimeoutExpired:
            _end(process)
            return [f"doctor says nothing within {seconds:.0f} s"]
        lines = said.decode().splitlines()
        return [line.split(maxsplit=1)[1] for line in lines if line.startswith("WRONG")]

    def send(self, number: int) -> int:
        """Send an article through the API. Returns the status, 0 where nobody answers."""
        return post(self.port, "desk", article(number))

    def shows(self, number: int) -> bool:
        """Whether an article is in its feed."""
        return f"news/{number}<".encode() in get(f"{self.base}/{FEED}.rss")[1]

    def warnings(self) -> list[str]:
        """Lines of the log that want a person, or that nobody wrote on purpose."""
        lines = self.log.read_text(encoding="utf-8", errors="replace").splitlines()
        return [line for line in lines if " INFO " not in line]

    def _keep(self) -> None:
        """Start the service, and start it again whenever it has ended."""
        while not self._stop.is_set():
            if self._process is None or self._process.poll() is not None:
                if self._process is not None and self._stop.wait(_RESTART_SECONDS):
                    return
                self._process = self._start("serve", "--port", str(self.port))
                self.starts += 1
            self._stop.wait(0.1)

    def _start(self, *arguments: str, output: int | None = None) -> subprocess.Popen[bytes]:
        with self.log.open("ab") as log:
            return subprocess.Popen(
                [sys.executable, "-m", "trials.mortal", *arguments],
                cwd=ROOT,
                env=environment(**self._settings),
                stdin=subprocess.DEVNULL,
                stdout=log if output is None else output,
                stderr=log,
                start_new_session=True,
            )

    def _unready(self) -> str:
        last = self.log.read_text(encoding="utf-8").splitlines()[-1:]
        return f"the newspaper does not come into service: {''.join(last)}"


def post(port: int, sender: str, fields: object) -> int:
    """Send a record as one of the senders. Returns the status, 0 where nobody answers."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=_ANSWER_SECONDS)
    headers = {"Authorization": f"Bearer {TOKEN}{sender}", "Content-Type": "application/json"}
    try:
        connection.request("POST", "/api/v1/articles", json.dumps(fields).encode(), headers)
        with connection.getresponse() as answer:
            answer.read()
            return answer.status
    except (OSError, http.client.HTTPException):
        return 0
    finally:
        connection.close()


def until(found: Callable[[], _Value], seconds: float, otherwise: Callable[[], str]) -> _Value:
    """Wait for something that must come to pass. Raises RuntimeError."""
    deadline = time.monotonic() + seconds
    while not (value := found()):
        if time.monotonic() > deadline:
            raise RuntimeError(otherwise())
        time.sleep(0.05)
    return value


def _end(process: subprocess.Popen[bytes]) -> None:
    """End a process and all that it has started, politely first."""
    if process.poll() is not None:
        return
    started = list(_family(process.pid))
    process.terminate()
    with suppress(subprocess.TimeoutExpired):
        process.wait(10)
    for pid in started:
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
    process.wait()


def _family(pid: int) -> Iterator[int]:
    """A process and all that it has started, and those."""
    yield pid
    for started in children(pid):
        yield from _family(started)
