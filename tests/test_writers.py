"""Many who write at once, beside those who read: real processes, real databases."""

import http.client
import json
import os
import signal
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path

import pytest

from tests import process
from tests.process import child, children
from tests.test_faults import news, stored
from trials.newspaper import TOKEN, tokens
from trials.readers import ask

AT_ONCE = 20
ROUNDS = 2
LONG = "<p>أعلنت البلدية أن أعمال رصف الكورنيش تنتهي قبل موسم السياحة.</p>" * 3_000


def large(number: int) -> dict[str, object]:
    return news(number) | {"html": f"{LONG}<p>{number}</p>"}


def send(port: int, fields: object) -> tuple[int, str]:
    """Send a record; the status, 0 where nobody answers, and when it may be sent again."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    headers = {"Authorization": f"Bearer {TOKEN}desk", "Content-Type": "application/json"}
    try:
        connection.request("POST", "/api/v1/articles", json.dumps(fields).encode(), headers)
        with connection.getresponse() as answer:
            answer.read()
            return answer.status, answer.headers.get("Retry-After", "")
    except (OSError, http.client.HTTPException):
        return 0, ""
    finally:
        connection.close()


@pytest.fixture
def threads() -> Iterator[ThreadPoolExecutor]:
    with ThreadPoolExecutor(AT_ONCE) as threads:
        yield threads


def writer_of(server: int) -> int:
    """The process id of the writer of the one web worker."""
    (worker,) = children(child(server, "web"))
    (writer,) = children(worker)
    return writer


def test_twenty_large_messages_at_once_are_kept_or_told_to_come_again(
    database: str, threads: ThreadPoolExecutor
) -> None:
    with process.serving(database, NASHRA_API_TOKENS=tokens("desk")) as (base, _):
        port = int(base.rpartition(":")[2])
        acknowledged = []
        for first in range(0, AT_ONCE * ROUNDS, AT_ONCE):
            numbers = range(first, first + AT_ONCE)
            sending = [threads.submit(send, port, large(number)) for number in numbers]
            polls = Counter(ask(port, "/politics.rss").status for _ in range(20))
            answers = [one.result() for one in sending]
            acknowledged += [
                number
                for number, (status, _) in zip(numbers, answers, strict=True)
                if status == 201
            ]
            # Whoever is refused before his body is read may only see that the connection ends.
            assert set(answers) <= {(201, ""), (503, "1"), (0, "")}
            assert polls == {200: 20}
        assert len(acknowledged) >= ROUNDS
    assert set(stored(database)) >= {f"n-{number}" for number in acknowledged}


def test_a_kill_of_the_writer_loses_nothing_that_was_acknowledged(
    database: str, threads: ThreadPoolExecutor
) -> None:
    with process.serving(database, NASHRA_API_TOKENS=tokens("desk")) as (base, server):
        port = int(base.rpartition(":")[2])
        kept = []
        for round_ in range(ROUNDS):
            process.until(
                lambda last=round_: send(port, news(900 + last))[0] in (200, 201),
                "no writer is started again",
            )
            numbers = range(4 * round_, 4 * round_ + 4)
            sending = [threads.submit(send, port, large(number)) for number in numbers]
            os.kill(writer_of(server.pid), signal.SIGKILL)
            answers = [one.result()[0] for one in sending]
            assert set(answers) <= {201, 503}
            assert ask(port, "/politics.rss").status == 200
            kept += [n for n, status in zip(numbers, answers, strict=True) if status == 201]
        process.until(lambda: send(port, news(999))[0] == 201, "no writer is started again")
        kept += [999, *range(900, 900 + ROUNDS)]
        assert set(stored(database)) >= {f"n-{number}" for number in kept}


def helpers_of(server: int) -> list[int]:
    """The writer and what it has started."""
    writer = writer_of(server)
    return [writer, *children(writer)]


def until_gone(pids: list[int]) -> None:
    process.until(
        lambda: not any(Path(f"/proc/{pid}").exists() for pid in pids), "somebody goes on"
    )


def test_no_writer_outlives_its_worker_and_then_the_supervisor(sqlite: str) -> None:
    with process.serving(sqlite, NASHRA_API_TOKENS=tokens("desk")) as (base, server):
        port = int(base.rpartition(":")[2])
        assert send(port, large(1))[0] == 201
        helpers = helpers_of(server.pid)
        os.kill(children(child(server.pid, "web"))[0], signal.SIGKILL)
        until_gone(helpers)
        process.until(lambda: send(port, large(2))[0] == 201, "nobody writes any more")
        helpers = helpers_of(server.pid)
        os.kill(server.pid, signal.SIGKILL)
        until_gone(helpers)


@pytest.mark.parametrize("killed", ["supervisor", "web", "worker"])
def test_no_writer_that_stands_still_outlives_the_web(sqlite: str, killed: str) -> None:
    with process.serving(sqlite, NASHRA_API_TOKENS=tokens("desk")) as (base, server):
        assert send(int(base.rpartition(":")[2]), large(1))[0] == 201
        web, writer = child(server.pid, "web"), writer_of(server.pid)
        pids = {"supervisor": server.pid, "web": web, "worker": children(web)[0]}
        os.kill(writer, signal.SIGSTOP)
        try:
            os.kill(pids[killed], signal.SIGKILL)
            until_gone([writer])
        finally:
            with suppress(ProcessLookupError):
                os.kill(writer, signal.SIGKILL)


def test_no_writer_outlives_a_stop(sqlite: str) -> None:
    with process.serving(sqlite, NASHRA_API_TOKENS=tokens("desk")) as (base, server):
        assert send(int(base.rpartition(":")[2]), large(1))[0] == 201
        helpers = helpers_of(server.pid)
        server.terminate()
        until_gone(helpers)


def nicenesses_of_threads(pid: int) -> Iterator[int]:
    for task in Path(f"/proc/{pid}/task").iterdir():
        with suppress(ProcessLookupError):  # some come and go
            yield os.getpriority(os.PRIO_PROCESS, int(task.name))


def test_whatever_works_beside_the_web_lets_readers_go_first(sqlite: str) -> None:
    with process.serving(sqlite, NASHRA_API_TOKENS=tokens("desk")) as (base, server):
        assert send(int(base.rpartition(":")[2]), large(1))[0] == 201
        web, writer = child(server.pid, "web"), writer_of(server.pid)
        others = [child(server.pid, "work"), writer, *children(writer)]
        usual = os.getpriority(os.PRIO_PROCESS, web)
        nicer = [min(usual + more, 19) for more in (5, 5, 15)]
        assert [os.getpriority(os.PRIO_PROCESS, pid) for pid in others] == nicer
        assert [os.getsid(pid) for pid in others] == others
        threads = Counter(nicenesses_of_threads(children(web)[0]))
        assert threads.keys() == {usual, nicer[0]}
        assert threads[nicer[0]] == 2, "newsstand and lookout"


def test_flask_web_alone_writes_in_the_same_way(sqlite: str) -> None:
    assert process.run(sqlite, "refresh").returncode == 0
    settings = {"NASHRA_API_TOKENS": tokens("desk")}
    with process.serving(sqlite, command="web", **settings) as (base, server):
        assert send(int(base.rpartition(":")[2]), large(1))[0] == 201
        (worker,) = children(server.pid)
        assert len(children(worker)) == 1
