"""Items of JSON Feed as the programs of all languages write them, and what is still refused."""

import io
import json
from typing import Any

import pytest

from store import Draft, Refused, record
from store.sources.file import File
from store.sources.syndication import feed

GOOD = {
    "id": "1",
    "url": "https://example.com/1",
    "title": "بدء العمل في الجسر",
    "content_html": "<p>نص الخبر.</p>",
    "date_published": "2026-11-23T08:00:00Z",
}
AUDIO = "https://example.com/a.mp3"


def read(**fields: object) -> dict[str, Any] | Refused:
    """The record of an item with these fields, or its refusal."""
    version = "https://jsonfeed.org/version/1.1"
    document = {"version": version, "title": "-", "items": [GOOD | fields]}
    file = File(io.BytesIO(json.dumps(document).encode()), "وكالة.json", "", "world")
    (item,) = feed.read_here(file).items
    if isinstance(item, Draft):
        return record.fields(item)
    assert isinstance(item, Refused)
    return item


PLAIN = read()


@pytest.mark.parametrize("empty", [None, False, "", [], {}])
@pytest.mark.parametrize(
    "name",
    "authors author tags image banner_image summary date_modified attachments language external_url"
    " content_text".split(),
)
def test_what_is_empty_is_no_reason_to_refuse(name: str, empty: object) -> None:
    assert read(**{name: empty}) == PLAIN


@pytest.mark.parametrize("name", ["authors", "tags", "attachments"])
def test_empty_entries_of_a_list_are_none(name: str) -> None:
    assert read(**{name: [None, False, "", {}]}) == PLAIN


@pytest.mark.parametrize(
    ("tags", "expected"),
    [
        ("سياسة، اقتصاد, مدن", ["سياسة", "اقتصاد", "مدن"]),
        (["سياسة", 2026], ["سياسة", "2026"]),
        ([{"name": "سياسة", "slug": "politics"}, None], ["سياسة"]),
    ],
)
def test_tags_may_be_told_otherwise(tags: object, expected: list[str]) -> None:
    fields = read(tags=tags)
    assert isinstance(fields, dict)
    assert fields["tags"] == fields["sections"] == expected


@pytest.mark.parametrize(
    ("attachment", "expected"),
    [
        ({"url": AUDIO}, {"type": "audio/mpeg"}),
        (
            {"url": AUDIO, "mime_type": "mp3", "size_in_bytes": "120"},
            {"type": "audio/mpeg", "length": 120},
        ),
        (
            {"url": AUDIO, "mime_type": "Audio/MPEG; a=b", "size_in_bytes": 0},
            {"type": "audio/mpeg"},
        ),
        ({"url": AUDIO, "mime_type": False, "size_in_bytes": -1}, {"type": "audio/mpeg"}),
        ({"url": AUDIO, "size_in_bytes": 10**16}, {"type": "audio/mpeg"}),
        ({"url": "https://example.com/a"}, {"type": "application/octet-stream"}),
    ],
)
def test_of_an_attachment_what_cannot_be_is_not_claimed(
    attachment: dict[str, object], expected: dict[str, object]
) -> None:
    fields = read(attachments=[attachment])
    assert isinstance(fields, dict)
    assert fields["enclosures"] == [{"url": attachment["url"]} | expected]


@pytest.mark.parametrize("attachment", [{"mime_type": "audio/mpeg"}, {"url": ""}, {"url": None}])
def test_an_attachment_without_an_address_is_none(attachment: dict[str, object]) -> None:
    assert read(attachments=[attachment]) == PLAIN


@pytest.mark.parametrize(
    ("name", "wrong"),
    [
        ("title", 123),
        ("summary", ["نص"]),
        ("tags", {"a": "b"}),
        ("tags", [["سياسة"]]),
        ("tags", [True]),
        ("attachments", [7]),
        ("date_modified", True),
    ],
)
def test_what_may_mean_anything_is_refused(name: str, wrong: object) -> None:
    refusal = read(**{name: wrong})
    assert isinstance(refusal, Refused)
    assert refusal.field


@pytest.mark.parametrize("sign", [{"public": False}, {"_site": {"published": False}}])
def test_a_false_that_hides_an_item_is_heeded(sign: dict[str, object]) -> None:
    version = "https://jsonfeed.org/version/1.1"
    document = {"version": version, "title": "-", "items": [GOOD | sign]}
    file = File(io.BytesIO(json.dumps(document).encode()), "وكالة.json", "", "world")
    assert not [one for one in feed.read_here(file).items if isinstance(one, Draft)]
