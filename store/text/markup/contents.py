"""What stands in each part of a text: how many words, and how many links of which kind.

All of it is counted once; a part then costs nothing, however many parts lie within each other.
"""

from operator import add, sub
from typing import NamedTuple

from ..arabic import words
from ..uploads import media_type
from .furniture_words import (
    DOING,
    FOLLOW_ADDRESS,
    IDLE_ADDRESS,
    PLATFORM_ADDRESS,
    SHARE_ADDRESS,
)
from .outline import Atom, Node

_SHOWN = ("image/", "audio/", "video/", "application/")
_LABEL_WORDS = 8  # no label is longer
_SHORT = 3
_ENDS = (".", "!", "؟", "?", "…")
_LONG = 80  # characters
_MOST_WORDS = 40  # of a line that is furniture
_COUNTED = ("words", "links", "share", "follow", "idle", "article", "shown", "field")
_NOTHING = (0,) * len(_COUNTED)


class Facts(NamedTuple):
    """What stands in a part of a text.

    words    words outside of links
    links    links, of which so many share the page, follow somebody, lead nowhere, or to an
             article; all others lead to files and to what was posted somewhere
    shown    pictures and players outside of links
    field    fields of forms
    """

    words: int
    links: int
    share: int
    follow: int
    idle: int
    article: int
    shown: int
    field: int


class Contents:
    """The atoms of a text, counted."""

    def __init__(self, atoms: list[Atom]) -> None:
        self.atoms = atoms
        self._facts: dict[tuple[int, int], Facts] = {}
        self._sums = [_NOTHING]
        for atom in atoms:
            self._sums.append(tuple(map(add, self._sums[-1], _counts(atom))))

    def of(self, node: Node) -> Facts:
        """What stands in a node."""
        place = (node.first, node.last)
        facts = self._facts.get(place)
        if facts is None:
            facts = Facts._make(map(sub, self._sums[node.last], self._sums[node.first]))
            self._facts[place] = facts
        return facts

    def is_running(self, node: Node) -> bool:
        """Whether a node is one long line of text, in which nothing is to be looked for."""
        words_in = self._sums[node.last][0] - self._sums[node.first][0]
        has_parts = len(node.children) > 1 or any(child.name for child in node.children)
        return words_in > _MOST_WORDS and not has_parts and "class" not in node.attributes

    def prose(self, node: Node) -> list[str]:
        """The runs of text outside of links; to be asked for short nodes only."""
        return [atom.text for atom in self.within(node) if atom.kind == "text"]

    def before(self, node: Node) -> str:
        """The text before the first link."""
        texts = []
        for atom in self.within(node):
            if atom.kind == "link":
                break
            texts.append(atom.text)
        return " ".join(" ".join(texts).split())

    def links(self, node: Node) -> list[Atom]:
        """The links in a node."""
        return [atom for atom in self.within(node) if atom.kind == "link"]

    def text(self, node: Node) -> str:
        """All text in a node."""
        return " ".join(" ".join(atom.text for atom in self.within(node)).split())

    def within(self, node: Node) -> list[Atom]:
        """All atoms in a node."""
        return self.atoms[node.first : node.last]


def _counts(atom: Atom) -> tuple[int, ...]:
    if atom.kind == "text":
        return (_length(atom.text), *_NOTHING[1:])
    kinds = [atom.kind]
    if atom.kind == "link":
        kinds = ["links", _purpose(atom)]
    return tuple([int(name in kinds) for name in _COUNTED])


def _length(text: str) -> int:
    """The number of words; signs alone are none, but a long text is no label at any rate."""
    return len(text.split()) if len(text) > _LONG else len(words(text))


def _purpose(link: Atom) -> str:
    """What a link is for; "other" for files and for what was posted on platforms."""
    address = link.address or ""
    if SHARE_ADDRESS.match(address):
        return "share"
    if IDLE_ADDRESS.match(address):
        return "idle"
    if FOLLOW_ADDRESS.match(address):
        return "follow"
    if _is_elsewhere(address):
        return "other"
    does_something = len(link.text) < _LONG and words(link.text) in DOING
    return "idle" if does_something else "article"


def _is_elsewhere(address: str) -> bool:
    """Whether an address is that of a file, of a mailbox or of something on a platform."""
    if (media_type(address) or "").startswith(_SHOWN):
        return True
    return address.lower().startswith("mailto:") or PLATFORM_ADDRESS.match(address) is not None


def says_sentence(runs: list[str]) -> bool:
    """Whether one of these runs of text may be a sentence of an article."""
    return any(_may_be_sentence(run.strip(), _length(run)) for run in runs)


def _may_be_sentence(run: str, length: int) -> bool:
    if length > _LABEL_WORDS:
        return True
    return length > _SHORT and run.endswith(_ENDS)
