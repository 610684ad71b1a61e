"""The pieces of an export, cut from a stream of any length: its head, its items, what is between.

A feed that is torn is cut likewise.

An item ends where the next begins, so that a fault of one takes no other with it. What a piece
holds is told in exportstream.
"""

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum, auto
from typing import BinaryIO

from ...errors import Refused
from ...limits import EXPORT_PIECE_LIMIT
from ...text.charset import charset_of_stream, marked

_READ = 65_536  # bytes that are read at once, at least
_ENOUGH = 1_000_000  # characters between two items that are cut where an element begins
_SEPARATORS = b"\x0b\x0c\x1c\x1d\x1e\x1f"  # which part words, as line ends do
_AS_SPACES = bytes.maketrans(_SEPARATORS, b" " * len(_SEPARATORS))
_CONTROLS = bytes(code for code in range(32) if code not in b"\t\n\r" + _SEPARATORS)
_WIDE = ("utf-16", "utf-32")

# Where a piece may begin or end, and texts in which it may not.
_MARK = re.compile(
    r"<!\[CDATA\[|<!--|</(?:item|entry)\s*+>|<(?:item|entry)(?=[\s>/])"
    r"|<[\w.-]{1,40}+:(?:author|category|tag|term)>"
)
_ITEMS = ("<item", "<entry")  # of exports and RSS, of Atom
_COMMENT = "<!--"
_CDATA = "<![CDATA["
END_OF_ENTRY = re.compile(r"</(?:item|entry)\s*+>")
_CLOSINGS = {_CDATA: "]]>", _COMMENT: "-->"}  # of texts in which nothing begins or ends
_LONGEST_COMMENT = 1_000_000  # characters
_LONGEST_MARK = 60  # characters
_LONGEST_GAP = 1_000  # between two items
_BOUNDARY = re.compile(r"</(?:item|entry)\s*+>\s*+(?=<(?:item|entry)[\s>/])")
_BEGIN = re.compile(r"<(?:item|entry)(?=[\s>/])")


class PieceKind(Enum):
    """What a piece of an export is."""

    HEAD = auto()
    ITEM = auto()
    BETWEEN = auto()
    REST = auto()  # behind the last item, or of one that never ends
    TOO_LONG = auto()


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of an export, and the line it begins at; `text` of a TOO_LONG one is empty."""

    kind: PieceKind
    line: int
    text: str

    def parts(self) -> list["Piece"]:
        """An item that holds others, since its own text never closes, cut before each of them."""
        parts: list[Piece] = []
        line = self.line
        start = 0
        for begin in _BEGIN.finditer(self.text, 1):
            parts.append(Piece(self.kind, line, self.text[start : begin.start()]))
            line += self.text.count("\n", start, begin.start())
            start = begin.start()
        return [*parts, Piece(self.kind, line, self.text[start:])]


def count_begun(text: str) -> int:
    """How many items begin in a text, be it in CDATA or a comment."""
    return sum(1 for _ in _BEGIN.finditer(text))


def swallows(text: str) -> bool:
    """Whether a CDATA goes on behind the end of its entry, up to that of another CDATA."""
    return any(map(_has_end_between, text.split("]]>"))) if _CDATA in text else False


def _has_end_between(text: str) -> bool:
    """Whether the end of an entry stands between two beginnings of CDATA."""
    first = text.find(_CDATA)
    last = text.rfind(_CDATA)
    return first < last and END_OF_ENTRY.search(text, first, last) is not None


def pieces(stream: BinaryIO) -> Iterator[Piece]:
    """The pieces of an export in their order. Raises Refused for a head that never ends."""
    return _Cutter(stream).pieces()


class _Cutter:
    """Cuts a text that is read as it is needed.

    start    where the piece begins that is being looked for
    at       how far was looked for its end
    opened   where the CDATA or comment began that is being passed over
    closing  what ends that, "" for none
    plain    up to where what begins a comment is none, since it would swallow items
    """

    def __init__(self, stream: BinaryIO) -> None:
        self._text = _Text(stream)
        self._kind = PieceKind.HEAD
        self._start = 0
        self._at = 0
        self._line = 1
        self._opened = 0
        self._closing = ""
        self._plain = 0

    def pieces(self) -> Iterator[Piece]:
        """The pieces up to the end of the text."""
        while True:
            mark = self._pass_closing() if self._closing else self._pass_mark()
            if mark:
                yield from self._cut_at(mark)
            elif self._never_closes():
                self._open_again(self._at)
            elif self._text.ended:
                break
            else:
                self._read_more()
            if self._at - self._start > EXPORT_PIECE_LIMIT:
                yield self._passed_over()
        if self._kind is not PieceKind.HEAD:
            self._kind = PieceKind.REST
        yield self._cut(len(self._text.held), PieceKind.REST)

    def _pass_mark(self) -> str:
        """Go behind the next mark of what is held; "" for none."""
        match = _MARK.search(self._text.held, self._at)
        if match is None:
            self._at = max(self._at, len(self._text.held) - _LONGEST_MARK)
            return ""
        self._at = match.end()
        return match[0]

    def _pass_closing(self) -> str:
        """Go behind the end of the CDATA or comment that has begun; "" for none."""
        end = self._text.held.find(self._closing, self._at)
        if end < 0:
            self._at = max(self._at, len(self._text.held) - len(self._closing))
            return ""
        closing = self._closing
        self._at = end + len(closing)
        self._closing = ""
        if closing == _CLOSINGS[_COMMENT]:
            self._look_into_comment(end)
        return closing

    def _look_into_comment(self, end: int) -> None:
        """Go back where a comment has swallowed items up to the end of another one."""
        begin = self._opened + len(_COMMENT)
        last = self._text.held.rfind(_COMMENT, begin, end)
        if last >= 0 and _BEGIN.search(self._text.held, begin, end):
            self._open_again(last)

    def _never_closes(self) -> bool:
        """Whether what is being passed over is a comment that has no end."""
        if self._closing != _CLOSINGS[_COMMENT]:
            return False
        return self._text.ended or self._at - self._opened > _LONGEST_COMMENT

    def _open_again(self, plain: int) -> None:
        """Take what began a comment for text, and all that would begin one before `plain`."""
        self._at = self._opened + len(_COMMENT)
        self._closing = ""
        self._plain = plain

    def _cut_at(self, mark: str) -> Iterator[Piece]:
        """The piece that a mark ends, if it ends any."""
        begin = self._at - len(mark)
        if mark == _COMMENT and begin < self._plain:
            return
        if mark in _CLOSINGS:
            self._opened = begin
            self._closing = _CLOSINGS[mark]
        elif mark.startswith("</"):
            yield self._cut(self._at, PieceKind.BETWEEN)
        elif mark in _ITEMS:
            if begin > self._start:
                yield self._cut(begin, PieceKind.ITEM)
            self._kind = PieceKind.ITEM
        elif mark not in _CLOSINGS.values() and self._is_long_between(begin):
            yield self._cut(begin, PieceKind.BETWEEN)

    def _is_long_between(self, end: int) -> bool:
        """Whether enough was passed outside of items, as the tags of a large site are."""
        return self._kind is not PieceKind.ITEM and end - self._start > _ENOUGH

    def _cut(self, end: int, following: PieceKind) -> Piece:
        """The piece up to `end`; the next one is of the kind `following`."""
        text = self._text.held[self._start : end]
        piece = Piece(self._kind, self._line, text)
        self._line += text.count("\n")
        self._start = end
        self._kind = following
        return piece

    def _passed_over(self) -> Piece:
        """Go to where the next item begins. Raises Refused where there is no item around."""
        if self._kind is not PieceKind.ITEM:
            raise Refused("holds more text outside of its items than any export")
        line = self._line
        boundary = None
        while boundary is None and not self._text.ended:
            self._cut(max(self._start, len(self._text.held) - _LONGEST_GAP), PieceKind.ITEM)
            self._read_more()
            boundary = _BOUNDARY.search(self._text.held)
        self._cut(boundary.end() if boundary else len(self._text.held), PieceKind.BETWEEN)
        self._at = self._start
        self._closing = ""
        return Piece(PieceKind.TOO_LONG, line, "")

    def _read_more(self) -> None:
        """Hold more of the text, and let go what was cut from it."""
        self._text.forget(self._start)
        self._at -= self._start
        self._opened -= self._start
        self._plain -= self._start
        self._start = 0
        self._text.read()


class _Text:
    """The text of a stream, a part of which is held; SPOILT stands where bytes mean nothing."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        beginning = stream.read(_READ)
        charset = charset_of_stream(beginning)
        self._is_wide = charset.startswith(_WIDE)
        errors = "replace" if self._is_wide else "surrogateescape"
        self._decoder = codecs.getincrementaldecoder(charset)(errors)
        self.ended = False
        self.held = ""
        self._take(beginning)

    def read(self) -> None:
        """Read as much again as is held, so that what grows is looked through a few times."""
        self._take(self._stream.read(max(_READ, len(self.held))))

    def forget(self, length: int) -> None:
        """Let go of the beginning of what is held."""
        self.held = self.held[length:]

    def _take(self, data: bytes) -> None:
        """Hold the text of some bytes, too; none are the end."""
        self.ended = not data
        if not self._is_wide:
            data = data.translate(_AS_SPACES, _CONTROLS)
        text = self._decoder.decode(data, final=self.ended)
        self.held += marked(text)
