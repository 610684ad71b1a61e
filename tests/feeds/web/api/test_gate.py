"""Who may ask, how often, and how many at once; before a body is read."""

import threading
import time
from datetime import UTC, datetime
from typing import Any

import pytest
from flask.testing import FlaskClient
from limits import RateLimitItemPerMinute

from feeds.running.server import THREADS
from feeds.web.api import gate
from store import Store
from tests.feeds.web.api.sender import ARTICLES, JSON, SECRET, Sender, bearer, make_app
from tests.room import Room, article


@pytest.mark.parametrize(
    "headers", [{}, bearer("wrong"), bearer(""), {"Authorization": "Basic eDp5"}]
)
@pytest.mark.parametrize(
    ("method", "path"),
    [("POST", ""), ("GET", ""), ("PUT", "/n-1"), ("DELETE", "/n-1"), ("POST", "/n-1/restore")],
)
def test_nobody_does_anything_without_a_token(
    client: FlaskClient, method: str, path: str, headers: dict[str, str]
) -> None:
    answer = client.open(ARTICLES + path, method=method, headers=headers, json=article())
    assert answer.status_code == 401
    assert answer.headers["WWW-Authenticate"] == "Bearer"
    assert answer.mimetype == "application/problem+json"


def test_without_tokens_in_the_settings_nobody_may(room: Room) -> None:
    client = make_app(room.store, ()).test_client()
    assert client.post(ARTICLES, headers=bearer(""), json=article()).status_code == 401


class Unread:
    """A body that says whether anybody read of it."""

    read_from = False

    def read(self, _size: int = -1) -> bytes:
        self.read_from = True
        return b""

    readline = read


def test_metrics_are_for_far_machines_with_a_token(client: FlaskClient) -> None:
    far = {"REMOTE_ADDR": "203.0.113.9"}
    assert client.get("/metrics", headers=bearer(SECRET), environ_overrides=far).status_code == 200
    assert client.get("/metrics", headers=bearer("wrong"), environ_overrides=far).status_code == 404


@pytest.mark.parametrize(("secret", "read"), [("wrong", False), (SECRET, True)])
def test_the_token_is_looked_at_before_the_body(
    client: FlaskClient, secret: str, read: bool
) -> None:
    body = Unread()
    environ = {"wsgi.input": body, "CONTENT_LENGTH": "100"}
    client.post(ARTICLES, headers=bearer(secret) | JSON, environ_overrides=environ)
    assert body.read_from is read


def test_a_token_may_come_in_a_header_of_its_own(client: FlaskClient) -> None:
    assert client.get(ARTICLES, headers={"X-Nashra-Token": SECRET}).status_code == 200


def test_who_asks_too_often_waits(
    wire: Sender, other: Sender, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(gate, "READS", RateLimitItemPerMinute(2))
    codes = [wire("GET", "/api/v1/wires").status_code for _ in range(3)]
    assert codes == [200, 200, 429]
    assert 1 <= int(wire("GET", "/api/v1/wires").headers["Retry-After"]) <= 60
    assert other("GET", "/api/v1/wires").status_code == 200


def test_a_clock_that_is_set_back_keeps_nobody_waiting_for_it(
    wire: Sender, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(gate, "READS", RateLimitItemPerMinute(2))
    codes = [wire("GET", "/api/v1/wires").status_code for _ in range(3)]
    assert codes == [200, 200, 429]
    earlier = time.time() - 3600
    monkeypatch.setattr(time, "time", lambda: earlier)
    monkeypatch.setattr(gate, "now", lambda: datetime.fromtimestamp(earlier, UTC))
    codes = [wire("GET", "/api/v1/wires").status_code for _ in range(3)]
    assert codes == [200, 200, 429]


class Slow:
    """A body that comes when it is let."""

    def __init__(self, come: threading.Event, asked: threading.Semaphore) -> None:
        self.come, self.asked = come, asked

    def read(self, _size: int = -1) -> bytes:
        self.asked.release()
        self.come.wait(30)
        return b""


def test_slow_senders_leave_threads_for_readers(sqlite: str) -> None:
    store = Store(sqlite)
    app = make_app(store)
    come, asked = threading.Event(), threading.Semaphore(0)

    def send() -> None:
        environ: dict[str, Any] = {"wsgi.input": Slow(come, asked), "CONTENT_LENGTH": "100"}
        app.test_client().post(ARTICLES, headers=bearer(SECRET) | JSON, environ_overrides=environ)

    senders = [threading.Thread(target=send) for _ in range(THREADS // 4)]
    for sender in senders:
        sender.start()
    for _ in senders:
        assert asked.acquire(timeout=30)
    wire = Sender(app.test_client(), SECRET)
    busy = wire.send(article())
    assert (busy.status_code, busy.headers["Retry-After"]) == (503, "1")
    assert wire("GET", ARTICLES).status_code == 200
    come.set()
    for sender in senders:
        sender.join(30)
    assert wire.send(article()).status_code == 201
    store.close()
