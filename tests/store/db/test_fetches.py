"""Fetches are kept once for each edition, format and User-Agent, and editions as long as they."""

import random
from collections.abc import Iterable
from datetime import timedelta

import pytest

from store import Body, Edition, Store
from store.db.fetches import AGENTS_LIMIT, OTHER_AGENTS, Fetch, FetchedEdition
from tests.room import START, Room

FEED = "partner/msn"
SECOND = timedelta(seconds=1)
DAY = timedelta(days=1)


def save(store: Store, revision: int, *shown: tuple[str, int], feed: str = FEED) -> None:
    """Keep an edition that was stored so many seconds after START as its revision says."""
    edition = Edition(
        feed=feed,
        revision=revision,
        ttl=300,
        language="ar",
        shown=shown,
        bodies={"rss": Body.of(f"{feed} {revision}".encode())},
    )
    with store.transaction() as transaction:
        transaction.editions.save(edition, START + revision * SECOND)


def fetch(
    revision: int, seconds: float = 0, *, feed: str = FEED, format: str = "rss", agent: str = "msn"
) -> Fetch:
    """One fetch of an edition, so many seconds after START."""
    moment = START + seconds * SECOND
    return Fetch(feed, revision, format, agent, moment, moment)


def note(store: Store, *noted: Fetch) -> None:
    with store.transaction() as transaction:
        transaction.fetches.add(noted)


def rows(store: Store) -> list[Fetch]:
    with store.snapshot() as snapshot:
        query = "SELECT * FROM fetches ORDER BY feed, revision, format, agent"
        found = snapshot.fetches.connection.exec_driver_sql(query).all()
    moments = [
        tuple(START + (value - START.timestamp()) * SECOND for value in row[4:]) for row in found
    ]
    return [Fetch(*row[:4], *two) for row, two in zip(found, moments, strict=True)]


def fetched(store: Store, feed: str = FEED) -> list[FetchedEdition]:
    with store.snapshot() as snapshot:
        return list(snapshot.fetches.editions(feed))


def test_the_first_and_the_last_moment_of_equal_fetches_are_kept(store: Store) -> None:
    noted = [fetch(1, seconds) for seconds in range(1, 30)]
    random.Random(17).shuffle(noted)
    note(store, *noted[:10])
    note(store, *noted[10:], fetch(1, 50, format="atom"), fetch(2, 60), fetch(1, 5, agent="curl"))
    assert rows(store) == [
        fetch(1, 50, format="atom"),
        fetch(1, 5, agent="curl"),
        Fetch(FEED, 1, "rss", "msn", START + SECOND, START + 29 * SECOND),
        fetch(2, 60),
    ]


def test_the_last_fetch_is_told_with_its_agent(store: Store) -> None:
    with store.snapshot() as snapshot:
        assert snapshot.fetches.last(FEED) is None
    note(store, fetch(1, 5), fetch(2, 9, agent="قارئ"), fetch(2, 8), fetch(3, 99, feed="partner/x"))
    with store.snapshot() as snapshot:
        assert snapshot.fetches.last(FEED) == fetch(2, 9, agent="قارئ")


def test_a_stranger_with_many_names_fills_no_table(store: Store) -> None:
    strangers = [fetch(1, number, agent=f"stranger {number}") for number in range(500)]
    for start in range(0, 500, 50):
        note(store, fetch(1, start), *strangers[start : start + 50])
    kept = rows(store)
    assert len(kept) == AGENTS_LIMIT + 1
    by_agent = {one.agent: one for one in kept}
    assert by_agent["msn"].last_at == START + 450 * SECOND
    assert by_agent[OTHER_AGENTS].last_at == START + 499 * SECOND


def test_editions_that_were_fetched_come_with_their_lists_and_no_others(store: Store) -> None:
    for revision in range(1, 1_200):
        save(store, revision, ("a", revision), ("b", 1))
    save(store, 7, ("c", 7), feed="partner/other")
    odd = range(1, 1_200, 2)
    note(store, *(fetch(revision, revision + 10) for revision in odd))
    note(store, *(fetch(revision, revision + 5, format="atom") for revision in odd))
    note(store, fetch(7, feed="partner/other"), fetch(9_999))
    assert fetched(store) == [
        FetchedEdition(revision, START + (revision + 5) * SECOND, (("a", revision), ("b", 1)), ())
        for revision in odd
    ]


def test_the_revisions_of_one_article_are_told_with_their_first_moments(store: Store) -> None:
    strange = 'tag:"quoted"_100%/x'
    save(store, 1, (strange, 1), ("b", 1))
    save(store, 2, ("b", 1))
    save(store, 3, (strange, 3))
    save(store, 4, (strange, 3), ("tag", 2))
    save(store, 5, (strange, 5))
    note(store, fetch(4, 40), fetch(3, 30), fetch(1, 10), fetch(2, 20))
    with store.snapshot() as snapshot:
        assert snapshot.fetches.taken(FEED, strange) == {
            1: START + 10 * SECOND,
            3: START + 30 * SECOND,
        }
        assert snapshot.fetches.taken(FEED, "tag") == {2: START + 40 * SECOND}
        assert snapshot.fetches.taken(FEED, "quoted") == {}
        assert snapshot.fetches.first_since(FEED, 2) == START + 20 * SECOND
        assert snapshot.fetches.first_since(FEED, 5) is None


def test_fetches_are_forgotten_90_days_after_the_last(room: Room) -> None:
    for revision in range(1, 5):
        save(room.store, revision, (f"{revision}", revision))
    note(room.store, fetch(1), fetch(2), fetch(2, 50 * 86_400, format="atom"))
    assert left(room, 89) == ([1, 2, 4], [1, 2, 2])
    assert left(room, 2) == ([2, 4], [2])
    assert left(room, 48) == ([2, 4], [2])
    assert left(room, 2) == ([4], [])


def left(room: Room, days: int) -> tuple[Iterable[int], Iterable[int]]:
    """Revisions of the editions, and of the fetches, that are left after so many days more."""
    beats = room.beats("one")
    room.pass_time(days=days)
    beats.beat()
    beats.housekeeping()
    with room.store.snapshot() as snapshot:
        query = "SELECT revision FROM editions WHERE feed = 'partner/msn' ORDER BY revision"
        editions = snapshot.editions.connection.exec_driver_sql(query).scalars().all()
    return editions, [one.revision for one in rows(room.store)]


def test_the_bytes_of_editions_that_were_fetched_go_after_an_hour_all_the_same(room: Room) -> None:
    for revision in (1, 2):
        save(room.store, revision, ("a", revision))
    note(room.store, fetch(1), fetch(2))
    left(room, 1)
    with room.store.snapshot() as snapshot:
        query = "SELECT content IS NULL FROM bodies WHERE feed = 'partner/msn' ORDER BY revision"
        assert list(snapshot.editions.connection.exec_driver_sql(query).scalars()) == [True, False]


@pytest.fixture
def room(store: Store) -> Room:
    return Room(store)
