"""The featured picture of a post of the REST API, where WordPress, plugins or themes tell it.

Many sites hide their media from visitors, and name the picture elsewhere: in fields of themes, as
lists of sizes, in the heads of plugins for search engines.
"""

import re
from collections.abc import Iterator
from typing import Any

from ...text.emoji import is_emoji_address
from ...text.markup.images import set_of
from ...text.markup.pictures import attributes_as_written
from .heads import picture_in_head
from .values import list_at, text_of, value_at

Post = dict[str, Any]
Path = tuple[str, ...]

# The featured picture: Jetpack, themes, plugins that give it an address of its own.
_PICTURES: tuple[Path, ...] = (
    ("jetpack_featured_media_url",),
    ("better_featured_image",),
    ("featured_image_urls",),
    ("featured_image_urls_v2",),
    ("featured_image_url",),
    ("featured_media_url",),
    ("featured_media_src_url",),
    ("featured_media_object",),
    ("featured_image_src",),
    ("featured_image_src_large",),
    ("featured_image",),
    ("featured_image_srcset",),
    ("featured_img",),
    ("uagb_featured_image_src",),
    ("rttpg_featured_image_url",),
    ("x_featured_media_original",),
    ("x_featured_media_large",),
    ("x_featured_media",),
    ("fimg_url",),
    ("fifu_image_url",),
    ("meta", "fifu_image_url"),
    ("acf", "featured_image"),
    ("thumbnail_url",),
    ("thumbnail",),
    ("post_thumbnail",),
)
# The picture that is shown where a link is shared, which may be the site's own.
_SHARED: tuple[Path, ...] = (
    ("yoast_head_json", "og_image"),
    ("yoast_head_json", "twitter_image"),
    ("aioseo_head_json", "og:image"),
    ("og_image",),
    ("rank_math_og_image",),
    ("meta", "rank_math_facebook_image"),
    ("meta", "_yoast_wpseo_opengraph-image"),
    ("parsely", "meta", "image"),
    ("parsely", "meta", "thumbnailUrl"),
)
_ADDRESSES = ("source_url", "url", "data-src", "data-lazy-src", "src", "srcset", "og_image_url")
_PLACEHOLDER = "data:"  # where a script sets the picture later
# Sizes by their names, the largest first; of others the widest.
_SIZES = ("full", "original", "large", "medium_large", "medium")
_IMG = re.compile(r"<img\b([^<>]*+)>", re.IGNORECASE)


def featured_picture(post: Post) -> dict[str, object] | None:
    """The featured picture, with its words and size where it tells them."""
    for told in _told_pictures(post):
        picture = _picture(told)
        if picture:
            return picture
    return None


def _told_pictures(post: Post) -> Iterator[Any]:
    """All that may be the featured picture, the surest first."""
    yield from list_at(post, "_embedded", "wp:featuredmedia")[:1]
    yield from (value_at(post, *path) for path in _PICTURES)
    if post.get("featured_media"):
        yield from (value_at(post, *path) for path in _SHARED)
        yield picture_in_head(post)


def is_picture(told: Any) -> bool:
    """Whether a thing tells the address of a picture."""
    return _picture(told) is not None


def _picture(told: Any) -> dict[str, object] | None:
    """A picture from its address, from a list that begins with one, or from an object."""
    if isinstance(told, list):
        return _picture_of_list(told)
    if isinstance(told, str):
        return _picture_of_text(told)
    if not isinstance(told, dict):
        return None
    sized = value_at(told, "media_details") or told
    url = _address(told)
    alt = text_of(value_at(told, "alt_text") or value_at(told, "alt")) or None
    if not url:
        largest = _picture_of_sizes(value_at(sized, "sizes") or told)
        return largest and {**largest, "alt": alt}
    return {
        "url": url,
        "alt": alt,
        "width": _count(sized, "width"),
        "height": _count(sized, "height"),
        "length": _count(sized, "filesize"),
    }


def _picture_of_text(text: str) -> dict[str, object] | None:
    """A picture from its address, from a set of them, or from an element of HTML."""
    element = _IMG.search(text)
    if element:
        attributes = attributes_as_written(element[1])
        return _picture({name: attributes.get(name) for name in (*_ADDRESSES, "alt")})
    told = {"url": text}
    return _picture(told) if _address(told) else None


def _picture_of_list(told: list[Any]) -> dict[str, object] | None:
    """The first picture of a list of objects, or that of PHP's list: address, width, height."""
    if told and isinstance(told[0], str):
        sides = dict(zip(("width", "height"), told[1:3], strict=False))
        return _picture({"url": told[0], **sides})
    pictures = (_picture(thing) for thing in told if isinstance(thing, dict))
    return next((picture for picture in pictures if picture), None)


def _picture_of_sizes(told: dict[str, Any]) -> dict[str, object] | None:
    """The largest picture of an object that has one for each size."""
    if not isinstance(told, dict):
        return None
    widest = sorted(told, key=lambda name: -(_count(told[name], "width") or 0))
    for name in (*_SIZES, *widest):
        picture = _picture_of_size(told.get(name))
        if picture:
            return picture
    return None


def _picture_of_size(told: object) -> dict[str, object] | None:
    """A picture of one size: an address, PHP's list, or an object that holds an address."""
    if isinstance(told, str):
        return _picture(told) if told.startswith(("http", "/")) else None
    if isinstance(told, list):
        return _picture_of_list(told) if told and isinstance(told[0], str) else None
    return _picture(told) if _address(told) else None


def _address(told: object) -> str:
    """The address of a picture, "" for none: what forbids to look has no address."""
    for field in _ADDRESSES:
        address = value_at(told, field)
        if not isinstance(address, str) or not address.strip() or is_emoji_address(address):
            continue
        if address.startswith(_PLACEHOLDER):
            continue
        candidates = list(set_of(address)) if " " in address.strip() else []
        if not candidates:
            return address
        return max(candidates, key=lambda candidate: _width(candidate[1]))[0]
    return ""


def _width(descriptor: str) -> float:
    """How wide a candidate of a set is."""
    number = descriptor.strip().rstrip("wx")
    return float(number) if number.replace(".", "", 1).isdigit() else 0.0


def _count(told: object, name: str) -> int | None:
    """A number that a thing tells of itself, pixels or bytes, if it is one above nothing."""
    count = value_at(told, name)
    if type(count) is int and count > 0:  # True would be a number, too
        return count
    return None
