"""A feed that is torn, without its torn entries: each is tried by itself, mended, else told alone.

Parses nothing but to see whether it can be parsed: xml hears what is left.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO
from xml.parsers import expat

from ...text.charset import SPOILT
from ..mending import mended, with_prefixes_declared
from ..wordpress.exportpieces import END_OF_ENTRY, Piece, PieceKind, count_begun, pieces, swallows

_TAG = re.compile("<[^<>]*+>")
_CHANNEL = "<channel"
_CDATA = "<![CDATA["
_BEGIN = re.compile(r"<(?:item|entry)(?=[\s>/])")
_CLOSING = re.compile(r"</(?:\w{1,20}:)?(?:channel|rss|feed|rdf)\s*+>", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class TornEntry:
    """An entry that cannot be read, the line it begins at, and the reason."""

    line: int
    reason: str


@dataclass(frozen=True, slots=True)
class Salvaged:
    """What is left of a document, on the lines where it stood, and what was taken out.

    whole    whether it had its end
    entries  whether it has any
    """

    text: str
    torn: Sequence[TornEntry]
    whole: bool
    entries: bool


@dataclass(frozen=True, slots=True)
class _Read:
    """A document, and why it cannot be read though it is mended, or ""."""

    text: str
    reason: str = ""


def may_swallow(document: str, entries: int) -> bool:
    """Whether more entries begin in a document that is well-formed than were heard.

    One whose CDATA never closes takes the next for its text, and the end of that for its own.
    """
    return _CDATA in document and (count_begun(document) > entries or swallows(document))


def salvage(document: str, root: str, namespaces: Mapping[str, str]) -> Salvaged:
    """A document from its root on without the entries that no mending makes well-formed."""
    return _Salvager(document, root, namespaces).salvage()


class _Salvager:
    """Looks at one piece after the other."""

    def __init__(self, document: str, root: str, namespaces: Mapping[str, str]) -> None:
        self._document = document
        self._root = root
        self._namespaces = namespaces
        tag = _TAG.match(document)
        self._opening = tag[0] if tag else f"<{root}>"
        self._end = f"</{root}>"
        self._kept: list[str] = []
        self._torn: list[TornEntry] = []
        self._last: tuple[int, Piece] | None = None  # the entry before, by where it is kept
        self._whole = False

    def salvage(self) -> Salvaged:
        """What is left of the document."""
        has_entries = False
        for piece in pieces(BytesIO(self._document.encode())):
            has_entries |= piece.kind is PieceKind.ITEM
            if piece.kind is PieceKind.HEAD:
                self._take_head(piece)
            elif piece.kind is PieceKind.ITEM:
                self._take_entry(piece)
            else:
                self._take_rest(piece)
        text = "".join([*self._kept, self._end])
        declared = with_prefixes_declared(text, self._root, self._namespaces)
        return Salvaged(declared, self._torn, self._whole, has_entries)

    def _take_head(self, piece: Piece) -> None:
        """Keep the head, else no more of it than that it begins."""
        text = piece.text.replace(SPOILT, "")
        opened = text.rfind(_CHANNEL) > text.rfind("</channel")
        self._end = f"</channel>{self._end}" if opened else self._end
        read = self._read(f"{text}{self._end}")
        if read.reason:
            opening = f"{self._opening}{_CHANNEL}>" if opened else self._opening
            text = opening + "\n" * (text.count("\n") - opening.count("\n"))
            self._torn.append(TornEntry(piece.line, f"has a head that {read.reason}"))
        else:
            text = read.text.removesuffix(self._end)
        self._kept.append(text)

    def _take_rest(self, piece: Piece) -> None:
        """Keep what stands between entries and behind them; behind an end, nothing is the feed's.

        Another part may begin there.
        """
        end = _CLOSING.search(piece.text)
        if end:
            self._whole = True
            cut = Piece(piece.kind, piece.line, piece.text[: end.start()])
            lost = piece.text.count("\n", end.start())
        else:
            cut = piece
            lost = 0
        if not cut.text.strip():
            self._kept.append(cut.text)
        elif not self._take(cut) and END_OF_ENTRY.search(_BEGIN.split(cut.text, maxsplit=1)[0]):
            self._take_back()
        self._kept.append("\n" * lost)

    def _take_back(self) -> None:
        """Take out the entry before, which ends twice."""
        if self._last is None:
            return
        at, entry = self._last
        self._last = None
        self._kept[at] = "\n" * entry.text.count("\n")
        reason = "ends twice: what stands behind its first end may say who may see it"
        self._torn.append(TornEntry(entry.line, reason))

    def _take_entry(self, piece: Piece) -> None:
        """Keep an entry that can be read; one that has swallowed others is torn, and they are not.

        Its text ends with that of the last of them, which is whole by itself. An example in a text
        is not: more of the text stands behind it.
        """
        parts = piece.parts()
        is_sure = swallows(piece.text) or not self._read(self._wrapped(parts[-1])).reason
        for part in parts if is_sure else [piece]:
            at = len(self._kept)
            self._last = (at, part) if self._take(part) else None

    def _take(self, piece: Piece) -> bool:
        """Keep a piece as it can be read, or note why not; returns whether it is kept."""
        read = self._read(self._wrapped(piece))
        if not read.reason:
            self._kept.append(read.text[read.text.find(">") + 1 : read.text.rfind("</")])
            return True
        self._kept.append("\n" * piece.text.count("\n"))
        is_cut_off = not self._whole and self._document.endswith(piece.text)
        if not is_cut_off:  # that the whole breaks off is said once
            blank = len(piece.text) - len(piece.text.lstrip())
            line = piece.line + piece.text.count("\n", 0, blank)
            self._torn.append(TornEntry(line, read.reason))
        return False

    def _wrapped(self, piece: Piece) -> str:
        return f"{self._opening}{piece.text}</{self._root}>"

    def _read(self, text: str) -> _Read:
        """A document as it stands, else mended; each by itself, so that no fault meets another."""
        if SPOILT in text:
            return _Read(text, "holds bytes of another charset than the feed")
        if swallows(text):
            return _Read(text, "holds a text that never closes, and takes the next entry for it")
        if not _fault_of(text):
            return _Read(text)
        text = mended(text, self._root, self._namespaces)
        fault = _fault_of(text)
        return _Read(text, f"is no well-formed XML: {fault}" if fault else "")


def _fault_of(text: str) -> str:
    """What is wrong with a document, "" if it is well-formed."""
    parser = expat.ParserCreate(namespace_separator=" ")
    try:
        parser.Parse(text, True)
    except expat.ExpatError as error:
        return expat.ErrorString(error.code)
    return ""
