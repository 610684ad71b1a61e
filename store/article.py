"""The values of what was accepted: an Article, and what the store knows of it.

Nothing here cleans, decides or stores: prepare makes an Article of a Draft, ingest decides, db
keeps.
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
State = Literal["live", "embargo", "withdrawn", "expired"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Author:
    name: str
    url: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Image:
    """url is an ASCII URI, url_given its original spelling; width and height are pixels."""

    url: str
    url_given: str
    alt: str | None = None
    credit: str | None = None
    width: int | None = None
    height: int | None = None
    type: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Enclosure:
    """length is in bytes, None where the source did not say (then no format claims one)."""

    url: str
    type: str
    length: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Related:
    title: str
    url: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """Who first published it: a name, and an address or host where known."""

    name: str
    url: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """What was accepted: clean, complete, immutable.

    id           our own ASCII id: guid, atom:id and JSON id alike
    owner        the source that may edit and withdraw it
    url          canonical address as an ASCII URI, None where unknown; url_given is its original
                 spelling
    html         the body, sanitized; size is its length in UTF-8 bytes
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """An editor's words, which outrank the source's; None where those stand. sections are slugs,
    text is Markdown.
    """

    sections: tuple[str, ...] | None = None
    title: str | None = None
    text: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Tombstone:
    """What remains of a withdrawn article: where it stood and when it went (RFC 6721's ref and
    when).
    """

    id: str
    when: datetime
    published: datetime
    position: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredArticle:
    """An article as the store has it.

    revision     that of its content or state
    digest       of all content; visible, of what a reader would notice (two digests)
    released     when it first appeared; None under embargo
    withdrawn    when it was taken back; reason says how, announced whether feeds still say so
    correction   what an editor said of it, which stands whatever the source sends
    """

    article: Article
    revision: int
    digest: str
    visible: str
    released: datetime | None
    withdrawn: datetime | None = None
    reason: Reason | None = None
    announced: bool = False
    correction: Correction | None = None

    @property
    def state(self) -> State:
        if self.withdrawn:
            return self.reason or "withdrawn"
        return "live" if self.released else "embargo"

    @property
    def live(self) -> bool:
        return self.state == "live"


@dataclass(frozen=True, slots=True)
class Placement:
    """That an article stands in a feed, and where; standing is False once it has left."""

    feed: str
    article_id: str
    revision: int
    position: datetime
    published: datetime
    standing: bool = True
