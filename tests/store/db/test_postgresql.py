"""What PostgreSQL is asked for our sessions, and what becomes of one that it ends."""

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import replace

import pytest
from sqlalchemy import make_url

from store import BATCH, Draft, Place, Store, Unavailable, ingest, record
from store.db import engine
from store.db.patience import ORDINARY
from tests import postgres
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
