"""A PostgreSQL that accepts and never answers: every wait for it ends on our side.

The seconds of patience are shortened, for these tests alone.
"""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing
from dataclasses import replace
from select import select
from threading import Event
from typing import Any

import psycopg
import pytest
from sqlalchemy import make_url

from store import Store, Transaction, Unavailable
from store.db import engine, follow
from store.db.migrations import current
from store.db.patience import LONG, ORDINARY, Patience
from store.db.postgresql import AnsweringConnection
from tests.room import START
from trials.proxy import Proxy

SHORT = replace(ORDINARY, connect=2, ping=0.5, answer=1)
SILENT = "has not answered for"


@pytest.fixture
def proxy(postgresql: str) -> Iterator[Proxy]:
    proxy = Proxy(make_url(postgresql).port or 0)
    yield proxy
    proxy.close()


@pytest.fixture
def url(postgresql: str, proxy: Proxy, monkeypatch: pytest.MonkeyPatch) -> str:
    """The database as it is reached through the proxy, with short patience."""
    monkeypatch.setattr(engine, "ORDINARY", SHORT)
    behind = make_url(postgresql).set(port=proxy.port)
    return behind.render_as_string(hide_password=False)


@pytest.fixture
def store(url: str) -> Iterator[Store]:
    opened = Store(url)
    yield opened
    opened.close()


@pytest.fixture
def silences(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What was said of each connection that was given up, while the test runs."""
    said: list[str] = []
    wait = AnsweringConnection.wait

    def listening(self: AnsweringConnection, *arguments: Any, **options: Any) -> Any:
        try:
            return wait(self, *arguments, **options)
        except psycopg.OperationalError as error:
            said.append(str(error))
            raise

    monkeypatch.setattr(AnsweringConnection, "wait", listening)
    return said


def number(store: Store) -> int:
    with store.snapshot() as snapshot:
        return snapshot.revision.number()


def advance(store: Store) -> int:
    with store.transaction() as transaction:
        return transaction.revision.next()


def fill_pool(store: Store, many: int) -> None:
    """Let so many connections lie in the pool."""
    with ExitStack() as stack:
        for _ in range(many):
            stack.enter_context(store.snapshot()).revision.number()


@pytest.mark.parametrize("patience", [ORDINARY, LONG])
def test_what_the_server_can_say_it_says_before_we_give_up(patience: Patience) -> None:
    assert patience.lock < patience.statement < patience.answer
    assert patience.ping < patience.answer


def test_a_vanished_writer_is_let_go_before_others_give_up() -> None:
    assert ORDINARY.idle < ORDINARY.lock


def fall_silent_amid_many_rows(url: str, proxy: Proxy, name: str) -> psycopg.Connection[Any]:
    """A session that holds the lock of all writers, whose client is silent amid a pipeline."""
    address = make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)
    writer = psycopg.connect(address, application_name=name)
    writer.execute("SELECT number FROM revision FOR UPDATE")
    writer.pgconn.enter_pipeline_mode()
    writer.pgconn.send_query_params(b"SELECT 1", None)
    writer.pgconn.send_flush_request()
    writer.pgconn.flush()
    assert select([writer], [], [], 30)[0], "the server does not answer"
    proxy.forget()
    return writer


def test_a_writer_that_vanished_amid_many_rows_is_ended_by_those_who_wait(
    url: str, proxy: Proxy, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    patience = replace(ORDINARY, idle=2, lock=3, statement=4)
    monkeypatch.setattr(engine, "ORDINARY", patience)
    with (
        closing(fall_silent_amid_many_rows(url, proxy, patience.name)),
        closing(Store(url)) as store,
    ):
        assert advance(store) == 1
    assert "ended 1 silent sessions" in caplog.text


def test_a_session_that_may_be_silent_for_longer_is_not_ended(
    url: str, proxy: Proxy, monkeypatch: pytest.MonkeyPatch
) -> None:
    patience = replace(ORDINARY, busy=2, idle=0.5, lock=1, statement=2)
    monkeypatch.setattr(engine, "ORDINARY", patience)
    with (
        closing(fall_silent_amid_many_rows(url, proxy, LONG.name)),
        closing(Store(url)) as store,
        pytest.raises(Unavailable, match="lock timeout"),
    ):
        advance(store)


def test_a_forgotten_connection_of_the_pool_is_replaced_unseen(
    store: Store, proxy: Proxy, silences: list[str]
) -> None:
    assert advance(store) == 1
    proxy.forget()
    assert advance(store) == 2
    assert silences == ["it has not answered for 0.5 s"]


def test_one_forgotten_connection_tells_of_all_others_of_the_pool(
    store: Store, proxy: Proxy, silences: list[str]
) -> None:
    fill_pool(store, 4)
    proxy.forget()
    assert [number(store) for _ in range(3)] == [0, 0, 0]
    fill_pool(store, 4)
    assert len(silences) == 1


def fall_silent_in(
    unit: str, store: Store, proxy: Proxy, ask: Callable[[Transaction], Any]
) -> None:
    """Open a unit of work, let its connection be forgotten, then ask."""
    with getattr(store, unit)() as opened:
        opened.revision.number()
        proxy.forget()
        ask(opened)


ASKED: dict[str, tuple[str, Callable[[Transaction], Any]]] = {
    "a read": ("snapshot", lambda snapshot: snapshot.revision.number()),
    "a write": ("transaction", lambda transaction: transaction.revision.next()),
    "the end of a snapshot": ("snapshot", lambda _: None),
    "the commit": ("transaction", lambda _: None),
    "the rollback": ("transaction", lambda _: 1 / 0),
    "many rows": (
        "transaction",
        lambda transaction: transaction.feeds.want({f"tag/{n}": 1 for n in range(20_000)}, START),
    ),
}


@pytest.mark.parametrize("name", ASKED)
def test_a_silence_in_the_middle_of_a_unit_is_unavailable_and_the_next_one_works(
    store: Store, proxy: Proxy, silences: list[str], name: str
) -> None:
    fill_pool(store, 3)
    with pytest.raises(Unavailable, match=SILENT) as raised:
        fall_silent_in(ASKED[name][0], store, proxy, ASKED[name][1])
    assert "\n" not in str(raised.value)
    assert number(store) == 0
    assert len(silences) == 1


def test_a_server_that_accepts_and_never_answers_is_unavailable(
    url: str, store: Store, proxy: Proxy
) -> None:
    proxy.swallow()
    with pytest.raises(Unavailable, match="timeout expired"):
        number(store)
    with pytest.raises(Unavailable, match="timeout expired"):
        current.check(url)
    proxy.forward()
    assert advance(store) == 1


def test_many_who_ask_at_once_are_all_told(store: Store, proxy: Proxy) -> None:
    """More than the pool has connections: those who wait for one wait no longer than for it."""
    fill_pool(store, 5)
    proxy.swallow()
    with ThreadPoolExecutor(20) as threads:
        asked = [threads.submit(number, store) for _ in range(20)]
        assert all(isinstance(one.exception(), Unavailable) for one in asked)
    proxy.forward()
    with ThreadPoolExecutor(20) as threads:
        assert set(threads.map(number, [store] * 20)) == {0}


def test_an_answer_that_comes_slowly_is_waited_for(store: Store, silences: list[str]) -> None:
    """Many small answers take longer in all than one may: each begins the wait anew."""
    with store.transaction() as transaction:
        execute = transaction.revision.connection.exec_driver_sql
        execute("DELETE FROM leases WHERE pg_sleep(%(s)s) IS NULL", [{"s": 0.05}] * 40)
        assert transaction.revision.number() == 0
    assert silences == []


def test_those_who_follow_find_out_that_their_connection_was_forgotten(
    store: Store, proxy: Proxy, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(follow, "AT_LEAST_SECONDS", 1.0)
    following = store.follow(Event())
    next(following)
    next(following)  # nothing happens, and the question is answered
    proxy.forget()
    with pytest.raises(Unavailable, match=SILENT):
        next(following)
    anew = store.follow(Event())
    next(anew)
    advance(store)
    next(anew)
    anew.close()
