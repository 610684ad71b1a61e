"""JSON Feed 1.0 and 1.1 (jsonfeed.org), with the private fields of our own feeds.

Reads no bytes: jsonlines and feed parse. Says nothing of types: record refuses a wrong one.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from typing import Any

from ...draft import Deletion, Omitted, SourceItem
from ...errors import Place, Refused
from ...limits import DELETION_LIMIT, HTML_LIMIT, LIST_LIMIT, LOOKED_AT_LIMIT
from ...text.addresses import absolute
from ...text.bent_addresses import behind_counter, straightened
from ...text.dates import moment
from ...text.no_pictures import is_spacer
from ...text.sandbox import run_bounded
from .. import record
from ..audience import Fact, embargo, facts_of, hidden, locked
from ..common import (
    as_list,
    http_address,
    item_id,
    site_of_entry,
    too_many_deletions,
    unique_by_id,
    with_absolute_links,
    with_withdrawals,
    without_deleted,
)
from ..file import File
from ..unforeseen import attempt
from ..webpage.bylines import told_names
from .credited import without_credit
from .jsonparts import attached, is_empty, labels, present
from .media_types import UNKNOWN, kind_of, type_of
from .newest import newest_of
from .renditions import best_of_each, length

Document = dict[str, Any]
_Tombstone = tuple[str, datetime | None]  # an id, and when it went
Item = dict[str, Any]

_VERSION = "https://jsonfeed.org/version/"
_TEXTS = ("content_html", "content_text", "summary")

# Fields of an item that are taken as they are, and parts of objects, by our names.
_FIELDS = {
    "title": "title",
    "summary": "summary",
    "published": "date_published",
    "updated": "date_modified",
}
_AUTHOR = {"name": "name", "url": "url"}
_ATTACHMENT = {"url": "url", "type": "mime_type", "length": "size_in_bytes"}
_ENCLOSED = {"rel": "enclosure"}  # so says a feed in XML of what is attached
_PICTURE = {"alt": "alt", "credit": "credit", "width": "width", "height": "height"}


def is_feed(value: object) -> bool:
    """Whether a value of JSON says that it is a JSON Feed."""
    return isinstance(value, dict) and str(value.get("version")).startswith(_VERSION)


def feed_items(document: Document, place: Place, file: File) -> Iterator[SourceItem]:
    """The deletions and items of a feed; an item that is no object is refused in its place."""
    items = document.get("items")
    if not isinstance(items, list):
        yield Refused("the feed has no list of items", field="items", place=place)
        return
    tombstones = _tombstones(document)
    yield from _deletions(tombstones, items, document, place, file)
    chosen = newest_of(items, _moment)
    read = (attempt(place, _item, item, document, place, file) for item in chosen.entries)
    deleted = dict(tombstones[:DELETION_LIMIT])
    yield from unique_by_id(with_withdrawals(without_deleted(read, deleted)))
    if chosen.reason:
        yield Refused(chosen.reason, place=place)


def _moment(item: object) -> datetime | None:
    """The date of an item, in UTC unless it names a zone."""
    if not isinstance(item, dict):
        return None
    return moment(item.get("date_published")) or moment(item.get("date_modified"))


def _tombstones(document: Document) -> list[_Tombstone]:
    """The ids under `_deleted`, which stand there alone or in objects, and when each went."""
    deleted = _within(document.get("_deleted"), "items")
    if not isinstance(deleted, list):
        return []
    entries = [entry if isinstance(entry, dict) else {"id": entry} for entry in deleted]
    return [
        (entry["id"], moment(entry.get("when")))
        for entry in entries
        if isinstance(entry.get("id"), str)
    ]


def _deletions(
    tombstones: list[_Tombstone], items: list[Any], document: Document, place: Place, file: File
) -> Iterator[Deletion | Refused]:
    """The withdrawals of a feed; an item that stands outranks its own."""
    if len(tombstones) > DELETION_LIMIT:
        yield too_many_deletions(len(tombstones), place)
    standing = {str(item.get("id")) for item in items if isinstance(item, dict)}
    for ref, when in tombstones[:DELETION_LIMIT]:
        if ref not in standing:
            yield Deletion(ref, place, when, _site(ref, None, document, file))


def _item(item: object, document: Document, place: Place, file: File) -> SourceItem:
    """The draft of an item, or why it is none."""
    if not isinstance(item, dict):
        return Refused("an item is no object", field="items", place=place)
    site = _site(item.get("id"), _url(item, file.address), document, file)
    state = hidden(_facts(item)) or _locked(item)
    if state:
        return _omitted(item, state, place, site, _url(item, file.address))
    draft = record.draft_or_refused(_record(item, document, file), place, file.folder)
    return draft if isinstance(draft, Refused) else replace(draft, guid=draft.id, site=site)


def _record(item: Item, document: Document, file: File) -> dict[str, object]:
    """The record of an item, its addresses absolute."""
    fields = _fields(present(item), file.address)
    fields["publish_at"] = embargo(_facts(item), _text(item.get("date_published")))
    if fields["url"] is None:
        fields |= _resolved(fields, _base(document, file))
    fields["language"] = item.get("language") or document.get("language") or None
    return fields


def _site(ref: object, url: object, document: Document, file: File) -> str | None:
    """The site whose post an item is."""
    return site_of_entry(ref, url, document.get("home_page_url"), file)


def _locked(item: Item) -> str:
    """The state of an item that shows a form for a password instead of its text, or ""."""
    return locked(item.get(name) for name in _TEXTS)


def _fields(item: Item, base: str | None) -> dict[str, object]:
    """The record of an item, by our names."""
    html, credit = _content(item)
    plain = {name: item.get(theirs) for name, theirs in _FIELDS.items()}
    return (
        plain
        | _labels(item)
        | {
            "id": _id(item),
            "url": _url(item, base),
            "html": html,
            "credit": credit,
            "text": None if html else item.get("content_text"),
            "authors": _authors(item),
            "image": _image(item),
            "enclosures": _enclosures(item),
            "related": _within(item.get("_related"), "items"),
            "expires_at": _within(item.get("_expires"), "at"),
            "source": item.get("_source"),
        }
    )


def _labels(item: Item) -> dict[str, object]:
    """The tags of an item, of which sections take what they know."""
    tags = labels(item.get("tags"))
    return {"sections": tags, "tags": tags}


def _content(item: Item) -> tuple[object, str | None]:
    """The HTML of an item, and the credit below it; record refuses other than texts."""
    html = item.get("content_html") or None
    return without_credit(html) if isinstance(html, str) else (html, None)


def _omitted(item: Item, state: str, place: Place, site: str | None, url: object) -> Omitted:
    """The news that an item is not for all readers."""
    given = _id(item)
    known_as = str(given) if isinstance(given, int) else _text(given)
    return Omitted(state, place, known_as, moment(item.get("date_modified")), site, _text(url))


def _facts(item: Item) -> list[Fact]:
    """What an item says of itself, in its own fields and in those of its extensions."""
    facts = list(item.items())
    for name, extension in item.items():
        if name.startswith("_") and isinstance(extension, dict):
            facts += facts_of(extension)
    return facts


def _text(value: object) -> str | None:
    return value if isinstance(value, str) else None


def _base(document: Document, file: File) -> str | None:
    """Where relative addresses of items without one are meant: at the site, else at the feed."""
    home = document.get("home_page_url") or document.get("feed_url")
    return http_address(home, file.address) if isinstance(home, str) else file.address


def _resolved(fields: dict[str, object], base: str | None) -> dict[str, object]:
    """The picture, attachments and text of an item with absolute addresses.

    What is too long, or too many, is left as it is: it is refused.
    """
    html = fields["html"]
    enclosures = as_list(fields["enclosures"])
    if isinstance(html, str) and len(html) <= HTML_LIMIT:
        html = run_bounded(with_absolute_links, html, base)
    if len(enclosures) <= LIST_LIMIT:
        enclosures = [_with_absolute_url(one, base) for one in enclosures]
    return {
        "html": html,
        "image": _with_absolute_url(fields["image"], base),
        "enclosures": enclosures,
    }


def _with_absolute_url(value: Any, base: str | None) -> Any:
    """An address, or an object with one, made absolute; record refuses anything else."""
    if isinstance(value, str):
        return absolute(value, base)
    if isinstance(value, dict) and isinstance(value.get("url"), str):
        return value | {"url": absolute(value["url"], base)}
    return value


def _id(item: Item) -> object:
    """The id of an item; record refuses other than texts and numbers."""
    given = item.get("id")
    return item_id(given) if isinstance(given, str) else given


def _url(item: Item, base: str | None) -> object:
    """The page of an item, else the page that it links to; record refuses other than texts."""
    url = item.get("url") or item.get("external_url")
    return behind_counter(straightened(url, base)) if isinstance(url, str) else url


def _authors(item: Item) -> list[Any]:
    """The authors of an item; 1.0 knew only one. An empty object is none."""
    authors = as_list(item.get("authors") or item.get("author"))
    return [byline for author in authors if not is_empty(author) for byline in _bylines(author)]


def _bylines(author: Any) -> list[Any]:
    """An author by our names; a byline in words is taken apart, without its address."""
    parts = _without_mail(_parts(author, _AUTHOR))
    name = author.get("name") if isinstance(author, dict) else None
    if not isinstance(name, str) or not name.strip():
        return [parts]
    names = told_names(name)
    return [parts] if names == [name] else [{"name": one} for one in names]


def _without_mail(author: Any) -> Any:
    """An author without the address of a mailbox, which JSON Feed allows as one of a page."""
    if isinstance(author, dict) and str(author.get("url")).strip().lower().startswith("mailto:"):
        return {name: part for name, part in author.items() if name != "url"}
    return author


def _enclosures(item: Item) -> list[Any]:
    """The attachments of an item that are no pictures, of renditions of one film the best.

    What is no attachment, and more than any item has, is left for record to refuse.
    """
    media = _media(item)
    if len(media) > LOOKED_AT_LIMIT or not all(map(_is_medium, media)):
        return media
    others = [medium for medium in media if kind_of(medium | _ENCLOSED) != "image"]
    return [
        medium | {"type": type_of(medium) or UNKNOWN, "length": length(medium)}
        for medium in best_of_each(others)
    ]


def _media(item: Item, most: int | None = None) -> list[Any]:
    """The attachments of an item by our names; of the first `most`, if that is given."""
    given = as_list(item.get("attachments"))[:most]
    return [_parts(one, _ATTACHMENT) for one in attached(given)]


def _is_medium(medium: Any) -> bool:
    """Whether an attachment has the shape of one: an address, and a type that is text."""
    if not isinstance(medium, dict) or not isinstance(medium.get("url"), str):
        return False
    return isinstance(medium.get("type"), str | None)


def _image(item: Item) -> object:
    """The picture of an item, with the words and size that our own feeds add.

    One that is attached stands for it where it names none.
    """
    named = (item.get("image"), item.get("banner_image"), _attached_picture(item))
    url = next((url for url in named if url and not _shows_nothing(url)), None)
    about = item.get("_image")
    if isinstance(url, str) and isinstance(about, dict):
        return {"url": url} | _parts(about, _PICTURE)
    return url


def _shows_nothing(url: object) -> bool:
    """Whether an address is that of a placeholder."""
    return isinstance(url, str) and (url.startswith("data:") or is_spacer(url))


def _attached_picture(item: Item) -> str | None:
    """The address of the first picture that is attached."""
    media = _media(item, LOOKED_AT_LIMIT)
    pictures = (
        medium["url"]
        for medium in filter(_is_medium, media)
        if kind_of(medium | _ENCLOSED) == "image"
    )
    return next(pictures, None)


def _within(extension: Any, name: str) -> Any:
    """The value of an extension: in an object, as version 1.1 wants it, or in its place."""
    return extension.get(name) if isinstance(extension, dict) else extension


def _parts(value: Any, names: dict[str, str]) -> Any:
    """An object with our names for its parts; anything else as it is, for record to refuse."""
    if not isinstance(value, dict):
        return value
    return {ours: value[theirs] for ours, theirs in names.items() if value.get(theirs) is not None}
