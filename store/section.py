"""Section, and which articles a section takes. Sections are arguments here: nothing reads
configuration.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from .article import Article
from .text.arabic import Remembered, fold, words

ALL = "all"


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A named choice of articles.

    aliases, tags, authors and keywords are compared folded; a keyword may be several words.
    size is the least number of articles on its page, hours the least time the page reaches back.
    """

    slug: str
    title: str
    description: str = ""
    language: str | None = None
    aliases: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()
    keywords: tuple[str, ...] = ()
    size: int = 50
    hours: int = 48
    full_text: bool = True
    image: str | None = None


class Sections:
    """The sections of the newspaper with the rules of their choice, folded once."""

    def __init__(self, sections: Iterable[Section], hours: int = 48) -> None:
        self.all = tuple(sections)
        reach = {ALL: hours} | {section.slug: section.hours for section in self.all}
        self._reach = {key: timedelta(hours=number) for key, number in reach.items()}
        self._names = Remembered(
            _name, most=10_000, longest=200
        )  # readers' addresses are looked up here, too
        self._labels = _index((s.slug, (s.slug, s.title, *s.aliases)) for s in self.all)
        self._tags = _index((s.slug, s.tags) for s in self.all)
        self._authors = _index((s.slug, s.authors) for s in self.all)
        self._keywords = [
            (f" {' '.join(words(k))} ", s.slug) for s in self.all for k in s.keywords if words(k)
        ]

    def named(self, label: str) -> str | None:
        """The slug that a label, title or alias means, however it is spelt."""
        slugs = self._labels.get(self._names[label])
        return slugs[0] if slugs else None

    def of(self, article: Article) -> tuple[str, ...]:
        """The slugs of the sections that take the article, in the order of the newspaper."""
        taken = {
            slug for label in article.sections for slug in self._labels.get(self._names[label], ())
        }
        if article.filed:
            return tuple(section.slug for section in self.all if section.slug in taken)
        taken.update(slug for tag in article.tags for slug in self._tags.get(self._names[tag], ()))
        taken.update(
            slug for a in article.authors for slug in self._authors.get(self._names[a.name], ())
        )
        if self._keywords:
            text = f" {' '.join(words(f'{article.title} {article.summary}'))} "
            taken.update(slug for keyword, slug in self._keywords if keyword in text)
        return tuple(section.slug for section in self.all if section.slug in taken)

    def labels(self, article: Article) -> tuple[str, ...]:
        """What readers see it filed under: titles of its sections, labels that name none, and
        tags.
        """
        titles = {section.slug: section.title for section in self.all}
        other = (label for label in article.sections if self.named(label) is None)
        return tuple(
            dict.fromkeys((*(titles[slug] for slug in self.of(article)), *other, *article.tags))
        )

    def feeds(self, article: Article) -> tuple[str, ...]:
        """The keys of every feed the article stands in; none where its rights forbid
        syndication.
        """
        if article.syndicate == "none":
            return ()
        tags = (f"tag/{name}" for tag in article.tags if (name := self._names[tag]))
        authors = (
            f"author/{name}" for author in article.authors if (name := self._names[author.name])
        )
        return tuple(dict.fromkeys((ALL, *self.of(article), *tags, *authors)))

    def position(
        self, feed: str, article: Article, arrival: datetime, *, backfill: bool
    ) -> datetime:
        """Where the article stands in a feed: its date, or its arrival where nobody would see it
        otherwise.
        """
        if backfill:
            return article.published
        late = article.published < arrival - self._reach.get(feed, self._reach[ALL])
        return arrival if late or article.dated != "explicit" else article.published


def _name(label: str) -> str:
    """Names are compared, and tag and author keys spelt, as folded words joined by hyphens."""
    return "-".join(words(label)) or fold(label)


def _index(names: Iterable[tuple[str, Sequence[str]]]) -> dict[str, list[str]]:
    index: dict[str, list[str]] = {}
    for slug, labels in names:
        for label in labels:
            index.setdefault(_name(label), []).append(slug)
    return index
