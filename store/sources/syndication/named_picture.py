"""The picture of an entry in elements of no standard, such as `image` and `thumbnail`.

Its address stands in an attribute, as text, or in an element within; so may its title.
"""

import re
from typing import Any

NAMES = frozenset(
    "image img photo picture image:image image:loc imageurl image_url featured_image featuredimage"
    " featured-image mainimage main_image g:image_link".split()
)
SMALL_NAMES = frozenset("thumbnail thumb thumburl thumb_url post-thumbnail".split())

_ATTRIBUTES = ("url", "href", "src", "rdf:resource")
_ADDRESSES = frozenset("url href src link loc large original full".split())
_TITLES = frozenset(["title", "caption", "alt", "description"])
_ADDRESS = re.compile(r"\A[^\s<>/.]*+[/.][^\s<>]++")  # any but a word
_SOURCE = re.compile(r"""<img\b[^<>]*?\ssrc\s*+=\s*+["']([^"'<>]+)""", re.IGNORECASE)


class NamedPicture:
    """What is heard of one picture, from its first tag to its last."""

    def __init__(self) -> None:
        self._path: list[str] = []
        self._facts: dict[str, Any] = {}
        self._name = ""

    def begin(self, tag: str, attributes: dict[str, str]) -> None:
        """Begin the element, or one within it."""
        self._name = self._name or tag
        self._path.append(tag)
        for name in _ATTRIBUTES:
            self._keep_address(attributes.get(name, ""))
        for name in ("width", "height"):
            self._facts.setdefault(name, attributes.get(name))

    def end(self, text: str) -> bool:
        """End an element with its text; whether it was the outermost."""
        tag = self._path.pop()
        name = tag.rpartition(":")[2]
        if tag in NAMES or tag in SMALL_NAMES or name in _ADDRESSES:
            self._keep_address(text)
        elif name in _TITLES and text.strip():
            self._facts.setdefault("media:title", text)
        return not self._path

    def facts(self) -> tuple[str, dict[str, Any]]:
        """The kind of the picture, as items name it, and what is known of it."""
        kind = "media:thumbnail" if self._name in SMALL_NAMES else "picture"
        return kind, self._facts

    def _keep_address(self, text: str) -> None:
        source = _SOURCE.search(text)
        address = (source[1] if source else text).strip()
        if _ADDRESS.fullmatch(address):
            self._facts.setdefault("url", address)
