"""Both databases answer questions alike: as a few lines of Python say."""

import random
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from store import ALL, Store
from store.article import StoredArticle
from store.query import Query, Term
from store.search_text import search_text
from tests.room import SITE, START, Room, article

WORDS = "قناة ميناء جسر نهر سفينة مطار قطار طريق سوق حديقة".split()
SECTIONS = ("سياسة", "اقتصاد")


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


def test_questions_are_answered_as_the_rules_say(store: Store) -> None:
    """The lists of both databases are those of the model, so they are the same."""
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
            assert snapshot.search.count(query) == len(right)
            rows = snapshot.search.newest(query, 10)
            assert [row.article_id for row in rows] == model.newest(query)[:10]
    assert sum(map(bool, counts)) > 100
    assert max(counts) > 50
