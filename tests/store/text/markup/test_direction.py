"""Every block of emitted HTML has a direction."""

from time import process_time

import pytest

from store.text.markup.direction import directed
from tests.store.text.markup.cleaning import cleaned

RLM = "\u200f"


def emitted(html: str, *, guard: bool = True) -> str:
    whole = directed(cleaned(html), "ar", "rtl", guard=guard)
    assert whole.startswith('<div lang="ar" dir="rtl">')
    return whole.removeprefix('<div lang="ar" dir="rtl">').removesuffix("</div>")


DIRECTED = {
    "every block has a direction": (
        "<h2>أ</h2><ul><li>ب</li></ul><blockquote><p>ج</p></blockquote>",
        (
            '<h2 dir="rtl">أ</h2><ul dir="rtl"><li dir="rtl">ب</li></ul>'
            '<blockquote dir="rtl"><p dir="rtl">ج</p></blockquote>'
        ),
    ),
    "other attributes stay": ('<p lang="ar-EG">أ</p>', '<p lang="ar-EG" dir="rtl">أ</p>'),
    "a block keeps its own, and so does what stands in it": (
        '<blockquote dir="ltr"><p>Hello</p></blockquote><p>أ</p>',
        '<blockquote dir="ltr"><p>Hello</p></blockquote><p dir="rtl">أ</p>',
    ),
    "code stays left to right": ("<pre>print(1)</pre>", '<pre dir="ltr">print(1)</pre>'),
    "Arabic code does not": ("<pre>اطبع(1)</pre>", '<pre dir="rtl">اطبع(1)</pre>'),
    "text that begins in Latin letters is guarded": (
        "<p>STC تعلن نتائج الربع الأول</p>",
        f'<p dir="rtl">{RLM}STC تعلن نتائج الربع الأول</p>',
    ),
    "marks and entities do not hide the first letter": (
        "<ul><li>«<b>R&amp;D</b> في الجامعات العربية»</li></ul>",
        f'<ul dir="rtl"><li dir="rtl">{RLM}«<b>R&amp;D</b> في الجامعات العربية»</li></ul>',
    ),
    "Latin text is not guarded": ("<p>Hello</p>", '<p dir="rtl">Hello</p>'),
    "Arabic text is not guarded": (
        "<p>أعلنت STC نتائجها</p>",
        '<p dir="rtl">أعلنت STC نتائجها</p>',
    ),
}


@pytest.mark.parametrize(("html", "expected"), DIRECTED.values(), ids=DIRECTED.keys())
def test_html_is_emitted_with_direction(html: str, expected: str) -> None:
    assert emitted(html) == expected


def test_the_guard_can_be_left_out() -> None:
    assert RLM not in emitted("<p>STC تعلن نتائج الربع الأول</p>", guard=False)


def test_preformatted_text_within_preformatted_text_is_read_once() -> None:
    deep = f"{'<pre>' * 200}{'اطبع ' * 30_000}{'</pre>' * 200}"
    made = cleaned(deep)
    begun = process_time()
    whole = directed(made, "ar", "rtl", guard=True)
    assert process_time() - begun < 1
    assert whole.count('<pre dir="rtl">') == 200
