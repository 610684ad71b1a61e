"""What programs ask of every site: what they may read, and its icon."""

import struct
from dataclasses import replace
from urllib.robotparser import RobotFileParser
from xml.etree import ElementTree

import listparser
import pytest
from flask import Flask

from feeds.web import discovery, responses
from store import Site
from tests.feeds.web.client import make_settings
from tests.room import SITE


def _ask(site: Site, path: str, **headers: str):  # type: ignore[no-untyped-def]
    app = Flask("nashra")
    app.after_request(responses.forbid_sniffing)
    app.register_blueprint(discovery.blueprint(make_settings(site=site)))
    return app.test_client().get(path, headers=headers)


def test_robots_may_read_feeds_and_pages() -> None:
    answer = _ask(SITE, "/robots.txt")
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "text/plain; charset=utf-8"
    parser = RobotFileParser()
    parser.parse(answer.text.splitlines())
    for agent in ("Googlebot", "Feedly/1.0", "*"):
        for path in ("/all.rss", "/politics.atom", "/all.json", "/", "/politics", "/articles/x"):
            assert parser.can_fetch(agent, SITE.base_url + path)


def test_a_site_without_an_icon_has_ours() -> None:
    answer = _ask(SITE, "/favicon.ico")
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "image/x-icon"
    reserved, kind, count = struct.unpack("<HHH", answer.data[:6])
    assert (reserved, kind) == (0, 1)
    for number in range(count):
        size, offset = struct.unpack("<II", answer.data[14 + 16 * number : 22 + 16 * number])
        picture = answer.data[offset : offset + size]
        assert picture.startswith(b"\x89PNG")
        assert picture.endswith(b"IEND\xaeB`\x82")


def test_the_icon_of_a_site_is_where_it_says() -> None:
    answer = _ask(replace(SITE, icon="https://cdn.example.com/icon.png"), "/favicon.ico")
    assert answer.status_code == 302
    assert answer.headers["Location"] == "https://cdn.example.com/icon.png"
    assert "max-age=" in answer.headers["Cache-Control"]


def test_an_icon_at_the_very_address_leads_in_no_circle() -> None:
    below = replace(SITE, base_url="https://example.com/feeds")
    circle = replace(below, icon="https://example.com/feeds/favicon.ico")
    assert _ask(circle, "/favicon.ico").status_code == 200


def test_robots_are_led_to_both_sitemaps() -> None:
    parser = RobotFileParser()
    parser.parse(_ask(SITE, "/robots.txt").text.splitlines())
    assert parser.site_maps() == [
        f"{SITE.base_url}/sitemap.xml",
        f"{SITE.base_url}/sitemap-news.xml",
    ]


def test_a_reader_takes_all_feeds_in_with_their_names() -> None:
    answer = _ask(SITE, "/feeds.opml")
    assert answer.headers["Content-Type"] == "text/x-opml; charset=utf-8"
    taken = listparser.parse(answer.data)
    assert not taken.bozo
    assert taken.meta.title == SITE.title
    assert [(feed.title, feed.url, feed.categories) for feed in taken.feeds] == [
        ("آخر الأخبار", f"{SITE.base_url}/all.rss", [[SITE.title]]),
        ("سياسة", f"{SITE.base_url}/politics.rss", [[SITE.title]]),
        ("اقتصاد", f"{SITE.base_url}/economy.rss", [[SITE.title]]),
    ]


def test_every_outline_says_what_the_feed_is() -> None:
    root = ElementTree.fromstring(_ask(SITE, "/feeds.opml").data)
    assert root.attrib == {"version": "2.0"}
    *_, economy = root.iter("outline")
    assert economy.attrib == {
        "type": "rss",
        "version": "RSS2",
        "text": "اقتصاد",
        "title": "اقتصاد",
        "description": "أخبار الاقتصاد",
        "language": "ar",
        "htmlUrl": f"{SITE.base_url}/economy",
        "xmlUrl": f"{SITE.base_url}/economy.rss",
    }


def test_names_with_marks_of_xml_stay_names() -> None:
    site = replace(SITE, title='«أخبار» <اليوم> & "غدًا"')
    assert listparser.parse(_ask(site, "/feeds.opml").data).meta.title == site.title


def test_programs_find_every_address_of_every_feed() -> None:
    table = _ask(SITE, "/feeds.json").json
    assert [feed["key"] for feed in table["feeds"]] == ["all", "politics", "economy"]
    assert table["feeds"][1] == {
        "key": "politics",
        "title": "سياسة",
        "description": "أخبار السياسة",
        "language": "ar",
        "home_page_url": f"{SITE.base_url}/politics",
        "rss_url": f"{SITE.base_url}/politics.rss",
        "atom_url": f"{SITE.base_url}/politics.atom",
        "json_url": f"{SITE.base_url}/politics.json",
    }


LISTS = ["/robots.txt", "/favicon.ico", "/feeds.opml", "/feeds.json"]


@pytest.mark.parametrize("path", LISTS)
def test_whoever_has_it_is_told_so(path: str) -> None:
    first = _ask(SITE, path)
    assert "max-age=" in first.headers["Cache-Control"]
    assert first.headers["X-Content-Type-Options"] == "nosniff"
    again = _ask(SITE, path, **{"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
