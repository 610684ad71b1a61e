"""What holds for the answers of all faces."""

import pytest
from flask.testing import FlaskClient

from feeds.pulse import Pulse
from tests.feeds.web.client import FEEDS


def test_no_answer_depends_on_the_host_header(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Pulse, "age", 0.0)  # of which /readyz tells the seconds
    for path in (*FEEDS, "/", "/all", "/nothing", "/nothing.rss", "/readyz"):
        here, there = client.get(path), client.get(path, headers={"Host": "evil.example"})
        assert here.data == there.data
        assert dict(here.headers) == dict(there.headers)
        assert b"evil" not in there.data


@pytest.mark.parametrize("path", ["/articles//abc", "//evil", "//all.rss"])
def test_no_redirect_takes_its_address_from_host(client: FlaskClient, path: str) -> None:
    answer = client.get(
        "/", environ_overrides={"PATH_INFO": path}, headers={"Host": "evil.example"}
    )
    assert "Location" not in answer.headers
    assert b"evil.example" not in answer.data


def test_every_answer_forbids_to_guess_its_type(client: FlaskClient) -> None:
    for path in (
        *FEEDS,
        "/",
        "/nothing",
        "/nothing.rss",
        "/feed/",
        "/politics/",
        "/healthz",
        "/metrics",
    ):
        for method in ("GET", "HEAD", "OPTIONS", "POST"):
            assert client.open(path, method=method).headers["X-Content-Type-Options"] == "nosniff"


def test_every_header_is_ascii(client: FlaskClient) -> None:
    for path in (*FEEDS, "/", "/politics", "/سياسة", "/nothing"):
        for name, value in client.get(path).headers:
            assert f"{name}{value}".isascii()
