"""The ladder of charsets: exact, or refused with the byte; a label that lies changes nothing."""

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.errors import Refused
from store.text.charset import decode

STORY = (
    "افتتاح سوق الكتب القديمة\nقال مدير السوق إن الباعة عادوا إلى أكشاكهم على ضفة النهر، وإن"
    " الإقبال فاق ما توقعه القائمون على المشروع؟\n2026 - STC & HTML"
)
ENCODINGS = "utf-8 utf-8-sig utf-16 utf-16-le utf-16-be utf-32 windows-1256 iso-8859-6".split()
LABELS = [None, "utf-8", "utf-16", "windows-1256", "iso-8859-6", "iso-8859-1", "no-such-charset"]


@pytest.mark.parametrize("label", LABELS)
@pytest.mark.parametrize("encoding", ENCODINGS)
def test_a_story_is_read_in_every_charset_whatever_its_label_says(
    encoding: str, label: str | None
) -> None:
    assert decode(STORY.encode(encoding), label) == STORY


@pytest.mark.parametrize("end", ["\r\n", "\n"])
@pytest.mark.parametrize(
    "label", ['<meta charset="windows-1256">', "charset: cp1256", 'encoding="Windows-1256"']
)
def test_a_label_in_the_text_is_found(label: str, end: str) -> None:
    text = f"{label}{end}محمد"
    assert decode(text.encode("windows-1256")) == text


@pytest.mark.parametrize(
    ("data", "offset"),
    [
        (STORY.encode()[:-20] + b"\xd8", len(STORY.encode()) - 20),  # a letter cut in half
        (STORY.encode()[:99] + b"\xff" + STORY.encode()[99:], 99),
        ("خبر عاجل".encode("windows-1256"), 0),  # reads as well in ISO-8859-6, but differently
        ("сегодня в городе".encode("windows-1251"), 0),
        (STORY.encode("utf-16-le")[:-1], len(STORY.encode("utf-16-le")) - 2),
        (b"\xef\xbb\xbfabc\xff", 6),
        (bytes(range(128, 256)), 0),
    ],
)
def test_what_is_not_certain_is_refused_with_its_first_byte(data: bytes, offset: int) -> None:
    with pytest.raises(Refused) as caught:
        decode(data)
    assert (caught.value.offset, caught.value.code_point) == (offset, data[offset])


@pytest.mark.parametrize("first", ["utf-8", "windows-1256"])
@pytest.mark.parametrize("times", [1, 2, 9])
def test_a_file_of_two_charsets_is_refused_whichever_has_more_of_it(first: str, times: int) -> None:
    """Two files put together, or a title that a program set above an old text."""
    other = "windows-1256" if first == "utf-8" else "utf-8"
    with pytest.raises(Refused) as caught:
        decode(f"{STORY}\n".encode(first) + f"{STORY}\n".encode(other) * times)
    assert caught.value.offset == (len(f"{STORY}\n".encode()) if first == "utf-8" else 0)


def test_a_western_label_is_believed_where_the_text_agrees() -> None:
    assert decode("El niño de la mañana".encode("latin-1"), "iso-8859-1") == "El niño de la mañana"


@given(st.binary(max_size=300), st.sampled_from(LABELS))
def test_no_bytes_make_it_fail(data: bytes, label: str | None) -> None:
    with contextlib.suppress(Refused):
        decode(data, label)


@given(st.text(max_size=200))
def test_utf_8_is_read_as_it_is(text: str) -> None:
    data = text.encode("utf-8", "replace")
    if not text.startswith("\ufeff") and "\x00" not in text and "\x06" not in text:
        assert decode(data).encode() == data
