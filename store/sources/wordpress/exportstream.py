"""The items of an export, one after the other, from a stream of any length.

expat opens nothing, no document type is accepted, and no item or tag may be larger than its
budget.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from html import unescape
from typing import BinaryIO
from xml.parsers import expat

from ...errors import Refused

ITEM_LIMIT = 8_000_000
NAMES_LIMIT = 2_000
AUTHORS_LIMIT = 10_000
_OVERHEAD = 64  # what an element costs beside its text
_PIECE = 65_536
_CONTROLS = bytes(code for code in range(32) if code not in b"\t\n\r")
_SPACES = {
    "http://purl.org/rss/1.0/modules/content/": "content:",
    "http://purl.org/dc/elements/1.1/": "dc:",
}
_META = frozenset({"_thumbnail_id", "_wp_attachment_image_alt", "_wp_attachment_metadata"})


@dataclass(slots=True)
class ExportItem:
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


class ExportReader:
    """Items of a stream, one after the other; authors are those of its head, by login."""

    def __init__(self, stream: BinaryIO) -> None:
        self.authors: dict[str, str] = {}
        self._stream = stream
        self._ready: list[ExportItem] = []
        self._item: ExportItem | None = None
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

    def items(self) -> Iterator[ExportItem]:
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
            self._item, self._size = ExportItem(self._parser.CurrentLineNumber), 0
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
