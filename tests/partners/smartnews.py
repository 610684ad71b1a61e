"""SmartNews, by the specification of SmartFormat 2.1 and its page on deleting articles.

It reads an article again only if its own pubDate has moved, whatever else has.
"""

from collections.abc import Iterator
from datetime import datetime
from typing import ClassVar

from tests.partners import rules
from tests.partners.document import MEDIA, SNF, EntryRead, FeedRead, Picture, rfc822
from tests.partners.reading import EntryRules, FeedRules, PartnerReader

_STATUS = f"{MEDIA}status"


def _logo(feed: FeedRead) -> Iterator[str]:
    """Its logo has a whole address."""
    address = feed.text(f"{SNF}logo/{SNF}url") or feed.text(f"{SNF}logo/url")
    if not address.startswith("https://"):
        yield f"logo {address!r}"


def _status(entry: EntryRead) -> Iterator[str]:
    if _STATUS in entry and entry.text(_STATUS) not in ("active", "deleted"):
        yield f"status {entry.text(_STATUS)!r}"


def _thumbnail(entry: EntryRead) -> Iterator[str]:
    """An article with a picture names it where the list of articles shows it."""
    shown = [Picture(one.get("url", "")) for one in entry.element.iterfind(f"{MEDIA}thumbnail")]
    if entry.pictures and not any(one.url.startswith("https://") for one in shown):
        yield f"thumbnails {[one.url for one in shown]}"


class SmartNews(PartnerReader):
    """SmartNews' reader."""

    FEED: ClassVar[FeedRules] = {
        "utf-8": rules.utf8,
        "size": rules.size(1_000_000),
        "unique-id": rules.unique_ids,
        "channel-title": rules.said("title"),
        "channel-link": rules.said("link"),
        "channel-description": rules.said("description", most=30),
        "channel-date": rules.dated("pubDate"),
        "channel-language": rules.language("[a-z]{2}(-[A-Z]{2})?"),
        "logo": _logo,
    }
    ENTRY: ClassVar[EntryRules] = {
        "id": rules.identity,
        "title": rules.title(1, 1000),
        "title-markup": rules.plain_title,
        "link": rules.link,
        "utm": rules.untracked,
        "published": rules.published(rfc822),
        "body": rules.body(1, 1_000_000),
        "status": _status,
        "thumbnail": _thumbnail,
    }
    HISTORY: ClassVar[tuple[str, ...]] = (*PartnerReader.HISTORY, "silent-takedown")

    def key(self, entry: EntryRead) -> datetime | None:
        return rfc822(entry.published)

    def takes_down(self, entry: EntryRead) -> bool:
        return entry.text(_STATUS) == "deleted"
