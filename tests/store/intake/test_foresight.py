"""Nothing that a text may make slow is done under the lock, for which all other writers wait."""

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from types import FrameType

import pytest

from store import (
    Correction,
    Deletion,
    Outcome,
    Place,
    Section,
    SourceItem,
    Store,
    Transaction,
    correct,
    ingest,
    record,
    release_due,
    replace_placements,
    restore,
    withdraw,
)
from store.intake import foresight
from store.intake.foresight import Foresight
from tests.room import ECONOMY, POLITICS, START, Room, article
from tests.snapshots import choices_within

SLOW = ("/store/text/", "/store/sources/", "/intake/prepare", "/intake/copies.py")
KEYWORDS = Section(slug="bridges", title="جسور", keywords=("افتتاح الجسر",))
TITLE = "افتتاح الجسر الجديد أمام حركة السير"
LONG = "<p>" + " ".join(f"كلمة {number}" for number in range(500)) + "</p>"


@pytest.fixture
def room(sqlite: str) -> Iterator[Room]:
    store = Store(sqlite)
    yield Room(store, (POLITICS, ECONOMY, KEYWORDS))
    store.close()


@pytest.fixture
def under_lock(monkeypatch: pytest.MonkeyPatch) -> set[str]:
    """The rules of text that are called while a write transaction is open."""
    return watched_calls(monkeypatch, SLOW)


def watched_calls(monkeypatch: pytest.MonkeyPatch, files: tuple[str, ...]) -> set[str]:
    """The functions of these files that are called while a write transaction is open."""
    found: set[str] = set()
    real = Store.transaction

    def note(frame: FrameType, event: str, _: object) -> None:
        file = frame.f_code.co_filename
        if event == "call" and any(part in file for part in files):
            found.add(f"{file.rpartition('/')[2]}: {frame.f_code.co_name}")

    @contextmanager
    def watched(self: Store) -> Iterator[Transaction]:
        with real(self) as transaction:
            sys.setprofile(note)
            try:
                yield transaction
            finally:
                sys.setprofile(None)

    monkeypatch.setattr(Store, "transaction", watched)
    return found


def sent(room: Room, *items: SourceItem, owner: str = "second", **rules: object) -> None:
    intake = replace(room.intake, owner=owner, **rules)  # type: ignore[arg-type]
    assert list(ingest(items, intake))


def draft(number: int, **fields: object) -> SourceItem:
    return record.draft(article(number, title=TITLE, html=LONG) | fields, Place("a.ndjson", number))


def known_stories(room: Room) -> None:
    """New drafts and copies, with an address, an id, or nothing but a title."""
    sent(room, draft(1), draft(2, url=None), owner="first")
    sent(room, *(draft(3 + number, url=None) for number in range(5)), draft(1), draft(8, id=None))
    sent(room, *(draft(3 + number, url=None) for number in range(5)), draft(1), draft(8, id=None))
    sent(room, draft(30, id=None, url=None), owner="first")
    sent(room, draft(30, id=None, url=None), draft(31, id=None, url=None, html="<p>نص</p>"))


def edits_and_deletions(room: Room) -> None:
    sent(room, draft(1), draft(2), draft(3), scope=frozenset({"politics", "bridges"}))
    withdraw(room.intake, "https://example.com/news/1")
    edits = (draft(number, title=f"{TITLE} غدا", tags=["جسور"]) for number in (1, 2))
    sent(room, *edits, scope=frozenset({"politics", "bridges"}))
    sent(room, Deletion("n-2\u0640\u0301 ", Place()), Deletion(" n-3", Place()))


def corrections(room: Room) -> None:
    sent(room, draft(1), draft(2, expires_at=(START + timedelta(hours=1)).isoformat()))
    words = Correction(title="عنوان المحرر", text="**نص** المحرر", sections=("economy",))
    correct(room.intake, "n-1", words)
    sent(room, draft(1), draft(2))
    sent(room, draft(1, html="<p>نص آخر</p>"))
    correct(room.intake, "n-1", None)


def quarantine(room: Room) -> None:
    nameless = {"id": None, "url": None, "published": None}
    room.ingest(article(9))
    intake = replace(room.intake, owner="second")
    refused = record.draft(article(1, title=" ", **nameless), Place("api", 1))
    list(ingest([refused], intake))
    list(ingest([record.draft(article(1, **nameless), Place("api", 1))], intake))


def what_falls_due(room: Room) -> None:
    moment = (START + timedelta(hours=1)).isoformat()
    sent(room, draft(1, publish_at=moment), draft(2, expires_at=moment))
    room.pass_time(hours=2)
    assert release_due(room.intake)
    restore(room.intake, "n-2")
    withdraw(room.intake, "n-1")
    room.pass_time(days=31)
    assert release_due(room.intake)


def sections_chosen_anew(room: Room) -> None:
    sent(room, *(draft(number) for number in range(5)))
    replace_placements(room.intake, {"bridges", "economy"})


@pytest.mark.parametrize(
    "work",
    [
        known_stories,
        edits_and_deletions,
        corrections,
        quarantine,
        what_falls_due,
        sections_chosen_anew,
    ],
)
def test_no_rule_of_text_is_called_under_the_lock(
    work: Callable[[Room], None], room: Room, under_lock: set[str]
) -> None:
    work(room)
    assert under_lock == set()


@pytest.mark.parametrize(
    ("work", "called"), [(known_stories, "arabic.py: fold"), (corrections, "prepare.py: prepare")]
)
def test_what_was_not_foreseen_is_noticed(
    work: Callable[[Room], None],
    called: str,
    room: Room,
    under_lock: set[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def look(self: Foresight, items: Sequence[foresight.Item]) -> None:
        self.doubts.items = list(items)

    monkeypatch.setattr(Foresight, "look", look)
    work(room)
    assert called in under_lock


def test_sections_are_chosen_while_no_snapshot_is_open(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Choosing those of a long batch takes longer than PostgreSQL waits for its next question."""
    within = choices_within(monkeypatch)
    edits_and_deletions(room)
    assert within
    assert not any(within)


# Known articles


def changed(room: Room, *items: SourceItem, **rules: object) -> list[list[Outcome]]:
    return list(ingest(items, replace(room.intake, owner="first", **rules)))  # type: ignore[arg-type]


def kinds(batches: list[list[Outcome]]) -> list[str]:
    return [outcome.kind for batch in batches for outcome in batch]


def test_known_articles_are_read_before_the_lock(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Edited, unchanged and withdrawn ones, and those whose story a draft tells again."""
    sent(room, *(draft(number) for number in range(4)), owner="first")
    called = watched_calls(monkeypatch, ("/store/db/articles.py",))
    found = changed(room, draft(0), draft(1, html="<p>نص آخر</p>"), Deletion("n-2", Place()))
    assert kinds(found) == ["same", "edited", "withdrawn"]
    sent(room, draft(3), draft(9, url=None))
    assert "articles.py: versions" in called
    assert "articles.py: _stored" not in called


def article_of_its_own() -> SourceItem:
    """A draft of another title, that no article may have been before."""
    return draft(99, title="إغلاق السوق القديم")


def test_articles_that_are_long_together_are_changed_in_parts(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent(room, *(draft(number) for number in range(8)), owner="first")
    size = len(room.kept("n-1").article.html.encode())
    monkeypatch.setattr(foresight, "BATCH_TEXT_LIMIT", 2 * size)
    edits = [draft(number, html="<p>نص آخر</p>") for number in range(6)]
    found = changed(
        room, *edits, Deletion("n-6", Place()), Deletion("n-7", Place()), article_of_its_own()
    )
    assert [len(batch) for batch in found] == [2, 2, 2, 3]
    assert kinds(found) == ["edited"] * 6 + ["withdrawn"] * 2 + ["new"]
    assert [outcome.place.line for batch in found[:3] for outcome in batch] == list(range(6))


def test_an_article_that_is_longer_than_all_may_be_is_changed_alone(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent(room, draft(1), draft(2), owner="first")
    monkeypatch.setattr(foresight, "BATCH_TEXT_LIMIT", 10)
    monkeypatch.setattr(foresight, "LATE_BODIES", 10)
    found = changed(room, draft(1, html="<p>نص</p>"), Deletion("n-2", Place()))
    assert [len(batch) for batch in found] == [1, 1]
    assert kinds(found) == ["edited", "withdrawn"]


def overtaken(monkeypatch: pytest.MonkeyPatch, overtake: Callable[[], object]) -> list[object]:
    """Let another writer be faster once, between the look and the lock; returns all looks."""
    looks: list[object] = []
    look = Foresight.look

    def and_then(self: Foresight, items: Sequence[foresight.Item]) -> None:
        look(self, items)
        looks.append(self)
        if len(looks) == 1:
            overtake()

    monkeypatch.setattr(Foresight, "look", and_then)
    return looks


@pytest.mark.parametrize(("most", "count"), [(10**6, 2), (10, 3)])
def test_what_changed_since_the_look_is_decided_as_it_is_now(
    most: int, count: int, room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A few are read under the lock; for long ones all is looked at again."""
    sent(room, draft(1), draft(2), draft(3), owner="first")
    monkeypatch.setattr(foresight, "LATE_BODIES", most)
    other = draft(1, title="عنوان آخر", html=LONG)
    looks = overtaken(monkeypatch, lambda: sent(room, other, owner="first"))
    assert kinds(changed(room, draft(1), draft(2))) == ["edited", "same"]
    assert len(looks) == count
    assert room.kept("n-1").article.title == TITLE


def test_a_withdrawn_text_that_changed_since_the_look_is_noticed(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It keeps its revision."""
    sent(room, draft(1), owner="first")
    withdraw(room.intake, "n-1")
    other = draft(1, title="عنوان آخر")
    overtaken(monkeypatch, lambda: sent(room, other, owner="first"))
    assert kinds(changed(room, draft(1))) == ["edited"]
    assert room.kept("n-1").article.title == TITLE


def test_a_withdrawal_since_the_look_stands(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    sent(room, draft(1), owner="first")
    overtaken(monkeypatch, lambda: withdraw(room.intake, "n-1"))
    changed(room, draft(1, html="<p>نص آخر</p>"))
    assert room.kept("n-1").state == "withdrawn"
    assert room.kept("n-1").article.html == "<p>نص آخر</p>"
