"""Numbers with their nouns, as a grammar of Arabic has them."""

import pytest

from feeds.printing.profiles.counting import (
    CHARACTERS,
    PIXELS,
    counted,
    counted_in_english,
    counted_object,
)

SUBJECTS = {
    0: "0 حرف",
    1: "حرف واحد",
    2: "حرفان",
    3: "3 أحرف",
    10: "10 أحرف",
    11: "11 حرفًا",
    19: "19 حرفًا",
    20: "20 حرفًا",
    99: "99 حرفًا",
    100: "100 حرف",
    101: "101 حرف",
    102: "102 حرف",
    103: "103 أحرف",
    110: "110 أحرف",
    111: "111 حرفًا",
    150: "150 حرفًا",
    200: "200 حرف",
    1000: "1000 حرف",
    1003: "1003 أحرف",
}


@pytest.mark.parametrize("number", SUBJECTS)
def test_a_noun_follows_the_last_two_digits_of_its_number(number: int) -> None:
    assert counted(number, CHARACTERS) == SUBJECTS[number]


@pytest.mark.parametrize("number", [number for number in SUBJECTS if number not in (1, 2)])
def test_after_a_figure_an_object_is_written_as_a_subject_is(number: int) -> None:
    assert counted_object(number, CHARACTERS) == SUBJECTS[number]


def test_one_and_two_things_are_written_as_the_verb_asks() -> None:
    assert counted_object(1, CHARACTERS) == "حرفًا واحدًا"
    assert counted_object(2, CHARACTERS) == "حرفين"


def test_a_borrowed_word_is_counted_as_any_other() -> None:
    numbers = (1, 2, 9, 320, 400)
    assert [counted(number, PIXELS) for number in numbers] == [
        "بكسل واحد",
        "بكسلان",
        "9 بكسلات",
        "320 بكسلًا",
        "400 بكسل",
    ]


def test_english_says_one_character_and_two_characters() -> None:
    numbers = (0, 1, 2, 101)
    assert [counted_in_english(number, "character") for number in numbers] == [
        "0 characters",
        "1 character",
        "2 characters",
        "101 characters",
    ]
