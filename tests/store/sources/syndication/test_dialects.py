"""What dialects of feeds tell in elements and signs of their own; and what must stay as it is."""

import io
import json
from typing import Any

import pytest

from store import Draft, record
from store.sources.file import File
from store.sources.syndication import feed

NAMESPACES = " ".join(
    f'xmlns:{prefix}="{uri}"'
    for prefix, uri in {
        "media": "http://search.yahoo.com/mrss/",
        "itunes": "http://www.itunes.com/dtds/podcast-1.0.dtd",
        "content": "http://purl.org/rss/1.0/modules/content/",
        "ya": "http://news.yandex.ru",
        "turbo": "http://turbo.yandex.ru",
    }.items()
)
WHOLE = "قال الوزير إن العمل بدأ. ووعد بأن ينتهي في الربيع."
LEAD = "بدأ العمل في الجسر."
PHOTO = '<media:thumbnail url="https://cdn.example.com/a.jpg" width="640" height="360"/>'


def fields(item: str, kind: str = "rss") -> dict[str, Any]:
    """The record of an item with these elements."""
    atom = 'xmlns="http://www.w3.org/2005/Atom"'
    document = {
        "rss": f'<rss version="2.0" {NAMESPACES}><channel><item>{item}</item></channel></rss>',
        "atom": f"<feed {atom} {NAMESPACES}><entry>{item}</entry></feed>",
    }[kind]
    file = File(io.BytesIO(document.encode()), "وكالة.xml", "", "world")
    (item_read,) = feed.read_here(file).items
    assert isinstance(item_read, Draft), item_read
    return record.fields(item_read)


TITLE = "<title>بدء العمل في الجسر</title>"


@pytest.mark.parametrize(
    "element",
    [
        f"<ya:full-text>{WHOLE}</ya:full-text>",
        f"<turbo:content>{WHOLE}</turbo:content>",
        f"<full-text>{WHOLE}</full-text>",
        f"<fulltext><![CDATA[{WHOLE}]]></fulltext>",
        f"<full_text>{WHOLE}</full_text>",
        f"<Story>{WHOLE}</Story>",
        f"<details>{WHOLE}</details>",
        f"<articleBody>{WHOLE}</articleBody>",
    ],
)
def test_the_whole_text_may_stand_in_an_element_of_a_dialect(element: str) -> None:
    read = fields(f"{TITLE}<description>{LEAD}</description>{element}")
    assert (read["html"], read["summary"]) == (WHOLE, LEAD)


def test_a_text_in_the_element_of_the_standard_comes_first() -> None:
    both = f"<content:encoded>{LEAD}</content:encoded><fulltext>{WHOLE}</fulltext>"
    assert fields(TITLE + both)["html"] == LEAD


@pytest.mark.parametrize(
    ("elements", "html"),
    [
        (f"<itunes:summary>{WHOLE}</itunes:summary>", WHOLE),
        (f"<itunes:subtitle>{LEAD}</itunes:subtitle>", LEAD),
        (
            f"<itunes:subtitle>{LEAD}</itunes:subtitle><itunes:summary>{WHOLE}</itunes:summary>",
            WHOLE,
        ),
        (
            f"<itunes:summary>00:00 البداية\n12:40 {LEAD}</itunes:summary>",
            f"<p>00:00 البداية</p>\n<p>12:40 {LEAD}</p>",
        ),
        (
            f"<media:group><media:content url='https://v.example.com/1' type='video/mp4'/>"
            f"<media:description>{LEAD}\n#جسور &lt;3</media:description></media:group>",
            f"<p>{LEAD}</p>\n<p>#جسور &lt;3</p>",
        ),
    ],
)
def test_words_on_an_episode_or_a_film_stand_for_a_missing_text(elements: str, html: str) -> None:
    assert fields(TITLE + elements)["html"] == html
    beside = fields(f"{TITLE}<description>نص الخبر</description>{elements}")
    assert (beside["html"], beside.get("summary")) == ("نص الخبر", None)


@pytest.mark.parametrize(
    "elements",
    [
        f"{PHOTO}<media:description>الجسر عند الغروب</media:description>",
        "<media:content url='https://cdn.example.com/a.jpg' medium='image'>"
        "<media:description>الجسر عند الغروب</media:description></media:content>",
        "<media:group><media:content url='https://cdn.example.com/a.jpg' medium='image'>"
        "<media:description>الجسر عند الغروب</media:description></media:content></media:group>",
    ],
)
def test_words_on_a_picture_are_no_text(elements: str) -> None:
    read = fields(TITLE + elements)
    assert "html" not in read
    assert read["image"]["alt"] == "الجسر عند الغروب"


def test_a_player_is_no_file() -> None:
    player = "<media:content url='https://v.example.com/v/1' type='application/x-shockwave-flash'/>"
    film = "<media:content url='https://v.example.com/1.mp4' type='video/mp4'/>"
    assert "enclosures" not in fields(TITLE + player)
    assert [one["url"] for one in fields(TITLE + player + film)["enclosures"]] == [
        "https://v.example.com/1.mp4"
    ]


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("سطر أول\n\nسطر ثان", "<p>سطر أول</p>\n<p>سطر ثان</p>"),
        ("سطر أول\r\n \r\nسطر &amp;amp; ثان", "<p>سطر أول</p>\n<p>سطر &amp; ثان</p>"),
        ("سطر أول\nسطر ثان", "سطر أول\nسطر ثان"),
        ("&lt;p&gt;سطر\n\nواحد&lt;/p&gt;", "<p>سطر\n\nواحد</p>"),
    ],
)
def test_blank_lines_part_the_paragraphs_of_a_text_without_tags(text: str, html: str) -> None:
    assert fields(f"{TITLE}<description>\n\n{text}\n\n</description>")["html"].strip() == html


def test_blank_lines_part_the_paragraphs_of_plain_text() -> None:
    read = fields(f"{TITLE}<content type='text'>5 &lt; 6\n\nسطر ثان</content>", "atom")
    assert read["html"] == "<p>5 &lt; 6</p>\n<p>سطر ثان</p>"


@pytest.mark.parametrize(
    ("byline", "names"),
    [
        ("كتبت – سلمى رضا", ["سلمى رضا"]),
        ("كتب: محمد علي - القاهرة", ["محمد علي"]),
        ("&lt;span&gt;بقلم / منى السيد&lt;/span&gt;", ["منى السيد"]),
        ("تحرير: هدى سعد، تصوير: سامي حداد", ["هدى سعد", "سامي حداد"]),
        ("القاهرة", None),
        ("desk@example.com (كتب - كريم فؤاد)", ["كريم فؤاد"]),
        ("سفيان بن عمار, ليندة حمداني", ["سفيان بن عمار, ليندة حمداني"]),
        ("هيئة التحرير", ["هيئة التحرير"]),
        ("وكالة الأنباء (واس)", ["وكالة الأنباء (واس)"]),
    ],
)
def test_of_a_byline_in_words_the_names_are_read(byline: str, names: list[str] | None) -> None:
    read = fields(f"{TITLE}<author>{byline}</author>")
    assert [author["name"] for author in read.get("authors", [])] == (names or [])


@pytest.mark.parametrize(
    ("author", "authors"),
    [
        ({"name": "كتبت – سلمى رضا", "url": "https://example.com/s"}, [{"name": "سلمى رضا"}]),
        ({"name": "سلمى رضا", "url": "https://example.com/s"}, None),
        ({"name": "القاهرة"}, []),
    ],
)
def test_a_json_feed_may_tell_a_byline_in_words(
    author: dict[str, str], authors: list[dict[str, str]] | None
) -> None:
    item = {"id": "1", "title": "بدء العمل", "content_text": LEAD, "authors": [author]}
    document = {"version": "https://jsonfeed.org/version/1.1", "title": "-", "items": [item]}
    file = File(io.BytesIO(json.dumps(document).encode()), "وكالة.json", "", "world")
    (item_read,) = feed.read_here(file).items
    assert isinstance(item_read, Draft), item_read
    assert record.fields(item_read).get("authors", []) == ([author] if authors is None else authors)


@pytest.mark.parametrize("name", ["date", "PublishDate", "publish_date", "publicationDate"])
def test_a_date_may_stand_in_an_element_of_no_standard(name: str) -> None:
    date = f"<{name}>2026-11-23T08:00:00Z</{name}>"
    assert fields(TITLE + date)["published"] == "2026-11-23T08:00:00Z"
    both = f"{date}<pubDate>Mon, 23 Nov 2026 10:00:00 GMT</pubDate>"
    assert fields(TITLE + both)["published"] == "Mon, 23 Nov 2026 10:00:00 GMT"


@pytest.mark.parametrize(
    "element",
    [
        "<authors>منى السيد</authors>",
        "<authors><author>منى السيد</author></authors>",
        "<writer>منى السيد</writer>",
        "<byline>بقلم: منى السيد</byline>",
        "<itunes:author>منى السيد</itunes:author>",
    ],
)
def test_an_author_may_stand_in_an_element_of_no_standard(element: str) -> None:
    assert [one["name"] for one in fields(TITLE + element)["authors"]] == ["منى السيد"]
    beside = fields(f"{TITLE}<author>سامي حداد</author>{element}")["authors"]
    assert beside[0]["name"] == "سامي حداد"


@pytest.mark.parametrize(
    "name", "authors links enclosures tags own line lang base atom guidislink content id".split()
)
@pytest.mark.parametrize("text", ["نص", "<a>نص</a>", ""])
def test_no_element_takes_what_was_read_of_others(name: str, text: str) -> None:
    link = "<link>https://example.com/1</link>"
    guid = '<guid isPermaLink="false">a-1</guid>'
    read = fields(f"{TITLE}{link}{guid}<description>{LEAD}</description><{name}>{text}</{name}>")
    assert read["title"] == "بدء العمل في الجسر"
    assert read["url"] == "https://example.com/1"


def test_an_episode_may_have_the_title_of_itunes_alone() -> None:
    named = "<itunes:title>جسر بلا نهر</itunes:title>"
    assert fields(named)["title"] == "جسر بلا نهر"
    assert fields(TITLE + named)["title"] == "بدء العمل في الجسر"


SECTION = '<a href="https://example.com/r3" rel="directory">مجتمع</a>'
TAG = "<a href='https://example.com/m1' rel='tag'>ماء &amp; كهرباء</a>"


@pytest.mark.parametrize(
    ("html", "text", "labels"),
    [
        (f"<p>{LEAD}</p>\n-\n{SECTION}\n", f"<p>{LEAD}</p>", ["مجتمع"]),
        (
            f"<p>{LEAD}</p>\n- {SECTION} / {TAG}, {TAG}",
            f"<p>{LEAD}</p>",
            ["مجتمع", *["ماء & كهرباء"] * 2],
        ),
        (f"-{SECTION}", None, ["مجتمع"]),
        (f"<p>{LEAD} {SECTION} وغيره.</p>", f"<p>{LEAD} {SECTION} وغيره.</p>", None),
        (f"<p>{LEAD}</p>{TAG}", f"<p>{LEAD}</p>{TAG}", None),
        (
            f"<p>{LEAD}</p><a href='/x'>الدليل directory</a>",
            f"<p>{LEAD}</p><a href='/x'>الدليل directory</a>",
            None,
        ),
    ],
)
def test_sections_and_tags_below_a_text_are_no_text(
    html: str, text: str | None, labels: list[str] | None
) -> None:
    read = fields(f"{TITLE}<description><![CDATA[{html}]]></description>")
    assert read.get("html") == text
    assert read.get("sections") == read.get("tags") == labels


@pytest.mark.parametrize(
    ("title", "source", "kept"),
    [
        ("بدء العمل - صحيفة الساحل", "صحيفة الساحل", "بدء العمل"),
        ("بدء العمل | صحيفة الساحل", "صحيفة الساحل", "بدء العمل"),
        ("صحيفة الساحل: بدء العمل", "صحيفة الساحل", "صحيفة الساحل: بدء العمل"),
        ("الجسر - بدء العمل", "صحيفة الساحل", "الجسر - بدء العمل"),
        ("صحيفة الساحل", "صحيفة الساحل", "صحيفة الساحل"),
        ("بدء العمل - صحيفة الساحل", "", "بدء العمل - صحيفة الساحل"),
    ],
)
def test_the_outlet_that_an_entry_names_is_no_part_of_its_title(
    title: str, source: str, kept: str
) -> None:
    read = fields(f"<title>{title}</title><source url='https://c.example.com'>{source}</source>")
    assert read["title"] == kept


def test_a_source_that_is_a_sign_and_a_name_took_the_picture() -> None:
    read = fields(f"{TITLE}{PHOTO}<source>© عمر القاضي</source>")
    assert "source" not in read
    assert read["image"]["credit"] == "عمر القاضي"


@pytest.mark.parametrize(
    "elements",
    [
        "<source>© وكالة النهر</source>",
        f"{PHOTO}<source url='https://river.example.com/'>© وكالة النهر</source>",
        f"{PHOTO}<source>وكالة النهر ©</source>",
    ],
)
def test_any_other_source_is_a_publisher(elements: str) -> None:
    read = fields(TITLE + elements)
    assert "وكالة النهر" in read["source"]["name"]
    assert "credit" not in read.get("image", {})


@pytest.mark.parametrize("element", ["itunes:keywords", "media:keywords", "keywords"])
def test_keywords_are_tags_and_no_sections(element: str) -> None:
    read = fields(f"{TITLE}<category>مدن</category><{element}>أنهار, جسور، </{element}>")
    assert read["tags"] == ["مدن", "أنهار", "جسور"]
    assert read["sections"] == ["مدن"]


WRITER = "<span><span lang='' about='/user/7' typeof='schema:Person'>منى السيد</span></span>"
SPANS = f"""<span>بدء العمل في الجسر</span>

<div><p>{LEAD}</p></div>
{WRITER}
<span>%s</span>
"""
KNOWN = f"{TITLE}<author>منى السيد</author><pubDate>Mon, 23 Nov 2026 22:30:00 +0000</pubDate>"


def body_of(html: str, head: str = KNOWN) -> str:
    return str(fields(f"{head}<description><![CDATA[{html}]]></description>")["html"])


@pytest.mark.parametrize(
    "date",
    [
        "اثنين, 11/23/2026 - 22:30",
        "ثلاثاء, 24/11/2026 - 00:30",
        "<time datetime='2026-11-23T22:30:00+00:00' class='datetime'>23 - 11 - 2026</time>",
    ],
)
def test_what_a_template_repeats_of_its_entry_is_no_text(date: str) -> None:
    assert body_of(SPANS % date).strip() == f"<div><p>{LEAD}</p></div>"


@pytest.mark.parametrize(
    "html",
    [
        SPANS.replace("بدء العمل", "نهاية العمل") % "اثنين, 11/23/2026 - 22:30",
        f"<p><span>بدء العمل في الجسر</span></p>\n{WRITER}",
        f"{WRITER}\n<span>بدء العمل في الجسر</span>",
    ],
)
def test_lines_that_do_not_begin_with_the_title_stay(html: str) -> None:
    assert body_of(html) == html.strip()


def test_other_lines_of_spans_stay() -> None:
    kept = ["<span>سامي حداد</span>", "<span>3 مارس 2019</span>", "<span>تتمة</span>"]
    lines = body_of("\n".join([SPANS % "23/11/2026", *kept])).splitlines()
    assert [line for line in lines if "<span" in line] == kept


INSTANT = (
    "<!doctype html><html><head><meta property='op:markup_version' content='v1.0'></head><body>"
    "<article><header>{head}<h1>بدء العمل</h1><address>منى السيد</address></header>"
    f"<p>{LEAD}</p><footer><small>© الصحيفة</small></footer></article></body></html>"
)
COVER = "<figure><img src='https://cdn.example.com/a.jpg'/><figcaption>الجسر</figcaption></figure>"


@pytest.mark.parametrize("picture", [COVER, ""])
def test_of_an_article_made_for_facebook_the_text_is_read(picture: str) -> None:
    html = body_of(INSTANT.format(head=picture))
    assert html[html.index("<article>") :] == f"<article>{picture}<p>{LEAD}</p>"


@pytest.mark.parametrize(
    "html", [INSTANT.format(head="").replace("op:", ""), "<p>op:markup_version <header</p>"]
)
def test_another_page_keeps_its_header(html: str) -> None:
    assert body_of(html) == html


@pytest.mark.parametrize(
    ("content", "image"),
    [
        ("<p><img src='https://cdn.example.com/s320/a.jpg'></p>", None),
        ("<p>نص</p>", "https://cdn.example.com/a.jpg"),
        (
            "<p>نص</p><img src='https://cdn.example.com/1.gif' height='1' width='1'>",
            "https://cdn.example.com/a.jpg",
        ),
    ],
)
def test_a_tiny_thumbnail_gives_way_to_a_picture_in_the_text(
    content: str, image: str | None
) -> None:
    text = f"<content type='html'><![CDATA[{content}]]></content>"
    tiny = fields(TITLE + text + PHOTO.replace("640", "72").replace("360", "72"), "atom")
    assert tiny.get("image", {}).get("url") == image
    assert fields(TITLE + text + PHOTO, "atom")["image"]["url"] == "https://cdn.example.com/a.jpg"
