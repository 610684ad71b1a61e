"""A text file is one article: what editors type, with or without front matter, is read for what it
is.
"""

import io
import re
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.draft import Draft, DraftAuthor, DraftImage, DraftRelated
from store.errors import Refused
from store.sources.articletext import textfile as text
from store.sources.file import File
from store.text.addresses import uri
from store.text.markup.clean import clean
from store.text.markup.read import plain
from store.text.markup.tags import SafeHtml

EXAMPLE = Path(__file__).parents[5] / "shared" / "example" / "article.txt"


def read(data: bytes | str, name: str = "خبر.txt") -> Draft | Refused:
    stream = io.BytesIO(data.encode() if isinstance(data, str) else data)
    (found,) = text.read(File(stream, name, f"politics/{name}", "politics"))
    return found


def draft(data: bytes | str, name: str = "خبر.txt") -> Draft:
    found = read(data, name)
    assert isinstance(found, Draft), found
    return found


def refused(data: bytes | str) -> Refused:
    found = read(data)
    assert isinstance(found, Refused)
    assert found.place.file == "خبر.txt"
    return found


def body(*lines: str) -> str:
    """The HTML of a bare body of these lines."""
    return draft("\n".join(["عنوان الخبر", *lines])).html or ""


@pytest.mark.skipif(not EXAMPLE.exists(), reason="the example record is not here")
def test_the_example_record_is_read_as_it_is_meant() -> None:
    lines = EXAMPLE.read_text(encoding="utf-8").split("\n")
    found = draft(EXAMPLE.read_bytes())
    html = found.html or ""
    assert found.title == lines[0]
    assert found.image is not None
    assert f"![{found.image.alt}]({found.image.url})" == lines[1]
    assert len(uri(found.image.url)) == 383
    assert html.count("<p>") == 16
    assert f"<p>{lines[2]} {lines[3]}</p>" in html
    assert re.findall("<h2>(.*?)</h2>", html) == [lines[at - 1] for at in (6, 11, 15, 20)]
    assert found.related == (DraftRelated(title=lines[-1]),)
    assert lines[-1] not in html
    assert lines[-2] not in html
    assert (found.published, found.source, found.authors, found.sections, found.credit) == (
        None,
        None,
        (),
        (),
        None,
    )


SENTENCE = "وصل الوفد إلى المدينة صباح اليوم في زيارة تستمر ثلاثة أيام."
LONG = (
    "وقال المتحدث إن اللقاء تناول ملفات التعاون في الطاقة والنقل والمياه والتعليم والصحة بين"
    " البلدين"
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


RELATED: dict[str, tuple[list[str], list[DraftRelated], str]] = {
    "at the end": (["اقرأ أيضًا", "خبر آخر"], [DraftRelated(title="خبر آخر")], ""),
    "several at the end": (
        ["طالع أيضاً:", "خبر آخر", "", "- [خبر ثالث](https://example.com/3)"],
        [
            DraftRelated(title="خبر آخر"),
            DraftRelated(title="خبر ثالث", url="https://example.com/3"),
        ],
        "",
    ),
    "in the middle": (
        ["إقرأ أيضا..", "", "خبر آخر", SENTENCE],
        [DraftRelated(title="خبر آخر")],
        SENTENCE,
    ),
    "in the middle, above a heading": (
        ["اقرأ أيضا", "خبر آخر", "ملفات الزيارة", SENTENCE, SENTENCE],
        [DraftRelated(title="خبر آخر")],
        f"ملفات الزيارة\n\n{SENTENCE}\n\n{SENTENCE}",
    ),
    "in its own line": (
        ["شاهدوا المزيد: خبر آخر", SENTENCE],
        [DraftRelated(title="خبر آخر")],
        SENTENCE,
    ),
    "in its own line, unparted": (
        ["تابع أيضا خبر آخر", SENTENCE],
        [DraftRelated(title="خبر آخر")],
        SENTENCE,
    ),
    "other words for it": (["مواضيع ذات صلة", "خبر آخر"], [DraftRelated(title="خبر آخر")], ""),
    "and others": (["قد يُهمك أيضاً |", "خبر آخر"], [DraftRelated(title="خبر آخر")], ""),
    "one after the other": (
        ["اقرأ أيضا", "خبر آخر", "قد يهمك", "خبر ثالث"],
        [DraftRelated(title="خبر آخر"), DraftRelated(title="خبر ثالث")],
        "",
    ),
    "a marker without a title": (["اقرأ أيضا", SENTENCE], [], SENTENCE),
    "a sentence that begins like one": (
        ["قد يهمك أن تعرف أن المدينة قديمة.", SENTENCE],
        [],
        f"قد يهمك أن تعرف أن المدينة قديمة.\n\n{SENTENCE}",
    ),
    "another sentence": ([f"شاهد أيضا {SENTENCE}"], [], f"شاهد أيضا {SENTENCE}"),
}


@pytest.mark.parametrize(("lines", "related", "rest"), RELATED.values(), ids=RELATED.keys())
def test_related_titles_are_no_body(
    lines: list[str], related: list[DraftRelated], rest: str
) -> None:
    found = draft("\n".join(["عنوان", "مقدمة الخبر.", *lines]))
    assert list(found.related) == related
    assert plain(SafeHtml(found.html or "")) == "\n\n".join(["مقدمة الخبر.", *filter(None, [rest])])


CREDITS = [
    "The post خبر appeared first on جريدة المثال.",
    "ظهرت المقالة خبر أولاً على جريدة المثال.",
    "ظهرت المقالة خبر أولًا على جريدة المثال",
]


@pytest.mark.parametrize("line", CREDITS)
@pytest.mark.parametrize("name", ["خبر.txt", "خبر.md"])
def test_boilerplate_becomes_credit(line: str, name: str) -> None:
    found = draft(f"عنوان\n\n**خبر** مهم.\n\n{line}", name)
    assert found.credit == line
    assert line not in f"{found.html}{found.markdown}"


FRONT = """---
id: politics-7
title: عنوان
author: منى
section: سياسة
tags: [قمة, مياه]
date: 2026-11-08
image:
  url: /a.jpg
  width: 780
summary:
correction: yes
---
"""


def test_front_matter_gives_fields() -> None:
    found = draft(f"{FRONT}{SENTENCE}\nملفات الزيارة\n{SENTENCE}")
    assert (found.id, found.title, found.published, found.summary) == (
        "politics-7",
        "عنوان",
        "2026-11-08",
        None,
    )
    assert (found.authors, found.sections, found.tags) == (
        (DraftAuthor(name="منى"),),
        ("سياسة",),
        ("قمة", "مياه"),
    )
    assert found.image == DraftImage(url="/a.jpg", width=780)
    assert found.correction
    assert found.html == f"<p>{SENTENCE}</p>\n<h2>ملفات الزيارة</h2>\n<p>{SENTENCE}</p>"


def test_below_front_matter_without_title_the_first_line_is_the_title() -> None:
    found = draft(f"---\nsection: سياسة\n---\nعنوان\n{SENTENCE}")
    assert (found.title, found.html) == ("عنوان", f"<p>{SENTENCE}</p>")


def test_what_the_body_holds_stands_beside_what_front_matter_gives() -> None:
    found = draft(
        "---\ntitle: عنوان\nimage: /a.jpg\nrelated: أول\ncredit:"
        f" وكالة\n---\n![ب](/b.jpg)\n{SENTENCE}\n{CREDITS[0]}\nاقرأ أيضا\nثان"
    )
    assert found.image == DraftImage(url="/a.jpg")
    assert '<img src="/b.jpg" alt="ب">' in (found.html or "")
    assert [one.title for one in found.related] == ["أول", "ثان"]
    assert found.credit == f"وكالة {CREDITS[0]}"


BROKEN: dict[str, tuple[str, int | None, str]] = {
    "a colon in a value": ("---\nid: 7\ntitle: قمة: ختام\n---\n", 3, "put a value that holds `: `"),
    "a sign at the start of a value": ("---\ntitle: @خبر\n---\n", 2, "into quotes"),
    "an open quote": ('---\ntitle: "خبر\n---\n', 2, "into quotes"),
    "a tab before a field": ("---\ntitle: خبر\nimage:\n\turl: x\n---\n", 4, "indent with spaces"),
    "a list that holds itself": ("---\ntags: &a [*a]\n---\n", 2, "recursive node; put a value"),
    "a control character": ("---\nid: 7\ntitle: خبر \x07\n---\n", 3, "holds a control character"),
    "no end": ("---\ntitle: خبر\n", 1, "no line --- closes it"),
    "no end in time": ("---\n" + "# ملاحظة\n" * 20_000 + "---\n", 1, "within 64 KB"),
    "no fields": ("---\nخبر\n---\n", 2, "`field: value`"),
    "depth": ("---\n" + "[" * 50_000 + "\n---\n", 1, "no YAML"),
    "depth in a block": ("---\n" + "- " * 20_000 + "\n---\n", 1, "no YAML"),
    "an unknown field": ("---\ntitel: خبر\n---\n", None, "did you mean 'title'?"),
    "two bodies": ("---\ntitle: خبر\ntext: نص\n---\nنص آخر.", None, "another one below it"),
    "nothing": (" \n\n", None, "the file is empty"),
}


@pytest.mark.parametrize(("data", "line", "said"), BROKEN.values(), ids=BROKEN.keys())
def test_what_cannot_be_read_is_refused_with_its_line(
    data: str, line: int | None, said: str
) -> None:
    found = refused(data)
    assert said in found.reason
    assert found.place.line == line


def test_aliases_in_front_matter_stay_small() -> None:
    levels = "".join(f"_{at}: &a{at} [{', '.join([f'*a{at - 1}'] * 9)}]\n" for at in range(1, 12))
    found = refused(f"---\n_0: &a0 [x]\n{levels}title: *a11\n---\n")
    assert found.reason == "should be text, got a list"


def test_a_markdown_file_with_marks_is_markdown() -> None:
    found = draft("# عنوان الخبر\n\n![صورة](/a.jpg)\n\nنص **مهم**.\n\n## فرعي\n\nنص.", "خبر.md")
    assert found.title == "عنوان الخبر"
    assert found.image == DraftImage(url="/a.jpg", alt="صورة")
    assert (found.markdown or "").strip() == "نص **مهم**.\n\n## فرعي\n\nنص."
    assert found.html is None


def test_an_underlined_title_is_a_title() -> None:
    found = draft("عنوان الخبر\n=====\n\nنص *مهم*.", "خبر.md")
    assert (found.title, found.markdown) == ("عنوان الخبر", "نص *مهم*.")


def test_a_markdown_file_without_marks_is_bare() -> None:
    found = draft(f"عنوان\n{SENTENCE}\nملفات الزيارة\n{SENTENCE}", "خبر.md")
    assert found.markdown is None
    assert "<h2>ملفات الزيارة</h2>" in (found.html or "")


def test_blank_lines_below_front_matter_make_a_markdown_file_markdown() -> None:
    assert draft(f"{FRONT}\nأول.\n\nثان.", "خبر.md").markdown == "أول.\n\nثان."


def test_marks_in_a_text_file_are_text() -> None:
    assert draft("عنوان\n**نص**.").html == "<p>**نص**.</p>"


@pytest.mark.parametrize(
    "encoding", "utf-8 utf-8-sig utf-16 utf-16-le windows-1256 iso-8859-6".split()
)
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("last", ["", "\n"])
def test_charsets_marks_and_line_ends_make_no_difference(
    encoding: str, end: str, last: str
) -> None:
    found = draft((f"عنوان\n{SENTENCE}" + last).replace("\n", end).encode(encoding))
    assert (found.title, found.html) == ("عنوان", f"<p>{SENTENCE}</p>")


@pytest.mark.skipif(not EXAMPLE.exists(), reason="the example record is not here")
@pytest.mark.parametrize(
    "encoding", "utf-8 utf-8-sig utf-16 utf-16-be windows-1256 iso-8859-6".split()
)
def test_the_example_record_is_the_same_in_every_charset(encoding: str) -> None:
    words = EXAMPLE.read_text(encoding="utf-8")
    assert draft(words.replace("\n", "\r\n").encode(encoding)) == draft(words)


def test_a_key_that_stands_twice_is_refused_with_its_line() -> None:
    for head in ("title: أ\nauthor: ب\ntitle: ج", "image: {url: /a, alt: b, alt: c}\ntitle: أ"):
        found = refused(f"---\n{head}\n---\nنص.")
        assert "stands twice" in found.reason
        assert (
            found.place.line
            == head[: head.rindex("title" if head[0] == "t" else "alt")].count("\n") + 2
        )


def test_front_matter_may_name_the_charset() -> None:
    assert draft("---\ncharset: windows-1256\n---\nمحمد".encode("windows-1256")).title == "محمد"


def test_a_charset_that_is_not_certain_is_refused_with_the_byte() -> None:
    found = refused("خبر عاجل".encode("windows-1256"))
    assert (found.offset, found.code_point) == (0, 0xCE)
    assert "save it as UTF-8" in found.reason


def test_a_file_of_more_than_16_megabytes_is_refused() -> None:
    assert refused(b" " * 16_000_001).reason == "the file is larger than 16 MB"


def test_a_file_is_known_by_its_path_or_by_its_own_id() -> None:
    assert draft("عنوان").id == "politics/خبر.txt"
    assert draft("---\nguid: 7\n---\nعنوان").id == "7"


def test_a_draft_knows_its_file_and_folder() -> None:
    found = draft("عنوان")
    assert (found.place.file, found.place.line, found.folder) == ("خبر.txt", None, "politics")


def _letters(found: str) -> list[str]:
    return sorted(one for one in unicodedata.normalize("NFC", found) if one.isalpha())


_MARKER = "اقرأ أيضا"
_LINES = st.one_of(
    st.text(max_size=30),
    st.sampled_from(
        [
            SENTENCE,
            LONG,
            "الطاقة",
            "- النقل",
            "![أ](/ب.jpg)",
            "![أ](ب (ج) د)",
            "[ت](/ث)",
            "",
            *CREDITS,
            "<b>",
            "# ش",
        ]
    ),
)


@given(st.lists(_LINES, max_size=12).map("\n".join))
def test_no_letter_is_lost(data: str) -> None:
    found = read(data.encode(errors="replace"))
    if isinstance(found, Refused):
        assert not data.strip() or data.startswith("---")
        return
    image = found.image or DraftImage(url="")
    html = (
        (found.html or "")
        .replace("<figure><img src=", " ")
        .replace(" alt=", " ")
        .replace("></figure>", " ")
    )
    shown = plain(SafeHtml(html)) if not html.lstrip().startswith("<b>") else html
    related = " ".join(f"{one.title} {one.url or ''}" for one in found.related)
    parts = [found.title or "", shown, related, found.credit or "", image.url, image.alt or ""]
    assert _letters(" ".join(parts)) == _letters(data.encode(errors="replace").decode())


@given(
    st.lists(
        _LINES | st.just(_MARKER) | st.sampled_from(["---", "title: أ", "- ب", "|", "**ج**"]),
        max_size=12,
    )
)
def test_no_text_makes_reading_fail(lines: list[str]) -> None:
    for name in ("خبر.txt", "خبر.md"):
        found = read("\n".join(lines).encode(errors="replace"), name)
        if isinstance(found, Draft):
            clean(found.html or "", lambda target: target)


@given(st.binary())
def test_no_bytes_make_reading_fail(data: bytes) -> None:
    read(data)
