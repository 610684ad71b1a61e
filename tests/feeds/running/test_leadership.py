"""The scheduler's lease: one holder leads, and another takes over when it falls silent."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta

import pytest

from feeds.running.leadership import TERM, Leadership, StillLeads
from store import Store, Unavailable
from tests.room import Room


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


def test_a_clock_that_is_set_back_far_asks_again(room: Room) -> None:
    leadership = Leadership(room.intake, "one", TakeOver())
    assert leadership.hold()
    room.now -= TERM + timedelta(seconds=1)
    leadership.release()
    assert Leadership(room.intake, "two", TakeOver()).hold()
    assert not leadership.hold()
