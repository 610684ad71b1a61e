"""Items of a feed in XML: an entry is a draft, or a deletion that the source tells in its place.

Dates stay the text they are, and nothing is cleaned: both are for prepare. A category is both a
section's label and a tag: feeds do not tell them apart, and Sections takes only what it knows. An
entry has the authors that it names itself: those of the whole feed are no byline.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from typing import Any

from ...draft import SHORT_TEXTS, Deletion, Draft, Omitted, SourceItem
from ...errors import Place, Refused
from ...text import addresses, dates
from ...text.bent_addresses import behind_counter
from ...text.front_pages import is_front_page
from ...text.mails import without_mails
from .. import record
from ..audience import embargo
from ..common import (
    first_date,
    http_address,
    item_id,
    language_tag,
    site_of_entry,
    with_absolute_links,
)
from ..file import File
from ..webpage.bylines import told_names
from ..webpage.title import Naming, without_site
from .body import entry_body
from .entry import FeedEntry, feed_entry
from .labels import labels_below
from .media import entry_media, players_of, with_players
from .names import BYLINES, CHANGES, DATES, EPISODE, EXPIRIES, KEYWORDS
from .repeated import text_of
from .seen_by import hidden_entry, is_exported, is_kind

_PUBLISHED = (*DATES, "updated")
_COMMA = re.compile("[,،;؛]")


def entry_item(parsed: Any, head: Any, file: File) -> SourceItem:
    """The draft or deletion of an entry; `head` is feedparser's result outside of entries."""
    entry = feed_entry(parsed, head, file)
    place = Place(file.name, parsed["line"])
    url = _url(entry)
    site = site_of_entry(entry.guid, url, head.get("link"), file)
    if _is_gone(entry):
        return _deletion(entry, place, site)
    state = hidden_entry(entry)
    if state:
        return Omitted(state, place, item_id(entry.guid), _changed(entry), site, url)
    return _draft(entry, place, file.folder, site)


def _draft(entry: FeedEntry, place: Place, folder: str | None, site: str | None) -> Draft | Refused:
    """The draft of an entry for all readers, or why there is none."""
    draft = record.draft_or_refused(_fields(entry), place, folder, _markup(entry))
    if isinstance(draft, Refused):
        return draft
    return replace(draft, export=is_exported(entry), guid=draft.id, site=site)


def entry_moment(parsed: Any) -> datetime | None:
    """The date of an entry, in UTC unless it names a zone."""
    own = parsed.get("own", {})
    return dates.moment(first_date(own.get(name) for name in _PUBLISHED))


def _markup(entry: FeedEntry) -> frozenset[str]:
    """The fields that are HTML: in RSS mostly all are, Atom says of which (RFC 4287, 3.1)."""
    return SHORT_TEXTS - {name for name in ("title", "summary") if entry.is_plain(name)}


def _fields(entry: FeedEntry) -> dict[str, object]:
    """The record of an entry."""
    labels = _labels(entry)
    media = entry_media(entry)
    fields = {
        "id": item_id(entry.parsed.get("id")),
        "url": _url(entry),
        "title": _title(entry),
        "authors": _authors(entry),
        "sections": labels,
        "tags": [*labels, *_keywords(entry)],
        "language": language_tag(entry.language),
        "source": None if media["image"] and entry.photographer else _source(entry),
    }
    return fields | _moments(entry) | _body(entry, fields["url"]) | media


def _body(entry: FeedEntry, url: object) -> dict[str, str | None]:
    """The texts of an entry, with its players.

    One without an address has none at which its relative ones would be meant.
    """
    body = entry_body(entry)
    html = with_players(body["html"], players_of(entry), url)
    if html and url is None:
        html = with_absolute_links(html, entry.base)
    return body | {"html": html}


# Withdrawals


def _is_gone(entry: FeedEntry) -> bool:
    """Whether an entry is called deleted, or had expired when it last changed.

    Some partners tell withdrawals by an expiry that is past. No clock is asked, so that the same
    feed always means the same.
    """
    if "deleted" in entry.words("media:status", "state"):
        return True
    ended = dates.moment(_expires(entry))
    changed = dates.moment(entry.first_date(CHANGES))
    return ended is not None and changed is not None and ended <= changed


def _deletion(entry: FeedEntry, place: Place, site: str | None) -> Deletion | Refused:
    """The withdrawal that an entry tells, at the moment it last changed."""
    ref = entry.parsed.get("id")
    if not ref:
        return Refused("withdraws no id", field="id", place=place)
    return Deletion(ref, place, _changed(entry), site)


def _changed(entry: FeedEntry) -> datetime | None:
    """The moment an entry last changed, as far as it says so."""
    return dates.moment(entry.first_date(CHANGES))


def _expires(entry: FeedEntry) -> str | None:
    """The moment of expiry, which may be the end of a period."""
    text = entry.first(EXPIRIES)
    if text is None or "=" not in text:
        return text
    return _period(text).get("end") or None


def _begins(entry: FeedEntry, published: str | None) -> str | None:
    """The beginning of dcterms:valid, where it is later than the date."""
    start = _period(entry.own.get("dcterms:valid") or "").get("start")
    return embargo([("available", start)], published)


def _period(text: str) -> dict[str, str]:
    """The parts of a period (DCMI), which is written `start=...; end=...`."""
    parts = (part.partition("=") for part in text.split(";"))
    return {name.strip().lower(): moment.strip() for name, _, moment in parts}


# Fields


def _moments(entry: FeedEntry) -> dict[str, object]:
    """The dates of an entry, as text."""
    published = entry.first_date(_PUBLISHED)
    return {
        "published": published,
        "publish_at": embargo(entry.facts("audience"), published) or _begins(entry, published),
        "updated": entry.first_date(CHANGES),
        "expires_at": _expires(entry),
    }


def _labels(entry: FeedEntry) -> list[str]:
    """The categories of an entry as people read them."""
    tags = [tag for tag in entry.parsed.get("tags", ()) if not is_kind(tag)]
    labels = [tag["label"] or tag["term"] for tag in tags]
    labels += labels_below(entry.parsed.get("summary") or "")
    return [label for label in labels if label]


def _keywords(entry: FeedEntry) -> list[str]:
    """The keywords of an entry: tags that name no section."""
    return [word.strip() for word in _COMMA.split(entry.first(KEYWORDS) or "") if word.strip()]


def _title(entry: FeedEntry) -> str | None:
    """The title of an entry, without the name of the source that the entry names itself."""
    title: str | None = entry.parsed.get("title") or entry.own.get(EPISODE)
    source = entry.parsed.get("source", {}).get("title")
    return without_site(title, Naming([source])) if title and source else title


def _url(entry: FeedEntry) -> str | None:
    """The address of the entry's page, never that of a counter of clicks.

    Some feeds name their front page in every link, and the page in the guid alone.
    """
    pages = list(_pages(entry))
    stories = (page for page in pages if not is_front_page(page))
    return next(stories, pages[0] if pages else None)


def _pages(entry: FeedEntry) -> Iterator[str]:
    """The addresses that may be that of the entry's page, those most to be trusted first.

    A guid that claims to be an address counts only where it spells a whole one.
    """
    claims: list[tuple[str | None, str | None]] = [(entry.own.get("feedburner:origlink"), None)]
    claims += [(link["url"], entry.base) for link in entry.pages]
    if entry.parsed.get("guidislink") or entry.own.get("guid:permalink"):
        claims.append((entry.parsed.get("id"), None))
    for text, base in claims:
        page = http_address(text, base)
        if page:
            yield behind_counter(page)


def _authors(entry: FeedEntry) -> list[dict[str, str | None]]:
    """The authors of an entry, else the first of the elements that stand for them."""
    authors = [author for author in entry.parsed.get("authors", ()) if author.get("name")]
    if not authors:
        authors = [{"name": entry.first(BYLINES) or ""}]
    return [byline for author in authors for byline in _bylines(author, entry.base)]


def _bylines(author: Any, base: str | None) -> list[dict[str, str | None]]:
    """An author as record wants it; `كتبت - منى السيد - القاهرة` is told as one, and is a name."""
    name = author["name"]
    names = told_names(without_mails(text_of(name) if "<" in name else name))
    url = http_address(author.get("url"), base) if len(names) == 1 else None
    return [{"name": name, "url": url} for name in names]


def _source(entry: FeedEntry) -> dict[str, str | None] | None:
    """The first publisher: Atom's and RSS's source, else dc:source, a name or an address."""
    source = entry.parsed.get("source", {})
    told = entry.own.get("dc:source")
    url = http_address(source.get("link") or source.get("url") or told, None)
    name = source.get("title")
    if not name and told and not http_address(told, None):
        name = told
    if not name:
        name = addresses.host(url or "")
    return {"name": name, "url": url} if name else None
