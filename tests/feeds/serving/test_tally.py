"""Requests are counted exactly, in the store, by several processes together; metrics tell them."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import timedelta

import pytest

from feeds.newsroom import Newsroom
from feeds.running.lookout import Lookout
from feeds.running.metrics import Metrics, render
from feeds.serving.newsstand import Newsstand
from feeds.serving.tally import Tally, client
from feeds.settings.values import Settings
from store import Sections, Store, Transaction, Unavailable
from tests.room import ECONOMY, FRONT, POLITICS, SITE, START, Room, article

SETTINGS = Settings(
    database="",
    log=("info", "text"),
    site=SITE,
    front=FRONT,
    sections=Sections((POLITICS, ECONOMY)),
    guard=True,
    tombstones=True,
)


def look_out(store: Store, tally: Tally) -> Lookout:
    newsstand = Newsstand(store, ("all", "politics", "economy"))
    return Lookout(Newsroom(SETTINGS, store), newsstand, tally)


@pytest.fixture
def room(store: Store) -> Room:
    room = Room(store)
    room.ingest(article(1), article(2, title=""))
    room.refresh()
    return room


def totals(store: Store) -> dict[tuple[str, str, int], int]:
    with store.snapshot() as snapshot:
        return snapshot.requests.totals()


def tally(store: Store) -> Tally:
    return Tally(store, lambda: START)


@pytest.mark.parametrize(
    ("agent", "family"),
    [
        ("Feedly/1.0 (+https://feedly.com/poller.html; 24 subscribers)", "Feedly"),
        ("Mozilla/5.0 (compatible; Miniflux/2.2.0; +https://miniflux.app)", "Miniflux"),
        ("Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0", "Mozilla"),
        ("curl/8.5", "curl"),
        ("قارئ", "other"),
        ("", "none"),
    ],
)
def test_a_client_is_known_by_its_agent(agent: str, family: str) -> None:
    assert client(agent) == family


def test_no_request_is_lost_between_threads_and_processes(store: Store) -> None:
    two = [tally(store), tally(store)]

    def ask(number: int) -> None:
        two[number % 2].count("all", "rss", 200 if number % 4 else 304, f"agent {number}")
        if number % 500 == 0:
            two[number % 2].flush()

    with ThreadPoolExecutor(8) as threads:
        list(threads.map(ask, range(4000)))
    for one in two:
        one.flush()
    assert totals(store) == {("all", "rss", 200): 3000, ("all", "rss", 304): 1000}


def test_old_days_become_one_and_their_totals_stay(store: Store) -> None:
    with store.transaction() as transaction:
        for day in range(5):
            transaction.requests.add(START + timedelta(days=day), {("all", "rss", 200, "curl"): 10})
        folded = [transaction.requests.fold(START + timedelta(days=4)) for _ in range(5)]
        assert folded == [True, True, True, True, False]
    assert totals(store) == {("all", "rss", 200): 50}
    with store.snapshot() as snapshot:
        assert (
            len(snapshot.requests.connection.exec_driver_sql("SELECT * FROM requests").all()) == 2
        )


def test_what_could_not_be_kept_is_said_once_and_kept_later(
    store: Store, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    counted = tally(store)
    counted.count("all", "rss", 200, "curl")

    @contextmanager
    def gone(_: Store) -> Iterator[Transaction]:
        raise Unavailable("the database is gone")
        yield

    with monkeypatch.context() as patch:
        patch.setattr(Store, "transaction", gone)
        counted.flush()
        counted.flush()
    assert totals(store) == {}
    assert [record.message for record in caplog.records] == [
        "requests are counted, but not kept yet: the database is gone"
    ]
    counted.flush()
    counted.flush()
    assert totals(store) == {("all", "rss", 200): 1}


def test_the_last_counts_are_kept_at_the_end(store: Store) -> None:
    lookout = look_out(store, tally(store))
    lookout.start()
    lookout.tally.count("all", "atom", 200, "curl")
    lookout.close()
    assert totals(store) == {("all", "atom", 200): 1}


def test_metrics_tell_requests_prints_and_what_waits(room: Room) -> None:
    counted = tally(room.store)
    for _ in range(3):
        counted.count("politics", "rss", 304, "curl")
    counted.flush()
    room.ingest(article(1, title="عنوان جديد"))
    room.pass_time(seconds=30)
    lookout = look_out(room.store, counted)
    lookout.newsstand.find("all")
    page = render(Metrics(SETTINGS, lookout, room.now)).decode()
    for line in (
        'nashra_requests_total{feed="politics",format="rss",status="304"} 3.0',
        'nashra_prints_total{feed="politics"} 1.0',
        "nashra_dirty_feeds 2.0",
        "nashra_lag_seconds 30.0",
        "nashra_quarantine_drafts 1.0",
        "nashra_degraded 0.0",
        "nashra_can_write 1.0",
        f"nashra_newsstand_bytes {float(lookout.newsstand.size)}",
    ):
        assert f"\n{line}\n" in page
