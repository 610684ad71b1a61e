"""Feed: articles and head data of one page, ready for any format. Pure: no store, no clock, no
I/O.
"""

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import quote

from store import ALL, Article, FeedState, PageRow, Section, Sections, Site, Tombstone, pictures

PAGE_LIMIT = 200
BODIES_LIMIT = 1_500_000
_FRESH, _STALE = 60, 3600


@dataclass(frozen=True, slots=True)
class Entry:
    """An article in its place; revision is that of its content, so (id, revision) names what is
    shown.

    labels are what readers see it filed under.
    """

    article: Article
    revision: int
    position: datetime
    labels: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PrintOptions:
    """How feeds look beside their definition: the site, the names of all sections, and the
    switches.
    """

    site: Site
    sections: Sections
    guard: bool
    tombstones: bool


@dataclass(frozen=True, slots=True)
class Sheet:
    """Everything one print needs, read in one snapshot; entries come newest position first."""

    state: FeedState
    standing: tuple[PageRow, ...]
    complete: bool
    entries: tuple[Entry, ...]
    tombstones: tuple[Tombstone, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """One page of a feed. Formats never learn whether it is a current page, an archive or a delta.

    path         below the base URL, without suffix: `politics`
    updated      the moment of the change that last touched it
    ttl          seconds that a reader may wait before it asks again
    complete     the page has room left: nothing older stands in the feed
    full         whole articles, or summaries
    guard        whether a first-strong guard is put before mixed text
    """

    site: Site
    path: str
    title: str
    description: str
    language: str
    updated: datetime
    ttl: int
    entries: tuple[Entry, ...]
    tombstones: tuple[Tombstone, ...] = ()
    complete: bool = False
    image: str | None = None
    full: bool = True
    guard: bool = True

    @property
    def address(self) -> str:
        """Its page for people; with a suffix, the feed itself."""
        return f"{self.site.base_url}/{self.path}"


def article_address(site: Site, article_id: str) -> str:
    """The article's own page here; an id that was taken over is mostly an address itself."""
    return f"{site.base_url}/articles/{quote(article_id.removeprefix('urn:uuid:'), safe='')}"


def article_link(site: Site, article: Article) -> str:
    """Where its readers go: the canonical address, or its own page here where none is known."""
    return article.url or article_address(site, article.id)


def leads_with_picture(article: Article) -> bool:
    """Whether the article's picture is put before its text: not where the text shows it already."""
    return article.image is not None and all(
        one.url != article.image.url for one in pictures(article.html)
    )


def window(standing: Sequence[PageRow], section: Section) -> Sequence[PageRow]:
    """How much of a feed its page shows: at least `size` articles and `hours` back from its newest
    one.

    The cap wins: 200 articles, or bodies that sum to 1.5 MB; the same articles for every format.
    """
    if not standing:
        return standing
    oldest = standing[0].position - timedelta(hours=section.hours)
    shown, total = 0, 0
    for at, one in enumerate(standing[:PAGE_LIMIT]):
        total += one.size
        wanted = at < section.size or one.position >= oldest
        if not wanted or (total > BODIES_LIMIT and shown):
            break
        shown = at + 1
    return standing[:shown]


def cadence(standing: Sequence[PageRow]) -> int:
    """How long a reader may wait, in seconds: the usual gap between the newest articles, halved; 60
    to 3600.
    """
    moments = [one.position for one in standing[:21]]
    gaps = sorted((new - old).total_seconds() for new, old in itertools.pairwise(moments))
    usual = gaps[len(gaps) // 2] / 2 if gaps else _STALE
    return int(min(max(usual, _FRESH), _STALE))


def current(section: Section, pages: PrintOptions, sheet: Sheet) -> Feed:
    """The current page of `all` or a section."""
    site = pages.site
    title = site.title if section.slug == ALL else f"{section.title} - {site.title}"
    return Feed(
        site=site,
        path=section.slug,
        title=title,
        description=section.description or title,
        language=section.language or site.language,
        updated=sheet.state.changed_at,
        ttl=cadence(sheet.standing),
        entries=sheet.entries,
        tombstones=sheet.tombstones if pages.tombstones else (),
        complete=sheet.complete,
        image=section.image or site.logo,
        full=section.full_text,
        guard=pages.guard,
    )
