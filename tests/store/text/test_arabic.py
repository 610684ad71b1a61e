"""Arabic text: cleaned without being corrected, folded for comparison, cut at words, told its
direction.
"""

import pytest
import regex
from hypothesis import example, given
from hypothesis import strategies as st

from store.text.arabic import direction, excerpt, fold, guard, line, normalise, words

ANY = st.text(st.characters(codec=None, categories=None, exclude_categories=()), max_size=60)
ARABIC = st.text('ابتثجحخدذرزسشصضطظعغفقكلمنهويءآأؤإئىة ،؛.«»()"…0123456789 Aa', max_size=300)


@pytest.mark.parametrize(
    ("given", "clean"),
    [
        ("خبر\x00\x1a عاجل", "خبر عاجل"),
        ("خبر\ufffe\uffff\ufdd0\U0001ffff", "خبر"),
        ("خبر\ud800 جديد", "خبر جديد"),
        ("\ufeffخبر\u200b\xad", "خبر"),
        ("خبر\xa0عاجل", "خبر عاجل"),
        ("\u202bخبر\u202c", "خبر"),
        ("\u200fخبر\u200f", "خبر"),
        ("قال \u2067خبر\u2069 اليوم", "قال \u2067خبر\u2069 اليوم"),
        ("قال \u2067خبر اليوم", "قال خبر اليوم"),
        ("می\u200cخواهم لـ65 مُحَمَّد", "می\u200cخواهم لـ65 مُحَمَّد"),
        ("ا\u0653", "آ"),
        ("سطر\r\nآخر\rثالث", "سطر\nآخر\nثالث"),
        ("ﷺ ﻻ", "ﷺ ﻻ"),
        ("الشرع..ماذا تريد", "الشرع..ماذا تريد"),
    ],
)
def test_text_is_cleaned_and_never_corrected(given: str, clean: str) -> None:
    assert normalise(given) == clean


@given(ANY)
def test_normalising_twice_is_normalising_once(text: str) -> None:
    once = normalise(text)
    assert normalise(once) == once
    once.encode()


def test_a_line_has_its_entities_decoded_at_most_twice() -> None:
    assert line(" &amp;quot;مصر&amp;quot;\n اليوم ") == '"مصر" اليوم'
    assert line("&amp;amp;amp;") == "&amp;"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("مُحَمَّد", "محمد"),
        ("إقتصاد", "اقتصاد"),
        ("رياضة", "رياضه"),
        ("سياسى", "سياسي"),
        ("شئون", "شءون"),
        ("العـــالم", "العالم"),
        ("٢٠٢٥", "2025"),
        ("COVID19", "covid 19"),
        ("Él Señor", "el senor"),
        ("ﻻ", "لا"),
        ("لـ65", "ل 65"),
    ],
)
def test_spellings_of_one_word_fold_to_one(one: str, other: str) -> None:
    assert fold(one) == fold(other)


def test_words_leave_punctuation_out() -> None:
    assert words("«مال وأعمال»، بنوك!") == ("مال", "واعمال", "بنوك")


def test_words_of_plain_letters_fold_as_all_others_do() -> None:
    letters = [chr(code) for code in (*range(0x621, 0x63B), *range(0x641, 0x64B))]
    for first in letters:
        for second in letters:
            # A vowel is no part of what is compared, and has the word go through all rules.
            assert fold(f"{first}{second}") == fold(f"{first}{second}\u064e")


@example("A0가")
@given(ANY)
def test_folding_twice_is_folding_once(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("خبر عاجل", "rtl"),
        ("Breaking news", "ltr"),
        ("STC تعلن أرباحها", "rtl"),
        ("2025", "ltr"),
        ("", "ltr"),
    ],
)
def test_direction_goes_by_the_share_of_letters(text: str, expected: str) -> None:
    assert direction(text) == expected


def test_only_text_that_would_be_laid_out_wrongly_is_guarded() -> None:
    assert guard("HTML و CSS: دليل المبتدئين") == "\u200fHTML و CSS: دليل المبتدئين"
    for text in ("دليل HTML", "Breaking news", "2025: عام جديد", ""):
        assert guard(text) == text
    assert guard(guard("STC تعلن أرباحها")) == guard("STC تعلن أرباحها")


@pytest.mark.parametrize(
    ("text", "limit", "cut"),
    [
        ("خبر قصير", 20, "خبر قصير"),
        ("قال الوزير إن المشروع في مرحلته", 24, "قال الوزير إن المشروع…"),
        ("بدأت أعمال الصيانة، وتستمر شهرًا", 22, "بدأت أعمال الصيانة…"),
        ("قال «إن العمل مستمر» أمس في المدينة", 15, "قال «إن العمل»…"),
    ],
)
def test_an_excerpt_ends_at_a_word_and_leaves_nothing_dangling(
    text: str, limit: int, cut: str
) -> None:
    assert excerpt(text, limit) == cut


@given(ARABIC, st.integers(10, 120))
def test_an_excerpt_is_short_and_cuts_no_grapheme(text: str, limit: int) -> None:
    cut = excerpt(text, limit)
    assert len(cut) <= limit + 1
    bare = cut.removesuffix("…")
    whole = " ".join(text.split())
    if cut != whole and bare and whole.startswith(bare):
        assert regex.findall(r"\X", whole)[: len(regex.findall(r"\X", bare))] == regex.findall(
            r"\X", bare
        )
