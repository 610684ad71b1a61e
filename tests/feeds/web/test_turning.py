"""Pages as people and WordPress number them: where each address leads, and where it ends."""

from datetime import timedelta
from pathlib import Path
from urllib.parse import quote

import pytest
from flask import Flask
from flask.testing import FlaskClient
from lxml import html

from store import Store
from tests.feeds.web.client import behind_the_lane, make_client
from tests.room import SITE, START, Room, article

BASE = SITE.base_url


def _hourly(number: int) -> dict[str, object]:
    hour = START - timedelta(hours=1_000 - number)
    tags = ["ميناء"] if number % 2 else []
    return article(number, published=hour.isoformat(), tags=tags)


@pytest.fixture(scope="module")
def app(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Flask:
    """A newspaper of 230 articles: three pages of its archive are closed. Nothing changes it."""
    file = tmp_path_factory.mktemp("turning") / "nashra.db"
    file.write_bytes(sqlite_template.read_bytes())
    room = Room(Store(f"sqlite:///{file}"))
    room.ingest(*(_hourly(number) for number in range(230)), backfill=True)
    room.refresh()
    return make_client(room.store).application


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


def links(client: FlaskClient, path: str) -> dict[str, str]:
    """The links of a page's head, by relation."""
    answer = client.get(path)
    assert answer.status_code == 200
    tree = html.fromstring(answer.text)
    return {link.get("rel"): link.get("href") for link in tree.iterfind("head/link")}


def titles(client: FlaskClient, path: str) -> list[str]:
    tree = html.fromstring(client.get(path).text)
    return [str(title.text_content()) for title in tree.iterfind(".//h2")]


# People


def test_people_turn_the_pages_that_readers_walk(client: FlaskClient) -> None:
    assert len(titles(client, "/all")) == 80
    for page, number in ((2, 3), (3, 2), (4, 1)):
        items = (client.get(f"/all/archive/{number}.json").json or {})["items"]
        shown = titles(client, f"/all?page={page}")
        assert shown == [item["title"] for item in items]
        assert len(shown) == 50


def test_pages_name_their_neighbours_and_themselves(client: FlaskClient) -> None:
    first = links(client, "/politics")
    assert first["canonical"] == f"{BASE}/politics"
    assert first["next"] == f"{BASE}/politics?page=2"
    assert "prev" not in first
    second = links(client, "/politics?page=2")
    assert second["canonical"] == f"{BASE}/politics?page=2"
    assert second["prev"] == f"{BASE}/politics"
    assert second["next"] == f"{BASE}/politics?page=3"
    last = links(client, "/politics?page=4")
    assert last["prev"] == f"{BASE}/politics?page=3"
    assert "next" not in last
    text = client.get("/politics?page=2").text
    assert 'rel="prev">الأحدث</a>' in text
    assert 'rel="next">الأقدم</a>' in text
    assert "صفحة 2" in text


@pytest.mark.parametrize(
    "number", ["5", "-1", "+2", "02", "2.0", "1e1", "x", "٣", "٢", "²", " 2", "1" * 31, "\0"]
)
def test_what_is_no_page_is_not_found(client: FlaskClient, number: str) -> None:
    written = quote(number)
    paths = [f"/all?page={written}", f"/all?paged={written}", f"/feed/?paged={written}"]
    paths += [f"/page/{written}/", f"/all.rss?paged={written}"]
    paths += [f"/all/archive/{written}.{form}" for form in ("rss", "atom", "json")]
    for path in paths:
        assert client.get(path).status_code == 404, path


@pytest.mark.parametrize("number", ["", "0", "1"])
def test_the_first_page_has_one_address(client: FlaskClient, number: str) -> None:
    for name in ("page", "paged"):
        answer = client.get(f"/politics?{name}={number}")
        assert (answer.status_code, answer.headers["Location"]) == (301, f"{BASE}/politics")
    for suffix in (".rss", ".atom", ".json"):
        assert client.get(f"/politics{suffix}?paged={number}").status_code == 200


def test_no_archive_has_a_page_0(client: FlaskClient) -> None:
    for number in ("0", "00", "4", "999999999", "1" + "0" * 30, "", "1/2", "1.rss"):
        for suffix in (".rss", ".atom", ".json"):
            assert client.get(f"/all/archive/{number}{suffix}").status_code == 404
    assert client.get("/all/archive/1").status_code == 404
    assert client.get("/nothing/archive/1.rss").status_code == 404


def test_an_archive_of_another_name_moves_to_its_section(client: FlaskClient) -> None:
    answer = client.get("/السياسة/archive/2.atom")
    assert answer.headers["Location"] == f"{BASE}/politics/archive/2.atom"


@pytest.mark.parametrize(
    "path",
    ["/economy+politics", "/all-economy", f"/tag/{quote('ميناء')}", "/economy", "/nothing"],
)
def test_what_has_no_archive_has_no_second_page(client: FlaskClient, path: str) -> None:
    assert client.get(f"{path}?page=2").status_code == 404
    assert client.get(f"{path}.rss?paged=2").status_code == 404
    assert client.get(f"{path}/archive/1.rss").status_code == 404


# WordPress


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("/feed/?paged=2", "/all/archive/3.rss"),
        ("/feed/?paged=4", "/all/archive/1.rss"),
        ("/?feed=rss2&paged=3", "/all/archive/2.rss"),
        ("/?feed=atom&amp;paged=3", "/all/archive/2.atom"),
        ("/feed/atom/?paged=2&utm_source=x", "/all/archive/3.atom"),
        ("/category/politics/feed/?paged=2", "/politics/archive/3.rss"),
        ("/index.php/category/سياسة/feed/?paged=2", "/politics/archive/3.rss"),
        ("/ar/feed/?paged=2", "/all/archive/3.rss"),
        ("/politics.rss?paged=2", "/politics/archive/3.rss"),
        ("/politics.json?full=0&paged=2", "/politics/archive/3.json?full=0"),
        ("/سياسة.rss?paged=2", "/politics/archive/3.rss"),
        ("/سياسة.rss?full=0", "/politics.rss?full=0"),
        ("/سياسة/archive/2.rss?full=0", "/politics/archive/2.rss?full=0"),
        ("/سياسة?page=2", "/politics?page=2"),
        ("/feed/?paged=1", "/all.rss"),
        ("/feed/?paged=0", "/all.rss"),
        ("/page/2/", "/all?page=2"),
        ("/page/1/", "/all"),
        ("/page/2", "/all?page=2"),
        ("/index.php/page/3/", "/all?page=3"),
        ("/?paged=2", "/all?page=2"),
        ("/category/politics/page/2/", "/politics?page=2"),
        ("/category/news/سياسة/page/2/", "/politics?page=2"),
        ("/category/politics/?paged=2", "/politics?page=2"),
        ("/tag/سياسة/page/2/", "/politics?page=2"),
        ("/politics/page/4/", "/politics?page=4"),
        ("/politics?paged=2", "/politics?page=2"),
        ("/all?paged=2", "/all?page=2"),
        (f"/tag/{quote('ميناء')}/page/1/", f"/tag/{quote('ميناء')}"),
    ],
)
def test_an_old_page_leads_to_where_its_articles_stand(
    client: FlaskClient, old: str, new: str
) -> None:
    for asker in (client, behind_the_lane(client.application)):
        answer = asker.get(old)
        assert (answer.status_code, answer.headers.get("Location")) == (301, f"{BASE}{new}")
    assert client.get(new).status_code == 200


def test_a_cache_asks_again_soon_where_old_pages_stand(client: FlaskClient) -> None:
    """They stand elsewhere as soon as a page is closed."""
    for path in ("/feed/?paged=2", "/page/2/", "/politics?paged=2", "/politics.rss?paged=2"):
        assert client.get(path).headers["Cache-Control"].startswith("max-age=60,")


@pytest.mark.parametrize(
    "old",
    [
        "/feed/?paged=5",
        "/feed/?paged=" + "9" * 40,
        "/page/5/",
        "/category/economy/feed/?paged=2",
        "/category/nothing/page/2/",
        f"/tag/{quote('ميناء')}/feed/?paged=2",
        f"/tag/{quote('ميناء')}/page/2/",
        "/2026/11/page/2/",
        "/search/x/page/2/",
        "/feed/?paged=2&s=x",
    ],
)
def test_an_old_page_ends_where_nothing_stands(client: FlaskClient, old: str) -> None:
    assert client.get(old).status_code == 404


def test_a_reader_that_walks_wordpress_sees_every_article_and_an_end(client: FlaskClient) -> None:
    seen: list[str] = []
    for page in range(1, 100):
        moved = client.get(f"/feed/json?paged={page}")
        if moved.status_code == 404:
            break
        answer = client.get(moved.headers["Location"].removeprefix(BASE))
        seen += [item["id"] for item in (answer.json or {})["items"]]
    assert page == 5
    assert len(seen) == len(set(seen)) == 230


def test_a_front_page_without_a_page_stays(client: FlaskClient) -> None:
    for path in ("/", "/?paged=1", "/?paged=0", "/?paged="):
        assert client.get(path).status_code == 200
