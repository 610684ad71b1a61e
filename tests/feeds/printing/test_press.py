"""The press: prints what is dirty and only that; loses to a faster one; never goes back, never
misses a change.
"""

import locale
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from threading import Event
from typing import Any

import pytest

from feeds.printing import current as current_module
from feeds.printing import press as press_module
from feeds.printing import printed as printed_module
from feeds.printing.current import read_sheet
from feeds.printing.fingerprint import fingerprint
from feeds.printing.formats.cache import EntryCache
from feeds.printing.printed import make_edition
from store import Store, Transaction, Unavailable, restore, withdraw
from store.db.editions import Editions
from tests.forgetting import remember
from tests.room import ECONOMY, FRONT, POLITICS, SITE, START, Room, article
from tests.snapshots import choices_within


@pytest.fixture
def room(store: Store) -> Room:
    return Room(store)


def fresh_print(room: Room, feed: str) -> dict[str, str]:
    """The hashes that a press without any memory would make now."""
    section = {one.slug: one for one in (FRONT, *room.sections.all)}[feed]
    with room.store.snapshot() as snapshot:
        sheet = read_sheet(snapshot, section)
    return {
        name: body.hash
        for name, body in make_edition(section, room.pages, sheet, EntryCache()).bodies.items()
    }


def hashes(room: Room, feed: str) -> dict[str, str]:
    return {name: body.hash for name, body in room.edition(feed).bodies.items()}


def test_only_what_is_dirty_is_printed(room: Room) -> None:
    room.refresh()
    room.ingest(article())
    assert room.refresh() == {"all": "printed", "politics": "printed"}
    assert room.refresh() == {}


def test_ingesting_the_same_again_prints_nothing(room: Room) -> None:
    room.ingest(article())
    room.refresh()
    before = hashes(room, "politics")
    room.ingest(article())
    assert room.refresh() == {}
    assert hashes(room, "politics") == before


def test_every_stored_edition_equals_a_fresh_print(room: Room) -> None:
    room.ingest(*(article(n) for n in range(1, 60)))
    room.refresh()
    withdraw(room.intake, "n-3")
    room.ingest(article(7, title="GPS يعود إلى العمل"), article(60, sections=["اقتصاد"]))
    room.refresh()
    restore(room.intake, "n-3")
    room.refresh()
    for feed in ("all", "politics", "economy"):
        assert hashes(room, feed) == fresh_print(room, feed)


def test_a_commit_between_the_reads_of_the_press_is_not_missed(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The snapshot holds: what came in after `wanted` was read is in neither number nor page, and
    prints next.
    """
    room.ingest(article(1))
    is_behind = current_module.is_behind
    came: list[str] = []

    def meanwhile(*arguments: Any) -> Any:
        if not came:
            came.append("n-2")
            other = Store(room.store.url)
            Room.ingest(_beside(room, other), article(2))
            other.close()
        return is_behind(*arguments)

    monkeypatch.setattr(current_module, "is_behind", meanwhile)
    room.refresh()
    seen = room.edition().shown
    assert len(seen) == 1
    room.refresh()
    assert len(room.edition().shown) == 2


def _beside(room: Room, store: Store) -> Room:
    beside = object.__new__(Room)
    beside.__dict__.update(room.__dict__)
    beside.store, beside.intake = store, replace(room.intake, store=store)
    return beside


def test_of_two_presses_that_finish_in_the_wrong_order_the_newer_print_stays(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    room.ingest(article(1))
    room.pass_time(seconds=1)
    slow = Room(room.store)
    slow.now = room.now
    rendered, go_on = Event(), Event()
    make = printed_module.make_edition

    def hesitating(section: Any, *arguments: Any) -> Any:
        edition = make(section, *arguments)
        if section.slug == "all" and not rendered.is_set():
            rendered.set()
            assert go_on.wait(30)
        return edition

    monkeypatch.setattr(printed_module, "make_edition", hesitating)
    with ThreadPoolExecutor(1) as threads:
        late = threads.submit(slow.refresh)
        assert rendered.wait(30)
        room.ingest(article(2))
        room.refresh()
        newest = room.edition()
        slow.pass_time(seconds=5)
        go_on.set()
        assert late.result()["all"] == "beaten"
    assert len(room.edition().shown) == 2
    assert room.edition().revision == newest.revision


def test_a_feed_that_cannot_be_printed_stops_no_other(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    room.refresh()
    make = printed_module.make_edition

    def broken(section: Any, *arguments: Any) -> Any:
        if section.slug == "all":
            raise RuntimeError("a fault in a format")
        return make(section, *arguments)

    monkeypatch.setattr(printed_module, "make_edition", broken)
    room.ingest(article())
    assert room.refresh() == {"all": "failed", "politics": "printed"}
    monkeypatch.setattr(printed_module, "make_edition", make)
    assert room.refresh() == {"all": "printed"}


@pytest.fixture
def out_of_reach(monkeypatch: pytest.MonkeyPatch) -> dict[str, int]:
    """The feeds that the database does not give, with how often each was asked for."""
    asked: dict[str, int] = {}
    read = printed_module.read_sheet

    def reading(snapshot: Any, section: Any) -> Any:
        if section.slug in asked:
            asked[section.slug] += 1
            raise Unavailable("canceling statement due to statement timeout")
        return read(snapshot, section)

    monkeypatch.setattr(printed_module, "read_sheet", reading)
    return asked


def test_a_feed_that_the_database_never_gives_stops_no_other_and_is_said_once(
    room: Room, out_of_reach: dict[str, int], caplog: pytest.LogCaptureFixture
) -> None:
    room.refresh()
    out_of_reach["all"] = 0
    room.ingest(article())
    assert room.refresh() == {"all": "failed", "politics": "printed"}
    room.ingest(article(2))
    assert list(room.refresh().items()) == [("politics", "printed"), ("all", "failed")]
    why = "feed all cannot be printed: canceling statement due to statement timeout"
    assert [record.message for record in caplog.records].count(why) == 1
    out_of_reach.clear()
    assert room.refresh() == {"all": "printed"}


def test_a_database_that_gives_no_feed_is_asked_for_two(
    room: Room, out_of_reach: dict[str, int]
) -> None:
    room.refresh()
    out_of_reach |= dict.fromkeys(("all", "politics", "economy"), 0)
    room.ingest(article(sections=["سياسة", "اقتصاد"]))
    with pytest.raises(Unavailable):
        room.refresh()
    assert sum(out_of_reach.values()) == 2


def test_two_feeds_that_the_database_never_gives_stop_the_others_once(
    room: Room, out_of_reach: dict[str, int]
) -> None:
    room.refresh()
    out_of_reach |= dict.fromkeys(("all", "politics"), 0)
    room.ingest(article(sections=["سياسة", "اقتصاد"]))
    for _ in range(2):
        with pytest.raises(Unavailable):
            room.refresh()
    assert len(room.edition("economy").shown) == 1
    assert out_of_reach == {"all": 2, "politics": 2}


@pytest.fixture
def full_disk(monkeypatch: pytest.MonkeyPatch) -> Event:
    """Whether the disk is full: all that is written fails when it is to be kept."""
    is_full = Event()
    begin = Store.transaction

    @contextmanager
    def transaction(store: Store) -> Iterator[Transaction]:
        with begin(store) as writes:
            yield writes
            if is_full.is_set():
                raise Unavailable("database or disk is full")

    monkeypatch.setattr(Store, "transaction", transaction)
    return is_full


def test_a_full_disk_is_said_once_however_often_the_press_looks(
    room: Room, full_disk: Event, caplog: pytest.LogCaptureFixture
) -> None:
    room.refresh()
    room.ingest(article(sections=["سياسة", "اقتصاد"]))
    room.pass_time(seconds=1)
    full_disk.set()
    for _ in range(3):
        with pytest.raises(Unavailable):
            room.press.refresh()
    said = [record.message for record in caplog.records if "disk is full" in record.message]
    assert len(said) == len(set(said)) == 3
    full_disk.clear()
    assert room.refresh() == dict.fromkeys(("all", "politics", "economy"), "printed")


def test_a_feed_that_waits_says_nothing_of_a_database_that_fails_others(
    room: Room, out_of_reach: dict[str, int]
) -> None:
    room.refresh()
    out_of_reach |= dict.fromkeys(("all", "economy"), 0)
    room.ingest(article(sections=["سياسة", "اقتصاد"]))
    assert room.refresh() == {"all": "failed", "politics": "printed", "economy": "failed"}
    other = press_module.Press(room.intake, room.pages, (FRONT, *room.sections.all))
    room.ingest(article(2, sections=["سياسة", "اقتصاد"]))
    with pytest.raises(Unavailable):
        other.refresh()


def test_a_feed_that_failed_and_waits_now_may_fail_again_unsaid(
    room: Room, out_of_reach: dict[str, int], caplog: pytest.LogCaptureFixture
) -> None:
    room.refresh()
    other = press_module.Press(room.intake, room.pages, (FRONT, *room.sections.all))
    out_of_reach["all"] = 0
    room.ingest(article())
    room.refresh()
    out_of_reach.clear()
    assert [one.outcome for one in other.refresh()] == ["printed"]
    out_of_reach["all"] = 0
    room.ingest(article(2))
    assert {one.outcome for one in room.press.refresh()} == {"waiting"}
    assert room.refresh()["all"] == "failed"
    assert sum("feed all cannot be printed" in record.message for record in caplog.records) == 1


def test_who_lost_the_lease_meanwhile_defines_nothing(room: Room) -> None:
    other = press_module.Press(
        room.intake, replace(room.pages, guard=False), (FRONT, *room.sections.all)
    )
    assert other.define(lambda _: False) == []
    room.ingest(article())
    assert room.refresh()["all"] == "printed"


def test_a_press_of_another_configuration_prints_nothing(room: Room) -> None:
    room.refresh()
    other = replace(room.pages, guard=False)
    stranger = press_module.Press(room.intake, other, (FRONT, *room.sections.all))
    room.ingest(article())
    room.pass_time(seconds=1)
    assert {one.outcome for one in stranger.refresh()} == {"beaten"}
    assert room.refresh() == {"all": "printed", "politics": "printed"}


def test_a_feed_is_stored_once_a_second_and_its_last_modified_only_grows(room: Room) -> None:
    room.refresh()
    room.ingest(article(1))
    assert {one.outcome for one in room.press.refresh()} == {"waiting"}
    room.refresh()
    first = room.edition().stored_at
    room.ingest(article(2))
    room.set_clock(hours=-2)
    room.refresh()
    second = room.edition().stored_at
    assert first
    assert second
    assert second > first


def test_a_clock_that_was_set_back_or_stands_still_makes_no_feed_wait_for_long(room: Room) -> None:
    room.ingest(article(1))
    room.refresh()
    for number in range(2, 5):
        room.ingest(article(number))
        assert {one.outcome for one in room.press.refresh()} == {"waiting"}
        room.pass_time(seconds=1)
        room.set_clock(seconds=-1)
        before = room.edition().stored_at
        assert {one.outcome for one in room.press.refresh()} == {"printed"}
        assert room.edition().stored_at > before  # type: ignore[operator]


def test_a_press_that_begins_under_a_clock_set_back_stores_once_a_second(room: Room) -> None:
    room.ingest(article(1))
    room.refresh()
    room.ingest(article(2))
    room.set_clock(hours=-1)
    press = press_module.Press(room.intake, room.pages, (FRONT, *room.sections.all))
    assert {one.outcome for one in press.refresh()} == {"waiting"}
    room.pass_time(seconds=1)
    assert {one.outcome for one in press.refresh()} == {"printed"}
    room.ingest(article(3))
    assert {one.outcome for one in press.refresh()} == {"waiting"}


def test_last_modified_grows_though_the_database_has_forgotten_the_last_edition(
    room: Room,
) -> None:
    room.ingest(article(1))
    room.refresh()
    forget = remember(room.store)
    room.ingest(article(2))
    room.refresh()
    forgotten = room.edition().stored_at
    forget()
    room.ingest(article(3))
    assert {one.outcome for one in room.press.refresh()} == {"waiting"}
    room.pass_time(seconds=1)
    room.set_clock(hours=-1)
    room.press.refresh()
    assert room.edition().stored_at > forgotten  # type: ignore[operator]


def test_an_entry_of_a_forgotten_text_is_not_printed_again(room: Room) -> None:
    """The same article gets the same revision, with another text or at another address."""
    room.ingest(article(1))
    room.refresh()
    for fields in ({"title": "عنوان آخر للخبر"}, {"url": "https://example.com/news/other"}):
        forget = remember(room.store)
        room.ingest(article(2))
        room.refresh()
        revision = room.kept("n-2").revision
        forget()
        room.ingest(article(2, **fields))
        room.refresh()
        assert room.kept("n-2").revision == revision
        assert hashes(room, "all") == fresh_print(room, "all")
        forget()


def test_equal_bytes_advance_printed_and_nothing_else(room: Room) -> None:
    room.ingest(article())
    room.refresh()
    before = room.edition()
    with room.store.transaction() as transaction:
        number = transaction.revision.next()
        transaction.feeds.want({"all": number}, START)
    assert room.refresh() == {"all": "same"}
    after = room.edition()
    assert (after.revision, after.stored_at) == (before.revision, before.stored_at)


def test_a_changed_definition_reprints_that_feed(room: Room) -> None:
    room.ingest(article())
    room.refresh()
    renamed = Room(room.store, (replace(POLITICS, description="وصف جديد"), ECONOMY))
    renamed.now = room.now
    assert renamed.refresh() == {"politics": "printed"}
    assert renamed.press.define() == []


def test_a_section_that_was_given_up_and_comes_back_misses_nothing(room: Room) -> None:
    room.ingest(article(1))
    room.refresh()
    without = Room(room.store, (ECONOMY,))
    without.now = room.now
    without.ingest(article(2))
    without.refresh()
    again = Room(room.store)
    again.now = without.now
    again.refresh()
    assert len(again.edition("politics").shown) == len(again.edition("all").shown)


@pytest.mark.parametrize(
    "change", [{"title": "x"}, {"base_url": "https://x.example"}, {"logo": "https://x/l.png"}]
)
def test_the_fingerprint_moves_with_the_site(room: Room, change: dict[str, str]) -> None:
    moved = replace(room.pages, site=replace(SITE, **change))
    assert fingerprint(FRONT, moved) != fingerprint(FRONT, room.pages)


def test_eight_threads_build_the_same_bytes_and_none_touches_the_locale(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    def forbidden(*_: object) -> None:
        raise AssertionError("the locale of the process was touched")

    room.ingest(*(article(n) for n in range(1, 40)))
    room.refresh()
    monkeypatch.setattr(locale, "setlocale", forbidden)
    with room.store.snapshot() as snapshot:
        sheet = read_sheet(snapshot, POLITICS)
    shared = EntryCache()
    with ThreadPoolExecutor(8) as threads:
        prints = threads.map(lambda _: make_edition(POLITICS, room.pages, sheet, shared), range(64))
        seen = {tuple(sorted(body.hash for body in edition.bodies.values())) for edition in prints}
    assert seen == {tuple(sorted(hashes(room, "politics").values()))}


def test_a_print_reads_no_text_while_its_snapshot_is_open(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Reading those of a whole page takes longer than PostgreSQL waits for its next question."""
    room.ingest(*(article(n) for n in range(1, 4)))
    within = choices_within(monkeypatch)
    assert room.refresh()["politics"] == "printed"
    assert within
    assert not any(within)


def test_the_same_history_gives_the_same_bytes_on_both_databases(
    sqlite: str, postgresql: str
) -> None:
    printed = []
    for url in (sqlite, postgresql):
        store = Store(url)
        room = Room(store)
        room.ingest(*(article(n, tags=["جسور", f"وسم {n}"]) for n in range(1, 30)))
        room.refresh()
        room.pass_time(minutes=3)
        room.ingest(
            article(5, title="تعديل"), article(31, published=START.isoformat(), sections=["اقتصاد"])
        )
        withdraw(room.intake, "n-9")
        withdraw(room.intake, "n-10", by="source")
        withdraw(room.intake, "n-11", "سحبناه لخطأ فيه.", by="source")
        room.refresh()
        room.pass_time(minutes=3)
        room.ingest(article(9), article(10), article(11))
        room.refresh()
        printed.append([room.edition(feed).bodies for feed in ("all", "politics", "economy")])
        store.close()
    assert printed[0] == printed[1]


def test_entries_that_did_not_change_are_not_built_again(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    room.ingest(*(article(n) for n in range(1, 51)))
    room.refresh()
    built: list[object] = []
    get = EntryCache.get

    def counting(self: EntryCache, key: tuple[object, ...], make: Any) -> Any:
        return get(self, key, lambda: built.append(key) or make())

    monkeypatch.setattr(EntryCache, "get", counting)
    room.ingest(article(51))
    room.refresh()
    assert len(built) == 3  # one entry in three formats, which both of its feeds show


def test_a_page_reaches_back_in_hours_from_its_newest_article_not_from_the_clock(
    room: Room,
) -> None:
    records = [
        article(n, published=(START - timedelta(hours=n)).isoformat()) for n in range(1, 101)
    ]
    room.ingest(*records, backfill=True)
    room.pass_time(days=30)
    room.refresh()
    assert len(room.edition().shown) == 50
    records = [
        article(n, published=(START - timedelta(minutes=n)).isoformat()) for n in range(200, 300)
    ]
    room.ingest(*records, backfill=True)
    room.refresh()
    assert len(room.edition().shown) == 149 + 1  # one has left the window, and fills no page


def test_the_cap_of_a_page_wins(room: Room) -> None:
    big = "<p>" + "نص طويل جدًا " * 8000 + "</p>"
    room.ingest(*(article(n, html=big) for n in range(1, 21)), backfill=True)
    room.refresh()
    assert 1 < len(room.edition().shown) < 20


def test_housekeeping_keeps_the_current_edition_and_forgets_old_ones(room: Room) -> None:
    beats = room.beats("one")
    for number in range(1, 4):
        room.ingest(article(number))
        room.pass_time(seconds=2)
        beats.beat()
    room.pass_time(days=8)
    beats.hold_lease()
    beats.housekeeping()
    edition = room.edition()
    assert all(body.content for body in edition.bodies.values())
    room.ingest(article(9))
    room.pass_time(seconds=2)
    beats.beat()
    room.pass_time(hours=2)
    beats.hold_lease()
    beats.housekeeping()
    assert len(room.edition().shown) == 4


def test_housekeeping_does_much_in_small_steps(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    """Other writers get their turn between two steps."""
    beats = room.beats("one")
    for number in range(1, 6):
        room.ingest(article(number))
        room.pass_time(seconds=2)
        beats.beat()
    room.pass_time(days=8)
    room.ingest(article(6))
    beats.beat()
    room.pass_time(hours=2)
    beats.hold_lease()
    steps: list[int] = []
    for name in ("thin", "prune"):
        whole = getattr(Editions, name)

        def step(self: Editions, before: datetime, whole: Any = whole) -> int:
            steps.append(whole(self, before, 2))
            return steps[-1]

        monkeypatch.setattr(Editions, name, step)
    beats.housekeeping()
    with room.store.snapshot() as snapshot:
        count = snapshot.revision.connection.exec_driver_sql("SELECT count(*) FROM editions")
        assert count.scalar_one() == 5  # the current ones, and of two feeds those before them
    assert max(steps) == 2
    assert steps.count(0) == 2


def test_one_of_two_schedulers_works_and_the_other_takes_over_when_it_falls_silent(
    room: Room,
) -> None:
    one, two = room.beats("one"), room.beats("two")
    assert (one.hold_lease(), two.hold_lease()) == (True, False)
    room.ingest(article())
    room.pass_time(seconds=2)
    assert two.beat() == []
    assert one.beat() != []
    room.pass_time(seconds=30)
    assert two.hold_lease()
    assert not one.hold_lease()


def test_a_scheduler_that_retires_is_followed_at_once(room: Room) -> None:
    one, two = room.beats("one"), room.beats("two")
    one.hold_lease()
    one.release_leases()
    assert two.hold_lease()


def test_the_press_reads_no_clock_of_its_own() -> None:
    source = Path(press_module.__file__).read_text(encoding="utf-8")
    assert "now(" not in source.replace("clock()", "")
