"""What a source said: untrusted, all optional text."""

from dataclasses import dataclass
from datetime import datetime

from .errors import NOWHERE, Place, Refused


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftAuthor:
    name: str
    url: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftImage:
    url: str
    alt: str | None = None
    credit: str | None = None
    width: int | None = None
    height: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftEnclosure:
    url: str
    type: str | None = None
    length: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftRelated:
    title: str
    url: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftSource:
    name: str
    url: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """One record as a source gave it. Dates are text in any form that dates.read() knows.

    At most one of html, markdown and text is given. publish_at is an embargo, correction says that
    this edit is significant. folder is where a file lay, a hint at the section; place is for
    messages; what comes from an export is a backfill, and guid what readers knew it by.
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
    guid: str | None = None


@dataclass(frozen=True, slots=True)
class Deletion:
    """That the source takes back what it sent under this id; when is the moment it says, aware UTC,
    if any.
    """

    id: str
    place: Place
    when: datetime | None = None


@dataclass(frozen=True, slots=True)
class Omitted:
    """That the source has an article which is not for readers; state is its word for why, such as
    `draft`.
    """

    state: str
    place: Place


SourceItem = Draft | Deletion | Omitted | Refused
