"""Signs as WordPress 6.1 shows them where these were typed."""

import pytest

from store.sources.wordpress.typography import as_shown, text_as_shown

SHOWN = {
    "a quotation": ('قال: "الترميم ينتهي".', "قال: “الترميم ينتهي”."),
    "several": ('بين "الميناء" و"الرصيف"، "البحر"', "بين “الميناء” و”الرصيف”، “البحر”"),
    "in brackets": ('(انظر "الملحق")', "(انظر “الملحق”)"),
    "up to markup": ('<b>"أمس"</b> قال', "<b>“أمس”</b> قال"),
    "behind markup": ('<b>أمس</b>"', "<b>أمس</b>“"),
    "a number": ('رقم "42" و "7,5"', "رقم “42” و “7,5”"),
    "inches": ('شاشة 32" جديدة', "شاشة 32″ جديدة"),
    "a quotation that ends in a number": ('"قمة 20"', "“قمة 20”"),
    "single quotes": ("'المنارة' مجلة", "‘المنارة’ مجلة"),
    "an apostrophe": ("it's a rock'n'roll", "it’s a rock’n’roll"),
    "a year": ("صيف '99 حار", "صيف ’99 حار"),
    "dashes": ("أمس - اليوم -- غدًا --- بعده", "أمس – اليوم — غدًا — بعده"),
    "a range": ("1990--2000", "1990–2000"),
    "dots": ("ثم...", "ثم…"),
    "times": ("3x4 أمتار", "3×4 أمتار"),
    "a mark": ("المرفأ (tm)", "المرفأ ™"),
}
LEFT = {
    "a hyphen in a word": "فيروس كوفيد-19",
    "signs as they are": "«نص» “نص” – … ’",
    "a number of code": "0x9999",
    "attributes": "<a href=\"/a--b\" title='x'>نص</a>",
    "a comment": '<!-- wp:image {"id":3} -->',
    "a shortcode": '[gallery ids="1,2"]',
    "code": '<pre>a = "b" -- c</pre>',
    "code in a line": "<code>x = 'y'...</code>",
}


@pytest.mark.parametrize(("typed", "shown"), SHOWN.values(), ids=SHOWN.keys())
def test_signs_are_those_that_readers_see(typed: str, shown: str) -> None:
    assert as_shown(typed) == shown
    assert as_shown(shown) == shown


@pytest.mark.parametrize("text", LEFT.values(), ids=LEFT.keys())
def test_other_signs_are_left(text: str) -> None:
    assert as_shown(text) == text


def test_code_ends_where_it_ends() -> None:
    assert as_shown('<pre>"</pre> "نص"') == '<pre>"</pre> “نص”'


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("صباح الخير :)", "صباح الخير 🙂"),
        ("لا ;-) نعم :-D\n8O :?: :oops:", "لا 😉 نعم 😀\n😯 ❓ 😳"),
        ("<p>:(</p>", "<p>🙁</p>"),
        ("الساعة 10:) و:) :))", "الساعة 10:) و:) :))"),
        ("قال:", "قال:"),
        ("8 أيام :mrgreen: :x1 : ؛)", "8 أيام :mrgreen: :x1 : ؛)"),
        ("<pre>:) x</pre>", "<pre>:) x</pre>"),
    ],
)
def test_smileys_in_texts_are_emoji(typed: str, shown: str) -> None:
    assert text_as_shown(typed) == shown
    assert as_shown(typed) == typed
