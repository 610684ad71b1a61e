"""Feeds: RSS 0.9 to 2.0, RDF, Atom, and JSON Feed; an entry is a draft, a withdrawal a deletion.

An export of WordPress is RSS too, and is read as what it is, however it came. Says only how a feed
is read: what an entry means is told in items, an item of JSON Feed in jsonfeed.
"""

import logging
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from io import BytesIO
from typing import Any

from ...draft import Deletion, Draft, SourceItem
from ...errors import Place, Refused
from ...limits import DELETION_LIMIT, FEED_FILE_LIMIT, FEED_TEXT_LIMIT
from ...text import dates
from ...text.charset import decode, decode_with_spoilt
from ...text.sandbox import FEED, run_isolated
from ..common import (
    read_whole,
    site_of_entry,
    too_many_deletions,
    unique_by_id,
    with_withdrawals,
    without_deleted,
)
from ..file import File
from ..records.strict_json import parse_text
from ..unforeseen import attempt, guarded
from ..wordpress import wxr
from ..wordpress.detection import is_export
from .items import entry_item, entry_moment
from .jsonfeed import feed_items, is_feed
from .newest import newest_of
from .salvage import TornEntry
from .xml import FeedXmlParser, parse_feed_xml

_log = logging.getLogger("nashra.ingest")


def read(file: File) -> Iterator[SourceItem]:
    """The deletions and entries of a feed, each with the line it begins at; then its fault.

    It is read in isolation: a feed may take a parser for ever. An export that is a file is not,
    and may be of any size.
    """
    is_local = file.address is None
    if is_local and file.stream.seekable() and is_export(file.stream):
        yield from wxr.read(file)
        return
    try:
        data = read_whole(file, FEED_FILE_LIMIT, "the file is larger than 16 MB")
    except Refused as refused:
        yield refused.at(Place(file.name))
        return
    copy = replace(file, stream=BytesIO(data), beside=None)
    if is_local and is_export(copy.stream):
        yield from wxr.read(copy)
    else:
        yield from _isolated(copy)


def _isolated(file: File) -> Iterator[SourceItem]:
    """The items of a feed that is read in a process of its own."""
    try:
        reading = run_isolated(read_here, file, bounds=FEED)
    except Refused as refused:
        yield refused.at(Place(file.name))
        return
    for line in reading.said:
        _log.warning("%s", line)
    yield from reading.items


@dataclass(frozen=True, slots=True)
class FeedReading:
    """The items of a feed, and what was logged meanwhile."""

    items: list[SourceItem]
    said: list[str]


def read_here(file: File) -> FeedReading:
    """Read a feed in this process, which should be one that can be ended."""
    ear = _Ear()
    log = logging.getLogger("nashra")
    log.addHandler(ear)
    try:
        items = list(guarded(_within(FEED_TEXT_LIMIT, _items(file)), Place(file.name)))
    finally:
        log.removeHandler(ear)
    return FeedReading(items, ear.said)


class _Ear(logging.Handler):
    """Hears what is logged, which nobody would read where a feed is read."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.said: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.said.append(self.format(record))


def _within(limit: int, items: Iterable[SourceItem]) -> Iterator[SourceItem]:
    """The items up to so many characters. Raises Refused behind them."""
    length = 0
    for item in items:
        if isinstance(item, Draft):
            length += len(item.html or "") + len(item.summary or "")
        if length > limit:
            raise Refused("holds more text than any feed; the rest is not read")
        yield item


def _items(file: File) -> Iterator[SourceItem]:
    """The items of a feed. Raises its fault behind them."""
    if is_export(file.stream):
        yield from wxr.read(file)
        return
    data = file.stream.read()
    text = decode_with_spoilt(data, file.charset)
    if text.lstrip()[:1] in ("{", "["):
        yield from _json(decode(data, file.charset), file)
    else:
        yield from _xml(text, file)


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
    chosen = newest_of(parsed.entries, entry_moment)
    told = sorted([*chosen.entries, *parsed.torn_entries], key=_line)
    items = (_item(entry, parsed, file) for entry in told)
    deleted = {ref: dates.moment(when) for ref, when in parsed.deleted[:DELETION_LIMIT]}
    yield from unique_by_id(with_withdrawals(without_deleted(items, deleted)))
    if chosen.reason:
        yield Refused(chosen.reason, place=Place(file.name))
    if parsed.fault:
        raise parsed.fault


def _line(entry: Any) -> int:
    """The line at which an entry begins."""
    line: int = entry.line if isinstance(entry, TornEntry) else entry["line"]
    return line


def _item(entry: Any, parsed: FeedXmlParser, file: File) -> SourceItem:
    """The item of an entry, or why there is none."""
    place = Place(file.name, _line(entry))
    if isinstance(entry, TornEntry):
        return Refused(entry.reason, place=place)
    return attempt(place, entry_item, entry, parsed.feeddata, file)


def _deletions(parsed: FeedXmlParser, file: File) -> Iterator[Deletion | Refused]:
    """Tombstones of a feed (RFC 6721); an entry that stands outranks its own."""
    if len(parsed.deleted) > DELETION_LIMIT:
        yield too_many_deletions(len(parsed.deleted), Place(file.name))
    standing = {entry.get("id") for entry in parsed.entries}
    for ref, when in parsed.deleted[:DELETION_LIMIT]:
        if ref not in standing:
            site = site_of_entry(ref, None, parsed.feeddata.get("link"), file)
            yield Deletion(ref, Place(file.name), dates.moment(when), site)
