"""Normal forms: what Unicode says, of texts in which no run of marks is endless."""

import sys
import unicodedata
from collections.abc import Callable
from time import thread_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.limits import COMBINING_MARKS_LIMIT
from store.text.addresses import absolute, compare_key, host
from store.text.arabic import fold, line, normalise
from store.text.markup.embeds import linked
from store.text.markup.spelling import normalised
from store.text.normal_form import normal_form

# All that has to do with marks: alone, two in one, at the end of a letter; and what parts them.
PIECES = (
    *("\u064e", "\u0651", "\u06e2", "\u0301", "\u0323", "\u0345", "\u0344", "\u0f71", "\u0f73"),
    *("\uff9e", "\u3099", "\U0001d165", "é", "ế", "ᾂ", "ﱠ", "㌐", "カ", "ｶ", "ا", "a", "α", "1"),
    *("\u200d", "ـ", " "),
)
MARKED = st.lists(st.tuples(st.sampled_from(PIECES), st.sampled_from([1, 1, 1, 2, 13, 29, 40])))
QURANIC = "بِسْمِ ٱللَّهِ ٱلرَّحْمَٰنِ ٱلرَّحِيمِ ۝ مَآ أَصَابَكَ مِنْ حَسَنَةٍۢ فَمِنَ ٱللَّهِ ۖ"


def longest_run(text: str) -> int:
    """The longest run of marks that any normal form of a text has."""
    longest = 0
    run = 0
    for character in unicodedata.normalize("NFKD", text):
        run = run + 1 if unicodedata.combining(character) else 0
        longest = max(longest, run)
    return longest


def test_text_of_any_language_is_only_normalised() -> None:
    for text in (
        QURANIC,
        "Việt Nam",
        "שָׁלוֹם",
        "हिन्दी",
        "བོད་ཡིག",
        "한국어",
        "ﻣﺼﺮ ﷺ",
        "e" + "\u0301" * 30,
    ):
        for form in ("NFC", "NFD", "NFKC"):
            assert normal_form(form, text) == unicodedata.normalize(form, text)


@pytest.mark.parametrize("mark", ["\u064e", "\u0301", "\u0344", "\u0f73", "\uff9e", "\u0323\u0301"])
def test_a_run_of_marks_is_cut_after_the_thirtieth(mark: str) -> None:
    kept = unicodedata.normalize("NFKD", normal_form("NFC", f"با{mark * 500}ب"))
    assert kept.startswith("با")
    assert kept.endswith("ب")
    assert len(kept) == len("بب") + 1 + COMBINING_MARKS_LIMIT


@given(MARKED)
def test_no_form_of_a_text_has_a_longer_run(marked: list[tuple[str, int]]) -> None:
    text = "".join(piece * times for piece, times in marked)
    composed = normal_form("NFC", text)
    assert longest_run(composed) <= COMBINING_MARKS_LIMIT
    assert normal_form("NFC", composed) == composed
    if longest_run(text) <= COMBINING_MARKS_LIMIT:
        assert composed == unicodedata.normalize("NFC", text)
    assert normalise(normalise(text)) == normalise(text)
    assert fold(fold(text)) == fold(text)


def test_every_mark_of_unicode_is_known() -> None:
    for code in range(sys.maxunicode + 1):
        character = chr(code)
        parts = unicodedata.normalize("NFKD", character)
        if unicodedata.combining(parts[0]):
            assert longest_run(normal_form("NFC", f"ا{character * 40}")) <= COMBINING_MARKS_LIMIT, (
                hex(code)
            )


@pytest.mark.parametrize(
    "reader",
    [
        normalise,
        line,
        fold,
        compare_key,
        normalised,
        lambda text: fold(f"a{text}"),
        lambda text: absolute(f"//{text}", None),
        lambda text: absolute("/news", f"https://{text}"),
        lambda text: host(f"https://{text}"),
        lambda text: linked(f"<video src='//{text}'></video>"),
    ],
)
@pytest.mark.parametrize(
    "piece",
    [
        "\u0651\u064e",
        "\u0323\u0301",  # which must change places
        "\u0301",
        "\u0344",
        "\uff9e",
        "\u0301" * 29 + "\u200d",  # whose runs are joined
        "ـ",
    ],
)
def test_a_run_takes_no_longer_than_any_text(reader: Callable[[str], str], piece: str) -> None:
    """A square would take a minute."""
    text = f"ا{piece * (200_000 // len(piece))}"
    start = thread_time()
    reader(text)
    assert thread_time() - start < 2
