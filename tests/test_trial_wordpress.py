"""The trial with a real WordPress finds what it looks for. All of it: `make trial-wordpress`."""

from collections.abc import Callable
from dataclasses import fields, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from trials.wordpress.compare import differences
from trials.wordpress.edits import EDITS
from trials.wordpress.move import Step
from trials.wordpress.printed import FORMATS
from trials.wordpress.story import Story, pictures, words
from trials.wordpress.table import drawn, line
from trials.wordpress.truth import TAGS_LIMIT

CASES = Path(__file__).parent / "feeds/printing/formats/cases"
PICTURE = "http://example.com/harbour.jpg"
STORY = Story(
    guid="http://example.com/?p=7",
    link="http://example.com/وصول-السفينة/",
    title="وصول السفينة",
    words=("رست", "فجرًا"),
    summary="رست فجرًا",
    authors=("سلمى حداد",),
    sections=frozenset({"economy"}),
    tags=frozenset({"مرفأ"}),
    picture=PICTURE,
    pictures=frozenset({PICTURE}),
    published=datetime(2026, 11, 28, 6, tzinfo=UTC),
    enclosures=frozenset({"http://example.com/7.mp3"}),
    number="7",
    labels=frozenset({"اقتصاد", "economy"}),
)
OTHER = {
    "guid": "urn:uuid:7",
    "link": "http://example.com/",
    "title": "وصول",
    "words": ("رست",),
    "summary": "رست",
    "authors": (),
    "sections": frozenset({"misc"}),
    "tags": frozenset({"سفن"}),
    "picture": "",
    "pictures": frozenset({"http://example.com/pier.jpg"}),
    "published": datetime(2026, 11, 28, 8, tzinfo=UTC),
    "enclosures": frozenset(),
}


def told(theirs: list[Story], ours: list[Story]) -> list[str]:
    return [difference.what for difference in differences(theirs, ours)]


def changed(**values: Any) -> Story:
    return replace(STORY, **values)


def test_what_is_the_same_does_not_differ() -> None:
    assert told([STORY], [changed(number="", labels=frozenset())]) == []


def test_every_field_is_compared() -> None:
    assert {one.name for one in fields(Story)} == OTHER.keys() | {"number", "labels"}


@pytest.mark.parametrize("name", OTHER)
def test_each_field_that_differs_is_told(name: str) -> None:
    assert told([STORY], [changed(**{name: OTHER[name]})]) == [name]


def test_what_is_missing_left_over_or_shown_twice_is_told() -> None:
    again = changed(guid="urn:uuid:8")
    left = changed(guid="urn:uuid:9", link="http://example.com/9", title="خبر قديم")
    assert told([STORY], []) == ["missing"]
    assert told([], [STORY]) == ["left over"]
    assert told([STORY], [STORY, again]) == ["twice", "guid"]
    assert told([STORY], [STORY, left]) == ["left over"]


@pytest.mark.parametrize(
    ("theirs", "ours"),
    [
        ({}, {"tags": frozenset({"مرفأ", "economy"})}),  # names of categories
        ({"summary": ""}, {"summary": "وأول النص"}),
        ({"picture": ""}, {"picture": PICTURE}),  # the first of the text
        ({"pictures": frozenset()}, {}),  # the featured one stands above the text
        (
            {"tags": frozenset(f"وسم {number}" for number in range(120))},
            {"tags": frozenset(f"وسم {number}" for number in range(TAGS_LIMIT))},
        ),
    ],
)
def test_what_may_differ_is_not_told(theirs: dict[str, Any], ours: dict[str, Any]) -> None:
    assert told([changed(**theirs)], [changed(**ours)]) == []


def test_words_are_parted_by_blocks_alone() -> None:
    html = "<p>رست <b>ال</b>سفينة</p><p>فجرًا&nbsp;&amp;<!-- wp --> عادت\u200f.</p>"
    assert words(html) == ("رست", "السفينة", "فجرًا", "&", "عادت.")


def test_a_picture_is_the_same_in_all_its_sizes() -> None:
    html = "<img class='a' src='/a-300x200.jpg'><img src=\"/b-scaled.png\"><img src='/c-2.jpg'>"
    assert pictures(html) == {"/a.jpg", "/b.png", "/c-2.jpg"}


def test_a_step_tells_what_differs_and_the_table_how_much() -> None:
    step = Step("title", "poll", 1.0, list(differences([STORY], [changed(title="وصول")])))
    assert line(step).startswith("title (poll), 1.0 s: title 1\n    title: post 7: 'وصول السفينة'")
    table = drawn({"wire first": [step], "export first": [replace(step, differs=[])]})
    assert "| title         | poll 1.0 s: 1 DIFFER | poll 1.0 s: equal |" in table


def test_no_two_edits_have_one_name() -> None:
    assert len({edit.name for edit in EDITS}) == len(EDITS) >= 30


@pytest.mark.parametrize("case", ["edited", "published-together", "notice"])
def test_a_story_is_read_alike_from_all_formats(case: str) -> None:
    read: dict[str, Callable[[bytes], Any]] = dict(FORMATS)
    shown = [list(read[form]((CASES / f"{case}.{form}").read_bytes())) for form in read]
    assert shown[0]
    assert [story.title for story in shown[0]] == [story.title for story in shown[1]]
    for other in shown[1:]:
        assert list(differences(shown[0], other)) == []
