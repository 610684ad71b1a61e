"""When wires are polled: as the schedule of whoever leads says, less often after failures."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from threading import Event, Thread

import pytest

from feeds.running.beats import Beats
from feeds.running.scheduler import work
from store import Wire
from store.wires.schedule import pause
from tests.room import ON_BOTH, Room
from tests.store.wires.museum import Feed, polled, wire


@pytest.fixture(params=["sqlite"])
def database(request: pytest.FixtureRequest) -> str:
    """One kind is enough for when wires are asked."""
    url: str = request.getfixturevalue(request.param)
    return url


def test_a_failing_wire_is_asked_less_and_less(feed: Feed) -> None:
    pauses = [
        pause(wire(feed), failures, timedelta(0), 1.0).total_seconds() for failures in range(6)
    ]
    assert pauses == [300, 600, 1200, 2400, 3600, 3600]
    assert pause(wire(feed), 2, timedelta(0), 0.0) == timedelta(seconds=900)
    assert pause(wire(feed), 5_000, timedelta(0), 1.0) == timedelta(hours=1)
    assert pause(replace(wire(feed), seconds=86_400), 3, timedelta(0), 1.0) == timedelta(days=1)
    assert pause(
        Wire(name="drop", kind="folder", folder=Path("x")), 9, timedelta(0), 1.0
    ) == timedelta(seconds=5)


@ON_BOTH
def test_a_new_scheduler_polls_when_the_old_one_would_have(room: Room, feed: Feed) -> None:
    def beats(name: str) -> Beats:
        return Beats(room.intake, room.press, name, room.outbound, [wire(feed)])

    old, new = beats("old"), beats("new")
    old.hold_lease()
    old.poll_wire(wire(feed))
    old.poll_wire(wire(feed))
    assert feed.asked == 1
    old.release_leases()
    room.pass_time(minutes=1)
    new.hold_lease()
    new.poll_wire(wire(feed))
    assert feed.asked == 1
    room.pass_time(minutes=4)
    new.hold_lease()
    new.poll_wire(wire(feed))
    assert feed.asked == 2


def test_slow_wires_delay_no_other_and_no_stop(room: Room, feed: Feed, tmp_path: Path) -> None:
    ended, stop, asked = Event(), Event(), list[str]()

    def late(target: str) -> tuple[int, str, bytes, dict[str, str]]:
        asked.append(target)
        ended.wait(60)
        return 200, "text/xml", b"", {}

    feed.answer = late  # type: ignore[method-assign]
    slow = [replace(wire(feed), name=f"slow-{number}") for number in range(6)]
    drop = Wire(name="drop", kind="folder", folder=tmp_path)
    (tmp_path / "news.txt").write_text("وصل الخبر\n\nنص الخبر.", encoding="utf-8")
    beats = Beats(room.intake, room.press, "one", room.outbound, [*slow, drop])
    working = Thread(target=work, args=(beats, stop))
    working.start()
    try:
        assert any(not ended.wait(0.1) and counted(room) and len(asked) == 6 for _ in range(500))
    finally:
        stop.set()
        working.join(20)
        stopped = not working.is_alive()
        with room.store.transaction() as transaction:  # one that still hangs gave its lease back
            free = transaction.leases.hold("wire/slow-0", "another", room.now, timedelta(minutes=5))
        ended.set()
        working.join(60)
    assert stopped
    assert free
    assert any(
        noted(room) == 7 or Event().wait(0.1) for _ in range(100)
    )  # nothing is left that runs


def counted(room: Room) -> int:
    with room.store.snapshot() as snapshot:
        return snapshot.placements.count(["all"]).get("all", 0)


def noted(room: Room) -> int:
    with room.store.snapshot() as snapshot:
        return len(snapshot.wires.states())


def scheduled(room: Room, one: Wire) -> Beats:
    beats = Beats(room.intake, room.press, "one", room.outbound, [one])
    beats.hold_lease()
    beats.poll_wire(one)
    return beats


@ON_BOTH
def test_a_clock_that_was_ahead_stops_no_wire(room: Room, feed: Feed) -> None:
    room.set_clock(days=365)
    beats = scheduled(room, wire(feed))
    room.set_clock(days=-365)
    beats.hold_lease()
    beats.poll_wire(wire(feed))
    assert feed.asked == 1
    room.pass_time(minutes=5)
    beats.hold_lease()
    beats.poll_wire(wire(feed))
    assert feed.asked == 2
    room.set_clock(days=365)
    polled(room, feed)
    room.set_clock(days=-365)
    scheduled(room, wire(feed))
    assert feed.asked == 4


@pytest.mark.parametrize("step", [-3600, -60, -10, 10, 60, 3600, 365 * 86400])
def test_a_clock_that_is_set_moves_no_poll_of_whoever_polls(
    room: Room, feed: Feed, step: int
) -> None:
    beats = scheduled(room, wire(feed))
    for _ in range(4):
        room.set_clock(seconds=step)
        room.pass_time(seconds=74)
        beats.hold_lease()
        beats.poll_wire(wire(feed))
    assert feed.asked == 1
    room.pass_time(seconds=4)
    beats.poll_wire(wire(feed))
    assert feed.asked == 2
    for _ in range(20):
        room.set_clock(seconds=step)
        beats.poll_wire(wire(feed))
    assert feed.asked == 2


def test_another_address_is_asked_at_the_next_start(room: Room, feed: Feed) -> None:
    scheduled(room, wire(feed)).release_leases()
    scheduled(room, replace(wire(feed), url=f"{feed.url}/other"))
    assert feed.asked == 2


def test_what_is_gone_is_asked_once_a_day(room: Room, feed: Feed) -> None:
    feed.status = 410
    assert polled(room, feed).pause == timedelta(days=1)


def test_a_shorter_interval_holds_from_the_next_start_on(room: Room, feed: Feed) -> None:
    scheduled(room, replace(wire(feed), seconds=86_400)).release_leases()
    room.pass_time(minutes=6)
    scheduled(room, wire(feed))
    assert feed.asked == 2


@ON_BOTH
def test_a_wire_that_another_process_held_is_tried_again_soon(room: Room, feed: Feed) -> None:
    daily = replace(wire(feed), seconds=86_400)
    with room.store.transaction() as transaction:
        transaction.leases.hold("wire/museum", "killed", room.now, timedelta(minutes=5))
    beats = scheduled(room, daily)
    room.pass_time(minutes=5)
    beats.hold_lease()
    beats.poll_wire(daily)
    assert feed.asked == 1


def test_the_wait_is_respected(room: Room, feed: Feed) -> None:
    feed.status, feed.headers = 429, {"Retry-After": "7200"}
    assert polled(room, feed).pause == timedelta(hours=2)
