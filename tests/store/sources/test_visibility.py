"""What a record says about who may see it is heeded in each format, and never passed over."""

import json
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from store.draft import Deletion, Draft, Omitted, SourceItem
from store.errors import NOWHERE, Refused
from store.sources import record
from store.sources.opening import read_drafts
from store.sources.records.sent import read_sent
from store.sources.schema import record_schema
from store.sources.visibility import PUBLIC

VALID = Draft202012Validator(record_schema()).is_valid
DOCUMENTATION = Path(__file__).parents[3] / "docs" / "records.md"
TITLE = "توسعة الميناء"
TEXT = "تبدأ أعمال التوسعة بعد شهرين."


def yaml(name: str, value: object) -> str:
    said = json.dumps(value, ensure_ascii=False)
    return f"---\nid: m-7\ntitle: {TITLE}\n{name}: {said}\n---\n{TEXT}"


def toml(name: str, value: object) -> str:
    said = json.dumps(value, ensure_ascii=False, separators=(", ", " = "))
    return f'+++\nid = "m-7"\ntitle = "{TITLE}"\n"{name}" = {said}\n+++\n{TEXT}'


def json_above_a_text(name: str, value: object) -> str:
    return json.dumps({"id": "m-7", "title": TITLE, name: value}, ensure_ascii=False) + f"\n{TEXT}"


def record_of_json(name: str, value: object) -> str:
    return json.dumps({"id": "m-7", "title": TITLE, "text": TEXT, name: value}, ensure_ascii=False)


def ndjson(name: str, value: object) -> str:
    return f'{record_of_json(name, value)}\n{{"title": "خبر آخر"}}\n'


FORMATS = {
    "yaml.txt": yaml,
    "yaml.md": yaml,
    "toml.md": toml,
    "json.md": json_above_a_text,
    "record.json": record_of_json,
    "records.ndjson": ndjson,
    "records.txt": ndjson,
}


def first_items(tmp_path: Path, name: str, field: str, value: object) -> list[SourceItem]:
    """What a file means, without the second record that some have."""
    path = tmp_path / name
    path.write_text(FORMATS[name](field, value), encoding="utf-8")
    return [
        item
        for item in read_drafts([path])
        if not (isinstance(item, Draft) and item.title != TITLE)
    ]


HIDDEN: list[tuple[str, object, str]] = [
    ("draft", True, "draft"),
    ("draft", "yes", "draft"),
    ("draft", "ربما", "draft"),
    ("isDraft", True, "isDraft"),
    ("published", False, "unpublished"),
    ("published", "no", "unpublished"),
    ("published", "FALSE", "unpublished"),
    ("published", "لا", "unpublished"),
    ("published", 0, "unpublished"),
    ("status", "draft", "draft"),
    ("status", "pending", "pending"),
    ("status", "Scheduled", "scheduled"),
    ("status", "كلمة لا يعرفها أحد", "of another status"),
    ("post_status", "trash", "trash"),
    ("visibility", "private", "private"),
    ("access", "members", "members"),
    ("private", True, "private"),
    ("hidden", "on", "hidden"),
    ("public", False, "unpublished"),
    ("is_published", False, "unpublished"),
    ("password", "سر", "with a password"),
    ("embargoed", True, "embargoed"),
    ("مسودة", "نعم", "مسودة"),
    ("_status", "draft", "draft"),
    ("x-private", True, "private"),
    ("_embargo", True, "embargoed"),
    ("_is_published", False, "unpublished"),
    ("_build", {"render": "never"}, "unlisted"),
    ("_build", {"list": False}, "unlisted"),
    ("_cms", {"article": {"status": "draft"}}, "draft"),
]


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize(("field", "value", "state"), HIDDEN)
def test_a_record_for_nobody_is_left_out(
    tmp_path: Path, name: str, field: str, value: object, state: str
) -> None:
    found = first_items(tmp_path, name, field, value)
    place = found[0].place
    assert found == [Omitted(state, place), Deletion("m-7", place)]


SEEN: list[tuple[str, object]] = [
    ("draft", False),
    ("draft", "no"),
    ("status", "published"),
    ("status", "Publish"),
    ("visibility", "public"),
    ("الحالة", "منشور"),
    ("is_published", True),
    ("password", ""),
    ("_status", "approved by the desk"),
    ("x-draft", False),
    ("_draft_number", 7),
    ("_embargo", "none"),
    ("_available", "in print"),
    ("_build", {"render": "link", "list": "always"}),
    ("_cms", {"article": {"status": "published"}}),
    ("published", "نعم"),
]


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize(("field", "value"), SEEN)
def test_a_record_for_all_readers_is_a_draft(
    tmp_path: Path, name: str, field: str, value: object
) -> None:
    (found,) = first_items(tmp_path, name, field, value)
    assert isinstance(found, Draft), found


MOMENTS = {
    "embargo": "publish_at",
    "embargo_until": "publish_at",
    "not_before": "publish_at",
    "publishDate": "publish_at",
    "expires": "expires_at",
    "expiryDate": "expires_at",
    "not_after": "expires_at",
    "_embargo": "publish_at",
    "x-visible-from": "publish_at",
}


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize(("field", "meant"), MOMENTS.items())
def test_a_moment_is_known_by_other_names(
    tmp_path: Path, name: str, field: str, meant: str
) -> None:
    (found,) = first_items(tmp_path, name, field, "2027-03-02 09:00")
    assert isinstance(found, Draft), found
    assert getattr(found, meant) == "2027-03-02 09:00"


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize("field", ["noindex", "robots", "Draft", "visible_to"])
def test_what_is_not_known_is_refused(tmp_path: Path, name: str, field: str) -> None:
    (found,) = first_items(tmp_path, name, field, "true")
    assert isinstance(found, Refused)
    assert "is no field of a record" in found.reason


@pytest.mark.parametrize(("field", "value", "state"), HIDDEN)
def test_a_record_for_nobody_that_is_sent_is_refused(field: str, value: object, state: str) -> None:
    sent = read_sent(record_of_json(field, value).encode(), "api", 10)
    assert isinstance(sent.sole, Refused)
    assert (sent.sole.field, state in sent.sole.reason) == (field, True)


VALUES: tuple[Any, ...] = (
    *("", "yes", "no", "true", "false", "0", "1", "draft", "published", "Public", "عام", "سر"),
    *(True, False, None, 0, 1, [], {}),
)


@pytest.mark.parametrize("name", PUBLIC)
def test_the_schema_and_the_code_agree_on_who_may_see(name: str) -> None:
    for value in VALUES:
        assert VALID({name: value}) == _is_taken({name: value}), value


def _is_taken(fields: dict[str, Any]) -> bool:
    try:
        record.draft(fields, NOWHERE)
    except Refused:
        return False
    return True


def test_every_word_about_who_may_see_is_documented() -> None:
    page = DOCUMENTATION.read_text(encoding="utf-8")
    table = page.partition("### Who may see it")[2].partition("\n\nA record")[0]
    assert [name for name in PUBLIC if f"`{name}`" not in table] == []


BODIES = (
    "---\ndraft: true\n---\nنص.",
    '+++\ntitle = "خبر"\n+++\nنص.',
    "خبر\n---\nembargo: 2027\n---",
)


@pytest.mark.parametrize("body", BODIES)
@pytest.mark.parametrize("field", ["text", "markdown"])
def test_a_body_that_is_a_whole_file_is_refused(field: str, body: str) -> None:
    with pytest.raises(Refused, match="front matter") as refused:
        record.draft({"title": TITLE, field: body}, NOWHERE)
    assert refused.value.field == field
