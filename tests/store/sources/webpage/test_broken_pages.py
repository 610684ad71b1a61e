"""What pages tell of themselves in spite of their templates: broken JSON-LD, zero dates, names."""

import json
import time

import pytest

from store.intake.prepare import prepare
from store.section import Sections
from store.sources.webpage.bylines import names_in, told_names
from store.sources.webpage.ld_mending import mended
from tests.room import SITE, START
from tests.store.sources.webpage.test_page import TEXT, TITLE, draft, html, ld

NAME = "صحيفة النهر"


def block(text: str) -> str:
    return f'<script type="application/ld+json">{text}</script>'


# JSON-LD


TYPE = '"@type": "NewsArticle"'
BROKEN = {
    "a comma too many": (f'{{{TYPE}, "headline": "سوق الكتب", "a": [1,],}}', "سوق الكتب"),
    "two commas": (f'{{{TYPE},, "headline": "سوق الكتب"}}', "سوق الكتب"),
    "bare quotes": (
        f'{{{TYPE},"headline":"البلدية: "سوق دائمة" للكتب","a":1}}',
        'البلدية: "سوق دائمة" للكتب',
    ),
    "bare quotes at an end": (f'{{{TYPE},"headline":"عودة "السوق""}}', 'عودة "السوق"'),
    "bare quotes before signs": (
        f'{{{TYPE},"headline":"قال "المدير": نعود, و"الباعة", 3 أيام","b":["x"]}}',
        'قال "المدير": نعود, و"الباعة", 3 أيام',
    ),
    "a comment around it": (f'<!-- {{{TYPE}, "headline": "سوق الكتب",}} -->', "سوق الكتب"),
    "CDATA around it": (f'//<![CDATA[\n{{{TYPE}, "headline": "سوق"}}\n//]]>', "سوق"),
    "a semicolon behind it": (f'{{{TYPE}, "headline": "سوق الكتب"}};', "سوق الكتب"),
    "an escape of JavaScript": (f'{{{TYPE}, "headline": "سوق \\\'الكتب\\\'"}}', "سوق 'الكتب'"),
    "entities for its quotes": (
        f'{{{TYPE}, "headline": "سوق الكتب"}}'.replace('"', "&quot;"),
        "سوق الكتب",
    ),
    "a comma that is missing": (
        f'{{{TYPE}, "headline": "سوق "الكتب" اليوم"\n"dateModified": "2026-11-20"}}',
        'سوق "الكتب" اليوم',
    ),
    "a value that is missing": (
        f'{{{TYPE}, "image": , "headline": "سوق الكتب", "a": }}',
        "سوق الكتب",
    ),
    "two objects in a row": (
        f'{{"@type": "Organization", "name": "النهر"}}\n{{{TYPE}, "headline": "سوق الكتب"}}',
        "سوق الكتب",
    ),
    "an end that is missing": (
        f'{{{TYPE}, "headline": "سوق الكتب", "author": {{"name": "منى"',
        "سوق الكتب",
    ),
}


@pytest.mark.parametrize(("text", "headline"), BROKEN.values(), ids=BROKEN.keys())
def test_broken_json_ld_is_mended(text: str, headline: str) -> None:
    assert draft(html(block(text))).title == headline


@pytest.mark.parametrize(
    "value", [{"a": 'قال "نعم", ثم: "لا"}', "b": [1, -2.5, None, True, "x]"], "ك": {"c": "\\"}}, []]
)
def test_json_that_is_whole_is_mended_to_itself(value: object) -> None:
    for text in (json.dumps(value), json.dumps(value, ensure_ascii=False, indent=2)):
        assert json.loads(mended(text)) == value


def test_a_page_whose_json_ld_cannot_be_mended_tells_what_it_shows() -> None:
    broken = block('{"@type" "NewsArticle" "headline" "سوق", "datePublished": "2020-01-01"')
    moment = "<time datetime='2026-11-17T09:30+02:00'>أمس</time>"
    body = f"<article><h1>{TITLE}</h1>{moment}{TEXT}</article>"
    head = '<meta property="og:type" content="article"><title>سوق | النهر</title>'
    found = draft(html(broken + head, body))
    assert (found.title, found.published) == (TITLE, "2026-11-17T09:30+02:00")


def test_mending_takes_no_longer_than_its_text() -> None:
    begun = time.process_time()
    for text in ('"' * 200_000, '{"a":' * 50_000, ",]" * 100_000, '"\\' * 100_000, '" ,' * 100_000):
        mended(text)
    assert time.process_time() - begun < 5


# Dates


@pytest.mark.parametrize(
    "zero",
    [
        "0001-01-01T00:00:00Z",
        "1970-01-01T02:00:00+02:00",
        "0000-00-00 00:00:00",
        "1900-01-01",
        "null",
    ],
)
def test_of_several_dates_the_first_that_was_set_counts(zero: str) -> None:
    article = {
        "@type": "NewsArticle",
        "headline": TITLE,
        "datePublished": zero,
        "dateModified": zero,
    }
    head = (
        '<meta property="article:published_time" content="2026-11-17T09:30:00+02:00">'
        '<meta property="article:modified_time" content="2026-11-17T10:30:00+02:00">'
    )
    found = draft(html(ld(article) + head))
    assert found.published == "2026-11-17T09:30:00+02:00"
    assert found.updated == "2026-11-17T10:30:00+02:00"


def test_a_date_that_stands_alone_and_is_none_is_said() -> None:
    assert draft(html(ld({"@type": "NewsArticle", "datePublished": "أمس"}))).published == "أمس"


SHOWN = [
    ('<span class="date">الثلاثاء، 17 نوفمبر 2026 09:30 ص</span>', "2026-11-17T07:30"),
    ('<div class="post-time">نُشر في: 17 نوفمبر 2026 - 09:30 ص</div>', "2026-11-17T07:30"),
    ('<div class="post-time">كُتِب في: 17 نوفمبر 2026 - 09:30 ص</div>', "2026-11-17T07:30"),
    ("<time>١٧ تشرين الثاني ٢٠٢٦ | ٠٩:٣٠</time>", "2026-11-17T07:30"),
    (
        '<p id="publish"><i></i> <b>تاريخ النشر:</b> 17/11/2026 | آخر تحديث: 18/11/2026</p>',
        "2026-11-16T22:00",
    ),
]


@pytest.mark.parametrize(("shown", "moment"), SHOWN)
def test_a_date_is_read_as_it_is_shown_and_leaves_the_text(shown: str, moment: str) -> None:
    found = draft(html("<title>x</title>", f"<article><h1>{TITLE}</h1>{shown}{TEXT}</article>"))
    made = prepare(found, owner="files", site=SITE, sections=Sections([]), now=START)
    assert made.published.isoformat().startswith(moment)
    assert made.html.startswith("<p>فتح باعة الكتب")


@pytest.mark.parametrize(
    "other",
    [
        '<span class="updated-date">آخر تحديث: 17 نوفمبر 2026</span>',
        '<aside><span class="date">17 نوفمبر 2026</span></aside>',
        '<div class="related-posts"><span class="date">17 نوفمبر 2026</span></div>',
        '<span class="date">منذ ساعتين</span>',
    ],
)
def test_another_date_is_not_that_of_the_article(other: str) -> None:
    body = f"<article><h1>{TITLE}</h1>{TEXT}{other}</article>"
    assert draft(html("<title>x</title>", body)).published is None


# Bylines


BYLINES = {
    "كتبت - منى السيد": ["منى السيد"],
    "كتب: سالم العلي - القاهرة": ["سالم العلي"],
    "بيروت – منى السيد": ["منى السيد"],
    "بقلم/ د. منى السيد": ["د. منى السيد"],
    "إعداد وتحرير سالم": ["سالم"],
    "كَتَبَ سالم العلي 17 نوفمبر 2026": ["سالم العلي"],
    "منى السيد، سالم العلي (غزة)": ["منى السيد", "سالم العلي"],
    "By Mona Said | Cairo": ["Mona Said"],
    "القاهرة- منى السيد": ["منى السيد"],
    "عبد الرحمن بن-علي": ["عبد الرحمن بن-علي"],
    "نشر بواسطة: منى السيد": ["منى السيد"],
    "المصدر: رويترز": ["رويترز"],
    "بقلم منى السيد في 20 نوفمبر 2026": ["منى السيد"],
    "القاهرة": [],
    "كتبت": [],
}


@pytest.mark.parametrize(("text", "names"), BYLINES.items())
def test_verbs_and_places_are_no_authors(text: str, names: list[str]) -> None:
    assert names_in(text) == names


@pytest.mark.parametrize("name", ["أسوشيتد برس - AP", "كاتب ياسين", "عبد الرحمن بن-علي", "وكالات"])
def test_a_name_without_verb_or_place_is_left_as_it_is_told(name: str) -> None:
    assert told_names(name) == [name]


@pytest.mark.parametrize(
    "shown",
    [
        '<div class="author">كتبت - منى السيد</div>',
        '<span itemprop="author">كتبت: منى السيد</span>',
        '<p class="byline"><i></i> القاهرة - <a rel="author" href="/mona">منى السيد</a></p>',
        '<a rel="author" href="/mona">بقلم منى السيد</a>',
    ],
)
def test_a_byline_is_read_as_it_is_shown(shown: str) -> None:
    body = f"<article><h1>{TITLE}</h1>{shown}{TEXT}</article>"
    found = draft(html("<title>x</title>", body))
    assert [author.name for author in found.authors] == ["منى السيد"]
    assert "منى السيد" not in (found.html or "")


def test_the_writer_of_another_story_is_no_author() -> None:
    other = '<aside><span class="author">سالم العلي</span></aside>'
    own = '<span class="author">كتبت: منى السيد</span>'
    body = f"<article><h1>{TITLE}</h1>{other}{own}{TEXT}</article>"
    found = draft(html("<title>x</title>", body))
    assert [author.name for author in found.authors] == ["منى السيد"]


def test_json_ld_may_put_a_verb_before_the_name() -> None:
    article = {"@type": "NewsArticle", "author": {"name": "كتبت: منى السيد - القاهرة"}}
    assert [author.name for author in draft(html(ld(article))).authors] == ["منى السيد"]


# Titles


@pytest.mark.parametrize(
    "title",
    [
        f"{TITLE} - {NAME}",
        f"{NAME} | {TITLE}",
        f"{TITLE}|{NAME}",
        f"{NAME} :: {TITLE}",
        f"{TITLE} « {NAME}",
        f"{TITLE} ـ {NAME}",
        f"{TITLE} -- {NAME}",
        f"{TITLE} < {NAME}",
        f"{TITLE} – صحيفه النهر",
        f"{NAME} | {TITLE} | {NAME}",
    ],
)
def test_the_name_of_the_site_leaves_the_title(title: str) -> None:
    head = (
        f'<meta property="og:title" content="{title}"><meta property="og:site_name"'
        f' content="{NAME}"><meta property="og:type" content="article">'
    )
    assert draft(html(head, TEXT)).title == TITLE
    assert draft(html(ld({"@type": "NewsArticle", "headline": title}) + head)).title == TITLE


def test_a_title_that_the_page_heads_with_is_whole() -> None:
    title = f"{NAME} - خمسون عاما من الأخبار"
    head = (
        f'<meta property="og:title" content="{title}">'
        f'<meta property="og:site_name" content="{NAME}">'
        '<meta property="og:type" content="article">'
    )
    assert draft(html(head, f"<article><h1>{title}</h1>{TEXT}</article>")).title == title


def test_what_stands_beside_the_heading_is_no_title() -> None:
    head = f'<title>{TITLE} - ثقافة - النهر</title><meta property="og:type" content="article">'
    assert draft(html(head)).title == TITLE


def test_a_dash_within_a_title_stays() -> None:
    title = "سوق الكتب - يوم أول"
    article = {"@type": "NewsArticle", "headline": title, "publisher": {"name": NAME}}
    assert draft(html(ld(article))).title == title
