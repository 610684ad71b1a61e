"""The fast lane gives, to the letter, what the Flask view behind it gives."""

from collections.abc import Iterable
from datetime import timedelta

import pytest
from flask import Flask
from hypothesis import given, settings
from hypothesis import strategies as st
from werkzeug.test import EnvironBuilder, run_wsgi_app

from feeds.newsroom import Newsroom
from feeds.serving.fastlane import FastLane
from feeds.settings.values import Settings
from feeds.web import face
from store import Sections, Store, http
from tests import quick
from tests.room import ECONOMY, FRONT, POLITICS, SITE, Room, article

METHODS = ["GET", "HEAD", "POST", "PUT", "OPTIONS", "DELETE", "TRACE", "get"]
PATHS = [
    *(
        f"/{feed}.{suffix}"
        for feed in ("all", "politics", "economy", "nothing")
        for suffix in ("rss", "atom", "json")
    ),
    *(
        "/all",
        "/",
        "/all.rss/",
        "//all.rss",
        "/ALL.rss",
        "/all.xml",
        "/سياسة.rss",
        "/all%2Erss",
        "/articles/x",
    ),
]
# Of these `full` alone means anything to a feed; one that comes to must reach the view.
QUERIES = [
    "",
    "",
    "utm_source=y",
    "v=2",
    "fbclid=a&gclid=b",
    "utm_campaign=%D8%B9%D8%A7%D8%AC%D9%84",
    "full=0",
    "f%75ll=0",
    "page=2",
    "q=x",
    "feed=atom",
]
QUALITY = st.sampled_from(["", ";q=0", ";q=1", ";q=0.5", "; q=0.001", ";q=1.5", ";q=x", ";level=9"])
CODING = st.sampled_from(["gzip", "br", "zstd", "identity", "*", "x-gzip", "deflate", "GZIP", ""])
ACCEPT = st.lists(st.builds(str.__add__, CODING, QUALITY), max_size=4).map(", ".join)


class Both:
    """One application, asked through the fast lane and behind it."""

    def __init__(self, room: Room) -> None:
        app = Flask("nashra")
        settings_ = Settings(
            database="",
            log=("info", "text"),
            site=SITE,
            front=FRONT,
            sections=Sections((POLITICS, ECONOMY)),
            guard=True,
            tombstones=True,
        )
        face.register(app, Newsroom(settings_, room.store), threads=False)
        assert isinstance(app.wsgi_app, FastLane)
        self.fast, self.slow = app.wsgi_app, app.wsgi_app._application
        self.tags = [
            self.ask(self.fast, "GET", path, {"Accept-Encoding": coding})[1].get("etag", "")
            for path in PATHS[:9]
            for coding in ("", "gzip", "br", "zstd")
        ]
        stored = room.edition().stored_at
        assert stored
        self.dates = [http(stored + timedelta(seconds=gap)) for gap in (-1, 0, 1)]

    @staticmethod
    # def]
    # untyped
    def ask(app, method: str, path: str, headers: dict[str, str], query: str = ""):  # type: ignore[no
        builder = EnvironBuilder(path=path, method=method, headers=headers, query_string=query)
        body, status, found = run_wsgi_app(app, builder.get_environ())
        return status, {name.lower(): value for name, value in found}, b"".join(body)

    def assert_alike(self, method: str, path: str, headers: dict[str, str], query: str = "") -> str:
        fast, slow = (self.ask(app, method, path, headers, query) for app in (self.fast, self.slow))
        assert fast == slow
        return str(fast[0])


@pytest.fixture(scope="module")
# def]
# untyped
def both(sqlite_template, tmp_path_factory: pytest.TempPathFactory) -> Iterable[Both]:  # type: ignore[no
    file = tmp_path_factory.mktemp("lane") / "nashra.db"
    file.write_bytes(sqlite_template.read_bytes())
    store = Store(f"sqlite:///{file}")
    room = Room(store)
    room.ingest(*(article(number) for number in range(12)))
    room.refresh()
    older = Both(room).tags
    room.ingest(article(12))
    room.refresh()
    made = Both(room)
    made.tags += older  # of which there are deltas
    yield made
    store.close()


def _validators(data: st.DataObject, both: Both) -> dict[str, str]:
    tag = st.sampled_from(both.tags)
    odd = st.sampled_from(["*", '"x"', "x", "", 'W/"', '"a", "b"', '""', "W/*", '"é"'])
    spelt = st.one_of(
        tag,
        tag.map(lambda one: f"W/{one}"),
        tag.map(lambda one: one.replace('"', "")),
        tag.map(lambda one: f'{one[:-1]}-gzip"'),
        tag.map(lambda one: f'"x", {one} , "y"'),
        odd,
    )
    date = st.sampled_from([*both.dates, "yesterday", "", "Fri, 31 Dec 9999 23:59:59 GMT", "0"])
    fields = {
        "If-None-Match": data.draw(st.none() | spelt),
        "If-Modified-Since": data.draw(st.none() | date),
        "Accept-Encoding": data.draw(st.none() | ACCEPT | st.text("gzipbr;q=,.*01 ", max_size=12)),
        "Sec-Fetch-Dest": data.draw(st.sampled_from([None, "document", "empty", "Document"])),
        "Accept": data.draw(st.sampled_from([None, "text/html", "application/json", "*/*;q=0"])),
        "Range": data.draw(st.sampled_from([None, "bytes=0-10"])),
        "A-IM": data.draw(st.sampled_from([None, "feed", "feed;q=0", "vcdiff, FEED;q=0.1"])),
        "User-Agent": data.draw(
            st.sampled_from([None, "feedparser/6", "قارئ".encode().decode("latin-1")])
        ),
        "Host": data.draw(st.sampled_from([None, "evil.example"])),
    }
    return {name: value for name, value in fields.items() if value is not None}


@settings(max_examples=800)
@given(st.data())
def test_both_lanes_give_the_same_answer(both: Both, data: st.DataObject) -> None:
    quick.leave_out("hundreds of requests")
    method = data.draw(st.sampled_from(["GET", "GET", "HEAD", *METHODS]))
    path = data.draw(st.sampled_from(PATHS))
    query = data.draw(st.sampled_from(QUERIES))
    both.assert_alike(method, path, _validators(data, both), query)


def test_the_lane_itself_answers_polls(both: Both, monkeypatch: pytest.MonkeyPatch) -> None:
    """Else the comparison above would compare Flask with itself."""

    def unasked(*_: object) -> None:
        raise AssertionError("a poll went on to Flask")

    monkeypatch.setattr(both.fast, "_application", unasked)
    for coding in ("", "gzip", "br", "zstd", "gzip;q=0, *"):
        for query in [query for query in QUERIES if not query.endswith("ll=0")]:
            status, found, body = both.ask(
                both.fast, "GET", "/politics.atom", {"Accept-Encoding": coding}, query
            )
            assert (status, int(found["content-length"])) == ("200 OK", len(body))
            again = {"Accept-Encoding": coding, "If-None-Match": found["etag"]}
            status, _, _ = both.ask(both.fast, "HEAD", "/politics.atom", again, query)
            assert status == "304 NOT MODIFIED"


def test_what_is_remembered_of_strange_requests_is_bounded(both: Both) -> None:
    for number in range(3000):
        both.ask(
            both.fast,
            "GET",
            "/all.rss",
            {"Accept-Encoding": f"gzip, {'x' * (number % 300)}{number}"},
        )
    before = both.fast._remembered.cache_info()
    assert before.currsize <= 1000
    both.ask(both.fast, "GET", "/all.rss", {"Accept-Encoding": f"gzip, {'x' * 200}"})
    assert both.fast._remembered.cache_info() == before
