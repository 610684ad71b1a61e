"""The page of the search: what it shows, what it marks, and what it says where nothing is found."""

import re
from collections.abc import Iterator
from urllib.parse import quote

import pytest
from flask.testing import FlaskClient

from feeds.web.search import PAGE_SIZE, PAGES
from store import Store
from tests.feeds.pages.values import HOSTILE, Page
from tests.feeds.web.client import make_client
from tests.room import SITE, Room, article

CANAL = quote("قناة")


@pytest.fixture
def room(sqlite: str) -> Iterator[Room]:
    """A newsroom in which something may be found; databases answer alike, as other tests show."""
    store = Store(sqlite)
    room = Room(store)
    room.ingest(
        article(1, title="سفن تعبر قناةَ السويس", html="<p>عبرت السفن فجرًا.</p>"),
        article(2, title="أسعار اليوم", html="<p>رسوم <b>القَناةِ</b> ترتفع.</p>"),
        article(3, title=f"قناة {HOSTILE}", html="<p>لا مطر.</p>", sections=["اقتصاد"]),
    )
    yield room
    store.close()


@pytest.fixture
def client(room: Room) -> FlaskClient:
    return make_client(room.store)


def marks(html: str) -> list[str]:
    return re.findall("<mark>(.*?)</mark>", html)


def test_without_a_question_it_is_a_form(client: FlaskClient) -> None:
    answer = client.get("/search")
    assert answer.status_code == 200
    page = Page(answer.text)
    (form,) = page.all("form")
    assert (form["action"], form["method"]) == (f"{SITE.base_url}/search", "get")
    names = {field["name"] for field in (*page.all("input"), *page.all("select"))}
    assert names == {"q", "section", "since", "until", "in", "prefix"}
    assert f"form-action {SITE.base_url}/search" in answer.headers["Content-Security-Policy"]
    assert [option["value"] for option in page.all("option")] == ["", "politics", "economy"]
    assert client.get("/search?utm_source=x").text == answer.text


def test_words_are_marked_in_the_spelling_of_the_article(client: FlaskClient) -> None:
    html = client.get(f"/search?q={CANAL}").text
    assert "سفن تعبر <mark>قناةَ</mark> السويس" in html
    assert "رسوم <mark>القَناةِ</mark> ترتفع." in html
    assert len(marks(html)) == 3


def test_the_question_stands_in_its_form_and_the_choices_are_open(client: FlaskClient) -> None:
    html = client.get(f"/search?q={CANAL}&section=economy&since=2026-01-01&in=title").text
    page = Page(html)
    fields = {field["name"]: field for field in page.all("input")}
    assert fields["q"]["value"] == "قناة"
    assert fields["since"]["value"] == "2026-01-01"
    assert "checked" in fields["in"]
    assert "checked" not in fields["prefix"]
    assert [one["value"] for one in page.all("option") if "selected" in one] == ["economy"]
    assert "<details open>" in html
    assert "<details>" in client.get(f"/search?q={CANAL}").text


def test_it_names_the_feeds_of_the_question(client: FlaskClient) -> None:
    html = client.get(f"/search?q={CANAL}&section=economy").text
    for suffix in (".rss", ".atom", ".json"):
        address = f"{SITE.base_url}/search{suffix}?q={CANAL}&amp;section=economy"
        assert html.count(f'href="{address}"') == 2
    assert "اشترك في هذا البحث" in html
    assert 'title="بحث: قناة (اقتصاد) - RSS"' in html


def test_search_engines_leave_it_out(client: FlaskClient) -> None:
    for query in ("", f"?q={CANAL}", "?q=*"):
        answer = client.get(f"/search{query}")
        assert answer.headers["X-Robots-Tag"] == "noindex"
        assert '<meta name="robots" content="noindex">' in answer.text


def test_nothing_hostile_gets_through(client: FlaskClient) -> None:
    for word in (HOSTILE, '"><script>alert(1)</script>', "قناة<mark><img src=x onerror=y>"):
        for name in ("q", "section", "since", "until", "in"):
            html = client.get("/search", query_string={"q": "قناة", name: word}).text
            assert not Page(html).all("script")
            assert "<img" not in html
    html = client.get(f"/search?q={CANAL}+alert").text
    assert "<mark>alert</mark>" in html
    assert "&lt;script&gt;" in html


def test_where_nothing_is_found_it_says_what_to_do(client: FlaskClient) -> None:
    answer = client.get("/search?q=nothing")
    assert answer.status_code == 200
    assert "لم نجد" in answer.text
    assert "/search.rss?q=nothing" in answer.text


EXPLAINED = (
    ("q=" + "a" * 201, "200 حرف"),
    ("q=" + "+".join("abcdefghijklm"), "12 كلمة"),
    ("q=%2A", "كلمة واحدة على الأقل"),
    ("q=a&q=b", "من جديد"),
    ("q=a&section=nothing", "لا يوجد قسم"),
    ("q=a&since=x", "تاريخ البداية"),
    ("q=a&until=x", "تاريخ النهاية"),
    ("q=a&in=x", "العناوين"),
    ("q=a&page=0", "صفحة"),
    ("q=a&page=%D9%A2x", "صفحة"),
    (f"q=a&page={PAGES + 1}", "صفحة"),
    ("q=a&page=" + "9" * 1_000, "صفحة"),
)


def test_a_bad_question_is_explained(client: FlaskClient) -> None:
    for query, said in EXPLAINED:
        answer = client.get(f"/search?{query}")
        assert answer.status_code == 400
        error = re.search('<p class="error" id="error" role="alert">([^<]+)</p>', answer.text)
        assert error
        assert said in error[1]
        assert Page(answer.text).all("form")
        machine = client.get(f"/search?{query}", headers={"Accept": "application/json"})
        assert (machine.status_code, machine.content_type) == (400, "application/problem+json")


def test_pages_are_turned_and_the_best_comes_first(room: Room, client: FlaskClient) -> None:
    room.ingest(*(article(n, html="<p>في القناة.</p>") for n in range(10, 10 + PAGE_SIZE)))
    first = client.get(f"/search?q={CANAL}").text
    assert first.count('<article class="hit">') == PAGE_SIZE
    assert f'<link rel="next" href="{SITE.base_url}/search?q={CANAL}&amp;page=2">' in first
    assert 'rel="prev"' not in first
    assert first.index("سفن تعبر") < first.index("افتتاح الجسر")
    second = client.get(f"/search?q={CANAL}&page=2").text
    assert second.count('<article class="hit">') == 3
    assert f'<a rel="prev" href="{SITE.base_url}/search?q={CANAL}">' in second
    assert 'rel="next"' not in second
    assert client.get(f"/search?q={CANAL}&page=3").status_code == 404
    moved = client.get(f"/search?q={CANAL}&page=1")
    assert moved.headers["Location"] == f"{SITE.base_url}/search?q={CANAL}"


def test_a_slash_too_many_leads_on(client: FlaskClient) -> None:
    moved = client.get(f"/search/?q={CANAL}&section=economy")
    assert moved.status_code == 301
    assert moved.headers["Location"] == f"{SITE.base_url}/search?q={CANAL}&section=economy"


def test_a_text_that_its_source_keeps_back_is_not_shown(room: Room, client: FlaskClient) -> None:
    room.ingest(
        article(7, html="<p>سر في القناة.</p>", summary="خلاصة عن القناة", syndicate="summary"),
        article(8, html="<p>سر في القناة.</p>", syndicate="none"),
    )
    html = client.get(f"/search?q={CANAL}").text
    assert "خلاصة عن <mark>القناة</mark>" in html
    assert "سر في" not in html


def test_agents_that_get_summaries_see_no_more_here(room: Room, client: FlaskClient) -> None:
    room.ingest(article(7, html="<p>متن عن القناة.</p>", summary="خلاصة"))
    assert "متن عن" in client.get(f"/search?q={CANAL}").text
    short = client.get(f"/search?full=0&q={CANAL}").text
    assert "متن عن" not in short
    assert "خلاصة" in short


def test_every_page_leads_to_it(room: Room, client: FlaskClient) -> None:
    room.refresh()
    for path in ("/", "/all", "/nothing", "/search"):
        assert f'<a href="{SITE.base_url}/search">البحث</a>' in client.get(path).text
