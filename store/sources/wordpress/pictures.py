"""The pictures of an export: its attachments, by the number that posts know them by.

An export of years has hundreds of thousands, so each is kept in as few bytes as it can be.
"""

import re
from collections.abc import Iterator
from contextlib import suppress
from typing import BinaryIO

from ...limits import ALT_LIMIT, PICTURES_LIMIT
from .exporthearing import ExportItem
from .exportpieces import SPOILT
from .exportstream import BrokenItem, ExportReader

Pictures = dict[str, bytes]

_ENTRY_COST = 200  # bytes of an entry in the table beside its text
_NUMBER_LENGTH = 20
_URL_LENGTH = 4_000

# A side in PHP's serialization; that of the picture itself stands before those of its copies.
_SIDE = re.compile(r's:(?:5:"(width)|6:"(height))";(?:i:|s:\d:")(\d{1,5})')


def read_pictures(stream: BinaryIO) -> tuple[Pictures, bool]:
    """The pictures of an export, and whether all of them could be kept."""
    pictures: Pictures = {}
    size = 0
    for item in _attachments(stream):
        number = item["wp:post_id"]
        url = item["wp:attachment_url"]
        if not url or len(number) > _NUMBER_LENGTH or len(url) > _URL_LENGTH:
            continue
        packed = _pack(item, url)
        size += len(packed) + _ENTRY_COST
        if size > PICTURES_LIMIT:
            return pictures, False
        pictures[number] = packed
    return pictures, True


def image_of(packed: bytes | None) -> dict[str, object] | None:
    """The image of a record, from the picture of a table."""
    if packed is None:
        return None
    url, width, height, alt = packed.decode().split("\n", 3)
    return {
        "url": url,
        "alt": alt or None,
        "width": int(width or 0) or None,
        "height": int(height or 0) or None,
    }


def _attachments(stream: BinaryIO) -> Iterator[ExportItem]:
    """The attachments up to where the export is broken, in whatever way.

    The second reading says so, behind the posts before it.
    """
    with suppress(Exception):
        for item in ExportReader(stream).items():
            if isinstance(item, BrokenItem) or item["wp:post_type"] != "attachment":
                continue
            if SPOILT not in item["wp:attachment_url"]:
                yield item


def _pack(item: ExportItem, url: str) -> bytes:
    """Address, width, height and words of a picture, a line each."""
    sides = _sides(item.meta.get("_wp_attachment_metadata", ""))
    alt = item.meta.get("_wp_attachment_image_alt", "").replace(SPOILT, "").strip()[:ALT_LIMIT]
    lines = (url, sides.get("width", ""), sides.get("height", ""), alt)
    return "\n".join(lines).encode()


def _sides(metadata: str) -> dict[str, str]:
    """Width and height as PHP's serialization spells them, the first of each."""
    sides: dict[str, str] = {}
    for width, height, pixels in _SIDE.findall(metadata):
        sides.setdefault(width or height, pixels)
    return sides
