"""Terms for machines: what is said, what is kept back, and that no reader is touched."""

import json
from collections.abc import Iterator
from dataclasses import replace
from urllib.robotparser import RobotFileParser
from xml.etree import ElementTree

import pytest
from flask.testing import FlaskClient

from feeds.printing.usage import USAGE
from feeds.settings.terms import AGENTS
from store import AiUse, Store, Terms
from tests.feeds.web.client import make_client
from tests.room import SITE, Room, article

RSL = "{https://rslstandard.org/rsl}"
LICENSE = "https://news.example.com/terms"
TEXT = "<p>متن الخبر كله هنا، وليس في الخلاصة شيء منه.</p>"
GPT = "Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko; compatible; gptbot/1.2)"
READERS = (
    "",
    "Mozilla/5.0 (X11; Linux) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140 Safari/537.36",
    "NetNewsWire/6.1 (like GPTBots)",
    "My-GPTBot-reader/1.0",
    "feedparser/6.0.12 +https://github.com/kurtmckee/feedparser/",
    "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)",
    "WhatsApp/2.23 facebookexternalhit/1.1",
    "قارئ/1.0",
)
PATHS = ("/all.rss", "/all.atom", "/all.json", "/politics.rss", "/economy+politics.rss", "/all")


@pytest.fixture
def store(sqlite: str) -> Iterator[Store]:
    opened = Store(sqlite)
    yield opened
    opened.close()


def client_of(store: Store, terms: Terms | None) -> FlaskClient:
    """A client of a newspaper with a story, under these terms."""
    site = replace(SITE, terms=terms)
    room = Room(store, site=site)
    room.ingest(article(1, sections=["سياسة"], summary="خلاصة", html=TEXT))
    room.refresh()
    return make_client(store, site=site)


def terms_of(ai: AiUse) -> Terms:
    return Terms(ai=ai, license=LICENSE, agents=("GPTBot", "Google-Extended"))


def may_read(client: FlaskClient, agent: str) -> bool:
    parser = RobotFileParser()
    parser.parse(client.get("/robots.txt").text.splitlines())
    return parser.can_fetch(agent, f"{SITE.base_url}/all.rss")


def test_without_terms_nothing_is_said(store: Store) -> None:
    client = client_of(store, None)
    assert client.get("/license.xml").status_code == 404
    assert "License" not in client.get("/robots.txt").text
    for path in ("/all.rss", "/all"):
        answer = client.get(path, headers={"User-Agent": GPT})
        assert answer.status_code == 200
        assert "license" not in answer.headers.get("Link", "")
        assert b"rslstandard" not in answer.data


@pytest.mark.parametrize("ai", sorted(USAGE))
def test_the_terms_are_found_in_every_way(store: Store, ai: AiUse) -> None:
    client = client_of(store, terms_of(ai))
    assert f"License: {SITE.base_url}/license.xml\n" in client.get("/robots.txt").text
    answer = client.get("/license.xml")
    assert answer.headers["Content-Type"] == "application/rsl+xml; charset=utf-8"
    root = ElementTree.fromstring(answer.data)
    assert root.tag == f"{RSL}rsl"
    content = root.find(f"{RSL}content")
    assert content is not None
    assert content.get("url") == f"{SITE.base_url}/"
    assert content.findtext(f"{RSL}license/{RSL}permits") == USAGE[ai].permits
    assert content.findtext(f"{RSL}license/{RSL}prohibits") == USAGE[ai].prohibits
    assert content.findtext(f"{RSL}terms") == LICENSE
    link = f'<{SITE.base_url}/license.xml>; rel="license"; type="application/rsl+xml"'
    for path in PATHS:
        assert link in client.get(path).headers["Link"], path


@pytest.mark.parametrize("ai", ["allow", "deny"])
def test_each_item_of_rss_says_the_terms_of_its_page(store: Store, ai: AiUse) -> None:
    document = client_of(store, terms_of(ai)).get("/all.rss").data
    head = document[: document.index(b"<channel>")]
    assert b'xmlns:rsl="https://rslstandard.org/rsl"' in head
    (content,) = ElementTree.fromstring(document).iterfind(f"channel/item/{RSL}content")
    assert content.get("url", "").startswith(f"{SITE.base_url}/articles/")
    assert content.findtext(f"{RSL}license/{RSL}permits") == USAGE[ai].permits
    assert content.findtext(f"{RSL}license/{RSL}prohibits") == USAGE[ai].prohibits


@pytest.mark.parametrize(("ai", "named", "extended"), [
    ("allow", True, True),
    ("summary", True, False),
    ("deny", False, False),
])  # fmt: skip
def test_robots_are_told_what_they_may_read(
    store: Store, ai: AiUse, named: bool, extended: bool
) -> None:
    """A token that names a use of another robot's reading is never given a summary."""
    client = client_of(store, terms_of(ai))
    assert may_read(client, "GPTBot") == named
    assert may_read(client, "Google-Extended") == extended
    assert may_read(client, "Googlebot")
    assert may_read(client, "Feedly/1.0")


def test_named_agents_get_summaries(store: Store) -> None:
    client = client_of(store, terms_of("summary"))
    for path in (*PATHS[:5], "/all.rss?full=1", "/all.json?x=%20&full=1"):
        answer = client.get(path, headers={"User-Agent": GPT})
        assert answer.status_code == 200, path
        assert "متن الخبر كله" not in answer.text
        assert "private" in answer.headers["Cache-Control"]
        assert "User-Agent" in answer.headers["Vary"]
        again = client.get(
            path, headers={"User-Agent": GPT, "If-None-Match": answer.headers["ETag"]}
        )
        assert again.status_code == 304, path
    page = json.loads(client.get("/all.json").data)["items"][0]["id"].removeprefix("urn:uuid:")
    text = client.get(f"/articles/{page}", headers={"User-Agent": GPT}).text
    assert "متن الخبر كله" not in text
    assert "متن الخبر كله" in client.get(f"/articles/{page}").text


def test_old_addresses_lead_named_agents_where_they_lead_readers(store: Store) -> None:
    client = client_of(store, terms_of("summary"))
    for path in ("/feed/", "/?feed=atom", "/category/politics/feed/", "/feed.xml", "/politics/"):
        to_readers = client.get(path)
        to_agents = client.get(path, headers={"User-Agent": GPT})
        assert (to_agents.status_code, to_agents.location) == (301, to_readers.location), path
    assert client.get("/?feed=rss2&s=x", headers={"User-Agent": GPT}).status_code == 404


def test_named_agents_are_refused(store: Store) -> None:
    client = client_of(store, terms_of("deny"))
    for path in (*PATHS, "/", "/feeds.opml", "/sitemap.xml", "/articles/x", "/feed/", "/politics/"):
        answer = client.get(path, headers={"User-Agent": GPT})
        assert answer.status_code == 403, path
        assert "private" in answer.headers["Cache-Control"]
        assert "User-Agent" in answer.headers["Vary"]
    for path in ("/robots.txt", "/license.xml", "/api/v1/openapi.json"):
        assert client.get(path, headers={"User-Agent": GPT}).status_code == 200


@pytest.mark.parametrize("ai", ["deny", "summary"])
def test_no_reader_is_touched(store: Store, ai: AiUse) -> None:
    client = client_of(store, terms_of(ai))
    for agent in READERS:
        headers = {"User-Agent": agent.encode().decode("latin-1")}
        answer = client.get("/all.rss", headers=headers)
        assert answer.status_code == 200, agent
        assert "متن الخبر كله" in answer.text
        assert "private" not in answer.headers["Cache-Control"]
        assert "User-Agent" not in answer.headers["Vary"]


def test_the_shipped_list_names_no_reader(store: Store) -> None:
    client = client_of(store, Terms(ai="deny", agents=AGENTS))
    assert client.get("/all.rss", headers={"User-Agent": GPT}).status_code == 403
    for agent in READERS:
        headers = {"User-Agent": agent.encode().decode("latin-1")}
        assert client.get("/all.rss", headers=headers).status_code == 200, agent


def test_a_list_of_nobody_refuses_nobody(store: Store) -> None:
    client = client_of(store, Terms(ai="deny"))
    assert client.get("/all.rss", headers={"User-Agent": GPT}).status_code == 200
    assert client.get("/license.xml").status_code == 200
