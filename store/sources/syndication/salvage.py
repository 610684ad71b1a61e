"""A feed that is torn, without its torn entries: each is tried by itself, mended, else told alone.

Parses nothing but to see whether it can be parsed: xml hears what is left.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO
from xml.parsers import expat

from ...text.charset import SPOILT
from ..mending import mended
from ..wordpress.exportpieces import Piece, PieceKind, count_begun, pieces

_TAG = re.compile("<[^<>]*+>")
_CHANNEL = "<channel"
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


def may_swallow(document: str, entries: int) -> bool:
    """Whether more entries begin in a document that is well-formed than were heard.

    One whose CDATA never closes takes the next for its text, and the end of that for its own.
    """
    return "<![CDATA[" in document and count_begun(document) > entries


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
        return Salvaged(text, self._torn, self._whole, has_entries)

    def _take_head(self, piece: Piece) -> None:
        """Keep the head, else no more of it than that it begins."""
        text = piece.text.replace(SPOILT, "")
        opened = text.rfind(_CHANNEL) > text.rfind("</channel")
        self._end = f"</channel>{self._end}" if opened else self._end
        reason = self._fault(f"{text}{self._end}")
        if reason:
            opening = f"{self._opening}{_CHANNEL}>" if opened else self._opening
            text = opening + "\n" * (text.count("\n") - opening.count("\n"))
            self._torn.append(TornEntry(piece.line, f"has a head that {reason}"))
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
        if cut.text.strip():
            self._take(cut, self._fault(self._wrapped(cut)))
        else:
            self._kept.append(cut.text)
        self._kept.append("\n" * lost)

    def _take_entry(self, piece: Piece) -> None:
        """Keep an entry that can be read; one that has swallowed others is torn, and they are not.

        Its text ends with that of the last of them, which is whole by itself. An example in a text
        is not: more of the text stands behind it.
        """
        parts = piece.parts()
        if len(parts) > 1 and not self._fault(self._wrapped(parts[-1])):
            for part in parts:
                self._take(part, self._fault(self._wrapped(part)))
        else:
            self._take(piece, self._fault(self._wrapped(piece)))

    def _take(self, piece: Piece, reason: str) -> None:
        """Keep a piece, or note why not."""
        if not reason:
            self._kept.append(piece.text)
            return
        self._kept.append("\n" * piece.text.count("\n"))
        is_cut_off = not self._whole and self._document.endswith(piece.text)
        if not is_cut_off:  # that the whole breaks off is said once
            blank = len(piece.text) - len(piece.text.lstrip())
            line = piece.line + piece.text.count("\n", 0, blank)
            self._torn.append(TornEntry(line, reason))

    def _wrapped(self, piece: Piece) -> str:
        return f"{self._opening}{piece.text}</{self._root}>"

    def _fault(self, text: str) -> str:
        """Why a document is not well-formed, even if it is mended, or ""."""
        if SPOILT in text:
            return "holds bytes of another charset than the feed"
        if not _fault_of(text):
            return ""
        fault = _fault_of(mended(text, self._root, self._namespaces))
        return f"is no well-formed XML: {fault}" if fault else ""


def _fault_of(text: str) -> str:
    """What is wrong with a document, "" if it is well-formed."""
    parser = expat.ParserCreate(namespace_separator=" ")
    try:
        parser.Parse(text, True)
    except expat.ExpatError as error:
        return expat.ErrorString(error.code)
    return ""
