"""Where an article comes to stand, and which feeds a change touches."""

from dataclasses import replace
from datetime import timedelta

import pytest

from store import (
    Deletion,
    Kind,
    Place,
    Store,
    ingest,
    record,
    withdraw,
)
from tests.room import ECONOMY, POLITICS, START, Room, article


@pytest.fixture
def room(store: Store) -> Room:
    return Room(store)


def deleted(room: Room, *ids: str, owner: str = "files") -> list[tuple[Kind, str | None]]:
    deletions = [Deletion(one, Place("feed.xml")) for one in ids]
    return [
        (one.kind, one.id)
        for batch in ingest(deletions, replace(room.intake, owner=owner))
        for one in batch
    ]


def test_a_change_touches_the_feeds_it_is_in_and_was_in_and_no_other(room: Room) -> None:
    assert set(room.ingest(article(tags=["جسور"]))[0].feeds) == {"all", "politics", "tag/جسور"}
    moved = room.ingest(article(sections=["مال وأعمال"]))[0]
    assert set(moved.feeds) == {"all", "politics", "economy", "tag/جسور"}
    room.refresh()
    assert room.edition("politics").shown == ()
    assert len(room.edition("economy").shown) == 1


def test_a_late_arrival_stands_where_nobody_misses_it(room: Room) -> None:
    room.ingest(article(1))
    late = article(2, published=(START - timedelta(days=5)).isoformat())
    room.pass_time(minutes=5)
    room.ingest(late)
    room.refresh()
    assert next(one for one, _ in room.edition().shown) == room.kept("n-2").article.id


def test_a_backfill_is_placed_by_date(room: Room) -> None:
    room.ingest(article(1))
    room.ingest(article(2, published=(START - timedelta(days=5)).isoformat()), backfill=True)
    room.refresh()
    assert next(one for one, _ in room.edition().shown) == room.kept("n-1").article.id


def test_the_first_ingest_into_an_empty_store_is_a_backfill(room: Room) -> None:
    old = START - timedelta(days=5)
    room.ingest(article(1, published=old.isoformat()), article(2))
    with room.store.snapshot() as snapshot:
        assert (
            snapshot.placements.of([room.kept("n-1").article.id]).popitem()[1]["all"].position
            == old
        )


def test_an_article_whose_rights_forbid_syndication_stands_in_no_feed(room: Room) -> None:
    assert room.ingest(article(syndicate="none"))[0].feeds == ()


def test_wanted_is_raised_only_with_a_revision(room: Room) -> None:
    room.ingest(article(1), article(2))
    with room.store.snapshot() as snapshot:
        assert snapshot.feeds.states(["all"])["all"].wanted == snapshot.revision.number()


def test_a_changed_choice_rewrites_the_placements_of_that_section_alone(room: Room) -> None:
    room.ingest(article(1, tags=["جسور"]), article(2, sections=["غير معروف"], tags=["جسور"]))
    chosen = (POLITICS, replace(ECONOMY, tags=("جسور",)))
    changed = Room(room.store, chosen)
    changed.now = room.now
    changed.refresh()
    assert len(changed.edition("economy").shown) == 2
    assert len(changed.edition("politics").shown) == 1


def test_an_article_that_merely_moved_leaves_no_tombstone_behind(room: Room) -> None:
    room.ingest(article())
    room.ingest(article(sections=["اقتصاد"]))
    withdraw(room.intake, "n-1")
    room.refresh()
    assert "deleted-entry" in room.text("economy", "atom")
    assert "deleted-entry" not in room.text("politics", "atom")


def test_a_first_ingest_that_was_interrupted_goes_on_as_a_backfill(store: Store) -> None:
    room = Room(store)
    records = [
        article(n, published=(START - timedelta(days=10 - n)).isoformat()) for n in range(1, 7)
    ]
    drafts = [
        record.draft(fields, Place("export.ndjson", at)) for at, fields in enumerate(records, 1)
    ]
    next(iter(ingest(drafts[:3], room.intake)))
    room.pass_time(hours=1)
    room.ingest(*records)
    with store.snapshot() as snapshot:
        page = snapshot.placements.window("all", 10)
    assert [one.article_id for one in page] == [
        room.kept(f"n-{n}").article.id for n in (6, 5, 4, 3, 2, 1)
    ]
