"""Feeds: RSS 0.9 to 2.0, RDF, Atom, and JSON Feed; an entry is a draft, a withdrawal a deletion.

Says only how a feed is read: what an entry means is told in items, an item of JSON Feed in
jsonfeed.
"""

from collections.abc import Iterator

from ...draft import Deletion, SourceItem
from ...errors import Place, Refused
from ...limits import FEED_FILE_LIMIT
from ...text import dates
from ...text.charset import decode
from ..common import read_whole, unique_by_id
from ..file import File
from ..records.strict_json import parse_text
from ..unforeseen import attempt
from .items import entry_item
from .jsonfeed import feed_items, is_feed
from .xml import FeedXmlParser, parse_feed_xml


def read(file: File) -> Iterator[SourceItem]:
    """The deletions and entries of a feed, each with the line it begins at; then its fault."""
    try:
        data = read_whole(file, FEED_FILE_LIMIT, "the file is larger than 16 MB")
        text = decode(data, file.charset)
        if text.lstrip()[:1] in ("{", "["):
            yield from _json(text, file)
        else:
            yield from _xml(text, file)
    except Refused as refused:
        yield refused.at(Place(file.name))


def _json(text: str, file: File) -> Iterator[SourceItem]:
    """The items of a JSON Feed. Raises Refused for other JSON."""
    document = parse_text(text)
    if not isinstance(document, dict) or not is_feed(document):
        raise Refused(
            "is JSON, but no JSON Feed: its `version` should begin https://jsonfeed.org/version/"
        )
    yield from feed_items(document, Place(file.name, 1), file)


def _xml(text: str, file: File) -> Iterator[SourceItem]:
    """The items of a feed in XML. Raises its fault behind them."""
    parsed = parse_feed_xml(text)
    yield from _deletions(parsed, file)
    yield from unique_by_id(
        attempt(Place(file.name, entry["line"]), entry_item, entry, parsed.feeddata, file)
        for entry in parsed.entries
    )
    if parsed.fault:
        raise parsed.fault


def _deletions(parsed: FeedXmlParser, file: File) -> Iterator[Deletion]:
    """Tombstones of a feed (RFC 6721); an entry that stands outranks its own."""
    standing = {entry.get("id") for entry in parsed.entries}
    for ref, when in parsed.deleted:
        if ref not in standing:
            yield Deletion(ref, Place(file.name), dates.moment(when))
