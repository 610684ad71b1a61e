"""Sitemaps: what they name, when it changed, and what they never name."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from xml.etree import ElementTree as ET

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from feeds.pages import sitemaps
from feeds.web import sitemaps as views
from store import Correction, correct, withdraw
from tests.feeds.web.client import make_client
from tests.room import SITE, START, Room, article

MAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
NEWS = "{http://www.google.com/schemas/sitemap-news/0.9}"
MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")


@pytest.fixture(autouse=True)
def clock(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(views, "now", lambda: room.now)


def _root(answer: TestResponse) -> ET.Element:
    """The root of a sitemap, which stands by the facts of the schemas of sitemaps.org."""
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "application/xml; charset=utf-8"
    assert answer.headers["ETag"]
    root = ET.fromstring(answer.data)
    assert root.tag in (f"{MAP}urlset", f"{MAP}sitemapindex")
    assert len(root) <= 50_000
    for entry in root:
        assert entry.tag == (f"{MAP}url" if root.tag == f"{MAP}urlset" else f"{MAP}sitemap")
        names = [part.tag.removeprefix(MAP) for part in entry]
        assert names[0] == "loc"
        assert set(names[1:]) <= {"lastmod", f"{NEWS}news"}
        location = entry.findtext(f"{MAP}loc") or ""
        assert location.isascii()
        assert location.startswith("https://news.example.com/")
        assert len(location) < 2_048
        changed = entry.findtext(f"{MAP}lastmod")
        assert changed is None or MOMENT.fullmatch(changed)
    return root


def _named(client: FlaskClient, path: str) -> dict[str, str | None]:
    """The addresses in a sitemap, with their last changes."""
    root = _root(client.get(path))
    return {entry.findtext(f"{MAP}loc") or "": entry.findtext(f"{MAP}lastmod") for entry in root}


def _walk(client: FlaskClient) -> Iterator[tuple[str, str | None]]:
    for address in _named(client, "/sitemap.xml"):
        yield from _named(client, address.removeprefix(SITE.base_url)).items()


def _page(room: Room, name: str) -> str:
    return f"{SITE.base_url}/articles/{room.kept(name).article.id.removeprefix('urn:uuid:')}"


def test_the_sitemap_names_feeds_and_the_articles_whose_page_is_here(
    room: Room, client: FlaskClient
) -> None:
    old = article(4, url=None, published="2026-02-01T10:00:00+02:00")
    room.ingest(article(3, url=None), old, backfill=True)
    assert {address for address, _ in _walk(client)} == {
        f"{SITE.base_url}/",
        f"{SITE.base_url}/all",
        f"{SITE.base_url}/politics",
        f"{SITE.base_url}/economy",
        _page(room, "n-3"),
        _page(room, "n-4"),
    }
    assert list(_named(client, "/sitemap.xml")) == [
        f"{SITE.base_url}/sitemap-feeds.xml",
        f"{SITE.base_url}/sitemap-2026-11-1.xml",
        f"{SITE.base_url}/sitemap-2026-02-1.xml",
    ]


def test_a_month_is_one_of_the_newsrooms_zone(room: Room, client: FlaskClient) -> None:
    """In Cairo the last two hours of a UTC month belong to the next one."""
    room.ingest(article(3, url=None, published="2026-01-31T22:30:00Z"), backfill=True)
    assert list(_named(client, "/sitemap-2026-02-1.xml")) == [_page(room, "n-3")]
    assert client.get("/sitemap-2026-01-1.xml").status_code == 404


def test_the_last_change_is_the_last_one_that_readers_see(room: Room, client: FlaskClient) -> None:
    room.ingest(article(3, url=None))
    page = _page(room, "n-3")
    month = f"{SITE.base_url}/sitemap-2026-11-1.xml"
    first = dict(_walk(client))[page]
    room.pass_time(hours=1)
    room.ingest(article(3, url=None, tags=["جسور"]))  # which moves no `updated`
    assert dict(_walk(client))[page] == first
    room.ingest(article(3, url=None, title="افتتاح الجسر الثالث في موعده"))
    changed = dict(_walk(client))[page]
    assert changed == f"{room.now:%Y-%m-%dT%H:%M:%SZ}"
    assert _named(client, "/sitemap.xml")[month] == changed


def test_what_readers_may_not_see_stands_in_no_sitemap(room: Room, client: FlaskClient) -> None:
    later = (START + timedelta(hours=5)).isoformat()
    room.ingest(article(3, url=None), article(4, url=None, published=later), article(5, url=None))
    withdraw(room.intake, "n-3")
    withdraw(room.intake, "n-5", "سحبنا هذا الخبر لخطأ في أرقامه.")
    assert not [address for address, _ in _walk(client) if "/articles/" in address]
    assert not list(_root(client.get("/sitemap-news.xml")))
    room.pass_time(hours=6)
    room.release()
    assert _page(room, "n-4") in dict(_walk(client))
    assert _page(room, "n-4") in _named(client, "/sitemap-news.xml")


def test_a_large_month_has_parts(
    room: Room, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sitemaps, "PART", 3)
    room.ingest(*(article(number, url=None) for number in range(3, 10)))
    months = [path for path in _named(client, "/sitemap.xml") if "-2026-" in path]
    assert months == [f"{SITE.base_url}/sitemap-2026-11-{part}.xml" for part in (1, 2, 3)]
    parts = [list(_named(client, path.removeprefix(SITE.base_url))) for path in months]
    assert [len(part) for part in parts] == [3, 3, 1]
    assert len({address for part in parts for address in part}) == 7


@pytest.mark.parametrize(
    "path",
    [
        "/sitemap-2026-13-1.xml",
        "/sitemap-2026-00-1.xml",
        "/sitemap-0000-01-1.xml",
        "/sitemap-9999-12-1.xml",
        "/sitemap-2026-11-0.xml",
        "/sitemap-2026-11-2.xml",
        "/sitemap-2026-11.xml",
        f"/sitemap-2026-11-{10**30}.xml",
        "/sitemap-٢٠٢٦-11-1.xml",
        "/sitemap--.xml",
    ],
)
def test_other_months_and_parts_are_not_there(client: FlaskClient, path: str) -> None:
    assert client.get(path).status_code == 404


def test_the_news_of_two_days_are_told_the_newest_first(room: Room, client: FlaskClient) -> None:
    room.ingest(
        article(3, url=None, language="ar-EG", published=(START - timedelta(hours=47)).isoformat()),
        article(4, url=f"{SITE.base_url}/2026/11/story", title="أسعار <الذهب> & الفضة"),
        article(5, url=None, published="2026-11-22"),
        article(6, url=None, published=(START - timedelta(hours=49)).isoformat()),
        backfill=True,
    )
    root = _root(client.get("/sitemap-news.xml"))
    addresses = [entry.findtext(f"{MAP}loc") for entry in root]
    assert addresses == [f"{SITE.base_url}/2026/11/story", _page(room, "n-3")]
    for entry in root:
        news = entry.find(f"{NEWS}news")
        assert news is not None
        names = [part.tag.removeprefix(NEWS) for part in news]
        assert names == ["publication", "publication_date", "title"]
        assert news.findtext(f"{NEWS}publication/{NEWS}name") == SITE.title
        assert news.findtext(f"{NEWS}publication/{NEWS}language") == "ar"
        when = datetime.fromisoformat(news.findtext(f"{NEWS}publication_date") or "")
        assert START - when <= timedelta(hours=48)
    assert root.findtext(f".//{NEWS}title") == "أسعار <الذهب> & الفضة"


def test_of_very_many_news_the_newest_thousand_are_told(
    room: Room, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert views.MOST_NEWS == 1_000
    monkeypatch.setattr(views, "MOST_NEWS", 60)
    moments = [(START - timedelta(minutes=number)).isoformat() for number in range(70)]
    room.ingest(*(article(at + 3, url=None, published=when) for at, when in enumerate(moments)))
    assert list(_named(client, "/sitemap-news.xml")) == [
        _page(room, f"n-{number + 3}") for number in range(60)
    ]


def test_an_agencys_story_is_no_news_of_ours(room: Room, client: FlaskClient) -> None:
    room.ingest(
        article(3, url="https://news.example.com.agency.example/1"),
        article(4, url="http://news.example.com/1"),
        article(5, url="https://NEWS.example.com/1"),
    )
    assert list(_named(client, "/sitemap-news.xml")) == [f"{SITE.base_url}/1"]


def test_a_paper_without_news_has_a_sitemap_all_the_same(client: FlaskClient) -> None:
    assert not list(_root(client.get("/sitemap-news.xml")))
    assert len(_root(client.get("/sitemap.xml"))) == 1
    assert len(_root(client.get("/sitemap-feeds.xml"))) == 4


def test_a_site_below_a_path_names_its_addresses_whole(room: Room) -> None:
    below = replace(SITE, base_url=f"{SITE.base_url}/feeds")
    room.ingest(article(3, url=f"{SITE.base_url}/story"), article(4, url=None))
    client = make_client(room.store, site=below)
    news = list(_named(client, "/sitemap-news.xml"))
    assert f"{SITE.base_url}/story" in news
    below_months = list(_named(client, "/sitemap.xml"))[1:]
    assert below_months == [f"{below.base_url}/sitemap-2026-11-1.xml"]
    pages = _named(client, "/sitemap-2026-11-1.xml")
    assert all(address.startswith(f"{below.base_url}/articles/") for address in pages)


def test_whoever_has_a_sitemap_is_told_so(room: Room, client: FlaskClient) -> None:
    room.ingest(article(3, url=None))
    for path in ("/sitemap.xml", "/sitemap-2026-11-1.xml", "/sitemap-news.xml"):
        first = client.get(path)
        same = client.get(path, headers={"If-None-Match": first.headers["ETag"]})
        assert (first.status_code, same.status_code) == (200, 304)


def test_a_corrected_title_is_told_to_news_search(room: Room, client: FlaskClient) -> None:
    room.ingest(article(3, url=None))
    correct(room.intake, "n-3", Correction(title="الجسر الثالث يفتح أبوابه"))
    root = _root(client.get("/sitemap-news.xml"))
    assert root.findtext(f".//{NEWS}title") == "الجسر الثالث يفتح أبوابه"
