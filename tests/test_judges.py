"""What others say of the feeds: feedparser, reader, redbot and a schema, over HTTP."""

import html
import json
import os
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import quote

import feedparser
import pytest
from lxml.html import fromstring
from reader import make_reader

from store import Store
from tests import process
from tests.gated import LETTERS, configuration
from tests.jsonfeed import faults
from tests.warm import Program

pytestmark = pytest.mark.xdist_group("judges")  # they share a server

FORMATS = ("rss", "atom", "json")
STANDING = "samples/economy/gold-brief.txt"
GONE = "samples/sports/handball-semifinal.txt"
NOTICED = "samples/technology/gps-between-towers.txt"


@pytest.fixture(scope="module")
def samples(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A database of the samples, one of them withdrawn, and one with a notice."""
    database = f"sqlite:///{tmp_path_factory.mktemp('judges') / 'nashra.db'}"
    store = Store(database)
    store.migrate()
    store.close()
    assert process.run(database, "ingest", "samples/").returncode == 0
    assert process.run(database, "withdraw", GONE).returncode == 0
    notice = ("--notice", "سحبنا هذا الخبر لخطأ فيه.\nنعتذر لقرائنا.")
    assert process.run(database, "withdraw", NOTICED, *notice).returncode == 0
    return database


@pytest.fixture(scope="module")
def base(samples: str) -> Iterator[str]:
    """A server of the samples."""
    with process.serving(samples) as (address, _):
        yield address


def all_feeds(base: str) -> list[str]:
    items = json.loads(process.get(f"{base}/all.json")[1])["items"]
    assert items
    slugs = "all egypt politics world economy sports culture technology opinion".split()
    return [f"{base}/{slug}" for slug in slugs]


def test_feedparser_finds_nothing_wrong_and_gets_304(base: str) -> None:
    for feed in all_feeds(base):
        for suffix in ("rss", "atom"):
            found = feedparser.parse(f"{feed}.{suffix}")
            assert (found.bozo, found.status) == (False, 200)
            assert feedparser.parse(f"{feed}.{suffix}", etag=found.etag).status == 304
            assert feedparser.parse(f"{feed}.{suffix}", modified=found.modified).status == 304


def test_the_three_formats_agree_on_every_article(base: str) -> None:
    for feed in all_feeds(base):
        rss, atom = (feedparser.parse(f"{feed}.{suffix}") for suffix in ("rss", "atom"))
        items = json.loads(process.get(f"{feed}.json")[1])["items"]
        assert (
            [one.id for one in rss.entries]
            == [one.id for one in atom.entries]
            == [one["id"] for one in items]
        )
        for a, b, c in zip(rss.entries, atom.entries, items, strict=True):
            assert a.title == b.title == c["title"]
            assert a.link == b.link == c["url"]
            assert html.unescape(a.summary) == b.summary == c["summary"]
            assert _words(a.content) == _words(b.content) == _words_of_item(c)
            assert a.published_parsed == b.published_parsed
            assert b.published_parsed[:8] == _parsed(c["date_published"])
            assert [one.name for one in b.get("authors", [])] == [
                one["name"] for one in c.get("authors", [])
            ]
            assert (
                [one.term for one in a.get("tags", [])]
                == [one.term for one in b.get("tags", [])]
                == c.get("tags", [])
            )


def _words(contents: list[Any]) -> str:
    """The words of the one text that an entry has."""
    (content,) = contents
    return " ".join(fromstring(content.value).itertext())


def _words_of_item(item: dict[str, str]) -> str:
    markup = item.get("content_html")
    return " ".join(fromstring(markup).itertext()) if markup else item["content_text"]


def test_every_json_feed_is_one_by_its_schema(base: str) -> None:
    for feed in all_feeds(base):
        assert faults(json.loads(process.get(f"{feed}.json")[1])) == []


def _parsed(text: str):  # type: ignore[no-untyped-def]
    return datetime.fromisoformat(text).astimezone(UTC).timetuple()[:8]


def test_ids_and_addresses_are_ascii_and_updated_is_unique(base: str) -> None:
    for feed in all_feeds(base):
        atom = feedparser.parse(f"{feed}.atom")
        ids = [one.id for one in atom.entries]
        assert len(set(ids)) == len(ids)
        moments = [one.updated for one in atom.entries]
        assert len(set(moments)) == len(moments)
        for one in atom.entries:
            assert all(link["href"].isascii() for link in one.links)
            assert one.id.isascii()


def test_alternate_stands_before_self_and_self_is_the_address_that_was_fetched(base: str) -> None:
    for feed in all_feeds(base):
        atom = feedparser.parse(f"{feed}.atom")
        assert [link.rel for link in atom.feed.links] == ["alternate", "self"]
        for suffix in ("rss", "atom"):
            links = feedparser.parse(f"{feed}.{suffix}").feed.links
            assert [one.href for one in links if one.rel == "self"] == [f"{feed}.{suffix}"]
        assert json.loads(process.get(f"{feed}.json")[1])["feed_url"] == f"{feed}.json"


def test_every_text_has_a_language_and_a_direction(base: str) -> None:
    for feed in all_feeds(base):
        document = json.loads(process.get(f"{feed}.json")[1])
        assert (document["language"], document["_bidi"]) == ("ar", {"dir": "rtl"})
        for item in document["items"]:
            html = item.get("content_html")
            assert html is None or f'<div lang="{item["language"]}" dir="rtl">' in html
            assert html is None or ("<p>" not in html and "<figure>" not in html)


def test_reader_reads_every_feed(base: str, tmp_path: Path) -> None:
    with make_reader(str(tmp_path / "reader.db")) as reader:
        addresses = [f"{feed}.{suffix}" for feed in all_feeds(base) for suffix in FORMATS]
        for address in addresses:
            reader.add_feed(address)
        reader.update_feeds()
        for found in reader.get_feeds():
            assert found.last_exception is None, found.url
            assert found.title
        count = len(json.loads(process.get(f"{base}/all.json")[1])["items"])
        assert reader.get_entry_counts(feed=f"{base}/all.json").total == count


@pytest.mark.parametrize(
    "path",
    [
        *("all.rss", "all.atom", "all.json", "politics.rss", "politics.atom", "health.json"),
        *(f"search.{name}?q={quote('مياه')}" for name in sorted(FORMATS)),
    ],
)
def test_redbot_has_no_bad_and_no_warning(base: str, path: str) -> None:
    _assert_redbot_is_content(f"{base}/{path}", 200)


@pytest.mark.parametrize(
    ("path", "status"),
    [
        *(
            (path, 200)
            for path in (
                "/",
                "/politics",
                "/healthz",
                "/readyz",
                "/static/page.css",
                "/static/feed.css",
                "/robots.txt",
                "/favicon.ico",
                "/search",
                f"/search?q={quote('مياه')}",
            )
        ),
        *(
            (path, 301)
            for path in ("/feed/", "/politics/", quote("/سياسة.rss"), "/?feed=atom", "/feed.xml")
        ),
        *(
            (path, 404)
            for path in ("/nothing", "/nothing.rss", "/articles/nothing", "/static/nothing.css")
        ),
        ("/comments/feed/", 410),
    ],
)
def test_redbot_has_no_bad_and_no_warning_beside_the_feeds(
    base: str, path: str, status: int
) -> None:
    _assert_redbot_is_content(base + path, status)


def test_redbot_has_no_bad_and_no_warning_for_articles_that_stand_or_are_gone(
    base: str, samples: str
) -> None:
    for name, status in ((STANDING, 200), (GONE, 410), (NOTICED, 410)):
        article = json.loads(
            process.run(samples, "show", name, "--json", NASHRA_BASE_URL=base).stdout
        )
        _assert_redbot_is_content(article["page"], status)


@pytest.fixture(scope="module")
def partners(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A server of partners' feeds, one of each access, printed of the samples."""
    folder = tmp_path_factory.mktemp("partners")
    database = f"sqlite:///{folder / 'nashra.db'}"
    file = folder / "nashra.toml"
    newspaper = (process.ROOT / "nashra.toml").read_text(encoding="utf-8")
    file.write_text(f"{newspaper}\n{configuration()}", encoding="utf-8")
    store = Store(database)
    store.migrate()
    store.close()
    settings = {"NASHRA_CONFIG": str(file)}
    assert process.run(database, "ingest", "samples/", **settings).returncode == 0
    with process.serving(database, **settings) as (address, _):
        yield address


@pytest.mark.parametrize("slug", sorted(LETTERS))
def test_redbot_has_no_bad_and_no_warning_for_partners(partners: str, slug: str) -> None:
    path, letters = LETTERS[slug]
    assert b"<item>" in process.get(f"{partners}{path}", letters)[1]
    _assert_redbot_is_content(f"{partners}{path}", 200, **letters)


def test_redbot_has_no_bad_and_no_warning_for_whoever_is_no_partner(partners: str) -> None:
    for slug, status in (("hidden", 404), ("basic", 401), ("bearer", 401)):
        _assert_redbot_is_content(f"{partners}/partner/{slug}.rss", status)


def _assert_redbot_is_content(url: str, status: int, **headers: str) -> None:
    said = _redbot(url, headers)
    assert said[0] == f"status {status}"
    assert len(said) > 1
    assert [line for line in said if line.startswith(("bad", "warn"))] == []


_REDBOT = Program(
    """
import sys, thor
from configparser import ConfigParser
from redbot.resource import HttpResource
""",
    """
config = ConfigParser()
config.read_dict({"redbot": {"enable_local_access": "True"}})
resource = HttpResource(config["redbot"])
resource.set_request(sys.argv[1], headers=[field.split(": ", 1) for field in sys.argv[2:]])
thor.events.on(resource, "check_done")(thor.stop)
resource.check()
thor.run()
print("status", resource.response.status_code)
for one in (resource.response, *(check.response for check in resource.subreqs.values())):
    for note in one.notes:
        print(note.level.name.lower(), note.summary)
""",
)


def _redbot(url: str, headers: Mapping[str, str]) -> list[str]:
    """What redbot notes of an address and of its own checks of it, each line with its level
    first.
    """
    fields = [f"{name}: {value}" for name, value in headers.items()]
    done = _REDBOT.run([url, *fields], os.environ, timeout=120)
    assert done.returncode == 0, done.stderr
    return done.stdout.decode().splitlines()
