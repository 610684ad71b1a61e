"""Probes and measurements: what they say, and to whom."""

import json
from datetime import timedelta

import pytest
from flask.testing import FlaskClient

from tests.feeds.web.client import make_client
from tests.room import Room, article


def test_a_feed_that_is_dirty_for_over_a_minute_is_named(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = make_client(room.store)
    room.ingest(article(9))
    monkeypatch.setattr("feeds.web.health.now", lambda: room.now + timedelta(seconds=59))
    assert json.loads(client.get("/readyz").data)["degraded"] == []
    monkeypatch.setattr("feeds.web.health.now", lambda: room.now + timedelta(seconds=61))
    ready = client.get("/readyz")
    assert ready.status_code == 200
    assert any("politics" in line for line in json.loads(ready.data)["degraded"])


def test_metrics_are_for_near_machines_that_ask_directly(client: FlaskClient) -> None:
    near = client.get("/metrics", environ_overrides={"REMOTE_ADDR": "10.0.0.7"})
    assert near.headers["Content-Type"].startswith("text/plain; version=0.0.4")
    assert b"nashra_newsstand_bytes" in near.data
    assert (
        client.get("/metrics", environ_overrides={"REMOTE_ADDR": "203.0.113.9"}).status_code == 404
    )


@pytest.mark.parametrize(
    "header",
    [
        *("X-Forwarded-For", "X-Forwarded-Host", "x-forwarded-proto", "Forwarded", "Via"),
        *("X-Real-IP", "x-real-ip", "CF-Connecting-IP", "True-Client-IP"),
    ],
)
def test_whoever_asks_through_a_proxy_sees_no_metrics(client: FlaskClient, header: str) -> None:
    assert client.get("/metrics", headers={header: "10.0.0.7"}).status_code == 404


def test_an_ordinary_header_hides_no_metrics(client: FlaskClient) -> None:
    headers = {"User-Agent": "Prometheus/3.1", "X-Request-ID": "7", "Accept": "text/plain"}
    assert client.get("/metrics", headers=headers).status_code == 200
