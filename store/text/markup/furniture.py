"""Furniture in a body: what a page shows beside its article, and plugins put into its text.

Buttons to share and follow, related stories, ratings, counters, boxes of authors and
subscriptions, places of advertisements. Each is known by what it is: a part that holds nothing but
links of one kind under a label, or a plugin's box without a text of its own. Whatever may be a
sentence of the article stays, and so does all of a text that would be nothing without it.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from .contents import Contents
from .furniture_boxes import is_box
from .furniture_hints import may_be_furnished
from .furniture_lines import RELATED, is_below, is_line, label_of
from .outline import Atom, Node, Outline, outline, walk
from .related_lines import Story, is_related_line, stories_in
from .tags import BLOCKS

_QUOTES = frozenset("blockquote td th li dd figcaption pre".split())
_MOST_PARTS = 12  # below one label
_MARK_TAG = re.compile(r"</?(?:b|strong|em|i|u|span|font|small|big)\b[^<>]*+>", re.IGNORECASE)
_BREAKS = re.compile(r"(?<![\s>])(?>(?:\s++|<br\b[^<>]*+>)+)\Z", re.IGNORECASE)
_EDGE = re.compile(rf"\Z|</?(?:{BLOCKS})\b", re.IGNORECASE)
_LONGEST_BREAKS = 60  # characters


@dataclass(frozen=True, slots=True)
class Furnished:
    """A body without its furniture, and the stories that it named as related."""

    html: str
    related: tuple[Story, ...] = ()


@dataclass(frozen=True, slots=True)
class _Cut:
    """A part that is furniture; `is_related` where it names stories by a label."""

    node: Node
    is_related: bool = False


def without_furniture(html: str) -> Furnished:
    """The HTML of a body, as its source wrote it, without what is no part of the article."""
    parts = outline(html) if may_be_furnished(html) else None
    if parts is None:
        return Furnished(html)
    contents = Contents(parts.atoms)
    cuts = list(_cuts(parts.root, contents))
    cuts = _outermost([*cuts, *_marks(parts, contents)])
    if _is_of_links(_left(cuts, contents)):
        cuts = [cut for cut in cuts if not cut.is_related]
    if not cuts or not _says_anything(_left(cuts, contents)):
        return Furnished(html)
    return Furnished(_without(html, cuts), _stories(cuts, contents))


def _marks(parts: Outline, contents: Contents) -> Iterator[_Cut]:
    """The marks that are furniture: those that hold links, or all of a line.

    Others are words of a sentence, whatever their class.
    """
    boxes = [mark for mark in parts.marks if is_box(mark, contents)]
    lines = {(node.first, node.last) for node in walk(parts.root)} if boxes else set()
    for mark in boxes:
        if contents.of(mark).links or (mark.first, mark.last) in lines:
            yield _Cut(mark)


def _cuts(root: Node, contents: Contents) -> Iterator[_Cut]:
    """The furniture below a node; parts are looked at from the outside in."""
    waiting = [(root, False)]
    while waiting:
        node, is_quoted = waiting.pop()
        parts = node.children
        is_quoted = is_quoted or node.name in _QUOTES
        below = 0
        for at, part in enumerate(parts):
            if at < below or contents.is_running(part):
                continue
            run = _run(parts, at, contents)
            below = at + len(run)
            yield from run
            if run and run[0].node is part:
                continue
            if _is_furniture(part, is_quoted, contents):
                yield _Cut(part)
            elif is_related_line(part, contents):
                yield _Cut(part, is_related=True)
            else:
                waiting.append((part, is_quoted))


def _run(parts: Sequence[Node], at: int, contents: Contents) -> list[_Cut]:
    """A label with the parts that it announces; without these it is none, but at the very end."""
    label, kind = _label(parts[at], contents)
    is_related = kind == RELATED
    run: list[_Cut] = []
    for part in parts[at + 1 : at + 1 + _MOST_PARTS] if kind else ():
        if not _is_empty(part) and not is_below(kind, part, contents):
            break
        run.append(_Cut(part, is_related))
    is_last = is_related and label.last == len(contents.atoms)
    if is_last or not all(_is_empty(cut.node) for cut in run):
        return [_Cut(label, is_related), *run]
    return []


def _label(part: Node, contents: Contents) -> tuple[Node, str]:
    """The label that a part is, or ends in, and what that announces; "" for none."""
    kind = label_of(part, contents)
    if kind or not part.children:
        return part, kind
    last = part.children[-1]
    return last, label_of(last, contents)


def _is_empty(part: Node) -> bool:
    return part.first == part.last


def _is_furniture(part: Node, is_quoted: bool, contents: Contents) -> bool:
    """Whether a part is furniture by its names, or by what it says; a quotation says anything."""
    if is_box(part, contents):
        return True
    return not is_quoted and part.name not in _QUOTES and is_line(part, contents)


def _outermost(cuts: list[_Cut]) -> list[_Cut]:
    """The cuts in their order, but for those within others."""
    kept: list[_Cut] = []
    for cut in sorted(cuts, key=lambda cut: (cut.node.start, -cut.node.end)):
        if not kept or cut.node.start >= kept[-1].node.end:
            kept.append(cut)
    return kept


def _left(cuts: list[_Cut], contents: Contents) -> list[Atom]:
    """The atoms of a text that stand outside of cuts."""
    end = 0
    left: list[Atom] = []
    for cut in cuts:
        left += contents.atoms[end : cut.node.first]
        end = cut.node.last
    return left + contents.atoms[end:]


def _says_anything(atoms: list[Atom]) -> bool:
    """Whether a text, a picture or a player is left."""
    return any(map(str.isalnum, "".join(atom.text or atom.kind for atom in atoms)))


def _is_of_links(atoms: list[Atom]) -> bool:
    """Whether a text is mostly links, as a round-up is: its lists are no furniture."""
    lengths = {"text": 0, "link": 0}
    for atom in atoms:
        if atom.text:
            lengths[atom.kind] += len(atom.text.split())
    return lengths["link"] > lengths["text"]


def _without(html: str, cuts: list[_Cut]) -> str:
    """The HTML without these parts, and without the breaks before the end of a block."""
    kept = []
    end = 0
    for cut in cuts:
        before = html[end : cut.node.start]
        end = cut.node.end
        behind = html[end : end + _LONGEST_BREAKS].lstrip()
        kept.append(_unbroken(before) if _EDGE.match(behind) else before)
        if not cut.node.name:
            kept.append(_in_place_of_line(html, cut.node))
    kept.append(html[end:])
    return "".join(kept)


def _unbroken(html: str) -> str:
    """HTML without breaks at its end."""
    tail = html[-_LONGEST_BREAKS:]
    breaks = _BREAKS.search(tail)
    return html[: len(html) - len(tail) + breaks.start()] if breaks and "<" in breaks[0] else html


def _in_place_of_line(html: str, line: Node) -> str:
    """The tags of marks that begin or end in a line, so that they still are pairs."""
    return "".join(_MARK_TAG.findall(html[line.start : line.end]))


def _stories(cuts: list[_Cut], contents: Contents) -> tuple[Story, ...]:
    """The stories that labels introduce, each once."""
    stories = [story for cut in cuts if cut.is_related for story in stories_in(cut.node, contents)]
    return tuple(dict.fromkeys(stories))
