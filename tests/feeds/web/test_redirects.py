"""Old addresses lead to the feeds they meant, or say that they are gone."""

from dataclasses import replace
from time import thread_time
from urllib.parse import quote

import pytest
from flask.testing import FlaskClient

from store import Store
from tests.feeds.web.client import behind_the_lane, make_client
from tests.room import ECONOMY, POLITICS, SITE, Room, article

BASE = "https://news.example.com"


NUMBERED = replace(POLITICS, aliases=("السياسة", "السياسات", "7"))
ENCODED = "%D8%B3%D9%8A%D8%A7%D8%B3%D8%A9"  # سياسة
CANAL = quote("قناه-السويس")


@pytest.fixture(scope="module")
def client(common_store: Store) -> FlaskClient:
    """A client of a newspaper whose editor listed the number of a category."""
    room = Room(common_store, (NUMBERED, ECONOMY))
    room.ingest(article(tags=["قناة السويس", "سياسة"], authors=["Mona Alsayed"]))
    room.refresh()
    return make_client(common_store, NUMBERED, ECONOMY)


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


def test_the_page_of_a_composition_may_have_a_slash_too_many(client: FlaskClient) -> None:
    for old, new in (
        ("/economy+politics/", "/economy+politics"),
        ("/politics+economy/", "/economy+politics"),
        ("/all-economy/", "/all-economy"),
        ("/all+economy/", "/all"),
    ):
        answer = client.get(old)
        assert (answer.status_code, answer.headers.get("Location")) == (301, f"{BASE}{new}")
    assert client.get("/politics+nothing/").status_code == 404


def test_an_old_address_moves_below_the_base_url(common_store: Store) -> None:
    below = replace(SITE, base_url="https://example.com/feeds")
    client = make_client(common_store, site=below)
    pairs = {
        "/rss.xml": "all.rss",
        "/atom": "all.atom",
        "/feed/json": "all.json",
        "/index.php/feed/": "all.rss",
        "/?feed=rss2&category_name=سياسة": "politics.rss",
        "/wp-atom.php": "all.atom",
    }
    for old, new in pairs.items():
        assert client.get(old).headers["Location"] == f"https://example.com/feeds/{new}"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        *((f"/{name}", "/all.rss") for name in ("index.php/feed/", "index.php/rss2", "rdf/")),
        *((f"/wp-{name}.php", "/all.rss") for name in ("rss2", "rss", "rdf", "feed")),
        ("/wp-atom.php", "/all.atom"),
        ("/index.php?feed=atom", "/all.atom"),
        ("/index.php/category/سياسة/feed/", "/politics.rss"),
        ("/index.php/feed/atom", "/all.atom"),
        ("/feed//", "/all.rss"),
        ("/?feed=RSS2", "/all.rss"),
        ("/?withoutcomments=1&feed=rss2", "/all.rss"),
        ("/?feed=rss2&post_type=post&paged=1", "/all.rss"),
        ("/?feed=rss2&cat=&s=", "/all.rss"),
        ("/?utm_medium=x&feed=rss2&fbclid=y&v=3", "/all.rss"),
        ("/feed/?utm_source=x&_=1764339559", "/all.rss"),
        ("/feed/?cat=7", "/politics.rss"),
        ("/?cat=7&utm_source=x&feed=atom", "/politics.atom"),
        ("/?feed=rss2&amp;cat=7", "/politics.rss"),
        ("/wp-rss2.php?cat=7", "/politics.rss"),
        ("/?cat=7,7&feed=rss2", "/politics.rss"),
        ("/?category_name=سياسة&cat=7&feed=rss2", "/politics.rss"),
        ("/?feed=rss2&category_name=news/سياسة", "/politics.rss"),
        (f"/?feed=rss2&category_name={ENCODED}", "/politics.rss"),
        (f"/category/{ENCODED.replace('%', '%25').lower()}/feed/", "/politics.rss"),
        (f"/tag/{ENCODED}/feed/atom/", "/politics.atom"),
        ("/category/politics/?feed=atom", "/politics.atom"),
        ("/category/مال-وأعمال/feed/rdf/", "/economy.rss"),
        ("/category/news/politics/rss2/", "/politics.rss"),
        ("/category/7/feed/", "/politics.rss"),
        ("/politics/feed/", "/politics.rss"),
        ("/اقتصاد/feed/atom", "/economy.atom"),
        ("/قسم/السياسة/feed/", "/politics.rss"),
        ("/author/السياسة/feed/", "/politics.rss"),
        ("/feeds/posts/default?max-results=25&redirect=false", "/all.atom"),
        ("/ar/feed/", "/all.rss"),
        ("/feed/?lang=ar_EG", "/all.rss"),
        ("/ar/category/سياسة/feed/atom/", "/politics.atom"),
        ("/ar/السياسة/feed/", "/politics.rss"),
        (f"/tag/{quote('قناة-السويس')}/feed/", f"/tag/{CANAL}.rss"),
        (f"/?feed=atom&tag={quote('قناة-السويس')}", f"/tag/{CANAL}.atom"),
        (f"/ar/tag/{quote('قناة-السويس')}/feed/", f"/tag/{CANAL}.rss"),
        ("/tag/سياسة/feed/", "/politics.rss"),
        ("/author/mona-alsayed/feed/", "/author/mona-alsayed.rss"),
        ("/?feed=rss2&author_name=mona-alsayed", "/author/mona-alsayed.rss"),
        ("/tag/mona-alsayed/feed/", None),
        ("/mona-alsayed/feed/", None),
        ("/tag/rss/", None),
        ("/search/atom", None),
        ("/articles/https://example.com/feed/", None),
        ("/api/v1/feed/", None),
    ],
)
def test_an_old_address_leads_to_what_it_meant(
    client: FlaskClient, old: str, new: str | None
) -> None:
    spoofed = {"Host": "evil.example", "X-Forwarded-Host": "evil.example", "If-None-Match": '"x"'}
    for answer in (client.get(old, headers=spoofed), client.head(old, headers=spoofed)):
        if new is None:
            assert answer.status_code == 404
        else:
            assert (answer.status_code, answer.headers["Location"]) == (301, f"{BASE}{new}")


@pytest.mark.parametrize(
    "old",
    [
        *(f"/?{query}&feed=rss2" for query in ("s=القدس", "author=3", "author_name=x", "m=202611")),
        *(
            f"/?feed=rss2&{query}"
            for query in ("year=2026&monthnum=11", "w=48", "day=3", "tag_id=7")
        ),
        *(f"/?feed=atom&{query}" for query in ("post_type=podcast", "post_type=any", "series=x")),
        *(f"/?feed=rss2&{query}" for query in ("cat=99", "cat=-7", "cat=7,-9", "cat=7,9", "cat=0")),
        *(f"/?feed=rss2&{query}" for query in ("tag=7", "author=7", "author_name=7", "cat=all")),
        "/?feed=rss2&cat=7&category_name=economy",
        "/?feed=rss2&cat=7&s=x",
        "/?feed=rss2&category_name=politics,economy",
        "/?feed=rss2&tag=politics%2Beconomy",
        "/?feed=rss2&paged=2",
        "/?feed=rss2&order=ASC",
        "/?author=3&feed=",
        "/?s=x&feed=",
        *(f"/feed/?{query}" for query in ("s=x", "author=3", "post_type=x", "lang=en", "m=2026")),
        *(f"/rss?{query}" for query in ("section=9", "s=x", "tag_id=4")),
        "/feed.xml?id=12",
        "/wp-rss2.php?s=x",
        *(
            f"/{path}/feed/"
            for path in ("search/القدس", "search/politics", "tag/غزة", "author/samir")
        ),
        *(
            f"/{path}/feed/"
            for path in ("2026", "2026/11", "2026/11/28", "some-page", "category/all")
        ),
        *(f"/{path}/feed/atom/" for path in ("category/a/b", "tag/a/b", "tag/7", "page/7", "all")),
        *(f"/{path}/rss2/" for path in ("category/a", "2026/11", "podcast")),
        *(
            f"/{path}"
            for path in ("feed/podcast/", "feed/itunes", "feed/index", "category/feed/feed")
        ),
        *(f"/?feed={form}" for form in ("podcast", "sitemap", "index", "", "%00")),
        *(f"/{path}/feed/" for path in ("en", "en/category/politics", "fr-fr", "en/politics")),
        *(f"/{path}/feed/" for path in ("category/politics/page/7", "ar/search/x", "ar/tag/x")),
        "/?feed=rss2&cat=7&lang=en",
        "/index.php/tag/غزة/feed/",
        "/index.php?feed=rss2&s=x",
        "/search/politics/?feed=rss2",
        "/feeds/posts/default?q=x",
        "/feeds/posts/default?start-index=26",
        "/feeds/posts/default/-/all",
    ],
)
def test_what_has_no_feed_here_leads_nowhere(client: FlaskClient, old: str) -> None:
    """Whoever were moved for good could not be told, once there is such a feed."""
    for answer in (client.get(old), client.head(old)):
        assert (answer.status_code, answer.headers.get("Location")) == (404, None)


@pytest.mark.parametrize(
    "old",
    [
        *(f"/comments/{rest}" for rest in ("feed", "feed/", "feed/atom/", "rss2/", "atom")),
        *(f"/?{query}" for query in ("feed=comments-rss2", "feed=comments-atom&utm_source=x")),
        *(f"/?{query}&feed=rss2" for query in ("p=123", "page_id=7", "attachment_id=9", "name=x")),
        *(f"/?feed=rss2&{query}" for query in ("withcomments=1", "pagename=about", "p=123&cat=7")),
        "/?p=123&feed=",
        "/feed/?p=123",
        "/wp-commentsrss2.php",
        "/wp-rss2.php?p=123",
        "/index.php/comments/feed/",
        *(f"/2026/11/{rest}/feed/" for rest in ("28/slug", "slug", "28/سياسة", "28/2026")),
        "/2026/11/28/slug/feed/atom/",
        "/ar/2026/11/28/slug/feed/",
        "/ar/comments/feed/",
        "/2026/11/28/slug/?feed=rss2",
        "/archives/123/feed/",
        "/feeds/comments/default",
        "/feeds/8412/comments/default",
    ],
)
def test_comments_are_gone(client: FlaskClient, old: str) -> None:
    for answer in (client.get(old), client.head(old)):
        assert (answer.status_code, answer.headers.get("Location")) == (410, None)


@pytest.mark.parametrize(
    "path", ["/?s=x", "/?p=123", "/?author=3", "/all.rss?s=x", "/politics.atom?feed=rss2&cat=9"]
)
def test_an_address_of_ours_means_the_same_with_any_parameter(
    client: FlaskClient, path: str
) -> None:
    for asker in (client, behind_the_lane(client.application)):
        assert asker.get(path).status_code == 200


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
    client: FlaskClient, common_store: Store
) -> None:
    assert client.get("/politics.rss").status_code == 200
    fewer = make_client(common_store, ECONOMY)
    assert fewer.get("/category/politics/feed/").status_code == 410


def test_an_endless_address_costs_no_more_than_any(client: FlaskClient) -> None:
    """A square would take minutes."""
    headers = {"Accept-Language": "x;q=0.1," * 8_000, "If-None-Match": 'W/"' * 20_000}
    start = thread_time()
    paths = ("/{}/", "/{}", "/{}.rss", "/category/{}/feed/", "/{}/feed/", "/search/{}/feed/")
    for path in (*paths, "/?feed=rss&cat={}", "/?feed=rss&s={}", "/feed/?{}=1"):
        for piece in ("ـ", "\u0323\u0301", "a/", "ar/", "%25", ",", "amp;"):
            address = path.format(piece * (10_000 // len(piece)))
            assert client.get(address, headers=headers).status_code == 404
    assert thread_time() - start < 5
