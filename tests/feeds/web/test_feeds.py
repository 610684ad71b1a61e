"""Feeds over the wire: validators, codings, headers, and what is said where there is none."""

import gzip
import json
import re
from collections.abc import Callable
from concurrent.futures import FIRST_COMPLETED, ThreadPoolExecutor, wait
from threading import Event

import brotli
import pytest
import zstandard
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.datastructures import Headers
from werkzeug.test import Client

from store import (
    Store,
    Unavailable,
    withdraw,
)
from tests.feeds.web.client import FEEDS, Stopping, behind_the_lane, make_client, started
from tests.room import ECONOMY, SITE, Room, article


@pytest.mark.parametrize("path", FEEDS)
def test_a_feed_says_what_it_is(reader: FlaskClient, path: str) -> None:
    answer = reader.get(path)
    kind = {
        "rss": "application/rss+xml",
        "atom": "application/atom+xml",
        "json": "application/feed+json",
    }
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == kind[path.rpartition(".")[2]] + "; charset=utf-8"
    assert answer.headers["Content-Language"] == "ar"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Link"] == f'<{SITE.base_url}{path}>; rel="self"'
    assert answer.headers["Vary"] == "Accept-Encoding, Sec-Fetch-Dest"
    assert "max-age=" in answer.headers["Cache-Control"]
    assert answer.headers["Content-Security-Policy"].startswith("default-src 'none'")


@pytest.mark.parametrize("path", FEEDS)
def test_head_is_get_without_its_body(reader: FlaskClient, path: str) -> None:
    got, head = reader.get(path), reader.head(path)
    assert head.data == b""
    assert dict(head.headers) == dict(got.headers)


def test_every_feed_and_format_has_an_etag_of_its_own(reader: FlaskClient) -> None:
    tags = [
        reader.get(path, headers={"Accept-Encoding": c}).headers["ETag"]
        for path in FEEDS
        for c in ("", "gzip", "br")
    ]
    assert len(set(tags)) == len(tags)


@pytest.mark.parametrize(
    ("accept", "coding"),
    [
        ("gzip", "gzip"),
        ("gzip, deflate, br", "br"),
        ("gzip, br;q=0, zstd", "zstd"),
        ("*", "br"),
        ("*;q=0", None),
        ("gzip;q=0", None),
        ("identity, gzip;q=0.5", None),
        ("x-gzip", "gzip"),
        ("deflate", None),
        ("gzip;q=nonsense", None),
        ("", None),
    ],
)
def test_a_client_gets_a_coding_it_accepts(
    reader: FlaskClient, accept: str, coding: str | None
) -> None:
    plain = reader.get("/all.rss").data
    answer = reader.get("/all.rss", headers={"Accept-Encoding": accept})
    assert answer.headers.get("Content-Encoding") == coding
    decode = {
        "gzip": gzip.decompress,
        "br": brotli.decompress,
        "zstd": lambda content: zstandard.ZstdDecompressor().decompress(content),
        None: bytes,
    }
    assert decode[coding](answer.data) == plain


def _forms(tag: str) -> list[str]:
    bare = tag.strip('"')
    return [
        tag,
        f"W/{tag}",
        f'"other", {tag}',
        "*",
        f'"{bare}-gzip"',
        f'W/"{bare}-br"',
        f' "x",W/"{bare}" ',
    ]


def test_a_client_that_has_the_current_bytes_gets_304_with_its_validators(
    reader: FlaskClient,
) -> None:
    first = reader.get("/politics.atom")
    for form in _forms(first.headers["ETag"]):
        again = reader.get("/politics.atom", headers={"If-None-Match": form})
        assert (again.status_code, again.data) == (304, b""), form
        for name in ("ETag", "Cache-Control", "Vary", "Last-Modified"):
            assert again.headers[name] == first.headers[name]
    moment = first.headers["Last-Modified"]
    assert reader.get("/politics.atom", headers={"If-Modified-Since": moment}).status_code == 304


def test_if_none_match_wins_over_if_modified_since(reader: FlaskClient) -> None:
    moment = reader.get("/all.rss").headers["Last-Modified"]
    headers = {"If-None-Match": '"other"', "If-Modified-Since": moment}
    assert reader.get("/all.rss", headers=headers).status_code == 200


@pytest.mark.parametrize(
    "since",
    [
        "yesterday",
        "",
        "Tue, 24 Nov 1926 09:00:00 GMT",
        "٢٤ نوفمبر",
        "Tue, 24 Nov 2026 09:00:00 GMT",
        "Tue, 24 Nov 2026 09:00:02 GMT",
        "Tue, 24 Nov 2026 09:01:31 GMT",
        "Fri, 31 Dec 9999 23:59:59 GMT",
    ],
)
def test_a_date_that_we_have_not_given_gets_the_feed(reader: FlaskClient, since: str) -> None:
    """A later one comes from a clock that runs ahead, and may be of before the last change."""
    answer = reader.get("/all.rss", headers={"If-Modified-Since": since.encode().decode("latin-1")})
    assert answer.status_code == 200


@pytest.mark.parametrize(
    "since",
    [
        "Tue, 24 Nov 2026 09:00:01 GMT",
        "Tuesday, 24-Nov-26 09:00:01 GMT",
        "Tue Nov 24 09:00:01 2026",
        "Tue, 24 Nov 2026 11:00:01 +0200",
    ],
)
def test_the_date_that_we_have_given_gets_304_however_it_is_spelt(
    reader: FlaskClient, since: str
) -> None:
    assert reader.get("/all.rss", headers={"If-Modified-Since": since}).status_code == 304


def test_an_edit_changes_etag_and_last_modified_of_its_feeds_only(
    room: Room, client: FlaskClient
) -> None:
    before = {path: client.get(path).headers for path in (*FEEDS, "/economy.rss")}
    room.ingest(article(1, title="عنوان جديد"))
    room.refresh()
    for path, headers in before.items():
        after = client.get(path).headers
        moved = path != "/economy.rss"
        assert (after["ETag"] != headers["ETag"]) is moved
        assert (after["Last-Modified"] != headers["Last-Modified"]) is moved


def test_after_a_withdrawal_clients_that_know_only_etag_or_only_date_get_the_new_feed(
    room: Room, client: FlaskClient
) -> None:
    first = client.get("/politics.rss").headers
    withdraw(room.intake, "n-1")
    room.refresh()
    assert_new(client, "/politics.rss", first)


def assert_new(client: FlaskClient, path: str, first: Headers) -> None:
    """Whoever knows only the tag, or only the date, of an older answer gets another one."""
    for headers in (
        {"If-None-Match": first["ETag"]},
        {"If-Modified-Since": first["Last-Modified"]},
    ):
        assert client.get(path, headers=headers).status_code == 200


@pytest.mark.parametrize("path", ["/politics.rss", "/politics.atom", "/politics.json"])
def test_clients_hear_of_a_notice_and_of_its_end(
    room: Room, client: FlaskClient, path: str
) -> None:
    words = "سحبنا هذا الخبر لخطأ فيه."
    first = client.get(path).headers
    withdraw(room.intake, "n-1", words)
    room.refresh()
    assert_new(client, path, first)
    stands = client.get(path)
    assert words in stands.text
    room.pass_time(days=7)
    room.release()
    room.refresh()
    assert_new(client, path, stands.headers)
    assert words not in client.get(path).text


def test_a_browser_that_navigates_gets_the_same_bytes_as_text_xml(reader: FlaskClient) -> None:
    plain = reader.get("/all.rss")
    seen = reader.get("/all.rss", headers={"Sec-Fetch-Dest": "document", "Accept": "text/html"})
    assert seen.headers["Content-Type"] == "text/xml; charset=utf-8"
    assert (seen.data, seen.headers["ETag"]) == (plain.data, plain.headers["ETag"])


def test_a_feed_address_never_answers_html(reader: FlaskClient) -> None:
    for path in ("/all.rss", "/nothing.rss"):
        answer = reader.get(path, headers={"Accept": "text/html"})
        assert "html" not in answer.headers["Content-Type"]


@pytest.mark.parametrize("path", FEEDS)
def test_a_shared_cache_shows_no_withdrawn_article_for_more_than_a_minute(
    reader: FlaskClient, path: str
) -> None:
    said = dict(re.findall(r"([a-z-]+)=(\d+)", reader.get(path).headers["Cache-Control"]))
    assert int(said["s-maxage"]) + int(said["stale-while-revalidate"]) <= 60
    assert int(said["max-age"]) >= 60
    assert "stale-if-error" in said


def test_unknown_parameters_change_nothing(reader: FlaskClient) -> None:
    for query in ("x=1&utm_source=y", "v=2", "fbclid=IwAR", "%D9%85=%00", "&&=?"):
        again = reader.get(f"/all.rss?{query}")
        assert again.data == reader.get("/all.rss").data
        assert again.headers["Link"] == f'<{SITE.base_url}/all.rss>; rel="self"'


def test_an_unknown_feed_is_404_and_one_that_was_given_up_410(room: Room) -> None:
    fewer = make_client(room.store, ECONOMY)
    gone, unknown = fewer.get("/politics.rss"), fewer.get("/nothing.rss")
    assert (gone.status_code, unknown.status_code) == (410, 404)
    assert unknown.headers["Content-Type"] == "application/problem+json"
    assert json.loads(unknown.data)["status"] == 404


@pytest.mark.parametrize(
    "path", ["/سياسة.rss", "/السياسة.atom", "/%D8%B3%D9%8A%D8%A7%D8%B3%D8%A9.json"]
)
def test_a_label_of_a_section_leads_to_its_feed(reader: FlaskClient, path: str) -> None:
    answer = reader.get(path)
    assert (answer.status_code, answer.headers["Location"]) == (
        301,
        f"https://news.example.com/politics.{path.rpartition('.')[2]}",
    )


def test_a_feed_nobody_asked_for_before_is_served_without_a_database(room: Room) -> None:
    store = Stopping(room.store.url)
    client = make_client(store)
    assert client.get("/all.rss").status_code == 200
    store.gone = True
    assert client.get("/politics.json").status_code == 200
    ready = client.get("/readyz")
    assert ready.status_code == 200
    assert ready.get_json()["degraded"] == [
        "the database has not answered for 0 s: the database is gone"
    ]
    store.close()


@pytest.mark.parametrize("way", [Flask.test_client, behind_the_lane], ids=["fast lane", "view"])
@pytest.mark.parametrize("trouble", ["gone", "slow"])
def test_a_printed_feed_that_nobody_asked_for_outlives_the_database(
    room: Room, trouble: str, way: Callable[[Flask], Client]
) -> None:
    """In every format and coding, also while a look waits for the database."""
    store = Stopping(room.store.url)
    with started(store) as app:
        setattr(store, trouble, Event())
        room.ingest(article(9))  # so the newsstand looks
        client = way(app)
        for path in FEEDS:
            for coding in ("", "br", "gzip", "zstd"):
                answer = client.get(path, headers={"Accept-Encoding": coding})
                assert answer.status_code == 200
        assert client.get("/nothing.rss").status_code == 404
        if store.slow:
            store.slow.set()
    store.close()


def test_a_format_that_was_not_printed_yet_is_503_and_the_others_are_served(room: Room) -> None:
    with room.store.transaction() as transaction:
        transaction.editions.connection.exec_driver_sql("DELETE FROM bodies WHERE format = 'json'")
    client = make_client(room.store)
    missing = client.get("/all.json")
    assert (missing.status_code, missing.headers["Retry-After"]) == (503, "5")
    assert "not printed as json yet" in missing.get_json()["detail"]
    assert client.get("/all.rss").status_code == 200


def test_unknown_feeds_wait_for_nobody(room: Room) -> None:
    """One of them may look after the newsstand; the others are answered while it does."""
    store = Stopping(room.store.url)
    client = make_client(store)
    store.slow = Event()
    with ThreadPoolExecutor(4) as threads:
        asked = [
            threads.submit(client.application.test_client().get, f"/nothing{n}.rss")
            for n in range(4)
        ]
        done, _ = wait(asked, 5, FIRST_COMPLETED)
        assert done
        store.slow.set()
        assert {one.result().status_code for one in asked} == {404}
    store.close()


def test_a_feed_that_was_never_printed_says_when_to_ask_again(store: Store) -> None:
    answer = make_client(store).get("/all.rss")
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "5")


def test_what_only_reads_says_so_to_those_who_write(reader: FlaskClient) -> None:
    answer = reader.post("/all.rss", data=b"x")
    assert answer.status_code == 405
    assert "GET" in answer.headers["Allow"]


class _Gone(Store):
    """A store whose database was lost."""

    def snapshot(self):  # type: ignore[no-untyped-def, override]
        raise Unavailable("the database cannot be used now: connection refused")


def test_the_last_good_editions_are_served_without_a_database(room: Room) -> None:
    client = make_client(room.store)
    before = {path: client.get(path).data for path in FEEDS}
    assert client.get("/readyz").status_code == 200
    room.store.__class__ = _Gone
    for path in FEEDS:
        assert client.get(path).data == before[path]
    ready = client.get("/readyz")
    assert ready.status_code == 200
    assert "cannot be used" in json.loads(ready.data)["degraded"][0]
    assert client.get("/healthz").status_code == 200
    assert client.get("/articles/x").status_code == 503
