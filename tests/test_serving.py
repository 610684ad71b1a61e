"""What readers get while things go wrong behind the feeds, or in front of them.

Real processes, real databases.
"""

import hashlib
import http.client
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing, contextmanager, suppress
from dataclasses import dataclass, field
from email.utils import parsedate_to_datetime
from pathlib import Path
from threading import Event
from urllib.parse import quote, urlsplit

import pytest

from feeds.clock import now
from feeds.settings.load import load
from store import Intake, Place, Store, ingest, record
from tests import postgres, process
from tests.test_faults import SLUGS, news, stored
from trials.disk import fill_up, small_disk
from trials.needs import NotToBeHadError

FORMATS = ("rss", "atom", "json")


def fill(database: str, records: Sequence[object]) -> None:
    """Migrate, ingest and print."""
    store = Store(database)
    store.migrate()
    store.close()
    assert process.run(database, "ingest", "-", stdin=process.ndjson(records)).returncode == 0
    assert process.run(database, "refresh").returncode == 0


@contextmanager
def crowd(addresses: Sequence[str], readers: int = 3) -> Iterator[list[int]]:
    """Readers that poll these addresses in turn until the end of the context; the statuses they
    got, all well.
    """
    seen: list[int] = []
    stop = Event()
    with ThreadPoolExecutor(readers) as threads:
        polling = [threads.submit(_poll, addresses, stop, seen) for _ in range(readers)]
        try:
            yield seen
        finally:
            stop.set()
        for one in polling:
            one.result()
    assert _well(seen), Counter(seen)


def _poll(addresses: Sequence[str], stop: Event, seen: list[int]) -> None:
    """Ask for each address in full, then with its ETag."""
    tags: dict[str, str] = {}
    for number in range(50_000):
        address = addresses[number % len(addresses)]
        tag = tags.pop(address, "")
        status, _, headers = process.get(address, {"If-None-Match": tag} if tag else {})
        seen.append(status)
        assert status in (200, 304), f"{address} answers {status}"
        if status == 200 and "etag" in headers:
            tags[address] = headers["etag"]
        if stop.wait(0.005):
            return


def go_on(answered: list[int], many: int = 200) -> None:
    """Wait until so many more are answered."""
    enough = len(answered) + many
    process.until(
        lambda: len(answered) >= enough or not _well(answered), "readers are no longer answered"
    )
    assert _well(answered), Counter(answered)


def _well(answered: list[int]) -> bool:
    return set(answered) <= {200, 304}


def degraded(base: str) -> list[str]:
    """What /readyz complains of; it never takes the node out."""
    status, body, _ = process.get(f"{base}/readyz")
    assert status == 200
    return [str(one) for one in process.lines(body)[0]["degraded"]]  # type: ignore[attr-defined]


def gauge(base: str, name: str) -> float:
    """A number of /metrics, asked directly; all labels summed."""
    page = process.get(f"{base}/metrics")[1].decode()
    return sum(
        float(line.rpartition(" ")[2])
        for line in page.splitlines()
        if re.match(rf"{name}[ {{]", line)
    )


def shows(base: str, number: int) -> bool:
    return f"news/{number}<".encode() in process.get(f"{base}/all.rss")[1]


# The database


def test_no_reader_notices_that_postgresql_is_stopped_and_started(
    own_cluster: postgres.Cluster, tmp_path: Path
) -> None:
    database, log = own_cluster.url("postgres"), tmp_path / "log"
    fill(database, [news(number) for number in range(30)])
    with process.serving(database, log=log, NASHRA_LOG="info text") as (base, _):
        with crowd(
            [f"{base}/{slug}.{suffix}" for slug in ("all", "politics") for suffix in FORMATS]
        ) as answered:
            go_on(answered, 50)
            process.until(
                lambda: "feed health" in log.read_text(encoding="utf-8"),
                "the scheduler does not begin",
            )
            own_cluster.stop()
            process.until(
                lambda: degraded(base) != [] and gauge(base, "nashra_degraded") == 1,
                "nothing is said",
            )
            for suffix in FORMATS:  # of a feed, and in a coding, that nobody has asked for
                assert process.get(f"{base}/economy.{suffix}", {"Accept-Encoding": "br"})[0] == 200
            refused = process.run(database, "ingest", "-", stdin=process.ndjson([news(31)]))
            assert (refused.returncode, refused.stdout, refused.stderr.count(b"\n")) == (1, b"", 1)
            assert b"cannot be used now" in refused.stderr
            go_on(answered, 500)
            assert degraded(base)
            own_cluster.start()
            assert (
                process.run(database, "ingest", "-", stdin=process.ndjson([news(32)])).returncode
                == 0
            )
            process.until(lambda: shows(base, 32), "the article does not appear by itself")
            process.until(
                lambda: not degraded(base) and gauge(base, "nashra_degraded") == 0,
                "it stays degraded",
            )
            process.until(  # a beat says so once it has printed, and readers are faster
                lambda: "works again" in log.read_text(encoding="utf-8"), "the press says nothing"
            )
        said = log.read_text(encoding="utf-8")
    for once in (
        "serving the last good editions",
        "the database is back",
        "the press stands still",
        "works again",
    ):
        assert said.count(once) == 1, said


_LOCK = """
import sys, pysqlite3
connection = pysqlite3.connect(sys.argv[1], isolation_level=None)
connection.execute("BEGIN EXCLUSIVE")
print("locked", flush=True)
sys.stdin.read()
"""


@contextmanager
def locked(file: Path) -> Iterator[None]:
    """Another process holds SQLite's lock."""
    command = [sys.executable, "-c", _LOCK, str(file)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as holder:
        assert holder.stdout
        assert holder.stdout.readline() == b"locked\n"
        yield  # the holder ends with its standard input


def test_a_locked_sqlite_is_read_and_writes_wait_for_it(sqlite: str, tmp_path: Path) -> None:
    fill(sqlite, [news(number) for number in range(30)])
    late, said = tmp_path / "late.ndjson", tmp_path / "said"
    late.write_bytes(process.ndjson([news(31)]))
    with process.serving(sqlite) as (base, _):
        addresses = [f"{base}/all.{suffix}" for suffix in FORMATS]
        with crowd([*addresses, f"{base}/politics", f"{base}/"]) as answered:
            with locked(tmp_path / "nashra.db"):
                ingest = process.start(
                    sqlite, "ingest", str(late), "--json", output=said, log=tmp_path / "log"
                )
                go_on(answered, 300)
                assert all("could be written" in line for line in degraded(base))
                assert (ingest.poll(), said.read_bytes()) == (None, b"")
            assert ingest.wait(60) == 0, (tmp_path / "log").read_text(encoding="utf-8")
            assert [line.get("outcome") for line in process.lines(said.read_bytes())] == [
                "new",
                None,
            ]
            process.until(lambda: shows(base, 31), "the article does not appear")


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """A disk that can be filled."""
    try:
        with small_disk(tmp_path) as folder:
            yield folder
    except NotToBeHadError as why:
        pytest.skip(f"nothing was tried on a full disk: {why}")


def test_a_full_disk_stops_no_reader_and_loses_nothing(disk: Path) -> None:
    database = f"sqlite:///{disk / 'nashra.db'}"
    fill(database, [news(number) for number in range(30)])
    many = [news(number) for number in range(100, 1600)]
    with process.serving(database) as (base, _):
        with crowd(
            [f"{base}/all.{suffix}" for suffix in FORMATS] + [f"{base}/politics"]
        ) as answered:
            fill_up(disk, room=3_000_000)
            reported = _refused(database, many)
            assert 0 < len(reported) < 1500
            filler = fill_up(disk)
            assert shutil.disk_usage(disk).free == 0
            assert _refused(database, many[-600:]) == set()
            doctor = process.run(database, "doctor")
            assert doctor.returncode == 1
            assert b"WRONG  writing: nothing can be written" in doctor.stdout
            assert reported <= set(stored(database))
            go_on(answered)
            filler.unlink()
            assert (
                process.run(database, "ingest", "-", stdin=process.ndjson([news(9001)])).returncode
                == 0
            )
            process.until(
                lambda: shows(base, 9001), "the article does not appear without a restart"
            )
        assert reported | {"n-9001"} <= set(stored(database))


def _refused(database: str, records: Sequence[object]) -> set[str]:
    """The source ids that an ingest reports as kept before it says in one line that the disk is
    full.
    """
    done = process.run(database, "ingest", "-", "--json", stdin=process.ndjson(records))
    assert (done.returncode, done.stderr.count(b"\n")) == (1, 1), done.stderr
    assert b"disk is full" in done.stderr
    return {str(line["source_id"]) for line in process.lines(done.stdout)}


SECRET = "only-in-this-test"
TOKEN = f"agency:{hashlib.sha256(SECRET.encode()).hexdigest()}"


def send(base: str, number: int) -> tuple[int, str | None]:
    """Send an article; status and Retry-After."""
    connection = http.client.HTTPConnection(urlsplit(base).netloc, timeout=30)
    headers = {"Authorization": f"Bearer {SECRET}", "Content-Type": "application/json"}
    body = json.dumps(news(number)).encode()
    with closing(connection):
        connection.request("POST", "/api/v1/articles", body, headers)
        answer = connection.getresponse()
        return answer.status, answer.getheader("Retry-After")


@pytest.mark.parametrize("other", ["nothing", "a backup"])
def test_a_sqlite_file_that_is_lost_is_said_and_nothing_is_acknowledged(
    sqlite: str, tmp_path: Path, other: str
) -> None:
    """Readers notice nothing, and it works again by itself when the file is put back."""
    file, away = tmp_path / "nashra.db", tmp_path / "away.db"
    fill(sqlite, [news(number) for number in range(30)])
    assert process.run(sqlite, "backup", str(tmp_path / "backup.db")).returncode == 0
    with process.serving(sqlite, NASHRA_API_TOKENS=TOKEN) as (base, _):
        assert send(base, 31) == (201, None)
        process.until(lambda: shows(base, 31), "the scheduler does not begin")
        with crowd([f"{base}/all.{suffix}" for suffix in FORMATS]) as answered:
            file.rename(away)
            if other == "a backup":
                (tmp_path / "backup.db").rename(file)
            status, wait = send(base, 32)
            assert (status, wait is not None) == (503, True)
            process.until(lambda: "while in use" in str(degraded(base)), "nothing is said")
            go_on(answered)
            away.rename(file)
            assert send(base, 33) == (201, None)
            process.until(lambda: shows(base, 33), "the article does not appear")
            process.until(lambda: not degraded(base), "it stays degraded")
    assert {"n-31", "n-33"} <= set(stored(sqlite))
    assert "n-32" not in stored(sqlite)


# Slow and strange clients


@contextmanager
def open_connections(
    port: int, request: bytes, count: int, buffer: int = 0
) -> Iterator[list[socket.socket]]:
    """So many clients that have sent this and wait, able to take in no more than a buffer of so
    many bytes.
    """
    with ExitStack() as stack:
        clients = []
        for _ in range(count):
            clients.append(stack.enter_context(socket.socket()))
            if buffer:
                clients[-1].setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, buffer)
            clients[-1].settimeout(30)
            clients[-1].connect(("127.0.0.1", port))
            clients[-1].sendall(request)
        yield clients


HALF_BODY = b"POST /%s HTTP/1.1\r\nHost: slow\r\nContent-Length: 10000\r\n\r\nhalf of"
HALF_CHUNK = b"POST /%s HTTP/1.1\r\nHost: slow\r\nTransfer-Encoding: chunked\r\n\r\n1000\r\nhalf of"
HALF_HEAD = b"GET /all.rss HTTP/1.1\r\nHost:"
WHOLE = b"GET /all.rss HTTP/1.1\r\nHost: slow\r\n\r\n"


def test_slow_clients_hold_up_no_reader(sqlite: str) -> None:
    """100 half-sent bodies, 300 half-sent heads, and 200 who read a feed of a megabyte a few bytes
    at a time.
    """
    long = "<p>" + "كلام طويل في موضوع قصير. " * 400 + "</p>"
    fill(sqlite, [news(number) | {"html": long} for number in range(60)])
    with process.serving(sqlite) as (base, _), ExitStack() as stack:
        port = urlsplit(base).port or 0
        assert len(process.get(f"{base}/all.rss")[1]) > 1_000_000
        for path in (b"all.rss", b"politics", b"nothing", b"api/v1/articles"):
            for request in (HALF_BODY, HALF_CHUNK):
                stack.enter_context(open_connections(port, request % path, 100 // 8))
        stack.enter_context(open_connections(port, HALF_HEAD, 300))
        slow = stack.enter_context(open_connections(port, WHOLE, 200, buffer=1024))
        kept = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        stack.callback(kept.close)
        for round_ in range(30):
            assert process.get(f"{base}/all.json")[0] == 200
            assert process.get(f"{base}/politics")[0] == 200
            kept.request("GET", "/all.atom")
            with kept.getresponse() as answer:
                assert (answer.status, len(answer.read()) > 1_000_000) == (200, True)
            if round_ % 10 == 0:
                assert all(client.recv(8) for client in slow)


STRANGE = (
    *(
        "/x{}.rss",
        "/x{}",
        "/{}/feed/",
        "/category/x{}/feed/atom/",
        "/tag/x{}.json",
        "/articles/x{}",
        "/x{}/",
    ),
    *("/static/x{}.css", quote("/عنوان") + "{}.atom", "/?feed=rss2&cat=x{}", "/api/v1/x{}"),
)
PLAIN = ("/all.rss?utm={}", "/politics.json?fbclid={}", "/?x={}")
STRANGERS = 2_000


def ask_strangely(port: int, numbers: range, more: str = "") -> Counter[tuple[str, int]]:
    """Paths, parameters and headers that never come twice; how often each kind of them got which
    status.
    """
    seen: Counter[tuple[str, int]] = Counter()
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    for number in numbers:
        kind = (*STRANGE, *PLAIN)[number % (len(STRANGE) + len(PLAIN))]
        name = f"{number}{more}"
        strange = {
            "User-Agent": name,
            "Accept-Encoding": f"gzip, {name}",
            "If-None-Match": f'"{name}"',
        }
        connection.request("GET", kind.format(name), headers=strange)
        with connection.getresponse() as answer:
            answer.read()
            seen[kind, answer.status] += 1
    connection.close()
    return seen


def resident(pid: int) -> int:
    """The bytes of memory that a process holds."""
    status = Path(f"/proc/{pid}/status").read_text(encoding="utf-8")
    return 1024 * int(status.partition("VmRSS:")[2].split()[0])


def test_strange_addresses_are_cheap_and_leave_nothing_behind(sqlite: str) -> None:
    fill(sqlite, [news(number) for number in range(30)])
    feeds = load({}, process.ROOT / "nashra.toml").printed
    with process.serving(sqlite) as (base, server):
        port = urlsplit(base).port or 0
        (worker,) = process.children(process.child(server.pid, "web"))
        ask_strangely(port, range(500))
        process.until(  # at another address the scheduler prints all anew
            lambda: gauge(base, "nashra_prints_total") == 2 * len(feeds),
            "not all feeds are printed, or seen to be",
        )
        before = resident(worker)
        found = ask_strangely(port, range(500, 500 + STRANGERS))
        found += ask_strangely(port, range(500), more="-longer" * 3000)
        assert found.keys() == {(kind, 404) for kind in STRANGE} | {(kind, 200) for kind in PLAIN}
        assert resident(worker) - before < 5_000_000
        assert gauge(base, "nashra_prints_total") == 2 * len(feeds)


# Several processes


@contextmanager
def two_webs_and_work(database: str) -> Iterator[tuple[str, str]]:
    """Two `flask web` on ports of their own, and one `flask work`; the addresses."""
    worker = process.start(database, "work")
    try:
        with (
            process.serving(database, command="web") as (one, _),
            process.serving(database, command="web") as (other, _),
        ):
            yield one, other
    finally:
        worker.terminate()
        worker.wait(30)


@dataclass
class Watch:
    """What one web process has served: of each feed the newest number, and when it was last
    modified.
    """

    base: str
    newest: Counter[str] = field(default_factory=Counter)
    back: list[str] = field(default_factory=list)

    def run(self, stop: Event) -> None:
        """Ask for all feeds again and again, in a format after another, and note every step
        back.
        """
        modified: dict[str, object] = {}
        for number in range(100_000):
            for slug in ("all", *SLUGS):
                status, body, headers = process.get(f"{self.base}/{slug}.{FORMATS[number % 3]}")
                assert status == 200
                when = parsedate_to_datetime(headers["last-modified"])
                shown = max(int(one) for one in re.findall(rb"news/(\d+)", body))
                if shown < self.newest[slug] or when < modified.get(slug, when):  # type: ignore[operator]
                    self.back.append(
                        f"{slug}: {shown}, {when} after {self.newest[slug]}, {modified[slug]}"
                    )
                self.newest[slug], modified[slug] = shown, when
            if stop.wait(0.02):
                return


CHANGES = 8


def test_every_web_process_comes_to_the_new_edition_and_never_goes_back(database: str) -> None:
    fill(database, [news(number) for number in range(8)])
    settings = load({"NASHRA_DATABASE": database}, process.ROOT / "nashra.toml")
    store = Store(database)
    intake = Intake(store=store, site=settings.site, sections=settings.sections, clock=now)
    with two_webs_and_work(database) as (one, other), ThreadPoolExecutor(2) as threads:
        stop, watches = Event(), [Watch(one), Watch(other)]
        watching = [threads.submit(watch.run, stop) for watch in watches]
        try:
            for number in range(100, 100 + CHANGES):
                slug = SLUGS[number % 4]
                list(ingest([record.draft(news(number), Place("test", 1))], intake))
                process.until(
                    lambda slug=slug, number=number: all(
                        watch.newest[slug] == number for watch in watches
                    ),
                    f"a process does not come to change {number}",
                )
            process.until(
                lambda: all(watch.newest["all"] == number for watch in watches),
                "`all` stays behind",
            )
        finally:
            stop.set()
        for one_watching in watching:
            one_watching.result()
    store.close()
    assert [watch.back for watch in watches] == [[], []]


AGENTS = (
    "Feedly/1.0 (24 subscribers)",
    "Mozilla/5.0 (compatible; Miniflux/2.2)",
    "curl/8.5",
    "قارئ",
    "x" * 5000,
    "",
)
Asked = Counter[tuple[str, str, int]]


def ask_often(base: str, times: int) -> Asked:
    """Poll on four connections, in each of the ways that count; what should be counted."""
    with ThreadPoolExecutor(4) as threads:
        return sum(threads.map(lambda part: _ask(base, range(part, times, 4)), range(4)), Counter())


def _ask(base: str, numbers: range) -> Asked:
    made: Asked = Counter()
    connection = http.client.HTTPConnection(urlsplit(base).netloc, timeout=30)
    for number in numbers:
        slug, suffix = ("all", *SLUGS)[number % 5], FORMATS[number % 3]
        headers = {"User-Agent": AGENTS[number % len(AGENTS)].encode()}
        if number % 2:
            headers["If-None-Match"] = b"*"
        path = f"/{slug}.{suffix}" + ("?utm=1" if number % 7 == 0 else "")
        connection.request("HEAD" if number % 11 == 0 else "GET", path, headers=headers)
        with connection.getresponse() as answer:
            answer.read()
            made[slug, suffix, answer.status] += 1
    connection.close()
    return made


def counted(database: str) -> dict[tuple[str, str, int], int]:
    store = Store(database)
    with store.snapshot() as snapshot:
        totals = snapshot.requests.totals()
    store.close()
    return totals


def test_requests_of_two_processes_are_counted_exactly(database: str) -> None:
    fill(database, [news(number) for number in range(8)])
    with two_webs_and_work(database) as bases:
        assert counted(database) == {}
        with ThreadPoolExecutor(2) as threads:
            made: Asked = sum(threads.map(lambda base: ask_often(base, 600), bases), Counter())
        assert made.total() == 1200
    assert counted(database) == made


def test_a_kill_loses_no_more_counts_than_the_last_seconds(database: str) -> None:
    fill(database, [news(number) for number in range(8)])
    with process.serving(database, command="web") as (base, server):
        made = ask_often(base, 500)
        process.until(lambda: counted(database) == made, "requests are not kept")
        made_late = ask_often(base, 100)
        server.kill()
    kept = counted(database)
    assert all(made[one] <= kept[one] <= (made + made_late)[one] for one in made)


def test_web_processes_do_not_outlive_the_one_that_started_them(sqlite: str) -> None:
    process.run(sqlite, "migrate")
    process.run(sqlite, "refresh")
    with process.serving(sqlite, "--workers", "2", command="web") as (base, server):
        try:
            with slow_reader(base):
                workers = process.children(server.pid)
                os.kill(server.pid, signal.SIGKILL)
                process.until(lambda: not any(map(process.lives, workers)), "they go on", 20)
                assert process.get(f"{base}/healthz")[0] == 0
        finally:
            end_group(server)


def test_web_processes_that_still_begin_do_not_outlive_the_one_that_started_them(
    sqlite: str,
) -> None:
    process.run(sqlite, "migrate")
    server = process.start(sqlite, "web", "--port", str(process.free_port()), "--workers", "2")
    try:
        process.until(lambda: len(process.children(server.pid)) == 2, "it starts nobody")
        workers = process.children(server.pid)
        os.kill(server.pid, signal.SIGKILL)
        process.until(lambda: not any(map(process.lives, workers)), "they go on")
    finally:
        end_group(server)


@contextmanager
def slow_reader(base: str) -> Iterator[None]:
    """Somebody who never comes to the end of a request, at each of two workers."""
    address = urlsplit(base)
    with ExitStack() as stack:
        for _ in range(8):
            one = stack.enter_context(socket.create_connection((address.hostname, address.port)))
            one.sendall(b"GET /healthz HTTP/1.1\r\nHost:")
        yield


def end_group(leader: process.Process) -> None:
    """Kill a process and all that it started."""
    with suppress(ProcessLookupError):
        os.killpg(leader.pid, signal.SIGKILL)
    leader.wait(10)
