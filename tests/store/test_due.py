"""What falls due: an embargo ends, an article expires, feeds no longer say a withdrawal."""

import re
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import event

from feeds.printing.formats import FORMATS
from store import (
    Deletion,
    Kind,
    Place,
    Store,
    ingest,
    release_due,
    restore,
    withdraw,
)
from store.db.articles import Articles
from store.db.engine import open_engine, read
from store.intake.notices import TOMBSTONE_TERM
from tests.room import START, Room, article


@pytest.fixture
def room(store: Store) -> Room:
    return Room(store)


def kinds(room: Room, *records: dict[str, object]) -> list[Kind]:
    return [outcome.kind for outcome in room.ingest(*records)]


def deleted(room: Room, *ids: str, owner: str = "files") -> list[tuple[Kind, str | None]]:
    deletions = [Deletion(one, Place("feed.xml")) for one in ids]
    return [
        (one.kind, one.id)
        for batch in ingest(deletions, replace(room.intake, owner=owner))
        for one in batch
    ]


def test_after_thirty_days_feeds_no_longer_say_a_withdrawal(room: Room) -> None:
    room.ingest(article())
    withdraw(room.intake, "n-1")
    room.refresh()
    assert "deleted-entry" in room.text("all", "atom")
    room.pass_time(seconds=TOMBSTONE_TERM.total_seconds())
    room.release()
    assert room.refresh() == {"all": "printed", "politics": "printed"}
    assert "deleted-entry" not in room.text("all", "atom")
    assert kinds(room, article()) == [Kind.SAME]


def test_an_embargoed_article_appears_when_due_with_that_moment_as_its_date(room: Room) -> None:
    due = START + timedelta(hours=2)
    room.ingest(article(publish_at=due.isoformat()))
    room.release()
    assert room.kept("n-1").released is None
    room.pass_time(hours=2)
    room.release()
    kept = room.kept("n-1")
    assert kept.live
    assert kept.article.published == due
    room.refresh()
    assert len(room.edition("politics").shown) == 1


def test_an_expired_article_is_withdrawn_at_that_moment(room: Room) -> None:
    end = START + timedelta(hours=1)
    room.ingest(article(expires_at=end.isoformat()))
    room.pass_time(hours=2)
    room.release()
    kept = room.kept("n-1")
    assert (kept.withdrawn, kept.reason) == (end, "expired")


def test_what_expires_leaves_every_feed_and_none_says_a_word(room: Room) -> None:
    room.ingest(article(expires_at=(START + timedelta(hours=1)).isoformat()), article(2))
    room.refresh()
    guid = room.kept("n-1").article.id
    room.pass_time(hours=2)
    room.release()
    assert room.refresh() == {"all": "printed", "politics": "printed"}
    assert not room.kept("n-1").announced
    for format in FORMATS:
        assert guid not in room.text("politics", format)
    room.pass_time(days=31)
    room.release()
    assert room.refresh() == {}  # there was nothing to fall silent about


def test_a_withdrawal_is_newer_than_an_article_of_the_same_second(room: Room) -> None:
    room.ingest(article(published=None))
    kept = withdraw(room.intake, "n-1").kept
    assert kept.withdrawn
    assert kept.withdrawn > kept.article.updated >= room.now


def test_a_restored_article_does_not_expire_again_at_once(room: Room) -> None:
    room.ingest(article(expires_at=(START + timedelta(hours=1)).isoformat()))
    room.pass_time(hours=2)
    room.release()
    restore(room.intake, "n-1")
    room.release()
    assert room.kept("n-1").live
    assert kinds(room, article(expires_at=(START + timedelta(hours=1)).isoformat())) == [Kind.SAME]


def test_what_falls_due_does_so_once_however_often_it_is_asked(room: Room) -> None:
    room.ingest(article(publish_at=(START + timedelta(hours=2)).isoformat()))
    room.pass_time(hours=2)
    room.release()
    with room.store.snapshot() as snapshot:
        number = snapshot.revision.number()
    room.release()
    with room.store.snapshot() as snapshot:
        assert snapshot.revision.number() == number


def test_a_tombstone_is_always_newer_than_what_it_takes_back(room: Room) -> None:
    end = START + timedelta(minutes=30)
    room.ingest(article(expires_at=end.isoformat()))
    room.pass_time(hours=1)
    room.ingest(article(title="عنوان جديد", expires_at=end.isoformat()))
    room.release()
    kept = room.kept("n-1")
    assert kept.withdrawn
    assert kept.withdrawn > kept.article.updated


def test_what_falls_due_is_found_without_reading_every_article(sqlite: str) -> None:
    engine = open_engine(sqlite)
    with read(engine) as connection:
        seen: list[tuple[str, tuple[object, ...]]] = []
        event.listen(connection, "before_cursor_execute", lambda *given: seen.append(given[2:4]))
        Articles(connection).due(START, START, 1)
        query, values = seen[0]
        plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {query}", values).all()
    engine.dispose()
    assert {"articles_due", "articles_expiry", "articles_said", "articles_notices"} <= set(
        re.findall("INDEX ([a-z_]+)", str(plan))
    )


def test_long_articles_fall_due_a_few_at_a_time(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Hundreds of a megabyte each would take gigabytes, and a minute under the lock."""
    monkeypatch.setattr("store.db.articles.BATCH_TEXT_LIMIT", 1_000)
    due = (START + timedelta(hours=1)).isoformat()
    text = f"<p>{'كلمة ' * 100}</p>"  # of 900 bytes
    room.ingest(*(article(number, publish_at=due, html=text) for number in range(6)))
    room.pass_time(hours=1)
    batches: list[int] = []
    changes = release_due(room.intake, lambda: batches.append(1))
    assert [change.kind for change in changes] == [Kind.RELEASED] * 6
    assert len(batches) == 3
