"""The API: who may, what is read, what is decided, and how it is said."""

import hashlib
import json
import os
import shutil
import subprocess
import threading
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from limits import RateLimitItemPerMinute
from werkzeug.test import TestResponse

from feeds.newsroom import Newsroom
from feeds.running.server import THREADS
from feeds.settings.values import Settings, Token
from feeds.web import face
from feeds.web.api import gate
from store import Sections, Store, Transaction, Unavailable, Wire, find
from tests.process import ROOT, run, serving
from tests.room import ECONOMY, FRONT, POLITICS, SITE, Room, article

SECRET, OTHER, SCOPED = "wire-secret", "other-secret", "scoped-secret"
ARTICLES = "/api/v1/articles"
JSON = {"Content-Type": "application/json"}


def bearer(secret: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {secret}"}


def token(name: str, secret: str, sections: frozenset[str] | None = None) -> Token:
    return Token(name, hashlib.sha256(secret.encode()).hexdigest(), sections)


TOKENS = (
    token("wire", SECRET),
    token("other", OTHER),
    token("sports", SCOPED, frozenset({"economy"})),
)


AGENCY = Wire(name="agency", kind="feed", url="https://agency.example/feed")


def make_app(
    store: Store, tokens: tuple[Token, ...] = TOKENS, wires: tuple[Wire, ...] = (AGENCY,)
) -> Flask:
    app = Flask("nashra")
    settings = Settings(
        database="",
        log=("info", "text"),
        site=SITE,
        front=FRONT,
        sections=Sections((POLITICS, ECONOMY)),
        guard=True,
        tombstones=True,
        tokens=tokens,
        wires=wires,
    )
    face.register(app, Newsroom(settings, store), threads=False)
    return app


class Sender:
    """One who asks with a token."""

    def __init__(self, client: FlaskClient, secret: str) -> None:
        self.client, self.headers = client, bearer(secret)

    def __call__(self, method: str, path: str, **more: Any) -> TestResponse:
        more["headers"] = self.headers | more.get("headers", {})
        return self.client.open(path, method=method, **more)

    def send(self, *records: dict[str, object]) -> TestResponse:
        return self("POST", ARTICLES, json=records[0] if len(records) == 1 else list(records))


@pytest.fixture
def room(store: Store) -> Room:
    room = Room(store)
    room.ingest(article(90))
    return room


@pytest.fixture
def client(room: Room) -> FlaskClient:
    return make_app(room.store).test_client()


@pytest.fixture
def wire(client: FlaskClient) -> Sender:
    return Sender(client, SECRET)


@pytest.fixture
def other(client: FlaskClient) -> Sender:
    return Sender(client, OTHER)


@pytest.fixture
def scoped(client: FlaskClient) -> Sender:
    return Sender(client, SCOPED)


def decisions(answer: TestResponse) -> list[str]:
    return [item["decision"] for item in answer.json["items"]]  # type: ignore[index]


# Who may


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


# Articles in


def test_an_article_is_new_then_the_same_then_edited(wire: Sender, room: Room) -> None:
    first = wire.send(article())
    assert (first.status_code, decisions(first)) == (201, ["new"])
    item = first.json["items"][0]  # type: ignore[index]
    assert item["source_id"] == "n-1"
    assert item["feeds"][:2] == ["all", "politics"]
    assert find(room.store, item["id"]).article.owner == "wire"
    again = wire.send(article())
    assert (again.status_code, decisions(again)) == (200, ["same"])
    edited = wire.send(article(title="عنوان آخر"))
    assert (edited.status_code, decisions(edited)) == (200, ["edited"])


def test_a_list_says_of_each_record_what_became_of_it(wire: Sender) -> None:
    answer = wire.send(article(1), article(2, title=""), article(3, colour="أحمر"))
    assert answer.status_code == 207
    assert decisions(answer) == ["new", "quarantined", "quarantined"]
    assert [item["refused"] and item["refused"]["field"] for item in answer.json["items"]] == [  # type: ignore[index]
        None,
        "title",
        "colour",
    ]
    assert wire.send(article(1), article(4)).status_code == 201
    assert wire.send(article(1), article(4)).status_code == 200


def test_one_refused_article_is_a_problem_and_stands_in_its_own_quarantine(
    wire: Sender, other: Sender
) -> None:
    answer = wire.send(article(published="ليس تاريخًا"))
    assert answer.status_code == 422
    assert answer.json["field"] == "published"  # type: ignore[index]
    held = wire("GET", "/api/v1/quarantine").json["items"]  # type: ignore[index]
    assert [one["refused"]["field"] for one in held] == ["published"]
    assert other("GET", "/api/v1/quarantine").json["items"] == []  # type: ignore[index]
    number = held[0]["number"]
    assert other("DELETE", f"/api/v1/quarantine/{number}").status_code == 404
    assert wire("DELETE", f"/api/v1/quarantine/{number}").status_code == 200
    assert wire("GET", "/api/v1/quarantine").json["items"] == []  # type: ignore[index]


def test_what_is_no_record_stands_in_quarantine_too(wire: Sender) -> None:
    refused = [
        wire.send({"titel": "خبر"}),
        wire.send(article(colour="أحمر")),
        wire("PUT", f"{ARTICLES}/n-1", json={"titel": "خبر"}),
        wire("PUT", f"{ARTICLES}/n-1", json={"headlin": "خبر"}),
        wire("PUT", f"{ARTICLES}/n-1", json=article(2)),
    ]
    assert {answer.status_code for answer in refused} == {422}
    held = wire("GET", "/api/v1/quarantine").json["items"]  # type: ignore[index]
    assert [one["refused"]["field"] for one in held] == ["titel", "colour", "headlin", "id"]


def test_what_is_sent_well_takes_nothing_else_out_of_quarantine(wire: Sender) -> None:
    wire.send({"title": ""})
    wire.send({"title": "خبر بلا معرّف", "text": "نص", "published": "2026-11-24"})
    assert len(wire("GET", "/api/v1/quarantine").json["items"]) == 1  # type: ignore[index]


def test_put_is_by_the_senders_own_id(wire: Sender) -> None:
    record = article()
    del record["id"]
    assert wire("PUT", f"{ARTICLES}/desk/2026/1", json=record).status_code == 201
    answer = wire("PUT", f"{ARTICLES}/desk/2026/1", json=record | {"title": "عنوان آخر"})
    assert (answer.status_code, decisions(answer)) == (200, ["edited"])
    ours = answer.json["items"][0]["id"]  # type: ignore[index]
    assert decisions(wire("PUT", f"{ARTICLES}/{ours}", json=record | {"title": "ثالث"})) == [
        "edited"
    ]
    assert (
        wire("PUT", f"{ARTICLES}/desk/2026/1", json=record | {"id": "another"}).status_code == 422
    )


def test_a_story_of_another_source_may_be_put_again(wire: Sender, other: Sender) -> None:
    ours = wire.send(article()).json["items"][0]["id"]  # type: ignore[index]
    for _ in range(2):
        answer = other("PUT", f"{ARTICLES}/theirs", json=article(id="theirs"))
        assert (answer.status_code, decisions(answer)) == (200, ["same"])
    assert other("PUT", f"{ARTICLES}/{ours}", json=article(id=None)).status_code == 403


def test_an_article_is_withdrawn_and_restored_by_either_id(wire: Sender, room: Room) -> None:
    ours = wire.send(article()).json["items"][0]["id"]  # type: ignore[index]
    gone = wire("DELETE", f"{ARTICLES}/n-1")
    assert (gone.status_code, gone.json["decision"]) == (200, "withdrawn")  # type: ignore[index]
    assert wire("DELETE", f"{ARTICLES}/{ours}").json["decision"] == "same"  # type: ignore[index]
    assert wire("GET", f"{ARTICLES}/n-1").json["state"] == "withdrawn"  # type: ignore[index]
    back = wire("POST", f"{ARTICLES}/{ours}/restore")
    assert (back.status_code, back.json["decision"]) == (200, "restored")  # type: ignore[index]
    assert find(room.store, ours).live
    assert wire("DELETE", f"{ARTICLES}/unknown").status_code == 404


def test_only_its_source_changes_an_article(wire: Sender, other: Sender, room: Room) -> None:
    ours = wire.send(article()).json["items"][0]["id"]  # type: ignore[index]
    assert other("DELETE", f"{ARTICLES}/{ours}").status_code == 403
    assert other("POST", f"{ARTICLES}/{ours}/restore").status_code == 403
    assert other("PUT", f"{ARTICLES}/{ours}", json=article(title="عنوان آخر")).status_code == 403
    assert other("DELETE", f"{ARTICLES}/n-1").status_code == 404
    assert find(room.store, ours).live
    assert find(room.store, ours).article.title == article()["title"]


# Scope


def test_a_token_changes_only_its_own_sections(scoped: Sender) -> None:
    assert scoped.send(article(1, sections=["سياسة"])).status_code == 403
    assert (
        scoped.send(article(1, sections=["اقتصاد"]), article(2, sections=["سياسة"])).status_code
        == 403
    )
    assert scoped("GET", f"{ARTICLES}?source=sports").json["items"] == []  # type: ignore[index]
    assert scoped.send(article(1, sections=["اقتصاد"])).status_code == 201
    assert scoped.send(article(1, sections=["سياسة"])).status_code == 403
    assert scoped("GET", f"{ARTICLES}/n-1").json["sections"] == ["economy"]  # type: ignore[index]


def test_a_token_takes_nothing_out_of_other_sections(room: Room) -> None:
    wide = Sender(make_app(room.store, (token("desk", SECRET),)).test_client(), SECRET)
    wide.send(article())
    narrow = make_app(room.store, (token("desk", SECRET, frozenset({"economy"})),)).test_client()
    desk = Sender(narrow, SECRET)
    assert desk("DELETE", f"{ARTICLES}/n-1").status_code == 403
    assert desk.send(article(sections=["اقتصاد"])).status_code == 403
    assert wide("GET", f"{ARTICLES}/n-1").json["state"] == "live"  # type: ignore[index]


def test_a_token_sends_nothing_into_other_sections_not_even_what_changes_nothing(
    room: Room,
) -> None:
    wide = Sender(make_app(room.store, (token("desk", SECRET),)).test_client(), SECRET)
    wide.send(article())
    tokens = (
        token("desk", SECRET, frozenset({"economy"})),
        token("other", OTHER, frozenset({"economy"})),
    )
    client = make_app(room.store, tokens).test_client()
    again, elsewhere = Sender(client, SECRET), Sender(client, OTHER)
    assert again.send(article()).status_code == 403
    assert elsewhere.send(article(id="another")).status_code == 403
    with room.store.snapshot() as snapshot:
        assert snapshot.articles.copies(wide("GET", f"{ARTICLES}/n-1").json["id"]) == []  # type: ignore[index]


def test_what_names_no_section_goes_into_the_tokens_only_one(scoped: Sender) -> None:
    assert scoped.send(article(sections=[])).status_code == 201
    assert scoped("GET", f"{ARTICLES}/n-1").json["sections"] == ["economy"]  # type: ignore[index]


# The list


def test_the_list_is_read_in_pages_that_partition_it(wire: Sender) -> None:
    wire.send(*(article(number) for number in range(7)))
    seen, cursor = [], ""
    while cursor is not None:
        page = wire(
            "GET", f"{ARTICLES}?source=wire&limit=3{f'&cursor={cursor}' if cursor else ''}"
        ).json
        seen += [item["source_id"] for item in page["items"]]  # type: ignore[index]
        cursor = page["next"]  # type: ignore[index]
    assert sorted(seen) == [f"n-{number}" for number in range(7)]


def test_the_list_is_narrowed(wire: Sender) -> None:
    wire.send(
        article(1), article(2, sections=["اقتصاد"], published="2026-11-20T09:00:00Z"), article(3)
    )
    wire("DELETE", f"{ARTICLES}/n-3")

    def listed(query: str) -> list[str]:
        items = wire("GET", f"{ARTICLES}?source=wire&{query}").json["items"]  # type: ignore[index]
        return sorted(item["source_id"] for item in items)

    assert listed("section=economy") == ["n-2"]
    assert listed("section=politics&state=live") == ["n-1"]
    assert listed("state=withdrawn") == ["n-3"]
    assert listed("until=2026-11-21T00:00:00Z") == ["n-2"]
    assert listed("since=2026-11-21T00:00:00Z") == ["n-1", "n-3"]
    wrong = ("limit=101", "limit=0", "cursor=x", "since=yesterday", "state=lost", "sectoin=economy")
    otherwise = (
        "limit=%D9%A5",
        "limit=5.0",
        "limit=+5",
        "limit=%2B5",
        "since=1764000000",
        "until=2026-11-21",
    )
    for bad in (*wrong, *otherwise):
        answer = wire("GET", f"{ARTICLES}?{bad}")
        assert answer.status_code == 400, bad
        assert answer.json["detail"].startswith(f"{bad.partition('=')[0]}: "), bad  # type: ignore[index]


def test_an_embargo_is_shown_to_its_own_source_alone(wire: Sender, other: Sender) -> None:
    ours = wire.send(article(publish_at="2027-06-01T09:00:00Z")).json["items"][0]["id"]  # type: ignore[index]
    assert wire("GET", f"{ARTICLES}/{ours}").json["state"] == "embargo"  # type: ignore[index]
    assert other("GET", f"{ARTICLES}/{ours}").status_code == 404
    assert other("GET", f"{ARTICLES}?source=wire").json["items"] == []  # type: ignore[index]


def test_wires_are_listed(wire: Sender) -> None:
    (said,) = wire("GET", "/api/v1/wires").json["items"]  # type: ignore[index]
    assert said == {
        "name": "agency",
        "kind": "feed",
        "source": "https://agency.example/feed",
        "succeeded_at": None,
        "next_at": None,
        "counts": {},
        "failures": 0,
        "error": "",
    }


# Bodies


HOSTILE = {
    "200,000 brackets": b"[" * 200_000,
    "an integer of 6,000 digits": b'{"title": "x", "id": ' + b"9" * 6_000 + b"}",
    "NaN": b'{"title": NaN}',
    "a lone surrogate": b'{"title": "\\ud800"}',
    "a key twice": b'{"title": "x", "title": "y"}',
    "UTF-16": '{"title": "خبر"}'.encode("utf-16"),
    "nothing": b"",
    "half a record": b'{"title": "x"',
    "33 levels": b'{"title": ' + b"[" * 33 + b"]" * 33 + b"}",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_json_is_refused(wire: Sender, name: str) -> None:
    answer = wire("POST", ARTICLES, data=HOSTILE[name], headers=JSON)
    assert answer.status_code == 400
    assert answer.mimetype == "application/problem+json"


def test_bodies_have_limits(wire: Sender) -> None:
    assert wire("POST", ARTICLES, data=b" " * 30_000_000, headers=JSON).status_code == 413
    assert wire.send(*({} for _ in range(501))).status_code == 413
    assert wire("POST", ARTICLES, data="<x/>", content_type="text/xml").status_code == 415
    assert (
        wire(
            "POST", ARTICLES, data="{}", content_type="application/json; charset=utf-16"
        ).status_code
        == 415
    )


# Problems


def test_problems_are_said_in_the_language_that_is_asked_for(wire: Sender) -> None:
    answer = wire("GET", f"{ARTICLES}/nothing", headers={"Accept-Language": "ar-EG,en;q=0.5"})
    assert answer.headers["Content-Language"] == "ar"
    assert answer.json["title"] == "لا يوجد شيء بهذا المعرّف"  # type: ignore[index]
    assert "Accept-Language" in answer.headers["Vary"]
    english = wire("GET", f"{ARTICLES}/nothing", headers={"Accept-Language": "fr"})
    assert english.headers["Content-Language"] == "en"
    assert "'nothing'" in english.json["detail"]  # type: ignore[index]


def test_who_asks_too_often_waits(
    wire: Sender, other: Sender, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(gate, "READS", RateLimitItemPerMinute(2))
    codes = [wire("GET", "/api/v1/wires").status_code for _ in range(3)]
    assert codes == [200, 200, 429]
    assert 1 <= int(wire("GET", "/api/v1/wires").headers["Retry-After"]) <= 60
    assert other("GET", "/api/v1/wires").status_code == 200


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


# The document and its page


def test_the_document_and_its_page_are_open_and_need_no_script(client: FlaskClient) -> None:
    document = client.get("/api/v1/openapi.json").json
    assert document["openapi"].startswith("3.1")  # type: ignore[index]
    page = client.get("/api/v1")
    assert page.status_code == 200
    assert "<script" not in page.text
    assert "default-src 'none'" in page.headers["Content-Security-Policy"]
    for path in document["paths"]:  # type: ignore[index]
        assert path in page.text


# For real


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


@pytest.mark.skipif(shutil.which("curl") is None, reason="no curl")
def test_the_documented_example_works(sqlite: str) -> None:
    text = (ROOT / "docs" / "api.md").read_text(encoding="utf-8")
    script = "set -e\n" + text.split("```sh\n")[1].split("```")[0]
    store = Store(sqlite)
    Room(store).ingest(article(90))
    Room(store).refresh()
    store.close()
    line = f"newsroom:{hashlib.sha256(SECRET.encode()).hexdigest()}"
    with serving(sqlite, NASHRA_API_TOKENS=line) as (base, _):
        surroundings = os.environ | {"NASHRA": base, "TOKEN": SECRET, "no_proxy": "*"}
        ran = subprocess.run(
            ["bash", "-c", script], env=surroundings, capture_output=True, check=False, timeout=60
        )
    said = [json.loads(line) for line in ran.stdout.splitlines()]
    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert [one.get("decision") or one["items"][0].get("decision") for one in said] == [
        "new",
        "edited",
        None,
        "withdrawn",
        "restored",
    ]
    assert "culture" in said[0]["items"][0]["feeds"]


# Hooks

HOOK = {
    "post_id": 412,
    "post": {
        "ID": 412,
        "post_title": "انطلاق مهرجان المسرح",
        "post_content": "<p>انطلق مهرجان المسرح مساء اليوم.</p>",
        "post_status": "publish",
        "post_type": "post",
        "post_date_gmt": "2026-11-24 08:00:00",
    },
    "taxonomies": {"category": {"politics": {"name": "سياسة", "slug": "politics"}}},
}


def test_a_hook_of_wordpress_brings_edits_and_withdraws_a_post(wire: Sender) -> None:
    path = "/api/v1/hooks/wordpress"
    assert wire("POST", path, json=HOOK).status_code == 201
    assert wire("GET", f"{ARTICLES}/412").json["sections"] == ["politics"]  # type: ignore[index]
    assert decisions(wire("POST", path, json=HOOK)) == ["same"]
    assert decisions(wire("POST", path, data={"hook": "delete_post", "ID": "412"})) == ["withdrawn"]
    assert wire("POST", path, json={"event": "unknown"}).status_code == 422
    assert (
        wire("POST", path, json=HOOK, headers={"Authorization": "Bearer wrong"}).status_code == 401
    )


def test_a_hook_of_a_wire_follows_the_rules_of_its_polls(room: Room) -> None:
    site = Wire(
        name="site",
        kind="wordpress",
        url="https://site.example/",
        section="economy",
        full_text=False,
    )
    client = make_app(
        room.store, (token("site", SECRET),), (replace(site, same_story=False),)
    ).test_client()
    room.ingest(article(1, url="https://site.example/412"))
    hook = HOOK | {"taxonomies": [], "post_permalink": "https://site.example/412"}
    assert decisions(Sender(client, SECRET)("POST", "/api/v1/hooks/wordpress", json=hook)) == [
        "new"
    ]
    kept = room.kept("412").article
    assert (kept.sections, kept.syndicate) == (("economy",), "summary")


def test_a_hook_stays_within_the_sections_of_its_token(scoped: Sender) -> None:
    assert scoped("POST", "/api/v1/hooks/wordpress", json=HOOK).status_code == 403
