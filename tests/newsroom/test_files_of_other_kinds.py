"""What people save as a text: read as what it is, or refused with a word on what to do."""

import json
import quopri
from pathlib import Path

import pytest

from store import Store
from tests.newsroom.pages import HEADING, TEXT, WORDS, page
from tests.newsroom.reading import Taken, take
from tests.room import Room

LINES = TEXT.replace("<p>", "").replace("</p>", "\n")


@pytest.fixture
def room(sqlite: str) -> Room:
    return Room(Store(sqlite))


@pytest.fixture
def taken(room: Room, tmp_path: Path, data: str | bytes) -> Taken:
    return take(room, tmp_path, "خبر.txt", data)


WORD = (
    "<html xmlns:w='urn:schemas-microsoft-com:office:word'><head><title>مسودة قديمة</title>"
    "<meta name=Generator content='Microsoft Word 15 (filtered)'><style>p{margin:0}</style></head>"
    f"<body lang=AR-EG><div><p class=MsoNormal><b>{HEADING}</b></p>{TEXT}</div></body></html>"
)
GOOGLE = (
    '<html><head><meta content="text/html; charset=UTF-8"></head><body class="c3 doc-content">'
    f'<p class="c1 title"><span>{HEADING}</span></p>{TEXT}</body></html>'
)
SAVED = (
    "From: <Saved by Blink>\nSnapshot-Content-Location: https://paper.example/news/1\n"
    'MIME-Version: 1.0\nContent-Type: multipart/related;\n\ttype="text/html"; boundary="--b"\n\n'
    "----b\nContent-Type: text/html; charset=utf-8\nContent-Transfer-Encoding: quoted-printable\n"
    "Content-Location: https://paper.example/news/1\n\n"
    f"{quopri.encodestring(page().encode()).decode()}\n----b\nContent-Type: image/png\n"
    "Content-Transfer-Encoding: base64\n\niVBORw0KGgo=\n\n----b--\n"
)
RECORD = json.dumps({"id": "1", "title": HEADING, "html": TEXT}, ensure_ascii=False)
READ: dict[str, str | bytes] = {
    "HTML below a heading": f"<h1>{HEADING}</h1>\n{TEXT}",
    "HTML in a division": f'<div dir="rtl"><h2>{HEADING}</h2>{TEXT}</div>',
    "HTML whose first line is bold": f"<p><strong>{HEADING}</strong></p>{TEXT}",
    "blocks of WordPress": f"<!-- wp:heading -->\n<h1>{HEADING}</h1>\n<!-- /wp:heading -->{TEXT}",
    "a clipboard": f"Version:0.9\n<html><!--StartFragment--><h1>{HEADING}</h1>{TEXT}"
    "<!--EndFragment--></html>",
    "a heading above a text": f"<h1>{HEADING}</h1>\n{LINES}",
    "HTML below its charset": f'<meta charset="utf-8"><b id="docs-1"><h1>{HEADING}</h1>{TEXT}</b>',
    "a page of Word": WORD,
    "a page of Word in its charset": WORD.encode("windows-1256"),
    "a page of Google Docs": GOOGLE,
    "a page in one file": SAVED,
    "a page in one file of Windows": SAVED.replace("\n", "\r\n"),
    "a page in UTF-16": page().encode("utf-16"),
    "a record in UTF-16": RECORD.encode("utf-16"),
}


@pytest.mark.parametrize("data", READ.values(), ids=READ)
def test_it_is_read_whole_as_what_it_is(taken: Taken) -> None:
    assert taken.article.title == HEADING
    assert taken.text == WORDS


def test_a_page_in_one_file_stands_where_it_was_saved(room: Room, tmp_path: Path) -> None:
    found = take(room, tmp_path, "خبر.mht", SAVED).article
    assert (found.title, found.url) == (HEADING, "https://paper.example/news/1")


BREAKS = f"{HEADING}<br/>\nسطر أول من الخبر<br/>\nسطر ثان من الخبر<br>\n"


@pytest.mark.parametrize("data", [BREAKS])
def test_lines_that_end_in_breaks_are_html(taken: Taken) -> None:
    assert taken.article.title == HEADING
    assert "&lt;br" not in taken.article.html
    assert taken.text == "سطر أول من الخبر سطر ثان من الخبر"


ADDRESS = "mona@paper.example"
MAIL = f"From: Mona <{ADDRESS}>\nTo: desk@paper.example\nSubject: خبر\n\n{LINES}"
MAILS: dict[str, str | bytes] = {
    "a mail": MAIL,
    "a mail in UTF-16": MAIL.encode("utf-16"),
    "a mail by way of servers": f"Received: from a.example\n\tby b.example\n{MAIL}",
    "a mailbox": f"From {ADDRESS} Fri Nov 20 10:00:00 2026\n{MAIL}",
    "a copy of Outlook": f"From:\tMona\nSent:\tFriday\nTo:\tDesk\nSubject:\t{HEADING}\n\n{LINES}",
    "an Arabic copy": f"من: منى\nتاريخ الإرسال: أمس\nإلى: التحرير\nالموضوع: خبر\n\n{LINES}",
    "one that was passed on": f"{HEADING}\n{LINES}\nمن: منى <{ADDRESS}>\nالموضوع: خبر\n\n{LINES}",
    "one that was passed on without an address": (
        f"{HEADING}\n{LINES}\n---------- رسالة مُعاد توجيهها ---------\nمن: منى السيد\n\n{LINES}"
    ),
    "one below a long text": f"{HEADING}\n{LINES * 100}\n{MAIL}",
    "an answer": f"{HEADING}\n{LINES}\nفي الجمعة، كتب منى السيد <{ADDRESS}>:\n> نعم",
    "a signature": f"{HEADING}\n{LINES}\n--\nمنى السيد\n{ADDRESS}\n",
    "whom it goes to": f"{HEADING}\nCc: {ADDRESS}; desk@paper.example\n{LINES}",
    "an Arabic line": f"من: {ADDRESS}\n{HEADING}\n{LINES}",
    "a mail with pictures": SAVED.replace("<Saved by Blink>", f"Mona <{ADDRESS}>\nTo: x@y.example"),
    "a mail in HTML": f"<p>From: Mona &lt;{ADDRESS}&gt;</p><p>To: x@y.example</p>{TEXT}",
}


@pytest.mark.parametrize("data", MAILS.values(), ids=MAILS)
def test_a_mail_is_refused_and_no_address_published(taken: Taken) -> None:
    assert "mail" in taken.refusal


REFUSED: dict[str, tuple[str | bytes, str]] = {
    "RTF": (r"{\rtf1\ansi \'c7}", "RTF"),
    "RTF in UTF-16": (r"{\rtf1\ansi}".encode("utf-16"), "RTF"),
    "a PDF": (b"%PDF-1.7\n\xe2\xe3\xcf\xd3\nobj", "PDF"),
    "a document": (b"PK\x03\x04\x14\x00\x06\x00word/document.xml\xff\xfe", "word processor"),
    "an old document": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512), "word processor"),
    "a picture": (b"\x89PNG\r\n\x1a\n\0\0", "picture"),
    "a film": (b"\0\0\0\x18ftypmp42", "film"),
    "a card": (f"BEGIN:VCARD\nFN:منى\nEMAIL:{ADDRESS}\nEND:VCARD\n", "card"),
    "a calendar": (f"BEGIN:VCALENDAR\nATTENDEE:mailto:{ADDRESS}\nEND:VCALENDAR\n", "calendar"),
    "a table": (f"العنوان,الكاتب,البريد\n{HEADING},منى,{ADDRESS}\nخبر,منى,{ADDRESS}\n", "table"),
    "a table of tabs": (f"id\ttitle\tbody\n1\t{HEADING}\tنص\n", "table"),
    "a table with quotes": (f'id;title;body\n1;"{HEADING}; ثم";"سطر\nسطر"\n', "table"),
    "subtitles": ("1\n00:00:01,000 --> 00:00:04,000\nنص\n", "subtitles"),
    "subtitles of the web": ("WEBVTT\n\n00:01.000 --> 00:04.000\nنص\n", "subtitles"),
    "a chat": ("20/11/2026, 10:00 - منى: خبر\n20/11/2026, 10:01 - علي: نعم\n", "chat"),
    "a program": ("<?php echo 1; ?>\nنص", "program"),
    "a call": ('show({"title": "خبر"});', "program"),
    "NewsML": (f"<?xml version='1.0'?><newsItem><headline>{HEADING}</headline></newsItem>", "XML"),
    "NITF": (f"<nitf><body><hl1>{HEADING}</hl1></body></nitf>", "XML"),
    "an entry": (f"<entry xmlns='atom'><title>{HEADING}</title></entry>", "XML"),
    "a list of texts": (f'["{HEADING}"]', "no object"),
    "a remark in Google Docs": (
        GOOGLE.replace("</body>", '<p><a href="#cmnt_ref1">[a]</a> لا تنشر</p></body>'),
        "remarked",
    ),
    "what Word has deleted": (WORD.replace("<div>", "<div><del>سر</del>"), "deleted"),
    "HTML without a title": (TEXT, "title"),
}


@pytest.mark.parametrize(("data", "said"), REFUSED.values(), ids=REFUSED)
def test_what_is_no_article_is_refused_with_a_word(taken: Taken, said: str) -> None:
    assert all(said in reason for reason in taken.refusals)
    assert taken.refusals
    assert not taken.articles


TITLES = [
    "كيف تكتب <p> في HTML",
    "<عاجل> فتح الطريق",
    "{عاجل} فتح الطريق",
    "[عاجل] فتح الطريق",
    "<b>عاجل</b>: فتح الطريق",
    "أسماء, أرقام, مواعيد",
    "BEGIN: قصة شركة",
    "PK مطعم جديد",
    "MZ شركة ناشئة",
    "From Cairo with love",
    "من هنا --> إلى هناك",
]


@pytest.mark.parametrize("data", [f"{title}\n{LINES}" for title in TITLES], ids=TITLES)
def test_a_text_that_begins_alike_is_a_text(taken: Taken, data: str) -> None:
    assert taken.article.title == data.partition("\n")[0]
    assert taken.text == WORDS


SENTENCES = [
    "من: وزير النقل إلى كل السائقين، تحية طيبة.",
    f"للتواصل مع التحرير: {ADDRESS}",
    "إلى: رئيس التحرير\nالموضوع: الطريق الساحلي",
    "استعمل <div> و<p> لكل فقرة، هكذا: نص.",
]


@pytest.mark.parametrize("data", [f"{HEADING}\n{line}\n{LINES}" for line in SENTENCES])
def test_a_text_may_speak_of_mails_and_of_html(taken: Taken) -> None:
    assert taken.article.title == HEADING
    assert taken.text.endswith(WORDS)


def test_markdown_within_an_element_keeps_its_title(room: Room, tmp_path: Path) -> None:
    text = f'<div dir="rtl">\n\n# {HEADING}\n\nنص **مهم** للخبر.\n\n</div>\n'
    found = take(room, tmp_path, "خبر.md", text)
    assert (found.article.title, found.text) == (HEADING, "نص مهم للخبر.")
