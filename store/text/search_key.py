"""The words of a text as the search knows them, and where they stand in it.

Index and question make the same key of a word, whatever is written before and behind it: of
وللمدارس and مدرسته both مدرسه. What a key is made of, `search_lemma` says; keys are letters and
digits alone, and no engine of search gets anything else.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from .arabic import fold
from .remembered import Remembered
from .search_lemma import known_lemma, lemma
from .search_lists import LISTS_VERSION, with_ha, word_lists

__all__ = ["LISTS_VERSION", "SearchWord", "search_key", "search_words"]

_INVISIBLE = "\xad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff"
_ARABIC = (
    "\u0610-\u061a\u0620-\u065f\u066e-\u06d3\u06d5-\u06dc\u06df-\u06e8\u06ea-\u06ef\u06fa-\u06ff"
    "\u0750-\u077f\u0870-\u08ff\ufb50-\ufbb1\ufbd3-\ufd3d\ufd50-\ufdfb\ufe70-\ufefc"
)
# Arabic, numbers, and letters of other scripts: where one meets the other a word ends.
_WORD = re.compile(
    rf"[{_ARABIC}{_INVISIBLE}]+"
    rf"|\d[\d{_INVISIBLE}]*"
    rf"|(?:[^\W\d_{_ARABIC}]|[\u0300-\u036f{_INVISIBLE}])+"
)
_LONGEST = 64  # letters of a word that may be told from another
_MOST = 1_000  # words that ligatures without a space between them may be


class SearchWord(NamedTuple):
    """A word of a text: where it stands in the original spelling, and its key."""

    start: int
    end: int
    key: str


def search_key(text: str) -> str:
    """Return the keys of the words of a text, parted by single spaces."""
    keys = map(_KEYS.__getitem__, text.split())  # most of what stands between spaces is a word
    return " ".join(filter(None, keys))


def search_words(text: str) -> Iterator[SearchWord]:
    """Yield the words of a text in their order; a ligature may hold several at one place."""
    for match in _WORD.finditer(text):
        for key in _KEYS[match[0]].split():
            yield SearchWord(match.start(), match.end(), key)


def _keys(text: str) -> str:
    """The keys of a text without spaces, which is a word and what touches it."""
    words = _WORD.findall(text)
    if words == [text]:
        return _keys_of_word(text)
    return " ".join(filter(None, map(_KEYS.__getitem__, words)))


def _keys_of_word(word: str) -> str:
    """The key of what `_WORD` takes for a word: none of marks alone, several of a ligature."""
    if _PARTICLE.fullmatch(word):
        return ""
    folded = fold(word)
    parts = [folded] if folded.isalnum() else "".join(map(_letter_or_space, folded)).split()
    if _TA.search(word):
        parts[-1] = f"{parts[-1][:-1]}ة"
    if _BEFORE_HAMZA.match(word):
        parts[0] = _without_particle(parts[0])
    return " ".join(map(_key, parts[:_MOST]))


def _without_particle(word: str) -> str:
    """The rest of a word whose second or third letter is an alef with hamza, if it is known.

    In لأزمة nothing but a particle can stand before it, whereas لازمة may be a word.
    """
    rest = word.lstrip("وفبلك")
    is_known = len(rest) > 2 and known_lemma(rest, word_lists())  # كأس is one word
    return rest if is_known else word


def _key(word: str) -> str:
    if len(word) > _LONGEST:
        return with_ha(word)[:_LONGEST]
    return lemma(word, word_lists())


def _letter_or_space(letter: str) -> str:
    return letter if letter.isalnum() else " "


# What stands before a number, a Latin word or a quotation: لـ65, الـCNN, الBBC. It is no word.
_PARTICLE = re.compile("[وف]?(?:[بك]?ال|لل|[بكل])?\u0640+|و?(?:ال|لل)")
_BEFORE_HAMZA = re.compile("[وفبلك][\u064b-\u0652]{0,2}(?:[بلك][\u064b-\u0652]{0,2})?[أإآ](?!ن)")
_TA = re.compile(f"[ة\ufe93\ufe94][\u064b-\u0652\u0640{_INVISIBLE}]*$")

_KEYS = Remembered(_keys, most=100_000, longest=_LONGEST)
