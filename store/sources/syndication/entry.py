"""An entry of a feed in XML as a Draft, or as the Deletion that its source tells in its place.

Dates stay the text they are, and nothing is cleaned: both are for prepare. A category is both a
section's label and a tag: feeds do not tell them apart, and Sections takes only what it knows. An
entry has the authors that it names itself: those of the whole feed are no byline.
"""

import re
from typing import Any

from ...draft import Deletion, SourceItem
from ...errors import Place, Refused
from ...text import addresses, dates
from .. import record
from ..common import http_address, language_tag
from ..file import File
from .body import entry_body
from .media import entry_media
from .xml import CHANGES, DATES, EXPIRIES

_MAIL = re.compile(r"[<(]?(?:mailto:)?[^\s<>()@]{1,100}@[^\s<>()@]{1,200}[>)]?")


def entry_item(entry: Any, head: Any, file: File) -> SourceItem:
    place, own = Place(file.name, entry["line"]), entry.get("own", {})
    expires = _first(own, EXPIRIES)
    if expires and "=" in expires:  # dcterms:valid, `start=...; end=...`
        expires = expires.partition("end=")[2].partition(";")[0] or None
    if _is_gone(own, expires):
        if not entry.get("id"):
            return Refused("withdraws no id", field="id", place=place)
        return Deletion(entry["id"], place, dates.moment(_first(own, CHANGES)))
    base = (
        addresses.absolute(entry["base"], file.address)
        or http_address(head.get("link"), file.address)
        or file.address
    )
    labels = [label for tag in entry.get("tags", ()) if (label := tag["label"] or tag["term"])]
    language = entry.get("language") or entry["lang"] or head.get("language") or ""
    links = [one for one in entry.get("links", ()) if one.get("url")]
    fields = {
        "id": entry.get("id") or None,
        "url": _url(entry, own, links, base),
        "title": entry.get("title"),
        "authors": _authors(entry, own, base),
        "sections": labels,
        "tags": labels,
        "published": _first(own, DATES) or own.get("updated"),
        "updated": _first(own, CHANGES),
        "expires_at": expires,
        "language": language_tag(language),
        "source": _source(entry.get("source", {}), own),
    }
    return record.draft_or_refused(
        fields | entry_body(entry) | entry_media(own, links, base), place, file.folder
    )


def _first(own: dict[str, Any], names: list[str]) -> str | None:
    return next((own[name] for name in names if name in own), None)


def _is_gone(own: dict[str, Any], expires: str | None) -> bool:
    """Said to be deleted, or last changed when it had expired: so partners are told, and no clock
    is asked.
    """
    if any(status.get("state") == "deleted" for status in own.get("media:status", ())):
        return True
    ended, changed = dates.moment(expires), dates.moment(_first(own, CHANGES))
    return ended is not None and changed is not None and ended <= changed


def _url(entry: Any, own: dict[str, Any], links: list[Any], base: str | None) -> str | None:
    """Its page, behind a counter of clicks; a guid is an address only where it spells a whole
    one.
    """
    pages = (
        http_address(one["url"], base)
        for one in links
        if one["rel"] == "alternate" and one["type"] == "text/html"
    )
    page = http_address(own.get("feedburner:origlink"), None) or next(filter(None, pages), None)
    return page or (http_address(entry.get("id"), None) if entry.get("guidislink") else None)


def _authors(entry: Any, own: dict[str, Any], base: str | None) -> list[dict[str, str | None]]:
    given = [one for one in entry.get("authors", ()) if one.get("name")] or [
        {"name": own.get("itunes:author", "")}
    ]
    named = [
        {"name": _name(one["name"]), "url": http_address(one.get("url"), base)} for one in given
    ]
    return [one for one in named if one["name"]]


def _name(text: str) -> str:
    """`desk@example.com (منى السيد)` names her; nobody's address is published."""
    if "@" not in text:
        return text
    text = _MAIL.sub("", text).strip()
    return text[1:-1].strip() if text[:1] == "(" and text[-1:] == ")" else text


def _source(given: Any, own: dict[str, Any]) -> dict[str, str | None] | None:
    said = own.get("dc:source")
    url = http_address(given.get("link") or given.get("url") or said, None)
    name = given.get("title") or (
        said if said and not http_address(said, None) else addresses.host(url or "")
    )
    return {"name": name, "url": url} if name else None
