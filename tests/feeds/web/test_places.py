"""A database that hangs: who reads it holds a few threads, and nobody else waits."""

from collections.abc import Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from contextlib import contextmanager
from threading import Barrier, Event

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from feeds.running.server import QUARTER
from feeds.web import places
from store import Store, Transaction
from tests.feeds.web.api.sender import ARTICLES, SECRET, bearer, make_app
from tests.feeds.web.client import FEEDS, started
from tests.room import Room

CROWD = 20
Headers = dict[str, str]


class Hanging(Store):
    """A store whose database can be made to hang."""

    hanging: Event | None = None

    @contextmanager
    def snapshot(self) -> Iterator[Transaction]:
        if self.hanging:
            self.hanging.wait(60)
        with super().snapshot() as snapshot:
            yield snapshot


@pytest.fixture
def store(sqlite: str) -> Iterator[Hanging]:  # of the room, too
    opened = Hanging(sqlite)
    yield opened
    opened.close()


@pytest.fixture
def app(room: Room) -> Iterator[Flask]:
    with started(room.store) as app:
        yield app


@pytest.fixture
def crowd() -> Iterator[ThreadPoolExecutor]:
    with ThreadPoolExecutor(CROWD) as threads:
        yield threads


def ask(app: Flask, path: str, headers: Headers | None = None) -> TestResponse:
    return app.test_client().get(path, headers=headers)


def hold_all_places(
    app: Flask, store: Hanging, crowd: ThreadPoolExecutor, path: str, headers: Headers | None = None
) -> set[Future[TestResponse]]:
    """Let a crowd ask for a page while the database hangs; those who still wait, of whom each
    holds a place for longer than anybody is waited for.
    """
    store.hanging = Event()
    asked = {crowd.submit(ask, app, path, headers) for _ in range(CROWD)}
    inside = asked
    while len(inside) > QUARTER:
        refused, inside = wait(inside, 30, FIRST_COMPLETED)
        assert refused, "more wait for the database than may"
        for one in refused:
            answer = one.result()
            assert (answer.status_code, answer.headers["Retry-After"]) == (503, "1")
    return inside


@pytest.mark.parametrize(
    "path",
    [
        "/politics",
        "/articles/x",
        "/tag/x.rss",
        "/tag/x/feed/",
        "/?feed=rss2&tag=x,y",
    ],
)
def test_while_the_database_hangs_a_few_wait_and_all_others_are_told_so(
    app: Flask, store: Hanging, crowd: ThreadPoolExecutor, path: str
) -> None:
    inside = hold_all_places(app, store, crowd, path)
    assert store.hanging
    try:
        for other in ("/politics", "/economy", "/articles/y", "/nothing"):
            assert ask(app, other).status_code == 503
        for feed in FEEDS:
            assert ask(app, feed).status_code == 200
            assert ask(app, f"{feed}?x=1").status_code == 200
        assert ask(app, "/").status_code == 200
        for probe in ("/healthz", "/readyz", "/metrics"):
            assert ask(app, probe).status_code == 200
        assert ask(app, "/nothing.rss").status_code == 404
        assert ask(app, "/سياسة.rss").status_code == 301
        assert not any(one.done() for one in inside)
    finally:
        store.hanging.set()
    assert {one.result().status_code for one in inside} <= {200, 404}
    assert ask(app, "/politics").status_code == 200


def test_reads_of_the_api_and_of_pages_share_their_places(
    store: Hanging, room: Room, crowd: ThreadPoolExecutor
) -> None:
    app = make_app(room.store)
    inside = hold_all_places(app, store, crowd, ARTICLES, bearer(SECRET))
    assert store.hanging
    refused = [ask(app, path, bearer(SECRET)) for path in (f"{ARTICLES}/n-1", "/politics")]
    assert [answer.status_code for answer in refused] == [503, 503]
    assert not any(one.done() for one in inside)
    store.hanging.set()
    assert {one.result().status_code for one in inside} == {200}


def test_a_crowd_that_gets_on_is_not_refused(
    app: Flask, crowd: ThreadPoolExecutor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(places, "PATIENCE", 60)
    many = QUARTER + places.WAITING
    begin = Barrier(many)

    def ask_together(_: int) -> int:
        begin.wait(30)
        return ask(app, "/politics").status_code

    for _ in range(3):
        assert list(crowd.map(ask_together, range(many))) == [200] * many


def test_a_place_is_given_back_whatever_became_of_the_request(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError("the page cannot be made")

    with monkeypatch.context() as patch:
        patch.setattr("feeds.web.pages.feed_page", fail)
        for _ in range(2 * QUARTER):
            assert ask(app, "/politics").status_code == 500
    for _ in range(2 * QUARTER):
        assert ask(app, "/nothing").status_code == 404
    assert ask(app, "/politics").status_code == 200
