"""Article, and what the store knows of one: the values of what was accepted.

Nothing here cleans, decides or stores: the intake makes an Article of a Draft and decides what it
changes, the tables keep it.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from .text.dates import Precision
from .text.markup.tags import SafeHtml

Direction = Literal["rtl", "ltr"]
Dated = Literal["explicit", "derived", "ingest"]
Syndicate = Literal["full", "summary", "none"]
Reason = Literal["withdrawn", "expired"]
WithdrawnBy = Literal["source", "editor", "rule"]
State = Literal["live", "embargo", "withdrawn", "expired"]

MICROSECONDS = 1_000_000  # of a second: `updated` ends in so many last figures of its revision


@dataclass(frozen=True, slots=True, kw_only=True)
class Author:
    """A person or desk that wrote an article."""

    name: str
    url: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Image:
    """The picture of an article.

    url            address as an ASCII URI; url_given is its original spelling
    width, height  pixels, as far as they are known
    length         bytes, None where the source did not say
    """

    url: str
    url_given: str
    alt: str | None = None
    credit: str | None = None
    width: int | None = None
    height: int | None = None
    type: str | None = None
    length: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Enclosure:
    """A file beside an article.

    length  bytes, None where the source did not say (then no format claims one)
    """

    url: str
    type: str
    length: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Related:
    """Another article on the same subject, with or without an address."""

    title: str
    url: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """The first publisher of an article: a name, and an address or host where known."""

    name: str
    url: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """An article as it was accepted: clean, complete, immutable.

    id           our own ASCII id: guid, atom:id and JSON id alike
    owner        the source that may edit and withdraw it
    url          canonical address as an ASCII URI, None where unknown; url_given is its original
                 spelling
    html         the body, sanitized
    sections     the labels the source gave, as it gave them
    published    aware UTC, whole seconds; precision and dated say how far to trust it
    updated      the same, with its revision as microseconds: no two articles share it
    due          the moment before which it is nowhere (embargo), or None
    credit       boilerplate that was taken off the body
    filed        an editor chose the sections: no rule adds another
    """

    id: str
    owner: str
    source_id: str | None = None
    url: str | None = None
    url_given: str | None = None
    title: str
    html: SafeHtml
    summary: str
    authors: tuple[Author, ...] = ()
    sections: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    published: datetime
    precision: Precision = "instant"
    dated: Dated = "explicit"
    updated: datetime
    due: datetime | None = None
    expires_at: datetime | None = None
    language: str = "ar"
    direction: Direction = "rtl"
    image: Image | None = None
    enclosures: tuple[Enclosure, ...] = ()
    related: tuple[Related, ...] = ()
    source: Origin | None = None
    syndicate: Syndicate = "full"
    credit: str | None = None
    filed: bool = False


def last_visible(revision: int, updated: datetime) -> int:
    """The revision of the last change of an article that a reader would notice.

    revision  that of its last change of any kind
    """
    return revision - (revision - updated.microsecond) % MICROSECONDS


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """The words of an editor, which outrank the source's; None where those stand.

    sections are slugs, text is Markdown.
    """

    sections: tuple[str, ...] | None = None
    title: str | None = None
    text: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """The words that stand in the place of a withdrawn article.

    text      as the editor gave them
    article   as readers see it: they are its body, and its title says that it was withdrawn
    until     the moment at which it leaves the feeds
    standing  it has not left them yet
    """

    text: str
    article: Article
    until: datetime
    standing: bool = True


def withdrawn_at_revision(revision: int, notice: Notice | None) -> int:
    """The revision at which an article was withdrawn: where a notice was made, that of the notice.

    revision  that of its last change, which may be the end of the notice
    """
    return last_visible(revision, notice.article.updated) if notice else revision


@dataclass(frozen=True, slots=True, kw_only=True)
class Tombstone:
    """The rest of a withdrawn article: its id, and when it went (RFC 6721, ref and when)."""

    id: str
    when: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredArticle:
    """An article as the store has it.

    revision     number of the last change of its content or state
    digest       digest of all content; visible, of all that a reader would notice
    title_key    the key by which its title is compared
    released     the moment it first appeared; None under embargo
    withdrawn    the moment it was taken back; reason says how, withdrawn_by who did
    announced    feeds still say its withdrawal; an expiry they never say
    correction   an editor's words, which stand whatever the source sends
    notice       an editor's words in the place of what was withdrawn
    absent       the last word of its source is that it is gone, whatever a person did since
    taken_back   the moment of its last withdrawal by its source, as that told it; or the expiry
                 that a person has overruled
    modified     the moment of the source's last change, by its own clock: an older message of it
                 changes nothing
    """

    article: Article
    revision: int
    digest: str
    visible: str
    title_key: str
    released: datetime | None
    withdrawn: datetime | None = None
    reason: Reason | None = None
    withdrawn_by: WithdrawnBy | None = None
    announced: bool = False
    correction: Correction | None = None
    notice: Notice | None = None
    absent: bool = False
    taken_back: datetime | None = None
    modified: datetime | None = None

    @property
    def state(self) -> State:
        """Whether readers see it, and if not, why."""
        if self.withdrawn:
            return self.reason or "withdrawn"
        return "live" if self.released else "embargo"

    @property
    def live(self) -> bool:
        """Whether readers see it."""
        return self.state == "live"

    @property
    def shown(self) -> Article:
        """The article as readers see it, or may know it: itself, or the notice in its place."""
        return self.notice.article if self.notice else self.article

    @property
    def stands(self) -> bool:
        """Whether it has a place in feeds, by itself or by a notice."""
        return self.live or (self.notice is not None and self.notice.standing)


@dataclass(frozen=True, slots=True)
class Placement:
    """The place of an article in a feed.

    standing    False once it has left
    page        number of the archive page that it is on; 0 for none, and the current page
    taken_down  in a partner's feed: the moment at which an article that has left was withdrawn, or
                lost its rights; None where it only moved away. One that stands may only be shown as
                a summary since then, and a partner that takes whole articles is to take it down
    """

    feed: str
    article_id: str
    revision: int
    position: datetime
    published: datetime
    standing: bool = True
    page: int = 0
    taken_down: datetime | None = None
