"""Deltas (RFC 3229): who gets one, what it says, and the whole page in all other cases."""

import gzip
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from threading import Event

import feedparser
import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import Client

from feeds.newsroom import Newsroom
from feeds.serving.tally import Tally
from feeds.web import face
from store import Section, Store, restore, withdraw
from tests.feeds.web.client import (
    Stopping,
    behind_the_lane,
    make_client,
    make_settings,
    started,
)
from tests.room import ECONOMY, POLITICS, Room, article

TEXT = f"<p>{'افتتحت البلدية صباح اليوم الجسر بعد عامين من العمل. ' * 20}</p>"
FORMS = ("rss", "atom", "json")
GENERIC = {"A-IM": "feed"}


@pytest.fixture
def store(sqlite: str) -> Iterator[Store]:
    """A store on SQLite alone: no answer of these depends on the database."""
    opened = Store(sqlite)
    yield opened
    opened.close()


@pytest.fixture
def room(store: Store) -> Room:
    """Ten articles, printed."""
    room = Room(store)
    room.ingest(*(news(number) for number in range(10)))
    room.refresh()
    return room


@pytest.fixture
def client(room: Room) -> FlaskClient:
    return make_client(room.store)


def news(number: int, **fields: object) -> dict[str, object]:
    return article(number, html=TEXT) | fields


def tag_of(client: Client, path: str = "/politics.rss") -> str:
    return str(client.get(path).headers["ETag"])


def ask(client: Client, base: str, path: str = "/politics.rss", **headers: str):  # type: ignore[no-untyped-def]
    spelt = {name.replace("_", "-"): value for name, value in headers.items()}
    return client.get(path, headers={"A-IM": "feed", "If-None-Match": base} | spelt)


def add(room: Room, number: int = 11, **fields: object) -> None:
    room.ingest(news(number, **fields))
    room.refresh()


def ids(room: Room, *numbers: int) -> list[str]:
    return [room.kept(f"n-{number}").article.id for number in numbers]


@pytest.mark.parametrize("form", FORMS)
def test_a_delta_is_the_page_without_what_the_client_has(
    room: Room, client: FlaskClient, form: str
) -> None:
    path = f"/politics.{form}"
    base = tag_of(client, path)
    room.ingest(news(4, title="عنوان صُحح"))
    add(room)
    page = client.get(path)
    for _ in ("made", "kept"):
        answer = ask(client, base, path)
        assert answer.status == "226 IM USED"
        for name in ("ETag", "Last-Modified", "Content-Type", "Content-Language", "Link"):
            assert answer.headers[name] == page.headers[name], name
        assert answer.headers["IM"] == "feed"
        assert answer.headers["Delta-Base"] == base
        assert answer.headers["Cache-Control"] == "no-store, im"
        assert answer.headers["Vary"] == f"{page.headers['Vary']}, A-IM, If-None-Match"
        assert int(answer.headers["Content-Length"]) == len(answer.data) < len(page.data) / 2
        text = answer.get_data(as_text=True)
        assert all(guid in text for guid in ids(room, 4, 11))
        assert not any(guid in text for guid in ids(room, 0, 1, 2, 3, 5, 6, 7, 8, 9))
        assert form == "json" or not feedparser.parse(answer.data).bozo
    assert ask(client, page.headers["ETag"], path).status_code == 304


def test_ordinary_answers_do_not_vary_by_it(room: Room, client: FlaskClient) -> None:
    """A cache may give a page to whoever takes deltas too; it keeps no delta."""
    base = tag_of(client)
    add(room)
    whole, same = client.get("/politics.rss"), ask(client, tag_of(client))
    full = ask(client, '"0123456789abcdef0123456789abcdef"')
    assert (whole.status_code, same.status_code, full.status_code) == (200, 304, 200)
    for answer in (whole, same, full):
        assert answer.headers["Vary"] == "Accept-Encoding, Sec-Fetch-Dest"
        assert "IM" not in answer.headers
    assert dict(full.headers) == dict(whole.headers)
    assert base


def test_a_delta_is_encoded_like_a_page(room: Room, client: FlaskClient) -> None:
    base = client.get("/politics.rss", headers={"Accept-Encoding": "gzip"}).headers["ETag"]
    add(room)
    plain = ask(client, base)
    packed = ask(client, base, Accept_Encoding="gzip")
    assert (plain.status_code, packed.status_code) == (226, 226)
    assert packed.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.data) == plain.data
    assert packed.headers["ETag"] == f'{plain.headers["ETag"][:-1]}-gzip"'
    assert plain.headers["Delta-Base"] == packed.headers["Delta-Base"] == base


TAKES = [
    "feed",
    "FEED",
    "vcdiff, feed;q=0.2",
    "feed ; q=1.000",
    " ,feed,",
    "gzip;q=1.0, feed, diffe",
    "identity;q=0.5, feed",
]
TAKES_NOT = [
    "",
    "feed;q=0",
    "feed; q=0.000",
    "feed;q=2",
    "feed;q=x",
    "vcdiff",
    "feeds, x-feed",
    "*",
    "خلاصة",
    "identity, feed;q=0.5",
    f"{'x,' * 5000}feed",
]


@pytest.mark.parametrize("accept", TAKES)
def test_whoever_takes_deltas_gets_one(room: Room, client: FlaskClient, accept: str) -> None:
    base = tag_of(client)
    add(room)
    assert ask(client, base, A_IM=accept).status_code == 226


@pytest.mark.parametrize("accept", TAKES_NOT)
def test_whoever_takes_none_gets_the_page(room: Room, client: FlaskClient, accept: str) -> None:
    base = tag_of(client)
    add(room)
    spelt = accept.encode().decode("latin-1")
    answer = ask(client, base, A_IM=spelt)
    assert (answer.status_code, answer.data) == (200, client.get("/politics.rss").data)


def test_a_request_that_no_delta_can_answer_gets_the_page(room: Room, client: FlaskClient) -> None:
    path = "/politics.rss"
    base = tag_of(client)
    others = (tag_of(client, "/politics.atom"), tag_of(client, "/economy.rss"), '"x"', "x", "")
    add(room)
    page = client.get(path)
    full: Mapping[str, str]
    for full in (
        GENERIC,
        GENERIC | {"If-Modified-Since": "Tue, 24 Nov 2026 09:00:00 GMT"},
        GENERIC | {"If-None-Match": base, "Range": "bytes=0-100"},
        GENERIC | {"If-None-Match": base, "User-Agent": "feedparser/6.0.11 +https://x.example/"},
        GENERIC | {"If-None-Match": base, "User-Agent": "rss2email/3.14 (https://x.example/)"},
        {"If-None-Match": base},
        *(GENERIC | {"If-None-Match": other} for other in others),
    ):
        answer = client.get(path, headers=full)
        assert (answer.status_code, answer.data) == (200, page.data), full
    assert client.head(path, headers=GENERIC | {"If-None-Match": base}).status_code == 200
    assert client.get(path, headers=GENERIC | {"If-None-Match": "*"}).status_code == 304
    agent = "reader/3.20 feedparser/6.0.11"
    assert ask(client, base, User_Agent=agent).status_code == 226


def test_tags_are_compared_as_for_304(room: Room, client: FlaskClient) -> None:
    hash = tag_of(client).strip('"')
    add(room)
    for tag, base in (
        (f'W/"{hash}"', f'"{hash}"'),
        (f'"{hash}-gzip"', f'"{hash}-gzip"'),
        (f'W/"{hash}-br"', f'"{hash}-br"'),
        (f'"{hash}-gzip-gzip"', f'"{hash}"'),
        (f'"{hash}-خ"'.encode().decode("latin-1"), f'"{hash}"'),
    ):
        answer = ask(client, tag)
        assert (answer.status_code, answer.headers["Delta-Base"]) == (226, base)


def test_of_several_tags_the_newest_known_is_the_base(room: Room, client: FlaskClient) -> None:
    tags = [tag_of(client)]
    for number in (11, 12, 13):
        add(room, number)
        tags.append(tag_of(client))
    unknown = [f'"{number:032x}"' for number in range(40)]
    answer = ask(client, ", ".join([*unknown, *tags[:3]]))
    assert (answer.status_code, answer.headers["Delta-Base"]) == (226, tags[2])
    assert ask(client, ", ".join(reversed(tags[:2]))).headers["Delta-Base"] == tags[1]
    assert ask(client, ", ".join(tags)).status_code == 304
    many = ", ".join(f'"{number:032x}"' for number in range(5000))
    assert ask(client, f"{many}, {tags[0]}").status_code == 200  # so many are not looked up


def test_a_delta_over_half_the_page_is_the_page(room: Room, client: FlaskClient) -> None:
    base = tag_of(client)
    room.ingest(*(news(number) for number in range(11, 23)))
    room.refresh()
    for _ in ("made", "kept"):
        assert ask(client, base).status_code == 200


def test_a_withdrawal_is_told_where_the_format_can(room: Room, client: FlaskClient) -> None:
    bases = {form: tag_of(client, f"/politics.{form}") for form in FORMS}
    withdraw(room.intake, "n-3")
    room.refresh()
    (guid,) = ids(room, 3)
    atom = ask(client, bases["atom"], "/politics.atom")
    assert atom.status_code == 226
    assert f'ref="{guid}"' in atom.get_data(as_text=True)
    assert "<entry" not in atom.get_data(as_text=True)
    told = ask(client, bases["json"], "/politics.json")
    assert told.status_code == 226
    assert [one["id"] for one in told.json["_deleted"]["items"]] == [guid]
    assert told.json["items"] == []
    # RSS has no word for it, and an empty delta tells nothing.
    whole = ask(client, bases["rss"])
    assert (whole.status_code, guid in whole.get_data(as_text=True)) == (200, False)


def test_an_article_that_comes_back_is_in_it(room: Room, client: FlaskClient) -> None:
    withdraw(room.intake, "n-3")
    room.refresh()
    base = tag_of(client, "/politics.json")
    restore(room.intake, "n-3")
    room.refresh()
    answer = ask(client, base, "/politics.json")
    assert answer.status_code == 226
    assert [item["id"] for item in answer.json["items"]] == ids(room, 3)
    assert "_deleted" not in answer.json


def test_an_article_that_comes_back_into_the_window_is_in_it(store: Store) -> None:
    short = replace(POLITICS, size=10, hours=0)
    room = Room(store, [short])
    hours = [(room.now - timedelta(hours=70 - number)).isoformat() for number in range(60)]
    room.ingest(*(news(number, published=hour) for number, hour in enumerate(hours)))
    room.refresh()
    client = make_client(store, short)
    base = tag_of(client, "/politics.json")
    withdraw(room.intake, "n-59")  # the page is filled from the archive
    room.refresh()
    answer = ask(client, base, "/politics.json")
    assert [item["id"] for item in answer.json["items"]] == ids(room, 49)


@pytest.mark.parametrize(
    ("changed", "status"),
    [
        (replace(POLITICS, size=40), 226),
        (replace(POLITICS, description="وصف جديد"), 226),
        (replace(POLITICS, title="عنوان القسم"), 200),  # readers see it at each article
        (replace(POLITICS, full_text=False), 200),
        (replace(POLITICS, language="ar-EG"), 200),
        (replace(POLITICS, tags=("جسور",)), 200),
    ],
)
def test_a_changed_definition(room: Room, changed: Section, status: int) -> None:
    """A delta has the head of the page; where all entries look otherwise, the page is sent."""
    base = tag_of(make_client(room.store))
    now = room.now
    room = Room(room.store, [changed, ECONOMY])
    room.now = now
    add(room)
    answer = ask(make_client(room.store, changed, ECONOMY), base)
    assert answer.status_code == status
    assert changed.description in answer.get_data(as_text=True)


def test_a_definition_that_comes_back_brings_its_edition_back(room: Room) -> None:
    first = tag_of(make_client(room.store))
    short = replace(POLITICS, full_text=False)
    now = room.now
    other = Room(room.store, [short, ECONOMY])
    other.now = now
    other.refresh()
    second = tag_of(make_client(room.store, short, ECONOMY))
    back = Room(room.store)
    back.now = other.now
    back.refresh()
    client = make_client(room.store)
    assert first != second
    assert ask(client, first).status_code == 304
    assert ask(client, second).status_code == 200
    add(back)
    assert ask(client, first).status_code == 226
    assert ask(client, second).status_code == 200


def test_news_that_is_not_printed_yet_is_in_no_delta(room: Room, client: FlaskClient) -> None:
    base = tag_of(client)
    add(room)
    room.ingest(news(5, title="عنوان لم يطبع بعد"))
    answer = ask(client, base)
    assert (answer.status_code, answer.data) == (200, client.get("/politics.rss").data)
    room.refresh()
    assert ask(client, base).status_code == 226


def test_an_edition_of_an_older_version_is_no_base(room: Room, client: FlaskClient) -> None:
    base = tag_of(client)
    with room.store.transaction() as transaction:
        transaction.editions.connection.exec_driver_sql("UPDATE editions SET looks = ''")
    add(room)
    assert ask(client, base).status_code == 200


def test_a_base_that_is_forgotten_is_no_base(room: Room, client: FlaskClient) -> None:
    base = tag_of(client)
    add(room)
    room.pass_time(days=8)
    add(room, 12)
    with room.store.transaction() as transaction:
        assert transaction.editions.prune(room.now) > 0
    assert ask(client, base).status_code == 200


@pytest.mark.parametrize("path", ["/economy+politics.rss", "/tag/جسور.rss", "/all.rss?full=0"])
def test_feeds_that_are_made_on_demand_come_whole(
    room: Room, client: FlaskClient, path: str
) -> None:
    """No edition of them is kept."""
    add(room, 11, tags=["جسور"])
    base = tag_of(client, path)
    add(room, 12, tags=["جسور"])
    assert ask(client, base, path).status_code == 200


def test_both_lanes_give_the_same_deltas(room: Room) -> None:
    app = Flask("nashra")
    face.register(app, Newsroom(make_settings(), room.store))
    fast, slow = app.test_client(), behind_the_lane(app)
    base = tag_of(fast)
    add(room)
    for headers in (
        {},
        {"Accept-Encoding": "br, gzip"},
        {"Accept-Encoding": "zstd", "Sec-Fetch-Dest": "document"},
        {"If-None-Match": f'"x", W/{base}'},
        {"User-Agent": "feedparser/6"},
        {"A-IM": "feed;q=0"},
        {"If-None-Match": f'"{"0" * 32}"'},
    ):
        for _ in ("made", "kept"):
            asked = GENERIC | {"If-None-Match": base} | headers
            one, other = (each.get("/politics.atom", headers=asked) for each in (fast, slow))
            assert (one.status, one.data) == (other.status, other.data)
            assert sorted(one.headers) == sorted(other.headers)


def test_without_the_database_the_page_is_served(room: Room) -> None:
    store = Stopping(room.store.url)
    client = make_client(store)
    base = tag_of(client)
    add(room)
    page = client.get("/politics.rss")
    store.gone = True
    answer = ask(client, base)
    assert (answer.status_code, answer.data) == (200, page.data)
    store.gone = False
    assert ask(client, base).status_code == 226
    store.gone = True
    assert ask(client, base).status_code == 226  # it is kept
    store.close()


def test_a_database_that_hangs_keeps_few_and_the_others_get_the_page(room: Room) -> None:
    store = Stopping(room.store.url)
    with started(store) as app:
        base = tag_of(app.test_client())
        add(room)
        page = _until_other(app, base)
        store.slow = Event()
        try:
            with ThreadPoolExecutor(12) as threads:
                asking = [threads.submit(ask, app.test_client(), base) for _ in range(12)]
                early = [one.result(10) for one in asking[8:]]
                assert all((one.status_code, one.data) == (200, page) for one in early)
                store.slow.set()
                statuses = {one.result(10).status_code for one in asking}
        finally:
            store.slow.set()
        assert statuses <= {200, 226}
        assert ask(app.test_client(), base).status_code == 226
    store.close()


def _until_other(app: Flask, tag: str) -> bytes:
    """The page once it is another one than that of `tag`."""
    for _ in range(200):
        page = app.test_client().get("/politics.rss")
        if page.headers["ETag"] != tag:
            return page.data
        Event().wait(0.05)
    raise AssertionError("the newsstand does not follow")


def test_a_delta_is_made_once_for_all_who_have_the_same(
    room: Room, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    base = tag_of(client)
    add(room)
    client.get("/politics.rss")
    rendered = []

    def counting(self: Store):  # type: ignore[no-untyped-def]
        rendered.append(1)
        return snapshot(self)

    snapshot = Store.snapshot
    assert ask(client, base).status_code == 226
    monkeypatch.setattr(Store, "snapshot", counting)
    for _ in range(20):
        assert ask(client, base).status_code == 226
    assert len(rendered) == 20  # the newsstand's, which is not started


def test_what_cannot_be_rendered_is_said_once_and_the_page_is_served(
    room: Room,
    client: FlaskClient,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    base = tag_of(client)
    add(room)

    def fail(*_: object) -> None:
        raise ValueError("no such thing was foreseen")

    monkeypatch.setattr("feeds.serving.deltas.delta", fail)
    for _ in range(3):
        assert ask(client, base).status_code == 200
    said = [record.message for record in caplog.records]
    assert said == ["no delta of feed politics can be made"]


def test_deltas_are_counted_apart(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    seen = []
    monkeypatch.setattr(Tally, "count", lambda _, *counted: seen.append(counted[:3]))
    app = Flask("nashra")
    face.register(app, Newsroom(make_settings(), room.store))
    base = tag_of(app.test_client())
    add(room)
    for _ in range(3):
        ask(app.test_client(), base)
    assert seen == [("politics", "rss", 200), *(3 * [("politics", "rss", 226)])]
