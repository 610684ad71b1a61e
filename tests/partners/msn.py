"""MSN, by its pages for partners: item metadata, expiry and takedown, HTML, feed management.

It asks about every fifteen minutes, and reads what it knows again only if its date has moved.
"""

import re
from collections.abc import Iterator
from datetime import datetime
from typing import ClassVar

from tests.partners import rules
from tests.partners.document import DCTERMS, MI, EntryRead, FeedRead, moment, w3c_dtf
from tests.partners.reading import EntryRules, FeedRules, PartnerReader

_VALID = f"{DCTERMS}valid"
_EXPIRES = f"{MI}expirationDate"
_MODIFIED = f"{DCTERMS}modified"
_PERIOD = re.compile(r"(?:start=(?P<start>[^;]*); )?end=(?P<end>[^;]*); scheme=W3C-DTF")


def _items(feed: FeedRead) -> Iterator[str]:
    """Older articles have left after about twenty; those that are taken down come on top."""
    living = [entry for entry in feed.entries if not _is_over(entry)]
    if len(living) > 20:
        yield f"{len(living)} items"


def _period(entry: EntryRead) -> datetime | None:
    """The end of dcterms:valid, None where it says none."""
    match = _PERIOD.fullmatch(entry.text(_VALID))
    return w3c_dtf(match["end"]) if match else None


def _is_past(end: datetime | None, entry: EntryRead) -> bool:
    """Whether a moment had passed when the entry was fetched."""
    return end is not None and end <= entry.fetched


def _is_over(entry: EntryRead) -> bool:
    ends = _period(entry), moment(entry.text(_EXPIRES))
    return all(_is_past(end, entry) for end in ends)


def _valid(entry: EntryRead) -> Iterator[str]:
    """dcterms:valid can be read, and is in the past where mi:expirationDate is."""
    if _VALID in entry and _period(entry) is None:
        yield f"valid {entry.text(_VALID)!r}"
    elif _is_past(moment(entry.text(_EXPIRES)), entry) and not _is_past(_period(entry), entry):
        yield f"expired, but valid {entry.text(_VALID)!r}"


def _expires(entry: EntryRead) -> Iterator[str]:
    """mi:expirationDate can be read, and is in the past where dcterms:valid is."""
    end = moment(entry.text(_EXPIRES))
    if _EXPIRES in entry and end is None:
        yield f"expirationDate {entry.text(_EXPIRES)!r}"
    elif _is_past(_period(entry), entry) and not _is_past(end, entry):
        yield f"no longer valid, but expires {entry.text(_EXPIRES)!r}"


def _modified(entry: EntryRead) -> Iterator[str]:
    if w3c_dtf(entry.text(_MODIFIED)) is None:
        yield f"modified {entry.text(_MODIFIED)!r}"


class Msn(PartnerReader):
    """MSN's reader of an Arabic feed."""

    FEED: ClassVar[FeedRules] = {
        "utf-8": rules.utf8,
        "size": rules.size(10_000_000),
        "items": _items,
        "unique-id": rules.unique_ids,
        "feed-language": rules.language("ar(-[A-Z]{2})?"),
    }
    ENTRY: ClassVar[EntryRules] = {
        "id": rules.identity,
        "title-length": rules.title(20, 150),
        "title-markup": rules.plain_title,
        "body": rules.body(1, 500_000),
        "tags": rules.without_tags("style", "script", "object", "embed", "param", "applet"),
        "link": rules.link,
        "published": rules.published(moment, days=365),
        "modified": _modified,
        "utc": rules.utc("pubDate", _MODIFIED, _EXPIRES),
        "language": rules.one_language("ar"),
        "pictures": rules.secure_pictures,
        "valid": _valid,
        "expiration": _expires,
    }
    ADVICE: ClassVar[EntryRules] = {"body-length": rules.body(450, 10_000_000)}
    HISTORY: ClassVar[tuple[str, ...]] = (*PartnerReader.HISTORY, "silent-takedown")

    def key(self, entry: EntryRead) -> datetime | None:
        return w3c_dtf(entry.text(_MODIFIED))

    def takes_down(self, entry: EntryRead) -> bool:
        return _is_over(entry)
