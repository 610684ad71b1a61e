"""Search, judged by truth: what a search finds beside what stands in the articles.

All lemmas of the lexicon are asked for in the same articles, title and body, by the product and by
three rivals. Recall is the share of the right answers that were found, precision the share of what
was found that is right, both over all questions together (micro). Looks at no clock.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from random import Random

from store import Transaction
from store.text.markup.clean import clean
from store.text.markup.read import plain

from .corpus import Corpus, Sample, Shape, variants
from .inflection import lemmas
from .newsroom import Newsroom, after, drafts
from .searchers import Find, product, rivals
from .table import Row, Scale

PLURALS: tuple[Shape, ...] = ("sound plural", "broken plural")
_TYPED = 8  # words of a lemma that are typed, at most, in each group


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
        return [text(sample) for sample in self.samples]

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


def text(sample: Sample) -> str:
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


def rows(scale: Scale, folder: Path) -> Iterator[Row]:
    """(e) Right answers, of the product's own index beside others over the same texts."""
    truth = Truth(scale.searched)
    room = Newsroom(folder / "search.db")
    room.now = after(scale.searched)
    room.keep(drafts(map(_without_tags, truth.samples)), backfill=True)
    with room.store.snapshot() as snapshot:
        ours = product(snapshot, numbers_by_id(snapshot))
        yield from judged(truth, {"": ours} | rivals(truth.texts))
    room.store.close()


def _without_tags(sample: Sample) -> Sample:
    """A sample without its tags, which are no part of the truth: the product searches them, too."""
    return replace(sample, record=sample.record | {"tags": []})


def numbers_by_id(snapshot: Transaction) -> dict[str, int]:
    """The number of each article's text, from 0, by the id that the product gave it."""
    found: dict[str, int] = {}
    last = ""
    while batch := snapshot.articles.after(last, 1_000):
        for stored in batch:
            found[stored.article.id] = int(str(stored.article.source_id).removeprefix("b-")) - 1
        last = batch[-1].article.id
    return found


def judged(truth: Truth, finders: Mapping[str, Find]) -> Iterator[Row]:
    """Recall and precision of each group of questions; ours has no name."""
    base = by_base_form()
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
