"""The outline of HTML as a source wrote it: its blocks and lines, and what stands in each.

A pass over the tags, and no parser: where tags cross each other it is near enough to say which
text stands together. It changes nothing, and knows no article.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import unescape

from .depth import TOKEN
from .elements import PARTING_BLOCKS
from .pictures import attributes_as_written
from .tags import TAGS

_BLOCKS = frozenset(name for name, tag in TAGS.items() if tag.block) | frozenset(PARTING_BLOCKS)
_VOID = frozenset("area base br col embed hr img input link meta param source wbr".split())
_SHOWN = frozenset("amp-img audio embed iframe img object video".split())
_FIELDS = frozenset("button input select textarea".split())
# The blocks that each of these ends, if it is the nearest one that is open.
_SIBLINGS = {
    name: frozenset(group.split())
    for group in ("li", "dt dd", "tr", "td th", "option")
    for name in group.split()
}
_DEEPEST = 64  # elements: a part is read once for each one around it
_PARAGRAPH = frozenset(("p",))


@dataclass(frozen=True, slots=True)
class Atom:
    """The smallest thing that is told apart: a run of text, a link with all in it, or a thing.

    text     its text, its entities decoded
    address  where a link leads, "" for one that leads nowhere; None for all else
    kind     "text", "link", "shown" (a picture or player) or "field" (of a form)
    """

    text: str
    address: str | None = None
    kind: str = "text"


@dataclass(slots=True)
class Node:
    """An element, or a line of text between blocks and breaks, whose name is "".

    start, end   where it stands in the HTML, its tags included
    first, last  the numbers of its first atom and of the one behind its last
    """

    name: str
    attributes: str
    start: int
    first: int
    end: int = 0
    last: int = 0
    is_closed: bool = False
    children: list["Node"] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Outline:
    """The blocks and lines of a text as a tree, its marks with a class, and its atoms."""

    root: Node
    marks: list[Node]
    atoms: list[Atom]


def outline(html: str) -> Outline | None:
    """The outline of HTML; None where it is nested too deep."""
    builder = _Builder(html)
    end = 0
    for token in TOKEN.finditer(html):
        builder.text(end, token.start())
        builder.token(token)
        end = token.end()
        if len(builder.opened) > _DEEPEST:
            return None
    builder.text(end, len(html))
    return builder.finished()


@dataclass(slots=True)
class _OpenLink:
    """A link that is open, what it says so far, and how many blocks are open in it."""

    address: str
    texts: list[str] = field(default_factory=list)
    blocks: int = 0


class _Builder:
    """The outline as far as a text is read."""

    def __init__(self, html: str) -> None:
        self.html = html
        self.root = Node("", "", 0, 0)
        self.opened = [self.root]
        self.marks: list[Node] = []
        self.atoms: list[Atom] = []
        self._link: _OpenLink | None = None
        self._line = Node("", "", 0, 0)

    def text(self, start: int, end: int) -> None:
        """Take the text between two tags."""
        text = self.html[start:end]
        if not text or text.isspace():
            return
        if "&" in text:
            text = unescape(text)
        if self._link is not None:
            self._link.texts.append(text)
        elif text.strip():
            self.atoms.append(Atom(text))

    def token(self, token: re.Match[str]) -> None:
        """Take a tag, or an element that is not parsed."""
        name = (token["name"] or token[1] or "").lower()
        if name in _SHOWN and not token["end"]:
            self._show(token)
        elif name in _FIELDS and not token["end"]:
            self._thing("field")
        elif name == "a":
            self._anchor(token)
        elif name in ("br", "hr"):
            self._break(token.end())
        elif token["name"] and name not in _VOID:
            self._element(name, token)

    def finished(self) -> Outline:
        """The outline, once all is read."""
        end = len(self.html)
        self._end_link()
        self._close_to(1, end, end)
        self._end_line(end)
        self.root.end = end
        self.root.last = len(self.atoms)
        return Outline(self.root, self.marks, self.atoms)

    def _show(self, token: re.Match[str]) -> None:
        """Take a picture or a player; one of a pixel counts visitors."""
        width = attributes_as_written(token["rest"] or "").get("width", "")
        if width not in ("0", "1"):
            self._thing("shown")

    def _thing(self, kind: str) -> None:
        if self._link is None:
            self.atoms.append(Atom("", kind=kind))

    def _anchor(self, token: re.Match[str]) -> None:
        self._end_link()
        if not token["end"]:
            address = attributes_as_written(token["rest"]).get("href", "")
            self._link = _OpenLink(address.strip())

    def _end_link(self) -> None:
        """Close the link that is open, if one is."""
        link = self._link
        if link is not None:
            self._link = None
            self.atoms.append(Atom(" ".join("".join(link.texts).split()), link.address, "link"))

    def _break(self, end: int) -> None:
        if self._link is not None:
            self._link.texts.append(" ")
        else:
            self._end_line(end)

    def _element(self, name: str, token: re.Match[str]) -> None:
        is_block = name in _BLOCKS
        if self._link is not None and is_block and self._is_within_link(bool(token["end"])):
            return
        if token["end"]:
            self._end(name, is_block, token)
        else:
            self._start(name, is_block, token)

    def _is_within_link(self, ends: bool) -> bool:
        """Whether a block stands in the open link; the end of one that holds the link ends it."""
        link = self._link
        if link is None:
            return False
        link.texts.append(" ")
        if ends and not link.blocks:
            self._end_link()
            return False
        link.blocks += -1 if ends else 1
        return True

    def _start(self, name: str, is_block: bool, token: re.Match[str]) -> None:
        """Open an element, behind the end of those that it ends."""
        start = token.start()
        if is_block:
            self._imply_ends(_PARAGRAPH, start)
            self._imply_ends(_SIBLINGS.get(name, frozenset()), start)
            self._end_line(start)
        node = Node(name, token["rest"], start, len(self.atoms))
        self.opened.append(node)
        if is_block:
            self._begin_line(token.end())

    def _imply_ends(self, names: frozenset[str], at: int) -> None:
        """Close the nearest block that is open, if it is one of these."""
        for depth in range(len(self.opened) - 1, 0, -1):
            name = self.opened[depth].name
            if name in names:
                self._close_to(depth, at, at)
            if name in _BLOCKS:
                return

    def _end(self, name: str, is_block: bool, token: re.Match[str]) -> None:
        """Close the nearest element of this name; a mark ends no block."""
        for depth in range(len(self.opened) - 1, 0, -1):
            node = self.opened[depth]
            if node.name == name:
                node.is_closed = True
                self._close_to(depth, token.start(), token.end())
                return
            if not is_block and node.name in _BLOCKS:
                return

    def _close_to(self, depth: int, at: int, end: int) -> None:
        """Close all elements from this depth on, which end at `at`, the outermost at `end`."""
        while len(self.opened) > depth:
            node = self.opened[-1]
            is_block = node.name in _BLOCKS
            if is_block:
                self._end_line(at)
            self.opened.pop()
            node.end = end if len(self.opened) == depth else at
            node.last = len(self.atoms)
            if is_block:
                self._block().children.append(node)
                self._begin_line(node.end)
            elif "class" in node.attributes:
                self.marks.append(node)

    def _block(self) -> Node:
        """The nearest block that is open."""
        blocks = (node for node in reversed(self.opened) if node.name in _BLOCKS)
        return next(blocks, self.root)

    def _begin_line(self, start: int) -> None:
        self._line = Node("", "", start, len(self.atoms))

    def _end_line(self, end: int) -> None:
        """Close the line that is open, if anything stands in it."""
        line = self._line
        if len(self.atoms) > line.first:
            line.end = end
            line.last = len(self.atoms)
            self._block().children.append(line)
        self._begin_line(end)


def attributes_of_node(node: Node) -> dict[str, str]:
    """The attributes of an element, by their names."""
    return attributes_as_written(node.attributes)


def walk(root: Node) -> Iterator[Node]:
    """All nodes below one, each before those below it."""
    waiting = [root]
    while waiting:
        node = waiting.pop()
        yield node
        waiting.extend(reversed(node.children))
