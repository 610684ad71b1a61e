"""Archives (RFC 5005, section 4): walked by readers, turned by people, found by WordPress's
addresses.
"""

import json
import shutil
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from random import Random

import feedparser
import pytest
from flask.testing import FlaskClient

from store import Section, Store, restore, withdraw
from tests.feeds.web.client import make_client
from tests.room import ECONOMY, POLITICS, SITE, START, Room, article

SMALL = Section(slug="small", title="موجز", size=5, hours=0)
SECTIONS = (POLITICS, ECONOMY, SMALL)
BASE = SITE.base_url


def hourly(number: int, **fields: object) -> dict[str, object]:
    """An article of its own hour."""
    published = START - timedelta(hours=1_000 - number)
    labels = ["سياسة", "موجز"] if number % 2 else ["موجز"]
    return article(number, **{"published": published.isoformat(), "sections": labels} | fields)


@pytest.fixture
def room(store: Store) -> Room:
    room = Room(store, SECTIONS)
    room.ingest(*(hourly(number) for number in range(260)), backfill=True)
    room.refresh()
    return room


@pytest.fixture(scope="module")
def filled(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database of 260 articles, to be copied."""
    file = tmp_path_factory.mktemp("filled") / "nashra.db"
    shutil.copy(sqlite_template, file)
    room = Room(Store(f"sqlite:///{file}"), SECTIONS)
    room.ingest(*(hourly(number) for number in range(260)), backfill=True)
    room.refresh()
    room.store.close()
    return file


@pytest.fixture
def light(filled: Path, tmp_path: Path) -> Room:
    """A newsroom on SQLite alone."""
    shutil.copy(filled, tmp_path / "light.db")
    room = Room(Store(f"sqlite:///{tmp_path / 'light.db'}"), SECTIONS)
    room.pass_time(minutes=1)
    return room


@pytest.fixture
def client(light: Room) -> FlaskClient:
    return make_client(light.store, *SECTIONS)


# Walking


Page = tuple[list[str], str | None]


def page_of_xml(text: str) -> Page:
    parsed = feedparser.parse(text)
    assert not parsed.bozo
    links = {link["rel"]: link["href"] for link in parsed.feed.links}
    assert "next-archive" not in links
    return [entry.id for entry in parsed.entries], links.get("prev-archive")


def page_of_json(text: str) -> Page:
    document = json.loads(text)
    return [item["id"] for item in document["items"]], document.get("next_url")


READERS: dict[str, Callable[[str], Page]] = {
    ".atom": page_of_xml,
    ".json": page_of_json,
    ".rss": page_of_xml,
}


def walk(client: FlaskClient, path: str) -> list[list[str]]:
    """The ids on each page, from the current one back to the first."""
    suffix = path[path.rindex(".") :].partition("?")[0]
    pages = []
    address: str | None = f"{BASE}{path}"
    while address:
        answer = client.get(address.removeprefix(BASE))
        assert answer.status_code == 200, address
        ids, address = READERS[suffix](answer.text)
        pages.append(ids)
        assert len(pages) < 100
    return pages


def flat(pages: list[list[str]]) -> list[str]:
    return [id for ids in pages for id in ids]


def standing(room: Room, feed: str) -> list[str]:
    """The ids of all that stands in a feed."""
    with room.store.snapshot() as snapshot:
        return sorted(row.article_id for row in snapshot.placements.window(feed, 10_000))


@pytest.mark.parametrize("path", [*(f"/all{suffix}" for suffix in READERS), "/all.rss?full=0"])
def test_a_walk_gives_every_article_once(light: Room, client: FlaskClient, path: str) -> None:
    pages = walk(client, path)
    assert [len(ids) for ids in pages] == [60, 50, 50, 50, 50]
    with light.store.snapshot() as snapshot:
        newest = snapshot.placements.window("all", 1_000)
    assert flat(pages) == [row.article_id for row in newest]


def test_an_archive_page_is_what_rfc_5005_says(client: FlaskClient) -> None:
    for suffix in (".rss", ".atom"):
        text = client.get(f"/all/archive/2{suffix}").text
        links = {link["rel"]: link["href"] for link in feedparser.parse(text).feed.links}
        assert links["current"] == f"{BASE}/all{suffix}"
        assert links["self"] == f"{BASE}/all/archive/2{suffix}"
        assert links["prev-archive"] == f"{BASE}/all/archive/1{suffix}"
        assert links["alternate"] == f"{BASE}/all"
        assert "<fh:archive/>" in text
        assert 'xmlns:fh="http://purl.org/syndication/history/1.0"' in text
        assert "prev-archive" not in client.get(f"/all/archive/1{suffix}").text
        current = client.get(f"/all{suffix}").text
        assert f"{BASE}/all/archive/4{suffix}" in current
        assert "fh:archive" not in current
    document = client.get("/all/archive/2.json").json
    assert document
    assert document["next_url"] == f"{BASE}/all/archive/1.json"
    assert document["feed_url"] == f"{BASE}/all/archive/2.json"
    assert document["_archive"] == {"current": f"{BASE}/all.json"}


def test_an_atom_archive_is_of_the_feed_that_it_belongs_to(client: FlaskClient) -> None:
    ids = {
        feedparser.parse(client.get(path).text).feed.id
        for path in ("/all.atom", "/all/archive/1.atom", "/all/archive/3.atom")
    }
    assert ids == {f"{BASE}/all.atom"}


def test_a_feed_of_few_articles_has_no_archive(store: Store) -> None:
    room = Room(store, SECTIONS)
    room.ingest(*(hourly(number) for number in range(99)), backfill=True)
    room.refresh()
    client = make_client(store, *SECTIONS)
    assert [len(ids) for ids in walk(client, "/all.json")] == [99]
    assert [len(ids) for ids in walk(client, "/small.json")] == [49, 50]
    assert client.get("/all/archive/1.rss").status_code == 404


def test_a_burst_between_two_polls_is_missed_by_nobody_who_walks(room: Room) -> None:
    client = make_client(room.store, *SECTIONS)
    before = set(flat(walk(client, "/small.atom")))
    room.pass_time(hours=1)
    room.ingest(*(hourly(number, published=room.now.isoformat()) for number in range(300, 500)))
    room.refresh()
    client = make_client(room.store, *SECTIONS)
    for path in ("/all.rss", "/small.atom", "/small.json"):
        ids = flat(walk(client, path))
        assert len(ids) == len(set(ids)) == 460
    assert len(set(ids) - before) == 200


# What happens to pages


def pages_of(room: Room, feed: str = "small") -> dict[int, list[str]]:
    """The ids on each closed page."""
    with room.store.snapshot() as snapshot:
        archives = snapshot.archives
        return {
            number: [row.article_id for row in archives.rows(feed, number)]
            for number in range(1, archives.last(feed) + 1)
        }


def test_pages_stay_as_they_are_through_further_publishing(light: Room) -> None:
    client = make_client(light.store, *SECTIONS)
    first = client.get("/small/archive/2.atom")
    before = pages_of(light)
    for number in range(300, 380):
        light.pass_time(minutes=10)
        light.ingest(hourly(number, published=light.now.isoformat()))
    after = pages_of(light)
    assert len(after) > len(before)
    assert {number: after[number] for number in before} == before
    again = client.get("/small/archive/2.atom", headers={"If-None-Match": first.headers["ETag"]})
    assert again.status_code == 304


def test_what_is_withdrawn_expired_or_moved_leaves_its_page_at_once(light: Room) -> None:
    client = make_client(light.store, *SECTIONS)
    pages = pages_of(light)
    numbers = {light.kept(f"n-{number}").article.id: number for number in range(260)}
    withdrawn, moved, expired = (numbers[pages[2][at]] for at in (3, 10, 20))
    first = client.get("/small/archive/2.rss")
    withdraw(light.intake, f"n-{withdrawn}")
    light.ingest(hourly(moved, sections=["اقتصاد"]))
    light.ingest(hourly(expired, expires_at=(light.now + timedelta(minutes=1)).isoformat()))
    light.pass_time(minutes=2)
    light.release()
    gone = {at for at, number in numbers.items() if number in (withdrawn, moved, expired)}
    after = pages_of(light)
    assert after[2] == [one for one in pages[2] if one not in gone]
    assert {number: after[number] for number in (1, 3, 4)} == {
        number: pages[number] for number in (1, 3, 4)
    }
    again = client.get("/small/archive/2.rss", headers={"If-None-Match": first.headers["ETag"]})
    assert again.status_code == 200
    assert not any(one in again.text for one in gone)
    light.refresh()
    ids = flat(walk(make_client(light.store, *SECTIONS), "/economy.json"))
    assert ids == [light.kept(f"n-{moved}").article.id]


def test_a_correction_shows_on_its_page(light: Room) -> None:
    client = make_client(light.store, *SECTIONS)
    id = pages_of(light)[1][7]
    kept = light.kept(id)
    number = int(str(kept.article.source_id).removeprefix("n-"))
    first = client.get("/small/archive/1.json")
    light.ingest(hourly(number, title="عنوان صححه التحرير بعد حين"))
    again = client.get("/small/archive/1.json")
    assert "عنوان صححه التحرير بعد حين" in again.text
    assert again.headers["ETag"] != first.headers["ETag"]
    assert [item["id"] for item in json.loads(again.text)["items"]] == pages_of(light)[1]


def test_what_comes_back_stands_on_the_current_page(light: Room) -> None:
    id = pages_of(light)[1][0]
    withdraw(light.intake, id)
    light.pass_time(minutes=1)
    restore(light.intake, id)
    light.refresh()
    client = make_client(light.store, *SECTIONS)
    pages = walk(client, "/small.json")
    assert id in pages[0]
    assert sorted(flat(pages)) == standing(light, "small")


def test_an_empty_page_keeps_the_chain(light: Room) -> None:
    for id in pages_of(light)[2]:
        withdraw(light.intake, id)
    light.refresh()
    client = make_client(light.store, *SECTIONS)
    for suffix in READERS:
        pages = walk(client, f"/small{suffix}")
        assert [] in pages
        assert sorted(flat(pages)) == standing(light, "small")


def test_a_feed_shows_its_size_though_much_is_withdrawn(light: Room) -> None:
    with light.store.snapshot() as snapshot:
        newest = [row.article_id for row in snapshot.placements.window("all", 58)]
    for id in newest:
        withdraw(light.intake, id)
    light.refresh()
    client = make_client(light.store, *SECTIONS)
    pages = walk(client, "/all.json")
    assert len(pages[0]) == 50
    assert sorted(flat(pages)) == standing(light, "all")


def test_old_articles_that_come_late_are_reached_once(light: Room) -> None:
    light.ingest(
        *(
            hourly(number, published=(START - timedelta(days=900, hours=number)).isoformat())
            for number in range(1_000, 1_430)
        ),
        backfill=True,
    )
    light.refresh()
    pages = walk(make_client(light.store, *SECTIONS), "/all.json")
    assert len(pages[0]) < 100
    assert sorted(flat(pages)) == standing(light, "all")
    assert len(flat(pages)) == 690


def test_a_backfill_in_any_order_is_archived_by_its_dates(sqlite: str) -> None:
    room = Room(Store(sqlite), SECTIONS)
    numbers = list(range(640))
    Random(3).shuffle(numbers)
    room.ingest(*map(hourly, numbers), backfill=True)
    room.refresh()
    pages = walk(make_client(room.store, *SECTIONS), "/all.json")
    with room.store.snapshot() as snapshot:
        newest = snapshot.placements.window("all", 1_000)
    assert flat(pages) == [row.article_id for row in newest]
    assert [len(ids) for ids in pages] == [90] + [50] * 11


def test_a_backfill_that_moves_the_newest_articles_leaves_no_empty_page(light: Room) -> None:
    moved = (hourly(number, sections=["اقتصاد"]) for number in range(190, 260))
    light.ingest(*moved, backfill=True)
    light.refresh()
    pages = walk(make_client(light.store, *SECTIONS), "/small.json")
    assert len(pages[0]) == 5
    assert sorted(flat(pages)) == standing(light, "small")


def play(room: Room, luck: Random, steps: int) -> None:
    """A random history of a newspaper."""
    number = 0
    for _ in range(steps):
        room.pass_time(minutes=luck.choice([1, 30, 600]))
        kind = luck.choice(["news", "news", "burst", "late", "edit", "withdraw", "restore", "move"])
        if kind in ("news", "burst", "late"):
            count = {"news": 3, "burst": 60, "late": 20}[kind]
            days = 60 if kind == "late" else 0
            records = [
                hourly(
                    number + at,
                    published=(room.now - timedelta(days=days, minutes=at)).isoformat(),
                    sections=luck.choice([["سياسة"], ["اقتصاد"], ["موجز", "سياسة"]]),
                )
                for at in range(count)
            ]
            room.ingest(*records, backfill=kind == "late")
            number += count
        elif number:
            name = f"n-{luck.randrange(number)}"
            if kind == "withdraw":
                withdraw(room.intake, name)
            elif kind == "restore":
                restore(room.intake, name)
            else:
                sections = ["اقتصاد"] if kind == "move" else ["سياسة"]
                room.ingest(article(int(name[2:]), title=f"خبر {number} معدل", sections=sections))


@pytest.mark.parametrize("seed", [1, 2])
def test_random_histories_are_walked_whole(sqlite: str, seed: int) -> None:
    room = Room(Store(sqlite), SECTIONS)
    luck = Random(seed)
    seen: dict[tuple[str, int], list[str]] = {}
    for _ in range(2):
        play(room, luck, 12)
        room.refresh()
        client = make_client(room.store, *SECTIONS)
        for feed in ("all", "economy", "politics", "small"):
            wanted = standing(room, feed)
            walks = {suffix: walk(client, f"/{feed}{suffix}") for suffix in READERS}
            assert walks[".rss"] == walks[".atom"] == walks[".json"]
            assert sorted(flat(walks[".rss"])) == wanted
            for number, ids in pages_of(room, feed).items():
                before = seen.get((feed, number), ids)
                assert ids == [one for one in before if one in ids]
                seen[feed, number] = ids


def test_the_same_history_gives_the_same_bytes_on_both_databases(
    sqlite: str, postgresql: str
) -> None:
    documents = []
    for url in (sqlite, postgresql):
        room = Room(Store(url), SECTIONS)
        play(room, Random(7), 16)
        if url == sqlite:
            room.refresh()  # whoever prints in between changes nothing
            room.now -= timedelta(seconds=1)
        play(room, Random(8), 5)
        room.refresh()
        client = make_client(room.store, *SECTIONS)
        paths = [
            f"/{feed}/archive/{number}{suffix}"
            for feed in ("all", "politics", "small")
            for number in (1, 2, 3)
            for suffix in READERS
        ]
        documents.append([client.get(path).data for path in (*paths, "/all.rss", "/small.json")])
        room.store.close()
    assert documents[0] == documents[1]
