"""What becomes of drafts: decided, placed, wanted; withdrawn, restored, released, expired."""

import json
import re
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import event

from store import (
    Deletion,
    Draft,
    Intake,
    Kind,
    NotFound,
    Place,
    Refused,
    Store,
    ingest,
    record,
    restore,
    withdraw,
)
from store.db.articles import Articles
from store.db.engine import open_engine, read
from store.due import TOMBSTONE_TERM
from tests.room import ECONOMY, POLITICS, START, Room, article


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


def test_no_two_articles_share_their_updated(room: Room) -> None:
    """And an edit of one moves that of no other."""
    room.ingest(*(article(n) for n in range(5)))
    before = [room.kept(f"n-{n}").article.updated for n in range(5)]
    assert len(set(before)) == 5
    room.ingest(article(0, title="عنوان جديد"), article(1, tags=["جسور"]))
    assert [room.kept(f"n-{n}").article.updated for n in range(1, 5)] == before[1:]
    assert room.kept("n-0").article.updated > before[0]


def test_two_articles_that_are_restored_in_one_second_do_not_share_their_updated(
    room: Room,
) -> None:
    room.ingest(article(1), article(2))
    for name in ("n-1", "n-2"):
        withdraw(room.intake, name)
    room.pass_time(hours=1)
    one, two = (restore(room.intake, name).kept.article.updated for name in ("n-1", "n-2"))
    assert one != two
    assert one.replace(microsecond=0) == two.replace(microsecond=0) == room.now


def test_the_date_of_publication_never_moves(room: Room) -> None:
    room.ingest(article())
    before = room.kept("n-1").article.published
    room.ingest(article(published="2026-11-20T08:00:00Z", title="عنوان آخر"))
    assert room.kept("n-1").article.published == before


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
    assert outcomes == [Kind.NEW, Kind.WITHDRAWN, Kind.SAME, Kind.SAME]


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


# Placements and positions


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


# Withdrawal


def test_a_withdrawn_article_stays_withdrawn_whatever_its_source_says(room: Room) -> None:
    room.ingest(article())
    assert withdraw(room.intake, "n-1").kind is Kind.WITHDRAWN
    assert kinds(room, article()) == [Kind.SAME]
    assert kinds(room, article(title="عنوان مصحح")) == [Kind.EDITED]
    room.refresh()
    assert room.edition().shown == ()


def test_what_a_source_mended_meanwhile_is_there_when_it_is_restored(room: Room) -> None:
    room.ingest(article())
    withdraw(room.intake, "n-1")
    room.ingest(article(title="عنوان مصحح"))
    room.pass_time(minutes=1)
    before = room.kept("n-1")
    change = restore(room.intake, "n-1")
    assert change.kind is Kind.RESTORED
    after = room.kept("n-1")
    assert after.article.title == "عنوان مصحح"
    assert after.article.id == before.article.id
    assert before.withdrawn
    assert after.article.updated > before.withdrawn


def test_withdrawing_and_restoring_twice_change_nothing(room: Room) -> None:
    room.ingest(article())
    withdraw(room.intake, "n-1")
    number = room.kept("n-1").revision
    assert withdraw(room.intake, "https://example.com/news/1").kind is Kind.SAME
    assert room.kept("n-1").revision == number
    restore(room.intake, "n-1")
    assert restore(room.intake, "n-1").kind is Kind.SAME


def test_a_name_that_means_nothing_or_two_articles_is_said(room: Room) -> None:
    room.ingest(article(), owner="one")
    room.ingest(article(url="https://example.com/x", title="خبر آخر"), owner="two")
    with pytest.raises(NotFound, match="several"):
        withdraw(room.intake, "n-1")
    with pytest.raises(NotFound, match="no article"):
        withdraw(room.intake, "nothing")


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


def test_an_article_that_merely_moved_leaves_no_tombstone_behind(room: Room) -> None:
    room.ingest(article())
    room.ingest(article(sections=["اقتصاد"]))
    withdraw(room.intake, "n-1")
    room.refresh()
    assert "deleted-entry" in room.text("economy", "atom")
    assert "deleted-entry" not in room.text("politics", "atom")


# Time


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


def test_an_expired_article_is_withdrawn_at_that_moment(room: Room) -> None:
    end = START + timedelta(hours=1)
    room.ingest(article(expires_at=end.isoformat()))
    room.pass_time(hours=2)
    room.release()
    kept = room.kept("n-1")
    assert (kept.withdrawn, kept.reason) == (end, "expired")


def test_a_restored_article_does_not_expire_again_at_once(room: Room) -> None:
    room.ingest(article(expires_at=(START + timedelta(hours=1)).isoformat()))
    room.pass_time(hours=2)
    room.release()
    restore(room.intake, "n-1")
    room.release()
    assert room.kept("n-1").live
    assert kinds(room, article(expires_at=(START + timedelta(hours=1)).isoformat())) == [Kind.SAME]


def test_a_draft_that_expired_before_it_came_is_refused(room: Room) -> None:
    outcome = room.ingest(article(expires_at=(START - timedelta(hours=1)).isoformat()))[0]
    assert outcome.refused
    assert outcome.refused.field == "expires_at"


def test_what_falls_due_does_so_once_however_often_it_is_asked(room: Room) -> None:
    room.ingest(article(publish_at=(START + timedelta(hours=2)).isoformat()))
    room.pass_time(hours=2)
    room.release()
    with room.store.snapshot() as snapshot:
        number = snapshot.revision.number()
    room.release()
    with room.store.snapshot() as snapshot:
        assert snapshot.revision.number() == number


# Quarantine


def test_a_refused_draft_is_held_once_and_let_go_when_it_is_accepted(room: Room) -> None:
    bad = article(published="غدًا")
    room.ingest(bad)
    room.ingest(bad)
    with room.store.snapshot() as snapshot:
        held = snapshot.quarantine.all()
    assert [(one.refused.field, one.refused.offset, one.refused.code_point) for one in held] == [
        ("published", 0, ord("غ"))
    ]
    room.ingest(article())
    with room.store.snapshot() as snapshot:
        assert snapshot.quarantine.count() == 0


def test_a_refused_draft_stops_no_other(room: Room) -> None:
    assert kinds(room, article(1), article(2, title=""), article(3)) == [
        Kind.NEW,
        Kind.QUARANTINED,
        Kind.NEW,
    ]


def test_what_a_source_could_not_read_is_held_with_its_place(room: Room) -> None:
    drafts: list[Draft | Refused] = [Refused("is no JSON", place=Place("feed.ndjson", 7))]
    list(ingest(drafts, room.intake))
    with room.store.snapshot() as snapshot:
        (held,) = snapshot.quarantine.all()
    assert held.refused.place == Place("feed.ndjson", 7)


def test_what_could_not_be_read_is_let_go_when_its_file_is_accepted(room: Room) -> None:
    place = Place("news/story.txt")
    list(ingest([Refused("is no YAML", place=place)], room.intake))
    list(ingest([Draft(id="news/story.txt", title="عنوان", place=place)], room.intake))
    with room.store.snapshot() as snapshot:
        assert snapshot.quarantine.count() == 0


def test_lines_of_standard_input_are_held_apart(room: Room) -> None:
    place = Place("-", 1)
    for draft in (
        Draft(title="", text="أول", place=place),
        Draft(title="", text="ثان", place=place),
    ):
        list(ingest([draft], room.intake))
    list(ingest([Draft(title="عنوان", place=place)], room.intake))
    with room.store.snapshot() as snapshot:
        assert snapshot.quarantine.count() == 2


def test_a_changed_choice_rewrites_the_placements_of_that_section_alone(room: Room) -> None:
    room.ingest(article(1, tags=["جسور"]), article(2, sections=["غير معروف"], tags=["جسور"]))
    chosen = (POLITICS, replace(ECONOMY, tags=("جسور",)))
    changed = Room(room.store, chosen)
    changed.now = room.now
    changed.refresh()
    assert len(changed.edition("economy").shown) == 2
    assert len(changed.edition("politics").shown) == 1


def test_a_long_arabic_id_is_refused_alone(room: Room) -> None:
    """PostgreSQL's index takes 2,704 bytes a row, whatever the characters."""
    assert kinds(room, article(1), article(2, id="ع" * 1100), article(3, id="ع" * 1000)) == [
        Kind.NEW,
        Kind.QUARANTINED,
        Kind.NEW,
    ]


def test_an_expiry_that_has_passed_takes_the_article_down_now(room: Room) -> None:
    room.ingest(article())
    room.pass_time(hours=1)
    room.ingest(article(expires_at=(START - timedelta(days=54)).isoformat()))
    room.release()
    kept = room.kept("n-1")
    assert (kept.withdrawn, kept.reason, kept.announced) == (room.now, "expired", True)


def test_a_tombstone_is_always_newer_than_what_it_takes_back(room: Room) -> None:
    end = START + timedelta(minutes=30)
    room.ingest(article(expires_at=end.isoformat()))
    room.pass_time(hours=1)
    room.ingest(article(title="عنوان جديد", expires_at=end.isoformat()))
    room.release()
    kept = room.kept("n-1")
    assert kept.withdrawn
    assert kept.withdrawn > kept.article.updated


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


def test_a_second_try_knows_the_section_of_the_first(room: Room) -> None:
    intake = replace(room.intake, section="economy")
    list(ingest([record.draft(article(1, sections=[], published="غدًا"), Place("x"))], intake))
    with room.store.snapshot() as snapshot:
        (held,) = snapshot.quarantine.all()
    assert json.loads(held.draft or "")["_section"] == "economy"


def test_a_refused_draft_keeps_its_number_and_nobody_gets_it_after(room: Room) -> None:
    room.ingest({"id": "a", "title": ""}, {"id": "b", "title": ""})
    room.ingest({"id": "a", "title": ""})
    with room.store.transaction() as transaction:
        numbers = {
            json.loads(one.draft or "")["id"]: one.id for one in transaction.quarantine.all()
        }
        transaction.quarantine.drop([numbers["b"]])
    assert numbers["a"] < numbers["b"]
    room.ingest({"id": "c", "title": ""})
    with room.store.snapshot() as snapshot:
        assert max(one.id for one in snapshot.quarantine.all()) > numbers["b"]


def test_an_article_is_found_by_the_address_of_its_page(room: Room) -> None:
    room.ingest(article())
    kept = room.kept("n-1")
    assert (
        room.kept(f"https://news.example.com/articles/{kept.article.id.removeprefix('urn:uuid:')}")
        == kept
    )


def test_what_falls_due_is_found_without_reading_every_article(sqlite: str) -> None:
    engine = open_engine(sqlite)
    with read(engine) as connection:
        seen: list[str] = []
        event.listen(connection, "before_cursor_execute", lambda *given: seen.append(given[2]))
        Articles(connection).due(START, START, 1)
        plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {seen[0]}", (0, 0, 0, 1, 0)).all()
    engine.dispose()
    assert {"articles_due", "articles_expiry", "articles_said"} <= set(
        re.findall("INDEX ([a-z_]+)", str(plan))
    )


def test_a_desk_is_a_value(room: Room) -> None:
    assert isinstance(room.intake, Intake)
    assert replace(room.intake, owner="x") != room.intake


def test_a_body_that_takes_too_long_is_held_and_the_next_record_is_kept(room: Room) -> None:
    endless = article(1, html=None, markdown="![ا](" * 190_000)
    assert kinds(room, endless, article(2)) == [Kind.QUARANTINED, Kind.NEW]
    with room.store.snapshot() as snapshot:
        (held,) = snapshot.quarantine.all()
    assert (held.refused.field, held.refused.reason) == ("content", "takes more than 2 s of CPU")
    assert held.refused.place == Place("test.ndjson", 1)
