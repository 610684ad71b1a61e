"""Whose word counts on whether an article stands: its source's, an editor's, or a rule's."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from store import (
    Correction,
    Deletion,
    Kind,
    Place,
    SourceItem,
    Store,
    correct,
    ingest,
    record,
    restore,
    retry,
    withdraw,
)
from tests.room import Room, article

MINUTE = timedelta(minutes=1)


@pytest.fixture
def room(store: Store) -> Room:
    return Room(store)


def send(room: Room, *items: SourceItem, owner: str = "files") -> list[Kind]:
    """What becomes of items that a source sends in one document."""
    intake = replace(room.intake, owner=owner)
    return [outcome.kind for batch in ingest(items, intake) for outcome in batch]


def gone(when: datetime | None = None, file: str = "feed.xml") -> Deletion:
    return Deletion("n-1", Place(file), when)


def draft(*, saved: bool = False, export: bool = False, **fields: object) -> SourceItem:
    return replace(record.draft(article(**fields), Place("feed.xml")), saved=saved, export=export)


def taken_back(room: Room, when: datetime | None = None) -> None:
    """A story that readers have seen, and that its source has taken back."""
    room.ingest(article())
    room.refresh()
    room.pass_time(hours=1)
    assert send(room, gone(when)) == [Kind.WITHDRAWN]
    room.refresh()
    room.pass_time(hours=1)


def test_its_source_brings_back_what_it_has_withdrawn(room: Room) -> None:
    room.ingest(article(2), article(), article(3, published=(room.now - MINUTE).isoformat()))
    room.refresh()
    order = [shown for shown, _ in room.edition().shown]
    before = room.kept("n-1")
    send(room, gone())
    withdrawn = room.kept("n-1").withdrawn
    room.refresh()
    assert room.kept("n-1").withdrawn_by == "source"
    assert "deleted-entry" in room.text(format="atom")
    room.pass_time(minutes=5)
    assert send(room, draft()) == [Kind.RESTORED]
    after = room.kept("n-1")
    assert (after.live, after.withdrawn_by) == (True, None)
    assert (after.article.id, after.released) == (before.article.id, before.released)
    assert withdrawn
    assert after.article.updated > withdrawn
    room.refresh()
    assert [shown for shown, _ in room.edition().shown] == order
    assert "deleted-entry" not in room.text(format="atom")
    assert send(room, draft()) == [Kind.SAME]


def test_what_an_editor_or_a_rule_withdrew_waits_for_a_person(room: Room) -> None:
    room.ingest(article(), article(2, expires_at=(room.now + MINUTE).isoformat()))
    withdraw(room.intake, "n-1")
    room.pass_time(hours=1)
    room.release()
    assert send(room, draft()) == [Kind.SAME]
    assert send(room, draft(title="عنوان آخر للخبر نفسه")) == [Kind.EDITED]
    assert [outcome.kind for outcome in room.ingest(article(2))] == [Kind.EDITED]
    assert room.kept("n-1").withdrawn_by == "editor"
    assert room.kept("n-2").withdrawn_by == "rule"
    assert restore(room.intake, "n-1").kind is Kind.RESTORED
    assert room.kept("n-1").article.title == "عنوان آخر للخبر نفسه"


def test_an_editor_makes_a_withdrawal_of_the_source_his_own(room: Room) -> None:
    taken_back(room)
    before = room.kept("n-1")
    change = withdraw(room.intake, "n-1")
    assert (change.kind, change.feeds) == (Kind.WITHDRAWN, ())
    after = room.kept("n-1")
    assert (after.withdrawn, after.revision) == (before.withdrawn, before.revision)
    assert withdraw(room.intake, "n-1").kind is Kind.SAME
    assert send(room, draft(), gone(), draft()) == [Kind.SAME] * 3
    assert room.kept("n-1").withdrawn_by == "editor"


def test_a_source_makes_no_withdrawal_of_an_editor_its_own(room: Room) -> None:
    room.ingest(article())
    withdraw(room.intake, "n-1", "سحبنا هذا الخبر لخطأ فيه.")
    for words in (None, "سُحب بطلب من المصدر."):
        change = withdraw(room.intake, "n-1", words, by="source", insists=True)
        assert change.kind is Kind.SAME
    kept = room.kept("n-1")
    assert kept.notice
    assert (kept.withdrawn_by, kept.notice.text) == ("editor", "سحبنا هذا الخبر لخطأ فيه.")


def test_an_expiry_that_its_source_gives_a_notice_stays_a_rules(room: Room) -> None:
    room.ingest(article(expires_at=(room.now + MINUTE).isoformat()))
    room.pass_time(hours=1)
    room.release()
    withdraw(room.intake, "n-1", "انتهى العرض.", by="source", insists=True)
    assert room.kept("n-1").withdrawn_by == "rule"
    assert send(room, draft()) == [Kind.EDITED]
    withdraw(room.intake, "n-1", "سحبناه لخطأ فيه.")
    assert room.kept("n-1").withdrawn_by == "editor"


@pytest.mark.parametrize("when", [None, timedelta(0), timedelta(minutes=5)], ids=str)
def test_a_source_that_repeats_itself_is_not_heard_over_an_editor(
    room: Room, when: timedelta | None
) -> None:
    """Its clock may run ahead, and an editor be quick."""
    room.ingest(article())
    told = None if when is None else room.now + when
    send(room, gone(told))
    room.pass_time(minutes=1)
    restore(room.intake, "n-1")
    for _ in range(2):
        room.pass_time(minutes=1)
        assert send(room, gone(told)) == [Kind.SAME]
        assert withdraw(room.intake, "n-1", by="source").kind is Kind.SAME
    assert send(room, draft()) == [Kind.SAME]  # it shows it again
    room.pass_time(minutes=20)
    assert send(room, gone(None if told is None else room.now)) == [Kind.WITHDRAWN]


def test_a_correction_is_no_word_of_the_source(room: Room) -> None:
    taken_back(room)
    restore(room.intake, "n-1")
    correct(room.intake, "n-1", Correction(title="عنوان صححه المحرر"))
    assert send(room, gone()) == [Kind.SAME]
    assert room.kept("n-1").live


def test_a_source_that_takes_back_what_an_editor_had_withdrawn_is_remembered(room: Room) -> None:
    room.ingest(article())
    withdraw(room.intake, "n-1")
    assert send(room, gone()) == [Kind.SAME]
    restore(room.intake, "n-1")
    assert send(room, gone()) == [Kind.SAME]  # as it has said before
    assert room.kept("n-1").live


def test_a_source_that_kept_the_article_all_along_may_withdraw_it_after_an_editor(
    room: Room,
) -> None:
    room.ingest(article())
    withdraw(room.intake, "n-1")
    restore(room.intake, "n-1")
    assert send(room, gone()) == [Kind.WITHDRAWN]


def test_a_source_may_insist(room: Room) -> None:
    taken_back(room)
    restore(room.intake, "n-1")
    assert withdraw(room.intake, "n-1", by="source", insists=True).kind is Kind.WITHDRAWN
    assert send(room, draft()) == [Kind.RESTORED]


@pytest.mark.parametrize("kind", ["saved", "export"])
def test_what_was_saved_before_brings_nothing_back(room: Room, kind: str) -> None:
    taken_back(room)
    withdrawn = room.kept("n-1").withdrawn
    assert withdrawn
    past = {kind: True}
    for told in (None, withdrawn - MINUTE, withdrawn):
        updated = told and told.isoformat()
        assert send(room, draft(updated=updated, **past)) == [Kind.SAME]
    later = (withdrawn + MINUTE).isoformat()
    assert send(room, draft(updated=later, **past)) == [Kind.RESTORED]


def test_an_archive_ends_no_restoring_of_an_editor(room: Room) -> None:
    taken_back(room)
    restore(room.intake, "n-1")
    assert send(room, draft(export=True)) == [Kind.SAME]
    assert send(room, gone()) == [Kind.SAME]


def test_an_entry_older_than_its_own_tombstone_brings_nothing_back(room: Room) -> None:
    deleted = room.now + 30 * MINUTE
    taken_back(room, deleted)
    for updated in (deleted - MINUTE, deleted - timedelta(days=1)):
        assert send(room, draft(updated=updated.isoformat())) == [Kind.SAME]
    assert send(room, draft(updated=(deleted + MINUTE).isoformat())) == [Kind.RESTORED]
    assert send(room, gone(deleted)) == [Kind.SAME]


def test_the_latest_of_several_tombstones_counts(room: Room) -> None:
    deleted = room.now + 10 * MINUTE
    taken_back(room, deleted)
    assert send(room, gone(deleted + 20 * MINUTE), gone(deleted)) == [Kind.SAME, Kind.SAME]
    assert send(room, draft(updated=(deleted + 10 * MINUTE).isoformat())) == [Kind.SAME]
    assert send(room, draft(updated=(deleted + 20 * MINUTE).isoformat())) == [Kind.RESTORED]


def test_an_embargo_holds_for_what_comes_back(room: Room) -> None:
    taken_back(room)
    due = room.now + timedelta(hours=1)
    assert send(room, draft(publish_at=due.isoformat())) == [Kind.RESTORED]
    assert room.kept("n-1").state == "embargo"
    room.refresh()
    assert "deleted-entry" not in room.text(format="atom")
    room.pass_time(hours=2)
    room.release()
    room.refresh()
    assert room.kept("n-1").live
    assert [shown for shown, _ in room.edition().shown] == [room.kept("n-1").article.id]


def test_what_was_withdrawn_under_embargo_comes_back_under_it(room: Room) -> None:
    due = (room.now + timedelta(hours=2)).isoformat()
    room.ingest(article(publish_at=due))
    assert send(room, gone()) == [Kind.WITHDRAWN]
    assert send(room, draft(publish_at=due)) == [Kind.RESTORED]
    assert room.kept("n-1").state == "embargo"
    send(room, gone())
    room.pass_time(hours=3)
    assert send(room, draft()) == [Kind.RESTORED]
    assert room.kept("n-1").live


def test_what_has_expired_meanwhile_does_not_come_back(room: Room) -> None:
    taken_back(room)
    ended = (room.now - MINUTE).isoformat()
    assert send(room, draft(expires_at=ended)) == [Kind.EDITED]
    assert room.kept("n-1").withdrawn_by == "source"
    assert send(room, draft()) == [Kind.RESTORED]


def test_an_expiry_that_a_person_has_overruled_ends_no_edit(room: Room) -> None:
    ends = room.now + MINUTE
    room.ingest(article(expires_at=ends.isoformat()))
    room.pass_time(hours=1)
    room.release()
    restore(room.intake, "n-1")
    room.pass_time(hours=1)
    edited = article(expires_at=ends.isoformat(), title="عنوان منقح للخبر نفسه")
    assert [outcome.kind for outcome in room.ingest(edited)] == [Kind.EDITED]
    room.release()
    assert room.kept("n-1").live
    room.ingest(edited | {"expires_at": (ends + MINUTE).isoformat()})
    room.release()
    assert room.kept("n-1").state == "expired"  # a new word of its source


def test_a_source_that_sends_the_article_again_ends_its_notice(room: Room) -> None:
    room.ingest(article())
    room.refresh()
    room.pass_time(minutes=5)
    withdraw(room.intake, "n-1", "سحبناه لخطأ فيه.", by="source", insists=True)
    room.refresh()
    room.pass_time(minutes=5)
    assert send(room, draft()) == [Kind.RESTORED]
    room.refresh()
    kept = room.kept("n-1")
    assert (kept.notice, kept.live) == (None, True)
    assert "سحبناه" not in room.text()
    assert kept.article.title in room.text()


def test_both_sources_of_a_story_have_it_when_the_first_brings_it_back(room: Room) -> None:
    """A copy that became an article of its own, with the address, is no reason to stay away."""
    room.ingest({**article(), "id": None}, owner="paper")
    address = str(article()["url"])
    assert room.ingest({**article(), "id": None}, owner="agency")[0].kind is Kind.COPY
    first = room.kept(address).article.id
    withdraw(room.intake, first, by="source")
    second = room.ingest({**article(), "id": None}, owner="agency")[0]
    assert (second.kind, second.id == first) == (Kind.NEW, False)
    back = room.ingest({**article(), "id": None}, owner="paper")[0]
    assert (back.kind, back.id) == (Kind.RESTORED, first)
    assert room.kept(str(second.id)).live


def test_another_source_brings_nothing_back(room: Room) -> None:
    taken_back(room)
    first = room.kept("n-1").article.id
    assert send(room, draft(), owner="agency") == [Kind.NEW]
    assert room.kept(first).withdrawn_by == "source"


def test_what_is_tried_again_out_of_quarantine_was_said_before(room: Room) -> None:
    room.ingest(article())
    assert room.ingest(article(published="someday"))[0].kind is Kind.QUARANTINED
    send(room, gone())
    with room.store.snapshot() as snapshot:
        (held,) = snapshot.quarantine.all()
    mended = replace(held, draft=str(held.draft).replace("someday", "2026-11-24"))
    kinds = [one.kind for batch in retry([mended], room.intake, {}) for one in batch]
    assert kinds == [Kind.SAME]
    assert not room.kept("n-1").live


def test_an_old_archive_that_hides_a_post_says_nothing_of_a_later_change(room: Room) -> None:
    """By the clock of the site itself, however short the time between."""
    published = room.now - MINUTE
    post = record.draft(article(updated=published.isoformat()), Place("site"))
    assert send(room, replace(post, modified=published)) == [Kind.NEW]
    for hidden in (published - 5 * MINUTE, published):
        assert send(room, gone(hidden)) == [Kind.SAME]
    assert send(room, gone(published + timedelta(seconds=1))) == [Kind.WITHDRAWN]


def test_what_comes_back_comes_in_the_words_of_its_editor(room: Room) -> None:
    room.ingest(article())
    correct(room.intake, "n-1", Correction(title="عنوان صححه المحرر"))
    send(room, gone())
    assert send(room, draft(title="عنوان آخر من المصدر")) == [Kind.RESTORED]
    assert room.kept("n-1").article.title == "عنوان صححه المحرر"


def test_it_leaves_a_section_whose_tombstone_it_does_not_return_to(room: Room) -> None:
    taken_back(room)
    assert "deleted-entry" in room.text("politics", "atom")
    assert send(room, draft(sections=["اقتصاد"])) == [Kind.RESTORED]
    room.refresh()
    assert "deleted-entry" not in room.text("politics", "atom")
    assert room.kept("n-1").article.title in room.text("economy", "atom")


def test_a_tombstone_of_a_day_that_has_not_come_tells_no_moment(room: Room) -> None:
    ahead = room.now + timedelta(days=400)
    taken_back(room, ahead)
    assert send(room, draft(updated=room.now.isoformat())) == [Kind.RESTORED]
    assert send(room, gone(ahead)) == [Kind.WITHDRAWN]
    restore(room.intake, "n-1")
    room.pass_time(hours=1)
    assert send(room, gone(ahead)) == [Kind.SAME]
