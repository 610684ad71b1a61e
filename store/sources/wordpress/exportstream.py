"""The items of an export, one after the other, from a stream of any length.

expat opens nothing, no document type is accepted, and no item or tag may be larger than its budget.
What an item means is told in wxr and pictures.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import BinaryIO
from xml.parsers import expat

from ...errors import Refused
from ...limits import (
    EXPORT_AUTHORS_LIMIT,
    EXPORT_DEPTH_LIMIT,
    EXPORT_ITEM_LIMIT,
    EXPORT_NAMES_LIMIT,
)

_ELEMENT_COST = 64  # bytes of an element beside its text
_PIECE = 65_536  # bytes that are read at once, at least
_NAME_LENGTH = 250  # of an author
_ITEM_DEPTH = 3  # rss, channel, item
_CONTROLS = bytes(code for code in range(32) if code not in b"\t\n\r")
_PREFIXES = {
    "http://purl.org/rss/1.0/modules/content/": "content:",
    "http://purl.org/dc/elements/1.1/": "dc:",
}
_META = frozenset({"_thumbnail_id", "_wp_attachment_image_alt", "_wp_attachment_metadata"})


@dataclass(slots=True)
class ExportItem:
    """A post, page or attachment as an export tells it.

    line   where it begins
    text   the text of each of its elements
    terms  domain, nicename and label, which is HTML, of each category and tag
    meta   the values of _META, as far as it has them
    whole  whether all of it could be kept
    """

    line: int
    text: dict[str, str] = field(default_factory=dict)
    terms: list[tuple[str, str, str]] = field(default_factory=list)
    meta: dict[str, str] = field(default_factory=dict)
    whole: bool = True

    def __getitem__(self, name: str) -> str:
        """The text of an element without white space around it, "" where there is none."""
        return self.text.get(name, "").strip()


class ExportReader:
    """Reads the items of a stream; `authors` are the names of its head by their logins."""

    def __init__(self, stream: BinaryIO) -> None:
        self.authors: dict[str, str] = {}
        self._stream = stream
        self._ready: list[ExportItem] = []
        self._item: ExportItem | None = None
        self._size = 0  # of the item, or of what stands between two
        self._read = 0  # bytes that expat was given
        self._path: list[str] = []
        self._texts: list[str] = []
        self._attributes: dict[str, str] = {}
        self._author: dict[str, str] = {}
        self._parser = self._new_parser()

    def _new_parser(self) -> expat.XMLParserType:
        """A parser of expat that tells this reader what it hears."""
        parser = expat.ParserCreate(namespace_separator=" ")
        parser.buffer_text = True
        parser.StartDoctypeDeclHandler = self._doctype
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._text
        return parser

    def items(self) -> Iterator[ExportItem]:
        """The items in their order; behind them, Refused is raised where the export is broken."""
        try:
            while piece := self._stream.read(self._next_size()):
                self._feed(piece.translate(None, _CONTROLS))
                yield from self._ready
                self._ready.clear()
            self._parser.Parse(b"", True)
        except expat.ExpatError as error:
            yield from self._ready
            raise _not_well_formed(error) from error
        except Exception:  # whatever it is, the items before it are whole
            yield from self._ready
            raise
        yield from self._ready

    def _feed(self, piece: bytes) -> None:
        """Give expat a piece. Raises Refused where it would hold too much.

        It holds a tag until its end, and each name for ever.
        """
        if not self._read:
            piece = piece.lstrip()
        self._read += len(piece)
        self._parser.Parse(piece, False)
        if self._unheard() > EXPORT_ITEM_LIMIT:
            raise Refused(f"has a tag or comment of more than {EXPORT_ITEM_LIMIT:,} bytes")
        if len(self._parser.intern) > EXPORT_NAMES_LIMIT:
            raise Refused(
                f"has more than {EXPORT_NAMES_LIMIT:,} names of elements: that is no export"
            )

    def _unheard(self) -> int:
        """Bytes of a tag or comment that has not ended yet."""
        return self._read - self._parser.CurrentByteIndex

    def _next_size(self) -> int:
        """Bytes of the next piece, with which expat looks anew through all that it has not heard.

        So many more are read, but no more than tell that these are too many.
        """
        unheard = self._unheard()
        return max(_PIECE, min(unheard, EXPORT_ITEM_LIMIT + 1 - unheard))

    # Events of expat

    def _doctype(self, *_: object) -> None:
        """Refuse a document type, of which entity bombs are made."""
        raise Refused("has a document type, which no export has: it may be a bomb")

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        """Begin an element, which may be an item."""
        name = _prefixed(name)
        self._path.append(name)
        self._texts = []
        self._attributes = attributes
        if name == "item" and len(self._path) == _ITEM_DEPTH:
            self._item = ExportItem(self._parser.CurrentLineNumber)
            self._size = 0
        if len(self._path) > EXPORT_DEPTH_LIMIT:
            raise Refused("is nested deeper than any export")
        self._fits(_ELEMENT_COST + sum(map(len, attributes.values())))

    def _text(self, text: str) -> None:
        """Keep a piece of text, as long as it fits."""
        if self._fits(len(text)):
            self._texts.append(text)

    def _end(self, _: str) -> None:
        """End an element, which is kept, or makes an item ready."""
        name = self._path.pop()
        text = "".join(self._texts)
        self._texts = []
        if self._item is None:
            self._keep_head(name, text)
        elif len(self._path) == _ITEM_DEPTH - 1:
            self._ready.append(self._item)
            self._item = None
            self._size = 0
        elif self._item.whole:
            self._keep(self._item, name, text)

    # Keeping

    def _fits(self, size: int) -> bool:
        """Whether so much more is kept. Readers' comments are not, and count for nothing."""
        if self._path[_ITEM_DEPTH : _ITEM_DEPTH + 1] == ["wp:comment"]:
            return False
        self._size += size
        if self._size <= EXPORT_ITEM_LIMIT:
            return True
        if self._item is None:
            raise Refused("holds more text outside of its items than any export")
        self._item.whole = False
        return False

    def _keep(self, item: ExportItem, name: str, text: str) -> None:
        """Keep an element of an item."""
        is_own = len(self._path) == _ITEM_DEPTH
        if name == "category" and is_own:
            item.terms.append(self._term(text))
        elif name == "wp:meta_key":
            item.text["meta"] = text.strip()
        elif name == "wp:meta_value":
            key = item["meta"]
            if key in _META:
                item.meta[key] = text
        elif is_own:
            item.text[name] = text

    def _term(self, label: str) -> tuple[str, str, str]:
        """A category or tag; exports before 1.1 name no domain."""
        domain = self._attributes.get("domain", "") or "category"
        nicename = self._attributes.get("nicename", "")
        return domain, nicename, label.strip()

    def _keep_head(self, name: str, text: str) -> None:
        """Keep an element that stands outside of the items: authors are told there."""
        self._size = 0
        if name in ("wp:author_login", "wp:author_display_name"):
            self._author[name] = text.strip()[:_NAME_LENGTH]
        elif name == "wp:author" and len(self.authors) < EXPORT_AUTHORS_LIMIT:
            login = self._author.get("wp:author_login", "")
            self.authors[login] = self._author.get("wp:author_display_name", "")


def _not_well_formed(error: expat.ExpatError) -> Refused:
    """The refusal for a fault of expat."""
    message = expat.ErrorString(error.code)
    return Refused(f"is no well-formed export from line {error.lineno} on: {message}")


def _prefixed(name: str) -> str:
    """A name with the usual prefix of its namespace, whatever the version of the export."""
    space, _, local = name.rpartition(" ")
    if space.startswith("http://wordpress.org/export/"):
        prefix = "excerpt:" if space.endswith("/excerpt/") else "wp:"
        return f"{prefix}{local}"
    return f"{_PREFIXES.get(space, '')}{local}"
