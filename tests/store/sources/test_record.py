"""A record has one shape, whoever sends it; the published schema says no more and no less."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from store.draft import Draft, DraftAuthor, DraftEnclosure, DraftImage, DraftRelated, DraftSource
from store.errors import Place, Refused
from store.sources import record
from store.sources.fields import ALIASES, RECORD_FIELDS
from store.sources.schema import record_schema

DOCUMENTATION = Path(__file__).parents[3] / "docs" / "records.md"
PLACE = Place("أخبار.ndjson", 7)
SCHEMA: dict[str, Any] = record_schema()
VALID = Draft202012Validator(SCHEMA).is_valid


def read(fields: dict[str, Any]) -> Draft:
    return record.draft(fields, PLACE, "politics")


ACCEPTED: list[tuple[dict[str, Any], dict[str, Any]]] = [
    ({}, {}),
    ({"title": "خبر"}, {"title": "خبر"}),
    ({"title": None, "summary": None}, {}),
    ({"headline": "خبر", "dek": "ملخص"}, {"title": "خبر", "summary": "ملخص"}),
    ({"author": "منى، سامي"}, {"authors": (DraftAuthor(name="منى، سامي"),)}),
    (
        {"authors": ["منى", {"name": "سامي", "url": None}]},
        {"authors": (DraftAuthor(name="منى"), DraftAuthor(name="سامي"))},
    ),
    ({"author": None, "authors": ["منى"]}, {"authors": (DraftAuthor(name="منى"),)}),
    ({"authors": {"name": "منى", "x-role": "محررة"}}, {"authors": (DraftAuthor(name="منى"),)}),
    ({"section": "سياسة", "tags": []}, {"sections": ("سياسة",)}),
    (
        {"categories": ["سياسة", "عرب"], "keywords": "قمة"},
        {"sections": ("سياسة", "عرب"), "tags": ("قمة",)},
    ),
    (
        {"image": "https://example.com/a.jpg"},
        {"image": DraftImage(url="https://example.com/a.jpg")},
    ),
    (
        {"image": {"url": "/a.jpg", "width": "780", "height": 470.0}},
        {"image": DraftImage(url="/a.jpg", width=780, height=470)},
    ),
    ({"image": "", "authors": ["", "منى"], "source": " "}, {"authors": (DraftAuthor(name="منى"),)}),
    ({"source": "وكالة"}, {"source": DraftSource(name="وكالة")}),
    (
        {"related": ["خبر", {"title": "آخر", "url": "/x"}]},
        {"related": (DraftRelated(title="خبر"), DraftRelated(title="آخر", url="/x"))},
    ),
    (
        {"enclosure": {"url": "/a.mp3", "length": "12"}},
        {"enclosures": (DraftEnclosure(url="/a.mp3", length=12),)},
    ),
    ({"enclosures": ["/a.mp3"]}, {"enclosures": (DraftEnclosure(url="/a.mp3"),)}),
    ({"id": 88120, "date": 1763370000}, {"id": "88120", "published": "1763370000"}),
    ({"guid": 5.0}, {"id": "5"}),
    (
        {"modified": 1763370000.5, "expires_at": 1763370000.0},
        {"updated": "1763370000.5", "expires_at": "1763370000"},
    ),
    ({"correction": True}, {"correction": True}),
    ({"correction": "yes"}, {"correction": True}),
    ({"correction": "false"}, {}),
    ({"_internal": {"a": [1]}, "x-note": 1.5}, {}),
    ({"body": "نص", "html": None}, {"text": "نص"}),
    ({"title": "a\ud800b"}, {"title": "a\ud800b"}),
]
REFUSED: list[tuple[dict[str, Any], str]] = [
    ({"titel": "خبر"}, "titel: is no field of a record; did you mean 'title'?"),
    ({"titel": None}, "titel: is no field of a record"),
    ({"قسم": "سياسة"}, "قسم: is no field of a record"),
    ({"folder": "a"}, "folder: is no field of a record"),
    ({"place": {"file": "a"}}, "place: is no field of a record"),
    (
        {"html": "<p>أ</p>", "markdown": "أ"},
        "markdown: is given beside html: a record has one body",
    ),
    (
        {"content_html": "<p>أ</p>", "body": "أ"},
        "text: is given beside html: a record has one body",
    ),
    (
        {"author": "منى", "authors": ["سامي"]},
        "authors: is given twice, the second time as 'authors'",
    ),
    ({"title": 5}, "title: should be text, got the number 5"),
    ({"title": ["خبر"]}, "title: should be text, got a list"),
    ({"id": True}, "id: should be text, got true"),
    ({"id": 1.5}, "id: should be a whole number, got the number 1.5"),
    ({"published": True}, "published: should be text, got true"),
    ({"published": 1.5e300}, "published: a number of more than 15 digits cannot be"),
    ({"id": 10**20}, "id: a number of more than 15 digits cannot be"),
    ({"tags": ["قمة", 1]}, "tags: entry 2: should be text, got the number 1"),
    ({"tags": {"قمة": 1}}, "tags: entry 1: should be text, got an object"),
    ({"authors": [None]}, "authors: entry 1: should be an object or text, got null"),
    ({"authors": [{"url": "/x"}]}, "authors: entry 1: name is missing"),
    ({"image": {"alt": "صورة"}}, "image: url is missing"),
    (
        {"image": {"url": "/a.jpg", "hight": 5}},
        "image: 'hight' is no field of image; did you mean 'height'?",
    ),
    (
        {"image": {"url": "/a.jpg", "width": True}},
        "image: width should be a whole number, got true",
    ),
    (
        {"image": {"url": "/a.jpg", "width": "٧٨٠"}},
        "image: width should be a whole number, got the text '٧٨٠'",
    ),
    (
        {"image": {"url": "/a.jpg", "width": 1.5}},
        "image: width should be a whole number, got the number 1.5",
    ),
    ({"image": ["/a.jpg"]}, "image: should be an object or text, got a list"),
    ({"source": 5}, "source: should be an object or text, got the number 5"),
    ({"correction": 1}, "correction: should be true or false, got the number 1"),
    ({"correction": "perhaps"}, "correction: should be true or false, got the text 'perhaps'"),
    ({"language": {}}, "language: should be text, got an object"),
]


@pytest.mark.parametrize(("fields", "expected"), ACCEPTED)
def test_a_record_becomes_a_draft(fields: dict[str, Any], expected: dict[str, Any]) -> None:
    assert read(fields) == Draft(**expected, place=PLACE, folder="politics")


@pytest.mark.parametrize(("fields", "said"), REFUSED)
def test_a_record_of_another_shape_is_refused_with_its_field(
    fields: dict[str, Any], said: str
) -> None:
    with pytest.raises(Refused) as refused:
        read(fields)
    assert str(refused.value).startswith(said)
    assert refused.value.place == PLACE


def test_docstrings_are_no_part_of_the_schema() -> None:
    assert all("description" not in shape for shape in SCHEMA["$defs"].values())


def test_the_schema_is_a_schema() -> None:
    Draft202012Validator.check_schema(SCHEMA)
    json.dumps(SCHEMA)


@pytest.mark.parametrize("fields", [fields for fields, _ in ACCEPTED])
def test_the_schema_allows_what_is_accepted(fields: dict[str, Any]) -> None:
    assert VALID(fields)


@pytest.mark.parametrize("fields", [fields for fields, _ in REFUSED])
def test_the_schema_forbids_what_is_refused(fields: dict[str, Any]) -> None:
    assert not VALID(fields)


_VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.sampled_from(["", "نص", "12", "yes"]),
    lambda one: (
        st.lists(one, max_size=2)
        | st.dictionaries(st.sampled_from("name url title width _x y".split()), one, max_size=3)
    ),
    max_leaves=4,
)


@given(st.dictionaries(st.sampled_from([*RECORD_FIELDS, *ALIASES, "_x", "y"]), _VALUES, max_size=4))
def test_the_schema_and_the_code_agree(fields: dict[str, Any]) -> None:
    try:
        read(fields)
    except Refused:
        assert not VALID(fields)
    else:
        assert VALID(fields)


_TRIED: tuple[Any, ...] = (
    *("", "نص", "12", "yes", True, 12, 7.0, 1.5, 10**16),
    *([], ["نص"], [12], {}, {"name": "نص"}),
)


@pytest.mark.parametrize("name", RECORD_FIELDS)
def test_the_schema_and_the_code_agree_on_each_field(name: str) -> None:
    """Chance finds a new field too seldom."""
    accepted = [value for value in _TRIED if _is_accepted({name: value})]
    allowed = [value for value in _TRIED if VALID({name: value})]
    assert accepted == allowed, "store/sources/shapes.py takes it otherwise than schema.py says"


def _is_accepted(fields: dict[str, Any]) -> bool:
    try:
        read(fields)
    except Refused:
        return False
    return True


def test_every_field_of_a_draft_is_described() -> None:
    assert set(Draft.__dataclass_fields__) == {
        *RECORD_FIELDS,
        "folder",
        "place",
        "export",
        "saved",
        "guid",
        "markup",
        "site",
        "unnamed",
        "modified",
        "message",
        "zone",
    }
    assert set(ALIASES.values()) <= set(RECORD_FIELDS)
    for field in [*RECORD_FIELDS, *ALIASES]:
        assert SCHEMA["properties"][field]["description"]


@pytest.mark.parametrize("fields", [fields for fields, _ in ACCEPTED])
def test_the_fields_of_a_draft_make_the_same_draft(fields: dict[str, Any]) -> None:
    draft = read(fields)
    again = record.fields(draft)
    assert json.loads(json.dumps(again)) == again
    assert record.draft(again, PLACE, "politics") == draft


def test_the_fields_of_a_draft_are_only_those_that_are_set() -> None:
    assert record.fields(read({"title": "خبر", "author": "منى"})) == {
        "title": "خبر",
        "authors": [{"name": "منى"}],
    }


def test_a_refusal_quotes_no_container() -> None:
    endless: list[Any] = []
    endless.append(endless)
    with pytest.raises(Refused, match="got a list"):
        read({"title": endless})
    with pytest.raises(Refused, match="got a list"):
        read({"tags": endless})


def test_a_refused_field_can_be_kept_in_any_database() -> None:
    with pytest.raises(Refused) as refused:
        read({"a\ud800\x00b": 1})
    assert refused.value.field == "ab"
    assert str(refused.value).encode()


def test_every_field_and_alias_is_documented() -> None:
    rows = re.findall(
        r"^\| `(\w+)` \|.*\| (.*) \|$", DOCUMENTATION.read_text(encoding="utf-8"), re.MULTILINE
    )
    documented = {name: set(re.findall(r"`(\w+)`", spellings)) for name, spellings in rows}
    assert documented == {
        name: {alias for alias, of in ALIASES.items() if of == name} for name in RECORD_FIELDS
    }
