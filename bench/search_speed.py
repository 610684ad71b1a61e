"""`python -m bench --search`: how soon a question is answered among 100,000 articles.

SQLite, PostgreSQL and FTS5 as it is shipped hold the same articles and are asked the same questions
in turn; and the two databases must say the same, in the same order.
"""

import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from random import Random
from statistics import median, quantiles

import psycopg
import pysqlite3

from store import Query, Store
from tests import postgres

from .corpus import EVERY, LABELS, START, Corpus
from .inflection import of
from .ingesting import one_core
from .lexicon import GENERAL
from .newsroom import SITE, Newsroom, after, drafts
from .search import text
from .table import Row, milliseconds

ARTICLES = 100_000
QUESTIONS = 500
AIM = 0.020
INGEST_AIM = 1_200
_PAGE = 20
_COMPARED = 100
_ROUNDS = 3
_BATCH = 1_000
_TITLES = 8
_DATABASE = "bench"
_SIGNS = str.maketrans(':«».،,%"-', "         ")

Ask = Callable[["Asked"], Sequence[object]]


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as somebody types it."""

    kind: str
    text: str
    section: str | None = None
    since: str = ""
    in_title: bool = False
    prefix: bool = False

    @property
    def query(self) -> Query:
        return Query.parse(
            self.text,
            zone=SITE.zone,
            section=self.section,
            since=self.since,
            within="title" if self.in_title else "",
            prefix=self.prefix,
        )

    @property
    def fts5(self) -> str:
        """The same words for FTS5 as it is shipped; it knows no section and no day."""
        if self.text.startswith('"'):
            return self.text
        words = " ".join(f'"{word}"' for word in self.text.split() if word[0] != "-")
        words += "".join(f' NOT "{word[1:]}"' for word in self.text.split() if word[0] == "-")
        return f"{'title : ' * self.in_title}({words}{' *' * self.prefix})"


def questions(count: int, articles: int) -> list[Asked]:
    """Questions of all kinds in turn, about what the articles tell; always the same."""
    return list(islice(_questions(articles), count))


def _questions(articles: int) -> Iterator[Asked]:
    rng = Random(1)
    corpus = Corpus()
    commonest = [entry.lemma for entry in of(GENERAL, "N")[:20]]
    while True:
        titles = [_words(corpus, rng.randrange(1, articles + 1)) for _ in range(_TITLES)]
        first, second = rng.sample(commonest, 2)
        day = START + EVERY * rng.randrange(articles)
        yield Asked("a word of a title", rng.choice(titles[0]))
        yield Asked("two words of a title", " ".join(titles[1][-2:]))
        yield Asked("three words of a title", " ".join(titles[2][:3]))
        yield Asked("a phrase", f'"{" ".join(titles[3][:2])}"')
        yield Asked("a word without another", f"{titles[4][0]} -{titles[5][-1]}")
        yield Asked("one of the commonest words", first)
        yield Asked("two of the commonest words", f"{first} {second}")
        yield Asked("a word of titles alone", rng.choice(titles[6]), in_title=True)
        yield Asked("a word in a section", second, section=rng.choice(sorted(LABELS)))
        yield Asked(
            "a beginning, since a day", titles[7][0][:4], since=f"{day:%Y-%m-%d}", prefix=True
        )


def _words(corpus: Corpus, number: int) -> list[str]:
    """The words of a title, which begins with three that mean something."""
    return str(corpus.sample(number).record["title"]).translate(_SIGNS).split()


# Three that hold the same articles


@contextmanager
def own_postgresql() -> Iterator[tuple[str, Callable[[], None]]]:
    """A database of its own, and what tidies it as its own keeper would in time."""
    run = postgres.Run()
    try:
        cluster = postgres.Cluster(run.folder / "cluster")
        cluster.create()
        cluster.start()
        with cluster.connect() as server:
            server.execute(f"CREATE DATABASE {_DATABASE}")
        url = cluster.url(_DATABASE)
        yield url, lambda: _tidy(url)
    finally:
        run.end()


def _tidy(url: str) -> None:
    with psycopg.connect(url.replace("+psycopg", ""), autocommit=True) as connection:
        connection.execute("VACUUM ANALYZE")


def _filled(url: str, count: int) -> tuple[Store, float]:
    """A store of these articles, and how many of them it took in a second on one core."""
    room = Newsroom(url)
    room.now = after(count)
    kept = 0
    seconds = 0.0
    samples = Corpus().samples(count)
    with one_core():
        while batch := list(drafts(islice(samples, _BATCH))):
            started = time.perf_counter()
            kept += room.keep(batch, backfill=True)
            seconds += time.perf_counter() - started
    if kept != count:
        raise RuntimeError(f"{kept} of {count} articles were kept")
    return room.store, kept / seconds


def _fts5(file: Path, count: int) -> pysqlite3.Connection:
    """Titles and texts as they are in a table of FTS5 as it is shipped."""
    connection = pysqlite3.connect(str(file))
    connection.execute("CREATE VIRTUAL TABLE articles USING fts5(title, body)")
    rows = ((str(one.record["title"]), text(one)) for one in Corpus().samples(count))
    with connection:
        connection.executemany("INSERT INTO articles (title, body) VALUES (?, ?)", rows)
    return connection


def _asking(store: Store) -> Ask:
    def ask(asked: Asked) -> list[str]:
        with store.snapshot() as snapshot:
            return snapshot.search.find(asked.query, _PAGE)

    return ask


def _asking_fts5(connection: pysqlite3.Connection) -> Ask:
    question = "SELECT rowid FROM articles WHERE articles MATCH ? ORDER BY rank LIMIT ?"

    def ask(asked: Asked) -> list[tuple[int]]:
        found: list[tuple[int]] = connection.execute(question, [asked.fts5, _PAGE]).fetchall()
        return found

    return ask


# What is measured


def rows(folder: Path, count: int = ARTICLES) -> Iterator[Row]:
    """Ingest, answers compared, and answers timed."""
    with own_postgresql() as (url, tidy):
        stores: dict[str, Store] = {}
        for name, where in (("SQLite", f"sqlite:///{folder / 'speed.db'}"), ("PostgreSQL", url)):
            store, rate = _filled(where, count)
            stores[name] = store
            what = f"ingest {count:,} articles with the index, {name}, one core"
            aim = f"at least {INGEST_AIM:,}/s" if name == "SQLite" else ""
            met = rate >= INGEST_AIM if aim else None
            yield Row(what, f"{rate:,.0f}/s", aim=aim, met=met)
        tidy()
        asked = questions(QUESTIONS, count)
        yield _compared(stores, asked)
        shipped = _fts5(folder / "shipped.db", count)
        yield from _timed(stores, shipped, asked, count)
        shipped.close()
        for store in stores.values():
            store.close()


def _compared(stores: Mapping[str, Store], asked: Sequence[Asked]) -> Row:
    """How many questions get the same answers in the same order from all."""
    alike = 0
    for one in asked:
        lists = []
        for store in stores.values():
            with store.snapshot() as snapshot:
                lists.append(snapshot.search.find(one.query, _COMPARED))
        alike += all(ids == lists[0] for ids in lists)
    return Row(
        f"same {_COMPARED} answers in the same order, {' and '.join(stores)}",
        f"{alike} of {len(asked)}",
        aim="all",
        met=alike == len(asked),
    )


def _timed(
    stores: Mapping[str, Store], shipped: pysqlite3.Connection, asked: Sequence[Asked], count: int
) -> Iterator[Row]:
    """Each question in turn to all; the first round only wakes them."""
    ways = {name: _asking(store) for name, store in stores.items()}
    ways["FTS5"] = _asking_fts5(shipped)
    times: dict[str, list[float]] = {}
    for number in range(_ROUNDS + 1):
        times = {name: [] for name in ways} if number <= 1 else times
        for one in asked:
            for name, ask in ways.items():
                started = time.perf_counter()
                ask(one)
                times[name].append(time.perf_counter() - started)
    _tell_kinds(times, asked)
    for name in stores:
        p99 = _p99(times[name])
        yield Row(
            f"a question among {count:,} articles, {name}: p50, p99",
            _said(times[name]),
            f"FTS5 as shipped {_said(times['FTS5'])}",
            p99 / _p99(times["FTS5"]),
            f"p99 at most {AIM * 1_000:.0f} ms",
            p99 <= AIM,
        )


def _tell_kinds(times: Mapping[str, Sequence[float]], asked: Sequence[Asked]) -> None:
    """Say to whoever waits which kinds of questions take how long."""
    for kind in dict.fromkeys(one.kind for one in asked):
        said = []
        for name, all_times in times.items():
            its = [took for at, took in enumerate(all_times) if asked[at % len(asked)].kind == kind]
            said.append(f"{name} {milliseconds(its)}")
        sys.stderr.write(f"{kind}: {', '.join(said)}\n")


def _said(times: Sequence[float]) -> str:
    return f"{median(times) * 1_000:.1f} ms, {_p99(times) * 1_000:.1f} ms"


def _p99(times: Sequence[float]) -> float:
    return quantiles(times, n=100)[-1]
