"""What becomes of drafts: which article is meant, and what a deletion takes back."""

from dataclasses import replace
from datetime import timedelta

import pytest

from store import (
    Deletion,
    Intake,
    Kind,
    Place,
    Store,
    ingest,
    record,
    restore,
)
from store.text import allowance
from tests.room import START, Room, article


@pytest.fixture
def room(store: Store) -> Room:
    return Room(store)


def kinds(room: Room, *records: dict[str, object]) -> list[Kind]:
    return [outcome.kind for outcome in room.ingest(*records)]


def test_the_same_record_twice_is_one_article(room: Room) -> None:
    assert kinds(room, article()) == [Kind.NEW]
    assert kinds(room, article()) == [Kind.SAME]


def test_two_drafts_of_one_article_in_one_batch_are_decided_one_after_the_other(room: Room) -> None:
    assert kinds(room, article(), article(title="عنوان آخر"), article(title="عنوان آخر")) == [
        Kind.NEW,
        Kind.EDITED,
        Kind.SAME,
    ]


def test_an_article_keeps_its_id_when_title_address_and_section_change(room: Room) -> None:
    first = room.ingest(article())[0].id
    second = room.ingest(
        article(title="جديد", url="http://example.com/other", sections=["اقتصاد"])
    )[0].id
    assert first == second
    assert room.kept("n-1").article.title == "جديد"


def test_records_without_id_are_known_by_their_address_however_it_is_spelt(room: Room) -> None:
    plain = article()
    del plain["id"]
    assert kinds(room, plain | {"url": "http://www.example.com/خبر?utm_source=x"}) == [Kind.NEW]
    assert kinds(room, plain | {"url": "https://example.com/%d8%ae%d8%a8%d8%b1/"}) == [Kind.EDITED]


def test_records_without_id_and_address_are_known_by_title_and_day(room: Room) -> None:
    plain = {"title": "افتتاح الجسر", "text": "نص", "published": "2026-11-23T08:00:00Z"}
    assert kinds(room, plain, plain | {"title": "إفتتاح  الجِسر"}) == [Kind.NEW, Kind.EDITED]
    assert kinds(room, plain | {"published": "2026-11-22T08:00:00Z"}) == [Kind.NEW]


def test_no_two_articles_share_their_updated(room: Room) -> None:
    """And an edit of one moves that of no other."""
    room.ingest(*(article(n) for n in range(5)))
    before = [room.kept(f"n-{n}").article.updated for n in range(5)]
    assert len(set(before)) == 5
    room.ingest(article(0, title="عنوان جديد"), article(1, tags=["جسور"]))
    assert [room.kept(f"n-{n}").article.updated for n in range(1, 5)] == before[1:]
    assert room.kept("n-0").article.updated > before[0]


def deleted(room: Room, *ids: str, owner: str = "files") -> list[tuple[Kind, str | None]]:
    deletions = [Deletion(one, Place("feed.xml")) for one in ids]
    return [
        (one.kind, one.id)
        for batch in ingest(deletions, replace(room.intake, owner=owner))
        for one in batch
    ]


def test_a_deletion_withdraws_the_article_of_its_id(room: Room) -> None:
    room.ingest(article(1), article(2))
    first = room.kept("n-1").article.id
    assert deleted(room, " n-1\x00") == [(Kind.WITHDRAWN, first)]
    assert deleted(room, "n-1") == [(Kind.SAME, first)]
    kept = room.kept("n-1")
    assert (kept.withdrawn, kept.reason, kept.announced, room.kept("n-2").live) == (
        room.now,
        "withdrawn",
        True,
        True,
    )
    room.refresh()
    assert first not in [one for one, _ in room.edition().shown]


def test_a_deletion_never_reaches_another_owners_article(room: Room) -> None:
    room.ingest(article(), owner="agency")
    assert deleted(room, "n-1", "https://example.com/news/1", room.kept("n-1").article.id) == []
    assert room.kept("n-1").live
    assert [kind for kind, _ in deleted(room, "n-1", owner="agency")] == [Kind.WITHDRAWN]


def test_deletions_and_drafts_of_one_batch_are_decided_one_after_the_other(room: Room) -> None:
    gone, draft = Deletion("n-1", Place()), record.draft(article(), Place())
    outcomes = [
        one.kind for batch in ingest([gone, draft, gone, gone, draft], room.intake) for one in batch
    ]
    assert outcomes == [Kind.NEW, Kind.WITHDRAWN, Kind.SAME, Kind.RESTORED]


def test_an_old_deletion_leaves_what_was_restored_since(room: Room) -> None:
    room.ingest(article())
    gone = [Deletion("n-1", Place("feed.xml"), room.now)]
    assert [one.kind for batch in ingest(gone, room.intake) for one in batch] == [Kind.WITHDRAWN]
    room.pass_time(hours=1)
    restore(room.intake, "n-1")
    assert [one.kind for batch in ingest(gone, room.intake) for one in batch] == [Kind.SAME]
    again = [Deletion("n-1", Place("feed.xml"), room.now)]
    assert [one.kind for batch in ingest(again, room.intake) for one in batch] == [Kind.WITHDRAWN]


def test_a_deletion_withdraws_what_nobody_has_seen_yet(room: Room) -> None:
    room.ingest(article(publish_at=(START + timedelta(hours=1)).isoformat()))
    assert [kind for kind, _ in deleted(room, "n-1")] == [Kind.WITHDRAWN]
    room.pass_time(hours=2)
    room.release()
    assert not room.kept("n-1").live


def test_a_desk_is_a_value(room: Room) -> None:
    assert isinstance(room.intake, Intake)
    assert replace(room.intake, owner="x") != room.intake


def test_a_run_that_may_take_no_more_refuses_heavy_texts_and_keeps_the_others(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(allowance, "RUN_SECONDS", 0.0)
    heavy = article(id="n-2", title="نص ثقيل", html="<br>" * 20_000)
    first, second = room.ingest(heavy, article())
    assert first.refused
    assert first.refused.field == "html"
    assert "send it again" in first.refused.reason
    assert second.kind is Kind.NEW


def test_a_deletion_is_told_by_the_id_that_is_kept(room: Room) -> None:
    room.ingest(article(1))
    ((gone,),) = ingest([Deletion(" n-1\ud800\x00", Place("a.json", 1))], room.intake)
    assert (gone.kind, gone.source_id) == (Kind.WITHDRAWN, "n-1")


def test_a_text_that_no_database_keeps_is_refused_like_any_other(room: Room) -> None:
    broken = {"title": " ", "text": "نص \ud800"}
    assert kinds(room, article(1), broken, article(3)) == [
        Kind.NEW,
        Kind.QUARANTINED,
        Kind.NEW,
    ]


def test_a_deletion_counts_though_the_article_came_under_a_clock_a_year_ahead(room: Room) -> None:
    room.set_clock(days=365)
    room.ingest(article(), owner="feed")
    room.set_clock(days=-365)
    room.pass_time(minutes=1)
    gone = [Deletion("n-1", Place("feed.xml"), room.now)]
    (outcomes,) = ingest(gone, replace(room.intake, owner="feed"))
    assert [outcome.kind for outcome in outcomes] == [Kind.WITHDRAWN]
