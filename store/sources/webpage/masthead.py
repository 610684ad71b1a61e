"""The lines above an article's text, which are fields of their own, taken out of the text."""

import re
from collections.abc import Iterable, Iterator
from html import unescape
from itertools import islice

# A tag, an entity, blanks, or one character.
_PIECE = re.compile(r"<[^<>]*+>|&#?\w{1,10};|\s++|.", re.DOTALL)
_TAG = re.compile("<[^<>]*+>")
_BLANKS = 40  # characters that may stand behind a line
_MOST = 20  # lines


def without_lines(html: str, lines: Iterable[str], heading: str) -> str:
    """HTML without the lines that stand above its first other words, and the heading among them.

    Only words are taken out: the elements that this leaves empty, whoever cleans it drops.
    """
    wanted = sorted({"".join(line.split()) for line in lines} - {""}, key=len, reverse=True)
    if not wanted:
        return html
    wanted.append("".join(heading.split()) or wanted[0])
    end = 0
    for at in islice(_ends(html, wanted), _MOST):
        if html[at : at + _BLANKS].lstrip(" \t")[:1] in ("", "<", "\n"):
            end = at
    return "".join(_TAG.findall(html[:end])) + html[end:]


def _ends(html: str, wanted: list[str]) -> Iterator[int]:
    """The places behind lines that stand one behind the other."""
    at = 0
    while at := max(_end_of(html, at, line) for line in wanted):
        yield at


def _end_of(html: str, at: int, wanted: str) -> int:
    """The place behind a text without blanks, if that is all that stands at a place; else 0."""
    have = 0
    for match in _PIECE.finditer(html, at):
        piece = match[0]
        if piece.isspace() or (piece[0] == "<" and len(piece) > 1):
            continue
        text = unescape(piece)
        if not wanted.startswith(text, have):
            return 0
        have += len(text)
        if have == len(wanted):
            return match.end()
    return 0
