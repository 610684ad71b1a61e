"""JSON-LD as templates break it: mended where that is certain, else the page itself counts."""

import json
from pathlib import Path

import pytest

from store import Store
from tests.newsroom.pages import HEADING, page
from tests.newsroom.reading import take
from tests.room import Room

MONA = "منى السيد"
MOMENT = "2026-11-20T08:00:00+00:00"
TITLE = "عودة الحركة إلى الطريق"
REST = f'"datePublished":"2026-11-20T10:00:00+02:00","author":{{"@type":"Person","name":"{MONA}"}}'
TYPE = '"@context":"https://schema.org","@type":"NewsArticle"'
WHOLE = f'{{{TYPE},"headline":"{TITLE}",{REST}}}'


@pytest.fixture
def room(sqlite: str) -> Room:
    return Room(Store(sqlite))


def block(text: str) -> str:
    return f'<script type="application/ld+json">{text}</script>'


def told(text: str) -> str:
    """An article whose description is this text, without any care for its quotes."""
    return f'{{{TYPE},"description":"{text}","headline":"{TITLE}",{REST}}}'


MENDED = {
    "quotes in a description": told('قال "نعم"، ثم "لا", و"ربما"'),
    "quotes beside commas": told('قال "نعم","لا" فقط'),
    "quotes beside colons": told('"كلام": كثير, "لا" : ثم'),
    "HTML in a text": told('<p class="x">نص</p><a href="https://a.example/b">رابط</a>'),
    "raw line ends and tabs": told("سطر\n\tسطر"),
    "a comma too many": WHOLE.replace("}}", ",},}"),
    "a comma at the beginning": f"[,{WHOLE}]",
    "an end too many": WHOLE + "}",
    "an end that lacks": WHOLE.removesuffix("}}") + '},"articleBody":"نص طويل',
    "a semicolon": f"{WHOLE};",
    "a variable": f"var data = {WHOLE};",
    "CDATA": f"//<![CDATA[\n{WHOLE}\n//]]>",
    "CDATA in a comment": f"/* <![CDATA[ */\n{WHOLE}\n/* ]]> */",
    "a comment around it": f"<!--\n{WHOLE}\n-->",
    "comments in it": WHOLE.replace(",", ', // "المقال"\n /* ثم */ ', 1),
    "no comma behind a text": WHOLE.replace('",', '"\n'),
    "no comma behind a list": WHOLE.replace("{", '{"image":["https://a.example/b.jpg"]\n', 1),
    "no comma behind an object": WHOLE.replace("{", '{"publisher":{"name":"x"}\n', 1),
    "no comma behind a number": WHOLE.replace("{", '{"wordCount":100\n', 1),
    "single quotes": WHOLE.replace('"', "'"),
    "both kinds of quotes": WHOLE.replace('"', "'").replace("{", '{"name": "it\'s", ', 1),
    "bare names": WHOLE.replace('"headline"', "headline").replace('"author"', "author"),
    "curly quotes": WHOLE.replace('"', "”"),
    "Arabic commas": WHOLE.replace(",", "،"),
    "entities": WHOLE.replace('"', "&quot;"),
    "words of Python": WHOLE.replace("{", '{"isAccessibleForFree":True,"x":None,', 1),
    "words of JavaScript": WHOLE.replace("{", '{"x":undefined,"y":NaN,', 1),
    "a byte order mark": f"\ufeff{WHOLE}",
    "hard spaces": WHOLE.replace(",", ",\xa0"),
    "two in a row": f'{{"@type":"Organization","name":"x"}}{WHOLE}',
    "two with a comma": f'{{"@type":"Organization","name":"x"}},{WHOLE}',
    "one of several": '{"@type" "x" "y"::' + f"</script><script type='application/ld+json'>{WHOLE}",
    "another broken one": f"{WHOLE}</script><script type='application/ld+json'>" + '{"@type":::',
}


@pytest.mark.parametrize("text", MENDED.values(), ids=MENDED)
def test_what_a_template_broke_is_mended(room: Room, tmp_path: Path, text: str) -> None:
    found = take(room, tmp_path, "خبر.html", page(block(text)))
    assert found.article.title == TITLE
    assert found.article.published.isoformat() == MOMENT
    assert found.authors == [MONA]


SHAPES: dict[str, object] = {
    "a graph": {
        "@graph": [
            {"@type": "WebPage", "name": "x", "datePublished": "2020-01-01"},
            {"@type": "BreadcrumbList", "itemListElement": []},
            {"@type": "Organization", "name": "x"},
            {**json.loads(WHOLE), "author": {"@id": "#p"}},
            {"@type": "Person", "@id": "#p", "name": MONA},
        ]
    },
    "lists": {k: [v] for k, v in json.loads(WHOLE).items()},
    "values with their types": {
        **json.loads(WHOLE),
        "headline": {"@value": TITLE, "@language": "ar"},
        "datePublished": {"@type": "Date", "@value": "2026-11-20T10:00:00+02:00"},
    },
    "a zero beside the date of making": {
        **json.loads(WHOLE),
        "datePublished": "0000-00-00T00:00:00",
        "dateCreated": "2026-11-20T10:00:00+02:00",
    },
    "a date in words": {**json.loads(WHOLE), "datePublished": "20 نوفمبر 2026 10:00 ص"},
    "an author with an address": {
        **json.loads(WHOLE),
        "author": [{"name": MONA, "url": "https://a.example/mona"}],
    },
    "an author with a verb": {**json.loads(WHOLE), "author": f"كتبت: {MONA} - القاهرة"},
}


@pytest.mark.parametrize("value", SHAPES.values(), ids=SHAPES)
def test_a_value_may_have_many_shapes(room: Room, tmp_path: Path, value: object) -> None:
    found = take(room, tmp_path, "خبر.html", page(block(json.dumps(value))))
    assert found.article.title == TITLE
    assert found.article.published.isoformat() == MOMENT
    assert found.authors == [MONA]


def test_the_page_of_an_article_tells_its_date_and_author(room: Room, tmp_path: Path) -> None:
    web_page = {
        "@graph": [
            {
                "@type": "WebPage",
                "name": f"{HEADING} - الساحل",
                "datePublished": "2026-11-20T10:00:00+02:00",
                "author": {"@id": "#p"},
            },
            {"@type": "Person", "@id": "#p", "name": MONA},
        ]
    }
    found = take(room, tmp_path, "خبر.html", page(block(json.dumps(web_page))))
    assert (found.article.title, found.authors) == (HEADING, [MONA])
    assert found.article.published.isoformat() == MOMENT


@pytest.mark.parametrize(
    "text",
    [
        '{"@type" "NewsArticle" "headline" "x", "datePublished": "2020-01-01"',
        '{"@type":"NewsArticle","headline":"{{ title }}","datePublished":"{{ date }}"}',
        '{"@type":"NewsArticle","headline":"","datePublished":"0001-01-01T00:00:00"}',
    ],
)
def test_what_tells_nothing_leaves_the_word_to_the_page(
    room: Room, tmp_path: Path, text: str
) -> None:
    shown = f'<p>كتبت: {MONA}</p><time datetime="2026-11-20T10:00:00+02:00">الجمعة</time>'
    found = take(room, tmp_path, "خبر.html", page(block(text), above=shown))
    assert (found.article.title, found.authors) == (HEADING, [MONA])
    assert found.article.published.isoformat() == MOMENT


def test_a_site_that_calls_itself_the_author_yields_to_the_byline(
    room: Room, tmp_path: Path
) -> None:
    site = {"@type": "Organization", "name": "صحيفة الساحل"}
    value = {**json.loads(WHOLE), "author": site, "publisher": site}
    head = block(json.dumps(value))
    assert take(room, tmp_path, "a.html", page(head)).authors == ["صحيفة الساحل"]
    shown = f'<div class="author">كتبت: {MONA}</div>'
    assert take(room, tmp_path, "b.html", page(head, above=shown)).authors == [MONA]


def test_whole_json_is_left_as_it_is(room: Room, tmp_path: Path) -> None:
    title = 'قال: "نعم", "عنوان": "آخر" // و\'لا\' True'
    value = {**json.loads(WHOLE), "headline": title}
    found = take(room, tmp_path, "خبر.html", page(block(json.dumps(value, ensure_ascii=False))))
    assert found.article.title == title
