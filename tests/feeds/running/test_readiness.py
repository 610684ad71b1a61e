"""What a web worker says of itself, from memory: each trouble in a line, and how old it is."""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event

import pytest

from feeds.newsroom import Newsroom
from feeds.running import readiness
from feeds.running.leadership import LEASE, TERM
from feeds.running.metrics import Metrics, render
from feeds.running.readiness import Readiness
from feeds.running.worker import WebWorker
from feeds.settings.values import Settings
from store import Sections, Store, Transaction, Unavailable
from tests import process
from tests.room import ECONOMY, FRONT, POLITICS, SITE, Room, article

SETTINGS = Settings(
    database="",
    log=("info", "text"),
    site=SITE,
    front=FRONT,
    sections=Sections((POLITICS, ECONOMY)),
    guard=True,
    tombstones=True,
)


class Troubled(Store):
    """A store that hangs, refuses to be read, or refuses to be written."""

    hanging: Event | None = None
    unreadable = False
    unwritable = False

    @contextmanager
    def snapshot(self) -> Iterator[Transaction]:
        if self.hanging:
            self.hanging.wait(60)
        if self.unreadable:
            raise Unavailable("nobody listens there")
        with super().snapshot() as snapshot:
            yield snapshot

    @contextmanager
    def transaction(self) -> Iterator[Transaction]:
        if self.unwritable:
            raise Unavailable("somebody holds the lock")
        with super().transaction() as transaction:
            yield transaction


@pytest.fixture
def store(sqlite: str) -> Iterator[Troubled]:
    opened = Troubled(sqlite)
    yield opened
    opened.close()


@pytest.fixture
def room(store: Troubled) -> Room:
    room = Room(store)
    room.ingest(article(1), article(2, sections=["اقتصاد"]))
    room.refresh()
    return room


@pytest.fixture
def worker(room: Room) -> WebWorker:
    """A worker whose threads have not begun: it looks when it is asked."""
    return WebWorker(Newsroom(SETTINGS, room.store))


def ask(worker: WebWorker, room: Room) -> Readiness:
    return readiness.readiness(worker.lookout, room.now)


def figures(worker: WebWorker, room: Room) -> dict[str, float]:
    """The figures of `/metrics` that have no label."""
    page = render(Metrics(SETTINGS, worker.lookout, room.now)).decode()
    lines = [line.split(" ") for line in page.splitlines() if not line.startswith("#")]
    return {name: float(value) for name, value in lines if "{" not in name}


def test_where_all_is_well_nothing_is_said(worker: WebWorker, room: Room) -> None:
    said = ask(worker, room)
    assert (said.ready, said.degraded) == (True, [])
    found = figures(worker, room)
    assert (found["nashra_degraded"], found["nashra_can_write"]) == (0, 1)


def test_a_lost_database_is_said_with_its_reason(
    worker: WebWorker, room: Room, store: Troubled
) -> None:
    ask(worker, room)
    store.unreadable = True
    said = ask(worker, room)
    assert said.ready
    assert said.degraded == ["the database has not answered for 0 s: nobody listens there"]
    assert figures(worker, room)["nashra_degraded"] == 1
    store.unreadable = False
    assert ask(worker, room).degraded == []


def test_a_write_that_fails_is_said_though_reads_go_on(
    worker: WebWorker, room: Room, store: Troubled
) -> None:
    """Nothing was counted: the write is tried all the same."""
    store.unwritable = True
    said = ask(worker, room)
    assert said.ready
    assert said.degraded == ["nothing could be written for 0 s: somebody holds the lock"]
    assert figures(worker, room)["nashra_can_write"] == 0
    store.unwritable = False
    assert ask(worker, room).degraded == []


def test_a_write_that_waits_for_too_long_is_said(
    worker: WebWorker, room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(readiness, "UNWRITTEN_SECONDS", -1)
    assert ask(worker, room).degraded == ["nothing could be written for 0 s"]


def test_a_write_that_is_held_up_is_said_while_it_is(
    worker: WebWorker, room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(readiness, "WAIT_SECONDS", 0.1)
    worker.start()
    with room.store.transaction():  # a writer that does not get on
        process.until(
            lambda: any("could be written" in line for line in ask(worker, room).degraded),
            "a lock that is held is not said",
        )
    process.until(lambda: ask(worker, room).degraded == [], "it is said for too long")
    worker.close()


def test_a_scheduler_works_while_its_lease_moves(
    worker: WebWorker, room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whichever way it moves: the clock that wrote it may have been set back."""
    worker.lookout.look()
    for seconds in (5, 5, -60, 1):
        before = worker.lookout.beat.beats
        room.pass_time(seconds=seconds)
        with room.store.transaction() as transaction:
            transaction.leases.hold(LEASE, "one", room.now, TERM)
        worker.lookout.look()
        assert worker.lookout.beat.beats == before + 1
    worker.lookout.look()
    assert worker.lookout.beat.beats == before + 1
    monkeypatch.setattr(readiness, "IDLE_SECONDS", -1)
    assert ask(worker, room).degraded == ["no scheduler has worked for 0 s: nothing is printed"]


def test_whoever_does_not_see_the_database_says_nothing_of_the_scheduler(
    worker: WebWorker, room: Room, store: Troubled, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(readiness, "IDLE_SECONDS", -1)
    store.unreadable = True
    assert not any("scheduler" in line for line in ask(worker, room).degraded)


def test_feeds_that_were_never_printed_are_named_and_the_node_is_not_ready(room: Room) -> None:
    with room.store.transaction() as transaction:
        transaction.editions.connection.exec_driver_sql(
            "UPDATE feeds SET edition = NULL WHERE key = 'economy'"
        )
    said = ask(WebWorker(Newsroom(SETTINGS, room.store)), room)
    assert (said.ready, said.degraded) == (False, ["feed economy was never printed"])


def test_a_format_that_was_not_printed_yet_is_named_and_the_node_is_ready(room: Room) -> None:
    with room.store.transaction() as transaction:
        transaction.editions.connection.exec_driver_sql(
            "DELETE FROM bodies WHERE format = 'atom' AND feed = 'all'"
        )
    said = ask(WebWorker(Newsroom(SETTINGS, room.store)), room)
    assert (said.ready, said.degraded) == (True, ["feed all was not printed as atom yet"])


def test_a_hanging_database_holds_up_no_probe_and_is_said(
    worker: WebWorker, room: Room, store: Troubled, monkeypatch: pytest.MonkeyPatch
) -> None:
    worker.start()
    process.until(lambda: worker.lookout.sighting is not None, "it does not look")
    store.hanging = Event()
    monkeypatch.setattr(readiness, "SILENT_SECONDS", 0.2)
    process.until(
        lambda: any("has not answered" in line for line in ask(worker, room).degraded),
        "a database that hangs is not said",
    )
    assert ask(worker, room).ready
    found = figures(worker, room)
    assert (found["nashra_degraded"], found["nashra_dirty_feeds"]) == (1, 0)
    assert found["nashra_look_age_seconds"] > 0.2
    store.hanging.set()
    worker.close()
