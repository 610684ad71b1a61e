"""Calls to read on at the end of summaries: off, unless they are words of a sentence."""

import pytest

from store.text.addresses import link
from store.text.markup.clean import clean
from store.text.markup.read import plain
from store.text.markup.read_more import without_button, without_call, without_sign

TITLE = "افتتاح الجسر الجديد"
URL = "https://press.example.com/2026/10/jisr/"
WHOLE = "فتحت الهيئة الجسر أمام السيارات صباح اليوم."
CUT = "فتحت الهيئة الجسر أمام السيارات"


def of_html(html: str) -> str:
    less = without_button(html, TITLE, URL)
    text = " ".join(plain(clean(less, lambda target: link(target, None))).split())
    return without_sign(without_call(text, TITLE) if less == html else text)


BUTTONS = {
    "WordPress's own": (
        f'<p>{CUT} &hellip; <a href="{URL}" class="more-link">Continue reading'
        f' <span class="screen-reader-text">«{TITLE}»</span></a></p>',
        f"{CUT}…",
    ),
    "in a paragraph of its own": (
        f'<p>{WHOLE} [&#8230;]</p><p class="link-more"><a href="{URL}" class="more-link">'
        f"متابعة القراءة<span> «{TITLE}»</span></a></p>",
        WHOLE,
    ),
    "of a class, whatever it says": (
        f'<p>{WHOLE} <a class="btn read-more" href="{URL}">انتقل إلى الموضوع</a></p>',
        WHOLE,
    ),
    "within a class": (
        f'<p>{WHOLE}</p><div class="read-more"><a href="{URL}">المزيد</a></div>',
        WHOLE,
    ),
    "an arrow": (f'<p>{CUT} <a href="/x">المزيد &raquo;</a></p>', CUT),
    "an arrow of another kind": (f'<p>{WHOLE} <a href="/x">اقرأ المزيد ←</a></p>', WHOLE),
    "dots in brackets": (f'<p>{CUT} <a href="{URL}#more-7">(more&hellip;)</a></p>', CUT),
    "in brackets": (f'<p>{WHOLE} [<a href="/x">المزيد</a>]</p>', WHOLE),
    "the article's own address": (f'<p>{CUT} <a href="{URL}">التفاصيل</a></p>', CUT),
    "French": (f'<p>{CUT} [&hellip;] <a href="/x">Lire la suite →</a></p>', f"{CUT}…"),
    "French with the title": (
        f'<p>{WHOLE} <a href="/x">Continuer la lecture de «{TITLE}»</a></p>',
        WHOLE,
    ),
    "with the title": (f'<p>{CUT} <a href="/x">اقرأ المزيد عن {TITLE}</a></p>', CUT),
    "of a block": (
        f'<p>{WHOLE}</p><a class="wp-block-read-more" href="{URL}">الموضوع</a>',
        WHOLE,
    ),
    "of a block's excerpt": (
        f'<p>{WHOLE} <a class="wp-block-post-excerpt__more-link" href="{URL}">الموضوع</a></p>',
        WHOLE,
    ),
    "behind a sentence": (f'<p>{WHOLE} <a href="/x">أكمل قراءة الموضوع</a></p>', WHOLE),
    "a long one": (f'<p>{WHOLE} <a href="/x">اقرأ الخبر كاملًا</a></p>', WHOLE),
}
SENTENCES = {
    "a link in a sentence": '<p>قال السكان إنهم يريدون <a href="/x">المزيد</a>.</p>',
    "at the end of one without a stop": '<p>وعد الوزير بكشف <a href="/x">التفاصيل</a></p>',
    "a sure call in a sentence": '<p>ودعت المكتبة القراء إلى <a href="/x">قراءة المزيد</a>.</p>',
    "a call in another sentence": '<p>وشجعتهم على <a href="/x">مواصلة قراءة الروايات</a></p>',
    "another link": '<p>نشرت الهيئة نص <a href="/x">التقرير</a></p>',
    "a link about something else": '<p>وللمهتمين <a href="/x">اقرأ المزيد عن السدود</a></p>',
    "a link before the end": '<p><a href="/x">المزيد</a> من الأمطار غدًا</p>',
}


@pytest.mark.parametrize(("html", "text"), BUTTONS.values(), ids=BUTTONS)
def test_a_button_goes(html: str, text: str) -> None:
    assert of_html(html) == text


@pytest.mark.parametrize("html", SENTENCES.values(), ids=SENTENCES)
def test_a_link_that_is_part_of_a_sentence_stays(html: str) -> None:
    assert without_button(html, TITLE, URL) == html


CALLS = [
    (f"{WHOLE} اقرأ المزيد", WHOLE),
    (f"{WHOLE} اقرأ المزيد »", WHOLE),
    (f"{WHOLE} المزيد…", WHOLE),
    (f"{CUT} […] المزيد", f"{CUT}…"),
    (f"{CUT} […] Continue reading", f"{CUT}…"),
    (f"{CUT} … Continue reading {TITLE} →", f"{CUT}…"),
    (f"{CUT} Continue reading “{TITLE}”", CUT),
    (f"{CUT} [Read more…] about {TITLE}", CUT),
    (f"{CUT} متابعة قراءة {TITLE}", CUT),
    (f"{CUT} Lire la suite »", CUT),
    (f"{CUT} [اقرأ المزيد]", CUT),
    (f"{CUT} (more…)", CUT),
    (f"{WHOLE} […]", WHOLE),
    (f"{CUT} [...]", f"{CUT}…"),
    (f"{WHOLE} …", WHOLE),
]
INNOCENT = [
    "زوروا الموقع لقراءة المزيد",
    "لم يستطع أحد من الحضور متابعة قراءة الخبر",
    "سئل الطفل عما يريد فقال: المزيد",
    "سئل الطفل عما يريد فقال: «المزيد»",
    "أطلقت المكتبة حملة «اقرأ المزيد»",
    "أطلقت المكتبة حملة اقرأ المزيد",
    "يطلب الناس المزيد.",
    "يطلب الناس المزيد…",
    "We want more",
    "The town asks for more.",
    "Ils en veulent plus",
    "كشف الوزير التفاصيل",
    f"قرأ الناس {TITLE}",
    "انتظرونا...",
    "المزيد",
]


@pytest.mark.parametrize(("given", "text"), CALLS)
def test_a_call_in_plain_text_goes(given: str, text: str) -> None:
    assert without_sign(without_call(given, TITLE)) == text


@pytest.mark.parametrize("text", INNOCENT)
def test_a_sentence_that_ends_in_such_a_word_stays(text: str) -> None:
    assert without_sign(without_call(text, TITLE)) == text


def test_a_text_of_signs_alone_is_nothing() -> None:
    assert without_sign("[…]") == ""
