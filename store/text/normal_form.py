"""Normal forms of Unicode (UAX #15), of texts in which no run of marks is endless.

Python's normaliser takes the square of a run of marks: nothing else may call it.
"""

import unicodedata
from itertools import takewhile
from typing import Literal

import regex

from ..limits import COMBINING_MARKS_LIMIT

# What is marks alone in some normal form: the characters that Unicode calls non-starters, three
# vowels of Tibetan, and the sound marks of half-width kana.
_MARK = r"[\P{ccc=0}\u0f73\u0f75\u0f81\uff9e\uff9f]"
# A run too long has 14 characters at least: each of them may become two marks, and the letter
# before them bring three along. It covers three of every fourth characters of its text, which no
# run of real words does, so that a look at those nearly always suffices.
_SUSPECT = (COMBINING_MARKS_LIMIT + 1 - 3) // 2
_STRIDE = _SUSPECT // 3
_SAMPLE_OF_RUN = regex.compile(f"{_MARK}{{3}}")
_RUN = regex.compile(f"{_MARK}{{{_SUSPECT},}}+")


def normal_form(form: Literal["NFC", "NFD", "NFKC"], text: str) -> str:
    """A text in a normal form; of a run of more than 30 marks only the first 30 stay.

    So it is in the Stream-Safe Text Format (UAX #15, section 13), in which no word of any language
    has a run half as long, and takes no longer than its length demands.
    """
    return text if text.isascii() else unicodedata.normalize(form, with_short_runs(text))


def with_short_runs(text: str) -> str:
    """A text that others may normalise, as urllib does hosts: its runs of marks are cut."""
    if len(text) < _SUSPECT or text.isascii() or not _SAMPLE_OF_RUN.search(text[::_STRIDE]):
        return text
    cut: str = _RUN.sub(_cut, text)
    return cut


def without_marks(text: str) -> str:
    """Letters without the marks on them; scripts written in parts, such as Hangul, stay whole."""
    decomposed = normal_form("NFD", text)
    bare = [character for character in decomposed if not unicodedata.combining(character)]
    return normal_form("NFC", "".join(bare))


def _cut(run: "regex.Match[str]") -> str:
    """As many marks of a run as its text may keep."""
    before = run.start() - 1
    count = _count_marks_at_end(run.string[before]) if before >= 0 else 0
    marks: str = run[0]
    for at, mark in enumerate(marks):
        count += len(unicodedata.normalize("NFKD", mark))
        if count > COMBINING_MARKS_LIMIT:
            return marks[:at]
    return marks


def _count_marks_at_end(letter: str) -> int:
    """How many marks a letter brings along: two, of `ế`."""
    parts = unicodedata.normalize("NFKD", letter)
    marks = takewhile(unicodedata.combining, reversed(parts))
    return len(list(marks))
