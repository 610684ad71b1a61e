"""Archives of a store that is older than they are, and how they are kept."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import Select, update

from feeds.running import beats as module
from store import ALL, Section, Store, make_archives
from store.db.archives import _EXTENT, _NEWEST_ON, _OLDEST_ON
from store.db.schema import archive_pages, articles, placements
from store.intake import archiving, replacing
from tests.room import ECONOMY, POLITICS, START, Room, article

COUNT = 420


def forget_archives(store: Store) -> None:
    """Make a store what an older program has left."""
    with store.transaction() as transaction:
        connection = transaction.revision.connection
        connection.execute(archive_pages.delete())
        connection.execute(update(placements).values(page=0))


@pytest.fixture
def room(sqlite: str) -> Room:
    return filled(Store(sqlite))


def filled(
    store: Store, sections: Sequence[Section] = (POLITICS, ECONOMY), count: int = COUNT
) -> Room:
    room = Room(store, sections)
    hours = [START - timedelta(hours=1_000 - number) for number in range(count)]
    records = [article(n, published=hour.isoformat()) for n, hour in enumerate(hours)]
    room.ingest(*records, backfill=True)
    return room


def pages(room: Room, feed: str = ALL) -> list[list[str]]:
    """The ids on each page, the current one last."""
    with room.store.snapshot() as snapshot:
        archives = snapshot.archives
        closed = [archives.rows(feed, number) for number in range(1, archives.last(feed) + 1)]
        shown = [*closed, archives.open_rows(feed, 10_000)]
    return [[row.article_id for row in rows] for rows in shown]


def flat(pages: list[list[str]]) -> list[str]:
    return [id for ids in pages for id in ids]


def test_an_older_store_gets_the_pages_it_would_have(store: Store) -> None:
    room = filled(store)
    wanted = {feed: pages(room, feed) for feed in (ALL, "politics", "economy")}
    assert [len(ids) for ids in wanted[ALL]] == [50] * 7 + [70]
    forget_archives(store)
    assert make_archives(room.intake)
    assert {feed: pages(room, feed) for feed in wanted} == wanted


def test_archives_are_made_in_steps_and_go_on_where_they_were(room: Room) -> None:
    wanted = pages(room)
    forget_archives(room.store)
    room.refresh()
    steps = 0
    while not make_archives(room.intake, iter((True, False)).__next__):
        steps += 1
        assert len(pages(room)) > 1
    assert steps == 1  # of all: seven pages; those of the section come with the second call
    assert pages(room) == pages(room, "politics") == wanted


def test_a_feed_tells_of_no_archive_before_it_is_made(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(archiving, "_STEP", 2)
    forget_archives(room.store)
    room.refresh()
    goes_on = iter((True, True, False))
    assert not make_archives(room.intake, lambda: next(goes_on))
    assert len(pages(room)) == 5
    room.refresh()
    assert "prev-archive" not in room.text()
    assert len(room.edition().shown) == 50
    assert make_archives(room.intake)
    assert room.refresh()[ALL] == "printed"
    assert "/all/archive/7.rss" in room.text()
    assert len(room.edition().shown) == 70


def test_what_comes_meanwhile_waits_for_its_page(room: Room) -> None:
    forget_archives(room.store)
    many = [article(1_000 + n, published=START.isoformat()) for n in range(700)]
    room.ingest(*many, backfill=True)
    before = pages(room)
    room.ingest(article(5_000))
    assert len(pages(room)) == len(before)
    assert make_archives(room.intake)
    assert sorted(flat(pages(room))) == sorted([*flat(before), room.kept("n-5000").article.id])


def test_the_scheduler_makes_archives_beside_its_work(room: Room) -> None:
    forget_archives(room.store)
    beats = room.beats("first")
    room.pass_time(seconds=1)
    beats.beat()
    room.pass_time(seconds=2)
    beats.beat()
    assert len(pages(room)) == 8
    assert "/all/archive/7.rss" in room.text()


def test_a_beat_makes_archives_for_a_while_only(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "ARCHIVES_SECONDS", -1)
    forget_archives(room.store)
    beats = room.beats("first")
    room.pass_time(seconds=1)
    beats.beat()
    assert len(pages(room)) == 1


def test_the_scheduler_ends_what_a_backfill_has_left(room: Room) -> None:
    beats = room.beats("first")
    room.pass_time(seconds=1)
    beats.beat()
    forget_archives(room.store)
    room.pass_time(seconds=1)
    beats.beat()
    assert len(pages(room)) == 1
    beats.housekeeping()
    room.pass_time(seconds=1)
    beats.beat()
    assert len(pages(room)) == 8


def test_articles_that_a_section_takes_anew_get_their_pages_when_all_stand(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    """News is printed between two batches; half of what will stand there is nothing to close."""
    wanted = pages(room, "politics")
    with room.store.transaction() as transaction:
        transaction.choices.forget(["politics"])
        connection = transaction.revision.connection
        connection.execute(archive_pages.delete())
        connection.execute(placements.delete().where(placements.c.feed == "politics"))
        connection.execute(update(placements).values(page=0))
    monkeypatch.setattr(replacing, "BATCH", 130)
    monkeypatch.setattr(module, "BEAT_SECONDS", 0)
    room.pass_time(seconds=1)
    room.beats("first").beat()
    assert pages(room, "politics") == pages(room) == wanted


def test_another_size_moves_what_is_on_the_current_page(room: Room) -> None:
    """Another scheduler begins with the new settings."""
    for size, current in ((120, 120), (20, 70)):
        other = Room(room.store, (replace(POLITICS, size=size), ECONOMY))
        other.now = room.now + timedelta(hours=1)
        other.refresh()
        assert make_archives(other.intake)
        other.pass_time(seconds=1)
        other.refresh()
        assert len(other.edition("politics").shown) == current
        assert len(set(flat(pages(other, "politics")))) == COUNT


def test_a_feed_is_printed_once_its_archive_is_made_however_many_are_left(sqlite: str) -> None:
    """The first step leaves as many on the current page as may stand there."""
    wide = replace(POLITICS, size=200)
    room = filled(Store(sqlite), (wide,), 749)
    forget_archives(room.store)
    room.refresh()
    assert len(room.edition("politics").shown) == 200
    assert make_archives(room.intake)
    assert room.refresh()["politics"] == "printed"
    assert len(room.edition("politics").shown) == 249
    assert "/politics/archive/10.rss" in room.text("politics")


def test_pages_of_heavy_articles_are_short(room: Room) -> None:
    forget_archives(room.store)
    with room.store.transaction() as transaction:
        connection = transaction.revision.connection
        connection.execute(update(articles).values(size=100_000))
    assert make_archives(room.intake)
    shown = pages(room)
    assert {len(ids) for ids in shown[:-1]} == {15}
    assert 15 <= len(shown[-1]) <= 30
    assert len(set(flat(shown))) == COUNT


def test_an_index_holds_pages_in_their_order(store: Store) -> None:
    filled(store)
    with store.snapshot() as snapshot:
        connection = snapshot.revision.connection
        queries: list[Select[object]] = [
            _NEWEST_ON.limit(250).params(feed=ALL, number=0),
            _OLDEST_ON.params(feed=ALL, number=3),
            _EXTENT.params(feed=ALL),
        ]
        for query in queries:
            sql = query.compile(connection, compile_kwargs={"literal_binds": True}).string
            is_sqlite = connection.dialect.name == "sqlite"
            explain = "EXPLAIN QUERY PLAN " if is_sqlite else "EXPLAIN "
            if not is_sqlite:
                connection.exec_driver_sql("SET LOCAL enable_seqscan = off")
            plan = str(connection.exec_driver_sql(explain + sql).all())
            assert "placements_pages" in plan
