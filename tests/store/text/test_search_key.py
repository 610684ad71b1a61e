"""What a question finds: forms of one word meet in one key, other words do not."""

import hashlib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import store.text
from store.text.search_key import LISTS_VERSION, SearchWord, search_key, search_words
from tests.store.text.search_families import families, recall_and_precision


def test_a_word_finds_its_forms_and_no_others() -> None:
    recall, precision = recall_and_precision({word: [word] for word in families()})
    assert recall >= 0.96
    assert precision >= 0.995


def test_any_form_finds_the_forms_of_its_word() -> None:
    typed = {word: forms[:: len(forms) // 3] for word, forms in families().items()}
    recall, precision = recall_and_precision(typed)
    assert recall >= 0.94
    assert precision >= 0.99


MEET = [
    # spellings
    "مسؤول مسئول المسؤول مسؤولٌ مَسْؤُول مســؤول والمسئولين",
    "القاهرة القاهره بالقاهرة للقاهره والقاهرة",
    "أحمد احمد أَحْمَد أحمـد وأحمد لأحمد",
    "مستشفى مستشفي المستشفيات بالمستشفى مستشفاه مستشفياتها",
    "مبنى مبناها المباني مبنيين",
    "ﻛﺘﺎﺏ کتاب كتاب",
    "لله والله بالله للّه ﷲ الله",
    # the hamza before pronouns
    "وزراء وزراؤه وزرائه وزراءه وزراؤها لوزرائهم وزير",
    "أصدقاء أصدقائه أصدقاؤهم صديق",
    "لقاء لقاؤه لقائهما اللقاءات بلقاءاتهم",
    # ة before pronouns, and in the plural
    "مدرسة مدرسته ومدرستها بمدرستهم مدرستنا مدرستين مدارس",
    "قناة القنوات قناته قنواتها للقناة قناتين",
    "مباراة المباريات مباراته مبارياتها",
    # ه for ة: behind an article there is no pronoun
    "كتابة الكتابه الكتابة للكتابه كتابات",
    "مكتبة المكتبه بالمكتبه مكتبات",
    "كتاب كتابه وكتابه",
    "منافسة المنافسه منافسات",
    "وجه الوجه وجهه والوجه",
    "مياه المياه مياهه ماء",
    # dual, accusative, construct
    "كتاب كتاباً كتابا كتابين كتاب كتابها",
    "رئيس رئيساً رئيسين الرئيسان رئيسنا",
    "لاعب لاعبو لاعبيه لاعبيها لاعبوه لاعبون لاعبان",
    "مسؤول مسؤولو مسؤولوها",
    # adjectives
    "مصري مصرية المصريون مصريين للمصريين والمصرية بالمصريات",
    "سياسي السياسية سياسيون والسياسيين",
    "كبير كبيرة الكبيرة والكبيره",
    "عام العامة عامة",
    # لجنة and لغة own one of the two ل
    "لجنة للجنة وللجنة اللجنة لجان للجان",
    "لغة للغة اللغة لغات للغات",
    "لاعب للاعب للاعبين اللاعب",
    # words that begin like an article or a particle
    "التزام الالتزام بالتزامه للالتزام والتزامات",
    "ألمانيا بألمانيا وألمانيا لألمانيا المانيا",
    "وزارة الوزارة وزارات بوزارة ووزارة للوزارات",
    "بنك البنك بنوك ببنك وبنوك للبنك",
    "فريق الفريق فرق لفريق وفريقه",
    # what only a hamza tells
    "أزمة لأزمة لأزمات بأزمة وأزمة فلأزمة لِأزمة",
    "أسرة كأسرة وكأسرته بأسرتها",
    "كأس كأسها الكأس وكأس كأسين",
    # names
    "واشنطن وواشنطن بواشنطن لواشنطن",
    "بيروت وبيروت ببيروت لبيروت كبيروت",
    "ترامب وترامب لترامب بترامب",
    # words that no list has
    "زعفوط الزعفوط والزعفوط بالزعفوط للزعفوط وزعفوط بزعفوط زعفوطها زعفوطهم زعفوطين زعفوطات",
    "حيزبة حيزبه الحيزبة",
    "جثلة جثله الجثله وجثلة جثلته جثلات",
    "غمة غمه الغمة",
    "خندريسة خندريسته خندريستها الخندريسات خندريساتهم للخندريسة",
]


@pytest.mark.parametrize("forms", MEET)
def test_forms_of_a_word_meet(forms: str) -> None:
    keys = {form: search_key(form) for form in forms.split()}
    assert len(set(keys.values())) == 1, keys


APART = [
    "كتاب كتابة مكتب مكتبة كاتب",
    "مدرس مدرسة دراسة درس",
    "مصر مصري",
    "سياسة سياسي ساسة",
    "جمهورية جمهوري جمهور",
    "عالم عالمي علم معلم معلومة إعلام",
    "قرار تقرير إقرار",
    "جامع جامعة جمعية اجتماع مجموعة",
    "منافس منافسة",
    "مساعد مساعدة",
    "مشارك مشاركة",
    "مكان مكانة",
    "حكم حكمة حكومة محكمة حاكم",
    "عمل عملة عملية معمل",
    "شهر شهرة",
    "طائر طائرة طيران",
    "ضرب ضريبة ضربة",
    "بيت بيتزا",
    "ولد والد بلد وليد",
    "بنك بناء بنت",
    "لقاء بقاء",
    "وكالة كلية",
    "لبنان بنان",
    "كمال مال",
    "فيصل فصل",
    "بيروت يروت بيرو",
    "بلال لال",
    "كريم ريم",
    "بشير شير",
    "كوريا سوريا",
    "الكويت كوت",
    "فلسطين لسان",
    "التقى نقي",
    "اليوم إليه",
    "بعد عد بعيد",
    "فقط قط",
    "وجد جد",
    "لكن كان",
    "كاميرا أمير",
    "فوز وزارة",
    "بحر بحرية حرية",
    "دولة دولي دولار",
    "قناة قانون",
    "وزن وزير",
    "برلمان برلماني",
    "فنان فن",
    "سكان سكن",
    "لسان سن",
    "بيان بنيان",
    "ميدان مدينة",
]


@pytest.mark.parametrize("words", APART)
def test_other_words_stay_apart(words: str) -> None:
    keys = {word: search_key(word) for word in words.split()}
    assert len(set(keys.values())) == len(keys), keys


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("", ""),
        ("\x00 \ud800 ً ، ـ", ""),
        ("كوفيد19 في 2025", "كوفيد 19 في 2025"),
        ("١٬٠٠٠ ۲۰۲۵", "1 000 2025"),
        ("الـCNN وBBC الBBC بـ65 لـ«دار»", "cnn و bbc bbc 65 دار"),
        ("«الدار»،(دار):دار/دار", "دار دار دار دار"),
        ("#دار_دار @Dar", "دار دار dar"),
        ("l'École O’Neill", "l ecole o neill"),
        ("m² ½", "m 2 1 2"),
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


LETTERS = st.sampled_from("ابتثجحخدذرزسشصضطظعغفقكلمنهويءآأؤإئىة \u0640\u064b\u0651\u200f«»_-19٣aBé")


@given(st.lists(LETTERS | st.characters()).map("".join))
def test_keys_of_any_text_are_those_of_its_words(text: str) -> None:
    words = list(search_words(text))
    assert search_key(text) == " ".join(word.key for word in words)
    assert all(word.key.isalnum() and len(word.key) <= 64 for word in words)
    assert all(0 <= word.start < word.end <= len(text) for word in words)


# Raise LISTS_VERSION with every new digest: what is indexed by other keys is not found.
VERSION = 12, "a0e854571dc3"


def test_other_keys_have_another_version() -> None:
    lists = sorted((Path(store.text.__file__).parent / "search_words").iterdir())
    digest = hashlib.sha256(b"".join(path.read_bytes() for path in lists))
    digest.update(search_key(" ".join((*MEET, *APART))).encode())
    assert (LISTS_VERSION, digest.hexdigest()[:12]) == VERSION


def test_of_endless_ligatures_the_first_are_read() -> None:
    assert search_key("ﷺ" * 100).count(" ") == 300
    assert search_key("ﷺ" * 20_000).count(" ") < 1_000
