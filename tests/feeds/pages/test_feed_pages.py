"""The pages for people: what they say, what they never show, and that nothing hostile gets
through.
"""

import re
from dataclasses import replace
from datetime import UTC, datetime
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple
from zoneinfo import ZoneInfo

import pytest

from feeds.pages import feed_pages as pages
from feeds.pages.dates import moment
from feeds.printing.feed import Entry, Feed
from store import Article, Author, Image, Origin, Related, SafeHtml, Site

WHEN = datetime(2026, 11, 8, 22, 20, tzinfo=UTC)
HOSTILE = """</title><script>alert("x")</script><img src=x onerror='y'>"""
MIXED = "GPS ليس وحده: كيف تجد الهواتف طريقها؟"

SITE = Site(
    title="صحيفة نشرة",
    description="آخر الأخبار",
    language="ar",
    base_url="https://example.com/feeds",
    zone=ZoneInfo("Africa/Cairo"),
    copyright="جميع الحقوق محفوظة",
    contact="feeds@example.com",
)
ARTICLE = Article(
    id="urn:uuid:3f0e9a52-9c44-5d5e-8b0e-0c3d3d1f7a10",
    owner="files",
    title="قروض صغيرة تعيد الحياة إلى الورش",
    html=SafeHtml("<p>متن الخبر <strong>كاملًا</strong>.</p>"),
    summary="خلاصة الخبر.",
    authors=(
        Author(name="قسم الاقتصاد"),
        Author(name="قسم الصورة", url="https://example.com/photo"),
    ),
    sections=("اقتصاد",),
    tags=("تمويل",),
    published=WHEN,
    updated=WHEN,
    image=Image(
        url="https://example.com/a.jpg?x=1&y=2",
        url_given="https://example.com/a.jpg?x=1&y=2",
        alt="ورشة نحاس",
        credit="الأرشيف",
        width=1200,
        height=675,
    ),
    source=Origin(name="وكالة المثال", url="https://example.com/agency"),
)
LINK = pages.feed_link(SITE, "economy", "اقتصاد", "الأسواق والأسعار")


class Tag(NamedTuple):
    name: str
    attributes: dict[str, str | None]


class Page(HTMLParser):
    """The tags of a page in order, and whether each one that opens also closes where it should."""

    VOID = frozenset(("img", "link", "meta"))

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[Tag] = []
        self.open: list[str] = []
        self.feed(html)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert len(attrs) == len(dict(attrs)), f"an attribute of {tag} is there twice"
        self.tags.append(Tag(tag, dict(attrs)))
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def all(self, name: str, /, **wanted: str) -> list[dict[str, str | None]]:
        found = [tag.attributes for tag in self.tags if tag.name == name]
        return [one for one in found if wanted.items() <= one.items()]


def feed_of(*articles: Article, site: Site = SITE) -> Feed:
    return Feed(
        site=site,
        path="economy",
        title="اقتصاد - صحيفة نشرة",
        description="الأسواق والأسعار",
        language="ar",
        updated=WHEN,
        ttl=60,
        entries=tuple(
            Entry(article, at, article.published) for at, article in enumerate(articles, 1)
        ),
    )


def article_html(article: Article, *related: Related, site: Site = SITE) -> str:
    return pages.article_page(site, article, (*article.sections, *article.tags), related)


def every_page(article: Article = ARTICLE, site: Site = SITE) -> list[str]:
    return [
        pages.index(site, [LINK]),
        pages.feed_page(feed_of(article, site=site), LINK),
        article_html(article, Related(title="خبر آخر"), site=site),
        pages.problem_page(site, 404, "لا يوجد شيء بهذا العنوان", "تحقق من العنوان."),
    ]


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
        assert not Page(html).all("script")
        assert "<img src=x" not in html


def test_only_the_body_of_an_article_is_marked_safe() -> None:
    templates = (Path(pages.__file__).parents[1] / "templates").glob("*.html")
    marked = [
        line.strip()
        for path in templates
        for line in path.read_text("utf-8").splitlines()
        if "|safe" in line
    ]
    assert marked == ["{{ article.html|safe }}"]


def test_pages_hold_no_script_and_no_inline_style() -> None:
    for html in every_page():
        for tag in Page(html).tags:
            assert tag.name not in ("script", "style", "iframe")
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


# Dates


def test_a_date_is_shown_in_the_newsrooms_zone_with_arabic_months_and_ascii_digits() -> None:
    html = article_html(ARTICLE)
    assert '<time datetime="2026-11-08T22:20:00Z">9 نوفمبر 2026، 00:20</time>' in html


@pytest.mark.parametrize(
    ("language", "text"),
    [("ar-SY", "9 تشرين الثاني 2026، 00:20"), ("ar-MA", "9 نونبر 2026، 00:20")],
)
def test_months_have_the_names_of_the_sites_country(language: str, text: str) -> None:
    assert moment(replace(SITE, language=language), WHEN).text == text


def test_a_language_without_names_of_months_falls_back_to_arabic() -> None:
    assert moment(replace(SITE, language="zz"), WHEN).text == "9 نوفمبر 2026، 00:20"


def test_a_month_is_never_shown_as_a_day() -> None:
    month = datetime(2025, 2, 14, 9, 30, tzinfo=UTC)
    article = replace(ARTICLE, published=month, precision="month", dated="derived")
    for html in (article_html(article), pages.feed_page(feed_of(article), LINK)):
        assert '<time datetime="2025-02">فبراير 2025</time>' in html
        assert not re.search(r"14 فبراير|2025-02-14", html)


def test_a_day_is_never_shown_with_a_time() -> None:
    html = article_html(replace(ARTICLE, precision="day"))
    assert '<time datetime="2026-11-09">9 نوفمبر 2026</time>' in html


def test_the_time_of_arrival_does_not_pass_for_a_date_of_publishing() -> None:
    assert "وصل في <time" in article_html(replace(ARTICLE, dated="ingest"))
    assert "وصل في" not in article_html(ARTICLE)


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


# What every reader needs


def test_every_page_can_be_walked_by_landmarks_and_headings() -> None:
    for html in every_page():
        page = Page(html)
        assert page.all("a")[0] == {"class": "skip", "href": "#content"}
        assert page.all("main", id="content")
        for name in ("h1", "main", "title", "footer"):
            assert len(page.all(name)) == 1, name
        assert (
            len(page.all("nav"))
            == len([one for one in page.all("nav") if one.get("aria-label")])
            == 1
        )
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
