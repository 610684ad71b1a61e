"""The beats: what they do while the clock is set, and behind commits that the database forgot."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import Table

from feeds.printing.press import Press
from feeds.running.beats import Beats
from store import Sections, Store
from store.db.schema import feeds, leases
from tests.forgetting import remember
from tests.room import ECONOMY, FRONT, POLITICS, START, Room, article

HOUR = 3600
YEAR = 365 * 24 * HOUR


@pytest.fixture
def room(sqlite: str) -> Iterator[Room]:
    store = Store(sqlite)
    yield Room(store)
    store.close()


def embargoed(seconds: int, number: int = 1) -> dict[str, object]:
    return article(number, publish_at=(START + timedelta(seconds=seconds)).isoformat())


# Clocks


def test_an_embargo_outlasts_a_clock_that_is_ahead_for_a_moment(room: Room) -> None:
    beats = room.beats("one")
    room.ingest(embargoed(HOUR))
    beats.beat()
    room.set_clock(days=365)
    for _ in range(5):
        beats.beat()
        room.pass_time(seconds=0.5)
    room.set_clock(days=-365)
    beats.beat()
    assert not room.kept("n-1").live


@pytest.mark.parametrize("step", [-YEAR, -HOUR, -60, 60, HOUR, YEAR])
def test_what_falls_due_does_so_within_five_seconds_whatever_the_clock_did(
    room: Room, step: int
) -> None:
    beats = room.beats("one")
    room.ingest(embargoed(10))
    for _ in range(20):
        beats.beat()
        room.pass_time(seconds=0.5)
    room.set_clock(seconds=step)
    beats.beat()
    room.pass_time(seconds=0.5)
    room.set_clock(seconds=-step)
    for _ in range(9):
        beats.beat()
        room.pass_time(seconds=0.5)
    assert room.kept("n-1").live


def test_a_clock_that_stays_ahead_is_followed(room: Room) -> None:
    beats = room.beats("one")
    room.ingest(embargoed(HOUR))
    beats.beat()
    room.set_clock(hours=1)
    for _ in range(9):
        beats.beat()
        room.pass_time(seconds=0.5)
    assert room.kept("n-1").live


def test_housekeeping_forgets_nothing_under_a_clock_that_is_ahead_for_a_moment(
    room: Room,
) -> None:
    beats = room.beats("one")
    shown = []
    for number in range(1, 4):
        room.ingest(article(number))
        room.pass_time(seconds=2)
        beats.beat()
        shown.append(room.edition().revision)
    beats.housekeeping()
    room.set_clock(days=365)
    room.pass_time(seconds=5)
    beats.beat()
    beats.housekeeping()
    assert kept_editions(room) == shown
    room.set_clock(days=-365)
    room.pass_time(minutes=10)
    beats.beat()
    beats.housekeeping()
    assert kept_editions(room) == shown
    room.set_clock(days=365)
    for _ in range(2):
        room.pass_time(minutes=10)
        beats.beat()
        beats.housekeeping()
    assert kept_editions(room) == shown[-1:]
    assert all(body.content for body in room.edition().bodies.values())


def test_housekeeping_forgets_tokens_of_partners_that_have_ended(room: Room) -> None:
    beats = room.beats("one")
    with room.store.transaction() as transaction:
        for number in range(2):
            transaction.partner_tokens.make("msn", f"{number}", START)
    beats.beat()
    ends = []
    for hours in (1, 24):
        room.pass_time(hours=hours)
        beats.beat()
        beats.housekeeping()
        with room.store.snapshot() as snapshot:
            ends.append([token.digest for token in snapshot.partner_tokens.in_force(START)])
    assert ends == [["0", "1"], ["1"]]


def kept_editions(room: Room) -> list[int]:
    """The revisions of the editions of `all` that are there."""
    with room.store.snapshot() as snapshot:
        query = "SELECT revision FROM editions WHERE feed = 'all' ORDER BY revision"
        return list(snapshot.editions.connection.exec_driver_sql(query).scalars())


# Commits that the database forgot


@pytest.mark.parametrize("kept", [(), (leases,)], ids=["lease lost", "lease kept"])
def test_definitions_that_the_database_has_forgotten_are_given_again(
    room: Room, kept: tuple[Table, ...]
) -> None:
    room.ingest(article(1))
    room.refresh()
    forget = remember(room.store, but=kept)
    renamed = Room(room.store, (replace(POLITICS, description="وصف جديد للقسم"), ECONOMY))
    renamed.now = room.now
    beats = renamed.beats("one")
    renamed.pass_time(seconds=1)
    beats.beat()
    assert "وصف جديد للقسم" in renamed.text("politics")
    forget()
    for _ in range(5):
        renamed.pass_time(seconds=1)
        beats.beat()
    assert "وصف جديد للقسم" in renamed.text("politics")
    renamed.ingest(article(2))
    renamed.pass_time(seconds=1)
    assert {one.outcome for one in beats.beat()} == {"printed"}


def test_a_choice_that_the_database_has_forgotten_is_made_again(room: Room) -> None:
    room.ingest(article(1, tags=["أسواق"]))
    room.refresh()
    forget = remember(room.store, but=[leases])
    wider = Room(room.store, (POLITICS, replace(ECONOMY, tags=("أسواق",))))
    wider.now = room.now
    beats = wider.beats("one")
    beats.beat()
    forget()
    for _ in range(5):
        wider.pass_time(seconds=1)
        beats.beat()
    assert len(wider.edition("economy").shown) == 1


def test_feeds_that_the_database_never_heard_of_are_defined_again(room: Room) -> None:
    """Its very first commits are lost, while their scheduler goes on."""
    beats = room.beats("one")
    beats.beat()
    with room.store.transaction() as transaction:
        transaction.feeds.connection.execute(feeds.delete())
    room.pass_time(seconds=1)
    assert {one.outcome for one in beats.beat()} == {"printed"}


def test_another_scheduler_that_leads_meanwhile_keeps_its_definitions(room: Room) -> None:
    one = room.beats("one")
    one.beat()
    renamed = Room(room.store, (replace(POLITICS, description="وصف جديد للقسم"), ECONOMY))
    renamed.now = room.now
    with room.store.transaction() as transaction:
        transaction.leases.take("scheduler", "two", renamed.now, timedelta(seconds=15))
    room.pass_time(seconds=1)
    assert one.beat() == []
    assert renamed.press.is_defined()


# The pulse, which a watchdog watches


def moves(beats: Beats) -> int:
    """How often the pulse moves in one beat."""
    before = beats.pulse.beats
    beats.beat()
    return beats.pulse.beats - before


def test_each_beat_moves_the_pulse_also_of_a_scheduler_that_only_looks_on(room: Room) -> None:
    room.refresh()
    assert moves(room.beats("one")) >= 1
    assert moves(room.beats("two")) >= 1


def test_a_beat_that_fails_moves_the_pulse(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    beats = room.beats("one")
    beats.beat()
    before: list[int] = []

    def fails(_moved: object) -> None:
        before.append(beats.pulse.beats)
        raise ZeroDivisionError

    monkeypatch.setattr(room.press, "refresh", fails)
    with pytest.raises(ZeroDivisionError):
        beats.beat()
    assert beats.pulse.beats == before[0] + 1


def test_long_work_moves_the_pulse_as_it_gets_on(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After each batch of what falls due, each feed, and each batch of placements."""
    monkeypatch.setattr("store.due.BATCH", 2)
    monkeypatch.setattr("store.intake.replacing.BATCH", 2)
    room.ingest(*(embargoed(10, number) for number in range(10)))
    beats = room.beats("one")
    room.pass_time(seconds=10)
    assert moves(beats) >= 5 + 3 + 1  # batches, feeds, the beat itself
    sections = Sections((POLITICS, replace(ECONOMY, tags=("أسواق",))))
    intake = replace(room.intake, sections=sections)
    pages = replace(room.pages, sections=sections)
    press = Press(intake, pages, (FRONT, *sections.all))
    room.pass_time(seconds=5)
    assert moves(Beats(intake, press, "one", room.outbound)) >= 5 + 1


def test_a_takeover_that_takes_longer_than_a_term_comes_to_its_end(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two schedulers that know a new choice: each step takes 4 s, and the other looks on."""
    monkeypatch.setattr("store.intake.replacing.BATCH", 2)
    room.ingest(*(article(number, tags=["أسواق"]) for number in range(10)))
    sections = Sections((POLITICS, replace(ECONOMY, tags=("أسواق",))))
    intake = replace(room.intake, sections=sections)
    press = Press(intake, replace(room.pages, sections=sections), (FRONT, *sections.all))
    one, two = (Beats(intake, press, holder, room.outbound) for holder in ("one", "two"))
    looked: list[bool] = []

    def meanwhile() -> None:
        room.pass_time(seconds=4)
        looked.append(two.hold_lease())

    monkeypatch.setattr(one.pulse, "beat", meanwhile)
    assert one.hold_lease()
    assert looked == [False] * len(looked)
    assert len(looked) >= 5
    assert press.is_defined()
