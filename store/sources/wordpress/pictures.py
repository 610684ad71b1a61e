"""The pictures of an export: attachments, kept by their number in as few bytes as they can."""

import re
from collections.abc import Iterator
from contextlib import suppress
from typing import BinaryIO

from ...errors import Refused
from .exportstream import ExportItem, ExportReader

PICTURES_LIMIT = 150_000_000
_ENTRY = 200  # and a picture in its table
_SIZE = re.compile(r's:(5:"width|6:"height)";(?:i:|s:\d:")(\d{1,5})')
Pictures = dict[str, bytes]


def pictures_of(stream: BinaryIO) -> tuple[Pictures, bool]:
    """Of each attachment its address, alt and size, as few bytes; and whether all could be kept."""
    found: Pictures = {}
    size = 0
    for item in _attachments(stream):
        number, url = item["wp:post_id"], item["wp:attachment_url"]
        if not url or len(number) > 20 or len(url) > 4_000:
            continue
        alt = item.meta.get("_wp_attachment_image_alt", "").strip()[:1_000]
        sides = dict(
            reversed(_SIZE.findall(item.meta.get("_wp_attachment_metadata", "")))
        )  # its own stand first
        parts = (url, sides.get('5:"width', ""), sides.get('6:"height', ""), alt)
        one = "\n".join(parts).encode()
        if (size := size + len(one) + _ENTRY) > PICTURES_LIMIT:
            return found, False
        found[number] = one
    return found, True


def _attachments(stream: BinaryIO) -> Iterator[ExportItem]:
    """Up to where the export is broken: the second reading says so, behind the posts before it."""
    with suppress(Refused):
        yield from (
            one for one in ExportReader(stream).items() if one["wp:post_type"] == "attachment"
        )


def image_of(picture: bytes | None) -> dict[str, object] | None:
    if picture is None:
        return None
    url, width, height, alt = picture.decode().split("\n", 3)
    return {
        "url": url,
        "alt": alt or None,
        "width": int(width or 0) or None,
        "height": int(height or 0) or None,
    }
