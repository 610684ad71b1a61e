"""JSON Feed 1.0 and 1.1 (jsonfeed.org): what a document holds, with the private fields of our own
feeds.

Reads no bytes: jsonlines and feed parse, and record says of what type a field is.
"""

from collections.abc import Iterator
from typing import Any

from ...draft import Deletion, Draft, SourceItem
from ...errors import Place, Refused
from ...limits import ENTRY_LIMIT
from ...text.addresses import absolute
from ...text.dates import moment
from .. import record
from ..common import as_list, unique_by_id
from ..file import File

_VERSION = "https://jsonfeed.org/version/"


def is_feed(found: object) -> bool:
    return isinstance(found, dict) and str(found.get("version")).startswith(_VERSION)


def read(document: dict[str, Any], place: Place, file: File) -> Iterator[SourceItem]:
    """The deletions and items of a document; an item that is no item is refused in its place."""
    items, deleted = document.get("items"), document.get("_deleted")
    if not isinstance(items, list):
        yield Refused("the feed has no list of items", field="items", place=place)
        return
    standing = {str(item.get("id")) for item in items if isinstance(item, dict)}
    for one in deleted if isinstance(deleted, list) else []:
        said = one if isinstance(one, dict) else {"id": one}
        if isinstance(ref := said.get("id"), str) and ref not in standing:
            yield Deletion(ref, place, moment(said.get("when")))
    yield from unique_by_id(_item(item, document, place, file) for item in items[:ENTRY_LIMIT])
    if len(items) > ENTRY_LIMIT:
        yield Refused(
            f"{len(items):,} entries; only the first {ENTRY_LIMIT:,} are read", place=place
        )


def _item(item: object, document: dict[str, Any], place: Place, file: File) -> Draft | Refused:
    if not isinstance(item, dict):
        return Refused("an item is no object", field="items", place=place)
    authors, attachments = item.get("authors") or item.get("author"), item.get("attachments")
    labels, url = item.get("tags"), item.get("url") or item.get("external_url")
    fields = {
        "id": item.get("id"),
        "url": absolute(url, file.address) if isinstance(url, str) else url,
        "title": item.get("title"),
        "html": item.get("content_html") or None,
        "text": None if item.get("content_html") else item.get("content_text"),
        "summary": item.get("summary"),
        "authors": [_parts(one, name="name", url="url") for one in as_list(authors) if one != {}],
        "sections": labels,
        "tags": labels,
        "published": item.get("date_published"),
        "updated": item.get("date_modified"),
        "expires_at": item.get("_expires"),
        "language": item.get("language") or document.get("language"),
        "image": _image(item),
        "enclosures": [
            _parts(one, url="url", type="mime_type", length="size_in_bytes")
            for one in as_list(attachments)
        ],
        "related": item.get("_related"),
        "source": item.get("_source"),
    }
    return record.draft_or_refused(fields, place, file.folder)


def _image(item: dict[str, Any]) -> object:
    url, about = item.get("image") or item.get("banner_image"), item.get("_image")
    if not isinstance(url, str) or not isinstance(about, dict):
        return url
    return {"url": url} | _parts(about, alt="alt", credit="credit", width="width", height="height")


def _parts(value: Any, **names: str) -> Any:
    """An object with our names for what it says; anything else as it is, for record to refuse."""
    if not isinstance(value, dict):
        return value
    return {ours: value[theirs] for ours, theirs in names.items() if value.get(theirs) is not None}
