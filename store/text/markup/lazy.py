"""Lazy pictures as loaders of any name write them: what will be shown comes to stand where `image`
looks for it.

An attribute of a loader counts by what it holds, the address of a picture, and a name that is not
known only beside a placeholder. Decides nothing about safety.
"""

import re
from html import escape

from ..no_pictures import is_spacer
from ..uploads import upload
from .images import LAZY, LAZY_SETS, SETS, is_address, names_picture
from .pictures import IMAGE, attributes_as_written

_LOADER = re.compile(r"src|lazy|echo|original")
_OTHER_VERSION = re.compile(
    r"thumb|small|mobile|tiny|low|lq|placeholder|preview|poster|hover|fallback|err|default|pin-"
)
_SPEAKS_OF_PICTURE = re.compile(
    r"src|lazy|im(?:g|age)|pic|photo|orig|bg|background|full|large|echo"
)
_OWN = frozenset(
    "src alt title class id style srcset sizes usemap longdesc href width height loading decoding"
    " fetchpriority".split()
)
_PLACEHOLDER = re.compile(
    r"(?<![a-z])(?:blank|dummy|empty|gr[ae]y|lazy(?:load)?|(?:pre)?load(?:er|ing)?|pixel|placeholder"
    r"|spacer|transparent|1x1)(?![a-z])[^/]{0,60}\Z|\.svg\Z",
    re.IGNORECASE,
)
_SET_OF_SIZES = re.compile(r"\A\s*+\S++\s++[0-9]{1,5}(?:\.[0-9]{1,3})?[wx]\s*+(?:,|\Z)")
_WITHIN = re.compile(r"""(?:https?:)?//[^\s"'<>,;()\[\]{}|\\]++""")  # a value that lists several
_NO_VALUE = ("undefined", "null", "[object Object]")  # as scripts write it
_NO_SIDES = ' width="" height=""'
_SHORT = re.compile("[0-9]{1,2}")
_UNKNOWN_WIDTH = 100_000  # an address that tells no size is that of the whole picture

Attributes = dict[str, str]


def with_lazy(html: str) -> str:
    """HTML whose images name the picture that a lazy loader would show."""
    return IMAGE.sub(_with_lazy, html)


def _with_lazy(image: re.Match[str]) -> str:
    """An image, with the picture that an attribute of no known loader names."""
    attributes = attributes_as_written(image[1])
    written = _NO_SIDES if _tells_shape_alone(attributes) else ""
    if not is_known(attributes):
        address = _largest(_addresses(attributes))
        sizes = next((text for name, text in attributes.items() if _is_set(name, text)), "")
        written += f' {LAZY[0]}="{escape(address)}"' if address else ""
        written += f' {LAZY_SETS[0]}="{escape(sizes)}"' if sizes else ""
    return f"<img{written}{image[1]}>" if written else image[0]


def _tells_shape_alone(attributes: Attributes) -> bool:
    """Whether the sides of a picture of AMP are but its shape, such as 16 by 9."""
    width = attributes.get("width", "")
    return attributes.get("layout") == "responsive" and bool(_SHORT.fullmatch(width))


def is_known(attributes: Attributes) -> bool:
    """Whether a loader that `image` knows says what it will show."""
    if any(is_address(attributes.get(name, "")) for name in LAZY):
        return True
    return any(attributes.get(name) for name in LAZY_SETS)


def shows_nothing(attributes: Attributes) -> bool:
    """Whether an image shows but a placeholder, and names no picture anywhere."""
    if is_known(attributes) or _addresses(attributes):
        return False
    src = attributes.get("src", "").strip()
    return _is_empty(src) or _is_placeholder(src)


def _addresses(attributes: Attributes) -> list[str]:
    """The addresses of pictures that loaders of unknown names left, those most certain alone."""
    src = attributes.get("src", "").strip()
    others = {name: text for name, text in attributes.items() if name not in _OWN}
    if not others:
        return []
    named = {name: text for name, text in others.items() if names_picture(text)}
    found = [text for name, text in named.items() if _is_loader(name)]
    if not found and (_is_empty(src) or _is_placeholder(src)):
        found = [text for name, text in named.items() if not _OTHER_VERSION.search(name)]
    if not found and _is_empty(src):
        found = _by_name(others) or _within(others)
    return found


def _by_name(attributes: Attributes) -> list[str]:
    """The addresses without a suffix, in attributes whose names speak of a picture."""
    return [
        text
        for name, text in attributes.items()
        if is_address(text) and _SPEAKS_OF_PICTURE.search(name) and not _OTHER_VERSION.search(name)
    ]


def _within(attributes: Attributes) -> list[str]:
    """The addresses of pictures within longer values, as in JSON."""
    texts = " ".join(attributes.values()).replace("\\/", "/")
    return [address for address in _WITHIN.findall(texts) if names_picture(address)]


def _largest(addresses: list[str]) -> str:
    return max(addresses, key=lambda address: upload(address).width or _UNKNOWN_WIDTH, default="")


def _is_loader(name: str) -> bool:
    """Whether an attribute is a loader's by its name, and holds no lesser version."""
    is_own = name.startswith("data-") or "lazy" in name
    return bool(is_own and _LOADER.search(name)) and not _OTHER_VERSION.search(name)


def _is_set(name: str, text: str) -> bool:
    """Whether an attribute of a loader holds addresses in several sizes."""
    is_loader = name.startswith("data-") or "lazy" in name
    return is_loader and name not in SETS and _SET_OF_SIZES.match(text) is not None


def _is_empty(src: str) -> bool:
    """Whether an image shows no file at all."""
    return not src or src in _NO_VALUE or src.startswith(("data:", "about:", "#", "javascript:"))


def _is_placeholder(src: str) -> bool:
    """Whether the name of a file is that of a placeholder, as far as names tell."""
    return bool(_PLACEHOLDER.search(src.partition("?")[0])) or is_spacer(src)
