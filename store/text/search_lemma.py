"""The lemma of a folded Arabic word: what a searcher would have typed for any form of it.

A listed word is its own lemma, or has one in the lists. Of every other word all that may have been
written before and behind it is tried; the cheapest reading that ends at a listed word is taken.
What ends at none is cut by few rules that treat every form of an unknown word alike.
"""

import re
from typing import NamedTuple

from .search_affixes import (
    ARTICLES,
    ARTICLES_WITH_LAM,
    ATTACHED,
    CONSTRUCTS,
    INDEFINITE,
    NUMBERS,
    PARTICLES,
    PLAIN,
    PRONOUNS,
    Beginning,
    Ending,
    grouped,
)
from .search_lists import WordLists, with_ha

_SHORTEST = 3  # letters that an article leaves


class Reading(NamedTuple):
    """One way to understand a word; a cheaper one is better, then one with a longer lemma."""

    cost: int
    brevity: int
    lemma: str
    grammar: int = PLAIN


def lemma(word: str, lists: WordLists) -> str:
    """Return the lemma of a folded word, whose final ة may be left as it is."""
    return known_lemma(word, lists) or _unlisted(word, lists)


def known_lemma(word: str, lists: WordLists) -> str | None:
    """Return the lemma of a folded word if it is in a list; None otherwise."""
    listed = lists.find(word)
    if listed:
        return listed
    best = min(_readings(word, lists), default=None, key=lambda reading: reading[:2])
    return best.lemma if best else None


# Words that end at a listed one


def _readings(word: str, lists: WordLists) -> list[Reading]:
    readings = _endings(word, lists)
    for beginning in _BEGINNINGS.get(word[0], ()):
        letters = beginning.letters
        if word.startswith(letters) and len(word) >= len(letters) + beginning.leaves:
            readings += _behind(beginning, word[len(letters) :], lists)
    if word.startswith(ARTICLES_WITH_LAM):
        readings += _behind(ARTICLES[0], word[word.index("لل") + 1 :], lists)
    return readings


_BEGINNINGS = grouped((*ARTICLES, *PARTICLES), 0)


def _behind(beginning: Beginning, rest: str, lists: WordLists) -> list[Reading]:
    if beginning.forbids & ATTACHED:
        rest = _without_pronoun(rest)
    listed = lists.find(rest)
    if listed:
        return [Reading(beginning.cost, -len(rest), listed)]
    return [
        Reading(beginning.cost + cost, brevity, base)
        for cost, brevity, base, grammar in _endings(rest, lists)
        if not grammar & beginning.forbids
    ]


def _without_pronoun(word: str) -> str:
    """A word behind an article, where a final ه is no pronoun: المكتبه is a library."""
    return f"{word[:-1]}ة" if word.endswith("ه") else word


def _endings(word: str, lists: WordLists) -> list[Reading]:
    """The readings of a word by what may have been written behind it."""
    last = word[-1:]
    if last not in _LAST_LETTERS:
        return []
    readings = _feminine(word, lists) + _numbers(word, lists)
    if last == "و":
        readings += _constructs(word, lists)
    return readings + _pronouns(word, lists)


def _feminine(word: str, lists: WordLists) -> list[Reading]:
    """Adjectives and names of persons: كبيرة beside كبير, where كبيرة is no word of its own."""
    if not word.endswith(_FEMININE_ENDINGS):
        return []
    is_plural = word.endswith("ت")
    bare = word[:-2] if is_plural else word[:-1]
    if not lists.is_base(bare):
        return []
    if bare in lists.adjectives:
        return [Reading(2, -len(bare), bare)]
    if is_plural or not _has_feminine(bare):
        return []
    return [Reading(2 if bare[-1] == "ي" else 4, -len(bare), bare)]


_FEMININE_ENDINGS = ("ة", "ه", "ات")


def _has_feminine(word: str) -> bool:
    """Whether ة makes a word feminine, and no other noun of it, as it does of منافس or مكان."""
    return bool(_ADJECTIVE.fullmatch(word)) and not _PARTNER.fullmatch(word)


_ADJECTIVE = re.compile("..ي.|.ا..|م.{1,5}[^ا].|مت.ا..|.{2,9}ي")
_PARTNER = re.compile("م.ا..")  # منافس is a person, منافسة what he does


def _numbers(word: str, lists: WordLists) -> list[Reading]:
    readings = []
    for ending in _NUMBERS.get(word[-1:], ()):
        if word.endswith(ending.letters):
            readings += _without(ending, word, lists)
    return readings


_NUMBERS = grouped(NUMBERS, -1)


def _constructs(word: str, lists: WordLists) -> list[Reading]:
    readings = []
    for ending in CONSTRUCTS:
        if word.endswith(ending.letters):
            readings += _without(ending, word, lists)
    return [reading for reading in readings if _is_of_persons(reading.lemma)]


def _is_of_persons(word: str) -> bool:
    """Whether a word has the shape of مدرس, لاعب or مصري."""
    return word[0] == "م" or word[-1] == "ي" or (word[1] == "ا" and len(word) == 4)


def _without(ending: Ending, word: str, lists: WordLists) -> list[Reading]:
    """The one reading of a word by an ending, if it is one."""
    rest = word[: -len(ending.letters)]
    for instead in ending.instead:
        bare = f"{rest}{instead}"
        listed = lists.find_stem(bare) if len(bare) >= ending.shortest else None
        if listed and (ending.of_plurals or listed == with_ha(bare)):
            return [Reading(ending.cost, -len(bare), listed, ending.grammar)]
    return []


def _pronouns(word: str, lists: WordLists) -> list[Reading]:
    readings = []
    for ending in _PRONOUNS.get(word[-1:], ()):
        if word.endswith(ending.letters):
            readings += _changed(ending, word[: -len(ending.letters)], lists)
            readings += _without(ending, word, lists)
    return readings


_PRONOUNS = grouped(PRONOUNS, -1)
_LAST_LETTERS = frozenset(["ة", "ت", "و", "ه", *_NUMBERS, *_PRONOUNS])


def _changed(ending: Ending, rest: str, lists: WordLists) -> list[Reading]:
    """Words that change before a pronoun: مدرسته, مبناه, لاعبوه, مدرساتها."""
    readings = []
    last = rest[-1:]
    instead = _BEFORE_PRONOUNS.get(last)
    listed = None
    if instead and len(rest) >= _SHORTEST:
        listed = lists.find_stem(f"{rest[:-1]}{instead}")
    if listed:
        cost = ending.cost + (last != "ت")
        readings.append(Reading(cost, -len(rest), listed, ending.grammar))
    for cost, brevity, base, grammar in _numbers(rest, lists) + _constructs(rest, lists):
        if not grammar & INDEFINITE or len(base) > _SHORTEST:
            readings.append(Reading(ending.cost + cost, brevity, base, grammar | ending.grammar))
    return readings


_BEFORE_PRONOUNS = {"ت": "ة", "ا": "ي"}


# Words that no list has


def _unlisted(word: str, lists: WordLists) -> str:
    """The stem that all forms of an unknown word share.

    A name that begins like a particle is cut too, but all of its forms are cut alike.
    """
    bare, is_feminine = _without_ending(_without_article(word))
    while bare[0] in "وفبلك" and len(bare) > _SHORTEST + (not is_feminine or _may_be_whole(bare)):
        bare = bare[1:]
    if is_feminine and (len(bare) == _SHORTEST or _PARTNER.fullmatch(bare)):
        return f"{bare}ه"
    if bare != word and lists.is_base(bare):
        return f"{bare}ه"
    return with_ha(bare)


def _may_be_whole(word: str) -> bool:
    """Whether a word before ة is likelier an adjective than a particle and three letters."""
    return bool(_ADJECTIVE.fullmatch(word))


def _without_article(word: str) -> str:
    for beginning in reversed(ARTICLES):
        letters = beginning.letters
        if word.startswith(letters) and len(word) >= len(letters) + _SHORTEST:
            return _without_article(_without_pronoun(word[len(letters) :]))
    return word


def _without_ending(word: str) -> tuple[str, bool]:
    """A word without the endings that leave no doubt, and whether they were feminine."""
    bare = _PRONOUN.sub("", word)
    feminine = (_FEMININE if bare == word else _BOUND_FEMININE).search(bare)
    if feminine:
        return bare[: feminine.start()], True
    return _PLURAL.sub("", bare), False


_PRONOUN = re.compile("(?<=...)(?:هما?|ها)$|(?<=...ت)ه$|(?<=....)نا$")
_FEMININE = re.compile("(?<=...)(?:ة|ات)$")
_BOUND_FEMININE = re.compile("(?<=...)ا?ت$")
_PLURAL = re.compile("(?<=....)(?:ون|ين|ه)$")
