"""Editors' corrections: section, title and text outrank every source, and survive whatever it
sends.
"""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from store import (
    Correction,
    Kind,
    NotFound,
    Refused,
    Store,
    Wire,
    Withdrawn,
    correct,
    restore,
    withdraw,
)
from tests.room import ECONOMY, POLITICS, Room, article
from tests.wordpress import served

SECTION = Correction(sections=("economy",))


@pytest.fixture
def room(store: Store) -> Room:
    room = Room(store)
    room.ingest(article(90))
    room.ingest(article())
    room.refresh()
    return room


def again(room: Room, **fields: object) -> list[str]:
    room.pass_time(minutes=1)
    return [one.kind for one in room.ingest(article(**fields))]


def feeds(room: Room) -> dict[str, bool]:
    """Whether the article stands in each feed, in the database and in print."""
    room.refresh()
    name = room.kept("n-1").article.id
    with room.store.snapshot() as snapshot:
        placed = {feed: one.standing for feed, one in snapshot.placements.of([name])[name].items()}
    for feed, standing in placed.items():
        if not feed.startswith("tag/"):  # printed when it is asked for
            assert (f'<guid isPermaLink="false">{name}</guid>' in room.text(feed)) is standing
    return placed


def test_a_corrected_section_moves_the_article_and_survives_its_source(room: Room) -> None:
    change = correct(room.intake, "n-1", SECTION)
    assert (change.kind, set(change.feeds)) == ("edited", {"all", "politics", "economy"})
    assert feeds(room) == {"all": True, "politics": False, "economy": True}
    assert again(room) == ["same"]
    assert again(room, sections=["سياسة", "عالم"]) == ["same"]
    assert feeds(room) == {"all": True, "politics": False, "economy": True}


def test_an_old_story_that_is_moved_is_no_news_in_its_new_section(room: Room) -> None:
    room.ingest(article(3, published="2026-01-28T09:00:00Z"), backfill=True)
    correct(room.intake, "n-3", SECTION)
    name = room.kept("n-3").article.id
    with room.store.snapshot() as snapshot:
        placed = snapshot.placements.of([name])[name]
    assert (
        placed["economy"].position == placed["all"].position == room.kept("n-3").article.published
    )


def test_a_corrected_section_alone_moves_no_updated(room: Room) -> None:
    before = room.kept("n-1").article.updated
    correct(room.intake, "n-1", SECTION)
    assert room.kept("n-1").article.updated == before


def test_a_corrected_title_and_text_survive_while_other_edits_come_through(room: Room) -> None:
    room.pass_time(minutes=5)
    before = room.kept("n-1").article
    correct(
        room.intake,
        "n-1",
        Correction(title="افتتاح الجسر الكبير", text="سطر أول.\n\n## عنوان\n\nسطر ثان."),
    )
    after = room.kept("n-1").article
    assert (after.title, after.summary) == ("افتتاح الجسر الكبير", "سطر أول. سطر ثان.")
    assert "<h2" in after.html
    assert "سطر ثان." in after.html
    assert after.updated > before.updated
    assert after.published == before.published
    assert again(room) == ["same"]
    assert again(room, title="عنوان آخر من المصدر", html="<p>نص آخر من المصدر.</p>") == ["same"]
    assert again(room, title="عنوان ثالث", tags=["جسور"]) == ["edited"]
    kept = room.kept("n-1").article
    assert (kept.title, kept.html, kept.tags) == (after.title, after.html, ("جسور",))


def test_two_corrections_of_one_second_share_no_updated(room: Room) -> None:
    room.pass_time(hours=1)
    for name in ("n-1", "n-90"):
        correct(room.intake, name, Correction(title=f"عنوان {name}"))
    one, two = (room.kept(name).article.updated for name in ("n-1", "n-90"))
    assert one != two
    assert one.replace(microsecond=0) == two.replace(microsecond=0) == room.now


def test_corrections_add_up(room: Room) -> None:
    correct(room.intake, "n-1", SECTION)
    correct(room.intake, "n-1", Correction(title="عنوان المحرر"))
    assert room.kept("n-1").correction == Correction(sections=("economy",), title="عنوان المحرر")
    assert again(room) == ["same"]
    assert correct(room.intake, "n-1", SECTION).kind == "same"


def test_a_correction_that_changes_no_word_still_stands(room: Room) -> None:
    correct(room.intake, "n-1", Correction(sections=("politics",)))
    assert again(room, sections=["اقتصاد"]) == ["same"]
    assert feeds(room) == {"all": True, "politics": True}


def test_no_rule_of_a_section_adds_to_what_an_editor_chose(store: Store) -> None:
    room = Room(store, (replace(POLITICS, tags=("برلمان",)), ECONOMY))
    room.ingest(article(90))
    room.ingest(article(tags=["برلمان"]))
    correct(room.intake, "n-1", SECTION)
    assert again(room, tags=["برلمان"]) == ["same"]
    placed = feeds(room)
    assert (placed["politics"], placed["economy"]) == (False, True)


def test_what_is_undone_is_the_sources_again_when_it_sends_next(room: Room) -> None:
    correct(room.intake, "n-1", Correction(sections=("economy",), title="عنوان المحرر"))
    correct(room.intake, "n-1", None)
    assert room.kept("n-1").article.title == "عنوان المحرر"
    assert again(room) == ["edited"]
    assert room.kept("n-1").article.title == article()["title"]
    assert feeds(room) == {"all": True, "politics": True, "economy": False}
    assert correct(room.intake, "n-1", None).kind == "same"


def test_it_survives_withdrawal_and_restoring(room: Room) -> None:
    correct(room.intake, "n-1", SECTION)
    withdraw(room.intake, "n-1")
    with pytest.raises(Withdrawn, match="restore it before"):
        correct(room.intake, "n-1", Correction(title="عنوان"))
    assert again(room, html="<p>نص جديد بعد السحب.</p>") == ["edited"]
    restore(room.intake, "n-1")
    assert feeds(room) == {"all": True, "politics": False, "economy": True}
    assert again(room, html="<p>نص جديد بعد السحب.</p>") == ["same"]


def test_an_embargo_may_be_corrected_and_stays_one(room: Room) -> None:
    later = {
        "publish_at": "2026-12-01T09:00:00Z",
        "id": "n-5",
        "url": None,
        "title": "خبر ينتظر موعده",
    }
    room.ingest(article(5, **later))
    correct(room.intake, "n-5", Correction(title="خبر ينتظر"))
    assert room.kept("n-5").released is None
    room.pass_time(days=8)
    room.release()
    assert (room.kept("n-5").released is not None, room.kept("n-5").article.title) == (
        True,
        "خبر ينتظر",
    )


def test_an_article_known_by_its_title_alone_is_still_known(room: Room) -> None:
    record = article(7, id=None, url=None, published="2026-11-24T08:00:00Z", title="عنوان بلا رقم")
    (new,) = room.ingest(record)
    assert new.id
    correct(room.intake, new.id, Correction(title="عنوان المحرر"))
    assert [(one.kind, one.id) for one in room.ingest(record)] == [("same", new.id)]


@pytest.mark.parametrize(
    ("name", "correction", "error"),
    [
        ("nowhere", SECTION, NotFound),
        ("n-1", Correction(title="  "), Refused),
        ("n-1", Correction(title="ط" * 1_001), Refused),
        ("n-1", Correction(text="---\ntitle: خبر\n---\nنص."), Refused),
        ("n-1", Correction(text="***\ndraft: true\n***\nنص."), Refused),
        ("n-1", Correction(text="ط" * 1_100_000), Refused),
    ],
)
def test_what_cannot_be_is_said_and_changes_nothing(
    room: Room, name: str, correction: Correction, error: type[Exception]
) -> None:
    with pytest.raises(error):
        correct(room.intake, name, correction)
    assert room.kept("n-1").correction is None


class Agency:
    """A feed that says something else with each tenth answer."""

    def __init__(self, text: Callable[[int], str]) -> None:
        self.url, self.given, self.asked, self.text = "", dict[str, str](), 0, text

    def answer(self, _target: str) -> tuple[int, str, bytes, dict[str, str]]:
        self.asked += 1
        return 200, "application/rss+xml", self.text(self.asked // 10).encode(), {}


def test_a_corrected_section_survives_twenty_polls_of_a_feed(room: Room) -> None:
    item = "<item><guid>{0}</guid><title>خبر {0}</title><description>{1}</description></item>"

    def text(number: int) -> str:
        items = item.format("w-1", f"نص الخبر، طبعة {number}.") + item.format("w-2", "نص آخر.")
        return f"<rss version='2.0'><channel><title>وكالة</title>{items}</channel></rss>"

    with served(Agency(text)) as agency:
        wire = Wire(name="agency", kind="feed", url=agency.url, section="politics")
        room.poll(wire)
        correct(room.intake, "w-1", Correction(sections=("economy",), title="عنوان المحرر"))
        edits = 0
        for _ in range(20):
            room.pass_time(minutes=5)
            done = room.poll(wire)
            assert done.error == ""
            edits += done.counts[Kind.EDITED]
    kept = room.kept("w-1").article
    assert (kept.title, kept.sections, edits) == ("عنوان المحرر", ("economy",), 2)
    assert "طبعة 2" in kept.html


def test_a_backup_carries_it(room: Room, tmp_path: Path, empty_database: str) -> None:
    correct(room.intake, "n-1", SECTION)
    room.store.backup(tmp_path / "b.db")
    other = Store(empty_database)
    other.restore(tmp_path / "b.db")
    assert Room(other).kept("n-1").correction == SECTION
    other.close()
