"""Feeds of a question: what stands in them, what they say of themselves, and what they cost."""

import json
from datetime import timedelta
from threading import Event, Thread
from urllib.parse import quote
from xml.etree import ElementTree

import pytest
from flask.testing import FlaskClient
from sqlalchemy import update

from feeds.newsroom import Newsroom
from feeds.printing import question as questions
from feeds.printing.formats import FORMATS
from feeds.serving import turn
from feeds.serving.fastlane import FastLane
from feeds.serving.on_demand import Inquiry, OnDemand
from feeds.serving.turn import Turn
from feeds.web.search_gate import SearchGate
from store import Store, Unavailable, withdraw
from store.db.schema import search_entries
from store.text.search_key import LISTS_VERSION
from tests.feeds.web.client import Stopping, make_client, make_settings
from tests.room import SITE, START, Room, article

ATOM = "{http://www.w3.org/2005/Atom}"
CANAL = quote("قناة")


@pytest.fixture
def room(store: Store) -> Room:
    room = Room(store)
    room.ingest(
        article(1, title="سفن تعبر قناة السويس", html="<p>عبرت السفن فجرًا.</p>"),
        article(2, title="أسعار اليوم", html="<p>رسوم القناةِ ترتفع.</p>", sections=["اقتصاد"]),
        article(3, title="قناة بنما تجف", html="<p>لا مطر.</p>"),
        article(4, title="فوز في الدوري", html="<p>مباراة الأمس.</p>"),
    )
    room.refresh()
    return room


@pytest.fixture
def client(room: Room) -> FlaskClient:
    return make_client(room.store)


def numbers(client: FlaskClient, query: str) -> list[str]:
    """The numbers of the articles in the feed of a question, in its order."""
    answer = client.get(f"/search.json?{query}")
    assert answer.status_code == 200, (query, answer.status_code)
    return [item["url"].rpartition("/")[2] for item in json.loads(answer.data)["items"]]


# What stands in them


FOUND = [
    (f"q={CANAL}", ["1", "2", "3"]),
    (f"q={quote('القناة -بنما')}", ["1", "2"]),
    (f"q={quote('«قناة السويس»')}", ["1"]),
    (f"q={CANAL}&section=economy", ["2"]),
    (f"q={CANAL}&in=title", ["1", "3"]),
    (f"q={quote('قنا')}&prefix=1", ["1", "2", "3"]),
    (f"q={CANAL}&since=2026-11-24", ["1", "2", "3"]),
    (f"q={CANAL}&until=2026-11-23", []),
    (f"q={quote('لا وجود لها')}", []),
]


def test_it_holds_what_answers_the_question(client: FlaskClient) -> None:
    for query, wanted in FOUND:
        assert sorted(numbers(client, query)) == wanted, query


def test_the_newest_comes_first_whatever_its_rank(room: Room, client: FlaskClient) -> None:
    room.ingest(
        article(8, title="قناة قديمة", published=(START - timedelta(hours=9)).isoformat()),
        article(9, html="<p>في القناة.</p>", published=(START - timedelta(minutes=1)).isoformat()),
        backfill=True,
    )
    shown = numbers(client, f"q={CANAL}")
    assert (shown[0], shown[-1]) == ("9", "8")


def test_an_article_has_the_guid_that_it_has_everywhere(room: Room, client: FlaskClient) -> None:
    entry = client.get("/all.json").json["items"]  # type: ignore[index]
    by_id = {item["id"]: item for item in entry}
    for item in client.get(f"/search.json?q={CANAL}").json["items"]:  # type: ignore[index]
        assert item == by_id[item["id"]]
    guid = room.kept("n-1").article.id
    for suffix in (".rss", ".atom"):
        assert guid in client.get(f"/search{suffix}?q={CANAL}").text


def test_summaries_are_given_to_whoever_asks(client: FlaskClient) -> None:
    assert "عبرت السفن فجرًا" in client.get(f"/search.rss?q={CANAL}").text
    short = client.get(f"/search.json?q={CANAL}&full=0").json
    assert short
    assert all("content_html" not in item for item in short["items"])
    assert short["feed_url"] == f"{SITE.base_url}/search.json?q={CANAL}&full=0"
    assert short["home_page_url"] == f"{SITE.base_url}/search?q={CANAL}"


# What they say of themselves


def test_its_addresses_are_its_own_and_ascii(client: FlaskClient) -> None:
    query = f"q={quote('قناة السويس')}&section=politics"
    atom = client.get(f"/search.atom?{query}")
    root = ElementTree.fromstring(atom.data)
    links = {link.get("rel"): link.get("href") for link in root.findall(f"{ATOM}link")}
    assert links["self"] == root.findtext(f"{ATOM}id") == f"{SITE.base_url}/search.atom?{query}"
    assert links["alternate"] == f"{SITE.base_url}/search?{query}"
    assert atom.headers["Link"] == f'<{SITE.base_url}/search.atom?{query}>; rel="self"'
    assert root.findtext(f"{ATOM}title") == f"بحث: قناة السويس (سياسة) - {SITE.title}"


@pytest.mark.parametrize("suffix", [".rss", ".atom", ".json"])
def test_it_has_a_tag_and_no_date_and_is_not_listed(client: FlaskClient, suffix: str) -> None:
    address = f"/search{suffix}?q={CANAL}"
    first = client.get(address)
    assert first.headers["X-Robots-Tag"] == "noindex"
    assert "Last-Modified" not in first.headers
    assert first.headers["Access-Control-Allow-Origin"] == "*"
    assert "hub" not in first.headers["Link"]
    tags = {"If-None-Match": first.headers["ETag"]}
    assert client.get(address, headers=tags).status_code == 304
    head = client.head(address)
    assert (head.status_code, head.headers["ETag"]) == (200, first.headers["ETag"])
    assert client.options(address).status_code == 204


def test_only_what_answers_it_changes_it(room: Room, client: FlaskClient) -> None:
    def tag(word: str) -> str:
        return client.get(f"/search.rss?q={quote(word)}").headers["ETag"]

    found, nothing = tag("قناة"), tag("لا-شيء")
    room.pass_time(minutes=1)
    room.ingest(article(5, title="خبر آخر"))
    assert (tag("قناة"), tag("لا-شيء")) == (found, nothing)
    room.pass_time(minutes=1)
    room.ingest(article(6, title="قناة جديدة"))
    with_another = tag("قناة")
    assert with_another != found
    room.pass_time(minutes=1)
    withdraw(room.intake, "n-6")
    assert tag("قناة") != with_another
    assert sorted(numbers(client, f"q={CANAL}")) == ["1", "2", "3"]


@pytest.mark.parametrize(
    ("query", "is_said"),
    [
        (f"q={CANAL}", True),
        (f"q={CANAL}&section=politics", True),
        (f"q={CANAL}&section=economy", False),
        (f"q={quote('«قناة السويس»')}&in=title", True),
        (f"q={quote('«السويس قناة»')}", False),
        (f"q={quote('قناة -السويس')}", False),
        (f"q={CANAL}&until=2026-11-23", False),
        (f"q={quote('أسعار')}", False),
    ],
)
def test_a_withdrawal_is_said_where_the_article_answered_the_question(
    room: Room, client: FlaskClient, query: str, is_said: bool
) -> None:
    guid = room.kept("n-1").article.id
    before = client.get(f"/search.atom?{query}")
    room.pass_time(minutes=1)
    withdraw(room.intake, "n-1")
    after = client.get(f"/search.atom?{query}")
    assert (f'ref="{guid}"' in after.text) == is_said
    assert (after.headers["ETag"] != before.headers["ETag"]) == is_said
    if is_said:
        updated = ElementTree.fromstring(after.data).findtext(f"{ATOM}updated")
        assert updated == "2026-11-24T09:01:01Z"
    room.pass_time(days=31)
    room.release()
    assert guid not in client.get(f"/search.atom?{query}").text


# One address each


MOVED = (
    (f"q={CANAL}&section=&since=&until=", f"q={CANAL}"),
    (f"section=economy&q={CANAL}", f"q={CANAL}&section=economy"),
    (f"q={CANAL}&section={quote('مال وأعمال')}", f"q={CANAL}&section=economy"),
    (f"q={CANAL}&section=all&prefix=0", f"q={CANAL}"),
    (f"q=+{CANAL}++{CANAL}%0A", f"q={CANAL}%20{CANAL}"),
    (f"q={CANAL}%00", f"q={CANAL}"),
)


@pytest.mark.parametrize("path", ["/search", "/search.rss", "/search.json"])
def test_a_question_has_one_address(client: FlaskClient, path: str) -> None:
    for given, wanted in MOVED:
        answer = client.get(f"{path}?{given}")
        assert answer.status_code == 301, given
        assert answer.headers["Location"] == f"{SITE.base_url}{path}?{wanted}"
        assert client.get(f"{path}?{wanted}").status_code == 200


def test_what_means_nothing_changes_nothing(client: FlaskClient) -> None:
    plain = client.get(f"/search.rss?q={CANAL}")
    for query in (f"utm_source=x&q={CANAL}&v=2", f"full=1&q={CANAL}"):
        assert client.get(f"/search.rss?{query}").data == plain.data
    # Some agents are told by the terms to ask for summaries, before whatever they ask.
    assert client.get(f"/search.rss?full=0&q={CANAL}&full=0").status_code == 200
    assert "full=0" in client.get(f"/search.rss?q={CANAL}&section=&full=0").headers["Location"]


BAD = [
    ("", "q"),
    ("q=", "q"),
    ("q=%20%00", "q"),
    ("q=-" + CANAL, "q"),
    ("q=*", "q"),
    ("q=%26%7C%21%3A*%3C-%3E", "q"),
    ("q=%ED%A0%80", "q"),
    ("q=" + "a" * 201, "q"),
    ("q=" + "a" * 10_000, "q"),
    ("q=" + "+".join("abcdefghijklm"), "q"),
    (f"q={CANAL}&q={CANAL}", "q"),
    (f"q={CANAL}&section=nothing", "section"),
    (f"q={CANAL}&section=economy&section=politics", "section"),
    (f"q={CANAL}&section=%ED%A0%80%00", "section"),
    (f"q={CANAL}&since=yesterday", "since"),
    (f"q={CANAL}&until=2026-13-45", "until"),
    (f"q={CANAL}&until=" + "9" * 10_000, "until"),
    (f"q={CANAL}&in=body", "in"),
    (f"q={CANAL}&prefix=yes", "prefix"),
]


def test_a_bad_question_is_refused_with_field_and_reason(client: FlaskClient) -> None:
    for query, field in BAD:
        answer = client.get(f"/search.rss?{query}")
        assert answer.status_code == 400, query
        assert answer.content_type == "application/problem+json"
        assert answer.json
        assert answer.json["field"] == field, query
        assert answer.json["reason"]
        assert answer.json["detail"].startswith(f"{field}: ")
        page = client.get(f"/search?{query}")
        assert page.status_code == (400 if any(query.split("=")[1:]) else 200), query
        assert page.headers["X-Robots-Tag"] == "noindex"


OPERATORS = (
    '"قناة" OR السويس',
    "NEAR(قناة السويس, 2)",
    "قناة NOT بنما",
    "قناة*",
    "title:قناة",
    "{title body}: قناة",
    "قناة & السويس | بنما",
    "!قناة",
    "قناة:*",
    "قناة <-> السويس",
    "قناة'); DROP TABLE articles;--",
    "قناة\\",
    "'قناة'",
    '"قناة',
    '""قناة""',
    "^قناة",
    "قناة+السويس",
    "--قناة قناة",
    "\ufdfa",
    "%_ قناة",
    "\U0001f600 قناة",
)


def test_operators_of_engines_are_words_or_nothing(client: FlaskClient) -> None:
    for question in OPERATORS:
        for path in ("/search", "/search.rss"):
            answer = client.get(path, query_string={"q": question})
            assert answer.status_code in (200, 301), question
            if answer.status_code == 301:
                moved = answer.headers["Location"].removeprefix(SITE.base_url)
                assert client.get(moved).status_code == 200, question


# What they cost


@pytest.fixture
def making(room: Room) -> OnDemand:
    return OnDemand(room.store, room.pages, Turn())


def inquire(room: Room, word: str, format: str = "rss") -> Inquiry:
    newsroom = Newsroom(make_settings(), room.store)
    return Inquiry(newsroom.questions.read({"q": word}), FORMATS[format])


def test_what_was_made_is_kept_until_the_feed_changes(room: Room, making: OnDemand) -> None:
    first = making.find(inquire(room, "قناة"))
    assert making.find(inquire(room, "قناة")) is first
    assert making.find(inquire(room, "السويس")) is not first
    room.ingest(article(7))
    assert making.find(inquire(room, "قناة")) is not first


def test_what_older_lists_have_found_is_made_anew_once_all_is_read(
    room: Room, making: OnDemand
) -> None:
    def set_version(version: int) -> None:
        with room.store.transaction() as transaction:
            transaction.search_index.connection.execute(
                update(search_entries).values(version=version)
            )

    set_version(LISTS_VERSION - 1)
    first = making.find(inquire(room, "قناة"))
    assert making.find(inquire(room, "قناة")) is first
    set_version(LISTS_VERSION)
    assert making.find(inquire(room, "قناة")) is not first


def test_memory_is_bounded_though_nothing_is_found(room: Room) -> None:
    making = OnDemand(room.store, room.pages, Turn(), limit=100_000)
    for number in range(100):
        assert making.find(inquire(room, f"word{number}"))
    assert 0 < making.size <= 110_000
    assert len(making._made) < 30


def test_all_that_is_kept_is_counted(room: Room, making: OnDemand) -> None:
    for word in ("قناة", "السويس", "قناة"):
        made = making.find(inquire(room, word))
        assert made
        made.variant("gzip")
    room.ingest(article(7))
    making.find(inquire(room, "قناة"))
    making.find(inquire(room, "السويس"))
    assert making._counted == making.size


def test_one_question_is_answered_and_two_wait(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    begun, go_on = Event(), Event()
    read = questions.read_entries

    def slow(*given: object) -> object:
        begun.set()
        assert go_on.wait(10)
        return read(*given)  # type: ignore[arg-type]

    monkeypatch.setattr(questions, "read_entries", slow)
    making = OnDemand(room.store, room.pages, Turn())
    outcomes: list[object] = []
    threads = [
        Thread(target=lambda word=word: outcomes.append(making.find(inquire(room, word))))
        for word in ("قناة", "السويس", "بنما")
    ]
    threads[0].start()
    assert begun.wait(10)
    for thread in threads[1:]:
        thread.start()
    while making._turn.coming < 3:
        go_on.wait(0.01)
    with pytest.raises(Unavailable):
        making.find(inquire(room, "أسعار"))
    go_on.set()
    for thread in threads:
        thread.join(10)
    assert len(outcomes) == 3


def turn_of(client: FlaskClient) -> Turn:
    """The turn of the application that a client asks."""
    app = client.application
    assert isinstance(app.wsgi_app, FastLane)
    gate = app.wsgi_app._application
    assert isinstance(gate, SearchGate)
    return gate._turn


def test_page_and_feeds_take_turns(client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(turn, "_PATIENCE", 0.01)
    with turn_of(client).take():
        for path in ("/search", "/search.rss"):
            assert client.get(f"{path}?q={CANAL}").status_code == 503
    for path in ("/search", "/search.rss"):
        assert client.get(f"{path}?q={CANAL}").status_code == 200


def test_while_many_wait_only_what_is_kept_is_answered(client: FlaskClient) -> None:
    its_turn = turn_of(client)
    kept = f"/search.rss?q={CANAL}"
    whole = client.get(kept)
    its_turn.coming = 3
    assert client.get(kept).data == whole.data
    for path in (f"/search.atom?q={CANAL}", f"/search?q={CANAL}", "/search.json?q=%2A"):
        refused = client.get(path)
        assert refused.status_code == 503
        assert refused.headers["Retry-After"]
        assert refused.headers["Cache-Control"] == "no-store"
        assert refused.headers["X-Content-Type-Options"] == "nosniff"
        head = client.head(path)
        assert (head.status_code, head.data) == (503, b"")
        assert head.headers["Content-Length"] == refused.headers["Content-Length"]
    assert client.get("/search.json?q=x").json["status"] == 503  # type: ignore[index]
    assert "أعد المحاولة" in client.get("/search?q=x").text
    for path in ("/search", "/politics.rss", "/all", f"/articles/{quote('x')}"):
        assert client.get(path).status_code in (200, 404)
    assert client.options(f"/search.atom?q={CANAL}").status_code == 204
    its_turn.coming = 0
    assert client.get(f"/search?q={CANAL}").status_code == 200


def test_without_the_database_what_was_made_is_served(sqlite: str) -> None:
    store = Stopping(sqlite)
    room = Room(store)
    room.ingest(article(1, title="قناة السويس"))
    client = make_client(store)
    assert client.get(f"/search.rss?q={CANAL}").status_code == 200
    store.gone = True
    assert client.get(f"/search.rss?q={CANAL}").status_code == 200
    for path in (f"/search.atom?q={CANAL}", f"/search?q={CANAL}"):
        missing = client.get(path)
        assert missing.status_code == 503
        assert missing.headers["Retry-After"]
    store.close()
