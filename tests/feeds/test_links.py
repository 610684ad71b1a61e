"""Addresses of our own: spelt in one module, below the base URL wherever that is."""

import re
from dataclasses import replace
from pathlib import Path

from feeds import links
from store import Article, SafeHtml
from tests.room import SITE, START

BELOW = replace(SITE, base_url="https://example.com/feeds")
ARTICLE = Article(
    id="urn:uuid:3f0e9a52-9c44-5d5e-8b0e-0c3d3d1f7a10",
    owner="files",
    title="خبر",
    html=SafeHtml(""),
    summary="",
    published=START,
    updated=START,
)
SPELT = re.compile(r"base_url\s*\}+/")


def test_every_address_begins_with_the_base_url() -> None:
    assert links.front_address(BELOW) == "https://example.com/feeds/"
    assert links.feed_address(BELOW, "politics") == "https://example.com/feeds/politics"
    assert links.feed_address(BELOW, "all", ".rss") == "https://example.com/feeds/all.rss"
    assert links.feed_style_address(BELOW) == "https://example.com/feeds/static/feed.css"
    assert links.page_style_address(BELOW) == "https://example.com/feeds/static/page.css"
    assert links.favicon_address(BELOW) == "https://example.com/feeds/favicon.ico"
    assert links.api_document_address(BELOW) == "https://example.com/feeds/api/v1/openapi.json"


def test_an_id_of_our_own_is_shortened_and_one_that_was_taken_over_is_quoted() -> None:
    assert links.article_address(SITE, ARTICLE.id).endswith(
        "/articles/3f0e9a52-9c44-5d5e-8b0e-0c3d3d1f7a10"
    )
    taken_over = links.article_address(SITE, "https://example.com/?p=17")
    assert taken_over.endswith("/articles/https%3A%2F%2Fexample.com%2F%3Fp%3D17")


def test_readers_are_sent_to_the_canonical_address_if_there_is_one() -> None:
    elsewhere = replace(ARTICLE, url="https://example.com/news/1")
    assert links.article_link(SITE, elsewhere) == "https://example.com/news/1"
    assert links.article_link(SITE, ARTICLE) == links.article_address(SITE, ARTICLE.id)


def test_no_other_module_or_template_spells_an_address_of_our_own() -> None:
    room = Path(links.__file__).parent
    files = [*room.rglob("*.py"), *room.rglob("*.html")]
    spelling = {file.name for file in files if SPELT.search(file.read_text(encoding="utf-8"))}
    assert spelling == {"links.py"}
