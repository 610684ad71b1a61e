"""What PostgreSQL is asked for our sessions, and what becomes of one that it ends."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from typing import Any

import psycopg
import pytest
from sqlalchemy import Connection, event, make_url

from store import BATCH, Body, Draft, Place, Store, Unavailable, ingest, record
from store.db import engine, revision
from store.db.patience import ORDINARY
from tests import postgres, process
from tests.room import Room, article

OURS = {
    "statement_timeout": "9s",
    "lock_timeout": "8s",
    "idle_in_transaction_session_timeout": "5s",
    "tcp_keepalives_idle": "5",
    "tcp_keepalives_interval": "2",
    "tcp_keepalives_count": "3",
    "tcp_user_timeout": "10000",
    "TimeZone": "UTC",
    "jit": "off",
    "application_name": "nashra",
}


@pytest.fixture
def store(postgresql: str) -> Iterator[Store]:
    opened = Store(postgresql)
    yield opened
    opened.close()


def test_our_sessions_have_our_settings(store: Store) -> None:
    with store.snapshot() as snapshot:
        ask = snapshot.revision.connection.exec_driver_sql
        said = {name: ask(f"SHOW {name}").scalar_one() for name in OURS}
    assert said == OURS


def test_the_bytes_of_an_edition_are_read_as_bytes(store: Store) -> None:
    room = Room(store)
    room.ingest(article())
    room.press.define()
    room.press.refresh()
    formats = []

    def note(_connection: object, cursor: Any, statement: str, *_: object) -> None:
        if "content" in statement:
            formats.append(cursor.format)

    event.listen(store._engine, "after_cursor_execute", note)
    with store.snapshot() as snapshot:
        edition = snapshot.editions.current("all")
    assert formats == [psycopg.pq.Format.BINARY]
    assert edition
    assert {Body.of(body.content) for body in edition.bodies.values()} == set(
        edition.bodies.values()
    )


def test_a_writer_that_falls_silent_in_its_transaction_holds_back_nobody(
    postgresql: str, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its session is ended by the server, its lock is free, and it is told so in one line."""
    monkeypatch.setattr(engine, "ORDINARY", replace(ORDINARY, idle=0.5))
    silent = Store(postgresql)
    with ExitStack() as stack:
        transaction = stack.enter_context(silent.transaction())
        assert transaction.revision.next() == 1
        with store.transaction() as other:
            assert other.revision.next() == 1
        with pytest.raises(Unavailable, match="idle-in-transaction timeout") as raised:
            stack.close()
    assert "\n" not in str(raised.value)
    with silent.transaction() as again:
        assert again.revision.next() == 2
    silent.close()


@contextmanager
def held(url: str) -> Iterator[psycopg.Connection[tuple[object, ...]]]:
    """Somebody who is not us holds the lock of all writers."""
    name = make_url(url)
    with psycopg.connect(
        host=name.host, port=name.port, user=name.username, dbname=name.database
    ) as other:
        other.execute("SELECT number FROM revision FOR UPDATE")
        yield other


def test_a_lock_is_waited_for_again_and_again(
    postgresql: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The server ends each wait long before our patience ends."""
    monkeypatch.setattr(engine, "ORDINARY", replace(ORDINARY, lock=0.2))
    store = Store(postgresql)
    tries: list[int] = []
    lock = revision.lock

    def counted(connection: Connection) -> None:
        tries.append(1)
        lock(connection)

    monkeypatch.setattr("store.store.lock", counted)
    with ThreadPoolExecutor(1) as threads:
        with held(postgresql):
            writing = threads.submit(advance, store)
            process.until(lambda: len(tries) > 3, "it does not wait again")
            assert not writing.done()
        assert writing.result() == 1
    store.close()


def test_a_lock_that_is_never_free_is_said(
    postgresql: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine, "ORDINARY", replace(ORDINARY, lock=0.2, busy=0.5))
    store = Store(postgresql)
    with held(postgresql), pytest.raises(Unavailable, match="lock timeout"):
        advance(store)
    assert advance(store) == 1
    store.close()


def advance(store: Store) -> int:
    with store.transaction() as transaction:
        return transaction.revision.next()


def test_an_ingest_goes_on_when_its_connection_is_lost_between_two_batches(
    store: Store, postgresql: str, cluster: postgres.Cluster
) -> None:
    room = Room(store)
    name = make_url(postgresql).database

    def drafts() -> Iterator[Draft]:
        for number in range(2 * BATCH):
            if number == BATCH:
                with cluster.connect() as server:
                    server.execute(
                        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s",
                        [name],
                    )
            yield record.draft(article(number), Place("news.ndjson", number + 1))

    kept = [outcome for batch in ingest(drafts(), room.intake) for outcome in batch]
    assert len(kept) == 2 * BATCH
