"""The trials of faults find what they look for; and a short form of them, without hurry.

All of them: `make trial-faults`.
"""

import http.server
import math
import socket
from collections.abc import Collection, Iterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from threading import Thread

import pytest

from tests import postgres, quick
from trials import readers
from trials.course import run
from trials.databases import Postgresql, Sqlite
from trials.deaths import work_killed
from trials.faults import Fault, clock_astray, forgetting, nothing
from trials.forgetting import forgotten_within_the_second
from trials.imports import killed_and_resumed
from trials.needs import CLOCK, PROXY
from trials.probes import Said
from trials.programme import ON_POSTGRESQL, ON_SQLITE
from trials.promises import CLOSED, Result, Trial, broken
from trials.proxy import Proxy
from trials.readers import Poll, Polls
from trials.table import drawn

PATIENCE = 6  # nothing here is about speed
ENOUGH = 0.3  # seconds after which a silent peer has said nothing


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sqlite]:
    quick.leave_out("commands")
    with Sqlite(tmp_path_factory.mktemp("trials")) as database:
        yield database


def short(fault: Fault, seconds: float = 0, needs: Collection[str] = ()) -> Trial:
    """A trial in which no doctor is called: each look of his takes seconds."""
    return Trial("short", fault, seconds, doctor=False, needs=needs)


def assert_kept(result: Result) -> None:
    """Every promise was kept, or the trial cannot be carried out on this machine."""
    if result.skipped:
        pytest.skip(result.skipped)
    assert not result.broken, f"{result.broken} {result.log[-20:]}"
    assert len(result.articles) == result.trial.often
    assert result.polls.all


def test_a_killed_scheduler_stops_no_reader_and_no_article(files: Sqlite) -> None:
    assert_kept(run(short(work_killed), files, PATIENCE, usual=None))


def test_an_import_that_is_killed_at_five_places_brings_nothing_twice(
    sqlite: str, tmp_path: Path
) -> None:
    quick.leave_out("commands")
    assert killed_and_resumed(sqlite, tmp_path) == ""


def test_a_clock_that_goes_astray_stops_no_reader_and_no_article(files: Sqlite) -> None:
    trial = short(clock_astray(-3_600), seconds=2, needs=[CLOCK])
    assert_kept(run(trial, files, PATIENCE, usual=None))


def test_a_postgresql_that_forgets_stops_no_reader_and_no_article(
    own_cluster: postgres.Cluster,
) -> None:
    """The network forgets connections; then PostgreSQL forgets what readers have seen."""
    with Postgresql(own_cluster) as database:
        assert_kept(run(short(forgetting, needs=[PROXY]), database, PATIENCE, usual=None))
        # A machine so busy that PostgreSQL writes its log first gets another chance to forget.
        for _ in range(5):
            trial = short(forgotten_within_the_second, needs=[PROXY])
            result = run(trial, database, PATIENCE, usual=None)
            assert_kept(result)
            if result.notes:
                break
    assert result.notes == ["another edition had the revision and the second of the lost one"]


# What is promised


def seen(**fields: object) -> Result:
    """What a trial saw in which all was well, but for these."""
    trial = Trial("a fault", nothing, seconds=20, said=True, crowd=True)
    result = Result(trial, "SQLite", articles=[1.0])
    result.polls = Polls([Poll(0, "/all.rss", 200, 0.01)])
    result.said.metrics = 1.0
    return replace(result, **fields)  # type: ignore[arg-type]


def polls(*answers: tuple[int, float]) -> Polls:
    """Polls that were answered with these statuses after so many seconds."""
    return Polls([Poll(0, "/all.rss", status, seconds) for status, seconds in answers])


def test_a_trial_in_which_all_was_well_breaks_no_promise() -> None:
    assert list(broken(seen(), patience=1, usual=0.01)) == []


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"articles": [1.0, 15.5]}, "an article after 15.5 s"),
        ({"articles": [math.inf]}, "an article never"),
        (
            {"polls": Polls([*[Poll(0, "", 304, 0.01)] * 200, Poll(0, "", 200, 1.2)])},
            "a poll of 1.2 s",
        ),
        ({"polls": polls((200, 0.01), (503, 0.01))}, "polls answered 503 x1"),
        ({"polls": polls((200, 0.01), (CLOSED, 0.01))}, "polls answered nothing x1"),
        ({"polls": polls((200, 0.025))}, "p99 is 2.5 times as long as beside innocent writers"),
        ({"said": Said()}, "nobody said that something is wrong"),
        ({"said": Said(metrics=1.0, probes=polls((200, 9.0)))}, "a probe of 9.0 s"),
    ],
)
def test_each_broken_promise_is_told(fields: dict[str, object], says: str) -> None:
    assert list(broken(seen(**fields), patience=1, usual=0.01)) == [says]
    assert says in drawn([seen(broken=[says])])


def test_a_reader_counts_no_time_in_which_he_had_no_core_himself(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    counts = tmp_path / "schedstat"

    class Answer(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            counts.write_text("7 3600000000123 9\n", encoding="ascii")
            self.send_response_only(200)
            self.end_headers()

    with http.server.HTTPServer(("127.0.0.1", 0), Answer) as server:
        for waited in (0, 3_600):
            counts.write_text("5 123 8\n", encoding="ascii")
            monkeypatch.setattr(readers, "_OWN_COUNTS", counts if waited else tmp_path / "none")
            answering = Thread(target=server.handle_request)
            answering.start()
            poll = readers.ask(server.server_port, "/")
            answering.join()
            assert poll.status == 200
            assert 0 < poll.seconds + waited < 3_600


def test_where_the_web_was_killed_nobody_may_listen_for_a_while() -> None:
    trial = Trial("a kill", nothing, closed=True)
    result = seen(trial=trial, polls=polls((200, 0.01), (CLOSED, 0.01), (500, 0.01)))
    assert list(broken(result, patience=1, usual=None)) == ["polls answered 500 x1"]


@pytest.mark.parametrize("trials", [ON_SQLITE, ON_POSTGRESQL])
def test_no_two_trials_have_one_name(trials: tuple[Trial, ...]) -> None:
    assert len({trial.name for trial in trials}) == len(trials)


# The proxy


@pytest.fixture
def proxy() -> Iterator[Proxy]:
    """A proxy in front of a server that says everything back."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        Thread(target=_serve_echoes, args=(listener,), daemon=True).start()
        proxy = Proxy(listener.getsockname()[1])
        yield proxy
        proxy.close()


def _serve_echoes(listener: socket.socket) -> None:
    with suppress(OSError):
        while True:
            client, _ = listener.accept()
            Thread(target=_echo, args=(client,), daemon=True).start()


def _echo(client: socket.socket) -> None:
    with client, suppress(OSError):
        while data := client.recv(100):
            client.sendall(data)


def connected(proxy: Proxy) -> socket.socket:
    return socket.create_connection(("127.0.0.1", proxy.port), timeout=10)


def answers(client: socket.socket, seconds: float = 10) -> bool:
    """Whether what is said comes back."""
    client.settimeout(seconds)
    client.sendall(b"?")
    try:
        return client.recv(1) == b"?"
    except TimeoutError:
        return False


def test_a_proxy_holds_back_and_lets_through(proxy: Proxy) -> None:
    with connected(proxy) as client:
        assert answers(client)
        proxy.hold()
        assert not answers(client, ENOUGH)
        with connected(proxy) as other:
            assert not answers(other, ENOUGH)
            proxy.forward()
            assert client.recv(1) == b"?"  # the one that was held back
            assert other.recv(1) == b"?"


def test_a_proxy_forgets_the_connections_of_now(proxy: Proxy) -> None:
    with connected(proxy) as client:
        assert answers(client)
        proxy.forget()
        assert not answers(client, ENOUGH)
        with connected(proxy) as other:
            assert answers(other)


def test_a_silent_proxy_takes_new_connections_too(proxy: Proxy) -> None:
    with connected(proxy) as client:
        assert answers(client)
        proxy.swallow()
        with connected(proxy) as other:
            assert not answers(client, ENOUGH)
            assert not answers(other, ENOUGH)
            proxy.forward()
            assert not answers(client, ENOUGH)
        with connected(proxy) as another:
            assert answers(another)


def test_a_proxy_refuses_and_listens_again(proxy: Proxy) -> None:
    with connected(proxy) as client:
        assert answers(client)
        proxy.refuse()
        assert client.recv(1) == b""
        with pytest.raises(OSError, match="refused"):
            connected(proxy)
        proxy.forward()
        with connected(proxy) as other:
            assert answers(other)
