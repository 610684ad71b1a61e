"""Posts of which a message says too little are fetched at once, many by one question."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from feeds.running.beats import Beats
from store import Store, Wire
from tests.room import ON_BOTH, Room
from tests.wordpress import Answer, Site, served


@pytest.fixture(params=["sqlite"])
def database(request: pytest.FixtureRequest) -> str:
    """One kind is enough for when a site is asked, and for what."""
    url: str = request.getfixturevalue(request.param)
    return url


@pytest.fixture
def room(store: Store) -> Room:
    made = Room(store)
    made.now = datetime(2026, 11, 24, 9, tzinfo=UTC)
    return made


@pytest.fixture
def site() -> Iterator[Site]:
    with served(Site()) as found:
        found.add(*range(1, 30))
        yield found


class Newsroom:
    """A newsroom that polls a site, as its scheduler does."""

    def __init__(self, room: Room, site: Site) -> None:
        self.room, self.site = room, site
        self.wire = Wire(
            name="press", kind="wordpress", url=site.url, seconds=300, removed="withdraw"
        )
        self.beats = Beats(room.intake, room.press, "tests", room.outbound, [self.wire])
        self.beats.beat()
        self.look()

    def look(self, seconds: float = 1) -> list[str]:
        """Let some time pass, and look; what the site was asked."""
        self.room.pass_time(seconds=seconds)
        asked = len(self.site.asked)
        self.beats.look_for_recalls()
        self.beats.poll_wire(self.wire)
        return self.site.asked[asked:]

    def recall(self, *numbers: int) -> None:
        with self.room.store.transaction() as transaction:
            transaction.wires.ask_again("press", [str(number) for number in numbers])

    def recalled(self) -> set[str]:
        with self.room.store.snapshot() as snapshot:
            return set(snapshot.wires.recalled("press"))


@pytest.fixture
def newsroom(room: Room, site: Site) -> Newsroom:
    return Newsroom(room, site)


@ON_BOTH
def test_many_messages_are_one_question(newsroom: Newsroom) -> None:
    newsroom.site.add(*range(1, 30), title={"rendered": "عنوان جديد"})
    for number in range(1, 30):
        newsroom.recall(number)
    (asked,) = newsroom.look()
    assert "include=" in asked
    assert "per_page=29" in asked
    assert newsroom.room.kept("7").article.title == "عنوان جديد"
    assert newsroom.recalled() == set()
    assert newsroom.look() == []


def test_no_question_is_asked_where_nothing_is_recalled(newsroom: Newsroom) -> None:
    assert newsroom.look(seconds=20) == []


def test_a_second_makes_one_question_of_all_that_comes_within_it(newsroom: Newsroom) -> None:
    newsroom.recall(1)
    assert len(newsroom.look()) == 1
    newsroom.recall(2)
    assert newsroom.look(seconds=0.5) == []
    newsroom.recall(3)
    (asked,) = newsroom.look(seconds=0.5)
    assert "include=2%2C3" in asked


def test_the_next_poll_comes_when_it_was_due(newsroom: Newsroom) -> None:
    newsroom.look(seconds=200)
    newsroom.recall(1)
    newsroom.look(seconds=90)
    with newsroom.room.store.snapshot() as snapshot:
        before = snapshot.wires.states()["press"]
    assert any("modified_after" in asked for asked in newsroom.look(seconds=20))
    with newsroom.room.store.snapshot() as snapshot:
        after = snapshot.wires.states()["press"]
    assert before.succeeded_at
    assert after.succeeded_at
    assert (after.succeeded_at - before.succeeded_at).total_seconds() > 300


def test_a_site_that_fails_is_left_alone_for_a_while(newsroom: Newsroom) -> None:
    newsroom.site.broken = (503, "text/html", b"<html></html>")
    newsroom.recall(7)
    assert len(newsroom.look()) == 1
    assert newsroom.look() == []
    assert newsroom.recalled() == {"7"}
    newsroom.site.broken = None
    assert newsroom.look(seconds=20) == []
    assert len(newsroom.look(seconds=10)) == 1
    assert newsroom.recalled() == set()


def test_a_site_is_left_alone_as_long_as_it_asks(newsroom: Newsroom) -> None:
    newsroom.site.broken = (429, "text/html", b"<html></html>")
    newsroom.site.headers = {"Retry-After": "120"}
    newsroom.recall(7)
    newsroom.look()
    newsroom.site.broken = None
    assert newsroom.look(seconds=100) == []
    assert len(newsroom.look(seconds=20)) == 1


@ON_BOTH
def test_a_post_that_is_gone_is_withdrawn(newsroom: Newsroom) -> None:
    del newsroom.site.posts[7]
    newsroom.site.add(8, content={"rendered": "", "protected": True})
    newsroom.recall(7, 8, 9)
    newsroom.look()
    kept = newsroom.room.kept
    assert [kept(name).live for name in ("7", "8", "9")] == [False, False, True]


@ON_BOTH
def test_a_post_that_another_process_reads_waits(newsroom: Newsroom) -> None:
    newsroom.recall(7)
    with newsroom.room.store.transaction() as transaction:
        transaction.leases.release("wire/press", "tests", newsroom.room.now)
    other = Beats(newsroom.room.intake, newsroom.room.press, "other", newsroom.room.outbound)
    other.poll_wire(newsroom.wire)  # it does not lead
    assert newsroom.recalled() == {"7"}
    assert len(newsroom.look()) == 1


@pytest.mark.usefixtures("short_pages")
def test_a_long_poll_reads_in_between_what_is_recalled(room: Room, site: Site) -> None:
    """The first one reads an archive: a message need not wait for all of it."""
    site.add(*range(1, 81))
    answer = site.answer

    def answering(target: str) -> Answer:
        if "include=80%2C" in target:
            with room.store.transaction() as transaction:
                transaction.wires.ask_again("press", ["7"])
        return answer(target)

    site.answer = answering  # type: ignore[method-assign]
    Newsroom(room, site)
    named = [target.partition("include=")[2] for target in site.asked if "include=" in target]
    assert [numbers.partition("&")[0].partition("%")[0] for numbers in named] == [
        *("80", "7", "61", "42", "23", "4"),
    ]
    assert room.kept("7").live
