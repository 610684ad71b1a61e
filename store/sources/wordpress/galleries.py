"""Pictures of an export that a shortcode names by their numbers, or that are those of its post.

Beside WordPress's own gallery those of page builders are known, by the words of their names and
attributes.
"""

import re
from collections.abc import Iterator
from html import escape

from ...limits import HTML_LIMIT
from ...text import uploads
from .pictures import Pictures, caption_of, image_of
from .shortcode import Shortcode, shortcode
from .shortcode_players import address_of

_PICTURED = re.compile(
    r"\[(?<!\[\[)((?:[a-z0-9]{1,20}[_-]){0,4}"
    r"(?:gallery|carousel|slider|slideshow|imageframe|image|photo|img|playlist)"
    r"(?:[_-][a-z0-9]{1,20}){0,3})(?=[\s\]/])([^\]\[]*+)\]"
)
_LISTS = ("ids", "include", "images", "gallery_ids", "image_ids", "source")
_SINGLE = ("image", "image_id", "attachment", "attachment_id", "img_id")
_ADDRESSES = ("src", "url", "image", "img", "image_url", "image_src", "photo")
_NUMBERS = re.compile(r"(?:media:\s*+)?([0-9]++(?:\s*+,\s*+[0-9]++)*),?(?:\|.*)?")
_OWN = "gallery"  # of WordPress itself: without numbers it shows all pictures of its post
_UNKNOWN = ("gallery", "playlist")  # of which pictures are missing, whatever they name


def with_galleries(content: str, pictures: Pictures, post: str) -> str:
    """Stored content in which a gallery shows all its pictures; `post` is the number of the post.

    Content that is too long for a body is left as it is, and refused as one.
    """
    if len(content) > HTML_LIMIT or "[" not in content:
        return content
    return _PICTURED.sub(lambda match: _figures(match, pictures, post), content)


def lacks_pictures(content: str, pictures: Pictures, post: str) -> bool:
    """Whether stored content has a gallery of which the export does not hold all pictures."""
    return any(
        not numbers or not pictures.packed.keys() >= set(numbers)
        for numbers in _all_shown(content, pictures, post)
    )


def has_gallery(html: str) -> bool:
    """Whether pictures stand in HTML by their numbers, in a shortcode that nobody has rendered."""
    return any(match[1] in _UNKNOWN or _named(_code(match)) for match in _PICTURED.finditer(html))


def _code(match: re.Match[str]) -> Shortcode:
    """The shortcode of a match; one that encloses the address of its picture needs no number."""
    if match.string.startswith("http", match.end()):
        return Shortcode(match[1])
    return shortcode(match[1], match[2])


def _all_shown(content: str, pictures: Pictures, post: str) -> Iterator[list[str]]:
    """The numbers of the pictures of each gallery, and of each picture that has but a number."""
    for match in _PICTURED.finditer(content):
        code = _code(match)
        if code.name == _OWN or _named(code):
            yield _shown(code, pictures, post)


def _figures(match: re.Match[str], pictures: Pictures, post: str) -> str:
    """A figure for each picture of a gallery that the export holds; else the shortcode as it is."""
    code = _code(match)
    if code.name != _OWN and not _named(code):
        return match[0]
    numbers = dict.fromkeys(_shown(code, pictures, post))
    figures = [_figure(pictures.packed.get(number)) for number in numbers]
    return "".join(f"\n\n{figure}\n\n" for figure in figures if figure)


def _shown(code: Shortcode, pictures: Pictures, post: str) -> list[str]:
    """The numbers of the pictures that a gallery shows: those it names, else those of its post."""
    numbers = _named(code)
    if numbers:
        return numbers
    excluded = _numbers(code.first("exclude"))
    attached = pictures.attached.get(code.first("id") or post, [])
    return [number for number in attached if number not in excluded]


def _named(code: Shortcode) -> list[str]:
    """The numbers of pictures that a shortcode names, where it tells no address of a picture."""
    for name in _LISTS:
        numbers = _numbers(code.first(name))
        if numbers:
            return numbers
    if any(address_of(code.first(name)) for name in _ADDRESSES):
        return []
    return next(filter(None, (_numbers(code.first(name)) for name in _SINGLE)), [])


def _numbers(text: str) -> list[str]:
    """The numbers of a list with commas, and of a picture with its size: `12|full`."""
    match = _NUMBERS.fullmatch(text)
    return [number.strip() for number in match[1].split(",")] if match else []


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
