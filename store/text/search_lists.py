"""The word lists of the search: which words there are, and which form belongs to which.

They are shipped beside this module and versioned, never taken from the articles: an index and a
question by different lists would miss each other. Read when the first word is looked for.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from .arabic import fold

LISTS_VERSION = 12  # of the lists and of all rules: another number indexes all articles anew

_FOLDER = Path(__file__).parent / "search_words"


@dataclass(frozen=True)
class WordLists:
    """Known words, folded: the key of each form that is written as it stands in a list."""

    keys: dict[str, str]
    spelled: dict[str, str]  # of forms that no rule leads to their word; ة is not folded in them
    adjectives: frozenset[str]
    whole: frozenset[str]  # names, which have no endings

    def find(self, word: str) -> str | None:
        """Return the key of a folded word that is listed; a final ة may stand in it."""
        if word.endswith(("ة", "ه")):
            special = self.spelled.get(word) or self.spelled.get(f"{word[:-1]}ة")
            return special or self.keys.get(with_ha(word))
        return self.spelled.get(word) or self.keys.get(word)

    def find_stem(self, word: str) -> str | None:
        """Return the key of a listed word, unless it has no endings."""
        key = self.find(word)
        return None if key in self.whole else key

    def is_base(self, word: str) -> bool:
        """Say whether a folded word is its own key, and may have endings."""
        return self.keys.get(word) == word and word not in self.whole


@cache
def word_lists() -> WordLists:
    """Read the lists; the same value at every call."""
    plurals = {fold(plural): fold(singular) for plural, singular in _pairs("plurals.txt")}
    special = {_spelled(form): fold(word) for form, word in _pairs("forms.txt")}
    kept = set(_words("kept.txt"))
    adjectives = frozenset(_words("adjectives.txt"))
    words = {*_words("bases.txt"), *kept, *plurals.values(), *special.values(), *adjectives}
    whole = frozenset(_words("names.txt")) - words - plurals.keys()
    keys = {word: word for word in words | whole} | plurals | {word: word for word in kept}
    return WordLists(keys, special, adjectives, whole)


def with_ha(word: str) -> str:
    """Return a folded word whose final ة is folded too."""
    return f"{word[:-1]}ه" if word.endswith("ة") else word


def _words(name: str) -> Iterator[str]:
    return (word for line in _lines(name) for word in fold(line).split())


def _pairs(name: str) -> Iterator[tuple[str, str]]:
    for line in _lines(name):
        form, _, word = line.partition("\t")
        yield form, word


def _spelled(form: str) -> str:
    folded = fold(form)
    return f"{folded[:-1]}ة" if form.endswith("ة") else folded


def _lines(name: str) -> Iterator[str]:
    """Yield the entries of a list; what follows a # is a comment."""
    for line in (_FOLDER / name).read_text(encoding="utf-8").splitlines():
        entry = line.partition("#")[0].strip()
        if entry:
            yield entry
