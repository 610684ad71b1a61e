"""What posts of an export know by number or name: attachments, guest authors, reusable blocks.

An export of years has hundreds of thousands, so each is kept in as few bytes as it can be.
"""

import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from typing import BinaryIO

from ...limits import ALT_LIMIT, PICTURES_LIMIT
from ...text.charset import SPOILT
from .categories import CategoryTree
from .exporthearing import ExportItem
from .exportstream import ExportReader
from .reusable import BLOCK, Blocks

_ENTRY_COST = 200  # bytes of an entry in the table beside its text
_NUMBER_LENGTH = 20
_NAME_LENGTH = 250
_GUESTS = ("guest-author", "guest_author")  # of Co-Authors Plus, and of Molongui
_BESIDE = frozenset(("attachment", BLOCK, *_GUESTS))
_URL_LENGTH = 4_000

# A side in PHP's serialization; that of the picture itself stands before those of its copies.
_IMG = re.compile(r"<img\b([^<>]*+)>")
_NUMBER = re.compile(r"\bwp-image-([0-9]{1,19})\b")
_WITH_SIDES = re.compile(r"\s(?:width|height)=")
_SRC = re.compile(r"""\ssrc=["']([^"'<>]++)""")
_SIDE = re.compile(r's:(?:5:"(width)|6:"(height))";(?:i:|s:\d:")(\d{1,5})')


@dataclass(slots=True)
class Pictures:
    """What posts know by number or name, wherever it stands in an export.

    packed    pictures by their numbers
    attached  the numbers of the pictures of a post, by its own
    guests    names of guest authors by their slugs and logins (Co-Authors Plus)
    blocks    reusable blocks
    tree      the categories that the head of any file tells
    whole     whether all of it could be kept
    size      the bytes that it takes
    """

    packed: dict[str, bytes] = field(default_factory=dict)
    attached: dict[str, list[str]] = field(default_factory=dict)
    guests: dict[str, str] = field(default_factory=dict)
    blocks: Blocks = field(default_factory=Blocks)
    tree: CategoryTree = field(default_factory=lambda: CategoryTree([]))
    whole: bool = True
    size: int = 0


def read_pictures(stream: BinaryIO) -> Pictures:
    """The pictures and guest authors of an export, as far as they can be kept."""
    pictures = Pictures()
    add_pictures(stream, pictures)
    return pictures


def add_pictures(stream: BinaryIO, pictures: Pictures, others: int = 0) -> None:
    """Add those of an export to a table; `others` are the bytes of the tables beside it."""
    for item in _items_beside(stream):
        pictures.size += _keep(item, pictures)
        if pictures.size + others > PICTURES_LIMIT:
            pictures.whole = False
            return


def _keep(item: ExportItem, pictures: Pictures) -> int:
    """Keep what stands beside posts; the bytes it takes."""
    if item["wp:post_type"] in _GUESTS:
        return _keep_guest(item, pictures)
    if item["wp:post_type"] == BLOCK:
        return pictures.blocks.add(item) + _ENTRY_COST
    return _keep_picture(item, pictures)


def _keep_guest(item: ExportItem, pictures: Pictures) -> int:
    """Keep the name of a guest author; the bytes it takes."""
    name = item.meta.get("cap-display_name", "").strip() or item["title"]
    slugs = (
        item["wp:post_name"].removeprefix("cap-"),
        item.meta.get("cap-user_login", "").strip(),
        f"guest-{item['wp:post_id']}",
    )
    for slug in slugs:
        if slug and SPOILT not in name:
            pictures.guests[slug[:_NAME_LENGTH]] = name[:_NAME_LENGTH]
    return 3 * (_ENTRY_COST + _NAME_LENGTH)


def _keep_picture(item: ExportItem, pictures: Pictures) -> int:
    """Keep a picture; the bytes it takes."""
    number = item["wp:post_id"]
    url = item["wp:attachment_url"]
    parent = item["wp:post_parent"]
    if not url or SPOILT in url or len(number) > _NUMBER_LENGTH or len(url) > _URL_LENGTH:
        return 0
    packed = _pack(item, url)
    if len(packed) + _ENTRY_COST > PICTURES_LIMIT:
        return PICTURES_LIMIT + 1
    if pictures.packed.get(number) == packed:  # of an export that stands twice in the run
        return 0
    pictures.packed[number] = packed
    if parent.strip("0") == "" or len(parent) > _NUMBER_LENGTH:
        return len(packed) + _ENTRY_COST
    pictures.attached.setdefault(parent, []).append(number)
    return len(packed) + 2 * _ENTRY_COST


def image_of(packed: bytes | None) -> dict[str, object] | None:
    """The image of a record, from the picture of a table."""
    if packed is None:
        return None
    url, width, height, _, alt = packed.decode().split("\n", 4)
    return {
        "url": url,
        "alt": alt or None,
        "width": int(width or 0) or None,
        "height": int(height or 0) or None,
    }


def with_sides(content: str, pictures: Pictures) -> str:
    """Content whose pictures of the site have the sides that WordPress gives them where it shows
    it.
    """
    if "wp-image-" not in content:
        return content
    return _IMG.sub(lambda match: _with_sides(match, pictures), content)


def _with_sides(tag: re.Match[str], pictures: Pictures) -> str:
    """A picture of the text with its sides, if it is one of the table in its full size."""
    number = _NUMBER.search(tag[1])
    src = _SRC.search(tag[1])
    if not number or not src or _WITH_SIDES.search(tag[1]):
        return tag[0]
    image = image_of(pictures.packed.get(number[1]))
    if image is None or not image["width"] or not image["height"] or image["url"] != src[1]:
        return tag[0]
    return f'<img width="{image["width"]}" height="{image["height"]}"{tag[1]}>'


def caption_of(packed: bytes | None) -> str:
    """What stands below a picture in a gallery, as HTML; "" for nothing."""
    return "" if packed is None else packed.decode().split("\n", 4)[3]


def _items_beside(stream: BinaryIO) -> Iterator[ExportItem]:
    """The attachments, guest authors and blocks up to where the export is broken, in whatever way.

    The second reading says so, behind the posts before it.
    """
    with suppress(Exception):
        for item in ExportReader(stream).items():
            if isinstance(item, ExportItem) and item["wp:post_type"] in _BESIDE:
                yield item


def _pack(item: ExportItem, url: str) -> bytes:
    """Address, width, height, caption and words of a picture, a line each."""
    sides = _sides(item.meta.get("_wp_attachment_metadata", ""))
    alt = item.meta.get("_wp_attachment_image_alt", "").replace(SPOILT, "").strip()[:ALT_LIMIT]
    caption = " ".join(item["excerpt:encoded"].replace(SPOILT, "").split())
    if len(caption) > ALT_LIMIT:
        caption = ""  # it is HTML, of which a part means something else
    lines = (url, sides.get("width", ""), sides.get("height", ""), caption, alt)
    return "\n".join(lines).encode()


def _sides(metadata: str) -> dict[str, str]:
    """Width and height as PHP's serialization spells them, the first of each."""
    sides: dict[str, str] = {}
    for width, height, pixels in _SIDE.findall(metadata):
        sides.setdefault(width or height, pixels)
    return sides
