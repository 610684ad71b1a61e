"""PartnerChoice: which articles a partner is given, in a feed of its own; Partners choose by these.

They are arguments here, like sections: nothing reads configuration.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from operator import attrgetter

from .article import Article
from .identity import digest
from .rules import NO_EXCEPTIONS, Exceptions, Rules
from .text.remembered import Remembered

PARTNER = "partner/"  # the keys of partners' feeds begin with it
_choice = attrgetter("sections", "tags", "keywords", "sources")
_exceptions = attrgetter("sections", "tags", "authors", "keywords")


@dataclass(frozen=True, slots=True, kw_only=True)
class PartnerChoice:
    """The choice of articles for the feed `feed`, such as `partner/msn`.

    sections    slugs, `all` among them; what stands in one of those is chosen
    tags        are compared folded, as keywords are, of which each may be several words
    sources     names of sources; where there are any, articles of no other are chosen
    exceptions  what is left out all the same

    Without sections, tags and keywords every article is chosen.
    """

    feed: str
    sections: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    keywords: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    exceptions: Exceptions = NO_EXCEPTIONS

    def leaves_out(self, owner: str, stands_in: frozenset[str]) -> bool:
        """Whether an article is left out by its source, or by the sections in which it stands."""
        if self.sources and owner not in self.sources:
            return True
        return not stands_in.isdisjoint(self.exceptions.sections)

    def takes(self, stands_in: frozenset[str]) -> bool:
        """Whether an article is chosen without a look at its words."""
        if not (self.sections or self.tags or self.keywords):
            return True
        return not stands_in.isdisjoint(self.sections)


class Partners:
    """The choices of all partners, with the names in their rules folded once.

    feeds  their keys
    """

    def __init__(self, choices: Iterable[PartnerChoice]) -> None:
        self.all = tuple(choices)
        self.feeds = frozenset(one.feed for one in self.all)
        self._takes = Rules(
            tags=[(one.feed, one.tags) for one in self.all],
            keywords=[(one.feed, one.keywords) for one in self.all],
            authors=(),
        )

    @cached_property
    def _leaves(self) -> Rules:
        """The rules by which partners leave articles out."""
        return Rules(
            tags=[(one.feed, one.exceptions.tags) for one in self.all],
            keywords=[(one.feed, one.exceptions.keywords) for one in self.all],
            authors=[(one.feed, one.exceptions.authors) for one in self.all],
        )

    @cached_property
    def choices(self) -> dict[str, str]:
        """Digests of the choices by their feeds, but of the rules of sections that they name.

        Dates by arrival are no part of them: no article that stands moves for that.
        """
        return {one.feed: digest(*_choice(one), *_exceptions(one.exceptions)) for one in self.all}

    @cached_property
    def by_source(self) -> set[str]:
        """The feeds whose articles are chosen by their sources."""
        return {one.feed for one in self.all if one.sources}

    @cached_property
    def looking(self) -> frozenset[str]:
        """The feeds whose choice looks at the sections in which articles stand."""
        return frozenset(one.feed for one in self.all if one.sections or one.exceptions.sections)

    def choosing(self, article: Article, stands_in: Iterable[str], names: Remembered) -> list[str]:
        """The feeds of the partners that choose an article which stands in these sections.

        That an editor has chosen the sections is no word on who is given the article.
        """
        if not self.all:
            return []
        taken = self._takes.met(article, names)
        left_out = self._leaves.met(article, names)
        sections = frozenset(stands_in)
        return [
            one.feed
            for one in self.all
            if one.takes(sections) or one.feed in taken
            if not (one.leaves_out(article.owner, sections) or one.feed in left_out)
        ]
