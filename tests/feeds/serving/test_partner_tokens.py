"""Which tokens open a partner's feed: those that are set, and those that were made here."""

from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import delete, insert

from feeds.newsroom import Newsroom
from feeds.running.worker import WebWorker
from feeds.serving.newsstand import Newsstand
from feeds.serving.partner_tokens import KnownTokens
from feeds.web import face
from store import Store
from store.db.schema import partner_tokens
from tests import process
from tests.feeds.web.client import Stopping
from tests.gated import FEED, PARTNERS, TOKENS, basic, bearer, digest, print_by_hand, settings_of
from tests.room import START

DAY = timedelta(days=1)
NEW = "a-token-that-was-made-just-now"


class Clock:
    """A clock that stands still until it is set."""

    def __init__(self) -> None:
        self.now = START

    def __call__(self) -> datetime:
        return self.now


def make(store: Store, partner: str, token: str, ends_at: datetime | None = None) -> None:
    """Note a token as the command does that makes one."""
    row = {"partner": partner, "digest": digest(token), "made_at": START, "ends_at": ends_at}
    with store.transaction() as transaction:
        transaction.partner_tokens.connection.execute(insert(partner_tokens).values(row))


def forget(store: Store) -> None:
    with store.transaction() as transaction:
        transaction.partner_tokens.connection.execute(delete(partner_tokens))


@pytest.fixture
def stopping(database: str) -> Iterator[Stopping]:
    store = Stopping(database)
    yield store
    store.close()


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def known(clock: Clock) -> KnownTokens:
    return KnownTokens(PARTNERS, clock)


def read(known: KnownTokens, store: Store) -> None:
    with store.snapshot() as snapshot:
        known.read(snapshot)


def test_a_token_that_is_set_opens_one_feed(known: KnownTokens) -> None:
    assert known.admits("basic", TOKENS["basic"].encode())
    for partner in ("hidden", "bearer", "public", ""):
        assert not known.admits(partner, TOKENS["basic"].encode())
    for token in (b"", TOKENS["basic"].encode() + b" ", digest(TOKENS["basic"]).encode()):
        assert not known.admits("basic", token)


def test_a_token_opens_from_when_it_is_made_until_it_ends(
    known: KnownTokens, clock: Clock, store: Store
) -> None:
    make(store, "basic", NEW, START + DAY)
    assert not known.admits("basic", NEW.encode())
    read(known, store)
    assert known.admits("basic", NEW.encode())
    assert known.admits("basic", TOKENS["basic"].encode())
    clock.now = START + DAY - timedelta(seconds=1)
    assert known.admits("basic", NEW.encode())
    clock.now = START + DAY
    assert not known.admits("basic", NEW.encode())
    read(known, store)
    assert not known.admits("basic", NEW.encode())


def test_the_empty_token_opens_nothing_whatever_is_set(clock: Clock, store: Store) -> None:
    known = KnownTokens(PARTNERS, clock)
    make(store, "basic", "")
    read(known, store)
    assert not known.admits("basic", b"")


def test_a_token_that_is_too_long_opens_nothing(clock: Clock, store: Store) -> None:
    known = KnownTokens(PARTNERS, clock)
    make(store, "basic", "a" * 513)
    make(store, "bearer", "a" * 512)
    read(known, store)
    assert not known.admits("basic", b"a" * 513)
    assert not known.admits("bearer", b"a" * 513)
    assert known.admits("bearer", b"a" * 512)


def test_tokens_are_made_and_taken_back_while_a_process_serves(store: Store) -> None:
    known = KnownTokens(PARTNERS, lambda: START)
    newsstand = Newsstand(store, (), read=known.read)
    newsstand.start()
    other = Store(store.url)
    try:
        assert known.were_read
        make(other, "hidden", NEW)
        process.until(lambda: known.admits("hidden", NEW.encode()), "the token is not seen")
        forget(other)
        process.until(
            lambda: not known.admits("hidden", NEW.encode()), "the token is still in force"
        )
    finally:
        newsstand.close()
        other.close()


def client_of(store: Store) -> FlaskClient:
    app = Flask("nashra")
    face.register(app, Newsroom(settings_of(), store))
    return app.test_client()


def test_a_token_stays_in_force_while_the_database_is_gone(stopping: Stopping) -> None:
    print_by_hand(stopping, "bearer", rss=FEED)
    make(stopping, "bearer", NEW)
    client = client_of(stopping)
    assert client.get("/partner/bearer.rss", headers=bearer(NEW)).text == FEED
    stopping.gone = True
    assert client.get("/partner/bearer.rss", headers=bearer(NEW)).text == FEED
    assert client.get("/partner/bearer.rss", headers=bearer("x")).status_code == 401


def test_a_process_that_never_saw_the_database_refuses_no_partner_for_good(
    stopping: Stopping,
) -> None:
    stopping.gone = True
    client = client_of(stopping)
    for path, headers in (
        ("/partner/basic.rss", basic("basic", NEW)),
        ("/partner/bearer.rss", {}),
        (f"/partner/hidden/{NEW}.rss", {}),
        (f"/partner/nobody/{NEW}.rss", {}),
        ("/partner/basic.rss", basic("basic", TOKENS["basic"])),  # known, but its feed is not
    ):
        answer = client.get(path, headers=headers)
        assert (answer.status_code, answer.headers["Retry-After"]) == (503, "5"), path
    stopping.gone = False
    assert client.get("/partner/basic.rss", headers=basic("basic", NEW)).status_code == 401


def test_a_worker_reads_the_tokens_with_its_first_look(store: Store) -> None:
    make(store, "basic", NEW)
    worker = WebWorker(Newsroom(settings_of(), store))
    worker.newsstand.look()
    assert worker.tokens.admits("basic", NEW.encode())
