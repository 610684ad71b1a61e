"""A file that is named as a text and is something else is read as that, or refused."""

import io
from pathlib import Path

import pytest

from store.draft import Draft, SourceItem
from store.errors import Refused
from store.sources.opening import read_drafts
from tests.store.sources.articletext.samples import SENTENCE

PAGE = (
    '<!DOCTYPE html>\n<html lang="ar" dir="rtl"><head><title>توسعة الميناء</title></head><body>'
    f"<article><h1>توسعة الميناء</h1><p>{SENTENCE}</p><p>{SENTENCE} وتستمر الأعمال عامين.</p>"
    "</article></body></html>"
)
FEED = (
    '<?xml version="1.0"?><rss version="2.0"><channel><title>ميناء</title><item>'
    f"<title>توسعة الميناء</title><description>{SENTENCE}</description></item></channel></rss>"
)
RECORD = f'{{"id": "m-1", "title": "توسعة الميناء", "text": "{SENTENCE}"}}'


def items(tmp_path: Path, data: str | bytes, name: str = "خبر.txt") -> list[SourceItem]:
    path = tmp_path / name
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return list(read_drafts([path]))


READ = {
    "a page": PAGE,
    "a page below a comment": f"\n<!-- حفظ -->\n{PAGE}",
    "a page without its doctype": PAGE.partition("\n")[2],
    "a page in capitals": PAGE.replace("<html", "<HTML").replace("html>", "HTML>"),
    "a page of XHTML": '<?xml version="1.0"?>' + PAGE.replace("html>", 'Html PUBLIC "-//W3C">', 1),
    "a page that lost its beginning": "<head>" + PAGE.partition("<head>")[2],
    "a page of Windows": PAGE.encode("windows-1256"),
    "a feed": FEED,
    "a record": RECORD,
    "a record below blank lines": f"\n\n{RECORD}\n",
    "a list of records": f"[{RECORD}]",
    "a record over lines": RECORD.replace(", ", ",\n"),
}


@pytest.mark.parametrize("data", READ.values(), ids=READ)
def test_it_is_read_as_what_it_is(tmp_path: Path, data: str | bytes) -> None:
    (found,) = items(tmp_path, data)
    assert isinstance(found, Draft), found
    assert found.title == "توسعة الميناء"
    assert SENTENCE in f"{found.html}{found.text}"
    assert "<title" not in (found.html or "")


def test_each_line_of_records_is_a_record(tmp_path: Path) -> None:
    found = items(tmp_path, f"{RECORD}\n{RECORD.replace('m-1', 'm-2')}\n", "أخبار.md")
    assert [item.id for item in found if isinstance(item, Draft)] == ["m-1", "m-2"]


def test_drafts_of_an_export_are_no_text(tmp_path: Path) -> None:
    post = "<item><title>سر</title><wp:status>draft</wp:status><wp:post_type>post</wp:post_type>"
    data = (
        '<rss version="2.0" xmlns:wp="http://wordpress.org/export/1.2/"><channel>'
        f"<wp:wxr_version>1.2</wp:wxr_version>{post}</item></channel></rss>"
    )
    assert not [item for item in items(tmp_path, data) if isinstance(item, Draft)]


MAIL = "From: Mona <mona@example.com>\nTo: desk@example.com\nSubject: توسعة الميناء\n\n"
REFUSED = {
    "RTF": (r"{\rtf1\ansi\ansicpg1256 \'c7\'e1}", "RTF"),
    "RTF below a mark": ("\ufeff" + r"{\rtf1\ansi \'c7\'e1}", "RTF"),
    "PDF": ("%PDF-1.7\nobj", "PDF"),
    "a word processor's": ("PK\x03\x04word/document.xml", "word processor"),
    "a mail": (f"{MAIL}{SENTENCE}", "mail"),
    "a mail of Windows": (f"{MAIL}{SENTENCE}".replace("\n", "\r\n"), "mail"),
    "a mail from a server": (
        f"Received: from a.example\n\tby b.example\nReturn-Path: <a@example.com>\n\n{SENTENCE}",
        "mail",
    ),
    "a mail in Arabic": (
        f"من: منى <mona@example.com>\nإلى: التحرير\nالموضوع: خبر\n\n{SENTENCE}",
        "mail",
    ),
    "a mail without addresses": (
        f"Subject: خبر\nMIME-Version: 1.0\nContent-Type: text/plain\n\n{SENTENCE}",
        "mail",
    ),
    "a forwarded mail": (
        f"توسعة الميناء\n{SENTENCE}\n---- Forwarded ----\n{MAIL}{SENTENCE}",
        "mail",
    ),
    "an answered mail": (f"توسعة الميناء\n> {MAIL.replace(chr(10), chr(10) + '> ')}", "mail"),
}


@pytest.mark.parametrize(("data", "said"), REFUSED.values(), ids=REFUSED)
def test_what_may_hold_more_than_its_text_is_refused(tmp_path: Path, data: str, said: str) -> None:
    (found,) = items(tmp_path, data)
    assert isinstance(found, Refused), found
    assert said in found.reason
    assert "save it as plain text in UTF-8" in found.reason


@pytest.mark.parametrize(("data", "source"), [(PAGE, "page"), (FEED, "feed"), (RECORD, "json")])
def test_what_is_named_a_text_on_purpose_is_refused(data: str, source: str) -> None:
    (found,) = read_drafts(["-"], "text", io.BytesIO(data.encode()))
    assert isinstance(found, Refused)
    assert f"the format '{source}'" in found.reason


TEXTS = {
    "a mail that is told of": f"رسالة من الوزير\nقال: اكتبوا إلى a@example.com\n{SENTENCE}",
    "an address below a list": f"مواعيد\nمن: الثامنة\nإلى: العاشرة\n{SENTENCE} a@example.com",
    "signs in a title": f"5 < 6 <b>\n{SENTENCE}",
    "a bracket": f"[1] توسعة الميناء\n{SENTENCE}",
    "HTML below a title": f"توسعة الميناء\n<p>{SENTENCE}</p>",
}


@pytest.mark.parametrize("data", TEXTS.values(), ids=TEXTS)
def test_a_text_is_a_text(tmp_path: Path, data: str) -> None:
    (found,) = items(tmp_path, data)
    assert isinstance(found, Draft), found
    assert found.title == data.partition("\n")[0]
