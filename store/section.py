"""Section: a named choice of articles, and the rules by which it takes them.

Sections are arguments here: nothing reads configuration.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from operator import attrgetter

from .article import Article
from .identity import digest
from .limits import SECTION_NAME_LIMIT
from .partner import PartnerChoice, Partners
from .rules import NO_EXCEPTIONS, Exceptions, Rules, folded, found, index
from .text.remembered import Remembered

ALL = "all"
_RULES = ("tags", "authors", "keywords")
CHOICE_FIELDS = ("aliases", *_RULES, "sections", "exceptions")
"""Fields of a section that say which articles stand in it, and not how they look."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A named choice of articles.

    aliases, tags, authors and keywords are compared folded; a keyword may be several words.
    sections are slugs, `all` among them: what stands in one of those stands here, too.
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
    sections: tuple[str, ...] = ()
    exceptions: Exceptions = NO_EXCEPTIONS
    size: int = 50
    hours: int = 48
    full_text: bool = True
    image: str | None = None


class Sections:
    """The sections of the newspaper, with the names in their rules folded once.

    partners  what partners are given of it
    """

    def __init__(
        self,
        sections: Iterable[Section],
        hours: int = 48,
        size: int = 50,
        partners: Iterable[PartnerChoice] = (),
    ) -> None:
        """`hours` and `size` are those of the feed of all articles."""
        self.all = tuple(sections)
        self.partners = Partners(partners)
        self._front = Section(slug=ALL, title="", size=size, hours=hours)
        self._titles = {section.slug: section.title for section in self.all}
        # Bounded, since readers' addresses are looked up here, too.
        self._names = Remembered(folded, most=10_000, longest=200)
        self._slugs_of_labels = index((section.slug, _labels(section)) for section in self.all)
        self._takes = _rules((section.slug, section) for section in self.all)

    @cached_property
    def archived(self) -> dict[str, Section]:
        """The feeds that have archives, by their keys; that of all articles has no looks here."""
        return {section.slug: section for section in (self._front, *self.all)}

    @cached_property
    def _leaves(self) -> Rules:
        """The rules by which sections leave articles out."""
        return _rules((section.slug, section.exceptions) for section in self.all)

    @cached_property
    def _joint(self) -> list[Section]:
        """The sections that take what stands in others."""
        return [section for section in self.all if section.sections]

    @cached_property
    def _wary(self) -> list[Section]:
        """The sections that want nothing of what stands in some others."""
        return [section for section in self.all if section.exceptions.sections]

    @cached_property
    def choices(self) -> dict[str, str]:
        """Digests of the rules of sections and partners, by the keys of their feeds.

        Those of a section or a partner that looks at sections depend on the rules of all these.
        """
        own = {section.slug: choice(section) for section in self.all}
        every = sorted(own.values())
        own |= self.partners.choices
        looking = {section.slug for section in (*self._joint, *self._wary)} | self.partners.looking
        return {
            feed: digest(own_choice, every) if feed in looking else own_choice
            for feed, own_choice in own.items()
        }

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
        slugs = found(self._slugs_of_labels, article.sections, self._names)
        if article.filed:  # an editor's choice of sections is final
            return self._in_order(self._joined(slugs, set()))
        slugs |= self._takes.met(article, self._names)
        return self._in_order(self._standing(slugs, self._leaves.met(article, self._names)))

    def _standing(self, slugs: set[str], left_out: set[str]) -> set[str]:
        """The sections in which an article stands that `slugs` take and `left_out` leave out.

        Whether a section leaves it out may depend on where else it stands, and that on others: from
        where it may stand follows where it does for certain, and so on until nothing is added. Of
        two sections that leave out each other's articles, neither holds one of both.
        """
        if not self._joint and not self._wary:
            return slugs - left_out - {ALL}
        certain: set[str] = set()
        while True:
            possible = self._joined(slugs, left_out | self._left_out(certain))
            known = self._joined(slugs, left_out | self._left_out(possible))
            if known == certain:
                return known
            certain = known

    def _left_out(self, slugs: set[str]) -> set[str]:
        """The wary sections that leave out what stands in one of these."""
        return {section.slug for section in self._wary if slugs & {*section.exceptions.sections}}

    def _joined(self, slugs: set[str], left_out: set[str]) -> set[str]:
        """These sections, and those that take what stands in them, or in one that does so."""
        standing = {ALL, *slugs} - left_out
        for _ in self._joint:  # each may take from the one before
            standing |= {
                section.slug
                for section in self._joint
                if section.slug not in left_out and standing & {*section.sections}
            }
        return standing - {ALL}

    def _in_order(self, slugs: set[str]) -> tuple[str, ...]:
        return tuple(section.slug for section in self.all if section.slug in slugs)

    def labels(self, article: Article) -> tuple[str, ...]:
        """The labels that readers see: titles of its sections, labels that name none, and tags."""
        titles = [self._titles[slug] for slug in self.of(article)]
        others = [label for label in article.sections if self.named(label) is None]
        return tuple(dict.fromkeys((*titles, *others, *article.tags)))

    def feeds(self, article: Article) -> tuple[str, ...]:
        """The keys of all feeds the article is in; none where its rights forbid syndication."""
        if article.syndicate == "none":
            return ()
        stands_in = (ALL, *self.of(article))
        tags = [self.label_key("tag", tag) for tag in article.tags]
        authors = [self.label_key("author", author.name) for author in article.authors]
        partners = self.partners.choosing(article, stands_in, self._names)
        keys = (*stands_in, *filter(None, tags), *filter(None, authors), *partners)
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
        seen by nobody at its date. In a partner's feed, whose page is short, none need be.
        """
        if backfill:
            return article.published
        if feed in self.partners.feeds:
            return arrival
        reach = self.archived.get(feed, self._front).hours
        is_late = article.published < arrival - timedelta(hours=reach)
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
        slugs = self._remembered_slugs.get(seen)
        if slugs is None:
            slugs = self._remembered_slugs[seen] = super().of(article)
        return slugs

    def feeds(self, article: Article) -> tuple[str, ...]:
        """The keys of all feeds the article is in."""
        seen = _seen_by_rules(article)
        feeds = self._remembered_feeds.get(seen)
        if feeds is None:
            feeds = self._remembered_feeds[seen] = super().feeds(article)
        return feeds


_seen_by_rules = attrgetter(
    "title", "summary", "sections", "tags", "authors", "filed", "syndicate", "owner"
)


def choice(section: Section) -> str:
    """Digest of the rules by which a section takes articles, but of those of other sections."""
    names = (section.slug, section.title, *section.aliases)
    rules = [getattr(section, rule) for rule in _RULES]
    if section.sections or section.exceptions != NO_EXCEPTIONS:
        rules += [section.sections, *attrgetter("sections", *_RULES)(section.exceptions)]
    return digest(names, *rules)


def _rules(rules: Iterable[tuple[str, Section | Exceptions]]) -> Rules:
    named = list(rules)
    return Rules(
        tags=[(slug, rule.tags) for slug, rule in named],
        keywords=[(slug, rule.keywords) for slug, rule in named],
        authors=[(slug, rule.authors) for slug, rule in named],
    )


def _labels(section: Section) -> tuple[str, ...]:
    return (section.slug, section.title, *section.aliases)
