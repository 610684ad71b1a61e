"""The items of an export, one after the other, from a stream of any length.

Each piece of it is parsed by itself: what is not well-formed is mended as feeds are, else refused
alone. expat opens nothing, no document type is accepted, and no item may be larger than its budget.
What an item means is told in wxr and pictures.
"""

from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from html import escape
from typing import BinaryIO
from xml.parsers import expat

from ...errors import Refused
from ...limits import EXPORT_FAULTS_LIMIT, EXPORT_MENDED_LIMIT, EXPORT_PIECE_LIMIT
from ...text.sites import site_of
from ..mending import mended
from ..prolog import past_notices
from .categories import CategoryTree
from .exporthearing import HOMES, NAMESPACES, Declarations, ExportHearing, ExportItem
from .exportpieces import Piece, PieceKind, pieces, swallows

_END = "</channel></rss>"


@dataclass(frozen=True, slots=True)
class BrokenItem:
    """An item that cannot be read, the line it begins at, and the reason."""

    line: int
    reason: str


class ExportReader:
    """Reads the items of a stream; `authors` are the names of its head by their logins.

    tree  the categories of its head, of which a post may name one of the lowest alone
    site  the site that its head tells, if it does
    """

    def __init__(self, stream: BinaryIO) -> None:
        self.authors: dict[str, str] = {}
        self.tree = CategoryTree([])
        self.site: str | None = None
        self._stream = stream
        self._opening = ""
        self._closed = False

    def items(self) -> Iterator[ExportItem | BrokenItem]:
        """The items in their order; behind them, Refused is raised where the export breaks off."""
        faults = 0
        for item in self._items():
            faults += isinstance(item, BrokenItem)
            if faults > EXPORT_FAULTS_LIMIT:
                raise Refused(f"holds more than {EXPORT_FAULTS_LIMIT:,} items that cannot be read")
            yield item

    def _items(self) -> Iterator[ExportItem | BrokenItem]:
        """The items up to the end, or to where the export breaks off. Raises Refused."""
        for piece in pieces(self._stream):
            if piece.kind is PieceKind.HEAD:
                self._read_head(piece)
            elif piece.kind is PieceKind.TOO_LONG:
                reason = f"is a post of more than {EXPORT_PIECE_LIMIT:,} characters"
                yield BrokenItem(piece.line, reason)
            elif piece.kind is PieceKind.ITEM:
                yield from self._read_piece(piece)
            else:
                yield from self._read_between(piece)
        if not self._closed:
            raise Refused("is no well-formed export: it has no end")

    # The head

    def _read_head(self, piece: Piece) -> None:
        """Read the head, of which the namespaces hold for all items. Raises Refused."""
        start = past_notices(piece.text)
        if piece.text[start : start + 9].upper() == "<!DOCTYPE":
            raise Refused("has a document type, which no export has: it may be a bomb")
        line = piece.line + piece.text.count("\n", 0, start)
        head = self._without_end(Piece(piece.kind, line, piece.text[start:]))
        hearing = self._heard_head(head)
        declared = {prefix: space for space, prefix in NAMESPACES.items()} | hearing.declared
        self._opening = _opening(declared)
        self.tree = CategoryTree(hearing.terms)
        self.site = _site(hearing.head)

    def _heard_head(self, head: Piece) -> ExportHearing:
        """What is heard of a head; one that is not well-formed, as far as it can be mended."""
        hearing = ExportHearing(self.authors, head.line)
        try:
            hearing.hear(head.text)
        except expat.ExpatError:
            hearing = ExportHearing(self.authors, head.line)
            with suppress(expat.ExpatError):  # no item is lost by it, only names of authors
                hearing.hear(_mended(f"{head.text}{_END}").removesuffix(_END))
        return hearing

    def _without_end(self, piece: Piece) -> Piece:
        """A piece without the end of the export, which is noted."""
        end = piece.text.find("</channel")
        if end < 0:
            return piece
        self._closed = True
        return Piece(piece.kind, piece.line, piece.text[:end])

    # Items

    def _read_between(self, piece: Piece) -> Iterator[ExportItem | BrokenItem]:
        """What stands outside of items. Raises Refused where the export breaks off."""
        within = self._without_end(piece)
        if piece.kind is PieceKind.REST and not self._closed:
            raise Refused(f"is no well-formed export from line {piece.line} on: it breaks off")
        if within.text.strip():
            yield from self._read_piece(within)

    def _read_piece(self, piece: Piece) -> Iterator[ExportItem | BrokenItem]:
        """The item of a piece, or the reason why there is none."""
        heard = self._heard(piece)
        parts = piece.parts()
        if len(parts) < 2 or not (isinstance(heard, BrokenItem) or self._has_swallowed(parts)):
            yield from [heard] if isinstance(heard, BrokenItem) else heard
            return
        for part in parts:  # one of which has taken the others for its text
            heard = self._heard(part)
            yield from [heard] if isinstance(heard, BrokenItem) else map(_with_status, heard)

    def _has_swallowed(self, parts: Sequence[Piece]) -> bool:
        """Whether an item that is well-formed holds others, of which the last is whole by itself.

        Its text then ends with that of the last, whose number and status it would take for its own.
        """
        if parts[0].kind is not PieceKind.ITEM:
            return False
        last = self._heard(parts[-1])
        return not isinstance(last, BrokenItem) and _are_posts(last)

    def _heard(self, piece: Piece) -> list[ExportItem] | BrokenItem:
        """The items of a piece as it stands, else as it can be mended."""
        if swallows(piece.text):
            reason = "holds a text that never closes, and takes the next post for it"
            return BrokenItem(piece.line, reason)
        text = f"{self._opening}{piece.text}{_END}"
        try:
            return self._hear(text, piece.line)
        except expat.ExpatError as error:
            reason = f"is no well-formed XML: {expat.ErrorString(error.code)}"
        except Refused as refused:
            return BrokenItem(piece.line, refused.reason)
        if len(piece.text) > EXPORT_MENDED_LIMIT:
            return BrokenItem(piece.line, reason)
        try:
            return self._hear(_mended(text), piece.line)
        except (expat.ExpatError, Refused):
            return BrokenItem(piece.line, reason)

    def _hear(self, text: str, line: int) -> list[ExportItem]:
        """The items of a document. Raises ExpatError, and Refused for more than any export has."""
        hearing = ExportHearing(self.authors, line)
        hearing.hear(text, is_whole=True)
        return hearing.items


def _site(head: dict[str, str]) -> str | None:
    """The site of an export, by the surest address that its head tells."""
    sites = (site_of(head.get(name, "")) for name in HOMES)
    return next(filter(None, sites), None)


def _mended(text: str) -> str:
    """A document that may be well-formed."""
    return mended(text, text[1:].partition(" ")[0].partition(">")[0], NAMESPACES)


def _opening(declared: Declarations) -> str:
    """What stands before each item, on one line, so that its lines are counted from there."""
    spaces = ""
    for prefix, space in declared.items():
        name = f"xmlns:{prefix}" if prefix else "xmlns"
        spaces += f' {name}="{escape(space)}"'
    return f"<rss{spaces}><channel>"


def _are_posts(items: Sequence[ExportItem]) -> bool:
    """Whether these are items of an export, more than an example in a text."""
    return bool(items) and all(isinstance(_with_status(item), ExportItem) for item in items)


def _with_status(item: ExportItem) -> ExportItem | BrokenItem:
    """An item that was cut from another's text, if it is more than an example in that text."""
    if item["wp:status"] and item["wp:post_type"]:
        return item
    return BrokenItem(item.line, "stands in the text of another post, which never closes")
