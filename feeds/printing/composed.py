"""Feeds of a reader's own choice: `a+b`, `all-a-b`, `tag/{tag}` and `author/{author}`.

None is printed unasked. Each is made of places that articles have anyway, so that it is right at
once for all articles of the past; `wanted` of it is the greatest of its parts'.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from store import (
    ALL,
    PAGE_LIMIT,
    Article,
    FeedState,
    Section,
    Sections,
    Transaction,
    line,
    window,
)

from .current import TOMBSTONE_LIMIT, read_entries
from .feed import Sheet

KEY_LIMIT = 1_000  # characters of a key
_PLUS = "+"
_MINUS = "-"

LabelKind = Literal["tag", "author"]
LABEL_KINDS: tuple[LabelKind, ...] = ("tag", "author")


@dataclass(frozen=True, slots=True, kw_only=True)
class Composition:
    """A feed that is made of others.

    section  its key and looks, as if it were a section; the title of a label's feed is the label
    parts    keys of the feeds whose articles it takes
    without  keys of the feeds whose articles it leaves out
    """

    section: Section
    parts: tuple[str, ...]
    without: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        return self.section.slug


class Compositions:
    """All feeds that may be composed of those of a newspaper."""

    def __init__(self, front: Section, sections: Sections) -> None:
        self._front = front
        self._sections = sections
        self._by_slug = {section.slug: section for section in sections.all}

    def named(self, key: str) -> Composition | None:
        """The composition of that key, however its parts are ordered or spelt; None for none.

        Its own key may be another one: the one spelling that all caches share.
        """
        if len(key) > KEY_LIMIT:
            return None
        if _PLUS in key:
            return self._sum(key.split(_PLUS))
        prefix = f"{ALL}{_MINUS}"
        if key.startswith(prefix):
            return self._difference(key.removeprefix(prefix))
        return None

    def of_label(self, kind: LabelKind, label: str) -> Composition | None:
        """The feed of a tag or an author, whether there ever was one or not.

        None for a label without letters.
        """
        key = self._sections.label_key(kind, line(label[:KEY_LIMIT]))
        if key is None:
            return None
        name = key.partition("/")[2].replace("-", " ")
        return Composition(section=replace(self._front, slug=key, title=name), parts=(key,))

    def _sum(self, names: Sequence[str]) -> Composition | None:
        """What stands in any of several sections."""
        slugs = {self._slug(name) for name in set(names)}
        if None in slugs:
            return None
        parts = (ALL,) if ALL in slugs else tuple(sorted(filter(None, slugs)))
        chosen = [self._front if slug == ALL else self._by_slug[slug] for slug in parts]
        looks = replace(
            self._front,
            slug=_PLUS.join(parts),
            title=" + ".join(section.title for section in chosen),
            description="",
            full_text=all(section.full_text for section in chosen),
        )
        return Composition(section=looks, parts=parts)

    def _slug(self, name: str) -> str | None:
        """The slug that a name in a sum means; None for none."""
        return ALL if name == ALL else self._sections.named(name)

    def _difference(self, names: str) -> Composition | None:
        """All articles but those of some sections."""
        slugs = self._split(names.split(_MINUS))
        if slugs is None:
            return None
        without = tuple(sorted(set(slugs)))
        titles = "، ".join(self._by_slug[slug].title for slug in without)
        looks = replace(
            self._front,
            slug=_MINUS.join((ALL, *without)),
            title=f"{_EXCEPT} {titles}",
            description="",
        )
        return Composition(section=looks, parts=(ALL,), without=without)

    def _split(self, words: Sequence[str]) -> list[str] | None:
        """The slugs that are joined by hyphens, which they may hold themselves.

        Of two that fit the longer one is meant. None where a word is left over.
        """
        slugs = []
        start = 0
        while start < len(words):
            end = self._longest(words, start)
            if end is None:
                return None
            slugs.append(_MINUS.join(words[start:end]))
            start = end
        return slugs

    def _longest(self, words: Sequence[str], start: int) -> int | None:
        """The end of the longest slug that begins at a word."""
        most = max((slug.count(_MINUS) + 1 for slug in self._by_slug), default=0)
        for end in range(min(start + most, len(words)), start, -1):
            if _MINUS.join(words[start:end]) in self._by_slug:
                return end
        return None


_EXCEPT = "كل الأخبار ما عدا"


def read_state(snapshot: Transaction, composition: Composition) -> FeedState | None:
    """The state of a composition: that of its part that changed last. None where no part is known.

    A section that is left out counts as well: what leaves it comes in here.
    """
    states = snapshot.feeds.states((*composition.parts, *composition.without)).values()
    if not states:
        return None
    newest = max(states, key=lambda state: state.wanted)
    changed_at = max(state.changed_at for state in states)
    return replace(newest, key=composition.key, changed_at=changed_at)


def read_composed(snapshot: Transaction, composition: Composition, state: FeedState) -> Sheet:
    """Read the sheet of a composition, as the snapshot sees it."""
    parts = composition.parts
    placements = snapshot.placements
    if len(parts) == 1:
        newest = placements.window(parts[0], PAGE_LIMIT, composition.without)
    else:
        newest = placements.joint_window(parts, PAGE_LIMIT)
    rows = window(newest, composition.section)
    return Sheet(
        state=state,
        rows=tuple(rows),
        entries=tuple(read_entries(snapshot, rows)),
        tombstones=tuple(placements.tombstones(parts, TOMBSTONE_LIMIT, composition.without)),
    )


def titled(composition: Composition, sheet: Sheet, sections: Sections) -> Section:
    """The looks of a composition; a tag or an author is spelt as in its newest article."""
    key = composition.key
    kind = key.partition("/")[0]
    if kind not in LABEL_KINDS:
        return composition.section
    for entry in sheet.entries:
        for label in _labels(kind, entry.article):
            if sections.label_key(kind, label) == key:
                return replace(composition.section, title=label, description=label)
    return composition.section


def _labels(kind: str, article: Article) -> Iterable[str]:
    if kind == "tag":
        return article.tags
    return [author.name for author in article.authors]
