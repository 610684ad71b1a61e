"""Records as JSON: one object, an array of them, or NDJSON, a line each. Streams NDJSON of any size.

UTF-8 only; a line that cannot be read is refused with its place, and the next one is read all the same.
"""

import json
import re
from collections.abc import Iterator
from typing import BinaryIO

from ..article import Draft
from ..errors import Place, Refused
from . import record
from .file import File

LINE_LIMIT = 16_000_000
DOCUMENT_LIMIT = 64_000_000
DEPTH_LIMIT = 32
_BOM = b"\xef\xbb\xbf"
_BRACKET = re.compile(r'"(?:[^"\\]|\\.)*"|[\[{\]}]')


def read(file: File) -> Iterator[Draft | Refused]:
    """The records of a file, in its order."""
    lines = _lines(file.stream)
    for number, line in lines:
        text = line.removeprefix(_BOM) if number == 1 else line
        if not text.strip():
            continue
        if text.lstrip()[:1] == b"[" or (text.lstrip()[:1] == b"{" and not _complete(text)):
            yield from _document(file, number, text, lines)
            return
        yield _record(file, number, text)
        yield from (_record(file, at, one) for at, one in lines if one.strip())


def _complete(text: bytes) -> bool:
    """Whether a first line is an object of its own (then the file is NDJSON), or goes on in the next lines."""
    if isinstance(text, _TooLong):
        return True
    try:
        json.loads(text)
    except json.JSONDecodeError as error:
        return error.pos < len(error.doc.rstrip())
    except (ValueError, RecursionError):
        return True
    return True


def _lines(stream: BinaryIO) -> Iterator[tuple[int, bytes]]:
    """Numbered lines; of one that is too long only its length is held."""
    number = 0
    while line := stream.readline(LINE_LIMIT + 1):
        number += 1
        if len(line) > LINE_LIMIT and not line.endswith(b"\n"):
            yield number, _TooLong(_skip(stream, len(line)))
        else:
            yield number, line


class _TooLong(bytes):
    """Stands for a line that was not held; its value is its length."""

    length: int

    def __new__(cls, length: int) -> "_TooLong":
        made = super().__new__(cls, b"?")
        made.length = length
        return made


def _skip(stream: BinaryIO, length: int) -> int:
    while rest := stream.readline(1_000_000):
        length += len(rest)
        if rest.endswith(b"\n"):
            break
    return length


def _record(file: File, number: int, line: bytes) -> Draft | Refused:
    place = Place(file.name, number)
    try:
        if isinstance(line, _TooLong):
            raise Refused(f"a line of {line.length:,} bytes; at most {LINE_LIMIT:,}")
        return _draft(_loads(line), file, place)
    except Refused as refused:
        return refused.at(place)


def _document(file: File, number: int, start: bytes, lines: Iterator[tuple[int, bytes]]) -> Iterator[Draft | Refused]:
    """An array, or one object over several lines, read whole."""
    place = Place(file.name, number)
    parts, size = [start], len(start)
    for _, line in lines:
        size += line.length if isinstance(line, _TooLong) else len(line)
        if size > DOCUMENT_LIMIT or isinstance(line, _TooLong):
            yield Refused(f"a document of over {size:,} bytes: give a record a line", place=place)
            return
        parts.append(line)
    try:
        found = _loads(b"".join(parts))
    except Refused as refused:
        yield refused.at(place)
        return
    several = isinstance(found, list)
    for at, one in enumerate(found if isinstance(found, list) else [found], 1):
        try:
            yield _draft(one, file, place)
        except Refused as refused:
            said = f"{refused.reason} (record {at})" if several else refused.reason
            yield Refused(said, field=refused.field, offset=refused.offset, place=Place(f"{file.name}[{at}]"))


def _draft(found: object, file: File, place: Place) -> Draft:
    if not isinstance(found, dict):
        raise Refused(f"expected an object, a record, got {str(found)[:60]!r}")
    return record.draft(found, place, file.folder)


def _loads(data: bytes) -> object:
    """JSON (RFC 8259) without its ambiguities: no NaN, no key twice, bounded depth. Raises Refused."""
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        byte = data[error.start]
        raise Refused("is no UTF-8", offset=error.start, code_point=byte) from error
    _check_depth(text)
    try:
        return json.loads(text, object_pairs_hook=_object, parse_constant=_constant)
    except json.JSONDecodeError as error:
        point = ord(text[error.pos]) if error.pos < len(text) else None
        raise Refused(f"is no JSON: {error.msg}", offset=error.pos, code_point=point) from error
    except (ValueError, RecursionError) as error:
        raise Refused(f"is no JSON that can be taken: {error}") from error


def _check_depth(text: str) -> None:
    """A cheap upper bound first; brackets within strings are counted only where that is exceeded."""
    if text.count("[") + text.count("{") <= DEPTH_LIMIT:
        return
    depth = 0
    for found in _BRACKET.finditer(text):
        if found[0] in "[{":
            depth += 1
        elif found[0] in "]}":
            depth -= 1
        if depth > DEPTH_LIMIT:
            raise Refused(f"nested deeper than {DEPTH_LIMIT} levels", offset=found.start())


def _object(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found = dict(pairs)
    if len(found) != len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise ValueError(f"the key {twice[:60]!r} stands twice in one object")
    return found


def _constant(name: str) -> object:
    raise ValueError(f"{name} is no JSON number")
