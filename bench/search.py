"""Search, judged by truth: what a search finds beside what stands in the articles.

All lemmas of the lexicon are asked for in the same articles, title and body, by the product and by
three rivals. Recall is the share of the right answers that were found, precision the share of what
was found that is right, both over all questions together (micro). Looks at no clock.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from random import Random

import pysqlite3
import Stemmer

from store.text.markup.clean import clean
from store.text.markup.read import plain

from .corpus import Corpus, Sample, Shape, variants
from .inflection import lemmas
from .light10 import light10
from .table import Row

Find = Callable[[str], int]  # answers are a number in which bit n stands for text n

PLURALS: tuple[Shape, ...] = ("sound plural", "broken plural")
_TYPED = 12  # words of a lemma that are typed, at most, in each group
_WORD = re.compile("[\\w\u064b-\u065f\u0670]+")


@dataclass(frozen=True, slots=True)
class Question:
    """A word that is typed, and the lemma that is meant."""

    typed: str
    lemma: str


class Truth:
    """The articles, and in which of them each lemma stands, by the shapes in which it does."""

    def __init__(self, count: int) -> None:
        self.samples = list(Corpus().samples(count))

    @cached_property
    def texts(self) -> list[str]:
        return [_text(sample) for sample in self.samples]

    @cached_property
    def _by_shapes(self) -> Mapping[str, Mapping[frozenset[Shape], int]]:
        found: dict[str, dict[frozenset[Shape], int]] = {lemma: {} for lemma in lemmas()}
        for number, sample in enumerate(self.samples):
            shapes: dict[str, set[Shape]] = {}
            for lemma, shape in sample.in_title | sample.in_body:
                shapes.setdefault(lemma, set()).add(shape)
            for lemma, its in shapes.items():
                texts = found[lemma]
                texts[frozenset(its)] = texts.get(frozenset(its), 0) | 1 << number
        return found

    def right(self, lemma: str, only: Iterable[Shape] = ()) -> int:
        """The texts in which a lemma stands (in no other shapes than these)."""
        allowed = frozenset(only)
        texts = 0
        for shapes, which in self._by_shapes[lemma].items():
            if not allowed or shapes <= allowed:
                texts |= which
        return texts


def _text(sample: Sample) -> str:
    body = plain(clean(str(sample.record["html"]), lambda target: target))
    return f"{sample.record['title']}\n{body}"


# What is asked


def by_base_form() -> list[Question]:
    return [Question(lemma, lemma) for lemma in lemmas()]


def by_shapes(*shapes: Shape) -> list[Question]:
    """Some words of each lemma that are written in these shapes, but for its base form."""
    rng = Random(1)
    questions = []
    for lemma in lemmas():
        others = [word for word in variants(lemma, *shapes) if word != lemma]
        chosen = rng.sample(others, min(_TYPED, len(others)))
        questions += [Question(word, lemma) for word in chosen]
    return questions


# Who is asked


def by_keys(texts: Sequence[str], keys: Callable[[str], Iterable[str]]) -> Find:
    """A search over sets of keys: a text is found where all keys of the question stand in it."""
    holding: dict[str, int] = {}
    for number, text in enumerate(texts):
        for key in set(keys(text)):
            holding[key] = holding.get(key, 0) | 1 << number

    def find(typed: str) -> int:
        found = -1
        for key in keys(typed):
            found &= holding.get(key, 0)
        return max(found, 0)

    return find


def by_stems(texts: Sequence[str], stem: Callable[[str], str]) -> Find:
    """A search over the stems of words, which keep their marks until they are stemmed."""
    stems: dict[str, str] = {}

    def keys(text: str) -> Iterator[str]:
        for word in _WORD.findall(text.casefold()):
            if word not in stems:
                stems[word] = stem(word)
            yield stems[word]

    return by_keys(texts, keys)


def by_fts5(texts: Sequence[str]) -> Find:
    """SQLite's full text search as it is shipped."""
    connection = pysqlite3.connect(":memory:")
    connection.execute("CREATE VIRTUAL TABLE texts USING fts5(text)")
    connection.executemany("INSERT INTO texts (rowid, text) VALUES (?, ?)", list(enumerate(texts)))

    def find(typed: str) -> int:
        rows = connection.execute("SELECT rowid FROM texts WHERE texts MATCH ?", [f'"{typed}"'])
        return _bits(number for (number,) in rows)

    return find


def rivals(texts: Sequence[str]) -> dict[str, Find]:
    snowball = Stemmer.Stemmer("arabic")
    return {
        "FTS5": by_fts5(texts),
        "Snowball": by_stems(texts, snowball.stemWord),
        "light10": by_stems(texts, light10),
    }


def _bits(numbers: Iterable[int]) -> int:
    found = 0
    for number in numbers:
        found |= 1 << number
    return found


# How well it is answered


@dataclass(slots=True)
class Score:
    """Counted over questions."""

    right: int = 0
    found: int = 0
    both: int = 0

    def add(self, right: int, found: int) -> None:
        self.right += right.bit_count()
        self.found += found.bit_count()
        self.both += (right & found).bit_count()

    @property
    def recall(self) -> float:
        return self.both / self.right if self.right else 1.0

    @property
    def precision(self) -> float:
        return self.both / self.found if self.found else 1.0


def score(truth: Truth, questions: Iterable[Question], find: Find) -> Score:
    found = Score()
    for question in questions:
        found.add(truth.right(question.lemma), find(question.typed))
    return found


def recall_where_only(
    truth: Truth, questions: Iterable[Question], find: Find, shapes: Iterable[Shape]
) -> float:
    """Recall over the articles in which the lemma stands in no other shapes than these."""
    only = tuple(shapes)
    found = Score()
    for question in questions:
        found.add(truth.right(question.lemma, only), find(question.typed))
    return found.recall


def rows(truth: Truth, ours: Find, theirs: Mapping[str, Find]) -> Iterator[Row]:
    """Recall and precision of each group of questions, ours beside theirs."""
    base = by_base_form()
    finders = {"": ours} | dict(theirs)
    yield from _both("base form typed", truth, base, finders, (0.95, 0.99))
    for shapes in (PLURALS, *((shape,) for shape in _APART)):
        what = "plural" if shapes == PLURALS else shapes[0]
        recalls = {
            name: recall_where_only(truth, base, find, shapes) for name, find in finders.items()
        }
        yield _row(f"of these, where only a {what} stands: recall", recalls)
    for what, shape in _ANY:
        yield from _both(what, truth, by_shapes(shape), finders, (0.90, 0.98))
    yield from _both("a plural typed", truth, by_shapes(*PLURALS), finders)
    yield from _both("a feminine or dual typed", truth, by_shapes("feminine", "dual"), finders)


_ANY: tuple[tuple[str, Shape], ...] = (
    ("any clitic or spelling typed", "base"),
    ("with a pronoun typed", "pronoun"),
)
_APART: tuple[Shape, ...] = ("sound plural", "broken plural", "pronoun", "feminine", "dual")


def _both(
    what: str,
    truth: Truth,
    questions: Sequence[Question],
    finders: Mapping[str, Find],
    aims: tuple[float | None, float | None] = (None, None),
) -> Iterator[Row]:
    scores = {name: score(truth, questions, find) for name, find in finders.items()}
    recalls = {name: one.recall for name, one in scores.items()}
    precisions = {name: one.precision for name, one in scores.items()}
    yield _row(f"search, {what}: recall", recalls, aims[0])
    yield _row(f"search, {what}: precision", precisions, aims[1])


def _row(what: str, values: Mapping[str, float], aim: float | None = None) -> Row:
    ours = values[""]
    beside = ", ".join(f"{name} {value:.3f}" for name, value in values.items() if name)
    if aim is None:
        return Row(what, f"{ours:.3f}", beside)
    return Row(what, f"{ours:.3f}", beside, None, f"at least {aim:.2f}", ours >= aim)
