"""Records as JSON: one object, an array of them, or NDJSON, a line each; a JSON Feed, too. Streams
NDJSON of any size.

UTF-8 only (RFC 8259, section 8.1); a line that cannot be read is refused with its place, and the
next is read all the same. Knows no field of a record.
"""

from collections.abc import Iterator
from itertools import chain

from ...draft import SourceItem
from ...errors import Place, Refused
from .. import record
from ..file import File
from ..syndication import jsonfeed
from .strict_json import (
    BLANK,
    DEPTH_LIMIT,
    broken,
    decode_utf8,
    flaw,
    skip_blank,
    sole_value,
    value_at,
)

LINE_LIMIT = 16_000_000
DOCUMENT_LIMIT = 64_000_000
_BOM = b"\xef\xbb\xbf"
_SKIPPED = 1_000_000
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
        yield from _said(sole_value(decode_utf8(line)), file, place)
    except Refused as refused:
        yield refused.at(place)


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
        text = decode_utf8(data).strip(BLANK)
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
    at, counted, index = skip_blank(text, 1 if several else 0), 0, 0
    while at < len(text) and not (several and text[at] == "]" and counted == 0):
        line, counted = line + text.count("\n", counted, at), at
        place = Place(file.name, line)
        try:
            found, at = value_at(text, at)
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
    at = skip_blank(text, at)
    if several and text[at : at + 1] == ",":
        return skip_blank(text, at + 1)
    if several and text[at : at + 1] != "]":
        raise broken("Expecting ',' delimiter", text, at)
    at = skip_blank(text, at + 1) if several else at
    if at < len(text):
        raise broken("Extra data", text, at)
    return at


def _said(found: object, file: File, place: Place, entry: str = "") -> Iterator[SourceItem]:
    if refused := flaw(found, DEPTH_LIMIT):
        yield refused.at(place)
    elif not isinstance(found, dict):
        yield Refused(f"{entry}is no object: a record is written {{ ... }}", place=place)
    elif jsonfeed.is_feed(found):
        yield from jsonfeed.read(found, place, file)
    else:
        yield record.draft_or_refused(found, place, file.folder)
