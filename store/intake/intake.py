"""Intake: all that ingest and an editor's verbs work with beside the articles."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from time import monotonic
from zoneinfo import ZoneInfo

from ..article import Article, StoredArticle
from ..errors import Forbidden
from ..search_text import RememberingSearchTexts, SearchTexts
from ..section import RememberingSections, Sections
from ..site import Site
from ..store import Store

FILES = "files"  # the source of what is ingested by hand


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteOwner:
    """The source that owns the posts of a WordPress, with its rules, as in Intake.

    feeds  the wires beside a WordPress wire that are feeds of its site
    """

    name: str
    section: str | None = None
    full_text: bool = True
    same_story: bool = True
    keep_guid: bool = False
    zone: ZoneInfo | None = None
    feeds: tuple[str, ...] = ()
    fetches: bool = False


@dataclass(frozen=True, slots=True)
class Intake:
    """Everything that ingest works with beside the drafts.

    clock       tells aware UTC
    timer       tells monotonic seconds, which nobody sets: how long something took, never when
    owner       the source's name
    section     the slug for records that name no section
    backfill    whether articles are placed by their date, being no news
    full_text   whether feeds may carry more than the summary, for records that do not say
    same_story  whether a new story that another source carries already is taken for that one
    keep_guid   whether an old guid that may be an id, and is no other article's, becomes that of
                a new article
    zone        the zone of dates that say UTC, or no zone, though they are local time; None where
                UTC is believed
    scope       the slugs of the only sections in which articles may be changed, None for all
    scopes      those of all owners that are held to some sections
    sites       the owners of WordPress sites, by the names of these
    any_site    whether the posts of a site are taken for those of its owner, whoever that is;
                else only where that is this one
    is_sent     whether a token sends the articles, which speaks for no site but its own wire's
    fetches     whether a wire fetches the posts of which a message says too little
    texts       the words by which articles are found
    """

    store: Store
    site: Site
    sections: Sections
    clock: Callable[[], datetime]
    timer: Callable[[], float] = monotonic
    owner: str = FILES
    section: str | None = None
    backfill: bool = False
    full_text: bool = True
    same_story: bool = True
    keep_guid: bool = False
    zone: ZoneInfo | None = None
    scope: frozenset[str] | None = None
    scopes: Mapping[str, frozenset[str]] = field(default_factory=dict)
    sites: Mapping[str, SiteOwner] = field(default_factory=dict)
    any_site: bool = False
    is_sent: bool = False
    fetches: bool = False
    texts: SearchTexts = field(default_factory=SearchTexts)

    def remembering(self) -> "Intake":
        """The same for one batch of articles: what texts make slow is done once, for any that it
        foresees, and needs no time under a lock.
        """
        sections = RememberingSections(self.sections)
        return replace(self, sections=sections, texts=RememberingSearchTexts())

    def foresee(self, article: Article) -> None:
        """Choose the feeds of an article, and read its words."""
        self.sections.feeds(article)
        self.texts.of(article)

    def now(self) -> datetime:
        """The moment by the clock, in whole seconds."""
        return self.clock().replace(microsecond=0)

    def of(self, owner: SiteOwner) -> "Intake":
        """The intake of what is taken for that of a site's owner: the narrower of both rules."""
        return replace(
            self,
            owner=owner.name,
            section=self.section or owner.section,
            full_text=self.full_text and owner.full_text,
            same_story=self.same_story and owner.same_story,
            keep_guid=self.keep_guid or owner.keep_guid,
            zone=self.zone or owner.zone,
            fetches=self.fetches or owner.fetches,
        )

    def check_scope(self, article: Article) -> None:
        """Raise Forbidden unless all sections of the article are in the scope."""
        if self.scope is None:
            return
        slugs = self.sections.of(article)
        if slugs and self.scope.issuperset(slugs):
            return
        where = ", ".join(slugs) or "no section"
        allowed = ", ".join(sorted(self.scope))
        raise Forbidden(f"the article stands in {where}: you may change those in {allowed}")

    def may_stand_for(self, original: StoredArticle, article: Article) -> bool:
        """Whether another source's article may be shown in the place of this one.

        Readers must see it in feeds. And what is held to some sections claims nothing outside of
        them: else who may write about sports could keep the news of others off the front page.
        """
        if not original.live or original.article.syndicate == "none":
            return False
        scope = self.scopes.get(original.article.owner)
        if scope is None:
            return True
        slugs = self.sections.of(article)
        return bool(slugs) and scope.issuperset(slugs)
