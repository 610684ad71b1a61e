"""Refused drafts: held once, packed for a second try, and let go when they are accepted."""

import json
from collections.abc import Callable
from dataclasses import replace

import pytest

from store import (
    Draft,
    Kind,
    Place,
    QuarantinedDraft,
    Refused,
    Store,
    ingest,
    record,
    retry,
)
from store.intake.quarantine import pack, unpack
from tests.room import START, Room, article

Document = Callable[..., list[Kind]]


@pytest.fixture
def room(store: Store) -> Room:
    return Room(store)


def kinds(room: Room, *records: dict[str, object]) -> list[Kind]:
    return [outcome.kind for outcome in room.ingest(*records)]


def test_a_refused_draft_is_held_once_and_let_go_when_it_is_accepted(room: Room) -> None:
    bad = article(published="غدًا")
    room.ingest(bad)
    room.ingest(bad)
    with room.store.snapshot() as snapshot:
        held = snapshot.quarantine.all()
    assert [(one.refused.field, one.refused.offset, one.refused.code_point) for one in held] == [
        ("published", 0, ord("غ"))
    ]
    room.ingest(article())
    with room.store.snapshot() as snapshot:
        assert snapshot.quarantine.count() == 0


def test_a_refused_draft_stops_no_other(room: Room) -> None:
    assert kinds(room, article(1), article(2, title=""), article(3)) == [
        Kind.NEW,
        Kind.QUARANTINED,
        Kind.NEW,
    ]


def test_what_a_source_could_not_read_is_held_with_its_place(room: Room) -> None:
    drafts: list[Draft | Refused] = [Refused("is no JSON", place=Place("feed.ndjson", 7))]
    list(ingest(drafts, room.intake))
    with room.store.snapshot() as snapshot:
        (held,) = snapshot.quarantine.all()
    assert held.refused.place == Place("feed.ndjson", 7)


def test_what_could_not_be_read_is_let_go_when_its_file_is_accepted(room: Room) -> None:
    place = Place("news/story.txt")
    list(ingest([Refused("is no YAML", place=place)], room.intake))
    list(ingest([Draft(id="news/story.txt", title="عنوان", place=place)], room.intake))
    with room.store.snapshot() as snapshot:
        assert snapshot.quarantine.count() == 0


def test_lines_of_standard_input_are_held_apart(room: Room) -> None:
    place = Place("-", 1)
    for draft in (
        Draft(title="", text="أول", place=place),
        Draft(title="", text="ثان", place=place),
    ):
        list(ingest([draft], room.intake))
    list(ingest([Draft(title="عنوان", place=place)], room.intake))
    with room.store.snapshot() as snapshot:
        assert snapshot.quarantine.count() == 2


def test_a_long_arabic_id_is_refused_alone(room: Room) -> None:
    """PostgreSQL's index takes 2,704 bytes a row, whatever the characters."""
    assert kinds(room, article(1), article(2, id="ع" * 1100), article(3, id="ع" * 1000)) == [
        Kind.NEW,
        Kind.QUARANTINED,
        Kind.NEW,
    ]


def test_a_second_try_knows_the_section_of_the_first(room: Room) -> None:
    intake = replace(room.intake, section="economy")
    list(ingest([record.draft(article(1, sections=[], published="غدًا"), Place("x"))], intake))
    with room.store.snapshot() as snapshot:
        (held,) = snapshot.quarantine.all()
    assert json.loads(held.draft or "")["_section"] == "economy"


def test_a_refused_draft_keeps_its_number_and_nobody_gets_it_after(room: Room) -> None:
    room.ingest({"id": "a", "title": ""}, {"id": "b", "title": ""})
    room.ingest({"id": "a", "title": ""})
    with room.store.transaction() as transaction:
        numbers = {
            json.loads(one.draft or "")["id"]: one.id for one in transaction.quarantine.all()
        }
        transaction.quarantine.drop([numbers["b"]])
    assert numbers["a"] < numbers["b"]
    room.ingest({"id": "c", "title": ""})
    with room.store.snapshot() as snapshot:
        assert max(one.id for one in snapshot.quarantine.all()) > numbers["b"]


def test_a_body_that_takes_too_long_is_held_and_the_next_record_is_kept(room: Room) -> None:
    endless = article(1, html=None, markdown="![ا](" * 190_000)
    assert kinds(room, endless, article(2)) == [Kind.QUARANTINED, Kind.NEW]
    with room.store.snapshot() as snapshot:
        (held,) = snapshot.quarantine.all()
    assert (held.refused.field, held.refused.reason) == ("markdown", "takes more than 2 s of CPU")
    assert held.refused.place == Place("test.ndjson", 1)


@pytest.mark.parametrize("keep_guid", [True, False])
def test_what_is_packed_is_unpacked_as_it_came(room: Room, keep_guid: bool) -> None:
    place = Place("export.xml", 7)
    draft = record.draft(article(tags=["جسور"], authors=["منى"]), place, "politics")
    draft = replace(draft, export=True, guid="https://old.example.com/?p=7", zone="Asia/Riyadh")
    intake = replace(room.intake, section="economy", keep_guid=keep_guid)
    second_try = unpack(pack(draft, Refused("is refused"), intake, room.now))
    kept = draft if keep_guid else replace(draft, guid=None)
    assert (second_try.draft, second_try.section) == (kept, "economy")


@pytest.mark.parametrize("packed", ["{", "7", '{"title": "خبر"}'])
def test_what_cannot_be_unpacked_is_refused_again(packed: str) -> None:
    place = Place("a.json", 3)
    held = QuarantinedDraft(
        owner="files",
        refused=Refused("is missing", place=place),
        received_at=START,
        draft=packed,
    )
    second_try = unpack(held)
    assert isinstance(second_try.draft, Refused)
    assert second_try.draft.place == place


def test_what_was_no_record_is_refused_again() -> None:
    refused = Refused("is no JSON", place=Place("feed.ndjson", 7))
    held = QuarantinedDraft(owner="files", refused=refused, received_at=START)
    assert unpack(held).draft is refused


def test_a_source_that_may_not_change_a_section_any_more_keeps_its_drafts_there(
    room: Room, caplog: pytest.LogCaptureFixture
) -> None:
    room.ingest(article(1, expires_at="x"), article(2, expires_at="x", sections=["اقتصاد"]))
    with room.store.snapshot() as snapshot:
        held = [
            replace(one, draft=(one.draft or "").replace('"x"', "null"))
            for one in snapshot.quarantine.all()
        ]
    scope = {"files": frozenset({"economy"})}
    kinds = [one.kind for outcomes in retry(held, room.intake, scope) for one in outcomes]
    assert kinds == [Kind.QUARANTINED, Kind.QUARANTINED]
    assert "files: nothing of it is tried" in caplog.text
    kinds = [one.kind for outcomes in retry(held, room.intake, {}) for one in outcomes]
    assert kinds == [Kind.NEW, Kind.NEW]
    with room.store.snapshot() as snapshot:
        assert snapshot.quarantine.count() == 0


LINK = "https://example.com/live"


def shared(number: int, **fields: object) -> dict[str, object]:
    """A record without an id, whose link all others have, too."""
    return article(number, id=None, url=LINK) | {"published": "غدًا"} | fields


def held_titles(room: Room) -> list[str]:
    """The titles of what is held, "" for none."""
    with room.store.snapshot() as snapshot:
        held = snapshot.quarantine.all()
    return sorted(json.loads(one.draft or "{}").get("title", "") for one in held)


def texts(room: Room) -> list[str]:
    with room.store.snapshot() as snapshot:
        return sorted(json.loads(one.draft or "{}")["text"] for one in snapshot.quarantine.all())


@pytest.fixture(params=["test.ndjson", "api", "https://example.com/feed"])
def document(room: Room, request: pytest.FixtureRequest) -> Document:
    """Takes in records as one document of this name."""

    def take_in(*records: dict[str, object]) -> list[Kind]:
        drafts = [
            record.draft(one, Place(request.param, line)) for line, one in enumerate(records, 1)
        ]
        return [outcome.kind for batch in ingest(drafts, room.intake) for outcome in batch]

    return take_in


def test_drafts_of_one_link_are_held_apart_and_each_once(room: Room, document: Document) -> None:
    first, second, third = (shared(number, title=f"خبر {number}") for number in (1, 2, 3))
    for _ in range(2):
        document(first, second)
        assert held_titles(room) == ["خبر 1", "خبر 2"]
    document(third, second)  # as a feed moves on
    assert held_titles(room) == ["خبر 1", "خبر 2", "خبر 3"]
    document(second)  # alone, its link is in no doubt
    assert held_titles(room) == ["خبر 1", "خبر 2", "خبر 3"]


def test_a_draft_is_let_go_alone_of_those_with_its_link(room: Room, document: Document) -> None:
    first, second = (shared(number, title=f"خبر {number}") for number in (1, 2))
    document(first, second)
    good = first | {"published": "2026-11-24T08:00:00Z"}
    assert document(good, second) == [Kind.NEW, Kind.QUARANTINED]
    assert held_titles(room) == ["خبر 2"]
    document(good, second | {"published": "2026-11-24T08:10:00Z"})
    assert held_titles(room) == []


def test_drafts_of_one_link_without_title_are_told_apart_by_all_that_they_say(
    room: Room, document: Document
) -> None:
    drafts = [shared(1, title="", html=None, text=text) for text in ("أول", "ثان")]
    same_title = [shared(1, title="عاجل", html=None, text=text) for text in ("ثالث", "رابع")]
    for _ in range(2):
        document(*drafts, *same_title)
        assert texts(room) == sorted(("أول", "ثان", "ثالث", "رابع"))


def test_a_draft_that_was_alone_at_first_is_held_once(room: Room, document: Document) -> None:
    first, second = (shared(number, title=f"خبر {number}") for number in (1, 2))
    document(first)
    document(first, second)
    assert held_titles(room) == ["خبر 1", "خبر 2"]


def test_an_accepted_article_lets_go_no_draft_of_its_link(room: Room, document: Document) -> None:
    good = shared(1, title="خبر مقبول", published="2026-11-24T08:00:00Z")
    for _ in range(2):
        document(good, shared(2, title="خبر 2"))
        assert held_titles(room) == ["خبر 2"]


def test_a_draft_whose_link_is_its_own_is_mended_under_another_title(
    room: Room, document: Document
) -> None:
    document(shared(1, title=""), article(2))
    assert held_titles(room) == [""]
    document(shared(1, published="2026-11-24T08:00:00Z"), article(2))
    assert held_titles(room) == []
