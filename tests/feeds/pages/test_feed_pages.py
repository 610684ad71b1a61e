"""The pages for people: what they say, what they never show, and that nothing hostile gets
through.
"""

import re
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest

from feeds.pages import feed_pages as pages
from store import Article, Author, Image, Origin, Related, SafeHtml
from tests.feeds.pages.values import (
    ARTICLE,
    HOSTILE,
    LINK,
    MIXED,
    SITE,
    WHEN,
    Page,
    article_html,
    every_page,
    feed_of,
)

DATA = {"type": "application/ld+json"}  # what a script is that no browser runs

# Nothing hostile gets through


def test_hostile_text_is_escaped_wherever_it_stands() -> None:
    article = replace(
        ARTICLE,
        title=HOSTILE,
        summary=HOSTILE,
        authors=(Author(name=HOSTILE, url="https://example.com/" + HOSTILE),),
        sections=(HOSTILE,),
        tags=(HOSTILE,),
        image=Image(
            url="https://example.com/" + HOSTILE, url_given="", alt=HOSTILE, credit=HOSTILE
        ),
        source=Origin(name=HOSTILE, url=HOSTILE),
        credit=HOSTILE,
    )
    site = replace(SITE, title=HOSTILE, description=HOSTILE, copyright=HOSTILE, contact=HOSTILE)
    link = replace(LINK, title=HOSTILE, description=HOSTILE)
    shown = [
        pages.index(site, [link]),
        pages.feed_page(
            replace(feed_of(article, site=site), title=HOSTILE, description=HOSTILE), link
        ),
        article_html(article, Related(title=HOSTILE, url=HOSTILE), site=site),
        pages.problem_page(site, 410, HOSTILE, HOSTILE),
    ]
    for html in shown:
        assert "alert" in html
        assert all(script == DATA for script in Page(html).all("script"))
        assert "<img src=x" not in html


def test_only_the_body_of_an_article_is_marked_safe() -> None:
    templates = (Path(pages.__file__).parents[1] / "templates").glob("*.html")
    marked = [
        line.strip()
        for path in templates
        for line in path.read_text("utf-8").splitlines()
        if "|safe" in line
    ]
    assert sorted(marked) == ["{{ article.html|safe }}", "{{ notice.html|safe }}"]


def test_pages_hold_no_script_and_no_inline_style() -> None:
    for html in every_page():
        for tag in Page(html).tags:
            assert tag.name not in ("style", "iframe")
            assert tag.name != "script" or tag.attributes == DATA
            assert not [name for name in tag.attributes if name == "style" or name.startswith("on")]


def test_what_a_page_loads_is_its_own_style_and_pictures_over_https() -> None:
    for html in every_page():
        page = Page(html)
        styles = [one["href"] for one in page.all("link", rel="stylesheet")]
        assert styles == ["https://example.com/feeds/static/page.css"]
        assert all((one["src"] or "").startswith("https://") for one in page.all("img"))


# Direction and language


def test_a_page_has_the_language_and_direction_of_its_site() -> None:
    for html in every_page():
        assert Page(html).all("html", lang="ar", dir="rtl")
    english = pages.index(replace(SITE, language="en"), [LINK])
    assert Page(english).all("html", lang="en", dir="ltr")


def test_an_article_of_another_language_carries_its_own_direction() -> None:
    english = replace(
        ARTICLE, title="Ports agree", summary="Ports.", language="en", direction="ltr"
    )
    assert Page(article_html(english)).all("h1", lang="en", dir="ltr")
    assert Page(article_html(english)).all("div", lang="en", dir="ltr")
    in_feed = Page(pages.feed_page(feed_of(english), LINK))
    assert in_feed.all("h2", lang="en", dir="ltr")
    assert in_feed.all("p", lang="en", dir="ltr")


def test_an_article_in_the_language_of_the_page_repeats_nothing() -> None:
    assert Page(pages.feed_page(feed_of(ARTICLE), LINK)).all("h2") == [{}]


def test_the_text_of_an_article_always_says_its_direction() -> None:
    assert Page(article_html(ARTICLE)).all("div", lang="ar", dir="rtl")


def test_an_isolated_arabic_title_that_begins_in_latin_stays_right_to_left() -> None:
    assert f"<bdi>\u200f{MIXED}</bdi>" in article_html(ARTICLE, Related(title=MIXED))


def test_a_heading_shows_a_mixed_title_verbatim() -> None:
    assert f"<h1>{MIXED}</h1>" in article_html(replace(ARTICLE, title=MIXED))


# What an article's page shows


def test_the_body_is_shown_where_full_syndication_is_allowed() -> None:
    html = article_html(ARTICLE)
    assert "متن الخبر <strong>كاملًا</strong>." in html
    assert "<p>خلاصة الخبر.</p>" not in html


@pytest.mark.parametrize("syndicate", ["summary", "none"])
def test_the_body_is_hidden_where_full_syndication_is_not_allowed(syndicate: str) -> None:
    html = article_html(replace(ARTICLE, syndicate=syndicate))  # type: ignore[arg-type]
    assert "متن الخبر" not in html
    assert "<p>خلاصة الخبر.</p>" in html


def test_an_article_names_its_authors_picture_source_and_tags() -> None:
    html = article_html(replace(ARTICLE, credit="نُشر أولًا في وكالة المثال."))
    page = Page(html)
    assert page.all("img", alt="ورشة نحاس", width="1200", height="675")
    assert page.all("a", rel="author", href="https://example.com/photo")
    for text in ("قسم الاقتصاد", "الأرشيف", "وكالة المثال", "نُشر أولًا", "تمويل"):
        assert text in html


def test_the_first_label_of_an_article_stands_above_its_title_and_the_others_below_its_text() -> (
    None
):
    html = article_html(ARTICLE)
    assert html.count("<bdi>اقتصاد</bdi>") == html.count("<bdi>تمويل</bdi>") == 1
    assert (
        html.index("<bdi>اقتصاد</bdi>")
        < html.index("<h1>")
        < html.index("متن الخبر")
        < html.index("<bdi>تمويل</bdi>")
    )
    assert not Page(article_html(replace(ARTICLE, tags=()))).all("ul", **{"class": "tags"})


def test_a_picture_that_the_body_holds_is_not_shown_twice() -> None:
    body = SafeHtml('<p><img src="https://example.com/a.jpg?x=1&amp;y=2" alt="">متن.</p>')
    assert len(Page(article_html(replace(ARTICLE, html=body))).all("img")) == 1


def test_an_original_address_is_linked_as_ascii_and_shown_readable() -> None:
    article = replace(
        ARTICLE,
        url="https://example.com/%D9%82%D8%B1%D9%88%D8%B6/",
        url_given="https://example.com/قروض/",
    )
    html = article_html(article)
    assert Page(html).all("link", rel="canonical", href=article.url or "")
    assert Page(html).all("a", href=article.url or "")
    assert "قروض/</bdi></a>" in html


def test_an_article_without_an_address_is_canonical_here() -> None:
    own = "https://example.com/feeds/articles/3f0e9a52-9c44-5d5e-8b0e-0c3d3d1f7a10"
    assert Page(article_html(ARTICLE)).all("link", rel="canonical", href=own)
    assert "الرابط الأصلي" not in article_html(ARTICLE)
    assert Page(pages.feed_page(feed_of(ARTICLE), LINK)).all("a", href=own)


def test_a_related_title_is_linked_when_its_address_is_known() -> None:
    known = Related(title="خبر معروف", url="https://example.com/known")
    html = article_html(ARTICLE, known, Related(title="خبر غير معروف"))
    assert '<a href="https://example.com/known"><bdi>خبر معروف</bdi></a>' in html
    assert "<li><bdi>خبر غير معروف</bdi></li>" in html


def test_an_article_that_says_little_still_has_a_page() -> None:
    bare = Article(
        id="urn:uuid:1",
        owner="files",
        title="خبر",
        html=SafeHtml(""),
        summary="",
        published=WHEN,
        updated=WHEN,
    )
    page = Page(article_html(bare))
    assert page.all("h1")
    assert not page.all("img")
    assert not page.all("aside")


# Feeds and problems


def test_the_subscription_page_announces_and_links_every_feed_in_three_formats() -> None:
    front = pages.feed_link(SITE, "all", SITE.title, SITE.description)
    html = pages.index(SITE, [front, LINK])
    page = Page(html)
    for link in (front, LINK):
        for kind, address in (
            ("rss+xml", f"{link.page}.rss"),
            ("atom+xml", f"{link.page}.atom"),
            ("feed+json", f"{link.page}.json"),
        ):
            assert page.all("link", rel="alternate", type=f"application/{kind}", href=address)
            assert page.all("a", href=address)
    assert "https://example.com/feeds/economy.atom" in html


def test_the_feed_of_all_articles_is_not_headed_by_the_title_of_the_site_again() -> None:
    front = pages.feed_link(SITE, "all", SITE.title, SITE.description)
    assert "<h1>آخر الأخبار</h1>" in pages.feed_page(feed_of(ARTICLE), front)
    assert "<h1><bdi>اقتصاد</bdi></h1>" in pages.feed_page(feed_of(ARTICLE), LINK)


def test_a_feeds_page_announces_its_own_feed_alone() -> None:
    found = Page(pages.feed_page(feed_of(ARTICLE), LINK)).all("link", rel="alternate")
    assert [one["href"] for one in found] == [
        f"{LINK.page}.{name}" for name in ("rss", "atom", "json")
    ]


def test_an_address_of_a_feed_is_ascii() -> None:
    link = pages.feed_link(SITE, "tag/مناخ", "مناخ", "")
    assert link.page == "https://example.com/feeds/tag/%D9%85%D9%86%D8%A7%D8%AE"


def test_only_the_leading_picture_of_a_feed_is_loaded_before_it_is_seen() -> None:
    found = Page(pages.feed_page(feed_of(ARTICLE, ARTICLE, ARTICLE), LINK)).all("img")
    assert [one.get("loading") for one in found] == [None, "lazy", "lazy"]


def test_an_empty_feed_says_so() -> None:
    assert "لا أخبار في هذه النشرة بعد" in pages.feed_page(feed_of(), LINK)


def test_a_problem_page_says_what_happened_and_is_not_indexed() -> None:
    html = pages.problem_page(SITE, 410, "سُحب هذا الخبر", "لم يعد متاحًا هنا.")
    assert "<h1>سُحب هذا الخبر</h1>" in html
    assert Page(html).all("meta", name="robots", content="noindex")


def test_a_page_has_the_icon_of_the_site_or_ours() -> None:
    ours = replace(SITE, icon=None)
    theirs = replace(SITE, icon="https://example.com/icon.png")
    for site, address in (
        (ours, f"{SITE.base_url}/favicon.ico"),
        (theirs, "https://example.com/icon.png"),
    ):
        (icon,) = Page(pages.index(site, [LINK])).all("link", rel="icon")
        assert icon["href"] == address


# What every reader needs


def test_every_page_can_be_walked_by_landmarks_and_headings() -> None:
    for html in every_page():
        page = Page(html)
        assert page.all("a")[0] == {"class": "skip", "href": "#content"}
        assert page.all("main", id="content")
        for name in ("h1", "main", "title", "footer"):
            assert len(page.all(name)) == 1, name
        labels = [one.get("aria-label") for one in page.all("nav")]
        assert all(labels)
        assert len(labels) == len(set(labels)) >= 1
        levels = [int(tag.name[1]) for tag in page.tags if re.fullmatch("h[1-6]", tag.name)]
        assert all(after <= before + 1 for before, after in pairwise(levels))


def test_every_picture_has_an_alternative_and_every_id_is_there_once() -> None:
    for html in every_page():
        page = Page(html)
        assert all("alt" in one for one in page.all("img"))
        ids = [tag.attributes["id"] for tag in page.tags if "id" in tag.attributes]
        assert len(ids) == len(set(ids))


def test_a_phone_may_zoom() -> None:
    for html in every_page():
        assert Page(html).all(
            "meta", name="viewport", content="width=device-width, initial-scale=1"
        )


def test_the_same_values_give_the_same_page() -> None:
    assert every_page() == every_page()
