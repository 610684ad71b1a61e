"""Bylines and dates in words: read as pages print them, and never a neighbour's."""

from pathlib import Path

import pytest

from store import Store
from tests.newsroom.pages import HEADING, TEXT, WORDS, page
from tests.newsroom.reading import Taken, take
from tests.room import Room

DATE = "الجمعة 20 نوفمبر 2026 - 10:00 ص"
MOMENT = "2026-11-20T08:00:00+00:00"
MONA = "منى السيد"
AHMED = "أحمد علي"


@pytest.fixture
def room(sqlite: str) -> Room:
    return Room(Store(sqlite))


def taken(room: Room, folder: Path, html: str) -> Taken:
    return take(room, folder, "خبر.html", html)


def amid(html: str) -> str:
    """A page with something behind the first paragraph of its text."""
    return page(text=TEXT.replace("</p>", f"</p>{html}", 1))


BYLINES = {
    f'<div class="author">كتب: {AHMED}</div>': [AHMED],
    f"<p>كتبت: {MONA} - القاهرة</p>": [MONA],
    f"<small>بقلم/ {MONA}</small>": [MONA],
    f'<div><span>بقلم</span> <a href="/w/1">{MONA}</a></div>': [MONA],
    f"<div>كتبت: {MONA}<br>{DATE}</div>": [MONA],
    f'<p><i class="fa fa-user"></i> {MONA} <i class="fa fa-clock"></i> {DATE}</p>': [MONA],
    f'<div class="byline"><strong>طنطا - {MONA}</strong></div>': [MONA],
    f'<div class="author">كتب: {AHMED} و{MONA}</div>': [AHMED, MONA],
    f'<div class="author">تحرير: {MONA} تصوير: {AHMED}</div>': [MONA, AHMED],
    f'<div class="author">مراسلنا في القاهرة: {AHMED}</div>': [AHMED],
    f'<div class="author">خاص - {MONA}</div>': [MONA],
    f'<div class="author">د. {MONA} - كاتبة مصرية</div>': [f"د. {MONA}"],
    f'<div class="author">{MONA} mona@paper.example</div>': [MONA],
    f'<div class="author">كتبت {MONA} من القاهرة:</div>': [MONA],
    '<div class="author">القاهرة - رويترز</div>': ["رويترز"],
    "<p>باريس - أ ف ب</p>": ["أ ف ب"],
    '<div class="author">بقلم: وليد وهدان</div>': ["وليد وهدان"],
    f"<p>كتب: {AHMED}، {MONA}، وسارة حسن</p>": [AHMED, MONA, "سارة حسن"],
    f'<span class="x">{DATE}</span><span class="writeBy">كتبت {MONA}</span>': [MONA],
}


@pytest.mark.parametrize(("shown", "authors"), BYLINES.items())
def test_a_byline_is_read_and_leaves_the_text(
    room: Room, tmp_path: Path, shown: str, authors: list[str]
) -> None:
    found = taken(room, tmp_path, page(above=shown))
    assert found.authors == authors
    assert found.text == WORDS


@pytest.mark.parametrize(
    "sentence",
    [
        "كتبت الصحيفة أمس أن الطريق مفتوح.",
        "كتب الوزير على صفحته: الطريق مفتوح",
        "القاهرة - قال الوزير إن الطريق مفتوح.",
        "القاهرة - زيارة رسمية",
        "في 20 نوفمبر 2020 فتح الطريق أول مرة.",
        "القاهرة، 20 نوفمبر 2020 - فتح الطريق.",
        "كتب <a href='/m'>الوزير</a> اليوم",
        "تقرير: الطرق الساحلية",
        "</p><h3>تقرير: طرق البلاد</h3><p>",
        "</p><h3>20 نوفمبر 2020</h3><p>",
        "</p><blockquote>كتب: لا شيء</blockquote><p>",
    ],
)
def test_a_sentence_of_the_text_is_neither(room: Room, tmp_path: Path, sentence: str) -> None:
    found = taken(room, tmp_path, page(above=f"<p>{sentence}</p>"))
    assert not found.authors
    assert found.article.published == room.now
    assert found.text.endswith(WORDS)
    assert len(found.text) > len(WORDS)


@pytest.mark.parametrize(
    "line",
    [
        f'<div class="box"><h3><a href="/b">خبر آخر</a></h3><b class="author">{AHMED}</b></div>',
        f"<p>تصوير: {AHMED}</p>",
        '<div class="author-box">كاتب صحفي</div>',
    ],
)
def test_neither_another_storys_writer_nor_a_camera_nor_a_job_is_the_author(
    room: Room, tmp_path: Path, line: str
) -> None:
    assert taken(room, tmp_path, amid(line)).authors == []


def test_a_byline_below_the_first_of_the_text_is_read(room: Room, tmp_path: Path) -> None:
    found = taken(room, tmp_path, amid(f"<div>كتبت: {MONA}</div><div>{DATE}</div>"))
    assert found.authors == [MONA]
    assert found.article.published.isoformat() == MOMENT


def test_a_byline_at_the_end_is_read(room: Room, tmp_path: Path) -> None:
    assert taken(room, tmp_path, page(below=f"<p>كتبت: {MONA}</p>")).authors == [MONA]


def test_a_box_about_the_author_names_him(room: Room, tmp_path: Path) -> None:
    box = f'<div class="author-box"><h4>{MONA}</h4><p>صحفية في الساحل تكتب عن الطرق</p></div>'
    assert taken(room, tmp_path, page(below=box)).authors == [MONA]


DATES = {
    f'<span class="x7">{DATE}</span>': MOMENT,
    f'<ul><li><i class="fa fa-clock"></i> {DATE}</li><li>سياسة</li></ul>': MOMENT,
    f"<p>نُشر في: {DATE}</p>": MOMENT,
    "<div>تاريخ النشر: 2026/11/20 10:00 | آخر تحديث: 2026/11/21 11:00</div>": MOMENT,
    f"<p>آخر تحديث: 21 نوفمبر 2026</p><p>نشر: {DATE}</p>": MOMENT,
    '<div class="date">الجمعة 20 نوفمبر ٢٠٢٦ | ١٠:٠٠ ص</div>': MOMENT,
    '<div class="date">10 جمادى الآخرة 1448 هـ - 20 نوفمبر 2026 م - 10:00 ص</div>': MOMENT,
    '<div class="a"><span>20 نوفمبر 2026</span><span>10:00 ص</span></div>': MOMENT,
    f'<div class="info">{DATE} <span>1500 مشاهدة</span></div>': MOMENT,
    f'<time datetime="0001-01-01">{DATE}</time>': MOMENT,
    '<span class="date" title="2026-11-20 10:00">منذ ساعتين</span>': MOMENT,
    '<meta itemprop="datePublished" content="2026-11-20T10:00:00+02:00">': MOMENT,
    "<p>نُشر: 10:00-20 نوفمبر 2026 م ـ 10 جمادى الآخرة 1448 هـ</p>": MOMENT,
    f"<dl><dt>نشر في</dt><dd>{DATE}</dd></dl>": MOMENT,
}


@pytest.mark.parametrize(("shown", "moment"), DATES.items())
def test_a_date_is_read_and_leaves_the_text(
    room: Room, tmp_path: Path, shown: str, moment: str
) -> None:
    found = taken(room, tmp_path, page(above=shown))
    assert found.article.published.isoformat() == moment
    assert "2026" not in found.text
    assert "٢٠٢٦" not in found.text
    assert found.text.endswith(WORDS)


def test_the_date_of_a_change_is_that_of_updated(room: Room, tmp_path: Path) -> None:
    shown = f"<p>نشر في {DATE}</p><p>آخر تحديث: 21 نوفمبر 2026 - 11:00 ص</p>"
    found = taken(room, tmp_path, page(above=shown)).article
    assert found.published.isoformat() == MOMENT
    assert found.updated.isoformat().startswith("2026-11-21T09:00:00")


CLOCK = "السبت 28 نوفمبر 2026"
OTHER = '<h3><a href="/b">خبر آخر</a></h3>'
OTHER_DATE = '<p class="date">1 يناير 2026</p>'
OTHERS = {
    "a clock": page(before=f'<div class="topbar"><span class="date">{CLOCK}</span></div>'),
    "a clock beside": page(wrap="div", before=f'<span class="date">{CLOCK}</span>'),
    "today": page(wrap="div", above=f"<p>اليوم {CLOCK}</p>"),
    "a time of a clock": page(wrap="div", before='<time datetime="2026-11-28">السبت</time>'),
    "another story": page(
        wrap="div", after='<div><h3>خبر آخر</h3><span class="date">1 يناير 2026</span></div>'
    ),
    "one in the article": page(
        below='<div><h4>خبر آخر</h4><time datetime="2026-01-01">1 يناير 2026</time></div>'
    ),
    "one in the middle": amid(f"<div>{OTHER}{OTHER_DATE}</div>"),
    "one in the middle, dated above": amid(f"<div>{OTHER_DATE}{OTHER}</div>"),
    "a comment": page(below='<div class="comments"><time datetime="2026-11-22">أمس</time></div>'),
}


@pytest.mark.parametrize("html", OTHERS.values(), ids=OTHERS)
def test_the_date_of_something_else_is_not_taken(room: Room, tmp_path: Path, html: str) -> None:
    assert taken(room, tmp_path, html).article.published == room.now


def test_the_articles_own_date_counts_beside_others(room: Room, tmp_path: Path) -> None:
    html = page(
        wrap="div",
        before=f'<div><time datetime="2026-11-28">{CLOCK}</time></div>',
        above=f"<span>{DATE}</span>",
        after='<ul><li><a href="/b">خبر</a> <time datetime="2026-01-01">1 يناير</time></li></ul>',
    )
    assert taken(room, tmp_path, html).article.published.isoformat() == MOMENT


def test_a_logo_in_the_first_heading_hides_no_date(room: Room, tmp_path: Path) -> None:
    logo = '<h1 class="logo"><a href="/">صحيفة الساحل</a></h1>'
    text = f"<h2>{HEADING}</h2><p>كتبت: {MONA}</p><p>{DATE}</p>{TEXT}"
    title = f"{HEADING} - صحيفة الساحل"
    found = taken(room, tmp_path, page(title=title, before=logo, heading="", text=text))
    assert found.article.title == HEADING
    assert (found.authors, found.article.published.isoformat()) == ([MONA], MOMENT)
