"""Images on their way in: the largest real picture behind a placeholder, and no tracking pixels."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from ..no_pictures import is_spacer
from ..uploads import upload
from .tags import pixels, start_tag

Link = Callable[[str], str | None]
"""A rule of addresses: the target as it may be kept, or None."""

LAZY = ("data-src", "data-lazy-src", "data-original")
"""Attributes in which lazy loaders leave the address that they load later."""

LAZY_SETS = ("data-srcset", "data-lazy-srcset")
"""Those in which they leave addresses in several sizes."""

SOURCES = "data-sources"
"""Attribute in which `pictures` leaves the addresses of the sources around an image."""

SETS = (*LAZY_SETS, "srcset", SOURCES)
"""Attributes that hold addresses in several sizes."""

_NO_PICTURE = ("#", "mailto:", "data:")
_ADDRESS = re.compile(r"\A(?:https?:)?/{1,2}[^/\s{]", re.IGNORECASE)
_FILE = re.compile(r"""\A\s*+[^\s<>{}\["'][^\s<>{}"']*+\s*+\Z""")
_SUFFIX = re.compile(r"\.(?:jpe?g|jfif|png|webp|avif|gif|bmp)(?=[/?&#;:!@]|\Z)", re.IGNORECASE)
# An address in a set, and what stands behind it up to a comma (HTML, 4.8.4.2.1).
_CANDIDATE = re.compile(r"([^\s,]\S*+)(?:(?<!,)\s++([^,]*+))?")
_WIDTH = re.compile(r"(?<!\S)([0-9]{1,5})w(?!\S)")
_DENSITY = re.compile(r"(?<!\S)([0-9]{1,2}(?:\.[0-9]{1,3})?)x(?!\S)")


@dataclass(frozen=True, slots=True)
class _Candidate:
    """An address of a picture, and its width in pixels, or what stands for it in comparison."""

    address: str
    width: float


def image(attributes: dict[str, str], link: Link) -> str:
    """An `img` in the clean form; "" for a tracking pixel, or if no address is left."""
    width = pixels(attributes.get("width"))
    height = pixels(attributes.get("height"))
    if width in (0, 1) and height in (0, 1):
        if _lazy(attributes) is None:
            return ""
        width = height = None  # those of a placeholder
    for candidate in _candidates(attributes, width):
        target = _target(candidate.address, link)
        if target:
            return _written(target, attributes, _size(candidate, width, height))
    return ""


def is_address(text: str) -> bool:
    """Whether a value of an attribute is an address for sure, not a word, a number or a switch."""
    return bool(_ADDRESS.match(text)) or names_picture(text)


def names_picture(text: str) -> bool:
    """Whether a text is the address of a picture by a suffix, which need not stand at its end."""
    return bool(_SUFFIX.search(text)) and bool(_FILE.match(text))


def set_of(text: str) -> Iterator[tuple[str, str]]:
    """Address and descriptor of each candidate in a set such as `a.jpg 300w, b.jpg 780w`."""
    for match in _CANDIDATE.finditer(text):
        yield match[1].rstrip(","), match[2] or ""


def _candidates(attributes: dict[str, str], width: int | None) -> list[_Candidate]:
    """The addresses of an image, the largest first; of two of one size the plainest.

    Beside a lazy one, `src` may be a placeholder, and comes last.
    """
    usual = attributes.get("src", "")
    lazy = _lazy(attributes)
    first = [usual] if lazy is None else lazy
    unit = _width_of("".join(first[:1])) or width or 1
    candidates = [_Candidate(address, _width_of(address) or unit) for address in first]
    for name in SETS:
        candidates += _of_set(attributes.get(name, ""), unit)
    candidates.sort(key=lambda candidate: -candidate.width)
    return candidates if lazy is None else [*candidates, _Candidate(usual, 0)]


def _lazy(attributes: dict[str, str]) -> list[str] | None:
    """The addresses that a lazy loader will load; None where the image is not lazy."""
    named = [attributes[name] for name in LAZY if attributes.get(name)]
    addresses = [text for text in named if is_address(text)]
    if not addresses and not attributes.get("src", "").startswith(("http", "/")):
        addresses = [text for text in named if "/" in text]
    has_set = any(attributes.get(name) for name in LAZY_SETS)
    return addresses if addresses or has_set else None


def _of_set(text: str, unit: float) -> Iterator[_Candidate]:
    for address, descriptor in set_of(text):
        width = _WIDTH.search(descriptor)
        density = _DENSITY.search(descriptor)
        if width:
            yield _Candidate(address, int(width[1]))
        elif density:
            yield _Candidate(address, float(density[1]) * unit)
        else:
            yield _Candidate(address, _width_of(address) or unit)


def _width_of(address: str) -> int | None:
    """The width that the name of a file tells."""
    return upload(address).width


def _target(address: str, link: Link) -> str | None:
    """The address as `link` accepts it, None for no picture."""
    if not address or address.startswith(_NO_PICTURE) or is_spacer(address):
        return None
    return link(address)


def _size(
    candidate: _Candidate, width: int | None, height: int | None
) -> tuple[int | None, int | None]:
    """Width and height of a candidate in the shape that the image says; else as it says."""
    real = int(candidate.width)
    if not width or not height or real <= 1 or real == width:
        return width, height
    return real, max(1, round(height * real / width))


def _written(target: str, attributes: dict[str, str], size: tuple[int | None, int | None]) -> str:
    written = {"src": target, "alt": attributes.get("alt", "")}
    for name, side in zip(("width", "height"), size, strict=True):
        if side:
            written[name] = str(side)
    return start_tag("img", written)
