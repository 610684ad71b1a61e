"""Feeds of partners over HTTP: what each is answered, and what caches and browsers are told."""

import gzip
import json
import logging
from collections.abc import Iterator
from dataclasses import replace

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import Client, TestResponse

from feeds.newsroom import Newsroom
from feeds.printing.usage import USAGE
from feeds.running.readiness import readiness
from feeds.running.worker import WebWorker
from feeds.serving.fastlane import FastLane
from feeds.serving.partner_gate import PARTNER, PartnerGate
from feeds.web import face
from store import AiUse, Site, Store, Terms
from tests.feeds.web.client import behind_the_lane, make_client
from tests.gated import (
    FEED,
    LETTERS,
    PARTNERS,
    PRIVATE,
    SECRET,
    TOKENS,
    basic,
    bearer,
    partner,
    print_by_hand,
    settings_of,
)
from tests.room import SITE, START, Room, article

DELTA = {"A-IM": "feed"}
ACCEPTED = [("", ""), ("gzip", "gzip"), ("br", "br"), ("zstd", "zstd"), ("gzip;q=0", "")]


@pytest.fixture
def store(sqlite: str) -> Iterator[Store]:
    """A newspaper whose partners have a feed each."""
    opened = Store(sqlite)
    room = Room(opened)
    room.ingest(article(1), article(2, sections=["اقتصاد"]))
    room.refresh()
    for one in PARTNERS:
        print_by_hand(opened, one.slug, rss=FEED)
    yield opened
    opened.close()


def app_of(store: Store, *, site: Site = SITE) -> Flask:
    app = Flask("nashra")
    face.register(app, Newsroom(settings_of(site=site), store))
    return app


@pytest.fixture
def client(store: Store) -> FlaskClient:
    return app_of(store).test_client()


def ask(client: Client, slug: str, method: str = "GET", **headers: str) -> TestResponse:
    """What is answered at the address of a feed to whoever may read it."""
    path, letters = LETTERS[slug]
    more = {name.replace("_", "-"): value for name, value in headers.items()}
    return client.open(path, method=method, headers=letters | more)


@pytest.mark.parametrize("slug", sorted(LETTERS))
def test_a_partner_is_given_its_feed(client: FlaskClient, slug: str) -> None:
    answer = ask(client, slug)
    assert (answer.status_code, answer.text) == (200, FEED)
    assert answer.headers["Content-Type"] == "application/rss+xml; charset=utf-8"
    assert answer.headers["Content-Language"] == "ar"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Last-Modified"] == "Tue, 24 Nov 2026 09:00:00 GMT"


@pytest.mark.parametrize("slug", PRIVATE)
def test_a_private_answer_is_for_no_shared_cache_and_no_page(
    client: FlaskClient, slug: str
) -> None:
    origin = {"Origin": "https://reader.example"}
    full = ask(client, slug, **origin)
    same = ask(client, slug, If_None_Match=full.headers["ETag"], **origin)
    assert (full.status_code, same.status_code) == (200, 304)
    for answer in (full, same):
        assert answer.headers["Cache-Control"] == "private, max-age=300"
        assert not [name for name, _ in answer.headers if name.startswith("Access-Control")]
        assert ("Authorization" in answer.headers["Vary"]) is (slug != "hidden")


def test_an_open_answer_is_that_of_every_feed(client: FlaskClient) -> None:
    fields = ("Cache-Control", "Vary", "Access-Control-Allow-Origin", "Content-Security-Policy")
    ours = ask(client, "public").headers
    others = client.get("/politics.rss").headers
    assert [ours[name] for name in fields[1:]] == [others[name] for name in fields[1:]]
    assert ours["Cache-Control"].startswith("max-age=300, s-maxage=30, ")


def test_the_address_of_a_secret_feed_is_told_nowhere(client: FlaskClient) -> None:
    assert "Link" not in ask(client, "hidden").headers
    for slug in ("public", "basic", "bearer"):
        address = f"{SITE.base_url}/partner/{slug}.rss"
        assert ask(client, slug).headers["Link"] == f'<{address}>; rel="self"'


def test_the_terms_are_told_beside_a_secret_feed(store: Store) -> None:
    terms = Terms(ai="allow", license="https://news.example.com/terms", agents=())
    client = app_of(store, site=replace(SITE, terms=terms)).test_client()
    link = ask(client, "hidden").headers["Link"]
    assert link.startswith(f'<{SITE.base_url}/license.xml>; rel="license"')


@pytest.mark.parametrize("slug", sorted(LETTERS))
def test_head_codings_and_304_are_those_of_every_feed(client: FlaskClient, slug: str) -> None:
    for accepted, coding in ACCEPTED:
        full = ask(client, slug, Accept_Encoding=accepted)
        assert full.headers.get("Content-Encoding", "") == coding
        head = ask(client, slug, "HEAD", Accept_Encoding=accepted)
        assert (head.status_code, head.data) == (200, b"")
        assert head.headers == full.headers
        same = ask(client, slug, If_None_Match=full.headers["ETag"], Accept_Encoding=accepted)
        assert (same.status_code, same.data) == (304, b"")
        for name in ("ETag", "Cache-Control", "Vary", "Last-Modified"):
            assert same.headers[name] == full.headers[name]
    packed = ask(client, slug, Accept_Encoding="gzip")
    assert gzip.decompress(packed.data).decode() == FEED
    since = ask(client, slug, If_Modified_Since=packed.headers["Last-Modified"])
    assert since.status_code == 304


@pytest.mark.parametrize("slug", sorted(LETTERS))
def test_a_browser_that_goes_there_gets_text(client: FlaskClient, slug: str) -> None:
    answer = ask(client, slug, Sec_Fetch_Dest="document")
    assert answer.headers["Content-Type"] == "text/xml; charset=utf-8"
    assert answer.text == FEED


@pytest.mark.parametrize("slug", sorted(LETTERS))
def test_partners_get_no_deltas_and_no_summaries(
    client: FlaskClient, store: Store, slug: str
) -> None:
    before = ask(client, slug).headers["ETag"]
    print_by_hand(store, slug, START.replace(hour=10), rss=FEED * 2)
    answer = ask(client, slug, If_None_Match=before, **{"A-IM": "feed"})
    assert (answer.status_code, answer.text) == (200, FEED * 2)
    path, letters = LETTERS[slug]
    for query in ("full=0", "paged=2", "f%75ll=0"):
        assert client.get(f"{path}?{query}", headers=letters).text == FEED * 2


@pytest.mark.parametrize("slug", sorted(LETTERS))
def test_a_partners_feed_is_only_read(client: FlaskClient, slug: str) -> None:
    for method in ("POST", "PUT", "DELETE", "PATCH"):
        answer = ask(client, slug, method)
        assert answer.status_code == 405
        assert set(answer.headers["Allow"].split(", ")) == {"GET", "HEAD", "OPTIONS"}


def test_both_lanes_give_the_same_answer(client: FlaskClient) -> None:
    for slug in sorted(LETTERS):
        path = f"/partner/{slug}.rss"
        mark = {PARTNER: slug}
        lane = lane_of(client.application)
        asked = [
            {"headers": {"Accept-Encoding": coding, "Sec-Fetch-Dest": destination} | DELTA}
            for coding, _ in ACCEPTED
            for destination in ("document", "empty")
        ]
        for one in asked:
            fast = Client(lane).get(path, environ_overrides=mark, **one)
            slow = Client(lane._application).get(path, environ_overrides=mark, **one)
            assert fast.status_code == 200
            assert (fast.data, fast.headers) == (slow.data, slow.headers)


def lane_of(app: Flask) -> FastLane:
    gate = app.wsgi_app
    assert isinstance(gate, PartnerGate)
    assert isinstance(gate._application, FastLane)
    return gate._application


def test_polls_of_partners_stay_in_the_fast_lane(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    def unasked(*_: object) -> None:
        raise AssertionError("a poll went on to Flask")

    monkeypatch.setattr(lane_of(client.application), "_application", unasked)
    for slug in sorted(LETTERS):
        tag = ask(client, slug).headers["ETag"]
        assert ask(client, slug, If_None_Match=tag, **DELTA).status_code == 304
        older = f'"{"0" * 32}"'  # of an edition from which a delta might have to be made
        assert ask(client, slug, If_None_Match=older, **DELTA).status_code == 200


@pytest.mark.parametrize("slug", PRIVATE)
def test_without_the_mark_of_the_gate_nothing_gives_out_a_private_feed(
    client: FlaskClient, slug: str
) -> None:
    lane = lane_of(client.application)
    for application in (lane, lane._application):
        for mark in ({}, {PARTNER: "public"}, {PARTNER: "nobody"}):
            answer = Client(application).get(f"/partner/{slug}.rss", environ_overrides=mark)
            assert answer.status_code == 404
            assert FEED not in answer.text


def test_a_format_that_a_partner_does_not_take_is_unknown(
    client: FlaskClient, store: Store
) -> None:
    print_by_hand(store, "public", START.replace(hour=10), rss=FEED, json="{}")
    assert client.get("/partner/public.json").status_code == 200
    assert client.get("/partner/public.atom").status_code == 404
    assert client.get("/partner/public.xml").status_code == 404
    assert client.get("/partner/public").status_code == 404
    letters = LETTERS["basic"][1]
    assert client.get("/partner/basic.atom", headers=letters).status_code == 404
    assert client.get(SECRET.replace(".rss", ".atom")).status_code == 404


def test_a_feed_that_was_never_printed_is_for_later(store: Store) -> None:
    app = Flask("nashra")
    settings = settings_of(*PARTNERS, partner("new", "basic", "a-new-token"))
    face.register(app, Newsroom(settings, store))
    answer = app.test_client().get("/partner/new.rss", headers=basic("new", "a-new-token"))
    assert answer.status_code == 503
    assert answer.headers["Retry-After"] == "5"
    assert "first time" in json.loads(answer.data)["detail"]


def test_a_newspaper_without_partners_has_no_gate(store: Store) -> None:
    client = make_client(store)
    assert behind_the_lane(client.application)
    assert client.get("/partner/public.rss").status_code == 404


def test_nothing_of_partners_is_public(client: FlaskClient) -> None:
    for path in ("/", "/feeds.opml", "/feeds.json", "/sitemap.xml", "/robots.txt", "/all"):
        answer = client.get(path)
        assert answer.status_code == 200
        assert "partner" not in answer.text
    assert client.get("/public.rss").status_code == 404


def test_no_partner_has_archives_or_pages_for_people(client: FlaskClient) -> None:
    for path in ("archive/1.atom", "", "?page=2", "feed/"):
        assert client.get(f"/partner/public/{path}").status_code == 404
        assert client.get(f"/partner/public{path}").status_code == 404


def test_no_old_address_tells_which_partners_there_are(client: FlaskClient) -> None:
    for name in ("partner/hidden", "partner/nobody"):
        answer = client.get("/", query_string={"feed": "rss2", "lang": name})
        assert answer.status_code == 404


def test_no_cache_keeps_a_problem_behind_the_gate(client: FlaskClient) -> None:
    for slug in PRIVATE:
        path, letters = LETTERS[slug]
        unknown = client.get(path.replace(".rss", ".atom"), headers=letters)
        unread = client.post(path, headers=letters)
        assert (unknown.status_code, unread.status_code) == (404, 405)
        for answer in (unknown, unread):
            assert answer.headers["Cache-Control"] == "no-store"


def test_a_browser_names_a_secret_address_to_nobody(client: FlaskClient) -> None:
    full = ask(client, "hidden", Sec_Fetch_Dest="document")
    same = ask(client, "hidden", If_None_Match=full.headers["ETag"], Sec_Fetch_Dest="document")
    for answer in (full, same):
        assert answer.headers["Referrer-Policy"] == "no-referrer"


def test_readiness_asks_of_a_partners_feed_only_its_own_formats(store: Store) -> None:
    worker = WebWorker(Newsroom(settings_of(), store))
    seen = readiness(worker.lookout, START)
    assert seen.ready
    assert not [line for line in seen.degraded if "partner" in line]
    settings = settings_of(*PARTNERS, partner("new", "open"))
    seen = readiness(WebWorker(Newsroom(settings, store)).lookout, START)
    assert not seen.ready
    assert "feed partner/new was never printed" in seen.degraded


@pytest.mark.parametrize("ai", sorted(USAGE.keys() - {"allow"}))
def test_agents_that_the_terms_name_read_no_open_feed_and_partners_read_their_own(
    store: Store, ai: AiUse
) -> None:
    terms = Terms(ai=ai, license="https://news.example.com/terms", agents=("GPTBot",))
    client = app_of(store, site=replace(SITE, terms=terms)).test_client()
    agent = {"User-Agent": "GPTBot/1.0"}
    refused = ask(client, "public", **agent)
    assert refused.status_code == 403
    assert FEED not in refused.text
    for slug in PRIVATE:
        answer = ask(client, slug, **agent)
        assert (answer.status_code, answer.text) == (200, FEED)


def test_no_token_and_no_secret_address_is_told_or_logged(
    client: FlaskClient, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    told = []
    for slug in PRIVATE:
        told.extend(ask(client, slug, method) for method in ("GET", "HEAD", "POST", "OPTIONS"))
    wrong = "another-token-that-leaked"
    for path in (SECRET.replace(TOKENS["hidden"], wrong), SECRET + "/", SECRET + "x", SECRET[:-4]):
        told.append(client.get(path))
        told.append(client.post(path))
    told.append(client.get("/partner/basic.rss", headers=basic("basic", wrong)))
    told.append(client.get("/partner/bearer.rss", headers=bearer(wrong)))
    told.append(client.get(SECRET.replace("hidden", "basic", 1)))
    heard = caplog.text + "".join(f"{one.headers}{one.text}" for one in told)
    for secret in (wrong, *TOKENS.values()):
        assert secret not in heard
