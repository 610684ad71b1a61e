"""Pages for people: what has one, under which address, and what a page never shows."""

import gzip
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import brotli
import pytest
import zstandard
from flask.testing import FlaskClient

from feeds.links import article_address
from store import (
    Place,
    ingest,
    record,
    restore,
    withdraw,
)
from tests.feeds.web.client import FEEDS
from tests.room import SITE, Room, article


def _page(room: Room, name: str) -> str:
    return "/articles/" + room.kept(name).article.id.removeprefix("urn:uuid:")


def test_an_id_that_is_an_address_has_a_page(room: Room, client: FlaskClient) -> None:
    draft = replace(
        record.draft(article(9, url=None), Place("a")), guid="https://old.example.com/?p=9&a=b//c"
    )
    (outcomes,) = ingest([draft], replace(room.intake, keep_guid=True))
    page = article_address(SITE, outcomes[0].id or "")
    assert (
        page
        == "https://news.example.com/articles/https%3A%2F%2Fold.example.com%2F%3Fp%3D9%26a%3Db%2F%2Fc"
    )
    assert client.get(page.removeprefix(SITE.base_url)).status_code == 200
    assert room.kept(page).article.id == draft.guid
    withdraw(room.intake, draft.guid or "")
    assert client.get(page.removeprefix(SITE.base_url)).status_code == 410


def test_the_front_page_names_every_feed_with_its_addresses(client: FlaskClient) -> None:
    text = client.get("/").text
    for path in FEEDS:
        assert f"{SITE.base_url}{path}" in text
    assert 'rel="alternate"' in text
    assert 'dir="rtl"' in text


def test_a_label_of_a_section_leads_to_its_page(client: FlaskClient) -> None:
    answer = client.get("/السياسة")
    assert (answer.status_code, answer.headers["Location"]) == (301, f"{SITE.base_url}/politics")


def test_an_article_page_is_there_while_the_article_is(room: Room, client: FlaskClient) -> None:
    path = _page(room, "n-1")
    assert article(1)["title"] in client.get(path).text
    withdraw(room.intake, "n-1")
    gone = client.get(path)
    assert gone.status_code == 410
    assert "سُحب هذا الخبر" in gone.text
    restore(room.intake, "n-1")
    assert client.get(path).status_code == 200


def test_the_page_of_a_withdrawn_article_shows_its_notice_and_nothing_else(
    room: Room, client: FlaskClient
) -> None:
    room.ingest(
        article(
            8,
            html="<p>نص قديم.</p>",
            summary="خلاصة قديمة.",
            authors=["كاتب قديم"],
            tags=["وسم قديم"],
            image={"url": "https://example.com/old.jpg", "alt": "وصف قديم"},
            related=["خبر قديم"],
            source="مصدر قديم",
        )
    )
    path = _page(room, "n-8")
    withdraw(room.intake, "n-8", "سحبنا هذا الخبر.\n\n<b>نعتذر</b>.")
    room.refresh()
    for page in (path, "/politics"):
        assert not any(part in client.get(page).text for part in ("قديم", "old.jpg"))
    gone = client.get(path)
    assert gone.status_code == 410
    assert "سُحب هذا الخبر" in gone.text
    assert "<p>سحبنا هذا الخبر.</p>\n<p>&lt;b&gt;نعتذر&lt;/b&gt;.</p>" in gone.text
    assert 'name="robots" content="noindex"' in gone.text
    assert gone.headers["Cache-Control"] == client.get("/politics").headers["Cache-Control"]
    room.pass_time(days=8)
    room.release()
    room.refresh()
    assert "سحبنا هذا الخبر." in client.get(path).text
    assert "سحبنا" not in client.get("/politics").text
    restore(room.intake, "n-8")
    assert "نص قديم." in client.get(path).text


def test_the_page_of_an_expired_article_does_not_say_that_it_was_withdrawn(
    room: Room, client: FlaskClient
) -> None:
    room.ingest(article(8, expires_at=(room.now + timedelta(hours=1)).isoformat()))
    room.pass_time(hours=2)
    room.release()
    for language in ("ar", "en"):
        headers = {"Accept": "application/json", "Accept-Language": language}
        machine = client.get(_page(room, "n-8"), headers=headers)
        assert (machine.status_code, machine.mimetype) == (410, "application/problem+json")
        assert "سُحب" not in machine.text
    gone = client.get(_page(room, "n-8"))
    assert gone.status_code == 410
    assert "انتهت مدة نشره" in gone.text
    assert "سُحب" not in gone.text


def test_an_embargoed_article_is_404_everywhere_until_it_is_due(
    room: Room, client: FlaskClient
) -> None:
    room.ingest(
        article(5, publish_at=(room.now + timedelta(seconds=2)).isoformat(), title="سر محفوظ")
    )
    path = _page(room, "n-5")
    room.refresh()
    assert client.get(path).status_code == 404
    assert all(
        "سر محفوظ" not in client.get(feed).text for feed in (*FEEDS, "/", "/all", "/politics")
    )
    room.pass_time(seconds=2)
    room.release()
    room.refresh()
    assert client.get(path).status_code == 200
    assert all("سر محفوظ" in client.get(feed).text for feed in (*FEEDS, "/all", "/politics"))


def test_a_withdrawn_embargo_never_told_of_itself(room: Room, client: FlaskClient) -> None:
    room.ingest(article(5, publish_at=(room.now + timedelta(hours=2)).isoformat()))
    withdraw(room.intake, "n-5")
    room.refresh()
    assert client.get(_page(room, "n-5")).status_code == 404
    assert room.kept("n-5").article.id not in client.get("/all.atom").text


def test_a_related_title_is_linked_once_its_article_is_there(
    room: Room, client: FlaskClient
) -> None:
    room.ingest(article(6, related=["إفتتاح السوق الجديد"]))
    assert "https://example.com/market" not in client.get(_page(room, "n-6")).text
    room.ingest(article(7, title="افتتاح السوق الجديد", url="https://example.com/market"))
    assert "https://example.com/market" in client.get(_page(room, "n-6")).text


def test_pages_allow_no_script_and_are_not_sniffed(client: FlaskClient) -> None:
    for path in ("/", "/all", "/nothing"):
        headers = client.get(path).headers
        assert "default-src 'none'" in headers["Content-Security-Policy"]
        assert "script" not in headers["Content-Security-Policy"]
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert "Set-Cookie" not in headers


DECODERS: dict[str, Callable[[bytes], bytes]] = {
    "gzip": gzip.decompress,
    "br": brotli.decompress,
    "zstd": lambda content: zstandard.ZstdDecompressor().decompress(content),
}


@pytest.fixture
def paths(room: Room) -> list[str]:
    """A page of each kind."""
    return ["/", "/politics", "/all", _page(room, "n-1"), "/api/v1"]


def test_a_page_comes_in_the_coding_that_its_reader_likes_best(
    client: FlaskClient, paths: list[str]
) -> None:
    for path in paths:
        plain = client.get(path)
        tags = {plain.headers["ETag"]}
        assert plain.headers["Vary"] == "Accept-Encoding"
        for accept, coding in (("gzip, br", "br"), ("zstd, br;q=0", "zstd"), ("gzip", "gzip")):
            answer = client.get(path, headers={"Accept-Encoding": accept})
            assert answer.headers["Content-Encoding"] == coding
            assert DECODERS[coding](answer.data) == plain.data
            assert len(answer.data) < len(plain.data)
            tags.add(answer.headers["ETag"])
        assert len(tags) == 4
        refused = client.get(path, headers={"Accept-Encoding": "identity, br;q=0"})
        assert "Content-Encoding" not in refused.headers


def test_a_reader_that_has_a_page_gets_304(client: FlaskClient, paths: list[str]) -> None:
    for path in paths:
        full = client.get(path, headers={"Accept-Encoding": "br"})
        tag = full.headers["ETag"]
        for form in (tag, f"W/{tag}", f'"x", {tag}', "*", tag.replace("-br", "-gzip")):
            headers = {"Accept-Encoding": "br", "If-None-Match": form}
            same = client.get(path, headers=headers)
            assert (same.status_code, same.data) == (304, b"")
            assert client.head(path, headers=headers).status_code == 304
            for name in ("ETag", "Cache-Control", "Vary"):
                assert same.headers[name] == full.headers[name]
        assert client.get(path, headers={"If-None-Match": '"other"'}).status_code == 200
        ahead = {"If-Modified-Since": "Fri, 31 Dec 9999 23:59:59 GMT"}
        assert client.get(path, headers=ahead).status_code == 200


def test_head_of_a_page_is_get_without_its_body(client: FlaskClient, paths: list[str]) -> None:
    for path in paths:
        for accept in ("", "br"):
            headers = {"Accept-Encoding": accept}
            got = client.get(path, headers=headers)
            head = client.head(path, headers=headers)
            assert head.data == b""
            assert dict(head.headers) == dict(got.headers)


def test_an_edit_or_a_withdrawal_is_seen_by_who_has_the_page(
    room: Room, client: FlaskClient
) -> None:
    paths = (_page(room, "n-1"), "/politics", "/all")
    tags = {path: client.get(path).headers["ETag"] for path in paths}
    untouched = client.get("/economy").headers["ETag"]
    room.ingest(article(1, title="عنوان جديد للجسر"))
    room.refresh()
    for path, tag in tags.items():
        answer = client.get(path, headers={"If-None-Match": tag})
        assert answer.status_code == 200
        assert "عنوان جديد للجسر" in answer.text
        tags[path] = answer.headers["ETag"]
    withdraw(room.intake, "n-1")
    room.refresh()
    seen = [client.get(path, headers={"If-None-Match": tags[path]}).status_code for path in paths]
    assert seen == [410, 200, 200]
    assert client.get("/economy", headers={"If-None-Match": untouched}).status_code == 304


def test_a_shared_cache_shows_a_page_for_a_minute_at_most(
    room: Room, client: FlaskClient, paths: list[str]
) -> None:
    withdraw(room.intake, "n-2")
    for path in (*paths, _page(room, "n-2"), "/nothing"):
        assert client.get(path).headers["Cache-Control"] == "max-age=60, s-maxage=60"
