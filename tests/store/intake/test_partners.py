"""Where articles stand in partners' feeds: by which date, and what is told when they leave."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from store import (
    Exceptions,
    PartnerChoice,
    Sections,
    Store,
    adopt_source,
    correct,
    replace_placements,
    restore,
    withdraw,
)
from store.article import Correction, Placement
from tests.room import ECONOMY, POLITICS, START, Room, article

MSN = PartnerChoice(feed="partner/msn", sections=("politics",))
LETTER = PartnerChoice(feed="partner/letter", sections=("politics",))


@pytest.fixture
def room(store: Store) -> Room:
    """A room whose first import has ended, so that what comes now is news."""
    room = giving(Room(store), MSN, LETTER)
    room.ingest(article(0, published=hours(5)))
    room.pass_time(minutes=1)
    return room


def giving(room: Room, *choices: PartnerChoice) -> Room:
    """The room, with these partners."""
    sections = Sections((POLITICS, ECONOMY), partners=choices)
    room.intake = replace(room.intake, sections=sections)
    return room


def hours(number: float) -> str:
    """So many hours before the start."""
    return (START - timedelta(hours=number)).isoformat()


def places(room: Room, name: str) -> Mapping[str, Placement]:
    article_id = room.kept(name).article.id
    with room.store.snapshot() as snapshot:
        return snapshot.placements.of([article_id])[article_id]


def position(room: Room, name: str, feed: str = LETTER.feed) -> datetime:
    placement = places(room, name)[feed]
    assert placement.standing
    return placement.position


def wanted(room: Room, feed: str) -> int:
    with room.store.snapshot() as snapshot:
        return snapshot.feeds.states([feed])[feed].wanted


# Dates


def test_a_partner_is_given_an_article_when_it_comes_in(room: Room) -> None:
    room.ingest(article(1, published=hours(3)))
    assert position(room, "n-1") == position(room, "n-1", MSN.feed) == room.now
    assert position(room, "n-1", "all") == START - timedelta(hours=3)


def test_what_comes_in_within_a_second_stands_a_second_later(room: Room) -> None:
    room.ingest(article(1))
    room.ingest(article(2), article(3))
    room.ingest(article(4))
    moments = [position(room, f"n-{number}") for number in range(1, 5)]
    later = [timedelta(seconds=seconds) for seconds in (0, 1, 1, 2)]
    assert moments == [room.now + one for one in later]


def test_what_comes_in_stands_behind_what_has_left_since(room: Room) -> None:
    room.ingest(article(1))
    seen = position(room, "n-1")
    withdraw(room.intake, "n-1")
    room.ingest(article(2))
    assert position(room, "n-2") == seen + timedelta(seconds=1)


def test_the_transactions_of_one_run_are_told_apart(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("store.intake.piles.BATCH", 1)
    room.ingest(article(1), article(2), article(3))
    moments = [position(room, f"n-{number}") for number in range(1, 4)]
    assert moments == [room.now + timedelta(seconds=one) for one in range(3)]


def test_a_backfill_keeps_its_dates_by_arrival_too(room: Room) -> None:
    room.ingest(article(1, published=hours(100)), backfill=True)
    assert position(room, "n-1") == START - timedelta(hours=100)
    assert position(room, "n-0") == START - timedelta(hours=5)


def test_an_embargoed_article_arrives_when_it_is_released(room: Room) -> None:
    room.ingest(article(1, publish_at=(START + timedelta(hours=2)).isoformat()))
    room.pass_time(hours=3)
    room.release()
    assert position(room, "n-1") == room.now


def test_an_article_that_is_moved_arrives_when_it_is_moved(room: Room) -> None:
    room.ingest(article(1, sections=["اقتصاد"]))
    before = position(room, "n-1", "all")
    room.pass_time(hours=2)
    correct(room.intake, "n-1", Correction(sections=("politics",)))
    assert position(room, "n-1") == room.now
    assert position(room, "n-1", "all") == before


def test_an_edit_moves_no_article_that_stands(room: Room) -> None:
    room.ingest(article(1))
    before = position(room, "n-1")
    room.pass_time(hours=2)
    room.ingest(article(1, title="عنوان مصحح"))
    withdraw(room.intake, "n-1", "خطأ في الأرقام.")
    assert position(room, "n-1") == before


def test_a_restored_article_arrives_anew(room: Room) -> None:
    room.ingest(article(1))
    before = position(room, "n-1", "all")
    withdraw(room.intake, "n-1")
    room.pass_time(hours=2)
    restore(room.intake, "n-1")
    assert position(room, "n-1") == position(room, "n-1", MSN.feed) == room.now
    assert position(room, "n-1", "all") == before


def test_one_history_gives_the_same_places_on_both_databases(sqlite: str, postgresql: str) -> None:
    told = [history(sqlite), history(postgresql)]
    assert told[0] == told[1]
    assert len(told[0]) == 4


def history(url: str) -> list[Mapping[str, Placement]]:
    """The placements that some changes leave."""
    store = Store(url)
    room = giving(Room(store), MSN, LETTER)
    room.ingest(article(0, published=hours(5)))
    for number in range(1, 4):
        room.ingest(article(number))
    withdraw(room.intake, "n-1")
    room.ingest(article(2, sections=["اقتصاد"]))
    room.ingest(article(2), article(3, syndicate="none"))
    ids = [room.kept(f"n-{number}").article.id for number in range(4)]
    with room.store.snapshot() as snapshot:
        known = snapshot.placements.of(ids)
    store.close()
    return [known[article_id] for article_id in ids]


# Takedowns


def test_a_withdrawn_article_is_taken_down(room: Room) -> None:
    room.ingest(article(1))
    room.pass_time(minutes=5)
    withdraw(room.intake, "n-1")
    kept = room.kept("n-1")
    assert places(room, "n-1")[MSN.feed].taken_down == kept.withdrawn == room.now
    assert wanted(room, MSN.feed) == kept.revision


def test_an_expired_article_is_taken_down(room: Room) -> None:
    expires_at = START + timedelta(hours=1)
    room.ingest(article(1, expires_at=expires_at.isoformat()))
    room.pass_time(hours=2)
    room.release()
    assert places(room, "n-1")[MSN.feed].taken_down == expires_at


def test_an_article_that_lost_its_rights_is_taken_down(room: Room) -> None:
    room.ingest(article(1))
    room.pass_time(minutes=5)
    room.ingest(article(1, syndicate="none"))
    placement = places(room, "n-1")[MSN.feed]
    assert (placement.standing, placement.taken_down) == (False, room.now)
    room.pass_time(minutes=5)
    room.ingest(article(1))
    placement = places(room, "n-1")[MSN.feed]
    assert (placement.standing, placement.taken_down) == (True, None)


def test_an_article_that_may_be_sent_whole_no_more_is_taken_down_where_it_stands(
    room: Room,
) -> None:
    """A partner that takes whole articles only has it, and would go on to show it."""
    room.ingest(article(1))
    for changes in ({}, {"title": "عنوان مصحح"}):
        room.pass_time(minutes=5)
        room.ingest(article(1, syndicate="summary", **changes))
        placement = places(room, "n-1")[MSN.feed]
        assert (placement.standing, placement.taken_down) == (True, room.now)
    assert places(room, "n-1")["politics"].taken_down is None
    room.ingest(article(1, syndicate="summary", sections=["اقتصاد"]))
    placement = places(room, "n-1")[MSN.feed]
    assert not placement.standing
    assert placement.taken_down
    room.ingest(article(1))
    assert places(room, "n-1")[MSN.feed].taken_down is None


def test_an_article_that_was_never_sent_whole_is_not_taken_down(room: Room) -> None:
    room.ingest(article(1, syndicate="summary"))
    room.ingest(article(1, syndicate="summary", title="عنوان مصحح"))
    assert places(room, "n-1")[MSN.feed].taken_down is None


def test_an_article_that_merely_moved_is_not_taken_down_until_it_is_withdrawn(room: Room) -> None:
    """A partner may show it still; so its feed is printed anew, though it stood elsewhere."""
    room.ingest(article(1))
    room.ingest(article(1, sections=["اقتصاد"]))
    assert places(room, "n-1")[MSN.feed].taken_down is None
    room.pass_time(minutes=5)
    withdraw(room.intake, "n-1")
    assert places(room, "n-1")[MSN.feed].taken_down == room.now
    assert wanted(room, MSN.feed) == room.kept("n-1").revision
    assert places(room, "n-1")["politics"].taken_down is None


def test_what_comes_back_elsewhere_is_taken_down_no_more(room: Room) -> None:
    room.ingest(article(1))
    withdraw(room.intake, "n-1")
    room.ingest(article(1, sections=["اقتصاد"]))
    restore(room.intake, "n-1")
    placement = places(room, "n-1")[MSN.feed]
    assert (placement.standing, placement.taken_down) == (False, None)


def test_an_edit_of_what_is_taken_down_prints_its_last_words_anew(room: Room) -> None:
    room.ingest(article(1))
    withdraw(room.intake, "n-1")
    before = wanted(room, MSN.feed)
    others = wanted(room, "politics")
    room.ingest(article(1, title="عنوان مصحح"))
    assert wanted(room, MSN.feed) > before
    assert wanted(room, "politics") == others


def test_a_partner_is_told_a_withdrawal_until_its_end(room: Room) -> None:
    room.ingest(article(1))
    withdraw(room.intake, "n-1")
    before = wanted(room, MSN.feed)
    room.pass_time(days=31)
    room.release()
    assert wanted(room, MSN.feed) > before


# Choices


def test_an_article_that_another_source_adopts_is_given_to_the_partners_of_that(
    room: Room,
) -> None:
    old = PartnerChoice(feed="partner/old", sources=("hook",))
    new = PartnerChoice(feed="partner/new", sources=("magazine",))
    giving(room, MSN, old, new)
    site = {"url": "https://example.com/8", "published": hours(3)}
    room.ingest(article(8, id="8", **site), article(9, id="9"), owner="hook")
    before = places(room, "9")
    assert adopt_source(room.intake, "hook", "example.com", "magazine") == 2
    for name in ("8", "9"):
        assert not places(room, name)[old.feed].standing
    assert position(room, "8", new.feed) == START - timedelta(hours=3)
    assert places(room, "9")[MSN.feed] == before[MSN.feed]
    assert wanted(room, old.feed) == wanted(room, new.feed) > before[MSN.feed].revision


def test_a_notice_that_a_partner_is_given_no_more_is_taken_down(room: Room) -> None:
    room.ingest(article(1))
    room.pass_time(minutes=5)
    moment = room.now
    withdraw(room.intake, "n-1", "خطأ في الأرقام.")
    giving(room, replace(MSN, sections=("economy",)), LETTER)
    room.pass_time(minutes=5)
    replace_placements(room.intake, {MSN.feed})
    placement = places(room, "n-1")[MSN.feed]
    assert (placement.standing, placement.taken_down) == (False, moment)


def test_a_new_partner_is_given_what_there_is_by_date(room: Room) -> None:
    room.ingest(*(article(number, published=hours(number)) for number in range(1, 4)))
    late = replace(LETTER, feed="partner/late")
    giving(room, MSN, LETTER, late)
    replace_placements(room.intake, {late.feed})
    dates = [position(room, f"n-{number}", late.feed) for number in range(1, 4)]
    assert dates == [START - timedelta(hours=number) for number in range(1, 4)]
    room.ingest(article(9))
    assert position(room, "n-9", late.feed) == room.now


def test_another_choice_of_a_partner_places_its_feed_anew_and_no_other(room: Room) -> None:
    room.ingest(article(1, tags=["جسور"]), article(2, sections=["اقتصاد"], tags=["جسور"]))
    before = places(room, "n-1")
    giving(room, replace(MSN, sections=(), tags=("جسور",)), LETTER)
    replace_placements(room.intake, {MSN.feed})
    assert places(room, "n-2")[MSN.feed].standing
    assert places(room, "n-1") == before
    assert not places(room, "n-0")[MSN.feed].standing
    assert places(room, "n-0")[MSN.feed].taken_down is None


def test_what_is_placed_anew_counts_as_changed_when_it_changed_last(room: Room) -> None:
    """Else a correction would be lost among a thousand old articles that come in with a choice."""
    room.ingest(article(1))
    room.ingest(article(2, sections=["اقتصاد"]))
    room.ingest(article(1, title="عنوان مصحح"))
    giving(room, replace(MSN, sections=()), LETTER)
    replace_placements(room.intake, {MSN.feed})
    for name in ("n-1", "n-2"):
        assert places(room, name)[MSN.feed].revision == room.kept(name).revision


def test_an_exception_takes_an_article_out_of_a_partners_feed(room: Room) -> None:
    giving(room, replace(MSN, exceptions=Exceptions(tags=("إعلان",))))
    room.ingest(article(1))
    room.ingest(article(1, tags=["اعلان"]))
    placement = places(room, "n-1")[MSN.feed]
    assert (placement.standing, placement.taken_down) == (False, None)


def test_a_partner_that_is_given_up_is_left_at_the_next_change_and_told_of_takedowns(
    room: Room,
) -> None:
    room.ingest(article(1), article(2))
    giving(room, LETTER)
    room.ingest(article(1, title="عنوان مصحح"))
    withdraw(room.intake, "n-2")
    assert not places(room, "n-1")[MSN.feed].standing
    assert places(room, "n-2")[MSN.feed].taken_down == room.now
    with room.store.snapshot() as snapshot:
        assert MSN.feed not in snapshot.choices.all()
    giving(room, MSN, LETTER)
    replace_placements(room.intake, {MSN.feed})
    assert places(room, "n-1")[MSN.feed].standing
    assert places(room, "n-2")[MSN.feed].taken_down == room.now
