"""Old addresses lead to the feeds they meant, or say that they are gone."""

from dataclasses import replace
from time import thread_time

import pytest
from flask.testing import FlaskClient

from store import Store
from tests.feeds.web.client import make_client
from tests.room import ECONOMY, SITE, Room, article

BASE = "https://news.example.com"


@pytest.fixture
def client(store: Store) -> FlaskClient:
    room = Room(store)
    room.ingest(article())
    room.refresh()
    return make_client(store)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("/feed/", "/all.rss"),
        ("/feed", "/all.rss"),
        ("/feed/atom/", "/all.atom"),
        ("/feed/rss2/", "/all.rss"),
        ("/feed/json", "/all.json"),
        ("/category/politics/feed/", "/politics.rss"),
        ("/category/سياسة/feed/", "/politics.rss"),
        ("/category/%D8%B3%D9%8A%D8%A7%D8%B3%D8%A9/feed/atom/", "/politics.atom"),
        ("/category/news/politics/feed/", "/politics.rss"),
        ("/tag/السياسة/feed/", "/politics.rss"),
        ("/?feed=rss2", "/all.rss"),
        ("/?feed=atom&category_name=politics", "/politics.atom"),
        ("/?feed=rss2&cat=مال وأعمال", "/economy.rss"),
        *(
            (f"/{name}", "/all.rss")
            for name in ("rss", "rss2", "rdf", "rss/", "rss.xml", "feed.xml")
        ),
        *((f"/{name}", "/all.rss") for name in ("index.xml", "index.rdf", "index.rss", "feed.rss")),
        *((f"/{name}", "/all.atom") for name in ("atom", "atom/", "atom.xml", "feed.atom")),
        *((f"/{name}", "/all.json") for name in ("feed.json", "index.json", "feed.json/")),
        ("/feed.xml?utm_source=x", "/all.rss"),
        ("/feeds/posts/default", "/all.atom"),
        ("/feeds/posts/default?alt=rss", "/all.rss"),
        ("/feeds/posts/summary/-/سياسة?alt=rss", "/politics.rss"),
        ("/politics/", "/politics"),
        ("/all/", "/all"),
        ("/سياسة/", "/politics"),
        ("/سياسة", "/politics"),
        ("/السياسة.atom", "/politics.atom"),
    ],
)
def test_an_old_address_moves(client: FlaskClient, old: str, new: str) -> None:
    answer = client.get(old, headers={"Host": "evil.example"})
    assert (answer.status_code, answer.headers.get("Location")) == (301, f"{BASE}{new}")
    assert client.get(new).status_code == 200


def test_an_old_address_moves_below_the_base_url(store: Store) -> None:
    below = replace(SITE, base_url="https://example.com/feeds")
    client = make_client(store, site=below)
    for old, new in (("/rss.xml", "all.rss"), ("/atom", "all.atom"), ("/feed/json", "all.json")):
        assert client.get(old).headers["Location"] == f"https://example.com/feeds/{new}"


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/category/nothing/feed/", 404),
        ("/author/someone/feed/", 404),
        ("/feed/pdf/", 404),
        ("/feeds/posts/default?alt=pdf", 404),
        ("/feeds/posts/default/-/nothing", 404),
        *((f"/{name}", 404) for name in ("index", "feed.pdf", "rss.xml.gz", "myrss", "feed.xml/x")),
        ("/?feed=pdf", 404),
        ("/?feed=rss2&cat=99", 404),
        ("/nothing/", 404),
        ("/comments/feed/", 410),
        ("/category/politics/feed/extra/long/", 404),
    ],
)
def test_what_never_was_is_404_and_what_ended_410(
    client: FlaskClient, path: str, status: int
) -> None:
    assert client.get(path).status_code == status


def test_the_old_address_of_a_withdrawn_section_is_gone_too(
    client: FlaskClient, store: Store
) -> None:
    assert client.get("/politics.rss").status_code == 200
    fewer = make_client(store, ECONOMY)
    assert fewer.get("/category/politics/feed/").status_code == 410


def test_an_endless_address_costs_no_more_than_any(client: FlaskClient) -> None:
    """A square would take minutes."""
    headers = {"Accept-Language": "x;q=0.1," * 8_000, "If-None-Match": 'W/"' * 20_000}
    start = thread_time()
    for path in ("/{}/", "/{}", "/{}.rss", "/category/{}/feed/", "/?feed=rss&cat={}"):
        for piece in ("ـ", "\u0323\u0301", "a/"):
            address = path.format(piece * (10_000 // len(piece)))
            assert client.get(address, headers=headers).status_code == 404
    assert thread_time() - start < 5
