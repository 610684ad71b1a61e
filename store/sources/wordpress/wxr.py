"""WordPress's export (WXR 1.0 to 1.2): posts, each a Draft of a backfill, or Omitted where it is
not published.

Streamed, twice: pictures are attachments, which may stand behind the posts that show them. expat
opens nothing, no document type is accepted, and no item, tag or table of pictures may be larger
than its budget.
"""

import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field, replace
from html import unescape
from typing import BinaryIO
from xml.parsers import expat

from ...draft import Omitted, SourceItem
from ...errors import Place, Refused
from .. import record
from ..file import File
from .posts import moment
from .shortcodes import expand

ITEM_LIMIT = 8_000_000
PICTURES_LIMIT = 150_000_000
NAMES_LIMIT = 2_000
AUTHORS_LIMIT = 10_000
_OVERHEAD = 64  # what an element costs beside its text
_ENTRY = 200  # and a picture in its table
_PIECE = 65_536
_EXPORT = b"http://wordpress.org/export/"
_CONTROLS = bytes(code for code in range(32) if code not in b"\t\n\r")
_SIZE = re.compile(r's:(5:"width|6:"height)";(?:i:|s:\d:")(\d{1,5})')
_STATE = re.compile("[a-z][a-z0-9_-]{0,19}")
_SPACES = {
    "http://purl.org/rss/1.0/modules/content/": "content:",
    "http://purl.org/dc/elements/1.1/": "dc:",
}
_META = frozenset({"_thumbnail_id", "_wp_attachment_image_alt", "_wp_attachment_metadata"})

_Pictures = dict[str, bytes]


@dataclass(slots=True)
class _Item:
    """What one item says: text by its element, terms as (domain, nicename, label), the meta that is
    asked for.
    """

    line: int
    text: dict[str, str] = field(default_factory=dict)
    terms: list[tuple[str, str, str]] = field(default_factory=list)
    meta: dict[str, str] = field(default_factory=dict)
    whole: bool = True

    def __getitem__(self, name: str) -> str:
        return self.text.get(name, "").strip()


def is_export(stream: BinaryIO) -> bool:
    """Whether a file that can be read again begins like an export."""
    found = _EXPORT in stream.read(4_096)
    stream.seek(0)
    return found


def read(file: File) -> Iterator[SourceItem]:
    """The posts of an export, in its order."""
    if not file.stream.seekable():
        yield Refused("an export is read twice: save it, and name the file", place=Place(file.name))
        return
    try:
        pictures, whole = _pictures(file.stream)
        if not whole:
            yield Refused(
                "has more pictures than can be kept in mind: not all are shown",
                place=Place(file.name),
            )
        file.stream.seek(0)
        reader = _Reader(file.stream)
        for item in reader.items():
            if item["wp:post_type"] not in ("post", ""):
                continue
            if state := _hidden(item):
                yield Omitted(state, Place(file.name, item.line))
            else:
                yield _draft(item, pictures, reader.authors, file)
    except Refused as refused:
        yield refused.at(Place(file.name))


def _hidden(item: _Item) -> str:
    """Why readers may not see a post, or nothing: plugins have states of their own."""
    status = item["wp:status"]
    if status not in ("publish", ""):
        return status if _STATE.fullmatch(status) else "of another status"
    return "with a password" if item["wp:post_password"] else ""


def _draft(item: _Item, pictures: _Pictures, authors: dict[str, str], file: File) -> SourceItem:
    place, author = Place(file.name, item.line), authors.get(item["dc:creator"], item["dc:creator"])
    if not item.whole:
        return Refused(f"is a post of more than {ITEM_LIMIT:,} characters", place=place)
    sections = [
        name
        for domain, nicename, label in item.terms
        if domain == "category"
        for name in (label, nicename)
    ]
    tags = [
        label for domain, _, label in item.terms if domain in ("post_tag", "tag")
    ]  # others: languages, formats
    fields = {
        "id": item["wp:post_id"] or item["guid"] or None,
        "url": item["link"] or None,
        "title": unescape(item["title"]),
        "html": expand(item["content:encoded"]) or None,
        "summary": item["excerpt:encoded"][:64_000] or None,
        "authors": [author] if author else [],
        "sections": [name for name in dict.fromkeys(sections) if name],
        "tags": [label for label in dict.fromkeys(tags) if label],
        "published": (
            moment(item["wp:post_date_gmt"], item["wp:post_date"]) or item["pubDate"] or None
        ),
        "updated": moment(item["wp:post_modified_gmt"], item["wp:post_modified"]),
        "image": _image(pictures.get(item.meta.get("_thumbnail_id", "").strip())),
    }
    try:
        return replace(
            record.draft(fields, place, file.folder), export=True, guid=item["guid"] or None
        )
    except Refused as refused:
        return refused


def _pictures(stream: BinaryIO) -> tuple[_Pictures, bool]:
    """Of each attachment its address, alt and size, as few bytes; and whether all could be kept."""
    found: _Pictures = {}
    size = 0
    for item in _attachments(stream):
        number, url = item["wp:post_id"], item["wp:attachment_url"]
        if not url or len(number) > 20 or len(url) > 4_000:
            continue
        alt = item.meta.get("_wp_attachment_image_alt", "").strip()[:1_000]
        sides = dict(
            reversed(_SIZE.findall(item.meta.get("_wp_attachment_metadata", "")))
        )  # its own stand first
        parts = (url, sides.get('5:"width', ""), sides.get('6:"height', ""), alt)
        one = "\n".join(parts).encode()
        if (size := size + len(one) + _ENTRY) > PICTURES_LIMIT:
            return found, False
        found[number] = one
    return found, True


def _attachments(stream: BinaryIO) -> Iterator[_Item]:
    """Up to where the export is broken: the second reading says so, behind the posts before it."""
    with suppress(Refused):
        yield from (one for one in _Reader(stream).items() if one["wp:post_type"] == "attachment")


def _image(picture: bytes | None) -> dict[str, object] | None:
    if picture is None:
        return None
    url, width, height, alt = picture.decode().split("\n", 3)
    return {
        "url": url,
        "alt": alt or None,
        "width": int(width or 0) or None,
        "height": int(height or 0) or None,
    }


class _Reader:
    """Items of a stream, one after the other; authors are those of its head, by login."""

    def __init__(self, stream: BinaryIO) -> None:
        self.authors: dict[str, str] = {}
        self._stream = stream
        self._ready: list[_Item] = []
        self._item: _Item | None = None
        self._path: list[str] = []
        self._said: list[str] = []
        self._size = self._read = 0
        self._author: dict[str, str] = {}
        self._attributes: dict[str, str] = {}
        self._parser = parser = expat.ParserCreate(namespace_separator=" ")
        parser.buffer_text = True
        parser.StartDoctypeDeclHandler = self._doctype
        parser.StartElementHandler, parser.EndElementHandler = self._start, self._end
        parser.CharacterDataHandler = self._text

    def items(self) -> Iterator[_Item]:
        """Raises Refused where the export is broken; what stands before that was yielded."""
        try:
            while piece := self._stream.read(_PIECE):
                self._hear(piece.translate(None, _CONTROLS))
                yield from self._ready
                self._ready.clear()
            self._parser.Parse(b"", True)
        except expat.ExpatError as error:
            yield from self._ready
            line = error.lineno
            raise Refused(
                f"is no well-formed export from line {line} on: {expat.ErrorString(error.code)}"
            ) from error
        except Refused:
            yield from self._ready
            raise
        yield from self._ready

    def _hear(self, piece: bytes) -> None:
        """expat keeps a tag until it ends, and every name for ever."""
        piece = piece if self._read else piece.lstrip()
        self._read += len(piece)
        self._parser.Parse(piece, False)
        if self._read - self._parser.CurrentByteIndex > ITEM_LIMIT:
            raise Refused(f"has a tag or comment of more than {ITEM_LIMIT:,} bytes")
        if len(self._parser.intern) > NAMES_LIMIT:
            raise Refused(f"has more than {NAMES_LIMIT:,} names of elements: that is no export")

    def _doctype(self, *_: object) -> None:
        raise Refused("has a document type, which no export has: it may be a bomb")

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        name = _short(name)
        self._path.append(name)
        self._said, self._attributes = [], attributes
        if name == "item" and len(self._path) == 3:
            self._item, self._size = _Item(self._parser.CurrentLineNumber), 0
        if len(self._path) > 20:
            raise Refused("is nested deeper than any export")
        self._fits(_OVERHEAD + sum(map(len, attributes.values())))

    def _text(self, text: str) -> None:
        if self._fits(len(text)):
            self._said.append(text)

    def _fits(self, size: int) -> bool:
        """Whether so much more is kept. Readers' comments are not, and count for nothing."""
        if self._path[3:4] == ["wp:comment"]:
            return False
        self._size += size
        if self._size <= ITEM_LIMIT:
            return True
        if self._item is None:
            raise Refused("holds more text outside of its items than any export")
        self._item.whole = False
        return False

    def _end(self, _: str) -> None:
        name, text = self._path.pop(), "".join(self._said)
        item, depth, self._said = self._item, len(self._path), []
        if item is None:
            self._head(name, text)
        elif depth == 2:
            self._ready.append(item)
            self._item, self._size = None, 0
        elif not item.whole:
            return
        elif name == "category" and depth == 3:
            domain, nicename = (self._attributes.get(key, "") for key in ("domain", "nicename"))
            item.terms.append((domain or "category", nicename, unescape(text).strip()))
        elif name == "wp:meta_key":
            item.text["meta"] = text.strip()
        elif name == "wp:meta_value":
            if (key := item["meta"]) in _META:
                item.meta[key] = text
        elif depth == 3:
            item.text[name] = text

    def _head(self, name: str, text: str) -> None:
        self._size = 0
        if name in ("wp:author_login", "wp:author_display_name"):
            self._author[name] = text.strip()[:250]
        elif name == "wp:author" and len(self.authors) < AUTHORS_LIMIT:
            self.authors[self._author.get("wp:author_login", "")] = self._author.get(
                "wp:author_display_name", ""
            )


def _short(name: str) -> str:
    """Of each namespace its usual prefix, whatever the version of the export."""
    space, _, local = name.rpartition(" ")
    if space.startswith("http://wordpress.org/export/"):
        return f"{'excerpt' if space.endswith('/excerpt/') else 'wp'}:{local}"
    return f"{_SPACES.get(space, '')}{local}"
