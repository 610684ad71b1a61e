"""Feeds: RSS 0.9 to 2.0, RDF, Atom, and JSON Feed; an entry is a Draft, a withdrawal a Deletion.

Text is decoded by our charset; what an entry says is told in entry, of JSON Feed in jsonfeed.
"""

from collections.abc import Iterator

from ...draft import Deletion, SourceItem
from ...errors import Place, Refused
from ...text import dates
from ...text.charset import decode
from ..common import unique_by_id
from ..file import File
from ..records.strict_json import parse_text
from . import jsonfeed
from .entry import entry_item
from .xml import parse_feed_xml

FILE_LIMIT = 16_000_000


def read(file: File) -> Iterator[SourceItem]:
    """The deletions and entries of a feed, each with the line it begins at; then what could not be
    read of it.
    """
    place = Place(file.name)
    try:
        data = file.stream.read(FILE_LIMIT + 1)
        if len(data) > FILE_LIMIT:
            raise Refused("the file is larger than 16 MB")
        text = decode(data, file.charset)
        yield from _json(text, file) if text.lstrip()[:1] in ("{", "[") else _xml(text, file)
    except Refused as refused:
        yield refused.at(place)


def _json(text: str, file: File) -> Iterator[SourceItem]:
    found = parse_text(text)
    if not isinstance(found, dict) or not jsonfeed.is_feed(found):
        raise Refused(
            "is JSON, but no JSON Feed: its `version` should begin https://jsonfeed.org/version/"
        )
    yield from jsonfeed.read(found, Place(file.name, 1), file)


def _xml(text: str, file: File) -> Iterator[SourceItem]:
    heard = parse_feed_xml(text)
    standing = {entry.get("id") for entry in heard.entries}
    for ref, when in heard.deleted:
        if ref not in standing:
            yield Deletion(ref, Place(file.name), dates.moment(when))
    yield from unique_by_id(entry_item(entry, heard.feeddata, file) for entry in heard.entries)
    if heard.fault:
        raise heard.fault
