"""What a question finds: forms of one word meet in one key, other words do not."""

import pytest

from store.text.search_key import SearchWord, search_key, search_words

FAMILIES = {
    "مدرسة": "المدرسة وللمدرسة مدرسته مدرستها مدارسهم بمدارس والمدارس المدرسه مَدْرَسَة مدرســة",
    "كتاب": "الكتاب كتابه كتابها وكتبهم الكتب بكتابين كتاباً للكتاب وبالكتاب",
    "وزير": "الوزير وزيرنا الوزراء وزراؤه وزرائه وللوزراء والوزيرين",
    "قرار": "القرار القرارات قراراتهم وقراره بقرارها فالقرار",
    "لجنة": "اللجنة للجنة اللجان لجنته باللجنة",
    "الله": "لله والله بالله للّه ﷲ",
}


@pytest.mark.parametrize("base", sorted(FAMILIES))
def test_forms_of_a_word_meet(base: str) -> None:
    forms = FAMILIES[base].split()
    assert {form: search_key(form) for form in forms} == dict.fromkeys(forms, search_key(base))


def test_words_stay_apart() -> None:
    words = "مدرس مدرسة كتاب كتابة مكتب مكتبة قرار بيروت وليد والد ولد لبنان كمال فيصل".split()
    assert len({search_key(word) for word in words}) == len(words)


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("", ""),
        ("\x00 \ud800 ً ، ـ", ""),
        ("كوفيد19 في 2025", "كوفيد 19 في 2025"),
        ("١٬٠٠٠ ۲۰۲۵", "1 000 2025"),
        ("الـCNN وBBC بـ65 لـ«دار»", "cnn و bbc 65 دار"),
        ("#دار_دار @Dar", "دار دار dar"),
        ("l'École O’Neill", "l ecole o neill"),
        ("ﻛﺘﺎﺏ کتاب", "كتاب كتاب"),
    ],
)
def test_keys_are_letters_and_digits_alone(text: str, keys: str) -> None:
    assert search_key(text) == keys


def test_words_are_found_in_the_original_spelling() -> None:
    text = "قال: «الـمُـدَرِّس\u200f19» ﷲ"
    words = list(search_words(text))
    assert [text[word.start : word.end] for word in words] == ["قال", "الـمُـدَرِّس\u200f", "19", "ﷲ"]
    assert words[2:] == [SearchWord(19, 21, "19"), SearchWord(23, 24, "الله")]


def test_a_ligature_of_several_words_is_all_of_them() -> None:
    words = list(search_words("محمد ﷺ"))
    assert [(word.start, word.end) for word in words] == [(0, 4), *[(5, 6)] * 4]
    assert " ".join(word.key for word in words) == search_key("محمد صلى الله عليه وسلم")


def test_a_word_without_end_has_a_short_key() -> None:
    assert len(search_key("و" * 1_000_000)) <= 64
