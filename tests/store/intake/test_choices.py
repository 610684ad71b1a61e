"""By which choice all articles stand in a section: what ingest has placed is not placed again."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import timedelta

import pytest

from feeds.printing import definitions
from feeds.printing.feed import PrintOptions
from feeds.printing.press import Press
from feeds.running.beats import Beats
from store import Intake, Outbound, Place, Section, Sections, Store, ingest, record
from tests.room import ECONOMY, FRONT, POLITICS, SITE, START, Room, article

MARKETS = replace(ECONOMY, tags=("أسواق",))
Rearranged = list[set[str]]


@pytest.fixture
def rearranged(monkeypatch: pytest.MonkeyPatch) -> Rearranged:
    """The feeds of each rearrangement of all articles from now on."""
    seen: Rearranged = []
    replace_placements = definitions.replace_placements

    def noted(intake: Intake, feeds: set[str], moved: Callable[[], object]) -> None:
        seen.append(feeds)
        replace_placements(intake, feeds, moved)

    monkeypatch.setattr(definitions, "replace_placements", noted)
    return seen


def take_in(store: Store, *numbers: int, sections: Sequence[Section] = (POLITICS, ECONOMY)) -> None:
    """A run of `flask ingest` in a process of its own, with the settings of this moment."""
    intake = Intake(store=store, site=SITE, sections=Sections(sections), clock=lambda: START)
    records = [article(number, tags=["أسواق"]) for number in numbers]
    drafts = [record.draft(fields, Place("a.ndjson", at)) for at, fields in enumerate(records, 1)]
    for _ in ingest(drafts, intake):
        pass


def shown(room: Room, feed: str) -> int:
    room.refresh()
    return len(room.edition(feed).shown)


def test_a_first_import_is_printed_without_being_placed_again(
    store: Store, rearranged: Rearranged
) -> None:
    take_in(store, 1, 2)
    assert shown(Room(store), "politics") == 2
    assert rearranged == []


def test_an_import_of_several_runs_is_not_placed_again(
    store: Store, rearranged: Rearranged
) -> None:
    for number in range(1, 4):
        take_in(store, number)
    assert shown(Room(store), "politics") == 3
    assert rearranged == []


def test_an_import_into_a_store_that_was_defined_otherwise_is_not_placed_again(
    store: Store, rearranged: Rearranged
) -> None:
    Room(store)
    take_in(store, 1, sections=[POLITICS, MARKETS])
    assert shown(Room(store, (POLITICS, MARKETS)), "economy") == 1
    assert rearranged in ([], [{"economy", "politics"}])  # of the empty store, if any


def test_a_definition_that_looks_otherwise_places_nothing_again(
    store: Store, rearranged: Rearranged
) -> None:
    take_in(store, 1)
    assert shown(Room(store, (replace(POLITICS, description="جديد", size=9), ECONOMY)), "all") == 1
    assert rearranged == []


def test_a_choice_that_changed_after_the_import_places_that_section_anew(
    store: Store, rearranged: Rearranged
) -> None:
    take_in(store, 1, 2)
    assert shown(Room(store, (POLITICS, MARKETS)), "economy") == 2
    assert rearranged == [{"economy"}]


def test_a_choice_that_changed_between_two_runs_places_both_anew(
    store: Store, rearranged: Rearranged
) -> None:
    take_in(store, 1)
    take_in(store, 2, sections=[POLITICS, MARKETS])
    assert shown(Room(store, (POLITICS, MARKETS)), "economy") == 2
    assert rearranged == [{"economy"}]


def test_a_choice_that_changed_for_one_run_leaves_nothing_of_it_behind(
    store: Store, rearranged: Rearranged
) -> None:
    take_in(store, 1)
    take_in(store, 2, sections=[POLITICS, MARKETS])
    take_in(store, 3)
    room = Room(store)
    room.refresh()
    with store.snapshot() as snapshot:
        assert snapshot.placements.count(["economy"]) == {}
    assert rearranged == [{"economy"}]


def test_a_section_that_was_away_for_one_run_has_what_came_meanwhile(
    store: Store, rearranged: Rearranged
) -> None:
    take_in(store, 1)
    take_in(store, 2, sections=[ECONOMY])
    assert shown(Room(store), "politics") == 2
    assert rearranged == [{"politics"}]


def test_a_rearrangement_that_broke_off_is_made_also_for_the_old_choice(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    take_in(store, 1)
    room = Room(store)
    monkeypatch.setattr(definitions, "replace_placements", break_off)
    with pytest.raises(ZeroDivisionError):
        Room(store, (POLITICS, MARKETS))
    monkeypatch.undo()
    room.press.define()
    room.refresh()
    with store.snapshot() as snapshot:
        assert set(snapshot.choices.all()) == {"politics", "economy"}


def break_off(*_: object) -> None:
    raise ZeroDivisionError


def test_all_articles_are_still_to_be_placed_where_an_older_version_took_them_in(
    store: Store, rearranged: Rearranged
) -> None:
    take_in(store, 1, 2)
    with store.transaction() as transaction:
        transaction.choices.forget(["politics", "economy"])
    assert shown(Room(store), "politics") == 2
    assert rearranged == [{"politics", "economy"}]


# What is served meanwhile


class Newspaper:
    """Sections over a store whose feeds nobody has defined yet; each look at it takes a second."""

    def __init__(self, store: Store, *sections: Section) -> None:
        self.now = START + timedelta(hours=1)
        self.store = store
        chosen = Sections(sections)
        self.intake = Intake(
            store=store,
            site=SITE,
            sections=chosen,
            clock=lambda: self.now,
            timer=lambda: (self.now - START).total_seconds(),
        )
        pages = PrintOptions(SITE, chosen, guard=True, tombstones=True)
        press = Press(self.intake, pages, (FRONT, *sections))
        self.beats = Beats(self.intake, press, "one", Outbound())

    def shown(self, feed: str) -> int | None:
        """How many articles its edition shows, None while it has none."""
        self.now += timedelta(seconds=1)
        with self.store.snapshot() as snapshot:
            edition = snapshot.editions.current(feed)
        return None if edition is None else len(edition.shown)


@pytest.fixture
def small_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("store.intake.replacing.BATCH", 2)


@pytest.mark.usefixtures("small_batches")
def test_news_is_printed_while_all_articles_are_placed_anew(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    room = Room(store)
    room.ingest(*(article(number, tags=["أسواق"]) for number in range(10)))
    room.refresh()
    paper = Newspaper(store, POLITICS, MARKETS)
    seen: list[tuple[int | None, int | None]] = []

    def look() -> None:
        seen.append((paper.shown("all"), paper.shown("economy")))
        if len(seen) == 2:
            room.ingest(article(20, published=paper.now.isoformat()))

    monkeypatch.setattr(paper.beats.pulse, "beat", look)
    printed = paper.beats.run_once()
    assert seen[0] == (10, 0)
    assert seen[-1] == (11, 0)  # news stands in `all`; of the section no half is shown
    assert paper.shown("economy") == 10
    assert {one.feed for one in printed} >= {"all", "politics", "economy"}


@pytest.mark.usefixtures("small_batches")
def test_a_feed_without_an_edition_is_printed_before_all_is_placed_anew(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    take_in(store, *range(10))
    paper = Newspaper(store, POLITICS, MARKETS)
    seen: list[tuple[int | None, int | None]] = []
    monkeypatch.setattr(
        paper.beats.pulse,
        "beat",
        lambda: seen.append((paper.shown("politics"), paper.shown("economy"))),
    )
    paper.beats.run_once()
    assert seen[0] == (None, None)
    assert (10, 0) in seen[:5]
    assert paper.shown("economy") == 10
