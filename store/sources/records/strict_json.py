"""JSON (RFC 8259) without its ambiguities: no key twice, no NaN, no endless depth or digits.

Within a document an ambiguity stands among the values, where `flaw_of()` finds it: so the parser
goes on, and the next record of an array is read.
"""

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from ...errors import Refused
from ...limits import JSON_DEPTH_LIMIT, JSON_DIGITS_LIMIT, JSON_MARKS_LIMIT

BLANK = " \t\n\r"
_BLANKS = re.compile(f"[{BLANK}]*")


# Whole texts


def parse_json(data: bytes) -> object:
    """The one value of a document that was sent. Raises Refused, also for a lone surrogate."""
    text = decode_utf8(data)
    value = parse_text(text)
    if "\\ud" in text or "\\uD" in text:  # only an escape can spell what UTF-8 has not
        _refuse_surrogates(value)
    return value


def parse_text(text: str) -> object:
    """The one value of a text. Raises Refused where it is broken or ambiguous."""
    value = sole_value(text)
    flaw = flaw_of(value)
    if flaw:
        raise flaw
    return value


def decode_utf8(data: bytes) -> str:
    """The text of bytes that must be UTF-8 (RFC 8259, section 8.1). Raises Refused."""
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise Refused("is not UTF-8", offset=error.start, code_point=data[error.start]) from error


def _refuse_surrogates(value: object) -> None:
    """Raise Refused for a value that no UTF-8 can hold."""
    try:
        json.dumps(value, ensure_ascii=False).encode()
    except UnicodeEncodeError as error:
        code_point = ord(error.object[error.start])
        raise Refused("has a lone surrogate", code_point=code_point) from error


# Values one by one; their ambiguities are still among them


def sole_value(text: str) -> object:
    """The one value of a text. Raises Refused where it is broken, or where more follows."""
    text = text.strip(BLANK)
    _check_marks(text)
    value, end = _value_at(text, 0)
    _expect_end(text, end)
    return value


def leading_value(text: str) -> tuple[object, int]:
    """The value that a text begins with, and where it ends. Raises Refused."""
    _check_marks(text)
    value, end = _value_at(text, 0)
    flaw = flaw_of(value)
    if flaw:
        raise flaw
    return value, end


def _check_marks(text: str) -> None:
    """Raise Refused for one value of so many parts that reading it takes seconds."""
    if len(text) > JSON_MARKS_LIMIT and sum(map(text.count, "[{,")) > JSON_MARKS_LIMIT:
        raise Refused(f"has more than {JSON_MARKS_LIMIT:,} brackets and commas")


def numbered_values(text: str) -> Iterator[tuple[int, object]]:
    """The values of an array, or the one value of a text, each with the lines above it.

    The first fault ends them, as a Refused in the place of the value that it stands in or behind.
    """
    is_array = text.startswith("[")
    at = _skip_blank(text, 1 if is_array else 0)
    if is_array and text.startswith("]", at):
        return
    line = 0
    counted = 0
    while at < len(text):
        line += text.count("\n", counted, at)
        counted = at
        try:
            if not is_array:
                _check_marks(text)
            value, end = _value_at(text, at)
            yield line, value
            at = _next_in_array(text, end) if is_array else _expect_end(text, end)
        except Refused as fault:
            yield line, fault
            return


def _next_in_array(text: str, at: int) -> int:
    """Where the next value of an array begins; the end of the text after the last."""
    at = _skip_blank(text, at)
    if text.startswith(",", at):
        return _skip_blank(text, at + 1)
    if not text.startswith("]", at):
        raise _broken("Expecting ',' delimiter", text, at)
    return _expect_end(text, at + 1)


def _expect_end(text: str, at: int) -> int:
    """The end of a text in which nothing but blanks follows `at`. Raises Refused."""
    at = _skip_blank(text, at)
    if at < len(text):
        raise _broken("Extra data", text, at)
    return at


def _skip_blank(text: str, at: int) -> int:
    """The place behind the blanks that begin at `at`."""
    match = _BLANKS.match(text, at)
    return match.end() if match else at


def _value_at(text: str, at: int) -> tuple[object, int]:
    """The value that begins at `at`, and where it ends. Raises Refused where it is no JSON."""
    try:
        return _DECODER.raw_decode(text, at)
    except json.JSONDecodeError as error:
        raise _broken(error.msg, text, error.pos) from error
    except RecursionError as error:
        raise _too_deep() from error


def _broken(reason: str, text: str, at: int) -> Refused:
    """The refusal of a text that is no JSON, with the character it breaks at."""
    if at >= len(text):
        return Refused("is no JSON: it ends too early", offset=at)
    return Refused(f"is no JSON: {reason}", offset=at, code_point=ord(text[at]))


# Ambiguities


def flaw_of(value: object, depth: int = JSON_DEPTH_LIMIT) -> Refused | None:
    """The first ambiguity of a value, if it has one; nesting deeper than `depth` is one, too."""
    if isinstance(value, Refused):
        return value.at(value.place)  # a new one: raising the same again would keep its frames
    if isinstance(value, _Repetition):
        return value.refused()
    if not isinstance(value, dict | list):
        return None
    if depth == 0:
        return _too_deep()
    parts: Iterable[Any] = value.values() if isinstance(value, dict) else value
    for part in parts:
        # Most parts are texts: they cost no call.
        if isinstance(part, dict | list | Refused | _Repetition):
            flaw = flaw_of(part, depth - 1)
            if flaw:
                return flaw
    return None


def _too_deep() -> Refused:
    """The refusal of a value that nests too deep."""
    return Refused(f"is nested deeper than {JSON_DEPTH_LIMIT} levels")


@dataclass(frozen=True, slots=True)
class _Repetition:
    """An object in which a key stands twice; there may be thousands, and one is told of."""

    pairs: list[tuple[str, Any]]

    def refused(self) -> Refused:
        """The refusal that names the key."""
        twice = _first_repeated(name for name, _ in self.pairs)
        return Refused(f"the key {twice[:60]!r} stands twice in one object")


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any] | _Repetition:
    """An object in which no key stands twice: other programs would take the other value."""
    value = dict(pairs)
    if len(value) == len(pairs):
        return value
    return _Repetition(pairs)


def _first_repeated(names: Iterable[str]) -> str:
    """The first name that has stood before; there must be one."""
    seen: set[str] = set()
    for name in names:
        if name in seen:
            return name
        seen.add(name)
    raise LookupError("no name stands twice")


@lru_cache
def _constant(name: str) -> Refused:
    """The refusal of NaN and infinities, which Python reads and JSON does not know."""
    return Refused(f"{name} is no JSON number")


def _integer(digits: str) -> int | Refused:
    """A whole number; converting endless digits would take endless time."""
    if len(digits) > JSON_DIGITS_LIMIT:
        return _too_many_digits(len(digits))
    return int(digits)


@lru_cache
def _too_many_digits(count: int) -> Refused:
    return Refused(f"a number of {count:,} digits cannot be")


# Not strict: line ends, tabs and other controls that stand in a text as they are mean themselves.
_DECODER = json.JSONDecoder(
    object_pairs_hook=_object, parse_constant=_constant, parse_int=_integer, strict=False
)
