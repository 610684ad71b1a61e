"""Draft and its kin: the words of a source, untrusted, all optional text.

Nothing here is checked; the intake makes an Article of a Draft, or refuses it.
"""

from dataclasses import dataclass, field, replace
from datetime import datetime

from .errors import NOWHERE, Place, Refused

SHORT_TEXTS = frozenset("title summary authors sections tags image related source credit".split())
"""The fields that hold lines of text beside the body: plain text, or HTML where a draft says so."""


PARENTS = "parents"
PICTURES = "pictures"
BLOCKS = "blocks"
MEMBERS = "members"
"""What a draft may not name beside fields: the categories above its own, its galleries, and parts
of its text that stand elsewhere, or are for members alone.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftAuthor:
    """An author as a source names it."""

    name: str
    url: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftImage:
    """A picture as a source gives it; `width` and `height` are pixels, `length` is in bytes."""

    url: str
    alt: str | None = None
    credit: str | None = None
    width: int | None = None
    height: int | None = None
    length: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftEnclosure:
    """A file beside an article; `length` is in bytes."""

    url: str
    type: str | None = None
    length: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftRelated:
    """Another article that a source names beside this one."""

    title: str
    url: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftSource:
    """The first publisher, as a source names it."""

    name: str
    url: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """One record as a source gave it. Its fields are declared in `sources/fields.py`.

    At most one of html, markdown and text is given. Dates are text in any form that `dates.read()`
    knows. Beside the fields of a record:

    folder  the folder a file lay in, a hint at the section
    place   where it stood, for messages
    export  whether it comes from an export, which is a backfill
    saved   whether it tells how things stood when it was saved, not how they are
    guid    the id by which readers knew it elsewhere
    markup  the SHORT_TEXTS that are HTML; all others are the text they are
    site    the WordPress whose post it is, as `sites` names it: its id is the post's number there,
            or a guid that tells it
    unnamed the fields that its message did not name: what is kept of them stays. And `status`
            where it did not say who may see it, `type` whether it is a post at all, `excerpt` where
            its site makes a summary itself, PARENTS, PICTURES, BLOCKS and MEMBERS
    modified  the moment of its last change by the clock of its site, aware UTC, where that tells
    message whether it is one of several messages, of which a later one may arrive first
    zone    the name of the zone whose time its dates tell, though they say UTC or no zone
    """

    id: str | None = None
    url: str | None = None
    title: str | None = None
    html: str | None = None
    markdown: str | None = None
    text: str | None = None
    summary: str | None = None
    authors: tuple[DraftAuthor, ...] = ()
    sections: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    published: str | None = None
    updated: str | None = None
    publish_at: str | None = None
    expires_at: str | None = None
    language: str | None = None
    image: DraftImage | None = None
    enclosures: tuple[DraftEnclosure, ...] = ()
    related: tuple[DraftRelated, ...] = ()
    source: DraftSource | None = None
    syndicate: str | None = None
    correction: bool = False
    credit: str | None = None
    folder: str | None = None
    place: Place = NOWHERE
    export: bool = False
    saved: bool = field(default=False, compare=False)  # it is the same article either way
    guid: str | None = None
    markup: frozenset[str] = frozenset()
    site: str | None = None
    unnamed: frozenset[str] = frozenset()
    modified: datetime | None = None
    message: bool = False
    zone: str | None = None


@dataclass(frozen=True, slots=True)
class Deletion:
    """The news that a source takes back the article it sent under `id`, or under `url` without one.

    when      the moment it names, aware UTC, if any
    site      the WordPress whose post it is, as in Draft
    modified  the last change of what is taken back, by the clock of its site: see Draft
    """

    id: str
    place: Place
    when: datetime | None = None
    site: str | None = None
    modified: datetime | None = field(default=None, compare=False)
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Omitted:
    """The news that a source has an article which is not for readers.

    state  its word for the reason, such as `draft`
    id     the source's id of it, under which it may have sent it before
    when   the moment it was last changed, aware UTC, if it is told
    site   the WordPress whose post it is, as in Draft
    url    its address, by which an article without an id is known
    """

    state: str
    place: Place
    id: str | None = None
    when: datetime | None = None
    site: str | None = None
    url: str | None = None


SourceItem = Draft | Deletion | Omitted | Refused
"""All that a reader of a source may yield."""


def as_saved(item: SourceItem) -> SourceItem:
    """The item, which tells how things stood when it was saved."""
    return replace(item, saved=True) if isinstance(item, Draft) else item
