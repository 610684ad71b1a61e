"""What differs between what WordPress shows and what a feed shows, story by story."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from .story import Story
from .truth import TAGS_LIMIT

_TOLD = 160  # characters of each value
_Equal = Callable[[Story, Story], bool]


@dataclass(frozen=True, slots=True, order=True)
class Difference:
    """`what` is a field, or a word for a story that is not shown once."""

    what: str
    told: str


def differences(theirs: Iterable[Story], ours: Iterable[Story]) -> Iterator[Difference]:
    """One for each story that is missing, left over or shown twice, and for each field."""
    shown = list(ours)
    by_address = _by(("guid", "link"), shown)
    by_title = _by(("title",), shown)
    known = set()
    for story in theirs:
        found = by_address[story.guid] | by_address[story.link] or by_title[story.title]
        known |= found
        if len(found) != 1:
            what = "twice" if found else "missing"
            yield Difference(what, f"post {story.number} {story.title!r} {story.link}")
        for one in found:
            yield from _fields(story, one)
    for story in shown:
        if story not in known:
            yield Difference("left over", f"{story.title!r} {story.link}")


def _by(names: Iterable[str], stories: Sequence[Story]) -> defaultdict[str, set[Story]]:
    """The stories by what these fields say."""
    found: defaultdict[str, set[Story]] = defaultdict(set)
    for name in names:
        for story in stories:
            found[getattr(story, name)].add(story)
    return found


def _fields(theirs: Story, ours: Story) -> Iterator[Difference]:
    for name, equal in _FIELDS.items():
        if not equal(theirs, ours):
            there = _told(getattr(theirs, name), getattr(ours, name))
            here = _told(getattr(ours, name), getattr(theirs, name))
            yield Difference(name, f"post {theirs.number}: {there} there, {here} here")


def _told(value: object, other: object) -> str:
    """A value as a person reads it: of several parts those that the other has not."""
    if isinstance(value, frozenset) and isinstance(other, frozenset):
        value = sorted(map(str, value - other))
    elif isinstance(value, tuple) and isinstance(other, tuple):
        value = " ".join(value[_first_difference(value, other) :])
    return repr(value)[:_TOLD]


def _first_difference(one: tuple[str, ...], other: tuple[str, ...]) -> int:
    pairs = enumerate(zip(one, other, strict=False))
    return next((at for at, (a, b) in pairs if a != b), min(len(one), len(other)))


def _same(name: str) -> _Equal:
    return lambda theirs, ours: bool(getattr(theirs, name) == getattr(ours, name))


def _same_summary(theirs: Story, ours: Story) -> bool:
    """Where an editor has written none, it is the beginning of the text, and of no set length."""
    return ours.summary == theirs.summary or not theirs.summary


def _same_tags(theirs: Story, ours: Story) -> bool:
    """All tags, or a hundred of them, and beside them nothing but the names of categories."""
    told = ours.tags - theirs.labels
    if len(theirs.tags) > TAGS_LIMIT:
        return told <= theirs.tags and len(ours.tags) >= TAGS_LIMIT
    return told - theirs.tags == set() and theirs.tags <= ours.tags


def _same_picture(theirs: Story, ours: Story) -> bool:
    """The featured picture; where there is none, one of the text may take its place."""
    return ours.picture == theirs.picture or (
        not theirs.picture and ours.picture in theirs.pictures
    )


def _same_pictures(theirs: Story, ours: Story) -> bool:
    """The pictures of the text; the featured one may stand above it."""
    return ours.pictures - {ours.picture} == theirs.pictures - {ours.picture}


_FIELDS: dict[str, _Equal] = {
    "guid": _same("guid"),
    "link": _same("link"),
    "title": _same("title"),
    "words": _same("words"),
    "summary": _same_summary,
    "authors": _same("authors"),
    "sections": _same("sections"),
    "tags": _same_tags,
    "picture": _same_picture,
    "pictures": _same_pictures,
    "published": _same("published"),
    "enclosures": _same("enclosures"),
}
