"""The word lists of the search: each is in order by itself, and no two contradict each other."""

import re
import unicodedata
from collections import Counter
from pathlib import Path

import pytest

import store.text
from store.text.arabic import fold
from store.text.search_key import search_key

FOLDER = Path(store.text.__file__).parent / "search_words"
# Plain letters: no tashkeel, no tatweel, no presentation forms.
LETTERS = "[ء-غف-يپچڤگ]{2,}"
PAIR = f"{LETTERS}\t{LETTERS}"
ENTRY = {
    "adjectives": f"{LETTERS}(?: {LETTERS})*",
    "bases": LETTERS,
    "forms": PAIR,
    "kept": LETTERS,
    "names": f"{LETTERS}(?: {LETTERS})*",
    "plurals": PAIR,
}


def entries(name: str) -> list[str]:
    lines = (FOLDER / f"{name}.txt").read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("#")]


def folded(name: str) -> list[str]:
    """The words of a list as the search compares them; of pairs the first ones alone."""
    return [word for entry in entries(name) for word in fold(entry.partition("\t")[0]).split()]


PLURALS = [tuple(entry.split("\t")) for entry in entries("plurals")]


@pytest.mark.parametrize("name", sorted(ENTRY))
def test_a_list_holds_words_in_plain_letters_alone(name: str) -> None:
    text = (FOLDER / f"{name}.txt").read_text(encoding="utf-8")
    assert unicodedata.is_normalized("NFC", text)
    assert text.endswith("\n")
    law = re.compile(ENTRY[name])
    assert [entry for entry in entries(name) if not law.fullmatch(entry)] == []


@pytest.mark.parametrize("name", sorted(ENTRY.keys() - {"adjectives", "forms"}))
def test_a_list_holds_each_word_once(name: str) -> None:
    assert [word for word, times in Counter(folded(name)).items() if times > 1] == []


def test_no_word_stands_in_two_lists() -> None:
    bases, plurals, kept = (set(folded(name)) for name in ("bases", "plurals", "kept"))
    assert [bases & plurals, plurals & kept, kept & bases] == [set(), set(), set()]


def test_every_plural_belongs_to_a_word_that_is_listed() -> None:
    listed = {*folded("bases"), *folded("kept")}
    assert [pair for pair in PLURALS if fold(pair[1]) not in listed] == []


def test_every_base_and_every_kept_word_is_its_own_key() -> None:
    words = {*entries("bases"), *entries("kept")} - {
        form.partition("\t")[0] for form in entries("forms")
    }
    assert [word for word in sorted(words) if search_key(word) != fold(word)] == []


@pytest.mark.parametrize("before", ["", "ال", "وال"])
def test_every_plural_meets_its_singular(before: str) -> None:
    pairs = [(search_key(f"{before}{plural}"), fold(singular)) for plural, singular in PLURALS]
    assert [pair for pair in pairs if pair[0] != pair[1]] == []
