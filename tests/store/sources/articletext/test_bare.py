"""A bare text is read for what it is: paragraphs, sub-headings, lists, pictures."""

import pytest

from store.draft import DraftImage
from tests.store.sources.articletext.samples import (
    LONG,
    SENTENCE,
    body,
    draft,
)

BODIES: dict[str, tuple[list[str], str]] = {
    "a paragraph a line": ([SENTENCE, "ثم غادر."], f"<p>{SENTENCE}</p>\n<p>ثم غادر.</p>"),
    "a blank line parts paragraphs": (
        [SENTENCE, "", "", "ثم غادر."],
        f"<p>{SENTENCE}</p>\n<p>ثم غادر.</p>",
    ),
    "a line that ends in a comma goes on": (
        ["وصل الوفد،", SENTENCE],
        f"<p>وصل الوفد، {SENTENCE}</p>",
    ),
    "a Latin comma does, too": (["وصل الوفد,", SENTENCE], f"<p>وصل الوفد, {SENTENCE}</p>"),
    "a long line without an end goes on": (
        [LONG, "في ختام الزيارة."],
        f"<p>{LONG} في ختام الزيارة.</p>",
    ),
    "several lines make one paragraph": (
        [LONG, LONG, "والسلام."],
        f"<p>{LONG} {LONG} والسلام.</p>",
    ),
    "a blank line ends even a broken one": ([LONG, "", "وبعد."], f"<p>{LONG}</p>\n<p>وبعد.</p>"),
    "a colon ends a line": ([f"{LONG}:", "نعم."], f"<p>{LONG}:</p>\n<p>نعم.</p>"),
    "a short line above a sentence is a heading": (
        [SENTENCE, "ملفات الزيارة", SENTENCE],
        f"<p>{SENTENCE}</p>\n<h2>ملفات الزيارة</h2>\n<p>{SENTENCE}</p>",
    ),
    "so it is above a broken sentence": (
        [SENTENCE, "ملفات الزيارة", LONG, "ثم غادر."],
        f"<p>{SENTENCE}</p>\n<h2>ملفات الزيارة</h2>\n<p>{LONG} ثم غادر.</p>",
    ),
    "and above a quotation": (
        [SENTENCE, "كلمة الوزير", "قال الوزير للصحفيين: «انتهى كل شيء.»"],
        f"<p>{SENTENCE}</p>\n<h2>كلمة الوزير</h2>\n<p>قال الوزير للصحفيين: «انتهى كل شيء.»</p>",
    ),
    "the first line is no heading": (
        ["ملفات الزيارة", SENTENCE],
        f"<p>ملفات الزيارة</p>\n<p>{SENTENCE}</p>",
    ),
    "the last line is no heading": (
        [SENTENCE, "انتهى الخبر"],
        f"<p>{SENTENCE}</p>\n<p>انتهى الخبر</p>",
    ),
    "a question is no heading": (
        [SENTENCE, "ماذا بعد؟", SENTENCE],
        f"<p>{SENTENCE}</p>\n<p>ماذا بعد؟</p>\n<p>{SENTENCE}</p>",
    ),
    "a line above a shorter one is no heading": (
        [SENTENCE, "ملفات الزيارة الرسمية", "انتهت.", SENTENCE],
        f"<p>{SENTENCE}</p>\n<p>ملفات الزيارة الرسمية</p>\n<p>انتهت.</p>\n<p>{SENTENCE}</p>",
    ),
    "twelve words are a heading": (
        [SENTENCE, "أ ب ت ث ج ح خ د ذ ر ز س", SENTENCE],
        f"<p>{SENTENCE}</p>\n<h2>أ ب ت ث ج ح خ د ذ ر ز س</h2>\n<p>{SENTENCE}</p>",
    ),
    "thirteen words are a sentence that goes on": (
        [SENTENCE, "أ ب ت ث ج ح خ د ذ ر ز س ش", SENTENCE],
        f"<p>{SENTENCE}</p>\n<p>أ ب ت ث ج ح خ د ذ ر ز س ش {SENTENCE}</p>",
    ),
    "two short lines are no list": (
        [SENTENCE, "الطاقة", "النقل"],
        f"<p>{SENTENCE}</p>\n<p>الطاقة</p>\n<p>النقل</p>",
    ),
    "three are": (
        [SENTENCE, "الطاقة", "- النقل", "• المياه", SENTENCE],
        f"<p>{SENTENCE}</p>\n<ul><li>الطاقة</li><li>النقل</li><li>المياه</li></ul>\n<p>{SENTENCE}</p>",
    ),
    "signs are text": (["1 < 2 & «ب»."], "<p>1 &lt; 2 &amp; «ب».</p>"),
    "a later picture stays where it is": (
        ["![أ](/1.jpg)", SENTENCE, '![صورة "ب"](/2.jpg)', SENTENCE],
        (
            f'<p>{SENTENCE}</p>\n<figure><img src="/2.jpg" alt="صورة'
            f' &quot;ب&quot;"></figure>\n<p>{SENTENCE}</p>'
        ),
    ),
    "HTML is HTML": (["<p>نص", "الخبر</p>"], "<p>نص\nالخبر</p>"),
    "so it is behind a mark, where blocks end": (
        ["<strong>القاهرة</strong> نص<br/>", "الخبر"],
        "<strong>القاهرة</strong> نص<br/>\nالخبر",
    ),
    "and in any block": (["<center>نص</center>"], "<center>نص</center>"),
    "a mark alone is a text": (["<b> نص."], "<p>&lt;b&gt; نص.</p>"),
    "a title alone has no body": ([], ""),
}


@pytest.mark.parametrize(("lines", "html"), BODIES.values(), ids=BODIES.keys())
def test_a_bare_body_is_read(lines: list[str], html: str) -> None:
    assert body(*lines) == html


def test_the_first_picture_leads() -> None:
    found = draft(f"عنوان\n![وفد في المطار](https://example.com/صورة (1)-780x470.jpg)\n{SENTENCE}")
    assert found.image == DraftImage(
        url="https://example.com/صورة (1)-780x470.jpg", alt="وفد في المطار"
    )
    assert found.html == f"<p>{SENTENCE}</p>"


def test_a_picture_above_the_title_is_no_title() -> None:
    found = draft(f"![](/a.jpg)\nعنوان الخبر\n{SENTENCE}")
    assert (found.title, found.image and found.image.url) == ("عنوان الخبر", "/a.jpg")


def test_marks_in_a_text_file_are_text() -> None:
    assert draft("عنوان\n**نص**.").html == "<p>**نص**.</p>"
