"""Readers that anyone can install, polling for an hour of a newsroom's life: every article once,
edits as edits.
"""

import json
import mailbox
import subprocess
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.request import urlopen

import feedparser
import pysqlite3
import pytest
from flask import Flask
from reader import make_reader

from feeds.newsroom import Newsroom
from feeds.settings.values import Settings
from feeds.web import face
from store import Sections, Store, withdraw
from tests import process, quick
from tests.readers import Mailer, call, program, served
from tests.room import FRONT, POLITICS, SITE, Room, article

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

MINUTES = 60
BEFORE = 46  # articles that stand there when the hour begins
STATUSES = ("200", "226", "304")
WITHDRAWN = "سُحب هذا الخبر"
Versions = dict[str, list[str]]


class Hour:
    """One feed of a newsroom over loopback, minute by minute, and what it ever said.

    said: by suffix, the titles that each id had, in order. ids: those of the articles that were
    taken in. editions: how many different ones there were.
    asked: how often each path got which status.
    """

    def __init__(self, store: Store, base: str) -> None:
        self.base = base
        site = replace(SITE, base_url=base)
        section = replace(POLITICS, size=10, hours=0)
        self.room = Room(store, [section], site)
        self.said: dict[str, Versions] = {"rss": {}, "atom": {}, "json": {}}
        self.editions = 0
        self.ids: set[str] = set()
        self.asked: Counter[tuple[str, str]] = Counter()
        self._last: object = None
        self.settings = Settings(
            database="",
            log=("info", "text"),
            site=site,
            front=FRONT,
            sections=Sections([section]),
            guard=True,
            tombstones=True,
        )

    def application(self) -> Callable[..., Iterable[bytes]]:
        app = Flask("nashra")
        face.register(app, Newsroom(self.settings, self.room.store), threads=False)

        def counting(
            environ: "WSGIEnvironment", start_response: "StartResponse"
        ) -> Iterable[bytes]:
            def start(status: str, *rest: object) -> object:
                self.asked[environ["PATH_INFO"], status[:3]] += 1
                return start_response(status, *rest)  # type: ignore[arg-type]

            return app.wsgi_app(environ, start)

        return counting

    def live(self) -> Iterator[int]:
        """Minutes: a new article in every third, and now and then one that is edited or
        withdrawn, with a notice or without.
        """
        self._begin()
        for minute in range(MINUTES):
            self.room.pass_time(minutes=1)
            if minute % 3 == 0:
                self.ids.update(one.id or "" for one in self.room.ingest(news(minute)))
            if minute % 10 == 4:
                self.room.ingest(
                    news(minute - 4 - (minute - 4) % 3)
                    | {"title": f"عنوان صُحح في الدقيقة {minute}"}
                )
            if minute % 20 == 16:
                withdraw(self.room.intake, f"n-{minute - 1 - (minute - 1) % 3}")
            if minute % 30 == 20:
                withdraw(self.room.intake, f"n-{minute - 2}", "سحبنا هذا الخبر لخطأ فيه.")
            self.room.refresh()
            self._note()
            yield minute

    def _begin(self) -> None:
        """Publish so much that a page of the archive closes within the hour, and the page of the
        feed is short again.
        """
        before = [news(number) for number in range(100, 100 + BEFORE)]
        self.ids.update(one.id or "" for one in self.room.ingest(*before))

    def _note(self) -> None:
        edition = self.room.edition("politics")
        if edition.revision == self._last:
            return
        self._last = edition.revision
        self.editions += 1
        for suffix, said in self.said.items():
            for id, title in shown(suffix, edition.bodies[suffix].content):
                if not said.setdefault(id, []) or said[id][-1] != title:
                    said[id].append(title)


def news(minute: int) -> dict[str, object]:
    return {name: value for name, value in article(minute).items() if name != "published"}


def shown(suffix: str, body: bytes) -> list[tuple[str, str]]:
    """The ids and titles of a feed."""
    if suffix == "json":
        return [(item["id"], item["title"]) for item in json.loads(body)["items"]]
    return [(entry.id, entry.title) for entry in feedparser.parse(body).entries]


@pytest.fixture
def hour(sqlite: str) -> Iterator[Hour]:
    quick.leave_out("readers")
    port = process.free_port()
    store = Store(sqlite)
    made = Hour(store, f"http://127.0.0.1:{port}")
    with served(made.application(), port):
        yield made
    store.close()


def assert_thrifty(hour: Hour, suffix: str, again: int = 0, *, deltas: bool = False) -> None:
    """Each edition was sent once, at most so many of them again, and nothing else but 304.

    deltas  whether most of them came as deltas; else none did
    """
    whole, part, same = (hour.asked[f"/politics.{suffix}", status] for status in STATUSES)
    assert hour.editions <= whole + part <= hour.editions + again
    assert whole + part + same == MINUTES
    assert part > whole if deltas else part == 0


def test_the_hour_has_edits_withdrawals_and_articles_that_leave_the_page(hour: Hour) -> None:
    """A withdrawal is no item: whoever never had the article would take it for news."""
    for _ in hour.live():
        pass
    assert len(hour.ids) == BEFORE + 20
    assert all(said.keys() == hour.ids for said in hour.said.values())
    assert 20 < hour.editions < 40
    assert not any(WITHDRAWN in titles for titles in hour.said["rss"].values())
    for said in hour.said.values():
        assert sum(titles[-1].startswith("سُحب: ") for titles in said.values()) == 2
    assert sum(len(titles) > 1 for titles in hour.said["atom"].values()) == 6
    assert len(shown("json", hour.room.text("politics", "json").encode())) < 20


def test_feedparser_sees_every_article_and_edit(hour: Hour) -> None:
    seen: dict[str, Versions] = {"rss": {}, "atom": {}}
    validators: dict[str, Mapping[str, str]] = {"rss": {}, "atom": {}}
    for _ in hour.live():
        for suffix, said in seen.items():
            found = feedparser.parse(f"{hour.base}/politics.{suffix}", **validators[suffix])
            assert not found.bozo
            if found.status == 304:
                continue
            validators[suffix] = {"etag": found.etag, "modified": found.modified}
            for entry in found.entries:
                if not said.setdefault(entry.id, []) or said[entry.id][-1] != entry.title:
                    said[entry.id].append(entry.title)
    for suffix, said in seen.items():
        assert said == hour.said[suffix]
        assert_thrifty(hour, suffix)


def test_reader_keeps_every_article_once_and_takes_edits(hour: Hour, tmp_path: Path) -> None:
    addresses = {suffix: f"{hour.base}/politics.{suffix}" for suffix in hour.said}
    with make_reader(str(tmp_path / "reader.db")) as reader:
        for address in addresses.values():
            reader.add_feed(address)
        for _ in hour.live():
            updates = reader.update_feeds_iter(
                scheduled=False
            )  # whatever max-age says: its clock is not ours
            assert not [one for one in updates if isinstance(one.value, Exception)]
        for suffix, address in addresses.items():
            kept = [(entry.id, entry.title) for entry in reader.get_entries(feed=address)]
            assert sorted(kept) == sorted(
                (id, titles[-1]) for id, titles in hour.said[suffix].items()
            )
            assert_thrifty(
                hour, suffix, again=3, deltas=True
            )  # it keeps no validators of an answer with no newer entry


def test_newsboat_keeps_every_article_once_and_takes_edits(hour: Hour, tmp_path: Path) -> None:
    """Each feed has a cache of its own: it tells articles apart by their ids alone."""
    newsboat = program("newsboat")
    for suffix in ("rss", "atom"):
        address = f"{hour.base}/politics.{suffix}"
        (tmp_path / f"{suffix}.urls").write_text(f"{address}\n", encoding="utf-8")
    (tmp_path / "config").touch()
    for _ in hour.live():
        for suffix in ("rss", "atom"):
            files = ["-u", f"{suffix}.urls", "-c", f"{suffix}.db", "-C", "config"]
            call(tmp_path, newsboat, *files, "-x", "reload")
    for suffix in ("rss", "atom"):
        with closing(pysqlite3.connect(str(tmp_path / f"{suffix}.db"))) as cache:
            kept = cache.execute("SELECT guid, title FROM rss_item").fetchall()
        assert sorted(kept) == sorted((id, titles[-1]) for id, titles in hour.said[suffix].items())
        assert_thrifty(
            hour, suffix, again=1, deltas=True
        )  # it forgets the validators of the very first answer


def test_sfeed_keeps_every_article_and_every_edit_once(hour: Hour, tmp_path: Path) -> None:
    """It tells articles apart by id, title and link, so that an edit is one more line."""
    update = program("sfeed_update")
    feeds = "\n".join(
        f'feed {suffix} "{hour.base}/politics.{suffix}"' for suffix in ("rss", "atom")
    )
    (tmp_path / "sfeedrc").write_text(
        f'sfeedpath="{tmp_path}"\nfeeds() {{\n{feeds}\n}}\n', encoding="utf-8"
    )
    for _ in hour.live():
        call(tmp_path, update, str(tmp_path / "sfeedrc"))
    for suffix in ("rss", "atom"):
        lines = (tmp_path / suffix).read_text(encoding="utf-8").splitlines()
        kept = [(fields[5], fields[1]) for line in lines if (fields := line.split("\t"))]
        assert sorted(kept) == sorted(
            (id, title) for id, titles in hour.said[suffix].items() for title in titles
        )


def test_rss2email_sends_every_article_once(hour: Hour, tmp_path: Path) -> None:
    addresses = {suffix: f"{hour.base}/politics.{suffix}" for suffix in ("rss", "atom")}
    mailer = Mailer(tmp_path, addresses)
    for _ in hour.live():
        mailer.run()
    kept = [(one["X-RSS-Feed"], one["X-RSS-ID"]) for one in mailbox.Maildir(mailer.mailbox)]
    said = [
        (f"{hour.base}/politics.{suffix}", id)
        for suffix in ("rss", "atom")
        for id in hour.said[suffix]
    ]
    assert sorted(kept) == sorted(said)
    assert_thrifty(hour, "atom")


def _with_news(hour: Hour) -> bytes:
    """The list of feeds, once each of them has an article."""
    hour.room.ingest(news(1))
    hour.room.refresh()
    with urlopen(f"{hour.base}/feeds.opml") as answer:
        opml: bytes = answer.read()
    return opml


def test_newsboat_takes_the_list_of_feeds_with_its_names(hour: Hour, tmp_path: Path) -> None:
    """It files them under the name of their folder, and calls each what the feed itself says."""
    newsboat = program("newsboat")
    files = ["-u", "urls", "-c", "cache.db", "-C", "config"]
    for name in ("urls", "config"):
        (tmp_path / name).touch()
    (tmp_path / "feeds.opml").write_bytes(_with_news(hour))
    call(tmp_path, newsboat, *files, "-i", "feeds.opml")
    lines = (tmp_path / "urls").read_text(encoding="utf-8").splitlines()
    addresses = [f"{hour.base}/{key}.rss" for key in ("all", "politics")]
    assert lines == [f'{address} "{SITE.title}"' for address in addresses]
    call(tmp_path, newsboat, *files, "-x", "reload")
    with closing(pysqlite3.connect(str(tmp_path / "cache.db"))) as cache:
        named = dict(cache.execute("SELECT rssurl, title FROM rss_feed"))
    titles = [SITE.title, f"{POLITICS.title} - {SITE.title}"]
    assert named == dict(zip(addresses, titles, strict=True))


def test_sfeed_takes_the_list_of_feeds_with_its_names(hour: Hour, tmp_path: Path) -> None:
    taken = subprocess.run(
        program("sfeed_opml_import"), input=_with_news(hour), capture_output=True, check=True
    )
    settings = f'sfeedpath="{tmp_path}"\n{taken.stdout.decode()}'
    (tmp_path / "sfeedrc").write_text(settings, encoding="utf-8")
    call(tmp_path, program("sfeed_update"), str(tmp_path / "sfeedrc"))
    for name in ("آخر الأخبار", POLITICS.title):
        (line,) = (tmp_path / name).read_text(encoding="utf-8").splitlines()
        assert line.split("\t")[1] == news(1)["title"]
