"""Galleries of an export: the shortcode names pictures by number, or means those of its post."""

import re
from html import escape

from ...limits import HTML_LIMIT
from ...text import uploads
from .pictures import Pictures, caption_of, image_of

_GALLERY = re.compile(r"\[gallery\b([^\]\[]{0,2000}+)\]")
_ANY = re.compile(r"\[(?:gallery|playlist)\b[^\]\[]{0,2000}+\]")
_NAMED = re.compile(r"""\b(ids|include|exclude)\s*+=\s*+["'“”]?+([0-9][0-9, ]*+)""")


def with_galleries(content: str, pictures: Pictures, post: str) -> str:
    """Stored content in which a gallery shows all its pictures; `post` is the number of the post.

    Content that is too long for a body is left as it is, and refused as one.
    """
    if len(content) > HTML_LIMIT or "[gallery" not in content:
        return content
    return _GALLERY.sub(lambda match: _figures(match[1], pictures, post), content)


def lacks_pictures(content: str, pictures: Pictures, post: str) -> bool:
    """Whether stored content has a gallery of which the export does not hold all pictures."""
    shown = (_shown(match[1], pictures, post) for match in _GALLERY.finditer(content))
    return any(not numbers or not pictures.packed.keys() >= set(numbers) for numbers in shown)


def has_gallery(html: str) -> bool:
    """Whether a gallery stands in HTML as the shortcode that nobody has rendered."""
    return _ANY.search(html) is not None


def _figures(attributes: str, pictures: Pictures, post: str) -> str:
    """A figure for each picture of a gallery that the export holds."""
    numbers = dict.fromkeys(_shown(attributes, pictures, post))
    figures = [_figure(pictures.packed.get(number)) for number in numbers]
    return "".join(f"\n\n{figure}\n\n" for figure in figures if figure)


def _shown(attributes: str, pictures: Pictures, post: str) -> list[str]:
    """The numbers of the pictures that a gallery shows: those it names, else those of its post."""
    named = dict(_NAMED.findall(attributes))
    numbers = _numbers(named.get("ids", "")) or _numbers(named.get("include", ""))
    if numbers:
        return numbers
    excluded = _numbers(named.get("exclude", ""))
    attached = pictures.attached.get(post, [])
    return [number for number in attached if number not in excluded]


def _numbers(text: str) -> list[str]:
    """The numbers of a list with commas."""
    return [number.strip() for number in text.split(",") if number.strip()]


def _figure(packed: bytes | None) -> str:
    """A picture as HTML; "" for one that is missing, and for what is no picture."""
    image = image_of(packed) or {"url": ""}
    url = str(image["url"])
    if not (uploads.media_type(url) or "image/").startswith("image/") or not url:
        return ""
    spelt = f'src="{escape(url)}"'
    for name in ("alt", "width", "height"):
        if image[name]:
            spelt += f' {name}="{escape(str(image[name]))}"'
    caption = caption_of(packed)
    below = f"<figcaption>{caption}</figcaption>" if caption else ""
    return f"<figure><img {spelt}>{below}</figure>"
