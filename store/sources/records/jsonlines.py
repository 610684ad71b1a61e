"""Records as JSON: one object, an array of them, or NDJSON, a line each.

JSON Feed and posts of WordPress's REST API, too.

NDJSON of any size is streamed. UTF-8 only; a line that cannot be read is refused with its place,
and the next is read all the same. Knows no field of a record.
"""

from collections.abc import Iterator
from itertools import chain, islice

from ...draft import SourceItem
from ...errors import Place, Refused
from ...limits import JSON_DOCUMENT_LIMIT, JSON_LINE_LIMIT
from .. import record
from ..articletext.rules import rule_in
from ..file import File
from ..syndication.jsonfeed import feed_items, is_feed
from ..unforeseen import guarded
from ..wordpress.answers import answer_items, is_answer
from .strict_json import BLANK, decode_utf8, flaw_of, numbered_values, sole_value

_BOM = b"\xef\xbb\xbf"
_RULE_LENGTH = 200  # bytes of a line that may be a rule
_PIECE = 1_000_000  # bytes of an overlong line that are passed over at once
_Line = tuple[int, bytes]


def read(file: File) -> Iterator[SourceItem]:
    """The records of a file, in its order; the place of each is the line it begins at."""
    lines = _numbered_lines(file)
    beginning = list(islice(lines, 1))
    if not beginning:
        return
    if _is_rule(beginning[0]):
        reason = "begins with front matter, which belongs above a text"
        yield Refused(reason, place=Place(file.name, beginning[0][0]))
        return
    if _may_go_on(beginning[0]):
        beginning += islice(lines, 1)
    if _is_document(beginning):
        yield from _document(file, beginning)
        return
    for line in chain(beginning, lines):
        yield from guarded(_line(file, line), Place(file.name, line[0]))


def _is_rule(first: _Line) -> bool:
    """Whether a file begins as front matter does: it may say that its records are no news yet."""
    return (
        rule_in(first[1][:_RULE_LENGTH].decode("utf-8", "replace").partition("\n")[0]) is not None
    )


def _may_go_on(first: _Line) -> bool:
    """Whether an object may go on below the first line; then the second tells."""
    _, line = first
    return line.lstrip().startswith(b"{") and not _closes(line)


def _closes(line: bytes) -> bool:
    """Whether a line may be an object of its own; a line that is too long is never a document."""
    return line.rstrip().endswith(b"}") or len(line) > JSON_LINE_LIMIT


def _is_document(beginning: list[_Line]) -> bool:
    """Whether a file is one array, or one object over several lines, by how it begins."""
    _, first = beginning[0]
    if first.lstrip().startswith(b"["):
        return True
    return len(beginning) > 1 and not beginning[1][1].lstrip().startswith(b"{")


# A record a line


def _numbered_lines(file: File) -> Iterator[_Line]:
    """Lines that are not blank, with their numbers; only the beginning of an overlong one."""
    number = 1
    while line := file.stream.readline(JSON_LINE_LIMIT + 1 + len(_BOM)):
        if number == 1:
            line = line.removeprefix(_BOM)
        if line.strip():
            yield number, line
        elif not line.endswith(b"\n"):  # a piece of a blank line, which goes on
            continue
        number += 1


def _line(file: File, numbered: _Line) -> Iterator[SourceItem]:
    """The items of one line of NDJSON."""
    number, line = numbered
    place = Place(file.name, number)
    content = line.removesuffix(b"\n")
    if len(content) > JSON_LINE_LIMIT:
        rest = 0 if line.endswith(b"\n") else _skip_line(file)
        size = len(content) + rest
        yield Refused(f"line of {size:,} bytes; at most {JSON_LINE_LIMIT:,}", place=place)
        return
    try:
        value = sole_value(decode_utf8(line))
    except Refused as refused:
        yield refused.at(place)
        return
    yield from _items(value, file, place)


def _skip_line(file: File) -> int:
    """Read past the rest of a line without holding it; its length, without its end."""
    length = 0
    while piece := file.stream.readline(_PIECE):
        length += len(piece)
        if piece.endswith(b"\n"):
            return length - 1
    return length


# One document


def _document(file: File, beginning: list[_Line]) -> Iterator[SourceItem]:
    """The records of an array, or of one object over several lines, which are read whole."""
    number = beginning[0][0]
    place = Place(file.name, number)
    data = b"".join(line for _, line in beginning) + file.stream.read(JSON_DOCUMENT_LIMIT)
    if len(data) > JSON_DOCUMENT_LIMIT:
        reason = "a document of more than 64 MB; write one record a line (NDJSON)"
        yield Refused(reason, place=place)
        return
    try:
        text = decode_utf8(data).strip(BLANK)
    except Refused as refused:
        above = data.count(b"\n", 0, refused.offset)
        yield refused.at(Place(file.name, number + above))
        return
    del data  # the text is as large again
    yield from _entries(file, number, text)


def _entries(file: File, number: int, text: str) -> Iterator[SourceItem]:
    """The records of a document that begins at a line, up to where it is broken."""
    is_array = text.startswith("[")
    for index, (above, value) in enumerate(numbered_values(text), 1):
        place = Place(file.name, number + above)
        entry = f"entry {index} " if is_array else ""
        yield from guarded(_items(value, file, place, entry), place)


def _items(value: object, file: File, place: Place, entry: str = "") -> Iterator[SourceItem]:
    """What one value holds: a record, a post of WordPress, or a whole JSON Feed."""
    flaw = flaw_of(value)
    if flaw:
        yield flaw.at(place)
    elif not isinstance(value, dict):
        yield Refused(f"{entry}is no object: a record is written {{ ... }}", place=place)
    elif is_feed(value):
        yield from feed_items(value, place, file)
    elif is_answer(value):
        yield from answer_items(value, place, file)
    else:
        yield from record.items(value, place, file.folder)
