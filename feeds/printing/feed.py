"""Feed: articles and head data of one page, ready for any format, and the values it is made of.

Pure: no store, no clock, no I/O.
"""

from dataclasses import dataclass
from datetime import datetime

from store import Article, FeedState, PageRow, Sections, Site, Tombstone, pictures

from ..links import feed_address

_RTL = frozenset(("ar", "ckb", "fa", "he", "ps", "sd", "ug", "ur", "yi"))


@dataclass(frozen=True, slots=True)
class Entry:
    """An article in its place.

    revision    that of its content, so that (id, revision) names what is shown
    digest      that of its content
    labels      names that readers see it filed under
    takedown    the moment since which a partner is told to take it down; None for no takedown
    is_notice   an editor's notice stands in the place of the article
    """

    article: Article
    revision: int
    digest: str
    position: datetime
    labels: tuple[str, ...] = ()
    takedown: datetime | None = None
    is_notice: bool = False


@dataclass(frozen=True, slots=True)
class PrintOptions:
    """How all feeds look, beside the definition of each.

    sections    titles and labels of all sections
    guard       whether a first-strong guard is put before mixed text
    tombstones  whether feeds say what was withdrawn
    """

    site: Site
    sections: Sections
    guard: bool
    tombstones: bool


@dataclass(frozen=True, slots=True)
class Sheet:
    """Everything one print needs, read in one snapshot.

    rows        what the page shows, newest position first; `entries` are the same in full, without
                their labels, or for a delta those that are new
    previous    path of the archive page before it; empty for none
    """

    state: FeedState
    rows: tuple[PageRow, ...]
    entries: tuple[Entry, ...]
    tombstones: tuple[Tombstone, ...] = ()
    previous: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """One page of a feed. Formats never learn whether it is a current page, an archive or a delta.

    path         below the base URL, without suffix: `politics`
    updated      the moment of the change that last touched it
    ttl          seconds that a reader may wait before it asks again
    full         whole articles, or summaries
    guard        whether a first-strong guard is put before mixed text
    query        behind its address, where it is another view of the feed: `?full=0`
    question     behind the address of its page, where it answers a question: `?q=...`
    page         address of its page for people, where that is not at its own path; else empty
    secret       whether its address opens it, so that no document says it
    subject      path of the feed's current page, where this is one of its archive; else empty
    previous     path of the archive page before this page; empty for none
    newest       when the newest article of the page was published, where its entries are not all
    analytics    markup that a partner puts into its pages, for the paper to count readers there
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
    query: str = ""
    question: str = ""
    page: str = ""
    secret: bool = False
    subject: str = ""
    previous: str = ""
    newest: datetime | None = None
    analytics: str | None = None

    @property
    def published(self) -> datetime:
        """When the newest article was published; of a feed without any, when it was changed."""
        if self.newest:
            return self.newest
        return max((entry.article.published for entry in self.entries), default=self.updated)

    @property
    def address(self) -> str:
        """Address of its page for people."""
        if self.page:
            return self.page
        address = feed_address(self.site, self.subject or self.path)
        return f"{address}{self.question}"

    def document(self, suffix: str) -> str:
        """Address of this page itself, in the format of that suffix."""
        return self._document(self.path, suffix)

    def current_document(self, suffix: str) -> str:
        """Address of the feed's current page, which readers subscribe to."""
        return self._document(self.subject or self.path, suffix)

    def previous_document(self, suffix: str) -> str | None:
        """Address of the archive page before this page; None for none."""
        return self._document(self.previous, suffix) if self.previous else None

    def _document(self, path: str, suffix: str) -> str:
        return f"{feed_address(self.site, path, suffix)}{self.query}"


def direction_of(language: str) -> str:
    """Direction in which a language is laid out: `rtl` or `ltr`."""
    return "rtl" if language.split("-")[0] in _RTL else "ltr"


def leads_with_picture(article: Article) -> bool:
    """Whether the article has a picture that its text lacks: it is put before the text."""
    if article.image is None:
        return False
    shown = {picture.url for picture in pictures(article.html)}
    return article.image.url not in shown
