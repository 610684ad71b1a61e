"""Records as JSON: one object, an array of them, or NDJSON, a line each; a JSON Feed, too. Streams
NDJSON of any size.

UTF-8 only (RFC 8259, section 8.1); a line that cannot be read is refused with its place, and the
next is read all the same. Knows no field of a record.
"""

import json
import re
from collections.abc import Iterable, Iterator
from itertools import chain
from typing import Any

from ...draft import SourceItem
from ...errors import Place, Refused
from .. import record
from ..file import File
from ..syndication import jsonfeed

LINE_LIMIT = 16_000_000
DOCUMENT_LIMIT = 64_000_000
DEPTH_LIMIT = 32
_BOM = b"\xef\xbb\xbf"
_DIGITS = 20
_SKIPPED = 1_000_000
_BLANK = " \t\n\r"
_SPACE = re.compile(f"[{_BLANK}]*")
_Line = tuple[int, bytes]


def read(file: File) -> Iterator[SourceItem]:
    """The records of a file, in its order; the place of each is the line it begins at."""
    lines = _numbered(file)
    first = next(lines, None)
    if first is None:
        return
    number, line = first
    opening = line.lstrip()[:1]
    second = next(lines, None) if opening == b"{" and not _closes(line) else None
    if opening == b"[" or (second and not second[1].lstrip().startswith(b"{")):
        yield from _document(file, number, [line, *([second[1]] if second else [])])
        return
    for at, one in chain([(number, line), *([second] if second else [])], lines):
        yield from _line(file, at, one)


def _numbered(file: File) -> Iterator[_Line]:
    """The lines that are not blank, with their numbers; of one that is too long only the
    beginning.
    """
    number = 1
    while line := file.stream.readline(LINE_LIMIT + 1 + len(_BOM)):
        if number == 1:
            line = line.removeprefix(_BOM)
        if line.strip():
            yield number, line
        elif not line.endswith(b"\n"):
            continue
        number += 1


def _closes(line: bytes) -> bool:
    """Whether the first line may be an object of its own; then it is one of many. So is one that is
    too long.
    """
    return line.rstrip().endswith(b"}") or len(line) > LINE_LIMIT


def _line(file: File, number: int, line: bytes) -> Iterator[SourceItem]:
    place = Place(file.name, number)
    ended = line.endswith(b"\n")
    if len(line) - ended > LINE_LIMIT:
        size = len(line) - 1 if ended else len(line) + _skip(file)
        yield Refused(f"line of {size:,} bytes; at most {LINE_LIMIT:,}", place=place)
        return
    try:
        yield from _said(_whole(_decoded(line)), file, place)
    except Refused as refused:
        yield refused.at(place)


def document(text: str) -> object:
    """The one value of a text, in which nothing is ambiguous. Raises Refused."""
    found = _whole(text)
    if flaw := _flaw(found, DEPTH_LIMIT):
        raise flaw
    return found


def _whole(text: str) -> object:
    text = text.strip(_BLANK)
    found, end = _parsed(text, 0)
    if (end := _space(text, end)) < len(text):
        raise _broken("Extra data", text, end)
    return found


def parse(data: bytes) -> object:
    """The one value of a document that was sent; what has no UTF-8, too, is refused. Raises
    Refused.
    """
    text = _decoded(data)
    found = document(text)
    if "\\ud" in text or "\\uD" in text:
        try:
            json.dumps(found, ensure_ascii=False).encode()
        except UnicodeEncodeError as error:
            raise Refused(
                "has a lone surrogate", code_point=ord(error.object[error.start])
            ) from error
    return found


def _skip(file: File) -> int:
    """Read past the rest of a line without holding it. Returns its length, its end not counted."""
    length = 0
    while rest := file.stream.readline(_SKIPPED):
        length += len(rest)
        if rest.endswith(b"\n"):
            return length - 1
    return length


def _document(file: File, number: int, parts: list[bytes]) -> Iterator[SourceItem]:
    """An array, or one object over several lines, read whole."""
    place = Place(file.name, number)
    data = b"".join([*parts, file.stream.read(DOCUMENT_LIMIT)])
    if len(data) > DOCUMENT_LIMIT:
        yield Refused(
            "a document of more than 64 MB; write one record a line (NDJSON)", place=place
        )
        return
    try:
        text = _decoded(data).strip(_BLANK)
    except Refused as refused:
        yield refused.at(Place(file.name, number + data.count(b"\n", 0, refused.offset)))
        return
    del data
    yield from _elements(file, number, text)


def _elements(file: File, line: int, text: str) -> Iterator[SourceItem]:
    """The values of a document one after the other: a broken one stops it, those before it are
    good.
    """
    several = text.startswith("[")
    at, counted, index = _space(text, 1 if several else 0), 0, 0
    while at < len(text) and not (several and text[at] == "]" and counted == 0):
        line, counted = line + text.count("\n", counted, at), at
        place = Place(file.name, line)
        try:
            found, at = _parsed(text, at)
            index += 1
            yield from _said(found, file, place, f"entry {index} " if several else "")
            at = _next(text, at, several=several)
        except Refused as refused:
            yield refused.at(place)
            return


def _next(text: str, at: int, *, several: bool) -> int:
    """Where the next value of an array stands; the end of the text, if there is none. Raises
    Refused.
    """
    at = _space(text, at)
    if several and text[at : at + 1] == ",":
        return _space(text, at + 1)
    if several and text[at : at + 1] != "]":
        raise _broken("Expecting ',' delimiter", text, at)
    at = _space(text, at + 1) if several else at
    if at < len(text):
        raise _broken("Extra data", text, at)
    return at


def _space(text: str, at: int) -> int:
    found = _SPACE.match(text, at)
    return found.end() if found else at


def _said(found: object, file: File, place: Place, entry: str = "") -> Iterator[SourceItem]:
    if flaw := _flaw(found, DEPTH_LIMIT):
        yield flaw.at(place)
    elif not isinstance(found, dict):
        yield Refused(f"{entry}is no object: a record is written {{ ... }}", place=place)
    elif jsonfeed.is_feed(found):
        yield from jsonfeed.read(found, place, file)
    else:
        yield record.said(found, place, file.folder)


def _decoded(data: bytes) -> str:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise Refused("is not UTF-8", offset=error.start, code_point=data[error.start]) from error


# JSON (RFC 8259) without its ambiguities. What is ambiguous becomes a Refused among the values,
# which _flaw() finds: so the parser goes on, and the next record of an array is read.


def _parsed(text: str, at: int) -> tuple[object, int]:
    """The value that stands at `at`, and where it ends. Raises Refused where it is no JSON."""
    try:
        return _DECODER.raw_decode(text, at)
    except json.JSONDecodeError as error:
        raise _broken(error.msg, text, error.pos) from error
    except RecursionError as error:
        raise Refused(f"is nested deeper than {DEPTH_LIMIT} levels") from error


def _broken(said: str, text: str, at: int) -> Refused:
    if at >= len(text):
        return Refused("is no JSON: it ends too early", offset=at)
    return Refused(f"is no JSON: {said}", offset=at, code_point=ord(text[at]))


def _flaw(value: object, depth: int) -> Refused | None:
    if isinstance(value, Refused):
        return value
    if not isinstance(value, dict | list):
        return None
    if depth == 0:
        return Refused(f"is nested deeper than {DEPTH_LIMIT} levels")
    for one in value.values() if isinstance(value, dict) else value:
        if isinstance(one, dict | list | Refused) and (flaw := _flaw(one, depth - 1)):
            return flaw
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
