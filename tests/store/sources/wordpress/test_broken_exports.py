"""One bad spot of an export is one post's: mended as feeds are, else refused with its line."""

import io
import time
import tracemalloc

import pytest

from store import Draft, Refused
from store.draft import SourceItem
from store.sources.file import File
from store.sources.wordpress import exportpieces, exportstream, wxr
from tests.wxr import HEAD, TAIL, attachment, post

LINE = HEAD.count("\n") + 1 + post(1).count("\n")  # of the second post


def read(text: str | bytes) -> list[SourceItem]:
    data = text.encode() if isinstance(text, str) else text
    return list(wxr.read(File(io.BytesIO(data), "export.xml", "export.xml")))


def shown(items: list[SourceItem]) -> list[str]:
    """The ids of posts, and the lines of refusals."""
    return [item.id or "" if isinstance(item, Draft) else f"!{item.place.line}" for item in items]


def around(second: str) -> str:
    """An export whose second post is spoilt."""
    return HEAD + post(1) + second + post(3) + TAIL


PLAIN = post(2).replace("افتتاح سوق الكتب رقم 2 &amp; تفاصيله", "سعر الذهب {} اليوم")
MENDED = {
    "a bare ampersand": ("&", "سعر الذهب & اليوم"),
    "an ampersand of an address": ("&x=1&y", "سعر الذهب &x=1&y اليوم"),
    "an entity of HTML": ("&laquo;و&raquo;&nbsp;", "سعر الذهب «و»\xa0 اليوم"),
    "a control by number": ("و&#8;", "سعر الذهب و اليوم"),
    "a separator by hex number": ("&#x1F;و", "سعر الذهب \nو اليوم"),
    "a bare less": ("< 5", "سعر الذهب < 5 اليوم"),
    "a separator": ("\x0bو", "سعر الذهب  و اليوم"),
    "a noncharacter": ("\uffffو", "سعر الذهب و اليوم"),
    "a stray end of CDATA": ("]]>", "سعر الذهب  اليوم"),
    "an attribute twice, and without quotes": ("<x a='1' a='2' b=3/>", None),
    "a comment with dashes": ("<!-- أ -- ب -->", None),
    "a declaration in the middle": ('<?xml version="1.0"?>', None),
    "HTML as it stands": ("<b>جدا</b><br>", "سعر الذهب <b>جدا</b><br> اليوم"),
    "an unknown prefix": ("<yoast:x>1</yoast:x>", None),
}


@pytest.mark.parametrize(("spot", "title"), MENDED.values(), ids=MENDED)
def test_what_can_be_mended_is(spot: str, title: str | None) -> None:
    items = read(around(PLAIN.format(spot)))
    assert shown(items) == ["1", "2", "3"]
    second = items[1]
    assert isinstance(second, Draft)
    assert title is None or second.title == title


def test_a_cdata_within_cdata_is_mended() -> None:
    assert shown(read(around(post(2, content="<p><![CDATA[نص]]> آخر</p>")))) == ["1", "2", "3"]


REFUSED = {
    "a tag that never closes": PLAIN.format("<b>"),
    "a tag that closes another": PLAIN.format("</title>"),
    "half a tag": PLAIN.format("<b a="),
    "an item without end": post(2).replace("</item>", ""),
    "a CDATA that never closes": post(2).replace("كتب]]>", "كتب"),
}


@pytest.mark.parametrize("second", REFUSED.values(), ids=REFUSED)
def test_what_cannot_be_mended_is_refused_alone_with_its_line(second: str) -> None:
    assert shown(read(around(second))) == ["1", f"!{LINE}", "3"]


KEY = "<wp:meta_key>x</wp:meta_key>"
WINDOWS = "قال".encode("cp1256")


def test_a_byte_of_another_charset_refuses_the_post_that_holds_it() -> None:
    text = around(post(2, content="نص @")).encode().replace(b"@", WINDOWS)
    items = read(text)
    assert shown(items) == ["1", f"!{LINE}", "3"]
    assert "another charset" in str(items[1])


@pytest.mark.parametrize(
    "second",
    [
        post(2, meta="<wp:comment><wp:comment_content>@</wp:comment_content></wp:comment>"),
        post(
            2,
            meta="<wp:postmeta><wp:meta_key>x</wp:meta_key><wp:meta_value>@</wp:meta_value></wp:postmeta>",
        ),
        post(2) + attachment(2).replace("رفوف", "@"),
    ],
    ids=["a comment", "a field", "the words of a picture"],
)
def test_a_byte_where_nothing_is_read_spoils_nothing(second: str) -> None:
    assert shown(read(around(second).encode().replace(b"@", WINDOWS))) == ["1", "2", "3"]


@pytest.mark.parametrize("charset", ["windows-1256", "iso-8859-6", "utf-16"])
def test_an_export_in_another_charset_is_read_as_it_says(charset: str) -> None:
    text = HEAD.replace("UTF-8", charset) + post(1, content="قال الوزير") + TAIL
    (item,) = read(text.replace("é", "").encode(charset, "ignore"))
    assert isinstance(item, Draft)
    assert "قال الوزير" in str(item.html)


def test_a_label_that_the_bytes_contradict_counts_for_nothing() -> None:
    (item,) = read(HEAD.replace("UTF-8", "windows-1256") + post(1) + TAIL)
    assert isinstance(item, Draft)
    assert item.title == "افتتاح سوق الكتب رقم 1 & تفاصيله"


HEADS = {
    "a bare ampersand": HEAD.replace("مجلة الضفة", "الضفة & النهر"),
    "an entity": HEAD.replace("مجلة الضفة", "الضفة&nbsp;"),
    "a prefix that is not declared": HEAD.replace(
        ' xmlns:dc="http://purl.org/dc/elements/1.1/"', ""
    ),
    "a tag between": HEAD + "<atom:link href='x'/>",
    "other addresses": HEAD.replace("http://purl", "https://purl"),
}


@pytest.mark.parametrize("head", HEADS.values(), ids=HEADS)
def test_a_bad_spot_of_the_head_costs_no_post_and_no_author(head: str) -> None:
    items = read(head + post(1) + post(2) + TAIL)
    assert shown(items) == ["1", "2"]
    assert isinstance(items[0], Draft)
    assert [author.name for author in items[0].authors] == ["هدى سالم"]


def test_a_head_that_is_beyond_mending_costs_the_names_of_authors_alone() -> None:
    items = read(HEAD.replace("<link>", "<b><link") + post(1) + TAIL)
    assert shown(items) == ["1"]


def test_an_item_in_the_text_of_a_post_is_text() -> None:
    sample = "<item><title>مثال</title></item>\n<item><wp:status>publish</wp:status></item>"
    items = read(around(post(2, content=f"هكذا يكتب الموجز: {sample}")))
    assert shown(items) == ["1", "2", "3"]
    broken = read(around(PLAIN.format("<b>").replace("<!-- wp:paragraph -->", sample)))
    assert [found for found in broken if isinstance(found, Draft)][1:] == [broken[-1]]
    assert shown(broken)[-1] == "3"


def test_lines_are_those_of_the_file() -> None:
    bad = PLAIN.format("<b>")
    items = read("\n\n" + HEAD + bad + post(2) + bad + TAIL)
    first = HEAD.count("\n") + 3
    assert shown(items) == [
        f"!{first}",
        "2",
        f"!{first + bad.count(chr(10)) + post(2).count(chr(10))}",
    ]


def test_an_export_of_bad_spots_alone_takes_no_longer_than_any() -> None:
    """Each of them is cut, parsed and mended a few times, and what is behind it is not."""
    seconds = [_seconds(PLAIN.format("<b>"), count) for count in (100, 400)]
    assert seconds[1] < 12 * seconds[0]
    seconds = [_seconds(post(2).replace("]]>", ""), count) for count in (100, 400)]
    assert seconds[1] < 12 * seconds[0]


def _seconds(bad: str, count: int) -> float:
    text = HEAD + bad * count + post(3) + TAIL
    start = time.thread_time()
    read(text)
    return time.thread_time() - start


def test_a_post_that_never_ends_is_passed_over_in_bounded_memory(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(exportpieces, "EXPORT_PIECE_LIMIT", 200_000)
    endless = post(2, content="س" * 4_000_000).replace("]]>", "")
    text = around(endless).encode()
    tracemalloc.start()
    items = read(text)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert shown(items) == ["1", f"!{LINE}", "3"]
    assert peak < 8_000_000


def test_a_file_of_faults_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exportstream, "EXPORT_FAULTS_LIMIT", 3)
    *broken, last = read(HEAD + PLAIN.format("<b>") * 5 + TAIL)
    assert len(broken) == 3
    assert "more than 3 items that cannot be read" in str(last)


def test_what_breaks_off_says_so_behind_what_is_whole() -> None:
    for text in (HEAD + post(1) + post(2)[:300], HEAD + post(1)):
        first, last = read(text)
        assert isinstance(first, Draft)
        assert isinstance(last, Refused)
        assert last.place.line is None
