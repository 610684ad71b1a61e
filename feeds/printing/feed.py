"""Feed: articles and head data of one page, ready for any format. Pure: no store, no clock, no
I/O.
"""

from dataclasses import dataclass
from datetime import datetime

from store import Article, FeedState, PageRow, Sections, Site, Tombstone, pictures

from ..links import feed_address


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
        return feed_address(self.site, self.path)


def leads_with_picture(article: Article) -> bool:
    """Whether the article's picture is put before its text: not where the text shows it already."""
    return article.image is not None and all(
        one.url != article.image.url for one in pictures(article.html)
    )
