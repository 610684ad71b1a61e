"""Both databases answer questions alike: as a few lines of Python say."""

import itertools
import random
import re
from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Connection, event, select

from store import ALL, Refused, Store
from store.article import StoredArticle
from store.db import search_postgresql
from store.db.engine import opened, read
from store.db.schema import search_entries
from store.db.search import Search
from store.query import Query, Term
from store.search_text import search_text
from tests.room import SITE, START, Room, article

WORDS = "قناة ميناء جسر نهر سفينة مطار قطار طريق سوق حديقة".split()
SECTIONS = ("سياسة", "اقتصاد")
TABLES = "articles|placements|search_entries|entry|placement"
LOOKS_THROUGH = re.compile(rf"SCAN ({TABLES})|TEMP B-TREE|Seq Scan on ({TABLES})")


def made(number: int, chance: random.Random) -> dict[str, object]:
    """A record of some of these words; many share a second, and some are no news any more."""
    hours = chance.choice((1, 1, 2, 3, 900))
    return article(
        number,
        title=" ".join(chance.choices(WORDS, k=chance.choice((1, 2, 3)))),
        html=f"<p>{' '.join(chance.choices(WORDS, k=6))}</p><p>{chance.choice(WORDS)}</p>",
        sections=[chance.choice(SECTIONS)],
        tags=chance.choices(WORDS, k=chance.choice((0, 0, 1))),
        published=(START - timedelta(hours=hours)).isoformat(),
    )


def asked(chance: random.Random) -> dict[str, Any]:
    """A question with its parameters."""
    text = " ".join(chance.choices(WORDS, k=chance.choice((1, 1, 2, 2, 3))))
    if chance.random() < 0.3:
        text = f'"{text}" {chance.choice(WORDS)}'
    if chance.random() < 0.3:
        text = f"-{chance.choice(WORDS)} {text}"
    if chance.random() < 0.1:
        text = f'-"{chance.choice(WORDS)} {chance.choice(WORDS)}" {text}'
    return {
        "text": text if chance.random() < 0.8 else text[:-1],
        "prefix": chance.random() < 0.3,
        "within": chance.choice(("", "", "title")),
        "section": chance.choice((None, None, "politics")),
        "since": chance.choice(("", "", "2026-11-01")),
        "until": chance.choice(("", "", "2026-11-01")),
    }


def question(text: str, **parameters: Any) -> Query:
    return Query.parse(text, zone=SITE.zone, **parameters)


def holds(keys: Sequence[str], term: Term) -> bool:
    """Whether a term stands among keys."""
    size = len(term.keys)
    places = (keys[at : at + size] for at in range(len(keys) - size + 1))
    return any(
        tuple(place[:-1]) == term.keys[:-1]
        and (place[-1] == term.keys[-1] or place[-1].startswith(term.beginnings or ("□□",)))
        for place in places
    )


def rank(kept: StoredArticle, query: Query) -> int | None:
    """How well an article answers a question, 0 is best; None where it does not."""
    text = search_text(kept.article)
    title = text.title.split()
    body = text.body.split()

    def found(term: Term) -> bool:
        return holds(title, term) or (not query.in_title and holds(body, term))

    if not all(map(found, query.terms)) or any(map(found, query.without)):
        return None
    if holds(title, query.phrase):
        return 0
    return 1 if all(holds(title, term) for term in query.terms) else 2


class Model:
    """All that stands in a store, and what should be found of it."""

    def __init__(self, store: Store) -> None:
        with store.snapshot() as snapshot:
            rows = {
                feed: [row.article_id for row in snapshot.placements.window(feed, 1_000)]
                for feed in (ALL, "politics")
            }
            self._articles = snapshot.articles.load(rows[ALL])
        self._order = {article_id: at for at, article_id in enumerate(rows[ALL])}
        self._of_section = set(rows["politics"])

    def newest(self, query: Query) -> list[str]:
        return [name for name in self._order if self._fits(name, query)]

    def found(self, query: Query) -> list[str]:
        def place(name: str) -> tuple[int, int]:
            return rank(self._articles[name], query) or 0, self._order[name]

        return sorted(self.newest(query), key=place)

    def _fits(self, name: str, query: Query) -> bool:
        published = self._articles[name].article.published
        return (
            rank(self._articles[name], query) is not None
            and (query.section is None or name in self._of_section)
            and (query.since is None or published >= query.since)
            and (query.until is None or published < query.until)
        )


def found(store: Store, text: str, **parameters: Any) -> list[str]:
    """The source's ids of what is found."""
    with store.snapshot() as snapshot:
        ids = snapshot.search.find(question(text, **parameters), 100)
        articles = snapshot.articles.load(ids)
    return [articles[name].article.source_id or "" for name in ids]


@pytest.mark.parametrize("few", [7, search_postgresql.FEW])
def test_questions_are_answered_as_the_rules_say(
    store: Store, few: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The lists of both databases are those of the model, so they are the same."""
    monkeypatch.setattr(search_postgresql, "FEW", few)
    monkeypatch.setattr(search_postgresql, "MANY", 5 * few)
    chance = random.Random(16)
    room = Room(store)
    room.ingest(*(made(number, chance) for number in range(60)))
    room.pass_time(hours=1)
    room.ingest(*(made(number, chance) for number in range(40, 100)))
    model = Model(store)
    counts = []
    with store.snapshot() as snapshot:
        for _ in range(200):
            wanted = asked(chance)
            query = question(**wanted)
            right = model.found(query)
            counts.append(len(right))
            assert (wanted, snapshot.search.find(query, 100)) == (wanted, right)
            assert snapshot.search.find(query, 3, 2) == right[2:5]
            rows = snapshot.search.newest(query, 10)
            assert [row.article_id for row in rows] == model.newest(query)[:10]
    assert sum(map(bool, counts)) > 100
    assert max(counts) > 50


HOSTILE = (
    "title : سوق",
    "سوق AND OR NOT NEAR(سوق جسر, 2)",
    "سوق* ^سوق {title} : (جسر + سوق)",
    "سوق & !جسر | (قطار <-> نهر):*AB <2>",
    "'سوق' ''' \\' \\ ; DROP TABLE articles; --",
    "%s %(words)s :words :most $1 ? {conditions}",
    '"سوق" "" "" " -"" -- - -"',
    "سوق\x00جسر \ud800 \u202e سوق\ufffe",
    "—سوق،جسر؛؟ « سوق » ‹“”›",
    "□ ■ سوق",
    "ﷲ ﷺ ﷻ سوق",
    "ـــ سوقـ",
    "9" * 200,
    "سوق" * 66,
    "a1" * 100,
    "\u0301" * 200,
)


def test_operators_of_databases_mean_nothing(store: Store) -> None:
    """Each is read as words, or refused for what it is; no database ever complains."""
    room = Room(store)
    room.ingest(*(made(number, random.Random(number)) for number in range(30)))
    model = Model(store)
    for text, prefix, within in itertools.product(HOSTILE, (False, True), ("", "title")):
        try:
            query = question(text, prefix=prefix, within=within)
        except Refused:
            continue
        with store.snapshot() as snapshot:
            assert (text, snapshot.search.find(query, 50)) == (text, model.found(query))


@pytest.mark.parametrize(
    ("text", "parameters", "field"),
    [
        ("", {}, "q"),
        ("- ، \u064b", {}, "q"),
        ("-سوق", {}, "q"),
        ("س" * 201, {}, "q"),
        ("سوق " * 13, {}, "q"),
        (f'-سوق "{"جسر " * 12}"', {}, "q"),
        ("سوق", {"within": "body"}, "in"),
        ("سوق", {"since": "غدا"}, "since"),
        ("سوق", {"until": "2026-13-01"}, "until"),
        ("سوق", {"since": "9" * 500}, "since"),
    ],
)
def test_what_is_no_question_is_refused(text: str, parameters: dict[str, Any], field: str) -> None:
    with pytest.raises(Refused) as refused:
        question(text, **parameters)
    assert refused.value.field == field


@pytest.mark.parametrize(
    ("since", "until", "first", "end"),
    [
        ("2026-01-31", "2026-01-31", "2026-01-30 22:00", "2026-01-31 22:00"),
        ("2026-01", "2026-01", "2025-12-31 22:00", "2026-01-31 22:00"),
        ("2026-01-31T10:00", "2026-01-31T10:00Z", "2026-01-31 08:00", "2026-01-31 10:00"),
        ("", "9999-12-31", "None", "None"),
    ],
)
def test_days_and_months_are_meant_whole(since: str, until: str, first: str, end: str) -> None:
    query = question("سوق", since=since, until=until)
    assert [str(moment)[:16] for moment in (query.since, query.until)] == [first, end]


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ("حدي", True),
        ("الحدي", True),
        ("والحدي", True),
        ("حديقة", True),
        ("حد", False),
        ("يقة", False),
        ('"حدي"', False),
        ("حدي -نهر", False),
    ],
)
def test_only_a_last_word_may_go_on(sqlite: str, text: str, right: bool) -> None:
    store = Store(sqlite)
    Room(store).ingest(article(1, title="افتتاح الحديقة الكبيرة"))
    with store.snapshot() as snapshot:
        assert bool(snapshot.search.find(question(text, prefix=True), 5)) is right
    store.close()


def plans(connection: Connection, ask: Callable[[], object]) -> list[str]:
    """How the database answers each question that is asked."""
    asked: list[tuple[str, Any]] = []

    def note(_c: object, _cursor: object, statement: str, parameters: Any, *_: object) -> None:
        asked.append((statement, parameters))

    event.listen(connection, "before_cursor_execute", note)
    ask()
    event.remove(connection, "before_cursor_execute", note)
    explain = "EXPLAIN QUERY PLAN" if connection.dialect.name == "sqlite" else "EXPLAIN"
    if connection.dialect.name == "postgresql":  # as it is asked
        connection.exec_driver_sql("SET LOCAL enable_seqscan = off")
    return [
        " / ".join(
            str(row[-1]).strip()
            for row in connection.exec_driver_sql(f"{explain} {statement}", parameters)
        )
        for statement, parameters in asked
        if not statement.startswith("SET ")
    ]


def test_no_question_looks_through_all_articles(store: Store) -> None:
    """SQLite steps through the index of words, PostgreSQL asks its own; none sorts all entries."""
    chance = random.Random(2)
    Room(store).ingest(*(made(number, chance) for number in range(300)))
    with opened(store.url) as engine, read(engine) as connection:
        search = Search(connection)
        for _ in range(40):
            query = question(**asked(chance))
            asks = (
                lambda of=query: search.find(of, 10),
                lambda of=query: search.newest(of, 10),
            )
            for plan in (plan for ask in asks for plan in plans(connection, ask)):
                assert not LOOKS_THROUGH.search(plan), plan


def test_a_question_that_looks_through_all_is_seen(store: Store) -> None:
    with opened(store.url) as engine, read(engine) as connection:
        by_title = select(search_entries.c.article_id).order_by(search_entries.c.title).limit(5)
        (plan,) = plans(connection, lambda: connection.execute(by_title).all())
        assert LOOKS_THROUGH.search(plan)
