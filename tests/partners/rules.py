"""Rules that partners have in common: what a feed or an entry must be, and what is wrong of one.

A rule of a feed or an entry answers with what is wrong, or with nothing.
"""

import re
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from urllib.parse import parse_qsl, urlsplit

from tests.partners.document import EntryRead, FeedRead, Picture, is_utc, moment, rfc822

FeedRule = Callable[[FeedRead], Iterator[str]]
EntryRule = Callable[[EntryRead], Iterator[str]]

_TAG = re.compile(r"</?[a-zA-Z][^>]*>|&[a-z]+;")


def said(name: str, *, most: int | None = None) -> FeedRule:
    """The head says `name`, in at most so many characters."""

    def check(feed: FeedRead) -> Iterator[str]:
        text = feed.text(name)
        if not text:
            yield f"no {name}"
        elif most is not None and len(text) > most:
            yield f"{name} of {len(text)} characters"

    return check


def dated(name: str) -> FeedRule:
    """The head has a date of RFC 822, which has come."""

    def check(feed: FeedRead) -> Iterator[str]:
        date = rfc822(feed.text(name))
        if date is None:
            yield f"{name} {feed.text(name)!r}"
        elif date > feed.fetched:
            yield f"{name} to come, {date}"

    return check


def language(pattern: str) -> FeedRule:
    """The language of the feed is said, and is one of these."""

    def check(feed: FeedRead) -> Iterator[str]:
        if not re.fullmatch(pattern, feed.language):
            yield f"language {feed.language!r}"

    return check


def entries(*, least: int = 0, most: int | None = None) -> FeedRule:
    """So many entries stand in a document."""

    def check(feed: FeedRead) -> Iterator[str]:
        count = len(feed.entries)
        if count < least or (most is not None and count > most):
            yield f"{count} entries"

    return check


def size(most: int) -> FeedRule:
    """A document has at most so many bytes."""

    def check(feed: FeedRead) -> Iterator[str]:
        if len(feed.content) > most:
            yield f"{len(feed.content)} bytes"

    return check


def utf8(feed: FeedRead) -> Iterator[str]:
    encoding = feed.root.getroottree().docinfo.encoding or ""
    if encoding.upper() != "UTF-8":
        yield f"encoding {encoding}"


def unique_ids(feed: FeedRead) -> Iterator[str]:
    """Nothing stands twice, under one name or under two."""
    for name in ("id", "link"):
        values = [getattr(entry, name) for entry in feed.entries]
        yield from (f"{value} twice" for value in {v for v in values if values.count(v) > 1})


def hub(feed: FeedRead) -> Iterator[str]:
    if not any(_is_address(address) for address in feed.hubs):
        yield "no hub"


def identity(entry: EntryRead) -> Iterator[str]:
    if not entry.id or not entry.id.isascii():
        yield f"id {entry.id!r}"


def title(least: int, most: int) -> EntryRule:
    """A title has so many characters."""

    def check(entry: EntryRead) -> Iterator[str]:
        if not least <= len(entry.title) <= most:
            yield f"title of {len(entry.title)} characters"

    return check


def plain_title(entry: EntryRead) -> Iterator[str]:
    if _TAG.search(entry.title):
        yield f"markup in {entry.title!r}"


def body(least: int, most: int) -> EntryRule:
    """The whole text stands there, of so many characters."""

    def check(entry: EntryRead) -> Iterator[str]:
        if not least <= len(entry.body) <= most:
            yield f"text of {len(entry.body)} characters"

    return check


def full_text(entry: EntryRead) -> Iterator[str]:
    """There is a text beside the excerpt, and it is no shorter."""
    if not entry.body or len(entry.body) < len(entry.excerpt):
        yield f"text of {len(entry.body)} characters"


def published(form: Callable[[str], datetime | None], *, days: int | None = None) -> EntryRule:
    """The date of publication is written so, has come, and is so many days old at most."""

    def check(entry: EntryRead) -> Iterator[str]:
        date = form(entry.published)
        if date is None:
            yield f"published {entry.published!r}"
        elif date > entry.fetched:
            yield f"published to come, {date}"
        elif days is not None and entry.fetched - date >= timedelta(days=days):
            yield f"published {date}, too long ago"

    return check


def utc(*names: str) -> EntryRule:
    """These dates say UTC."""

    def check(entry: EntryRead) -> Iterator[str]:
        for text in map(entry.text, names):
            if moment(text) and not is_utc(text):
                yield f"date {text} of another zone"

    return check


def modified(form: Callable[[str], datetime | None]) -> EntryRule:
    """It is said when the entry changed last, in this form."""

    def check(entry: EntryRead) -> Iterator[str]:
        if form(entry.modified) is None:
            yield f"modified {entry.modified!r}"

    return check


def link(entry: EntryRead) -> Iterator[str]:
    """The address of the article is whole, and names nobody."""
    parts = urlsplit(entry.link)
    if not _is_address(entry.link) or "@" in parts.netloc:
        yield f"link {entry.link!r}"


def untracked(entry: EntryRead) -> Iterator[str]:
    """The address of the article carries no campaign."""
    for name, _ in parse_qsl(urlsplit(entry.link).query):
        if name.lower().startswith("utm_"):
            yield f"{name} in {entry.link}"


def secure_pictures(entry: EntryRead) -> Iterator[str]:
    """All pictures have whole https addresses."""
    for picture in entry.pictures:
        parts = urlsplit(picture.url)
        if parts.scheme != "https" or not parts.netloc:
            yield f"picture {picture.url!r}"


def sized_picture(least: int) -> EntryRule:
    """A picture stands beside the text whose said sides have so many pixels, or more."""

    def is_large(picture: Picture) -> bool:
        sides = picture.width, picture.height
        return all(side is not None and side >= least for side in sides)

    def check(entry: EntryRead) -> Iterator[str]:
        if not any(map(is_large, entry.shown)):
            yield f"pictures {[(one.width, one.height) for one in entry.shown]}"

    return check


def excerpt(least: int) -> EntryRule:
    """The excerpt has so many characters, or the text has fewer."""

    def check(entry: EntryRead) -> Iterator[str]:
        if len(entry.excerpt) < min(least, len(entry.body)):
            yield f"excerpt of {len(entry.excerpt)} characters"

    return check


def byline(entry: EntryRead) -> Iterator[str]:
    if not entry.authors:
        yield "no author"


def one_language(wanted: str) -> EntryRule:
    """Nothing says that an entry is in another language."""

    def check(entry: EntryRead) -> Iterator[str]:
        for name in entry.languages:
            if name.partition("-")[0] != wanted:
                yield f"language {name}"

    return check


def without_tags(*names: str) -> EntryRule:
    """None of these elements stand in the text."""
    pattern = re.compile(rf"<({'|'.join(names)})\b", re.IGNORECASE)

    def check(entry: EntryRead) -> Iterator[str]:
        yield from (f"<{name}>" for name in pattern.findall(entry.html))

    return check


def _is_address(text: str) -> bool:
    parts = urlsplit(text)
    return parts.scheme in ("http", "https") and bool(parts.netloc) and text.isascii()
