"""Readers that are pages of other origins read feeds, whatever comes of it, and nothing else."""

import pytest
from flask.testing import FlaskClient

from tests.feeds.web.client import FEEDS, behind_the_lane, make_client
from tests.room import ECONOMY, Room

ALLOWED = "Access-Control-Allow-Origin"
EXPOSED = "Access-Control-Expose-Headers"
ORIGIN = {"Origin": "https://reader.example"}


@pytest.mark.parametrize("path", FEEDS)
def test_any_origin_may_read_a_feed_and_its_validators(client: FlaskClient, path: str) -> None:
    for asker in (client, behind_the_lane(client.application)):
        full = asker.get(path, headers=ORIGIN)
        same = asker.get(path, headers=ORIGIN | {"If-None-Match": full.headers["ETag"]})
        assert (full.status_code, same.status_code) == (200, 304)
        for answer in (full, same, asker.head(path, headers=ORIGIN)):
            assert answer.headers.getlist(ALLOWED) == ["*"]
            assert answer.headers.getlist(EXPOSED) == ["ETag, Last-Modified, Link"]


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/nothing.rss", 404),
        ("/feed/pdf/", 404),
        ("/comments/feed/", 410),
        ("/السياسة.atom", 301),
        ("/feed/", 301),
        ("/category/politics/feed/", 301),
        ("/?feed=rss2", 301),
        ("/feed.xml", 301),
    ],
)
def test_any_origin_may_read_why_there_is_no_feed_or_where(
    client: FlaskClient, path: str, status: int
) -> None:
    answer = client.get(path, headers=ORIGIN)
    assert (answer.status_code, answer.headers.get(ALLOWED)) == (status, "*")


def test_any_origin_may_read_that_a_feed_has_ended_or_takes_no_other_method(
    room: Room, client: FlaskClient
) -> None:
    gone = make_client(room.store, ECONOMY).get("/politics.rss", headers=ORIGIN)
    assert (gone.status_code, gone.headers.get(ALLOWED)) == (410, "*")
    refused = client.post("/all.rss", headers=ORIGIN)
    assert (refused.status_code, refused.headers.get(ALLOWED)) == (405, "*")


@pytest.mark.parametrize("path", [*FEEDS, "/nothing.rss", "/feed/", "/feed.xml", "/?feed=atom"])
def test_a_browser_may_ask_with_validators_and_for_deltas(client: FlaskClient, path: str) -> None:
    """It follows no redirect of its question, so that one is answered where it was put."""
    asked = ORIGIN | {
        "Access-Control-Request-Method": "GET",
        "Access-Control-Request-Headers": "a-im,if-modified-since,if-none-match",
    }
    answer = client.options(path, headers=asked)
    assert (answer.status_code, answer.data) == (204, b"")
    assert answer.headers[ALLOWED] == "*"
    assert answer.headers["Access-Control-Allow-Methods"] == "GET, HEAD"
    allowed = answer.headers["Access-Control-Allow-Headers"].split(", ")
    assert allowed == ["If-None-Match", "If-Modified-Since", "A-IM"]
    assert int(answer.headers["Access-Control-Max-Age"]) > 0
    assert "GET" in answer.headers["Allow"]


@pytest.mark.parametrize(
    "path", ["/", "/politics", "/articles/x", "/articles/x.rss", "/api/v1/articles", "/healthz"]
)
def test_whatever_is_no_feed_stays_closed(client: FlaskClient, path: str) -> None:
    assert ALLOWED not in client.get(path, headers=ORIGIN).headers
    assert ALLOWED not in client.options(path, headers=ORIGIN).headers
