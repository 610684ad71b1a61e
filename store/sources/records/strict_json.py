"""JSON (RFC 8259) without its ambiguities."""

import json
import re
from collections.abc import Iterable
from typing import Any

from ...errors import Refused

DEPTH_LIMIT = 32
_DIGITS = 20
BLANK = " \t\n\r"
_SPACE = re.compile(f"[{BLANK}]*")


def parse_text(text: str) -> object:
    """The one value of a text, in which nothing is ambiguous. Raises Refused."""
    found = sole_value(text)
    if refused := flaw(found, DEPTH_LIMIT):
        raise refused
    return found


def sole_value(text: str) -> object:
    text = text.strip(BLANK)
    found, end = value_at(text, 0)
    if (end := skip_blank(text, end)) < len(text):
        raise broken("Extra data", text, end)
    return found


def parse_json(data: bytes) -> object:
    """The one value of a document that was sent; what has no UTF-8, too, is refused. Raises
    Refused.
    """
    text = decode_utf8(data)
    found = parse_text(text)
    if "\\ud" in text or "\\uD" in text:
        try:
            json.dumps(found, ensure_ascii=False).encode()
        except UnicodeEncodeError as error:
            raise Refused(
                "has a lone surrogate", code_point=ord(error.object[error.start])
            ) from error
    return found


def skip_blank(text: str, at: int) -> int:
    found = _SPACE.match(text, at)
    return found.end() if found else at


def decode_utf8(data: bytes) -> str:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise Refused("is not UTF-8", offset=error.start, code_point=data[error.start]) from error


# JSON (RFC 8259) without its ambiguities. What is ambiguous becomes a Refused among the values,
# which flaw() finds: so the parser goes on, and the next record of an array is read.


def value_at(text: str, at: int) -> tuple[object, int]:
    """The value that stands at `at`, and where it ends. Raises Refused where it is no JSON."""
    try:
        return _DECODER.raw_decode(text, at)
    except json.JSONDecodeError as error:
        raise broken(error.msg, text, error.pos) from error
    except RecursionError as error:
        raise Refused(f"is nested deeper than {DEPTH_LIMIT} levels") from error


def broken(said: str, text: str, at: int) -> Refused:
    if at >= len(text):
        return Refused("is no JSON: it ends too early", offset=at)
    return Refused(f"is no JSON: {said}", offset=at, code_point=ord(text[at]))


def flaw(value: object, depth: int) -> Refused | None:
    if isinstance(value, Refused):
        return value
    if not isinstance(value, dict | list):
        return None
    if depth == 0:
        return Refused(f"is nested deeper than {DEPTH_LIMIT} levels")
    for one in value.values() if isinstance(value, dict) else value:
        if isinstance(one, dict | list | Refused) and (refused := flaw(one, depth - 1)):
            return refused
    return None


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any] | Refused:
    found = dict(pairs)
    if len(found) == len(pairs):
        return found
    twice = _first_repeated(name for name, _ in pairs)
    return Refused(f"the key {twice[:60]!r} stands twice in one object")


def _first_repeated(names: Iterable[str]) -> str:
    """The first name that has stood before; there must be one."""
    seen: set[str] = set()
    for name in names:
        if name in seen:
            return name
        seen.add(name)
    raise LookupError("no name stands twice")


def _constant(name: str) -> Refused:
    return Refused(f"{name} is no JSON number")


def _integer(digits: str) -> int | Refused:
    return (
        int(digits)
        if len(digits) <= _DIGITS
        else Refused(f"a number of {len(digits):,} digits cannot be")
    )


_DECODER = json.JSONDecoder(object_pairs_hook=_object, parse_constant=_constant, parse_int=_integer)
