"""Helpers of several sources: whole files, lists of entries, addresses as they are spelt."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from ..draft import Deletion, Draft, Omitted, SourceItem
from ..errors import Place, Refused
from ..limits import DELETION_LIMIT
from ..text import addresses, dates
from ..text.bent_addresses import straightened
from ..text.front_pages import is_front_page
from ..text.markup.images import set_of
from ..text.sites import lies_on, site_of, site_of_post
from .file import File

_LANGUAGE = re.compile(r"[A-Za-z]{1,8}(?:[-_][A-Za-z0-9]{1,8})*")
# The relative address of an attribute; one that names a scheme, or begins with #, is left. Spaces
# are not given back: a text of `href` and spaces takes no longer than any.
_RELATIVE = re.compile(
    r"""((?:href|src)\s*+=\s*+["'])(?![a-z][a-z0-9+.-]*:|#)([^"'<>]+)""", re.IGNORECASE
)
_FAR_YEAR = 2100  # beyond it lie slips of digits, and the last days that programs know
_SET = re.compile(r"""(srcset\s*+=\s*+["'])([^"'<>]+)""", re.IGNORECASE)


def http_address(text: str | None, base: str | None) -> str | None:
    """An http address as it is spelt, made absolute; None where no reader could follow it."""
    address = straightened(text or "", base)
    link = addresses.link(address, None) or ""
    return address if link.startswith("http") else None


def item_id(text: str | None) -> str | None:
    """The id of an item; the address of a front page, which stands in all items, is none."""
    if not text or (text.startswith(("http:", "https:")) and is_front_page(text)):
        return None
    return text


def of_site(item: SourceItem, site: str | None) -> SourceItem:
    """The item as a post of this site."""
    return item if isinstance(item, Refused) else replace(item, site=site)


def own_site(site: str | None, file: File) -> str | None:
    """The site that a document tells of its posts; one that was fetched from elsewhere tells none.

    Else anybody could edit the articles of any site by what he lets us fetch.
    """
    if site is None or file.address is None or lies_on(file.address, site):
        return site
    return None


def site_of_entry(entry_id: object, url: object, home: object, file: File) -> str | None:
    """The site whose post an entry of a feed is, by its guid; only the site's own feed tells it."""
    guid, address = (text if isinstance(text, str) else "" for text in (entry_id, url))
    site = site_of_post(guid, address)
    if file.address is None and not (isinstance(home, str) and site_of(home) == site):
        return None
    return own_site(site, file)


def with_absolute_links(html: str, base: str | None) -> str:
    """HTML with the relative addresses of its links and pictures resolved against `base`."""
    if not base:
        return html
    html = _RELATIVE.sub(lambda match: match[1] + addresses.absolute(match[2], base), html)
    return _SET.sub(lambda match: match[1] + _absolute_set(match[2], base), html)


def _absolute_set(text: str, base: str) -> str:
    """A `srcset` with absolute addresses."""
    candidates = (
        f"{addresses.absolute(address, base)} {descriptor.strip()}".strip()
        for address, descriptor in set_of(text)
    )
    return ", ".join(candidates)


def first_date(texts: Iterable[str | None]) -> str | None:
    """The first date that can be read and is none of a far future, else the first text or None."""
    told = [text for text in texts if text]
    readable = (text for text in told if _is_date_of_news(text))
    return next(readable, next(iter(told), None))


def _is_date_of_news(text: str) -> bool:
    moment = dates.moment(text)
    return moment is not None and moment.year < _FAR_YEAR


def language_tag(text: str | None) -> str | None:
    """The text, if it is shaped like a language tag (RFC 5646), else None."""
    return text if text and _LANGUAGE.fullmatch(text) else None


def read_whole(file: File, limit: int, too_large: str) -> bytes:
    """The bytes of a file. Raises Refused for the reason `too_large` beyond `limit` bytes."""
    data = file.stream.read(limit + 1)
    if len(data) > limit:
        raise Refused(too_large)
    return data


def as_list(value: Any) -> list[Any]:
    """A list of one for a single value, and an empty one for None."""
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


def too_many_deletions(count: int, place: Place) -> Refused:
    """The refusal of withdrawals beyond those that are read of one feed."""
    reason = f"{count:,} withdrawals; only the first {DELETION_LIMIT:,} are read"
    return Refused(reason, place=place)


def without_deleted(
    items: Iterable[SourceItem], deleted: Mapping[str, datetime | None]
) -> Iterator[SourceItem]:
    """The items of one feed, and the withdrawal of each that is older than its own tombstone.

    `deleted` are the moments of the tombstones by id. An entry that has changed since, or does not
    say when it has, outranks its tombstone (RFC 6721, section 3).
    """
    for item in items:
        yield _or_its_deletion(item, deleted)


def _or_its_deletion(item: SourceItem, deleted: Mapping[str, datetime | None]) -> SourceItem:
    if not isinstance(item, Draft) or item.id is None:
        return item
    when = deleted.get(item.id)
    changed = dates.moment(item.updated)
    if when and changed and changed < when:
        return Deletion(item.id, item.place, when, item.site)
    return item


def with_withdrawals(items: Iterable[SourceItem]) -> Iterator[SourceItem]:
    """The items, and behind each that is left out the withdrawal of what was sent as it before."""
    for item in items:
        yield item
        if isinstance(item, Omitted) and (item.id or item.url):
            yield _withdrawal(item)


def _withdrawal(item: Omitted) -> Deletion:
    """The withdrawal of what was sent before as an article that is left out."""
    return Deletion(
        item.id or "",
        item.place,
        item.when,
        item.site,
        modified=item.when if item.site else None,
        url=None if item.id else item.url,
    )


def unique_by_id(items: Iterable[SourceItem]) -> Iterator[SourceItem]:
    """The items of one feed without repetitions.

    An entry that stands twice counts once; a different entry under the same id is Refused.
    """
    first_by_id: dict[str, Draft] = {}
    for item in items:
        if not isinstance(item, Draft) or item.id is None:
            yield item
            continue
        first = first_by_id.setdefault(item.id, item)
        if first is item:
            yield item
        elif first != replace(item, place=first.place):
            reason = f"{item.id[:80]!r} is the id of another entry, too"
            yield Refused(reason, field="id", place=item.place)
