"""What webhook plugins of WordPress send."""

import io
from dataclasses import replace

import pytest

from store import SOURCES, Wire, ingest, site_owners
from store.sources.file import File
from tests import wxr
from tests.feeds.web.api.sender import ARTICLES, OTHER, SECRET, Sender, decisions, make_app, token
from tests.room import Room, article
from tests.wordpress import post

HOOK = {
    "post_id": 412,
    "post": {
        "ID": 412,
        "post_title": "انطلاق مهرجان المسرح",
        "post_content": "<p>انطلق مهرجان المسرح مساء اليوم.</p>",
        "post_status": "publish",
        "post_type": "post",
        "post_date_gmt": "2026-11-24 08:00:00",
    },
    "taxonomies": {"category": {"politics": {"name": "سياسة", "slug": "politics"}}},
}


def test_a_hook_of_wordpress_brings_edits_and_withdraws_a_post(wire: Sender) -> None:
    path = "/api/v1/hooks/wordpress"
    assert wire("POST", path, json=HOOK).status_code == 201
    assert wire("GET", f"{ARTICLES}/412").json["sections"] == ["politics"]  # type: ignore[index]
    assert decisions(wire("POST", path, json=HOOK)) == ["same"]
    assert decisions(wire("POST", path, data={"hook": "delete_post", "ID": "412"})) == ["withdrawn"]
    assert wire("POST", path, json={"event": "unknown"}).status_code == 422
    assert (
        wire("POST", path, json=HOOK, headers={"Authorization": "Bearer wrong"}).status_code == 401
    )


def test_a_hook_of_a_wire_follows_the_rules_of_its_polls(room: Room) -> None:
    site = Wire(
        name="site",
        kind="wordpress",
        url="https://site.example/",
        section="economy",
        full_text=False,
    )
    client = make_app(
        room.store, (token("site", SECRET),), (replace(site, same_story=False),)
    ).test_client()
    room.ingest(article(1, url="https://site.example/412"))
    hook = HOOK | {"taxonomies": [], "post_permalink": "https://site.example/412"}
    assert decisions(Sender(client, SECRET)("POST", "/api/v1/hooks/wordpress", json=hook)) == [
        "new"
    ]
    kept = room.kept("412").article
    assert (kept.sections, kept.syndicate) == (("economy",), "summary")


def test_a_hook_stays_within_the_sections_of_its_token(scoped: Sender) -> None:
    assert scoped("POST", "/api/v1/hooks/wordpress", json=HOOK).status_code == 403


def test_only_hooks_with_the_token_of_its_wire_reach_an_archive(room: Room) -> None:
    site = Wire(name="site", kind="wordpress", url="https://bank.example.com")
    export = io.BytesIO((wxr.HEAD + wxr.post(412) + wxr.TAIL).encode())
    drafts = SOURCES["feed"].read(File(export, "export.xml", "export.xml"))
    ((first,),) = list(ingest(drafts, replace(room.intake, any_site=True)))
    tokens = (token("site", SECRET), token("stranger", OTHER))
    client = make_app(room.store, tokens, (site,)).test_client()
    path = "/api/v1/hooks/wordpress"
    hook = HOOK | {"post_permalink": "https://bank.example.com/2025/412/"}
    gone = {"hook": "trashed_post", "ID": "412"}
    stranger = Sender(client, OTHER)
    assert decisions(stranger("POST", path, json=hook)) == ["new"]
    stranger("POST", path, data=gone)
    assert room.kept(str(first.id)).article.owner == "bank.example.com"
    assert room.kept(str(first.id)).live
    own = Sender(client, SECRET)
    assert decisions(own("POST", path, json=hook)) == ["edited"]
    assert room.kept(str(first.id)).article.title == "انطلاق مهرجان المسرح"
    assert decisions(own("POST", path, data=gone)) == ["withdrawn"]
    assert room.kept(str(first.id)).article.owner == "site"


@pytest.mark.parametrize("name", ["rss", "bank.example.com", "files", "stranger"])
def test_a_token_speaks_for_no_site_but_that_of_its_own_wire(room: Room, name: str) -> None:
    site = Wire(name="site", kind="wordpress", url="https://bank.example.com")
    beside = Wire(name="rss", kind="feed", url="https://bank.example.com/category/x/feed/")
    export = io.BytesIO((wxr.HEAD + wxr.post(7) + wxr.TAIL).encode())
    drafts = SOURCES["feed"].read(File(export, "export.xml", "export.xml"))
    intake = replace(room.intake, any_site=True, sites=site_owners([site, beside]))
    ((first,),) = list(ingest(drafts, intake))
    client = make_app(room.store, (token(name, OTHER),), (site, beside)).test_client()
    stranger = Sender(client, OTHER)
    hook = post(7, link="https://bank.example.com/2025/7/", title={"rendered": "دخيل"})
    stranger("POST", "/api/v1/hooks/wordpress", json=hook)
    stranger("POST", "/api/v1/hooks/wordpress", json=hook | {"status": "trash"})
    kept = room.kept(str(first.id))
    assert (kept.article.owner, kept.live) == ("site", True)
    assert kept.article.title != "دخيل"
