"""The lines of a part of a page, as its readers see them, with what is hinted of their pieces.

A line is what no block and no break parts, in pieces of text. What stands apart (menus, other
stories, comments, the head of the site) is passed over.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, NamedTuple

LONGEST = 120  # characters of a byline or date with its labels
MOST = 20_000  # elements of a page
_WORDS_OF_A_SENTENCE = 8
_END_OF_SENTENCE = tuple(".!؟?…")

APART = frozenset(
    "nav aside footer blockquote script style noscript template button select".split()
)
_OTHERS = re.compile(
    r"(?i)relat|comment|sidebar|menu|widget|latest|most|footer|share|copyright|breadcrumb|ticker"
    r"|recommend|read-?(?:more|also|next)"
)
_OF_SITE = re.compile(r"(?i)header|top|(?:^|[\s_-])(?:nav|bar)|clock|today|logo")
_INLINE = frozenset(
    "a abbr b bdi bdo cite em font i img ins label mark meta q small span strong sub sup svg time"
    " u".split()
)
_DATE = re.compile(r"(?i)date|time|publish|posted|تاريخ")
_WRITER = re.compile(r"(?i)author|byline|by-line|write-?r|write-?by|reporter|journalist|كاتب|محرر")
_WRITER_ICON = re.compile(r"(?i)\b(?:user|author|pen|pencil|writer)\b")
_DATE_ICON = re.compile(r"(?i)\b(?:clock|calendar|date|time)\b")
_HEADINGS = ("h2", "h3", "h4", "h5", "h6")
_DATE_PROPERTIES = ("datePublished", "dateModified")


class Hint(NamedTuple):
    """The elements that a class, an id or a property says to be a date, or a writer."""

    date: Any = None
    writer: Any = None


@dataclass(frozen=True, slots=True)
class TextPiece:
    """A piece of text, the element that it stands in, and what is hinted of it."""

    text: str
    element: Any
    hint: Hint


@dataclass(slots=True)
class Line:
    """A line in its pieces."""

    pieces: list[TextPiece] = field(default_factory=list)

    @property
    def text(self) -> str:
        """Its text with single spaces."""
        return " ".join(" ".join(piece.text for piece in self.pieces).split())

    @property
    def is_heading(self) -> bool:
        """Whether it is a heading within the text."""
        elements = (piece.element for piece in self.pieces if piece.text.strip())
        first = next(elements, None)
        tags = () if first is None else (first.tag, getattr(first.getparent(), "tag", ""))
        return any(tag in _HEADINGS for tag in tags)

    @property
    def says_something(self) -> bool:
        """Whether it holds words, or a date that only machines read."""
        machine = any(piece.element.get("itemprop") in _DATE_PROPERTIES for piece in self.pieces)
        return machine or any(piece.text.strip() for piece in self.pieces)

    @property
    def is_long(self) -> bool:
        """Whether it is a part of the text."""
        text = self.text
        is_sentence = text.endswith(_END_OF_SENTENCE) and text.count(" ") >= _WORDS_OF_A_SENTENCE
        return len(text) > LONGEST or is_sentence


def lines_of(root: Any, heading: Any) -> Iterator[Line | None]:
    """The lines of an element in their order; None stands for its heading."""
    line = Line()
    for piece in _pieces(root, heading):
        if isinstance(piece, TextPiece):
            line.pieces.append(piece)
            continue
        if line.pieces:
            yield line
        line = Line()
        if piece is heading and piece is not None:
            yield None
    yield line


class _Step(NamedTuple):
    """An element that is walked into, or left behind, with the hint of those around it."""

    element: Any
    around: Hint
    is_end: bool = False


def _pieces(root: Any, heading: Any) -> Iterator[Any]:
    """The pieces of text below an element; between lines the heading, or None."""
    walk = _Walk(root, heading)
    waiting: list[_Step] = [_Step(root, Hint())]
    for _ in range(2 * MOST):
        if not waiting:
            return
        step = waiting.pop()
        if step.is_end:
            yield from walk.leave(step)
            continue
        waiting.append(step._replace(is_end=True))
        if walk.is_entered(step.element):
            hint = walk.hint(step)
            yield from walk.enter(step.element, hint)
            waiting += [_Step(child, hint) for child in reversed(step.element)]
        elif step.element is heading:
            yield heading


class _Walk:
    """A way through a page, which knows the heading, and whether it lies ahead."""

    def __init__(self, root: Any, heading: Any) -> None:
        self._root = root
        self._heading = heading
        self._is_above = heading is not None
        self._holders = set() if heading is None else {*heading.iterancestors()}

    def is_entered(self, element: Any) -> bool:
        """Whether an element is neither the heading, nor about other stories or the site."""
        if element is self._heading:
            self._is_above = False
            return False
        return element in self._holders or not _is_apart(element, self._is_above)

    def hint(self, step: _Step) -> Hint:
        """What is hinted of the texts in an element; what holds the heading hints nothing."""
        if step.element in self._holders:
            return step.around
        return _hint(step.element, step.around)

    def enter(self, element: Any, hint: Hint) -> Iterator[Any]:
        """What stands at the beginning of an element."""
        if not is_inline(element):
            yield None
        yield TextPiece(element.text or "", element, hint)

    def leave(self, step: _Step) -> Iterator[Any]:
        """What stands behind an element."""
        element = step.element
        if not is_inline(element):
            yield None
        if element is not self._root and element.tail:
            yield TextPiece(element.tail, element.getparent(), _behind_icon(element, step.around))


def _behind_icon(element: Any, hint: Hint) -> Hint:
    """What an icon hints of the text behind it."""
    names = element.get("class", "") if isinstance(element.tag, str) else ""
    if not names or len(element) or (element.text or "").strip():
        return hint
    if _WRITER_ICON.search(names):
        return Hint(hint.date, element)
    return Hint(element, hint.writer) if _DATE_ICON.search(names) else hint


def is_inline(element: Any) -> bool:
    """Whether an element stands within a line."""
    return element.tag in _INLINE or not isinstance(element.tag, str)


def _is_apart(element: Any, is_above: bool) -> bool:
    """Whether an element is about other stories, or about the site."""
    if not isinstance(element.tag, str) or element.tag in APART:
        return True
    names = f"{element.get('class', '')} {element.get('id', '')}"
    if _OTHERS.search(names):
        return True
    return is_above and (element.tag == "header" or _OF_SITE.search(names) is not None)


def _hint(element: Any, above: Hint) -> Hint:
    """What is hinted of an element, else of those around it."""
    names = f"{element.get('class', '')} {element.get('id', '')}"
    said = (element.get("itemprop"), element.get("rel"))
    is_date = element.tag == "time" or said[0] in _DATE_PROPERTIES or _DATE.search(names)
    is_writer = "author" in said or _WRITER.search(names)
    return Hint(element if is_date else above.date, element if is_writer else above.writer)
