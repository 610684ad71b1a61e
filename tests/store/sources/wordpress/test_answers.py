"""Saved answers of the REST API: known by what they hold, read as a wire reads them."""

import io
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from store import read_drafts
from store.draft import Deletion, Draft, Omitted, SourceItem
from store.errors import Place, Refused
from store.sources.wordpress.posts import draft
from tests.wordpress import INVALID_ID, INVALID_PAGE, post

RECORD = {"id": 7, "title": "افتتاح المكتبة", "html": "<p>فتحت أبوابها صباح اليوم.</p>"}


def piped(*lines: object) -> list[SourceItem]:
    """The items of JSON that is piped, a value a line."""
    data = "\n".join(json.dumps(line) for line in lines).encode()
    return list(read_drafts(["-"], stdin=io.BytesIO(data)))


def shown(items: list[SourceItem]) -> list[str]:
    """What each item is, by its id, or by its place and reason."""
    return [_shown(item) for item in items]


def _shown(item: SourceItem) -> str:
    if isinstance(item, Refused):
        return f"!{item.place.line}: {item}"
    if isinstance(item, Omitted):
        return item.state
    return f"-{item.id}" if isinstance(item, Deletion) else str(item.id)


FORMS: dict[str, str] = {
    "a page on one line": json.dumps([post(5), post(6)]),
    "a page for people": json.dumps([post(5), post(6)], indent=1, ensure_ascii=False),
    "a post a line": f"{json.dumps(post(5))}\n{json.dumps(post(6))}\n",
    "a mark before it": "\ufeff" + json.dumps([post(5), post(6)]),
}


@pytest.mark.parametrize("suffix", [".json", ".ndjson", ".txt"])
@pytest.mark.parametrize("text", FORMS.values(), ids=FORMS)
def test_a_saved_page_is_what_a_wire_reads(tmp_path: Path, text: str, suffix: str) -> None:
    path = tmp_path / f"posts{suffix}"
    path.write_text(text)
    found = list(read_drafts([path]))
    polled = [draft(post(number), str(path)) for number in (5, 6)]
    assert found == [replace(one, folder=tmp_path.name) for one in polled if isinstance(one, Draft)]
    assert len(found) == 2


def test_one_post_is_read_in_either_layout(tmp_path: Path) -> None:
    path = tmp_path / "post.json"
    for indent in (None, 2):
        path.write_text(json.dumps(post(5), indent=indent))
        (found,) = read_drafts([path])
        assert isinstance(found, Draft)
        assert found.place == Place(str(path), 5)


def test_posts_are_known_by_any_part_that_is_rendered() -> None:
    few = {"id": 5, "title": {"rendered": "افتتاح المكتبة"}, "link": "https://press.example.com/5"}
    whole = post(6)
    del whole["title"]
    assert shown(piped([few, whole])) == ["5", "6"]


HIDDEN: dict[str, tuple[dict[str, Any], str]] = {
    "a draft": ({"status": "draft"}, "draft"),
    "scheduled": ({"status": "future"}, "future"),
    "a status of a plugin": ({"status": "قيد التحرير"}, "of another status"),
    "no status at all": ({"status": None}, "of another status"),
    "a password": ({"content": {"rendered": "", "protected": True}}, "with a password"),
    "a class": ({"class_list": ["post-5", "status-private"]}, "private"),
    "a field of the site": ({"acf": {"members_only": True}}, "for subscribers"),
}


@pytest.mark.parametrize(("fields", "state"), HIDDEN.values(), ids=HIDDEN)
def test_hidden_posts_are_left_out_counted_and_withdrawn(
    fields: dict[str, Any], state: str
) -> None:
    found = piped([post(4), post(5, **fields), post(6)])
    assert shown(found) == ["4", state, "-5", "6"]


@pytest.mark.parametrize("kind", ["page", "attachment", "comment", "event"])
def test_other_types_are_left_out_and_what_was_a_post_before_stays(kind: str) -> None:
    assert shown(piped([post(4), post(5, type=kind), post(6)])) == ["4", kind, "6"]


REFUSED: dict[str, tuple[object, str]] = {
    "an address that is a list": (post(5, link=[7]), "!5: url: "),
    "no id": ({"title": {"rendered": "افتتاح المكتبة"}}, "!1: id: names no post by its number"),
    "a text": (post(5, id="خمسة"), "!1: id: names no post by its number"),
    "a truth": (post(5, id=True), "!1: id: names no post by its number"),
    "below nothing": (post(5, id=-5), "!1: id: names no post by its number"),
    "an error": (INVALID_PAGE, "!1: is no post, but an error of WordPress: 'رقم الصفحة"),
    "an error of another plugin": (
        {"code": "jwt_auth_no_auth_header", "message": "لا إذن", "data": None},
        "!1: is no post, but an error of WordPress: 'لا إذن'",
    ),
}


@pytest.mark.parametrize(("value", "reason"), REFUSED.values(), ids=REFUSED)
def test_what_is_wrong_is_told_in_its_place_and_the_rest_is_read(
    value: object, reason: str
) -> None:
    before, wrong, after = shown(piped([post(4), value, post(6)]))
    assert (before, after) == ("4", "6")
    assert wrong.startswith(reason)


def test_an_error_in_place_of_posts_is_refused_with_its_message() -> None:
    (found,) = shown(piped(INVALID_ID))
    assert found == "!1: is no post, but an error of WordPress: 'معرّف المقالة غير صالح.'"


def test_records_are_no_posts() -> None:
    own = [
        RECORD,
        RECORD | {"id": 8, "_title": {"rendered": "عنوان"}},
        RECORD | {"id": 9, "x-code": "rest_no_route", "x-message": "لا"},
        RECORD | {"id": 10, "content_html": None, "title": "title: {rendered}"},
    ]
    for found in (piped(own), piped(*own)):
        drafts = [one for one in found if isinstance(one, Draft)]
        assert [one.id for one in drafts] == ["7", "8", "9", "10"]
        assert {one.html for one in drafts} == {RECORD["html"]}
        assert {one.markup for one in drafts} == {frozenset()}


def test_a_record_with_a_code_is_refused_as_a_record() -> None:
    (found,) = shown(piped(RECORD | {"code": "12", "message": "إلى المحرر"}))
    assert "is no field of a record" in found
