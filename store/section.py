"""Section: a named choice of articles, and the rules by which it takes them.

Sections are arguments here: nothing reads configuration.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from operator import attrgetter

from .article import Article
from .identity import digest
from .limits import SECTION_NAME_LIMIT
from .text.arabic import fold, words
from .text.remembered import Remembered

ALL = "all"
_RULES = ("tags", "authors", "keywords")
CHOICE_FIELDS = ("aliases", *_RULES)
"""Fields of a section that say which articles stand in it, and not how they look."""


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
    """The sections of the newspaper, with the names in their rules folded once."""

    def __init__(self, sections: Iterable[Section], hours: int = 48) -> None:
        self.all = tuple(sections)
        self._titles = {section.slug: section.title for section in self.all}
        self._reach = {ALL: timedelta(hours=hours)}
        for section in self.all:
            self._reach[section.slug] = timedelta(hours=section.hours)
        # Bounded, since readers' addresses are looked up here, too.
        self._names = Remembered(_name, most=10_000, longest=200)
        self._slugs_of_labels = _index(self.all, _labels)
        self._slugs_of_tags = _index(self.all, lambda section: section.tags)
        self._slugs_of_authors = _index(self.all, lambda section: section.authors)
        self._slugs_of_keywords = _keywords(self.all)

    @cached_property
    def choices(self) -> dict[str, str]:
        """Digests of the rules of the sections, by their slugs."""
        return {section.slug: choice(section) for section in self.all}

    def named(self, label: str) -> str | None:
        """The slug that a label, title or alias means, however it is spelt.

        One that is far too long, as a reader's address may be, is not even folded.
        """
        if len(label) > SECTION_NAME_LIMIT:
            return None
        slugs = self._slugs_of_labels.get(self._names[label])
        return slugs[0] if slugs else None

    def of(self, article: Article) -> tuple[str, ...]:
        """Slugs of the sections that take `article`, in the order of the newspaper."""
        slugs = self._by_label(article)
        if not article.filed:  # an editor's choice of sections is final
            slugs |= self._by_tag(article)
            slugs |= self._by_author(article)
            slugs |= self._by_keyword(article)
        return tuple(section.slug for section in self.all if section.slug in slugs)

    def _by_label(self, article: Article) -> set[str]:
        return self._found(self._slugs_of_labels, article.sections)

    def _by_tag(self, article: Article) -> set[str]:
        return self._found(self._slugs_of_tags, article.tags)

    def _by_author(self, article: Article) -> set[str]:
        return self._found(self._slugs_of_authors, [author.name for author in article.authors])

    def _by_keyword(self, article: Article) -> set[str]:
        if not self._slugs_of_keywords:
            return set()
        text = _spaced(words(f"{article.title} {article.summary}"))
        return {slug for keyword, slug in self._slugs_of_keywords if keyword in text}

    def _found(self, index: dict[str, list[str]], names: Iterable[str]) -> set[str]:
        return {slug for name in names for slug in index.get(self._names[name], ())}

    def labels(self, article: Article) -> tuple[str, ...]:
        """The labels that readers see: titles of its sections, labels that name none, and tags."""
        titles = [self._titles[slug] for slug in self.of(article)]
        others = [label for label in article.sections if self.named(label) is None]
        return tuple(dict.fromkeys((*titles, *others, *article.tags)))

    def feeds(self, article: Article) -> tuple[str, ...]:
        """The keys of all feeds the article is in; none where its rights forbid syndication."""
        if article.syndicate == "none":
            return ()
        tags = [self.label_key("tag", tag) for tag in article.tags]
        authors = [self.label_key("author", author.name) for author in article.authors]
        keys = (ALL, *self.of(article), *filter(None, tags), *filter(None, authors))
        return tuple(dict.fromkeys(keys))

    def label_key(self, kind: str, label: str) -> str | None:
        """Key of the feed of a label, such as `tag/اقتصاد`; None for one without letters."""
        name = self._names[label]
        return f"{kind}/{name}" if name else None

    def position(
        self, feed: str, article: Article, arrival: datetime, *, backfill: bool
    ) -> datetime:
        """The position of an article in a feed: its date, or its arrival.

        An article that arrives behind the feed's hours, or whose date is not its own, would be
        seen by nobody at its date.
        """
        if backfill:
            return article.published
        reach = self._reach.get(feed, self._reach[ALL])
        is_late = article.published < arrival - reach
        if is_late or article.dated != "explicit":
            return arrival
        return article.published


class RememberingSections(Sections):
    """Sections that remember what they took, for one batch of articles.

    A keyword is looked for in texts that must be folded, which is no work for a transaction.
    """

    def __init__(self, sections: Sections) -> None:
        self.__dict__.update(sections.__dict__)
        self._remembered_slugs: dict[object, tuple[str, ...]] = {}
        self._remembered_feeds: dict[object, tuple[str, ...]] = {}

    def of(self, article: Article) -> tuple[str, ...]:
        """Slugs of the sections that take `article`, in the order of the newspaper."""
        seen = _seen_by_rules(article)
        if seen not in self._remembered_slugs:
            self._remembered_slugs[seen] = super().of(article)
        return self._remembered_slugs[seen]

    def feeds(self, article: Article) -> tuple[str, ...]:
        """The keys of all feeds the article is in."""
        seen = _seen_by_rules(article)
        if seen not in self._remembered_feeds:
            self._remembered_feeds[seen] = super().feeds(article)
        return self._remembered_feeds[seen]


_seen_by_rules = attrgetter("title", "summary", "sections", "tags", "authors", "filed", "syndicate")


def choice(section: Section) -> str:
    """Digest of the rules by which a section takes articles."""
    names = (section.slug, section.title, *section.aliases)
    return digest(names, *(getattr(section, rule) for rule in _RULES))


def _labels(section: Section) -> tuple[str, ...]:
    return (section.slug, section.title, *section.aliases)


def _name(label: str) -> str:
    """A label as names are compared and keys are spelt: folded words joined by hyphens."""
    return "-".join(words(label)) or fold(label)


def _index(
    sections: Iterable[Section], labels: Callable[[Section], tuple[str, ...]]
) -> dict[str, list[str]]:
    """Slugs by each of the folded labels of their sections."""
    index: dict[str, list[str]] = {}
    for section in sections:
        for label in labels(section):
            index.setdefault(_name(label), []).append(section.slug)
    return index


def _keywords(sections: Iterable[Section]) -> list[tuple[str, str]]:
    """(keyword, slug) of every keyword that has letters, ready to be looked for in a text."""
    pairs = []
    for section in sections:
        for keyword in section.keywords:
            folded = words(keyword)
            if folded:
                pairs.append((_spaced(folded), section.slug))
    return pairs


def _spaced(folded: Iterable[str]) -> str:
    """Words with a space around each, so that no word is found within another."""
    return f" {' '.join(folded)} "
