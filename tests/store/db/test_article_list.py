"""The list of articles: the right ones in order, and no question that looks through all of them."""

import itertools
import re
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import Connection, event, insert, select

from store import ArticleFilter
from store.db.article_list import newest
from store.db.engine import open_engine, read, write
from store.db.own_pages import Month, OwnPages
from store.db.placements import Placements
from store.db.quarantine import Quarantine
from store.db.schema import articles, placements

NOON = datetime(2026, 1, 1, 12, tzinfo=UTC)
COUNT = 3_000
SOURCES = ("files", "agency", "rare")
SECTIONS = ("politics", "sports", "rare-section")
MOMENT = NOON + timedelta(minutes=1_000)
ASKERS = ("desk", "agency")
FOR_EVER = datetime.max.replace(tzinfo=UTC)
FILTERS: dict[str, dict[str, Any]] = {
    "none": {},
    "section": {"section": "sports"},
    "a small section": {"section": "rare-section"},
    "no section": {"section": "no-such"},
    "all": {"section": "all"},
    "source": {"source": "agency"},
    "a small source": {"source": "rare"},
    "no source": {"source": "nobody"},
    "own": {"source": "desk"},
    "since": {"since": MOMENT},
    "until": {"until": MOMENT},
    "between": {"since": MOMENT, "until": MOMENT + timedelta(minutes=50)},
    "cursor": {"after": (MOMENT, "urn:02000")},
    "live": {"state": "live"},
    "embargo": {"state": "embargo"},
    "withdrawn": {"state": "withdrawn"},
    "expired": {"state": "expired"},
    "source and state": {"source": "agency", "state": "expired"},
    "section and state": {"section": "sports", "state": "live"},
    "section and a rare state": {"section": "sports", "state": "withdrawn"},
    "section and source": {"section": "sports", "source": "agency"},
    "a small section and source": {"section": "rare-section", "source": "agency"},
    "section and cursor": {"section": "sports", "after": (MOMENT, "urn:02000")},
    "source and cursor": {"source": "agency", "after": (MOMENT, "urn:02000")},
    "everything": {
        "section": "sports",
        "source": "agency",
        "state": "live",
        "since": NOON,
        "until": MOMENT,
        "after": (MOMENT, "urn:02000"),
    },
}


def state_of(number: int) -> str:
    """What became of an article: withdrawn, expired, embargoed now and then, else live."""
    for every, state in ((97, "withdrawn"), (41, "expired"), (53, "embargo")):
        if number % every == 0:
            return state
    return "live"


def owner_of(number: int) -> str:
    if number % 53 == 0 and number % 2:
        return "desk"
    return "rare" if number % 1_000 == 7 else SOURCES[number % 2]


def feeds_of(number: int) -> tuple[str, ...]:
    if state_of(number) == "embargo":
        return ()
    return ("all", "rare-section" if number % 500 == 3 else SECTIONS[number % 3 % 2], "tag/خبر")


def row_of(number: int) -> dict[str, object]:
    state = state_of(number)
    gone = state in ("withdrawn", "expired")
    return {
        "id": f"urn:{number:05}",
        "owner": owner_of(number),
        "title_key": "",
        "revision": number,
        "digest": "",
        "visible": "",
        "url": f"https://example.com/{number}" if number % 4 else None,
        "updated": NOON + timedelta(minutes=number),
        "published": NOON + timedelta(minutes=number // 2),  # two share a moment
        "released": None if state == "embargo" else NOON,
        "withdrawn": NOON if gone else None,
        "reason": state if gone else None,
        "said": False,
        "size": 0,
        "document": "{}" + " " * 500,
    }


def placements_of(number: int) -> Iterator[dict[str, object]]:
    for feed in feeds_of(number):
        row = row_of(number)
        yield {
            "article_id": row["id"],
            "feed": feed,
            "revision": number,
            "position": row["published"],
            "published": row["published"],
            "standing": state_of(number) == "live",
        }


@pytest.fixture
def connection(database: str) -> Iterator[Connection]:
    """A connection to a store of some thousand articles, whose planner knows them."""
    engine = open_engine(database)
    with write(engine) as writing:
        numbers = range(1, COUNT + 1)
        writing.execute(insert(articles), [row_of(number) for number in numbers])
        placed = [row for number in numbers for row in placements_of(number)]
        writing.execute(insert(placements), placed)
        if writing.dialect.name == "postgresql":
            writing.exec_driver_sql("ANALYZE")
    with read(engine) as reading:
        yield reading
    engine.dispose()


def fits(number: int, asker: str, wanted: dict[str, Any]) -> bool:
    """Whether the list holds an article, by its rules."""
    row = row_of(number)
    place = (row["published"], row["id"])
    return (
        (state_of(number) != "embargo" or owner_of(number) == asker)
        and wanted.get("section") in (None, *feeds_of(number))
        and wanted.get("source") in (None, owner_of(number))
        and wanted.get("state") in (None, state_of(number))
        and place[:1] >= (wanted.get("since", NOON),)
        and place[:1] < (wanted.get("until", FOR_EVER),)
        and place < wanted.get("after", (FOR_EVER, ""))
    )


def right(asker: str, wanted: dict[str, Any]) -> list[object]:
    """The ids of the list, by its rules."""
    return [row_of(n)["id"] for n in range(COUNT, 0, -1) if fits(n, asker, wanted)]


# Each test takes all filters: the store is made once for it.


def test_the_list_holds_the_newest_that_fit(connection: Connection) -> None:
    for asker, (name, wanted) in itertools.product(ASKERS, FILTERS.items()):
        shown = newest(connection, asker, 11, ArticleFilter(**wanted))
        assert (name, shown) == (name, right(asker, wanted)[:11])


def test_pages_hold_each_article_once(connection: Connection) -> None:
    for name in ("none", "section", "source", "section and source", "own"):
        seen: list[str] = []
        after = None
        while page := newest(connection, "desk", 400, ArticleFilter(**FILTERS[name], after=after)):
            seen += page
            number = int(page[-1].removeprefix("urn:"))
            after = (NOON + timedelta(minutes=number // 2), page[-1])
        assert (name, seen) == (name, right("desk", FILTERS[name]))


# No question looks through all articles


def plans(connection: Connection, ask: Callable[[], object]) -> list[str]:
    """How the database answers each question that is asked."""
    asked: list[tuple[str, Any]] = []

    def note(_c: object, _cursor: object, statement: str, parameters: Any, *_: object) -> None:
        asked.append((statement, parameters))

    event.listen(connection, "before_cursor_execute", note)
    ask()
    event.remove(connection, "before_cursor_execute", note)
    explain = "EXPLAIN QUERY PLAN" if connection.dialect.name == "sqlite" else "EXPLAIN"
    return [
        " / ".join(
            str(row[-1]).strip()
            for row in connection.exec_driver_sql(f"{explain} {statement}", parameters)
        )
        for statement, parameters in asked
    ]


def looks_through_all(plan: str) -> bool:
    """Whether a plan reads a table, or sorts what it has read.

    SQLite calls it a scan, too, where an index is read from its beginning until there are enough.
    """
    walks = plan.replace("SCAN articles USING INDEX articles_live", "")
    tables = "articles|placements|quarantine"
    return bool(re.search(rf"SCAN ({tables})|TEMP B-TREE FOR ORDER|Seq Scan on ({tables})", walks))


def test_no_page_looks_through_all_articles(connection: Connection) -> None:
    for asker, (name, wanted) in itertools.product(ASKERS, FILTERS.items()):
        asked = ArticleFilter(**wanted)
        seen = plans(connection, lambda by=asker, of=asked: newest(connection, by, 11, of))
        assert seen
        assert (name, [plan for plan in seen if looks_through_all(plan)]) == (name, [])


def test_a_section_that_holds_most_is_not_sorted(connection: Connection) -> None:
    """PostgreSQL must not take the condition of the index for a rare one."""
    asked = ArticleFilter(section="all")
    (plan,) = plans(connection, lambda: newest(connection, "desk", 11, asked))
    assert "Sort" not in plan


def test_a_question_without_an_index_is_seen(connection: Connection) -> None:
    """What the test above looks for is there where a list has no index."""
    by_digest = select(articles.c.id).order_by(articles.c.digest).limit(11)
    (plan,) = plans(connection, lambda: connection.execute(by_digest).all())
    assert looks_through_all(plan)


def prefer_indexes(connection: Connection) -> None:
    """A table of some pages is read faster than its index; what is asked is whether that serves."""
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql("SET LOCAL enable_seqscan = off")


def test_sections_are_counted_by_an_index(connection: Connection) -> None:
    feeds = ["all", "sports", "rare-section", "no-such"]
    prefer_indexes(connection)
    counted: list[dict[str, int]] = []
    (plan,) = plans(connection, lambda: counted.append(Placements(connection).count(feeds)))
    assert "placements_window" in plan
    assert counted == [
        {
            feed: sum(feed in feeds_of(n) and state_of(n) == "live" for n in range(1, COUNT + 1))
            for feed in feeds[:-1]
        }
    ]


def test_quarantine_is_listed_and_counted_by_indexes(connection: Connection) -> None:
    held = Quarantine(connection)
    prefer_indexes(connection)
    for owner in (None, "agency"):
        (page,) = plans(connection, lambda by=owner: held.page(11, 7, by))
        assert not looks_through_all(page)
        (count,) = plans(connection, lambda by=owner: held.kinds(by))
        assert "quarantine_reason" in count
        assert "TEMP B-TREE" not in count


def test_files_that_are_accepted_are_found_in_quarantine_by_an_index(sqlite: str) -> None:
    engine = open_engine(sqlite)
    with write(engine) as connection:
        held = Quarantine(connection)
        (plan,) = plans(connection, lambda: held.release_files("agency", ["a.txt"]))
    engine.dispose()
    assert "quarantine_file" in plan


def test_no_sitemap_looks_through_all_articles(connection: Connection) -> None:
    own = OwnPages(connection)
    zone = ZoneInfo("Africa/Cairo")
    (month,) = own.months(zone)
    live = [n for n in range(4, COUNT + 1, 4) if state_of(n) == "live"]
    assert month == Month(date(2026, 1, 1), len(live), row_of(live[-1])["updated"])
    named = own.of_month(month.first, zone, 10_000)
    assert named == [(row_of(n)["id"], row_of(n)["updated"]) for n in live]
    assert own.of_month(month.first, zone, 5, 10) == named[10:15]
    recent = own.recent(MOMENT, "https://example.org/", 1_000)
    assert recent == [name for name, _ in reversed(named) if name >= "urn:02000"]
    asked: list[Callable[[], object]] = [
        lambda: own.of_month(month.first, zone, 10),
        lambda: own.recent(MOMENT, "https://example.org/", 10),
    ]
    # Here one month holds all articles, which PostgreSQL rightly counts by reading the table.
    if connection.dialect.name == "sqlite":
        asked.append(lambda: list(own.months(zone)))
    for ask in asked:
        assert not [plan for plan in plans(connection, ask) if looks_through_all(plan)]
