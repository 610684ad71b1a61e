"""What a draft means for an article that is there: edited, the same, kept back or refused."""

from dataclasses import replace
from datetime import timedelta

import pytest

from store import (
    Kind,
    Place,
    Store,
    ingest,
    record,
    withdraw,
)
from tests.room import START, Room, article


@pytest.fixture
def room(store: Store) -> Room:
    return Room(store)


def kinds(room: Room, *records: dict[str, object]) -> list[Kind]:
    return [outcome.kind for outcome in room.ingest(*records)]


def test_a_white_space_or_tracking_edit_moves_no_updated(room: Room) -> None:
    room.ingest(article(html="<p>نص <a href='https://example.com/a'>رابط</a></p>"))
    before = room.kept("n-1").article
    room.pass_time(hours=1)
    change = room.ingest(
        article(html="<p>نص  <a href='https://example.com/a?utm_source=x'>رابط</a> </p>")
    )[0]
    assert change.kind is Kind.EDITED
    assert room.kept("n-1").article.updated == before.updated


@pytest.mark.parametrize(
    "edit",
    [
        {"title": "عنوان جديد"},
        {"html": "<p>نص جديد</p>"},
        {"image": "https://example.com/new.jpg"},
        {"url": "https://example.com/elsewhere"},
    ],
)
def test_a_visible_edit_moves_updated_and_never_published(
    room: Room, edit: dict[str, object]
) -> None:
    room.ingest(article())
    before = room.kept("n-1").article
    room.pass_time(hours=1)
    room.ingest(article(**edit))
    after = room.kept("n-1").article
    assert after.updated.replace(microsecond=0) == room.now > before.updated
    assert after.published == before.published


def test_a_correction_moves_updated_though_nothing_visible_changed(room: Room) -> None:
    room.ingest(article())
    room.pass_time(hours=1)
    room.ingest(article(tags=["جسور"], correction=True))
    assert room.kept("n-1").article.updated.replace(microsecond=0) == room.now


def test_other_rights_move_updated(room: Room) -> None:
    """Partners take down what they may show no more, and up again, by a newer `updated`."""
    room.ingest(article())
    for rights in ("summary", "none", "full"):
        before = room.kept("n-1").article.updated
        room.pass_time(hours=1)
        room.ingest(article(syndicate=rights))
        after = room.kept("n-1").article.updated
        assert after.replace(microsecond=0) == room.now > before


def test_the_date_of_publication_never_moves(room: Room) -> None:
    room.ingest(article())
    before = room.kept("n-1").article.published
    room.ingest(article(published="2026-11-20T08:00:00Z", title="عنوان آخر"))
    assert room.kept("n-1").article.published == before


def test_only_the_owner_edits_an_article(room: Room) -> None:
    plain = article()
    del plain["id"]
    room.ingest(plain, owner="agency")
    alone = replace(room.intake, owner="other", same_story=False)
    ((outcome,),) = ingest([record.draft(plain | {"title": "عنوان المتطفل"}, Place())], alone)
    assert outcome.kind is Kind.QUARANTINED
    assert outcome.refused
    assert "'agency'" in str(outcome.refused)
    assert room.kept("https://example.com/news/1").article.title == plain["title"]


def test_a_withdrawn_article_stays_withdrawn_whatever_its_source_says(room: Room) -> None:
    room.ingest(article())
    assert withdraw(room.intake, "n-1").kind is Kind.WITHDRAWN
    assert kinds(room, article()) == [Kind.SAME]
    assert kinds(room, article(title="عنوان مصحح")) == [Kind.EDITED]
    room.refresh()
    assert room.edition().shown == ()


def test_an_embargo_may_be_moved_and_lifted(room: Room) -> None:
    room.ingest(article(publish_at=(START + timedelta(hours=2)).isoformat()))
    assert kinds(room, article(publish_at=(START + timedelta(hours=3)).isoformat())) == [
        Kind.EDITED
    ]
    assert kinds(room, article()) == [Kind.EDITED]
    assert room.kept("n-1").live


def test_a_date_some_minutes_ahead_is_now_and_a_later_one_an_embargo(room: Room) -> None:
    room.ingest(article(1, published=(START + timedelta(minutes=9)).isoformat()))
    room.ingest(article(2, published=(START + timedelta(minutes=11)).isoformat()))
    assert room.kept("n-1").article.published == START
    assert room.kept("n-2").released is None


def test_a_draft_that_expired_before_it_came_is_refused(room: Room) -> None:
    outcome = room.ingest(article(expires_at=(START - timedelta(hours=1)).isoformat()))[0]
    assert outcome.refused
    assert outcome.refused.field == "expires_at"


def test_an_expiry_that_has_passed_takes_the_article_down_now(room: Room) -> None:
    room.ingest(article())
    room.pass_time(hours=1)
    room.ingest(article(expires_at=(START - timedelta(days=54)).isoformat()))
    room.release()
    kept = room.kept("n-1")
    assert (kept.withdrawn, kept.reason, kept.announced) == (room.now, "expired", False)
