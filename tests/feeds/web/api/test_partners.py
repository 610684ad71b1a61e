"""What is told of partners: to whoever has a token."""

from datetime import datetime, timedelta

import pytest
from flask.testing import FlaskClient

from feeds.web.api import partners
from store import Fetch, Store, withdraw
from tests.feeds.web.api.sender import PARTNER, Sender
from tests.room import Room, article

HEAD = {"slug": "msn", "title": "إم إس إن", "profile": "msn", "access": "open"}
EMPTY = {"count": 0, "items": []}


@pytest.fixture
def room(store: Store, monkeypatch: pytest.MonkeyPatch) -> Room:
    room = Room(store, partners=[PARTNER])
    monkeypatch.setattr(partners, "now", lambda: room.now)
    room.ingest(article(1), article(2), owner="wire")
    room.refresh()
    return room


def fetch(room: Room) -> int:
    revision = room.edition(PARTNER.key).revision
    moment = room.now
    with room.store.transaction() as transaction:
        transaction.fetches.add([Fetch(PARTNER.key, revision, "rss", "MSNBot/2", moment, moment)])
    return revision


def written(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


def test_partners_are_listed_with_their_last_fetch(room: Room, other: Sender) -> None:
    listed = other("GET", "/api/v1/partners").json
    assert listed == {"items": [HEAD | {"last_fetch": None, "current": False}]}
    revision = fetch(room)
    last = {"at": written(room.now), "agent": "MSNBot/2", "format": "rss", "revision": revision}
    listed = other("GET", "/api/v1/partners").json
    assert listed == {"items": [HEAD | {"last_fetch": last, "current": True}]}


def test_the_ledger_of_a_partner_is_told(room: Room, wire: Sender) -> None:
    fetch(room)
    fetched_at = room.now
    first = room.kept("n-1")
    room.pass_time(hours=1)
    withdraw(room.intake, "n-1")
    room.refresh()
    told = wire("GET", "/api/v1/partners/msn").json
    assert told is not None
    second = room.kept("n-2")
    nothing = {"had": None, "at": None, "reason": None, "demands": []}
    assert [item["id"] for item in told["has"]["items"]] == [second.article.id, first.article.id]
    assert told["has"]["items"][0] == nothing | {
        "id": second.article.id,
        "title": second.article.title,
        "revision": second.revision,
        "fetched_at": written(fetched_at),
    }
    for name in ("pending", "left_out", "missed", "corrections"):
        assert told[name] == EMPTY
    assert told["withdrawals"] == {
        "count": 1,
        "items": [
            {
                "id": first.article.id,
                "title": first.article.title,
                "revision": room.kept("n-1").revision,
                "had": first.revision,
                "fetched_at": None,
                "at": written(room.now - timedelta(seconds=1)),
                "reason": "withdrawn",
                "demands": [],
            }
        ],
    }
    assert not told["current"]


def test_pages_are_asked_for_by_number(wire: Sender) -> None:
    told = wire("GET", "/api/v1/partners/msn?page=2").json
    assert told is not None
    assert told["pending"] == {"count": 2, "items": []}
    assert wire("GET", "/api/v1/partners/msn?page=0").status_code == 400


@pytest.mark.parametrize("path", ["/api/v1/partners", "/api/v1/partners/msn"])
def test_nothing_is_told_without_a_token(client: FlaskClient, path: str) -> None:
    assert client.get(path).status_code == 401


def test_an_unknown_partner_is_not_found(wire: Sender) -> None:
    answer = wire("GET", "/api/v1/partners/bing")
    assert answer.status_code == 404
    assert "known are: msn" in answer.text
