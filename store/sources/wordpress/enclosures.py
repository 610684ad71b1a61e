"""Files that play beside a post, as WordPress and its plugins for podcasts tell them.

WordPress keeps `enclosure` as lines: address, length, type; PowerPress adds one that is PHP's. Its
plugins tell objects, or the address alone. A file that nobody could play is none: no post is
refused for it.
"""

import re
from collections.abc import Iterable, Iterator
from typing import Any

from ...limits import LENGTH_LIMIT
from ...text import uploads
from ..common import as_list, http_address
from .values import text_of, value_at

Path = tuple[str, ...]
Enclosure = dict[str, object]

# Where the REST API tells them: WordPress's own meta, PowerPress, Seriously Simple Podcasting and
# their like.
PLACES: tuple[Path, ...] = (
    ("enclosure",),
    ("enclosures",),
    ("meta", "enclosure"),
    ("meta", "enclosures"),
    ("meta", "_podcast:enclosure"),
    ("powerpress",),
    ("powerpress", "enclosure"),
    ("powerpress_enclosure",),
    ("meta", "powerpress"),
    ("meta", "powerpress_enclosure"),
    ("acf", "enclosure"),
    ("acf", "audio_file"),
    ("acf", "audio"),
    ("audio_file",),
    ("meta", "audio_file"),
    ("episode_data", "audio_file"),
)
# Where Seriously Simple Podcasting tells the length of its file.
_LENGTHS: tuple[Path, ...] = (("meta", "filesize_raw"), ("filesize_raw",), ("meta", "filesize"))

_URLS = ("url", "src", "source_url", "link", "file", "href", "URL")
_SIZES = ("length", "filesize_raw", "filesize", "size", "fileSize", "length_in_bytes")
_TYPES = ("type", "mime_type", "mime", "mimetype", "post_mime_type")
_TYPE = re.compile(r"\A(?:audio|video|application)/[a-z0-9.+-]++\Z")
_DIGITS = re.compile("[0-9]{1,15}")
_LINES = 4  # of a text that tells one


def rest_enclosures(post: dict[str, Any]) -> list[Enclosure]:
    """The files that a post of the REST API tells, each once."""
    told = [part for path in PLACES for part in as_list(value_at(post, *path))]
    base = text_of(post.get("link"))
    lengths = (_length(value_at(post, *path)) for path in _LENGTHS)
    length = next((number for number in lengths if number), None)
    found = list(enclosures(told, base))
    if len(found) == 1 and found[0]["length"] is None:
        found[0]["length"] = length
    return found


def enclosures(told: Iterable[object], base: str | None) -> Iterator[Enclosure]:
    """The files that texts and objects tell, each once."""
    urls: set[object] = set()
    for value in told:
        enclosure = _enclosure(_parts(value), base)
        if enclosure and enclosure["url"] not in urls:
            urls.add(enclosure["url"])
            yield enclosure


def _parts(value: object) -> tuple[object, object, object]:
    """Address, length and type, as far as they are told."""
    if isinstance(value, str):
        lines = [*value.strip().splitlines(), "", "", ""][: _LINES - 1]
        return lines[0], lines[1], lines[2]
    return _first(value, _URLS), _first(value, _SIZES), _first(value, _TYPES)


def _first(value: object, names: tuple[str, ...]) -> object:
    """The first of these fields of an object that says anything."""
    return next((part for part in (value_at(value, name) for name in names) if part), None)


def _enclosure(parts: tuple[object, object, object], base: str | None) -> Enclosure | None:
    """The record of a file; None for what has no address, or is nothing that plays."""
    address, length, media_type = parts
    if not isinstance(address, str) or not address.strip().startswith(("http", "/")):
        return None
    url = http_address(address, base)
    if not url:
        return None
    kind = _media_type(media_type) or uploads.media_type(url) or ""
    if not _TYPE.match(kind):
        return None
    return {"url": url, "type": kind, "length": _length(length)}


def _media_type(told: object) -> str:
    """A media type without its parameters, "" for what is none that plays."""
    kind = str(told).partition(";")[0].strip().lower()
    return kind if _TYPE.match(kind) else ""


def _length(told: object) -> int | None:
    """A length in bytes; `12.5M` and nothing are none."""
    digits = str(told).strip()
    if not _DIGITS.fullmatch(digits):
        return None
    number = int(digits)
    return number if 0 < number < LENGTH_LIMIT else None
