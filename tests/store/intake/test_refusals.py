"""Refusals: the first are said, all are counted by reason."""

from collections import Counter

import pytest

from store import Refusals, Refused, count_lines


@pytest.mark.parametrize(
    ("reason", "kind"),
    [
        ("'غدًا' is no date: it names no day", "published: … is no date: it names no day"),
        ('"it\'s" is none of full, summary, none', "published: … is none of full, summary, none"),
        ("2,049 bytes; at most 2,048", "published: … bytes; at most …"),
        (
            "is no JSON: line 1 column 57 (char 56)",
            "published: is no JSON: line … column … (char …)",
        ),
        ("https://example.com/a is no address", "published: … is no address"),
        ("the host '[:' is no IPv6 address", "published: the host … is no IPv6 address"),
        ("is missing: an article needs a title", "published: is missing: an article needs a title"),
    ],
)
def test_the_kind_of_a_refusal_names_no_value(reason: str, kind: str) -> None:
    assert Refused(reason, field="published").kind == kind


def test_refusals_of_two_fields_are_of_two_kinds() -> None:
    assert Refused("is missing", field="title").kind != Refused("is missing", field="url").kind


def refusals(count: int) -> Refusals:
    made = Refusals()
    for number in range(count):
        made.add(Refused(f"'{number}' is no date", field="published"), f"line {number}")
    return made


def test_the_first_twenty_are_said_and_all_are_counted() -> None:
    made = refusals(100)
    assert made.said == [f"line {number}" for number in range(20)]
    assert [line.strip() for line in made.rest()] == [
        "80 more; all 100 by reason:",
        "100  published: … is no date",
    ]


@pytest.mark.parametrize("count", [0, 1, 20])
def test_few_are_not_counted_again(count: int) -> None:
    made = refusals(count)
    assert len(made.said) == count
    assert list(made.rest()) == []


def test_parts_of_a_run_are_said_as_one() -> None:
    run = Refusals()
    assert len(run.update(refusals(15))) == 15
    assert run.update(refusals(15)) == [f"line {number}" for number in range(5)]
    assert run.update(refusals(15)) == []
    assert next(run.rest()) == "25 more; all 45 by reason:"


def test_no_more_than_twenty_kinds_are_named() -> None:
    lines = list(count_lines(Counter({f"field-{chr(97 + n)}: is wrong": 1 for n in range(25)})))
    assert len(lines) == 21
    assert lines[-1].strip() == "5  other reasons"


def test_a_run_of_ever_other_kinds_takes_no_memory() -> None:
    made = Refusals()
    for number in range(3_000):
        made.add(Refused("is wrong", field=f"field {chr(0x4E00 + number)}"), "")
    assert len(made.kinds) == 1_001
    assert made.kinds.total() == 3_000
