"""JSON is told apart by its content; what is broken is refused where it stands, and the rest is
read.
"""

import io
import json
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.draft import Deletion, Draft, SourceItem
from store.errors import Place, Refused
from store.sources.file import File
from store.sources.records import jsonlines


def read(data: bytes | str) -> list[SourceItem]:
    stream = io.BytesIO(data.encode() if isinstance(data, str) else data)
    return list(jsonlines.read(File(stream, "أخبار.json", "", "world")))


def shown(data: bytes | str) -> list[tuple[str, int | None]]:
    """Title, or `!` and the refusal; and the line."""
    return [
        (f"!{one}" if isinstance(one, Refused) else str(one.title), one.place.line)
        for one in read(data)
        if not isinstance(one, Deletion)
    ]


NO_OBJECT = "!is no object: a record is written { ... }"
A, B = '{"title": "أ"}', '{"title": "ب"}'
READ: dict[str, tuple[str, list[tuple[str, int]]]] = {
    "nothing": (" \n\n", []),
    "one object": (A, [("أ", 1)]),
    "one object over several lines": ('\n{\n  "title":\n  "أ"\n}\n', [("أ", 2)]),
    "a line each": (f"{A}\n{B}", [("أ", 1), ("ب", 2)]),
    "a line each, with blank lines and CRLF": (f"\r\n{A}\r\n \r\n{B}\r\n", [("أ", 2), ("ب", 4)]),
    "a byte order mark": (f"\ufeff{A}\n{B}", [("أ", 1), ("ب", 2)]),
    "a byte order mark on its own line": (f"\ufeff\n{A}", [("أ", 2)]),
    "a byte order mark before an array": (f"\ufeff[{A}]", [("أ", 1)]),
    "front matter above records": (
        f"\n---\ndraft: true\n---\n{A}\n{B}",
        [("!begins with front matter, which belongs above a text", 2)],
    ),
    "front matter of TOML": (
        f"\ufeff+++\ndraft = true\n+++\n{A}",
        [("!begins with front matter, which belongs above a text", 1)],
    ),
    "an array": (f"[{A}, {B}]", [("أ", 1), ("ب", 1)]),
    "an array over several lines": (f" [\n{A},\n\n{B}\n]\n", [("أ", 2), ("ب", 4)]),
    "an empty array": ("[ ]", []),
    "a broken first line": (
        f'{{"title": "أ"\n{B}',
        [("!is no JSON: it ends too early", 1), ("ب", 2)],
    ),
    "a broken line between": (
        f"{A}\nhello\n{B}",
        [("أ", 1), ("!is no JSON: Expecting value", 2), ("ب", 3)],
    ),
    "a comma too many": (f"{A},\n{B}", [("!is no JSON: Extra data", 1), ("ب", 2)]),
    "no object": ('5\n"x"\n', [(NO_OBJECT, 1), (NO_OBJECT, 2)]),
    "an element that is no object": (
        f"[{A},\n5,\n{B}]",
        [("أ", 1), ("!entry 2 is no object: a record is written { ... }", 2), ("ب", 3)],
    ),
    "an array that is cut off": (
        f"[{A},\n{B}",
        [("أ", 1), ("ب", 2), ("!is no JSON: it ends too early", 2)],
    ),
    "an array with a comma at its end": (
        f"[{A},]",
        [("أ", 1), ("!is no JSON: Expecting value", 1)],
    ),
    "something after an array": (f"[{A}] x", [("أ", 1), ("!is no JSON: Extra data", 1)]),
    "a key twice": (
        f'[{A}, {{"title": "x", "title": "y"}}, {B}]',
        [("أ", 1), ("!the key 'title' stands twice in one object", 1), ("ب", 1)],
    ),
    "no number": (
        f'{{"_x": NaN}}\n{{"_x": -Infinity}}\n{B}',
        [("!NaN is no JSON number", 1), ("!-Infinity is no JSON number", 2), ("ب", 3)],
    ),
    "a huge number": (
        f'{{"_x": {"7" * 6000}}}\n{B}',
        [("!a number of 6,000 digits cannot be", 1), ("ب", 2)],
    ),
    "a record of another shape": (
        f'{{"titel": "x"}}\n{B}',
        [("!titel: is no field of a record; did you mean 'title'?", 1), ("ب", 2)],
    ),
    "a surrogate on its own": ('{"title": "\\ud800"}', [("\ud800", 1)]),
}


@pytest.mark.parametrize(("text", "expected"), READ.values(), ids=READ.keys())
def test_records_are_read(text: str, expected: list[tuple[str, int]]) -> None:
    assert shown(text) == expected


FEED = {
    "version": "https://jsonfeed.org/version/1.1",
    "items": [{"id": "1", "title": "أ"}],
    "_deleted": [{"id": "0"}],
}


@pytest.mark.parametrize("indent", [None, 2])
def test_a_json_feed_is_told_from_records_by_its_version(indent: int | None) -> None:
    deletion, draft = read(f"\n{json.dumps(FEED, indent=indent)}\n")
    assert deletion == Deletion("0", Place("أخبار.json", 2))
    assert isinstance(draft, Draft)
    assert (draft.id, draft.title, draft.folder, draft.place.line) == ("1", "أ", "world", 2)


def test_a_record_with_a_version_is_no_feed() -> None:
    assert shown('{"version": "1.1", "items": []}') == [("!version: is no field of a record", 1)]


def test_a_draft_knows_its_file_line_and_folder() -> None:
    (draft,) = read(A)
    assert isinstance(draft, Draft)
    assert (draft.place.file, draft.place.line, draft.folder, draft.id) == (
        "أخبار.json",
        1,
        "world",
        None,
    )


def test_bytes_that_are_no_utf8_are_refused_with_their_offset_and_the_next_line_is_read() -> None:
    refused, draft = read(b'{"title": "\xc7\xe1"}\n{"title": "x"}')
    assert isinstance(refused, Refused)
    assert (refused.reason, refused.offset, refused.code_point) == ("is not UTF-8", 11, 0xC7)
    assert isinstance(draft, Draft)


def test_bytes_that_are_no_utf8_are_refused_with_their_line_in_a_document() -> None:
    (refused,) = read(b' [{"title": "x"},\n {"title": "\xc7\xe1"}]')
    assert isinstance(refused, Refused)
    assert (refused.offset, refused.code_point, refused.place.line) == (30, 0xC7, 2)


@pytest.mark.parametrize("line", ['{"title": "أ" ؟ }', '{"title":"أ"} ؟'])
def test_broken_json_is_refused_with_the_character_it_breaks_at(line: str) -> None:
    (refused,) = read(line)
    assert isinstance(refused, Refused)
    assert (refused.offset, refused.code_point) == (14, ord("؟"))


DEEP = {
    "arrays": "[" * 100_000,
    "objects": '{"_x":' * 100_000,
    "closed arrays": '{"_x": ' + "[" * 32 + "]" * 32 + "}",
    "closed arrays below the parser's limit": '{"_x": ' + "[" * 900 + "]" * 900 + "}",
}


@pytest.mark.parametrize("text", DEEP.values(), ids=DEEP.keys())
def test_what_nests_too_deep_is_refused(text: str) -> None:
    (refused,) = read(text)
    assert isinstance(refused, Refused)
    assert refused.reason == "is nested deeper than 32 levels"


def test_brackets_in_text_are_no_depth() -> None:
    (draft,) = read(json.dumps({"title": "خبر", "text": "[{" * 200, "_x": [[[]]]}))
    assert isinstance(draft, Draft)


class Lines(io.RawIOBase):
    """A stream of lines that are made while they are read; it knows the longest piece asked of
    it.
    """

    def __init__(self, lines: Iterator[bytes]) -> None:
        self._lines, self._rest = lines, b""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        while len(self._rest) < len(buffer) and (line := next(self._lines, b"")):
            self._rest += line
        given_, self._rest = self._rest[: len(buffer)], self._rest[len(buffer) :]
        buffer[: len(given_)] = given_
        return len(given_)


def test_lines_are_read_one_by_one() -> None:
    asked: list[int] = []

    def lines() -> Iterator[bytes]:
        for number in range(100_000):
            asked.append(number)
            yield f'{{"title": "{number}"}}\n'.encode()

    stream = io.BufferedReader(Lines(lines()), 8192)
    drafts = jsonlines.read(File(stream, "-", ""))
    assert isinstance(next(drafts), Draft)
    assert len(asked) < 5_000


def test_a_blank_line_of_any_length_counts_as_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jsonlines, "JSON_LINE_LIMIT", 1_000)
    assert shown(f"{A}\n{' ' * 5_000}\n{B}") == [("أ", 1), ("ب", 3)]


@pytest.mark.parametrize(
    "start", ["", "\ufeff", f"{B}\n"], ids=["first", "first, behind a mark", "second"]
)
def test_a_line_that_is_too_long_is_passed_over(
    monkeypatch: pytest.MonkeyPatch, start: str
) -> None:
    monkeypatch.setattr(jsonlines, "JSON_LINE_LIMIT", 1_000)
    before = start.count("\n")
    long = '{"title": "' + "x" * 60_000 + '"}'
    lines = shown(f"{start}{long}\n{A}")
    assert lines[-2:] == [("!line of 60,013 bytes; at most 1,000", 1 + before), ("أ", 2 + before)]
    assert len(lines) == 2 + before


def test_a_line_of_the_longest_length_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jsonlines, "JSON_LINE_LIMIT", 1_000)
    line = '{"title": "' + "x" * 987 + '"}'
    assert [one.place.line for one in read(f"{line}\n{line}") if isinstance(one, Draft)] == [1, 2]


def test_an_array_may_be_longer_than_a_line_but_not_endless(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(jsonlines, "JSON_LINE_LIMIT", 100)
    monkeypatch.setattr(jsonlines, "JSON_DOCUMENT_LIMIT", 10_000)
    assert len(read("[" + ", ".join([A] * 100) + "]")) == 100
    (refused,) = read("[" + ", ".join([A] * 1000) + "]")
    assert isinstance(refused, Refused)
    assert refused.reason == "a document of more than 64 MB; write one record a line (NDJSON)"


@given(st.binary() | st.text().map(str.encode))
def test_no_bytes_make_reading_fail(data: bytes) -> None:
    read(data)


_RECORDS = st.lists(
    st.dictionaries(st.sampled_from(["title", "text", "id", "_x"]), st.text(max_size=8)),
    min_size=1,
    max_size=5,
)


@given(_RECORDS, st.sampled_from(["lines", "array", "pretty array"]))
def test_all_forms_hold_the_same_records(records: list[dict[str, str]], form: str) -> None:
    text = {
        "lines": "\n".join(json.dumps(one) for one in records),
        "array": json.dumps(records),
        "pretty array": json.dumps(records, indent=2, ensure_ascii=False),
    }[form]
    drafts = [one for one in read(text) if isinstance(one, Draft)]
    assert [(one.id, one.title, one.text) for one in drafts] == [
        (one.get("id"), one.get("title"), one.get("text")) for one in records
    ]
