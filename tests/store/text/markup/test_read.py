"""Clean HTML is read: its text, its links, its pictures."""

import pytest

from store.text.markup.read import Picture, links, pictures, plain
from tests.store.text.markup.cleaning import cleaned

PLAIN = {
    "blocks are parted by a blank line": ("<h2>عنوان</h2><p>فقرة</p>", "عنوان\n\nفقرة"),
    "items have lines of their own": (
        "<p>قائمة</p><ul><li>أول</li><li>ثان</li></ul>",
        "قائمة\n\nأول\nثان",
    ),
    "a line break is a line break": ("<p>أول<br>ثان</p>", "أول\nثان"),
    "lines of the source are none": ("<p>أول\n  ثان</p>", "أول ثان"),
    "rows have lines of their own": ("<table><tr><td>أ<td>ب</tr><tr><td>ج</table>", "أ ب\nج"),
    "entities are decoded": ("<p>1 &lt; 2 &amp;amp; 3</p>", "1 < 2 &amp; 3"),
    "pictures and their captions are no text": (
        '<p>خبر</p><figure><img src="/a.jpg" alt="صورة"><figcaption>تعليق</figcaption></figure>',
        "خبر",
    ),
    "marks join": ("<p>قال <b>الوزير</b>: <em>نعم</em></p>", "قال الوزير: نعم"),
}


@pytest.mark.parametrize(("html", "expected"), PLAIN.values(), ids=PLAIN.keys())
def test_the_text_of_html(html: str, expected: str) -> None:
    assert plain(cleaned(html)) == expected


def test_links_are_the_targets_in_order() -> None:
    html = cleaned('<p>href="/no" <a href="/a?x=1&amp;y=2">أ</a><img src="/b.jpg"><a>ب</a></p>')
    assert links(html) == ("https://example.com/a?x=1&y=2", "https://example.com/b.jpg")


def test_pictures_are_described() -> None:
    html = cleaned(
        '<p><img src="/a.jpg" alt="صورة «أ»" width="780" height="470"><img src="/b.jpg"></p>'
    )
    assert list(pictures(html)) == [
        Picture("https://example.com/a.jpg", "صورة «أ»", 780, 470),
        Picture("https://example.com/b.jpg", None, None, None),
    ]
