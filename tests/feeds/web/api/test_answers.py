"""Problems of the API, and that what is answered was kept."""

import json
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from store import Store, Transaction, Unavailable, find
from tests.feeds.web.api.sender import ARTICLES, JSON, SECRET, Sender, bearer, make_app
from tests.process import run, serving
from tests.room import Room, article


def test_problems_are_said_in_the_language_that_is_asked_for(wire: Sender) -> None:
    answer = wire("GET", f"{ARTICLES}/nothing", headers={"Accept-Language": "ar-EG,en;q=0.5"})
    assert answer.headers["Content-Language"] == "ar"
    assert answer.json["title"] == "لا يوجد شيء بهذا المعرّف"  # type: ignore[index]
    assert "Accept-Language" in answer.headers["Vary"]
    english = wire("GET", f"{ARTICLES}/nothing", headers={"Accept-Language": "fr"})
    assert english.headers["Content-Language"] == "en"
    assert "'nothing'" in english.json["detail"]  # type: ignore[index]


class Gone(Store):
    gone = False

    @contextmanager
    def transaction(self) -> Iterator[Transaction]:
        if self.gone:
            raise Unavailable("the database is locked")
        with super().transaction() as transaction:
            yield transaction


def test_a_locked_database_is_503_and_nothing_is_acknowledged(sqlite: str) -> None:
    store = Gone(sqlite)
    wire = Sender(make_app(store).test_client(), SECRET)
    store.gone = True
    answer = wire.send(article())
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "5")
    store.gone = False
    assert wire.send(article()).status_code == 201
    store.close()


def post(url: str, secret: str, record: dict[str, object]) -> tuple[int, dict[str, Any]]:
    body = json.dumps(record).encode()
    request = urllib.request.Request(url, body, bearer(secret) | JSON, method="POST")
    with urllib.request.urlopen(request, timeout=30) as answer:
        return answer.status, json.load(answer)


def test_what_is_answered_over_http_survives_the_server(sqlite: str) -> None:
    store = Store(sqlite)
    Room(store).ingest(article(90))
    Room(store).refresh()
    made = run(sqlite, "token", "newsroom").stdout.decode().splitlines()
    secret, line = (part.partition(": ")[2] for part in made)
    assert secret not in line
    with serving(sqlite, NASHRA_API_TOKENS=line) as (base, _):
        status, said = post(f"{base}{ARTICLES}", secret, article())
    assert status == 201
    assert find(store, said["items"][0]["id"]).article.owner == "newsroom"
    store.close()
