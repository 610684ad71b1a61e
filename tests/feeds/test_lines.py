"""No text of others ends a line, clears a screen or turns the order of what is read around."""

import json
import unicodedata
from collections.abc import Iterator

import pytest

from feeds.lines import indented, json_line, one_line

HOSTILE = "خبر\n2026-11-24 09:00:00,000 ERROR nashra.serve: fake\r\x1b[2J\x9b2J\x7f\u2028\u202eab"


def unsafe() -> Iterator[str]:
    """All controls, separators of lines and marks of direction that Unicode knows, but for some.

    A right-to-left mark stands in good Arabic titles, and does nothing to its neighbours.
    """
    harmless = "\u200e\u200f\u061c"
    for code in range(0x110000):
        char = chr(code)
        kind = unicodedata.category(char)
        turns = unicodedata.bidirectional(char) in {
            *("LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI")
        }
        if (kind in ("Cc", "Zl", "Zp", "Cs") or turns) and char not in harmless:
            yield char


def test_all_that_is_no_letter_to_a_terminal_is_an_escape() -> None:
    for char in unsafe():
        line = one_line(f"قبل{char}بعد")
        assert char not in line
        assert line.encode().decode("utf-8").startswith("قبل\\")
        assert json.loads(json_line({"a": char, char: 1})) == {"a": char, char: 1}
        assert char not in json_line({"a": char, char: 1})


@pytest.mark.parametrize(
    "text", ["عنوان «عاجل»: 100% \u200fنعم", "path\\to", "emoji 🎉 e\u0301 \u200d\u200c", ""]
)
def test_other_texts_stay_as_they_are(text: str) -> None:
    assert one_line(text) == text
    assert json.loads(json_line(text)) == text


def test_escapes_are_those_that_people_know() -> None:
    assert one_line(HOSTILE) == (
        "خبر\\n2026-11-24 09:00:00,000 ERROR nashra.serve: fake"
        "\\r\\x1b[2J\\x9b2J\\x7f\\u2028\\u202eab"
    )
    assert json_line("\x85\u2028") == '"\\u0085\\u2028"'


def test_lines_of_our_own_stay_lines_that_stand_for_nothing_else() -> None:
    assert indented("a\nb\r\x1bc") == "    a\n    b\\r\\x1bc"
