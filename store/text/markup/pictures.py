"""Pictures as pages write them, before the parser: `picture` with its sources, lazy images.

All that an image may show comes to stand in attributes of its own, of which `image` takes the
largest. Decides nothing about safety.
"""

import re
from html import escape, unescape

from ..uploads import media_type, upload
from .images import LAZY, LAZY_SETS, SOURCES, set_of

_PICTURE = re.compile(
    r"<picture\b[^<>]*+>((?>(?:[^<]|<(?!/?picture\b))*))</picture\s*+>", re.IGNORECASE
)
_QUOTED = r"""(?>(?:[^<>"']|"[^"]*+"|'[^']*+')*)"""
_SOURCE = re.compile(rf"<source\b({_QUOTED})>", re.IGNORECASE)
_IMAGE = re.compile(rf"<img\b({_QUOTED})>", re.IGNORECASE)
_ATTRIBUTE = re.compile(
    r"""([a-z][a-z0-9_-]{0,40}+)\s*+=\s*+(?:"([^"]*+)"|'([^']*+)'|([^\s"'>]++))""", re.IGNORECASE
)
_MIN_WIDTH = re.compile(r"min-(?:device-)?width\s*+:\s*+([0-9]{1,5})")
_PLACEHOLDER = re.compile(
    r"(?:blank|dummy|empty|gr[ae]y|lazy|load(?:er|ing)|pixel|placeholder|spacer|transparent|1x1)"
    r"[^/]{0,60}\Z",
    re.IGNORECASE,
)
_UNKNOWN_WIDTH = 100_000  # an address that tells no size is that of the whole picture


def shown(html: str) -> str:
    """HTML whose images know what the sources around them, and lazy loaders, would show."""
    if "</" in html:
        html = _PICTURE.sub(_with_sources, html)
    return _IMAGE.sub(_with_lazy, html)


def _with_sources(picture: re.Match[str]) -> str:
    """The image of a `picture`, with the addresses of its sources."""
    sets = [_set(attributes_as_written(source)) for source in _SOURCE.findall(picture[1])]
    written = f' {SOURCES}="{escape(", ".join(filter(None, sets)))}"'
    inner = _SOURCE.sub("", picture[1])
    image = _IMAGE.search(inner)
    if image is None:
        return f"{inner}<img{written}>"
    return f"{inner[: image.start(1)]}{written}{inner[image.start(1) :]}"


def _set(source: dict[str, str]) -> str:
    """The candidates of a source, each with its width where the source itself tells that."""
    text = source.get("srcset") or source.get("data-srcset") or source.get("data-lazy-srcset", "")
    width = _width(source)
    return ", ".join(
        f"{address} {descriptor.strip() or width}".strip() for address, descriptor in set_of(text)
    )


def _width(source: dict[str, str]) -> str:
    """The width for which a source is meant; one for narrow screens alone is the smallest."""
    media = source.get("media", "")
    least = _MIN_WIDTH.search(media)
    if source.get("width", "").isdigit():
        return f"{source['width']}w"
    if least:
        return f"{least[1]}w"
    return "1w" if "max-width" in media else ""


def _with_lazy(image: re.Match[str]) -> str:
    """An image that shows a placeholder, with the picture that any other attribute names."""
    attributes = attributes_as_written(image[1])
    if not _is_placeholder(attributes):
        return image[0]
    addresses = [value for name, value in attributes.items() if _names_picture(name, value)]
    if not addresses:
        return image[0]
    largest = max(addresses, key=lambda address: upload(address).width or _UNKNOWN_WIDTH)
    return f'<img {LAZY[0]}="{escape(largest)}"{image[1]}>'


def _is_placeholder(attributes: dict[str, str]) -> bool:
    """Whether an image shows nothing real, and no lazy loader that is known says what it will."""
    if any(attributes.get(name) for name in (*LAZY, *LAZY_SETS)):
        return False
    src = attributes.get("src", "").strip()
    return not src or src.startswith(("data:", "about:", "#")) or bool(_PLACEHOLDER.search(src))


def _names_picture(name: str, value: str) -> bool:
    """Whether an attribute of a loader names a picture by its suffix."""
    is_loader = name.startswith("data-") or "lazy" in name
    return is_loader and (media_type(value) or "").startswith("image/")


def attributes_as_written(text: str) -> dict[str, str]:
    """The attributes of a tag as sources write them: in either quotes, or in none."""
    attributes: dict[str, str] = {}
    for name, double, single, unquoted in _ATTRIBUTE.findall(text):
        attributes.setdefault(name.lower(), unescape(double or single or unquoted))
    return attributes
