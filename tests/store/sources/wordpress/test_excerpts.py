"""The summary of a post without one, as WordPress 6.1 makes it of the same content."""

import pytest

from store.limits import HTML_LIMIT
from store.sources.wordpress.excerpts import automatic


def block(name: str, html: str) -> str:
    return f"<!-- wp:{name} -->\n{html}\n<!-- /wp:{name} -->"


def paragraph(text: str) -> str:
    return block("paragraph", f"<p>{text}</p>")


HEADING = block("heading", "<h2>ماذا بعد؟</h2>")
LIST = block("list", f"<ul>{block('list-item', '<li>الخطوة الأولى</li>')}</ul>")
CALLS = block("buttons", f"<div>{block('button', '<a>اشترك الآن</a>')}</div>")
PICTURE = block("image", '<figure><img src="a.jpg"><figcaption>الرصيف</figcaption></figure>')

SUMMARIES = {
    "headings count": (
        f"{paragraph('رست السفينة.')}\n\n{HEADING}\n\n{paragraph('وتغادر غدًا.')}",
        "رست السفينة. ماذا بعد؟ وتغادر غدًا.",
    ),
    "a list of items does not": (paragraph("أولًا") + LIST + paragraph("ثانيًا"), "أولًا ثانيًا"),
    "an old list does": (block("list", "<ul><li>ميناء</li><li>رصيف</li></ul>"), "ميناء رصيف"),
    "pictures do not": (PICTURE + paragraph("نص الخبر"), "نص الخبر"),
    "buttons and lines do not": (
        paragraph("الخبر") + CALLS + "<!-- wp:latest-posts /-->" + block("separator", "<hr>"),
        "الخبر",
    ),
    "groups are opened": (
        block("group", f"<div>عنوان{paragraph('داخل')}{block('group', HEADING)}{LIST}</div>"),
        "داخل ماذا بعد؟",
    ),
    "a quotation of paragraphs": (
        block("quote", f"<blockquote>{paragraph('البحر واسع.')}<cite>بحار</cite></blockquote>"),
        "البحر واسع. بحار",
    ),
    "a quotation of anything else": (block("quote", LIST) + paragraph("تابع"), "تابع"),
    "cells are apart": (
        block("table", "<table><tr><td>السبت</td><td>طنان</td></tr></table>"),
        "السبت طنان",
    ),
    "lines and paragraphs": ("سطر\nوسطر\n\n<h3>عنوان</h3>\nو<b>فق</b>رة", "سطر وسطر عنوان وفقرة"),
    "captions and galleries do not": (
        '[caption id="a"]<img src="a.jpg"> مدخل السوق[/caption]\n\nنص [gallery ids="1,2"]تابع',
        "نص تابع",
    ),
    "other shortcodes leave what they enclose": ('[row el="x"]بقي[/row] [المصدر]', "بقي [المصدر]"),
    "up to the break": ("قبل الفاصل\n\n<!--more البقية-->\n\nبعده", "قبل الفاصل"),
    "up to the break of blocks": (
        paragraph("قبل") + block("more", "<!--more-->") + paragraph("بعد"),
        "قبل",
    ),
    "the first page": ("صفحة\n\n<!--nextpage-->\n\nوأخرى", "صفحة"),
    "a script": (block("html", "<script>var a = 1;</script><b>نص</b>"), "نص"),
    "what a reader reads as a sign": ("سفن &amp; صيد 3 < 4", "سفن &amp; صيد 3 < 4"),
    "an end without a beginning": (f"<!-- /wp:group -->{paragraph('نص')}", "نص"),
    "a beginning without an end": ("<!-- wp:paragraph --><p>نص</p>", "نص"),
}


@pytest.mark.parametrize(("content", "words"), SUMMARIES.values(), ids=SUMMARIES.keys())
def test_a_summary_is_the_words_that_wordpress_counts(content: str, words: str) -> None:
    assert automatic(content) == f"<p>{words}</p>"


def test_a_summary_has_at_most_55_words() -> None:
    words = [f"كلمة{number}" for number in range(56)]
    assert automatic(" ".join(words)) == f"<p>{' '.join(words[:55])} [&hellip;]</p>"
    assert automatic(" ".join(words[:55])) == f"<p>{' '.join(words[:55])}</p>"


@pytest.mark.parametrize("content", ["", "[gallery]", PICTURE, "<!--more-->نص"])
def test_without_words_there_is_no_summary(content: str) -> None:
    assert automatic(content) == ""


def test_content_that_is_too_long_is_left_to_its_refusal() -> None:
    assert automatic("نص " * HTML_LIMIT) == ""


def test_blocks_in_blocks_may_be_many() -> None:
    deep = 20_000
    content = "<!-- wp:group -->" * deep + "عميق" + "<!-- /wp:group -->" * deep + paragraph("نص")
    assert automatic(content) == "<p>نص</p>"
