"""The written forms of the lexicon's lemmas: articles and clitics, pronouns, plurals, duals,
feminines.

Reads the marks of `bench/lexicon.py`. Writes what stands in news: the case decides between ون and
ين, ؤ and ئ, and what stands before a word decides the case. Verbs are not conjugated.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Literal

from .lexicon import FIELDS, FUNCTION_WORDS, GENERAL, LATIN_NAMES, NUMBERS, Field

Kind = Literal["N", "V", "A"]
Shape = Literal["base", "pronoun", "sound plural", "broken plural", "dual", "feminine"]

KINDS: Mapping[Kind, str] = {"N": "nouns", "V": "verbs", "A": "adjectives"}
PRONOUNS = ("ه", "ها", "هم", "نا")


@dataclass(frozen=True, slots=True)
class Word:
    """A written word that means a lemma; `weight` is how often it is written for it."""

    written: str
    shape: Shape
    weight: float


# What may stand before a word, and how often: alone, before the article, in which case.
_ALONE = {"": 40, "و": 5, "ف": 1}
_PREPOSITIONS = {"ب": 3, "ل": 3, "ك": 1, "وب": 1, "ول": 1}
_ARTICLE = {"ال": 33, "وال": 4, "فال": 1}
_ARTICLE_AFTER_PREPOSITION = {"بال": 4, "لل": 4, "كال": 1, "وبال": 1, "ولل": 1}
_INDEFINITE = _ALONE | _PREPOSITIONS
_DEFINITE = _ARTICLE | _ARTICLE_AFTER_PREPOSITION
_NOMINATIVE = _ALONE | _ARTICLE
_NOUN = _INDEFINITE | _DEFINITE
_VERB = {"": 88, "و": 9, "ف": 3}
_ADJECTIVE = {"": 55, "ال": 42, "وال": 3}

# How often a noun, an adjective and a verb stand in each of their shapes.
_NOUN_SHARES = {"base": 62, "pronoun": 9, "plural": 22, "plural with pronoun": 4, "dual": 3}
_ADJECTIVE_SHARES = {"base": 52, "feminine": 36, "plural": 8, "feminine plural": 2, "dual": 2}
_VERB_SHARES = {"base": 92, "pronoun": 8}


@dataclass(frozen=True, slots=True)
class Entry:
    """A lemma of the lexicon with its marks read.

    `stem` is what stands without article and pronoun, where it differs from the lemma.
    """

    lemma: str
    stem: str
    marks: tuple[str, ...]
    feminine: str

    @property
    def plurals(self) -> tuple[str, ...]:
        return tuple(mark for mark in self.marks if mark not in ("!", "ه"))


def read(entry: str) -> Entry:
    """The entry of a word of the lexicon, such as `قاض(ي)/قضاة`."""
    head, *marks = entry.split("/")
    head, _, feminine = head.partition("=")
    lemma, stem = _two_stems(head)
    return Entry(lemma, stem, tuple(marks), feminine)


def _two_stems(written: str) -> tuple[str, str]:
    """With and without the letter in brackets."""
    stem, _, letter = written.rstrip(")").partition("(")
    return stem + letter, stem


@cache
def entries(kind: Kind) -> Mapping[str, tuple[Entry, ...]]:
    """The entries of each lemma of a kind, the general ones first."""
    found: dict[str, tuple[Entry, ...]] = {}
    for field in (GENERAL, *FIELDS.values()):
        for entry in of(field, kind):
            if entry not in found.get(entry.lemma, ()):
                found[entry.lemma] = (*found.get(entry.lemma, ()), entry)
    return found


@cache
def of(field: Field, kind: Kind) -> tuple[Entry, ...]:
    """The entries of a field, in its order."""
    return tuple(read(word) for word in getattr(field, KINDS[kind]))


@cache
def lemmas() -> tuple[str, ...]:
    """All lemmas of the lexicon."""
    return tuple(
        dict.fromkeys(
            entry.lemma
            for field in (GENERAL, *FIELDS.values())
            for kind in KINDS
            for entry in of(field, kind)
        )
    )


@cache
def words(kind: Kind) -> Mapping[str, tuple[Word, ...]]:
    """Every word that is written for each lemma of a kind, none of which means another lemma."""
    owners = _owners()
    return {
        lemma: tuple(word for word in found if owners[alike(word.written)] == lemma)
        for lemma, found in _all_words(kind).items()
    }


def words_of(lemma: str) -> tuple[Word, ...]:
    """Every word that is written for a lemma, of whichever kind it is."""
    return tuple(word for kind in KINDS for word in words(kind).get(lemma, ()))


@cache
def _all_words(kind: Kind) -> Mapping[str, tuple[Word, ...]]:
    inflected = {"N": _noun, "V": _verb, "A": _adjective}[kind]
    return {
        lemma: tuple(word for entry in found for word in inflected(entry))
        for lemma, found in entries(kind).items()
    }


@cache
def _owners() -> Mapping[str, str]:
    """The lemma that each word stands for, as `alike` sees it.

    Where two lemmas would be written alike, it is the one of which this is the base form, else
    neither. A function word, a name or a number stands for none.
    """
    others = {alike(word): "" for word in (*FUNCTION_WORDS, *LATIN_NAMES, *NUMBERS)}
    bases: dict[str, str] = {}
    inflected: dict[str, str] = {}
    for kind in KINDS:
        for lemma, found in _all_words(kind).items():
            for word in found:
                owners = bases if word.shape == "base" else inflected
                written = alike(word.written)
                if owners.setdefault(written, lemma) != lemma:
                    owners[written] = ""
    return inflected | bases | others


_ALIKE = str.maketrans("أإآىةؤئ", "ااايهءء")


def alike(written: str) -> str:
    """One spelling for words that careless writers spell alike."""
    return written.translate(_ALIKE)


# Words in their shapes


def _noun(entry: Entry) -> Iterator[Word]:
    plurals = entry.plurals
    shares = dict(_NOUN_SHARES)
    if not plurals:
        shares["base"] += shares.pop("plural") + shares.pop("plural with pronoun")
        shares["base"] += shares.pop("dual")
    yield from _written(_declined(entry.lemma, entry.stem), "base", shares["base"])
    if "!" not in entry.marks:
        yield from _written(_owned(entry.lemma), "pronoun", shares["pronoun"])
    for plural in plurals:
        shape: Shape = "sound plural" if plural in ("ات", "ون") else "broken plural"
        share = shares["plural"] / len(plurals)
        yield from _written(_plural(entry, plural), shape, share)
        if "!" not in entry.marks:
            share = shares["plural with pronoun"] / len(plurals)
            yield from _written(_owned_plural(entry, plural), shape, share)
    if plurals:
        yield from _written(_dual(entry.lemma), "dual", shares["dual"])


def _adjective(entry: Entry) -> Iterator[Word]:
    shares = _ADJECTIVE_SHARES
    base = [(prefix + stem, weight) for prefix, stem, weight in _adjectival(entry)]
    yield from _written(base, "base", shares["base"])
    if "!" not in entry.marks:
        feminine = entry.feminine or f"{entry.lemma}ة"
        yield from _written(_before(_ADJECTIVE, feminine), "feminine", shares["feminine"])
    for plural in entry.plurals:
        shape: Shape = "sound plural" if plural == "ون" else "broken plural"
        forms = (f"{entry.lemma}ون", f"{entry.lemma}ين") if plural == "ون" else (plural,)
        yield from _written(
            [pair for form in forms for pair in _before(_ADJECTIVE, form)], shape, shares["plural"]
        )
    if "ون" in entry.marks:
        dual = [f"{stem}{end}" for stem in (entry.lemma, f"{entry.lemma}ت") for end in ("ان", "ين")]
        written = [pair for form in dual for pair in _before(_ADJECTIVE, form)]
        yield from _written(written, "dual", shares["dual"])
        feminines = _before(_ADJECTIVE, f"{entry.lemma}ات")
        yield from _written(feminines, "sound plural", shares["feminine plural"])


def _adjectival(entry: Entry) -> Iterator[tuple[str, str, float]]:
    for prefix, weight in _ADJECTIVE.items():
        yield prefix, entry.lemma if prefix else entry.stem, weight


def _verb(entry: Entry) -> Iterator[Word]:
    yield from _written(_before(_VERB, entry.lemma), "base", _VERB_SHARES["base"])
    if "ه" in entry.marks:
        stem = f"{entry.lemma[:-1]}ا" if entry.lemma[-1] == "ى" else entry.lemma
        objects = [pair for pronoun in PRONOUNS for pair in _before(_VERB, stem + pronoun)]
        yield from _written(objects, "pronoun", _VERB_SHARES["pronoun"])


def _written(pairs: Iterable[tuple[str, float]], shape: Shape, share: float) -> Iterator[Word]:
    """These words, which together are written as often as `share` says."""
    found = list(pairs)
    whole = sum(weight for _, weight in found)
    for written, weight in found:
        yield Word(written, shape, share * weight / whole)


def _before(prefixes: Mapping[str, float], stem: str) -> list[tuple[str, float]]:
    """`لل` before a word that begins with ل is written with two of them, not three."""
    return [
        (prefix + (stem[1:] if prefix.endswith("لل") and stem[0] == "ل" else stem), weight)
        for prefix, weight in prefixes.items()
    ]


def _declined(lemma: str, stem: str) -> list[tuple[str, float]]:
    """A noun with what stands before it: `قاض`, `القاضي`, and `قاضي` before a genitive."""
    if lemma == stem:
        return _before(_NOUN, lemma)
    return [
        *_before(_INDEFINITE, stem),
        *_before({"": 10, "و": 1, "ل": 1, "ب": 1}, lemma),
        *_before(_DEFINITE, lemma),
    ]


def _owned(noun: str) -> list[tuple[str, float]]:
    """A noun with pronouns: ة becomes ت, ى becomes ا, and ء after ا follows the case."""
    if noun.endswith("اء"):
        nominative = [f"{noun[:-1]}ؤ", noun]  # the accusative keeps its ء
        return [
            *_with_pronouns(nominative, _ALONE),
            *_with_pronouns([f"{noun[:-1]}ئ"], _INDEFINITE),
        ]
    joined = {"ة": "ت", "ى": "ا"}.get(noun[-1], noun[-1])
    return _with_pronouns([noun[:-1] + joined], _INDEFINITE)


def _with_pronouns(stems: Iterable[str], prefixes: Mapping[str, float]) -> list[tuple[str, float]]:
    return [
        pair for stem in stems for pronoun in PRONOUNS for pair in _before(prefixes, stem + pronoun)
    ]


def _plural(entry: Entry, plural: str) -> list[tuple[str, float]]:
    if plural == "ات":
        return _before(_NOUN, _with_at(entry.lemma))
    if plural == "ون":
        return [
            *_before(_NOMINATIVE, f"{entry.stem}ون"),
            *_before(_NOUN, f"{entry.stem}ين"),
            *_before({"": 6, "و": 1}, f"{entry.stem}و"),  # before a genitive
            *_before({"": 6, "و": 1, "ل": 1, "ب": 1}, f"{entry.stem}ي"),
        ]
    return _declined(*_two_stems(plural))


def _with_at(lemma: str) -> str:
    """ة gives way to ات, ى becomes ي."""
    stem = {"ة": lemma[:-1], "ى": f"{lemma[:-1]}ي"}.get(lemma[-1], lemma)
    return f"{stem}ات"


def _owned_plural(entry: Entry, plural: str) -> list[tuple[str, float]]:
    if plural == "ات":
        return _owned(_with_at(entry.lemma))
    if plural == "ون":
        return [
            *_with_pronouns([f"{entry.stem}و"], _ALONE),
            *_with_pronouns([f"{entry.stem}ي"], _INDEFINITE),
        ]
    return _owned(_two_stems(plural)[0])


def _dual(lemma: str) -> list[tuple[str, float]]:
    stem = {"ة": f"{lemma[:-1]}ت", "ى": f"{lemma[:-1]}ي"}.get(lemma[-1], lemma)
    return [*_before(_NOMINATIVE, f"{stem}ان"), *_before(_NOUN, f"{stem}ين")]
