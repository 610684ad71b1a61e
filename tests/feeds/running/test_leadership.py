"""The scheduler's lease: one holder leads, and another takes over when it falls silent."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

import pytest
from sqlalchemy import delete

from feeds.running.leadership import TERM, Leadership, StillLeads
from store import Store, Unavailable
from store.db.schema import leases
from tests.room import START, Room


@dataclass
class TakeOver:
    """What is done with a lease that is newly held; it counts, and fails while it is told to."""

    fails: bool = False
    times: int = 0
    still_leads: list[StillLeads] = field(default_factory=list)

    def __call__(self, still_leads: StillLeads) -> None:
        self.times += 1
        if self.fails:
            raise Unavailable("the database is gone")
        self.still_leads.append(still_leads)


@pytest.fixture
def room(sqlite: str) -> Iterator[Room]:
    store = Store(sqlite)
    yield Room(store)
    store.close()


def test_one_leads_and_the_other_takes_over_once_it_is_silent(room: Room) -> None:
    one, two = TakeOver(), TakeOver()
    first = Leadership(room.intake, "one", one)
    second = Leadership(room.intake, "two", two)
    assert (first.hold(), second.hold()) == (True, False)
    room.now += TERM
    assert second.hold()
    room.now += TERM / 3
    assert not first.hold()
    assert (one.times, two.times) == (1, 1)
    with room.store.snapshot() as snapshot:
        assert not one.still_leads[0](snapshot)
        assert two.still_leads[0](snapshot)


def test_a_lease_that_is_renewed_is_taken_over_once(room: Room) -> None:
    take_over = TakeOver()
    leadership = Leadership(room.intake, "one", take_over)
    for _ in range(5):
        assert leadership.hold()
        room.now += TERM / 3
    assert take_over.times == 1


def test_a_lease_that_was_given_back_is_free_at_once(room: Room) -> None:
    first = Leadership(room.intake, "one", TakeOver())
    assert first.hold()
    first.release()
    assert Leadership(room.intake, "two", TakeOver()).hold()


def test_who_cannot_take_over_does_not_lead_and_tries_again(room: Room) -> None:
    take_over = TakeOver(fails=True)
    leadership = Leadership(room.intake, "one", take_over)
    with pytest.raises(Unavailable):
        leadership.hold()
    assert not leadership.leads
    take_over.fails = False
    room.now += TERM / 3
    assert leadership.hold()
    assert take_over.times == 2


def test_what_is_in_doubt_is_taken_over_anew_at_once(room: Room) -> None:
    take_over = TakeOver()
    leadership = Leadership(room.intake, "one", take_over)
    assert leadership.hold()
    leadership.doubt()
    assert not leadership.leads
    assert leadership.hold()
    assert take_over.times == 2


def test_a_lease_that_the_database_has_forgotten_is_taken_over_under_another_number(
    room: Room,
) -> None:
    take_over = TakeOver()
    leadership = Leadership(room.intake, "one", take_over)
    assert leadership.hold()
    with room.store.transaction() as transaction:
        transaction.leases.connection.execute(delete(leases))
    room.now += TERM / 3
    assert leadership.hold()
    assert take_over.times == 2
    with room.store.snapshot() as snapshot:
        assert [still(snapshot) for still in take_over.still_leads] == [False, True]


# Clocks

STEPS = [
    timedelta(seconds=-10),
    timedelta(seconds=-20),
    timedelta(seconds=-60),
    timedelta(hours=-1),
    timedelta(seconds=60),
    timedelta(hours=1),
    timedelta(days=365),
]


@dataclass
class Machine:
    """A scheduler on a machine of its own, whose clock is set and goes as it likes."""

    room: Room
    ahead: timedelta = timedelta(0)
    stands_still: bool = False
    take_over: TakeOver = field(default_factory=TakeOver)

    def leadership(self, holder: str) -> Leadership:
        return Leadership(replace(self.room.intake, clock=self.clock), holder, self.take_over)

    def clock(self) -> datetime:
        if self.stands_still:
            return START
        return self.room.now + self.ahead


def look(room: Room, *leaderships: Leadership, seconds: int) -> list[list[bool]]:
    """Who leads, each second."""
    found = []
    for _ in range(seconds):
        room.now += timedelta(seconds=1)
        found.append([leadership.hold() for leadership in leaderships])
    return found


@pytest.mark.parametrize("step", STEPS)
def test_a_lease_stays_with_its_holder_when_the_clock_is_set(room: Room, step: timedelta) -> None:
    machine = Machine(room)
    one, two = machine.leadership("one"), machine.leadership("two")
    assert [one.hold(), two.hold()] == [True, False]
    for _ in range(3):
        machine.ahead += step
        assert look(room, one, two, seconds=40) == [[True, False]] * 40
    assert machine.take_over.times == 1


@pytest.mark.parametrize("step", STEPS)
def test_a_holder_that_dies_as_the_clock_is_set_is_followed_within_a_term(
    room: Room, step: timedelta
) -> None:
    machine = Machine(room)
    one, two = machine.leadership("one"), machine.leadership("two")
    assert [one.hold(), two.hold()] == [True, False]
    machine.ahead += step
    seen = look(room, two, seconds=20)
    assert seen.index([True]) + 1 <= TERM.total_seconds()


@pytest.mark.parametrize("ahead", STEPS)
def test_machines_whose_clocks_differ_do_not_take_the_lease_from_each_other(
    room: Room, ahead: timedelta
) -> None:
    here, there = Machine(room), Machine(room, ahead)
    one, two = here.leadership("one"), there.leadership("two")
    look(room, one, two, seconds=10)
    seen = look(room, one, two, seconds=120)
    assert seen == seen[:1] * 120
    assert sum(seen[0]) == 1
    assert here.take_over.times + there.take_over.times <= 2


@pytest.mark.parametrize("ahead", [timedelta(seconds=-60), timedelta(seconds=60)])
def test_clocks_may_differ_by_a_minute_at_the_very_first_look(room: Room, ahead: timedelta) -> None:
    one = Machine(room).leadership("one")
    assert one.hold()
    room.now += timedelta(seconds=4)
    assert not Machine(room, ahead).leadership("two").hold()


def test_a_lease_is_kept_by_a_machine_whose_clock_stands_still(room: Room) -> None:
    machine = Machine(room, stands_still=True)
    one, two = machine.leadership("one"), machine.leadership("two")
    assert [one.hold(), two.hold()] == [True, False]
    assert look(room, one, two, seconds=120) == [[True, False]] * 120


@pytest.mark.parametrize("later", [timedelta(minutes=2), timedelta(hours=-2)])
def test_a_lease_that_ended_long_ago_is_not_waited_for(room: Room, later: timedelta) -> None:
    """Nor is one whose holder had a clock that was hours ahead."""
    assert Leadership(room.intake, "killed", TakeOver()).hold()
    room.now += later
    assert Leadership(room.intake, "by hand", TakeOver()).hold()
