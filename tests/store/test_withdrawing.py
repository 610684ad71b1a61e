"""An editor withdraws, restores and finds articles."""

import pytest

from store import (
    Kind,
    NotFound,
    Store,
    restore,
    withdraw,
)
from tests.room import Room, article


@pytest.fixture
def room(store: Store) -> Room:
    return Room(store)


def test_two_articles_that_are_restored_in_one_second_do_not_share_their_updated(
    room: Room,
) -> None:
    room.ingest(article(1), article(2))
    for name in ("n-1", "n-2"):
        withdraw(room.intake, name)
    room.pass_time(hours=1)
    one, two = (restore(room.intake, name).kept.article.updated for name in ("n-1", "n-2"))
    assert one != two
    assert one.replace(microsecond=0) == two.replace(microsecond=0) == room.now


def test_what_a_source_mended_meanwhile_is_there_when_it_is_restored(room: Room) -> None:
    room.ingest(article())
    withdraw(room.intake, "n-1")
    room.ingest(article(title="عنوان مصحح"))
    room.pass_time(minutes=1)
    before = room.kept("n-1")
    change = restore(room.intake, "n-1")
    assert change.kind is Kind.RESTORED
    after = room.kept("n-1")
    assert after.article.title == "عنوان مصحح"
    assert after.article.id == before.article.id
    assert before.withdrawn
    assert after.article.updated > before.withdrawn


def test_withdrawing_and_restoring_twice_change_nothing(room: Room) -> None:
    room.ingest(article())
    withdraw(room.intake, "n-1")
    number = room.kept("n-1").revision
    assert withdraw(room.intake, "https://example.com/news/1").kind is Kind.SAME
    assert room.kept("n-1").revision == number
    restore(room.intake, "n-1")
    assert restore(room.intake, "n-1").kind is Kind.SAME


def test_a_name_that_means_nothing_or_two_articles_is_said(room: Room) -> None:
    room.ingest(article(), owner="one")
    room.ingest(article(url="https://example.com/x", title="خبر آخر"), owner="two")
    with pytest.raises(NotFound, match="several"):
        withdraw(room.intake, "n-1")
    with pytest.raises(NotFound, match="no article"):
        withdraw(room.intake, "nothing")


def test_an_article_is_found_by_the_address_of_its_page(room: Room) -> None:
    room.ingest(article())
    kept = room.kept("n-1")
    assert (
        room.kept(f"https://news.example.com/articles/{kept.article.id.removeprefix('urn:uuid:')}")
        == kept
    )
