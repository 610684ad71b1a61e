"""Nothing that a text may make slow is done under the lock, for which all other writers wait."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from types import FrameType

import pytest

from store import (
    Correction,
    Deletion,
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
    found: set[str] = set()
    real = Store.transaction

    def note(frame: FrameType, event: str, _: object) -> None:
        file = frame.f_code.co_filename
        if event == "call" and any(part in file for part in SLOW):
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
    monkeypatch.setattr(foresight.Foresight, "look", lambda *_: None)
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
