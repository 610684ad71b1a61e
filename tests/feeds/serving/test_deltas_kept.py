"""What is kept of deltas is bounded, and made once however many ask."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest

from feeds.printing.feed import Feed
from feeds.printing.formats import FORMATS
from feeds.printing.formats.cache import EntryCache
from feeds.serving import deltas
from feeds.serving.deltas import Deltas, DeltaWish
from feeds.serving.newsstand import EncodedEdition, Newsstand
from store import Store
from tests.room import FRONT, POLITICS, Room, article

RSS = FORMATS["rss"]


@pytest.fixture
def room(sqlite: str) -> Iterator[Room]:
    store = Store(sqlite)
    room = Room(store)
    room.ingest(*(article(number) for number in range(12)))
    room.refresh()
    yield room
    store.close()


class Desk:
    """Deltas from the edition of before to the current one."""

    def __init__(self, room: Room) -> None:
        self.made = Deltas(room.store, room.pages, [FRONT, POLITICS])
        base = room.edition("politics").bodies["rss"].hash
        room.ingest(article(20))
        room.refresh()
        held = Newsstand(room.store, ["politics"]).find("politics")
        assert held
        self.held: EncodedEdition = held
        hash = held.variants["rss", "zstd"].hash
        self.wish = DeltaWish("politics", RSS, held.edition.revision, hash, (base,))

    def find(self, *others: str) -> str:
        """The base of a delta for whoever has these, too."""
        wish = replace(self.wish, bases=(*self.wish.bases, *others))
        found = self.made.find(wish, self.held)
        assert found
        assert found.variant("br")
        return found.base


def test_a_crowd_has_it_made_once(room: Room) -> None:
    desk = Desk(room)
    made = []

    def render(feed: Feed, cache: EntryCache) -> bytes:
        made.append(feed)
        return RSS.render(feed, cache)

    desk.wish = replace(desk.wish, format=replace(RSS, render=render))
    with ThreadPoolExecutor(12) as threads:
        bases = set(threads.map(lambda _: desk.find(), range(60)))
    assert (bases, len(made)) == (set(desk.wish.bases), 1)


def test_what_is_kept_is_bounded_in_bytes(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    desk = Desk(room)
    desk.find()
    monkeypatch.setattr(deltas, "LIMIT", 10 * desk.made.size)
    for number in range(100):
        desk.find(f"{number:032x}")
        assert desk.made.kept(desk.wish)  # it is asked for again and again
    assert desk.made.size <= deltas.LIMIT * 1.1  # but for what was encoded since


def test_what_is_kept_is_bounded_in_number(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    """Even what is none is remembered, and takes some room."""
    monkeypatch.setattr(deltas, "MOST", 20)
    desk = Desk(room)
    desk.find()
    for number in range(100):
        unknown = replace(desk.wish, bases=(f"{number:032x}",))
        assert desk.made.find(unknown, desk.held) == deltas.MadeDelta()
        assert desk.made.kept(desk.wish)
    assert len(desk.made._made) == 20


def test_another_edition_than_the_held_one_is_no_end_of_a_delta(room: Room) -> None:
    desk = Desk(room)
    room.ingest(article(21))
    room.refresh()
    assert desk.made.find(desk.wish, desk.held) is None
    assert desk.made.kept(desk.wish) is None
