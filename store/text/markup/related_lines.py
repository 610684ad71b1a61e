"""Related stories in a body: lines and lists of links below «اقرأ أيضا» and its like.

A sentence may begin in the same words: it goes on behind its link, or says more before it.
"""

import re
from dataclasses import dataclass

from ..arabic import words
from . import furniture_words as known
from .contents import Contents
from .outline import Atom, Node

_LABEL_WORDS = 6
_TITLE_WORDS = 30
_SIDE_WORDS = 5  # beside each link of a list, such as a date
_LONGEST = 4  # words of a label
_SEPARATORS = (":", "：", "|", "–", "—", "-", "…", "..", "؛", "«", "(", "»", "👇", "⬇", "←", "<")
_SEPARATED = re.compile(r"\A\W*?[:：|–—«…؛-]")
_HERE = frozenset(
    words(text) for text in ("هنا", "من هنا", "اضغط هنا", "here", "click here", "ici")
)


@dataclass(frozen=True, slots=True)
class Story:
    """A story that a body names as related."""

    title: str
    address: str


def is_related_label(text: str) -> bool:
    """Whether a text is but a label of related stories, such as «موضوعات ذات صلة:»."""
    said = words(text)
    if said in known.RELATED:
        return True
    is_long = len(said) <= _LABEL_WORDS and text.rstrip().endswith(":")
    return is_long and any(said[:count] in known.ALSO for count in range(2, _LONGEST))


def is_story_list(node: Node, contents: Contents) -> bool:
    """Whether a part holds nothing but links to stories, each perhaps with its date."""
    facts = contents.of(node)
    if not facts.links or facts.article != facts.links or facts.field:
        return False
    if facts.words > _SIDE_WORDS * facts.links:
        return False
    runs = [run for run in contents.prose(node) if words(run)]
    is_dated = all(any(map(str.isdigit, run)) for run in runs)
    return is_dated and _are_stories(contents.links(node))


def _are_stories(links: list[Atom]) -> bool:
    """Whether each link has a title, or shows the picture of a story that has; «هنا» is none."""
    named = {link.address for link in links if link.text}
    titles = [link.text for link in links]
    is_short = all(
        len(title.split()) <= _TITLE_WORDS and words(title) not in _HERE for title in titles
    )
    return is_short and named.issuperset(link.address for link in links)


def _may_be_title(text: str) -> bool:
    return len(text.split()) <= _TITLE_WORDS and words(text) not in _HERE


def _is_label_with_more(links: list[Atom]) -> bool:
    """Whether the first link begins with a label, or is one before others."""
    first, *others = links
    return _label_within(first.text) > 0 or bool(others and is_related_label(first.text))


def is_related_line(node: Node, contents: Contents) -> bool:
    """Whether a part is a label with the stories behind it, and nothing else."""
    facts = contents.of(node)
    if not facts.links or facts.article != facts.links or facts.words > _LABEL_WORDS:
        return False
    links = contents.links(node)
    if not _are_stories(links):
        return False
    if not facts.words:
        return _is_label_with_more(links)
    before = contents.before(node)
    if len(words(before)) != facts.words or not is_related_label(before):
        return False
    return _is_parted(before, node, contents)


def _is_parted(before: str, node: Node, contents: Contents) -> bool:
    """Whether a sign, or a line end, parts a label from what it introduces.

    Only «أيضا» introduces a title without one, and then no full stop ends a sentence.
    """
    if before.endswith(_SEPARATORS) or len(node.children) > 1:
        return True
    behind = contents.prose(node)[-1].strip()
    return words(before) in known.ALSO and not behind.endswith((".", "،", "؟", "!"))


def _label_within(text: str) -> int:
    """The length of a label that begins the text of a link; 0 for none."""
    parts = text.split()
    for count in range(min(_LONGEST, len(parts) - 1), 0, -1):
        label = " ".join(parts[:count])
        if words(label) not in known.RELATED:
            continue
        rest = text[_end_of(text, count) :]
        is_parted = label.endswith(_SEPARATORS) or _SEPARATED.match(rest)
        if is_parted or words(label) in known.ALSO:
            return _end_of(text, count)
    return 0


def _end_of(text: str, count: int) -> int:
    """Where the first words of a text end."""
    rest = text.split(None, count)
    return len(text) - len(rest[count]) if len(rest) > count else len(text)


def stories_in(node: Node, contents: Contents) -> list[Story]:
    """The stories that a part links to by their titles."""
    return [story for link in contents.links(node) for story in _story(link)]


def _story(link: Atom) -> list[Story]:
    title = link.text[_label_within(link.text) :].strip(" :：|–—…-*•")
    is_named = title and words(title) not in known.RELATED
    return [Story(title, link.address or "")] if is_named else []
