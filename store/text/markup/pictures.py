"""Pictures as pages write them, before the parser: a `picture` with its sources.

All that an image may show comes to stand in attributes of its own, of which `image` takes the
largest. Decides nothing about safety.
"""

import re
from html import escape, unescape

from .images import SOURCES, set_of

_PICTURE = re.compile(
    r"<picture\b[^<>]*+>((?>(?:[^<]|<(?!/?picture\b))*))</picture\s*+>", re.IGNORECASE
)
QUOTED = r"""(?>(?:[^<>"']|"[^"]*+"|'[^']*+')*)"""
"""Pattern of what stands in a tag behind its name."""

_SOURCE = re.compile(rf"<source\b({QUOTED})>", re.IGNORECASE)
IMAGE = re.compile(rf"<img\b({QUOTED})>", re.IGNORECASE)
"""Pattern of an image as sources write it; its attributes are the group."""

_ATTRIBUTE = re.compile(
    r"""([a-z][a-z0-9_-]{0,40}+)\s*+=\s*+(?:"([^"]*+)"|'([^']*+)'|([^\s"'>]++))""", re.IGNORECASE
)
_MIN_WIDTH = re.compile(r"min-(?:device-)?width\s*+:\s*+([0-9]{1,5})")
_SETS = ("srcset", "data-srcset", "data-lazy-srcset")


def with_sources(html: str) -> str:
    """HTML whose images know what the sources around them would show."""
    if "</" in html:
        html = _PICTURE.sub(_with_sources, html)
    return html


def _with_sources(picture: re.Match[str]) -> str:
    """The image of a `picture`, with the addresses of its sources."""
    sets = [_set(attributes_as_written(source)) for source in _SOURCE.findall(picture[1])]
    written = f' {SOURCES}="{escape(", ".join(filter(None, sets)))}"'
    inner = _SOURCE.sub("", picture[1])
    image = IMAGE.search(inner)
    if image is None:
        return f"{inner}<img{written}>"
    return f"{inner[: image.start(1)]}{written}{inner[image.start(1) :]}"


def _set(source: dict[str, str]) -> str:
    """The candidates of a source, each with its width where the source itself tells that."""
    texts = (source.get(name, "") for name in _SETS)
    text = next((text for text in texts if text and not text.startswith("data:")), "")
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


def attributes_as_written(text: str) -> dict[str, str]:
    """The attributes of a tag as sources write them: in either quotes, or in none."""
    attributes: dict[str, str] = {}
    for name, double, single, unquoted in _ATTRIBUTE.findall(text):
        attributes.setdefault(name.lower(), unescape(double or single or unquoted))
    return attributes
