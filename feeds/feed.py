"""Feed: articles and head data of one page, ready for any format. Pure: no store, no clock, no I/O."""

from dataclasses import dataclass
from datetime import datetime

from store import Article, Site, Tombstone


@dataclass(frozen=True, slots=True)
class Entry:
    """An article in its place; revision is that of its content, so (id, revision) names what is shown."""

    article: Article
    revision: int
    position: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """One page of a feed. Formats never learn whether it is a current page, an archive or a delta.

    path         below the base URL, without suffix: `politics`
    updated      the moment of the change that last touched it
    ttl          seconds that a reader may wait before it asks again
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
    image: str | None = None
    full: bool = True
    guard: bool = True
