"""The newsstand: follows the store by itself, within a bound, and outlives the database."""

import threading
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

FEEDS = ("all", "politics", "economy")


class Counting(Store):
    """A store that counts its snapshots, and whose database can be made to go away, or to hang."""

    gone = False
    snapshots = 0
    frozen: Event | None = None

    @contextmanager
    def snapshot(self) -> Iterator[Transaction]:
        self.snapshots += 1
        if self.frozen:
            self.frozen.wait(30)
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
    """A newsstand that has begun to follow the store."""
    opened = Newsstand(counting, FEEDS)
    opened.start()
    yield opened
    opened.close()


def shown(newsstand: Newsstand, feed: str = "all") -> int:
    held = newsstand.find(feed)
    assert held
    return len(held.edition.shown)


def test_a_started_newsstand_holds_every_feed_and_no_reader_reads_the_store(
    newsstand: Newsstand, counting: Counting
) -> None:
    assert newsstand.missing == []
    counting.gone = True
    before = counting.snapshots
    with ThreadPoolExecutor(64) as threads:
        found = list(threads.map(lambda _: newsstand.find("all"), range(1000)))
    assert all(one is found[0] for one in found)
    assert counting.snapshots <= before + 1  # the thread's own


def test_a_newsstand_that_was_not_started_has_no_thread_and_asks_the_store(
    counting: Counting,
) -> None:
    newsstand = Newsstand(counting, FEEDS)
    before = threading.active_count()
    assert newsstand.find("all")
    assert threading.active_count() == before


def test_readers_wait_for_no_look(newsstand: Newsstand, counting: Counting) -> None:
    """A look hangs in the database; feeds that nobody asked for yet are served meanwhile."""
    counting.frozen = Event()
    before = newsstand.pulse.beats
    with counting.transaction() as transaction:  # wakes the newsstand
        transaction.revision.next()
    process.until(lambda: newsstand._looking.locked(), "no look began", AT_LEAST_SECONDS * 2)
    try:
        with ThreadPoolExecutor(1) as thread:
            for feed in FEEDS:
                held = thread.submit(newsstand.find, feed).result(10)
                assert held
                for coding in ("", "br", "gzip", "zstd"):
                    assert thread.submit(newsstand.variant, held, "atom", coding).result(10)
            assert not thread.submit(newsstand.knows, "nothing").result(10)
        assert newsstand._looking.locked()
    finally:
        counting.frozen.set()
    process.until(lambda: newsstand.pulse.beats > before, "the look does not end")


def test_a_database_that_hangs_holds_up_no_start(counting: Counting) -> None:
    counting.frozen = Event()
    newsstand = Newsstand(counting, FEEDS)
    newsstand.start()
    assert newsstand.missing == list(FEEDS)
    counting.frozen.set()
    process.until(lambda: newsstand.missing == [], "it does not come to hold the feeds")
    newsstand.close()


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


def test_a_newsstand_that_begins_without_a_database_recovers(counting: Counting) -> None:
    counting.gone = True
    newsstand = Newsstand(counting, FEEDS)
    newsstand.start()
    assert (newsstand.find("all"), newsstand.degraded) == (None, "the database is gone")
    counting.gone = False
    process.until(lambda: newsstand.find("all") is not None, "it does not recover", 10)
    newsstand.close()


def test_an_edition_of_before_a_format_says_that_it_has_none(room: Room) -> None:
    newsstand = Newsstand(room.store, FEEDS)
    held = newsstand.find("all")
    assert held
    with pytest.raises(Unavailable, match="was not printed as scroll yet"):
        newsstand.variant(held, "scroll", "br")
    assert newsstand.variant(held, "rss", "br")


def test_a_new_edition_comes_in_the_codings_that_were_asked_for(room: Room) -> None:
    newsstand = Newsstand(room.store, FEEDS)
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
    newsstand = Newsstand(room.store, FEEDS)
    held = newsstand.find("politics")
    assert held
    for format, body in room.edition("politics").bodies.items():
        variant = newsstand.variant(held, format, "")
        assert (variant.content, variant.hash, variant.etag) == (
            body.content,
            body.hash,
            f'"{body.hash}"',
        )


def test_what_can_be_made_again_stays_within_its_bound_and_the_longest_unasked_goes(
    counting: Counting,
) -> None:
    newsstand = Newsstand(counting, FEEDS)
    bare = {feed: held.size for feed in FEEDS if (held := newsstand.find(feed))}
    plain = {feed: _plain(newsstand, feed) for feed in FEEDS}
    newsstand = Newsstand(counting, FEEDS, limit=plain["all"] + plain["politics"])
    newsstand.start()
    for feed in ("politics", "economy", "all", "politics"):
        assert _plain(newsstand, feed) == plain[feed]
    spare = {feed: held.spare for feed, held in newsstand._editions.items()}
    assert spare == {"all": plain["all"], "politics": plain["politics"], "economy": 0}
    assert newsstand.size == sum(bare.values()) + sum(spare.values())
    counting.gone = True
    for feed in FEEDS:
        assert _plain(newsstand, feed) == plain[feed]
    newsstand.close()


def _plain(newsstand: Newsstand, feed: str) -> int:
    """Ask for a feed's RSS as it is, and keep nothing of it. Its bytes."""
    held = newsstand.find(feed)
    assert held
    return len(newsstand.variant(held, "rss", "").content)


def test_what_went_takes_its_answers_along(room: Room) -> None:
    """Else they would hold the bytes."""
    newsstand = Newsstand(room.store, FEEDS, limit=1)
    newsstand.look()
    held = newsstand._editions["all"]
    held.answers["answer"] = newsstand.variant(held, "rss", "br")
    newsstand._shrink()
    assert newsstand._editions["all"].answers == {}


def test_a_feed_that_is_not_set_is_known_and_takes_no_room(room: Room) -> None:
    newsstand = Newsstand(room.store, ("all", "politics"))
    assert newsstand.knows("economy")
    assert newsstand.find("economy") is None


def rewrite(room: Room, statement: str, *values: object) -> None:
    """Change rows as another history of the database would have them."""
    with room.store.transaction() as transaction:
        transaction.editions.connection.execute(text(statement), *values)


def test_a_restored_database_of_the_same_revision_is_noticed(room: Room) -> None:
    newsstand = Newsstand(room.store, FEEDS)
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
    newsstand = Newsstand(room.store, FEEDS)
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
    newsstand = Newsstand(room.store, FEEDS)
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
