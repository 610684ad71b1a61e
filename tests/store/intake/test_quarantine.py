"""Refused drafts: held once, packed for a second try, and let go when they are accepted."""

import json
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
    draft = replace(draft, export=True, guid="https://old.example.com/?p=7")
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
