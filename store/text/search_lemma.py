"""The lemma of a folded Arabic word: what a searcher would have typed for any form of it.

A listed word is its own lemma, or has one in the lists. Of every other word all that may have been
written before and behind it is tried; the cheapest reading that ends at a listed word is taken.
What ends at none is cut by few rules that treat every form of an unknown word alike.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from .search_affixes import (
    ARTICLES,
    ARTICLES_WITH_LAM,
    NUMBERS,
    OF_PERSONS,
    PARTICLES,
    PRONOUNS,
    Beginning,
    Ending,
    Grammar,
)
from .search_lists import WordLists, with_ha

_SHORTEST = 3  # letters that an article leaves


class Reading(NamedTuple):
    """One way to understand a word; a cheaper one is better, then one with a longer lemma."""

    cost: int
    brevity: int
    lemma: str
    kind: Grammar = Grammar.PLAIN


def lemma(word: str, lists: WordLists) -> str:
    """Return the lemma of a folded word, whose final ة may be left as it is."""
    listed = lists.find(word)
    if listed:
        return listed
    best = min(_readings(word, lists), default=None, key=lambda reading: reading[:3])
    return best.lemma if best else _unlisted(word, lists)


# Words that end at a listed one


def _readings(word: str, lists: WordLists) -> Iterator[Reading]:
    yield from _endings(word, lists)
    for beginning in (*ARTICLES, *PARTICLES):
        letters = beginning.letters
        if word.startswith(letters) and len(word) >= len(letters) + beginning.leaves:
            yield from _behind(beginning, word[len(letters) :], lists)
    for letters in ARTICLES_WITH_LAM:
        if word.startswith(letters):
            yield from _behind(ARTICLES[0], word[len(letters) - 1 :], lists)


def _behind(beginning: Beginning, rest: str, lists: WordLists) -> Iterator[Reading]:
    for cost, brevity, base, kind in _known(rest, lists):
        if not kind & beginning.forbids:
            yield Reading(beginning.cost + cost, brevity, base)


def _known(word: str, lists: WordLists) -> Iterator[Reading]:
    listed = lists.find(word)
    if listed:
        yield Reading(0, -len(word), listed)
    else:
        yield from _endings(word, lists)


def _endings(word: str, lists: WordLists) -> Iterator[Reading]:
    yield from _feminine(word, lists)
    yield from _numbers(word, lists)
    if not word.endswith("ة"):
        yield from _pronouns(word, lists)


def _feminine(word: str, lists: WordLists) -> Iterator[Reading]:
    """Adjectives and names of persons: كبيرة beside كبير, where كبيرة is no word of its own."""
    bare = word[:-1]
    if word[-1:] in ("ة", "ه") and lists.is_base(bare) and _has_feminine(bare):
        yield Reading(2, -len(bare), bare)


def _has_feminine(word: str) -> bool:
    """Whether ة makes no other noun of a word, as it does of منافس."""
    if len(word) < 4:
        return len(word) == _SHORTEST and word[-1] == "ي"
    return not _PARTNER.fullmatch(word)


_PARTNER = re.compile("مت?.ا..")  # منافس is a person, منافسة what he does


def _numbers(word: str, lists: WordLists) -> Iterator[Reading]:
    for ending in NUMBERS:
        if word.endswith(ending.letters):
            yield from _without(ending, word, lists)
    for ending in OF_PERSONS:
        if word.endswith(ending.letters):
            for reading in _without(ending, word, lists):
                if _is_of_persons(reading.lemma):
                    yield reading


def _is_of_persons(word: str) -> bool:
    """Whether a word has the shape of مدرس, لاعب or مصري."""
    return word[0] == "م" or word[-1] == "ي" or (word[1] == "ا" and len(word) == 4)


def _without(ending: Ending, word: str, lists: WordLists) -> Iterator[Reading]:
    """The one reading of a word by an ending, if it is one."""
    rest = word[: -len(ending.letters)]
    for instead in ending.instead:
        bare = f"{rest}{instead}"
        listed = lists.find(bare) if len(bare) >= ending.shortest else None
        if listed:
            yield Reading(ending.cost, -len(bare), listed, ending.kind)
            return


def _pronouns(word: str, lists: WordLists) -> Iterator[Reading]:
    for ending in PRONOUNS:
        if word.endswith(ending.letters):
            yield from _without(ending, word, lists)
            yield from _changed(ending, word[: -len(ending.letters)], lists)


def _changed(ending: Ending, rest: str, lists: WordLists) -> Iterator[Reading]:
    """Words that change before a pronoun: مدرسته, مبناه, لاعبوه, مدرساتها."""
    last = rest[-1:]
    instead = _BEFORE_PRONOUNS.get(last)
    listed = lists.find(f"{rest[:-1]}{instead}") if instead and len(rest) >= _SHORTEST else None
    if listed:
        yield Reading(ending.cost + (last != "ت"), -len(rest), listed, ending.kind)
    for cost, brevity, base, kind in _numbers(rest, lists):
        if not kind & Grammar.INDEFINITE or len(base) > _SHORTEST:
            yield Reading(ending.cost + cost, brevity, base, kind | ending.kind)


_BEFORE_PRONOUNS = {"ت": "ه", "ا": "ي"}


# Words that no list has


def _unlisted(word: str, lists: WordLists) -> str:
    rest = _behind_prefix(word)
    return lemma(rest, lists) if rest else _unlisted_stem(word)


def _behind_prefix(word: str) -> str:
    """The rest of a word behind an article, or behind a particle that is one without doubt."""
    for beginning in reversed(ARTICLES):
        letters = beginning.letters
        if word.startswith(letters) and len(word) >= len(letters) + _SHORTEST:
            return word[len(letters) :]
    if word.startswith("و") and len(word) > 4:
        return word[1:]
    return word[1:] if _PREPOSITION.match(word) else ""


# No name of five letters or more begins so that is not listed.
_PREPOSITION = re.compile("[بل][مت]....")


def _unlisted_stem(word: str) -> str:
    """A word of no list without its endings, all of which lead from one word to one stem."""
    word = _PRONOUN.sub("", word)
    if _PARTNER_FORM.fullmatch(word):
        return f"{word[:6] if word[1] == 'ت' else word[:5]}ه"
    return _NUMBER.sub("", with_ha(word))


_PRONOUN = re.compile("(?<=....)(?:هما?|ها)$|(?<=ت)نا$|(?<=ت)ه$")
_PARTNER_FORM = re.compile("مت?.ا..(?:ة|ت|ات)")
_NUMBER = re.compile("(?<=....)(?:ات|ون|ين|ت?ه|ت)$")
