"""The benchmark measures what it says: its articles are known by construction, and both sides do
their work.

Nothing here looks at a clock.
"""

import re
from collections import Counter
from collections.abc import Iterator
from contextlib import nullcontext
from itertools import chain
from pathlib import Path
from statistics import median

import feedparser
import pytest

from bench import __main__ as command
from bench import large, search, search_speed, searchers
from bench.corpus import LABELS, Corpus, Sample, variants
from bench.inflection import KINDS, lemmas, words_of
from bench.inflection import words as words_of_kind
from bench.lexicon import FUNCTION_WORDS, LATIN_NAMES, NUMBERS
from bench.light10 import light10
from bench.newsroom import Newsroom, after, drafts
from bench.printing import Page, django, ours
from bench.table import Row, Scale, drawn
from feeds.printing.formats.cache import EntryCache
from store import Store
from store.text.arabic import fold, words
from store.text.markup.clean import clean
from store.text.markup.read import plain
from tests import quick

TINY = Scale(prints=2, records=60, runs=1, sizes=(20, 40), changes=2, searched=50)


@pytest.fixture(scope="module")
def samples() -> list[Sample]:
    return list(Corpus().samples(400))


@pytest.fixture(scope="module")
def by_word() -> dict[str, set[str]]:
    """The lemmas that each folded word may mean."""
    found: dict[str, set[str]] = {}
    for lemma in lemmas():
        for word in words_of(lemma):
            found.setdefault(fold(word.written), set()).add(lemma)
    return found


def text(sample: Sample) -> str:
    return plain(clean(str(sample.record["html"]), lambda target: target))


def test_a_sample_is_the_same_whichever_were_made_before_it(samples: list[Sample]) -> None:
    assert Corpus().sample(123) == samples[122]
    assert Corpus(seed=2).sample(123) != samples[122]


def test_no_two_lemmas_share_a_spelling_and_no_other_word_is_one(
    by_word: dict[str, set[str]],
) -> None:
    assert len(lemmas()) >= 600
    assert not [word for word, meant in by_word.items() if len(meant) > 1]
    others = set(
        chain.from_iterable(words(word) for word in (*FUNCTION_WORDS, *LATIN_NAMES, *NUMBERS))
    )
    assert not others & set(by_word)


def test_every_lemma_is_written_as_it_stands_in_the_lexicon() -> None:
    """What two lemmas would share is left out; their base forms never are."""
    for lemma in lemmas():
        assert {lemma, f"ال{lemma}"} & set(variants(lemma, "base"))


def test_the_lemmas_of_a_sample_are_those_that_stand_in_its_text(
    samples: list[Sample], by_word: dict[str, set[str]]
) -> None:
    for sample in samples:
        title, body = words(str(sample.record["title"])), words(text(sample))
        assert sample.title_lemmas == {lemma for word in title for lemma in by_word.get(word, ())}
        assert sample.body_lemmas == {lemma for word in body for lemma in by_word.get(word, ())}


def test_words_vary_in_clitics_and_spelling(samples: list[Sample]) -> None:
    whole = " ".join(text(sample) for sample in samples)
    assert {"الحكومة", "وحكومة", "الحكومه", "للجنة", "يـوم"} <= set(re.findall(r"\w+", whole))
    assert {"اعلن", "أعلن"} <= set(whole.split())


@pytest.mark.parametrize(
    ("lemma", "written"),
    [
        ("قرار", "قراران قراراتنا بالقرارات"),
        ("لجنة", "للجنة وللجان لجنته لجنتين لجانهم"),
        ("مسؤول", "مسؤولون بالمسؤولين مسؤولو مسؤوليها مسؤولوها"),
        ("مستوى", "مستوياتها مستواه مستويين"),
        ("لقاء", "لقاؤه بلقائه لقاءها لقاءات"),
        ("قاضي", "قاض القاضي قاضيه القضاة قاضيان"),
        ("محامي", "محامون المحامين محام"),
        ("أرض", "أراض الأراضي أراضيها"),
        ("عرض", "العروض والأعراض"),
        ("سياسي", "السياسية سياسيون السياسيات"),
        ("كبير", "كبيرة والكبار"),
        ("أول", "الأولى أوائل"),
        ("نفى", "ونفاه نفاها"),
    ],
)
def test_words_are_inflected_as_the_language_has_it(lemma: str, written: str) -> None:
    assert set(written.split()) <= {word.written for word in words_of(lemma)}


@pytest.mark.parametrize(
    ("lemma", "never"),
    [
        ("لجنة", "لجنةات لجنةه لللجنة"),
        ("مسؤول", "بمسؤولون بالمسؤولون مسؤولات"),
        ("لقاء", "بلقاؤه القائه"),
        ("قاضي", "القاض قاضه"),
        ("أول", "أولة"),
        ("إنترنت", "إنترنته إنترنتات"),
        ("محافظ", "محافظه"),  # as محافظة is spelled by some
        ("عمل", "عمله"),
    ],
)
def test_words_that_nobody_writes_or_that_mean_another_are_not_written(
    lemma: str, never: str
) -> None:
    assert not set(never.split()) & {word.written for word in words_of(lemma)}


def test_all_shapes_are_written_and_most_words_stand_in_their_base_form(
    samples: list[Sample],
) -> None:
    shapes = Counter(shape for sample in samples for _, shape in sample.in_body)
    assert set(shapes) == {
        word.shape for kind in KINDS for word in chain(*words_of_kind(kind).values())
    }
    assert 0.5 < shapes["base"] / shapes.total() < 0.8


@pytest.mark.parametrize(
    ("word", "stem"),
    [
        ("المكتبات", "مكتب"),
        ("وبالمكتبة", "مكتب"),  # و goes before the article is looked for
        ("مُكْتَبَةٍ", "مكتب"),
        ("ولد", "ولد"),  # three letters must remain without و
        ("وولد", "ولد"),
        ("ألم", "الم"),
        ("أبوها", "ابو"),
        ("بها", "بها"),
        ("مصريون", "مصر"),  # the list is gone through once: ون, then ي
        ("خيرية", "خير"),
    ],
)
def test_light10_follows_its_published_rules(word: str, stem: str) -> None:
    assert light10(word) == stem


def test_answers_are_counted_right_where_the_lemma_stands_in_title_or_body() -> None:
    truth = search.Truth(40)
    right = truth.right("حكومة")
    for number, sample in enumerate(truth.samples):
        stands = "حكومة" in sample.title_lemmas | sample.body_lemmas
        assert bool(right >> number & 1) == stands
    assert 0 < right.bit_count() < 40
    plural = truth.right("حكومة", search.PLURALS)
    assert plural & right == plural != right


def test_recall_and_precision_are_counted_over_all_questions() -> None:
    score = search.Score()
    score.add(right=0b1110, found=0b0111)
    score.add(right=0b1, found=0)
    assert (score.recall, score.precision) == (2 / 4, 2 / 3)


def test_every_rival_finds_what_it_can() -> None:
    texts = ["وصلت الحافلات", "حافلة جديدة", "قطار"]
    rivals = searchers.rivals(texts)
    assert {name: find("حافلة") for name, find in rivals.items()} == {
        "FTS5": 0b010,
        "Snowball": 0b011,
        "light10": 0b011,
    }


def test_each_lemma_is_typed_in_words_that_mean_it(by_word: dict[str, set[str]]) -> None:
    questions = search.by_shapes("base") + search.by_shapes(*search.PLURALS)
    assert questions == search.by_shapes("base") + search.by_shapes(*search.PLURALS)
    assert all(by_word[fold(one.typed)] == {one.lemma} for one in questions)


def test_lengths_are_those_of_news(samples: list[Sample]) -> None:
    titles = [len(str(sample.record["title"])) for sample in samples]
    bodies = [len(text(sample)) for sample in samples]
    assert 40 <= median(titles) <= 60
    assert 1_200 <= median(bodies) <= 1_600
    assert 4_000 < max(bodies) <= 20_000


def test_all_twelve_sections_are_written_for(samples: list[Sample]) -> None:
    assert len(LABELS) == 12
    # defined]
    named = {label for sample in samples for label in sample.record["sections"]}  # type: ignore[attr
    assert all(named & set(labels) for labels in LABELS.values())


def test_ingest_accepts_every_record(samples: list[Sample], tmp_path: Path) -> None:
    room = Newsroom(tmp_path / "bench.db")
    room.now = after(200)
    assert room.keep(drafts(samples[:200])) == 200


def test_ours_and_django_write_the_same_articles(tmp_path: Path) -> None:
    page = Page(tmp_path)
    feed = page.changed(7)
    for mine, theirs in zip(ours(feed, EntryCache()), django(feed, page.bodies), strict=True):
        one, other = feedparser.parse(mine), feedparser.parse(theirs)
        assert len(one.entries) == 50
        assert list(_read(one)) == list(_read(other))


def _read(parsed: feedparser.FeedParserDict) -> Iterator[tuple[object, ...]]:
    return (
        (one.id, one.title, one.link, one.content[0].value, one.published_parsed)
        for one in parsed.entries
    )


def test_everything_is_measured_in_one_table(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    quick.leave_out("the benchmark")
    monkeypatch.setattr(command, "QUICK", TINY)
    command.main(["--quick"])
    table = capsys.readouterr().out
    for what in (
        "print 50 articles, RSS and Atom",
        "ingest 60",
        "40 articles in the store",
        "memory: press",
        "search, base form typed: recall",
    ):
        assert what in table


def test_a_large_store_is_made_and_looked_at(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    quick.leave_out("the benchmark")
    monkeypatch.setattr(large, "ARTICLES", 40)
    monkeypatch.setattr(large, "REFUSALS", 20)
    monkeypatch.setattr(large, "ASKED", 1)
    command.main(["--large", "--in", str(tmp_path / "made")])
    made = capsys.readouterr().out
    assert "ingest of 40 articles, 20 refused" in made
    assert "`GET /api/v1/articles?limit=10`" in made
    with Store(f"sqlite:///{tmp_path / 'made' / 'large.db'}").snapshot() as snapshot:
        assert snapshot.quarantine.count() == 20
        assert len(snapshot.articles.after("", 100)) == 40


def test_questions_of_all_kinds_are_put_to_all_who_are_timed() -> None:
    asked = search_speed.questions(40, 1_000)
    assert asked[:10] == search_speed.questions(10, 1_000)
    assert len({one.kind for one in asked}) == 10
    assert all(one.query.terms for one in asked)
    assert {one.fts5[:7] for one in asked if one.in_title} == {"title :"}


def test_answers_are_timed_and_compared(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    quick.leave_out("the benchmark")
    other = f"sqlite:///{tmp_path / 'other.db'}"
    monkeypatch.setattr(search_speed, "own_postgresql", lambda: nullcontext((other, lambda: None)))
    monkeypatch.setattr(search_speed, "QUESTIONS", 20)
    rows = list(search_speed.rows(tmp_path, 30))
    assert "20 of 20" in [row.ours for row in rows]
    assert sum("p99" in row.aim for row in rows) == 2


@pytest.mark.parametrize("work", ["ingest", "print"])
def test_a_profile_names_functions(
    work: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    quick.leave_out("the benchmark")
    monkeypatch.setattr(command, "QUICK", TINY)
    command.main(["--quick", "--profile", work])
    assert "function calls" in capsys.readouterr().out


def test_a_row_says_whether_its_aim_was_met() -> None:
    rows = [Row("a", "1 ms", "b 2 ms", 0.5, "at most 0.33", False), Row("c", "3 MB")]
    assert (
        drawn(rows).splitlines()[2] == "| a    | 1 ms | b 2 ms    | 0.50  | at most 0.33 | missed |"
    )
