"""A document of JSON that is sent has one meaning, or is refused."""

import pytest

from store.errors import Refused
from store.sources.records.strict_json import numbered_values, parse_json, parse_text


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b'{"a": 1, "a": 2}', "the key 'a' stands twice in one object"),
        (b"[NaN]", "NaN is no JSON number"),
        (b'["\xc7"]', "is not UTF-8"),
        (b'["\\ud800"]', "has a lone surrogate"),
        (b"[1] 2", "is no JSON: Extra data"),
        (b"[" * 40 + b"]" * 40, "is nested deeper than 32 levels"),
        (b"", "is no JSON: it ends too early"),
    ],
)
def test_what_is_ambiguous_or_broken_is_refused(data: bytes, reason: str) -> None:
    with pytest.raises(Refused) as refused:
        parse_json(data)
    assert refused.value.reason == reason


def test_escapes_in_pairs_are_letters() -> None:
    assert parse_json(b'"\\ud83d\\ude00"') == "\U0001f600"


def test_a_text_may_stand_between_blanks() -> None:
    assert parse_text(' \n{"a": [1, null]}\t') == {"a": [1, None]}


def test_values_come_with_the_lines_above_them_up_to_the_first_fault() -> None:
    *values, (line, fault) = numbered_values('[1,\n\n"x",\n{"a": oops}, 2]')
    assert values == [(0, 1), (2, "x")]
    assert line == 3
    assert isinstance(fault, Refused)
