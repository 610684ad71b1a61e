"""The previews and the linked data of pages, read back by a library that did not write them."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import extruct
import pytest

from feeds.pages import feed_pages as pages
from feeds.pages.metadata import card, locale
from store import Article, Image, Origin
from tests.feeds.pages.values import (
    ARTICLE,
    HOSTILE,
    LINK,
    SITE,
    WHEN,
    Page,
    article_html,
    feed_of,
)

HERE = f"{SITE.base_url}/articles/{ARTICLE.id.removeprefix('urn:uuid:')}"


def _linked_data(article: Article) -> Any:
    (data,) = extruct.extract(article_html(article), syntaxes=["json-ld"])["json-ld"]
    return data


def _open_graph(html: str) -> dict[str, str]:
    (found,) = extruct.extract(html, syntaxes=["opengraph"])["opengraph"]
    pairs = found["properties"]
    assert len(dict(pairs)) == len(pairs)
    return dict(pairs)


def test_an_article_is_a_news_article() -> None:
    assert _linked_data(replace(ARTICLE, updated=WHEN.replace(microsecond=17))) == {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": ARTICLE.title,
        "description": ARTICLE.summary,
        "inLanguage": "ar",
        "url": HERE,
        "mainEntityOfPage": HERE,
        "datePublished": "2026-11-08T22:20:00Z",
        "dateModified": "2026-11-08T22:20:00Z",
        "author": [
            {"@type": "Person", "name": "قسم الاقتصاد"},
            {"@type": "Person", "name": "قسم الصورة", "url": "https://example.com/photo"},
        ],
        "publisher": {
            "@type": "NewsMediaOrganization",
            "name": SITE.title,
            "url": f"{SITE.base_url}/",
        },
        "image": {
            "@type": "ImageObject",
            "url": "https://example.com/a.jpg?x=1&y=2",
            "width": 1200,
            "height": 675,
            "caption": "ورشة نحاس",
        },
        "articleSection": "اقتصاد",
        "keywords": ["تمويل"],
    }


def test_a_date_is_told_no_more_exactly_than_it_is_known() -> None:
    month = replace(ARTICLE, precision="month", dated="derived")
    assert _linked_data(month)["datePublished"] == "2026-11"
    assert _linked_data(replace(ARTICLE, precision="day"))["datePublished"] == "2026-11-09"
    arrived = replace(ARTICLE, dated="ingest")
    assert "datePublished" not in _linked_data(arrived)
    assert "article:published_time" not in _open_graph(article_html(arrived))


def test_what_is_not_known_is_not_there() -> None:
    bare = replace(ARTICLE, authors=(), image=None, sections=(), tags=(), summary="")
    assert not {"author", "image", "articleSection", "keywords"} & set(_linked_data(bare))


def test_no_text_ends_the_script_in_which_the_data_stands() -> None:
    hostile = replace(ARTICLE, title=HOSTILE, summary="<!--<script>", source=Origin(name=HOSTILE))
    assert _linked_data(hostile)["headline"] == HOSTILE
    assert _linked_data(hostile)["description"] == "<!--<script>"
    assert len(Page(article_html(hostile)).all("script")) == 1


def test_arabic_stands_in_the_data_as_it_is() -> None:
    assert f'"headline": "{ARTICLE.title}"' in article_html(ARTICLE)


def test_a_messenger_shows_title_words_and_picture() -> None:
    elsewhere = replace(ARTICLE, url="https://example.com/news/%D8%A3", updated=WHEN)
    graph = _open_graph(article_html(elsewhere))
    assert graph == {
        "og:type": "article",
        "og:site_name": SITE.title,
        "og:locale": "ar_AR",
        "og:title": ARTICLE.title,
        "og:description": ARTICLE.summary,
        "og:url": "https://example.com/news/%D8%A3",
        "og:image": "https://example.com/a.jpg?x=1&y=2",
        "og:image:width": "1200",
        "og:image:height": "675",
        "og:image:alt": "ورشة نحاس",
        "article:published_time": "2026-11-08T22:20:00Z",
        "article:modified_time": "2026-11-08T22:20:00Z",
        "article:section": "اقتصاد",
        "article:tag": "تمويل",
    }


def test_pages_of_feeds_have_previews_too() -> None:
    for html, address in (
        (pages.index(SITE, [LINK]), f"{SITE.base_url}/"),
        (pages.feed_page(feed_of(ARTICLE), LINK), LINK.page),
    ):
        graph = _open_graph(html)
        assert graph["og:type"] == "website"
        assert graph["og:url"] == address
        assert graph["og:description"]


@pytest.mark.parametrize(
    ("language", "wanted"),
    [
        ("ar", "ar_AR"),
        ("ar-EG", "ar_EG"),
        ("ar-Arab-MA", "ar_MA"),
        ("en", "en_US"),
        ("fr", "fr_FR"),
        ("fa", "fa_IR"),
        ("x-klingon", "ar_AR"),
    ],
)
def test_languages_are_told_as_open_graph_spells_them(language: str, wanted: str) -> None:
    assert locale(language) == wanted


def test_a_small_picture_makes_a_small_card() -> None:
    picture = Image(url="https://example.com/a.jpg", url_given="https://example.com/a.jpg")
    assert card(None) == "summary"
    assert card(picture) == "summary_large_image"
    assert card(replace(picture, width=120, height=120)) == "summary"


def test_the_feeds_of_its_sections_are_found_from_an_article() -> None:
    html = pages.article_page(SITE, ARTICLE, (), (), [LINK])
    found = [one["href"] for one in Page(html).all("link", rel="alternate")]
    assert f"{SITE.base_url}/economy.atom" in found
    assert f"{SITE.base_url}/all.json" in found
    titles = [one["title"] for one in Page(html).all("link", rel="alternate")]
    assert "اقتصاد - RSS" in titles


def test_the_moment_of_a_change_has_no_fraction() -> None:
    changed = replace(ARTICLE, updated=datetime(2026, 11, 9, 1, 2, 3, 44, UTC))
    assert _open_graph(article_html(changed))["article:modified_time"] == "2026-11-09T01:02:03Z"
