"""The picture of a page as JSON-LD and Open Graph tell of it (ogp.me, structured properties)."""

import re
from typing import Any

from ...text.emoji import is_emoji_address
from ..common import http_address
from .jsonld import Properties, Thing, first_text

_PIXELS = re.compile("[0-9]{1,5}")  # `1200px` counts, too


def picture(article: Properties, metas: dict[str, str], base: str | None) -> Thing | None:
    """The picture with size and words, where JSON-LD or Open Graph says them of the same one."""
    shared = _open_graph(metas)
    image = _first_image(article)
    if image is None:
        image = shared
    url = _address(image, base)
    if url is None:
        return None
    if url == _address(shared, base):
        image = shared | {name: part for name, part in image.items() if part}
    return {
        "url": url,
        "alt": first_text(image.get("caption")),
        "width": _pixels(image.get("width")),
        "height": _pixels(image.get("height")),
    }


def _open_graph(metas: dict[str, str]) -> Thing:
    """Open Graph's picture under the names that JSON-LD has."""
    return {
        "url": metas.get("og:image"),
        "width": metas.get("og:image:width"),
        "height": metas.get("og:image:height"),
        "caption": metas.get("og:image:alt"),
    }


def _first_image(article: Properties) -> Thing | None:
    """The first picture of JSON-LD, which may be an address alone; None where it names none."""
    images = article.get("image", ())
    things = (image if isinstance(image, dict) else {"url": image} for image in images)
    return next((thing for thing in things if not _is_emoji(thing)), None)


def _is_emoji(image: Thing) -> bool:
    """Whether a picture is that of an emoji in the text."""
    return is_emoji_address(first_text(image.get("url") or image.get("contentUrl")) or "")


def _address(image: Thing, base: str | None) -> str | None:
    """The address of a picture, made absolute."""
    return http_address(first_text(image.get("url") or image.get("contentUrl")), base)


def _pixels(value: Any) -> int | None:
    """A number of pixels; JSON-LD may wrap it into a quantity."""
    if isinstance(value, dict):
        value = value.get("value")
    match = _PIXELS.match(str(value))
    return int(match[0]) if match else None
