"""The newsstand: follows the store by itself, within a bound, and outlives the database."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from threading import Event

import pytest
from sqlalchemy import text

from feeds.serving.newsstand import Newsstand
from store import Store, Transaction, Unavailable
from store.db.follow import AT_LEAST_SECONDS
from tests import process
from tests.room import Room, article


class Counting(Store):
    """A store that counts its snapshots, and whose database can be made to go away."""

    gone = False
    snapshots = 0

    @contextmanager
    def snapshot(self) -> Iterator[Transaction]:
        self.snapshots += 1
        if self.gone:
            raise Unavailable("the database is gone")
        with super().snapshot() as snapshot:
            yield snapshot

    def follow(self, stop: Event) -> Iterator[None]:
        for _ in super().follow(stop):
            if self.gone:
                raise Unavailable("the database is gone")
            yield


@pytest.fixture
def room(store: Store) -> Room:
    room = Room(store)
    room.ingest(article(1), article(2, sections=["اقتصاد"]))
    room.refresh()
    return room


@pytest.fixture
def counting(room: Room) -> Iterator[Counting]:
    store = Counting(room.store.url)
    yield store
    store.close()


@pytest.fixture
def newsstand(counting: Counting) -> Iterator[Newsstand]:
    opened = Newsstand(counting)
    yield opened
    opened.close()


def shown(newsstand: Newsstand, feed: str = "all") -> int:
    held = newsstand.find(feed)
    assert held
    return len(held.edition.shown)


def test_a_thousand_first_questions_cause_one_load(
    newsstand: Newsstand, counting: Counting
) -> None:
    with ThreadPoolExecutor(64) as threads:
        found = list(threads.map(lambda _: newsstand.find("all"), range(1000)))
    assert all(one is found[0] for one in found)
    assert (
        counting.snapshots <= 2
    )  # one by the first reader, one by the thread that begins to follow


def test_what_others_print_appears_by_itself(newsstand: Newsstand, room: Room) -> None:
    assert shown(newsstand) == 2
    room.ingest(article(3))
    room.refresh()
    process.until(
        lambda: shown(newsstand) == 3, "the new edition does not appear", AT_LEAST_SECONDS / 2
    )


def test_a_quiet_store_is_not_read_by_readers(newsstand: Newsstand, counting: Counting) -> None:
    newsstand.find("all")
    before = counting.snapshots
    for feed in ("all", "politics", "economy"):
        for _ in range(100):
            assert newsstand.find(feed)
    assert counting.snapshots <= before + 1  # the thread's own


def test_a_feed_that_is_unknown_or_was_never_printed_is_not_looked_for_again(
    newsstand: Newsstand, counting: Counting
) -> None:
    newsstand.find("all")
    before = counting.snapshots
    assert not any(
        newsstand.find(f"nothing-{number}") or newsstand.knows("nothing") for number in range(100)
    )
    assert counting.snapshots <= before + 1


def test_the_last_good_editions_outlive_the_database_and_it_comes_back(
    newsstand: Newsstand, room: Room, counting: Counting
) -> None:
    assert shown(newsstand) == 2
    counting.gone = True
    room.ingest(article(3))
    room.refresh()
    process.until(
        lambda: newsstand.degraded == "the database is gone", "its loss is not noticed", 15
    )
    assert (shown(newsstand), shown(newsstand, "economy")) == (2, 1)
    counting.gone = False
    process.until(
        lambda: shown(newsstand) == 3 and not newsstand.degraded, "it does not come back", 10
    )


def test_a_newsstand_that_begins_without_a_database_recovers(
    newsstand: Newsstand, counting: Counting
) -> None:
    counting.gone = True
    assert newsstand.find("all") is None
    counting.gone = False
    process.until(lambda: newsstand.find("all") is not None, "it does not recover", 10)


def test_the_first_question_about_a_feed_that_did_not_fit_is_answered(counting: Counting) -> None:
    newsstand = Newsstand(counting, limit=1)
    assert newsstand.find("economy")
    assert newsstand.find("all")
    newsstand.close()


def test_a_new_edition_comes_in_the_codings_that_were_asked_for(room: Room) -> None:
    newsstand = Newsstand(room.store, follow=False)
    held = newsstand.find("all")
    assert held
    assert held.variants.keys() == {("rss", "zstd"), ("atom", "zstd"), ("json", "zstd")}
    newsstand.variant(held, "rss", "gzip")
    room.ingest(article(3))
    room.refresh()
    held = newsstand.find("all")
    assert held
    assert held.variants.keys() == {
        ("rss", "zstd"),
        ("atom", "zstd"),
        ("json", "zstd"),
        ("rss", "gzip"),
    }


def test_identity_is_what_the_press_made(room: Room) -> None:
    newsstand = Newsstand(room.store, follow=False)
    held = newsstand.find("politics")
    assert held
    for format, body in room.edition("politics").bodies.items():
        variant = newsstand.variant(held, format, "")
        assert (variant.content, variant.hash, variant.etag) == (
            body.content,
            body.hash,
            f'"{body.hash}"',
        )


def test_what_is_held_stays_within_its_bound_and_the_longest_unasked_goes(
    newsstand: Newsstand, counting: Counting
) -> None:
    everything = Newsstand(counting, follow=False)
    sizes = {
        feed: held.size
        for feed in ("all", "politics", "economy")
        if (held := everything.find(feed))
    }
    newsstand._limit = sum(sizes.values()) - 1
    for feed in ("politics", "economy", "all", "politics"):
        assert newsstand.find(feed)
    assert newsstand.size <= sum(sizes.values()) - 1
    assert newsstand._editions.keys() == {"all", "politics"}
    assert newsstand.find("economy")
    assert newsstand.size <= sum(sizes.values()) - 1


def rewrite(room: Room, statement: str, *values: object) -> None:
    """Change rows as another history of the database would have them."""
    with room.store.transaction() as transaction:
        transaction.editions.connection.execute(text(statement), *values)


def test_a_restored_database_of_the_same_revision_is_noticed(room: Room) -> None:
    newsstand = Newsstand(room.store, follow=False)
    before = newsstand.find("all")
    rewrite(room, "UPDATE editions SET stored_at = stored_at - 5")
    after = newsstand.find("all")
    assert before
    assert after
    assert after is not before
    assert after.edition.revision == before.edition.revision


@pytest.mark.parametrize("format", ["rss", "atom", "json"])
def test_another_edition_of_the_same_revision_and_second_is_noticed(
    room: Room, format: str
) -> None:
    """Commits were forgotten, and the same number came again within the second."""
    newsstand = Newsstand(room.store, follow=False)
    before = newsstand.find("all")
    assert before
    rewrite(
        room,
        "UPDATE bodies SET hash = :hash, content = :content"
        " WHERE feed = 'all' AND format = :format",
        {"hash": "0" * 32, "content": "نشرة أخرى".encode(), "format": format},
    )
    after = newsstand.find("all")
    assert after
    assert after.edition.revision == before.edition.revision
    assert after.edition.stored_at == before.edition.stored_at
    variant = newsstand.variant(after, format, "")
    assert (variant.content.decode(), variant.etag) == ("نشرة أخرى", f'"{"0" * 32}"')


def test_an_edition_that_stays_is_not_loaded_again(room: Room) -> None:
    newsstand = Newsstand(room.store, follow=False)
    held = newsstand.find("all")
    rewrite(room, "UPDATE bodies SET hash = :hash WHERE feed = 'politics'", {"hash": "0" * 32})
    assert newsstand.find("all") is held


def test_following_ends_when_it_is_told_to(store: Store) -> None:
    stop = Event()
    following = store.follow(stop)
    next(following)
    stop.set()
    assert next(following, "ended") in (None, "ended")
    assert next(following, "ended") == "ended"
