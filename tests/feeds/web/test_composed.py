"""Feeds of a reader's own choice: what stands in them, under which address, and what they cost."""

import json
from datetime import timedelta
from threading import Event, Thread
from urllib.parse import quote
from xml.etree import ElementTree

import pytest
from flask.testing import FlaskClient

from feeds.printing.composed import Compositions
from feeds.printing.formats import FORMATS
from feeds.serving import on_demand
from feeds.serving.on_demand import OnDemand, Wish
from feeds.serving.turn import Turn
from store import Section, Sections, Store, Unavailable, withdraw
from tests.feeds.web.client import Stopping, make_client
from tests.room import ECONOMY, FRONT, POLITICS, SITE, START, Room, article

SPORTS = Section(slug="sports", title="رياضة", aliases=("الرياضة",))
ARAB_WORLD = Section(slug="arab-world", title="عرب وعالم")
WORLD = Section(slug="world", title="العالم كله", full_text=False)
SECTIONS = (POLITICS, ECONOMY, SPORTS, ARAB_WORLD, WORLD)
ATOM = "{http://www.w3.org/2005/Atom}"


def published(store: Store) -> Room:
    room = Room(store, SECTIONS)
    room.ingest(
        article(1, sections=["سياسة"], tags=["قناة السويس"]),
        article(2, sections=["اقتصاد"], authors=["منى السيد"]),
        article(3, sections=["سياسة", "اقتصاد"], tags=["قناه السويس", "ملاحة"]),
        article(4, sections=["رياضة"]),
        article(5, sections=["غير ذلك"]),
    )
    room.refresh()
    return room


@pytest.fixture
def room(store: Store) -> Room:
    return published(store)


@pytest.fixture
def client(room: Room) -> FlaskClient:
    return make_client(room.store, *SECTIONS)


@pytest.fixture(scope="module")
def reader(common_store: Store) -> FlaskClient:
    """A client of a newsroom that no test changes."""
    return make_client(published(common_store).store, *SECTIONS)


def numbers(client: FlaskClient, path: str) -> list[str]:
    """The numbers of the articles in a feed, in its order."""
    answer = client.get(path)
    assert answer.status_code == 200, (path, answer.status_code)
    items = json.loads(answer.data)["items"]
    return [item["url"].rpartition("/")[2] for item in items]


def led_to(client: FlaskClient, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 301, (path, answer.status_code)
    return answer.headers["Location"].removeprefix(SITE.base_url)


# What stands in them


def test_a_sum_holds_what_stands_in_any_part_once(reader: FlaskClient) -> None:
    assert sorted(numbers(reader, "/economy+politics.json")) == ["1", "2", "3"]
    assert sorted(numbers(reader, "/economy+sports.json")) == ["2", "3", "4"]


def test_a_difference_holds_all_but_what_stands_in_its_parts(reader: FlaskClient) -> None:
    assert sorted(numbers(reader, "/all-sports.json")) == ["1", "2", "3", "5"]
    assert sorted(numbers(reader, "/all-economy-politics.json")) == ["4", "5"]


def test_a_label_is_a_feed_however_it_is_spelt_in_articles(reader: FlaskClient) -> None:
    assert sorted(numbers(reader, f"/tag/{quote('قناه-السويس')}.json")) == ["1", "3"]
    assert numbers(reader, f"/author/{quote('مني-السيد')}.json") == ["2"]


def test_an_article_has_one_guid_everywhere(room: Room, client: FlaskClient) -> None:
    guid = room.kept("n-3").article.id
    for path in ("/all", "/economy+politics", "/all-sports", f"/tag/{quote('ملاحه')}"):
        assert guid in client.get(f"{path}.rss").text
        assert guid in client.get(f"{path}.atom").text
        assert guid in client.get(f"{path}.json").text


def test_the_newest_place_of_an_article_counts_and_order_is_that_of_feeds(
    room: Room, client: FlaskClient
) -> None:
    room.ingest(
        *(
            article(
                number,
                sections=["سياسة" if number % 2 else "رياضة"],
                published=(START - timedelta(minutes=number)).isoformat(),
            )
            for number in range(10, 20)
        )
    )
    room.refresh()
    shown = numbers(client, "/politics+sports.json")
    assert shown[:10] == [str(number) for number in range(10, 20)]
    assert len(shown) == len(set(shown))


def test_a_section_with_summaries_alone_makes_a_sum_one(room: Room, client: FlaskClient) -> None:
    room.ingest(article(6, sections=["العالم كله"], summary="خلاصة", html="<p>متن لا يخرج.</p>"))
    assert "متن لا يخرج" not in client.get("/politics+world.atom").text
    assert "متن لا يخرج" in client.get("/all-sports.atom").text


# What they say of themselves


def test_a_feed_of_ones_choice_has_a_name_of_its_own(reader: FlaskClient) -> None:
    titles = {
        "/economy+politics": f"اقتصاد + سياسة - {SITE.title}",
        "/all-economy-sports": f"كل الأخبار ما عدا اقتصاد، رياضة - {SITE.title}",
        f"/tag/{quote('قناه-السويس')}": f"قناة السويس - {SITE.title}",
        f"/author/{quote('مني-السيد')}": f"منى السيد - {SITE.title}",
    }
    for path, title in titles.items():
        assert reader.get(f"{path}.json").json["title"].endswith(title)  # type: ignore[index]
        assert title in reader.get(path).text


@pytest.mark.parametrize("key", ["economy+politics", "all-sports", f"tag/{quote('ملاحه')}"])
def test_its_addresses_are_its_own_and_ascii(reader: FlaskClient, key: str) -> None:
    atom = reader.get(f"/{key}.atom")
    root = ElementTree.fromstring(atom.data)
    links = {link.get("rel"): link.get("href") for link in root.findall(f"{ATOM}link")}
    assert links["self"] == f"{SITE.base_url}/{key}.atom"
    assert links["alternate"] == f"{SITE.base_url}/{key}"
    assert root.findtext(f"{ATOM}id") == f"{SITE.base_url}/{key}.atom"
    assert atom.headers["Link"] == f'<{SITE.base_url}/{key}.atom>; rel="self"'
    feed = reader.get(f"/{key}.json").json
    assert feed["feed_url"] == f"{SITE.base_url}/{key}.json"  # type: ignore[index]
    page = reader.get(f"/{key}")
    assert f'<link rel="canonical" href="{SITE.base_url}/{key}">' in page.text
    assert f'href="{SITE.base_url}/{key}.rss"' in page.text


def test_it_has_a_tag_and_no_date(reader: FlaskClient) -> None:
    first = reader.get("/economy+politics.rss")
    assert "Last-Modified" not in first.headers
    assert first.headers["Access-Control-Allow-Origin"] == "*"
    same = reader.get("/economy+politics.rss", headers={"If-None-Match": first.headers["ETag"]})
    assert same.status_code == 304
    packed = reader.get("/economy+politics.rss", headers={"Accept-Encoding": "gzip"})
    assert packed.headers["Content-Encoding"] == "gzip"
    assert packed.headers["ETag"] != first.headers["ETag"]
    assert reader.head("/economy+politics.rss").headers["ETag"] == first.headers["ETag"]


def test_a_change_of_a_part_changes_it_and_no_other_does(room: Room, client: FlaskClient) -> None:
    def tags() -> list[str]:
        paths = ("/economy+politics.rss", "/all-politics.rss", f"/tag/{quote('ملاحه')}.rss")
        return [client.get(path).headers["ETag"] for path in paths]

    before = tags()
    room.pass_time(minutes=1)
    room.ingest(article(4, sections=["رياضة"], title="فوز الفريق في مباراة الأمس"))
    after = tags()
    assert (after[0], after[2]) == (before[0], before[2])
    assert after[1] != before[1]
    room.pass_time(minutes=1)
    withdraw(room.intake, "n-3")
    gone = tags()
    assert gone[0] != after[0]
    assert gone[2] != after[2]


def test_a_withdrawal_is_said_where_the_article_stood(room: Room, client: FlaskClient) -> None:
    guid = room.kept("n-4").article.id
    withdraw(room.intake, "n-4")
    said = f'ref="{guid}"'
    assert client.get("/politics+sports.atom").text.count(said) == 1
    assert said in client.get("/all-politics.atom").text
    assert said not in client.get("/all-sports.atom").text
    assert said not in client.get("/economy+politics.atom").text


# One address each


def test_other_orders_and_spellings_lead_to_one_address(reader: FlaskClient) -> None:
    moves = {
        "/politics+economy.rss": "/economy+politics.rss",
        "/politics+economy": "/economy+politics",
        "/economy+economy+politics.atom": "/economy+politics.atom",
        "/السياسة+اقتصاد.json": "/economy+politics.json",
        "/politics+politics.rss": "/politics.rss",
        "/all+politics.rss": "/all.rss",
        "/all-sports-economy.rss": "/all-economy-sports.rss",
        "/all-sports-sports": "/all-sports",
        "/politics+.rss": "/politics.rss",
        "/tag/قناة السويس.rss": f"/tag/{quote('قناه-السويس')}.rss",
        "/tag/ملاحة": f"/tag/{quote('ملاحه')}",
        "/author/منى السيد.atom": f"/author/{quote('مني-السيد')}.atom",
        "/politics+economy.rss?full=0": "/economy+politics.rss?full=0",
    }
    for path, wanted in moves.items():
        assert led_to(reader, path) == wanted
        assert reader.get(wanted).status_code == 200


def test_the_longer_of_two_slugs_is_left_out(reader: FlaskClient) -> None:
    compositions = Compositions(FRONT, Sections(SECTIONS))
    for key, without in {
        "all-arab-world": ("arab-world",),
        "all-world": ("world",),
        "all-arab-world-world": ("arab-world", "world"),
    }.items():
        composition = compositions.named(key)
        assert composition
        assert (composition.key, composition.without) == (key, without)
    assert reader.get("/all-arab.rss").status_code == 404


@pytest.mark.parametrize("suffix", ["", ".rss", ".atom", ".json"])
@pytest.mark.parametrize(
    "key",
    [
        "politics+nothing",
        "+",
        "politics+tag/x",
        "all-all",
        "all-",
        "all--sports",
        "all-nothing",
        "all-sports-",
        "politics-economy",
        "all-politics+economy",
        "+".join(["politics"] * 1_000 + ["nothing"]),
        "+".join(f"part-{number}" for number in range(60)),
        "tag/nothing",
        "tag/+",
        "tag/a+b",
        "tag/%F0%9F%9A%80",
        f"tag/{'ب' * 3_000}",
        "author/nobody",
        "author/%00",
    ],
)
def test_what_is_no_feed_is_not_found(reader: FlaskClient, key: str, suffix: str) -> None:
    assert reader.get(f"/{key}{suffix}").status_code == 404


def test_a_long_sum_of_one_section_is_that_section(reader: FlaskClient) -> None:
    assert led_to(reader, "/" + "+".join(["sports"] * 100) + ".rss") == "/sports.rss"


def test_a_label_with_marks_is_found_by_its_words(room: Room, client: FlaskClient) -> None:
    room.ingest(article(6, tags=["C++/CLI و«Rust»"]))
    wanted = f"/tag/{quote('c-cli-و-rust')}.json"
    assert led_to(client, f"/tag/{quote('C++/CLI و«Rust»')}.json") == wanted
    assert numbers(client, wanted) == ["6"]


# Summaries


def test_any_feed_gives_summaries_to_whoever_asks(reader: FlaskClient) -> None:
    for path in ("/all", "/politics", "/economy+politics", f"/tag/{quote('ملاحه')}"):
        full = reader.get(f"{path}.atom").text
        short = reader.get(f"{path}.atom?full=0")
        assert short.status_code == 200
        assert "بعد عامين من العمل المتواصل" in full
        assert short.text.count("<content") == full.count("<content")
        assert f'href="{SITE.base_url}{path}.atom?full=0"' in short.text
        assert reader.get(f"{path}.atom?full=1").text == full
        assert reader.get(f"{path}.atom?utm_source=x").text == full


def test_summaries_have_the_ids_of_the_articles(reader: FlaskClient) -> None:
    full, short = (reader.get(f"/all.json{query}").json for query in ("", "?full=0"))
    assert full
    assert short
    assert [item["id"] for item in short["items"]] == [item["id"] for item in full["items"]]
    assert short["feed_url"] == f"{SITE.base_url}/all.json?full=0"


# What they cost


@pytest.fixture
def making(room: Room) -> OnDemand:
    return OnDemand(room.store, room.pages, Turn())


def _wish(key: str, format: str = "rss") -> Wish:
    composition = Compositions(FRONT, Sections(SECTIONS)).named(key)
    assert composition
    return Wish(composition, FORMATS[format])


def test_what_was_made_is_kept_until_a_part_changes(room: Room, making: OnDemand) -> None:
    first = making.find(_wish("economy+politics"))
    assert making.find(_wish("economy+politics")) is first
    room.ingest(article(7, sections=["رياضة"]))
    assert making.find(_wish("economy+politics")) is first
    room.ingest(article(8, sections=["سياسة"]))
    assert making.find(_wish("economy+politics")) is not first


def test_memory_is_bounded(room: Room) -> None:
    making = OnDemand(room.store, room.pages, Turn(), limit=20_000)
    keys = [f"all-{section.slug}" for section in SECTIONS]
    for key in keys:
        for format in FORMATS:
            made = making.find(_wish(key, format))
            assert made
            made.variant("gzip")
    assert 0 < making.size <= 20_000 + 10_000


def test_one_renders_and_two_wait(
    room: Room, making: OnDemand, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun, go_on = Event(), Event()
    read = on_demand.read_composed

    def slow(*given: object) -> object:
        begun.set()
        assert go_on.wait(10)
        return read(*given)  # type: ignore[arg-type]

    monkeypatch.setattr(on_demand, "read_composed", slow)
    outcomes: list[object] = []
    threads = [
        Thread(target=lambda key=key: outcomes.append(making.find(_wish(key))))
        for key in ("all-sports", "all-politics", "all-economy")
    ]
    threads[0].start()
    assert begun.wait(10)
    for thread in threads[1:]:
        thread.start()
    while making._turn.coming < 3:
        go_on.wait(0.01)
    with pytest.raises(Unavailable):
        making.find(_wish("economy+politics"))
    go_on.set()
    for thread in threads:
        thread.join(10)
    assert len(outcomes) == 3
    assert making.find(_wish("economy+politics"))
    assert room.store


def test_without_the_database_what_was_made_is_served(sqlite: str) -> None:
    store = Stopping(sqlite)
    room = Room(store, SECTIONS)
    room.ingest(article(1))
    client = make_client(store, *SECTIONS)
    assert client.get("/economy+politics.rss").status_code == 200
    store.gone = True
    assert client.get("/economy+politics.rss").status_code == 200
    missing = client.get("/economy+politics.atom")
    assert missing.status_code == 503
    assert missing.headers["Retry-After"]
    store.close()


def test_many_questions_make_nothing(reader: FlaskClient) -> None:
    for number in range(50):
        assert reader.get(f"/tag/word-{number}.rss").status_code == 404
        assert reader.get(f"/politics+word-{number}.rss").status_code == 404
