"""Authors and pictures of a post of the REST API, where plugins and themes tell them.

Many sites hide their users and media from visitors, or have several authors for a post, which
WordPress itself does not know.
"""

from collections.abc import Iterator
from typing import Any

from ...text.emoji import is_emoji_address
from .coauthors import coauthor
from .heads import names_in_head
from .values import list_at, text_of, value_at

Post = dict[str, Any]
Path = tuple[str, ...]

# Lists of all authors: Co-Authors Plus, PublishPress Authors and their like.
_LISTS = ("coauthors", "co_authors", "multiple_authors", "ppma_authors", "guest_authors", "authors")
_NAMES = ("display_name", "name", "title")

# One author, by the places where it may be told: Yoast, themes, Parse.ly.
_BYLINES: tuple[Path, ...] = (
    ("yoast_head_json", "author"),
    ("author_info", "display_name"),
    ("author_info", "name"),
    ("author_meta", "display_name"),
    ("author_data", "display_name"),
    ("author_data", "name"),
    ("author_name",),
    ("author_display_name",),
    ("guest_author",),
    ("byline",),
    ("parsely", "meta", "creator"),
)

# The featured picture: Jetpack, themes, plugins that give it an address of its own.
_PICTURES: tuple[Path, ...] = (
    ("jetpack_featured_media_url",),
    ("better_featured_image",),
    ("featured_image_urls", "full"),
    ("featured_image_url",),
    ("featured_media_url",),
    ("featured_media_src_url",),
    ("featured_image_src",),
    ("featured_image",),
    ("uagb_featured_image_src", "full"),
    ("rttpg_featured_image_url", "full"),
    ("fimg_url",),
    ("thumbnail_url",),
)
# The picture that is shown where a link is shared, which may be the site's own.
_SHARED: tuple[Path, ...] = (
    ("yoast_head_json", "og_image"),
    ("yoast_head_json", "twitter_image"),
    ("aioseo_head_json", "og:image"),
    ("parsely", "meta", "image"),
    ("parsely", "meta", "thumbnailUrl"),
)


def author_names(post: Post) -> list[str]:
    """The names of the authors: all where a plugin tells them, else that of WordPress itself."""
    for field in _LISTS:
        names = _names(list_at(post, field))
        if names:
            return names
    return _names(list_at(post, "_embedded", "author")) or _byline(post)


def _names(people: list[Any]) -> list[str]:
    """The names among these, texts or objects; numbers and errors have none."""
    names = [_name(person) for person in people]
    return list(dict.fromkeys(name for name in names if name))


def _name(person: object) -> str:
    """The name of a person, "" for none."""
    named = [person, *(value_at(person, field) for field in _NAMES)]
    texts = (text.strip() for text in named if isinstance(text, str))
    return next((text for text in texts if text and not text.isdigit()), "")


def _byline(post: Post) -> list[str]:
    """The first name that is told elsewhere, in the terms of a post at last."""
    for path in _BYLINES:
        told = value_at(post, *path)
        names = _names(told if isinstance(told, list) else [told])
        if names:
            return names
    told_in_head = _names(names_in_head(post))
    if told_in_head:
        return told_in_head
    groups = list_at(post, "_embedded", "wp:term")
    terms = [term for group in groups for term in list_at(group)]
    return _names([coauthor(term) for term in terms if value_at(term, "taxonomy") == "author"])


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


def is_picture(told: Any) -> bool:
    """Whether a thing tells the address of a picture."""
    return _picture(told) is not None


def _picture(told: Any) -> dict[str, object] | None:
    """A picture from its address, from a list that begins with one, or from an object."""
    if isinstance(told, list):
        return _picture_of_list(told)
    if isinstance(told, str):
        told = {"url": told}
    sized = value_at(told, "media_details") or told
    url = _address(told) or _address(value_at(sized, "sizes", "full"))
    if not url:
        return None
    alt = value_at(told, "alt_text") or value_at(told, "alt")
    return {
        "url": url,
        "alt": text_of(alt) or None,
        "width": _pixels(sized, "width"),
        "height": _pixels(sized, "height"),
    }


def _picture_of_list(told: list[Any]) -> dict[str, object] | None:
    """The first picture of a list of objects, or that of PHP's list: address, width, height."""
    if told and isinstance(told[0], str):
        sides = dict(zip(("width", "height"), told[1:3], strict=False))
        return _picture({"url": told[0], **sides})
    pictures = (_picture(thing) for thing in told if isinstance(thing, dict))
    return next((picture for picture in pictures if picture), None)


def _address(told: object) -> str:
    """The address of a picture, "" for none: what forbids to look has no address."""
    for field in ("source_url", "url"):
        address = value_at(told, field)
        if isinstance(address, str) and address.strip() and not is_emoji_address(address):
            return address
    return ""


def _pixels(told: object, side: str) -> int | None:
    """A side of a picture, if it is a number above nothing."""
    pixels = value_at(told, side)
    if type(pixels) is int and pixels > 0:  # True would be a number, too
        return pixels
    return None
