"""A text file is one article: what editors type is read for what it is."""

import re
import unicodedata
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from store.draft import Draft, DraftImage, DraftRelated
from store.errors import Refused
from store.text.addresses import uri
from store.text.markup.clean import clean
from store.text.markup.read import plain
from store.text.markup.tags import SafeHtml
from tests.store.sources.articletext.samples import CREDITS, LONG, SENTENCE, draft, read, refused

EXAMPLE = Path(__file__).parents[5] / "shared" / "example" / "article.txt"


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


@pytest.mark.parametrize("line", CREDITS)
@pytest.mark.parametrize("name", ["خبر.txt", "خبر.md"])
def test_boilerplate_becomes_credit(line: str, name: str) -> None:
    found = draft(f"عنوان\n\n**خبر** مهم.\n\n{line}", name)
    assert found.credit == line
    assert line not in f"{found.html}{found.markdown}"


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


def test_a_charset_that_is_not_certain_is_refused_with_the_byte() -> None:
    found = refused("خبر عاجل".encode("windows-1256"))
    assert (found.offset, found.code_point) == (0, 0xCE)
    assert "save it as UTF-8" in found.reason


def test_a_file_of_more_than_16_megabytes_is_refused() -> None:
    assert refused(b" " * 5_000_001).reason == "the file is larger than 5 MB"


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
@example("مسودة")
def test_no_letter_is_lost(data: str) -> None:
    found = read(data.encode(errors="replace"))
    if isinstance(found, Refused):
        noted = "looks like front matter" in found.reason
        assert noted or not data.strip() or data.startswith("---")
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
