"""Reading the clean form."""

import html as entities
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from .tags import BLOCKS, TAG, SafeHtml, attributes_of, pixels

_ANCHOR_OR_IMAGE = re.compile(r'<(a|img)((?: [a-z-]+="[^"]*")+)>')
_CAPTION = re.compile(r"<figcaption\b.*?</figcaption>", re.DOTALL)
_EDGES = dict.fromkeys(
    "p h2 h3 h4 h5 h6 ul ol blockquote pre table caption figure dl div hr".split(), "\n\n"
)
_STARTS = dict.fromkeys("li tr dt dd br".split(), "\n") | dict.fromkeys("td th".split(), " ")
_SPACED = re.compile(
    r"[^\t\r\f\v\x1c-\x1f\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]*+"
)


def plain(html: SafeHtml) -> str:
    """The text: a blank line between blocks, items and rows on lines of their own; no pictures, no
    captions.
    """
    text = _CAPTION.sub("", html) if "<figcaption" in html else html
    text = TAG.sub(_edge, _one_spaced(text).replace("<p>", "\n\n").replace("</p>", "\n\n"))
    if "&" in text:
        text = entities.unescape(text)
    lines = [line.strip() for line in text.split("\n")]
    return "\n".join([line for before, line in pairwise(["", *lines]) if line or before]).strip()


_BLOCK_EDGE = re.compile(rf"</?(?:{BLOCKS}|br)(?: [^>]*)?>")
_ANY_TAG = re.compile("<[^>]*>")


def bare(html: SafeHtml) -> str:
    """The words without their layout, captions included: to compare by, not to show."""
    return _ANY_TAG.sub("", _BLOCK_EDGE.sub(" ", html))


def _one_spaced(text: str) -> str:
    """White space runs made one space; most text holds none but line ends between its blocks."""
    text = text.replace("\n", " ")
    return text if "  " not in text and _SPACED.fullmatch(text) else " ".join(text.split())


def _edge(found: re.Match[str]) -> str:
    name = found[2]
    return _EDGES.get(name) or ("" if found[1] else _STARTS.get(name, ""))


def links(html: SafeHtml) -> tuple[str, ...]:
    """The targets of links and images, in order."""
    found = (attributes.get("href") or attributes.get("src") for _, attributes in _targets(html))
    return tuple(target for target in found if target)


@dataclass(frozen=True, slots=True)
class Picture:
    """An image of a body; width and height are pixels, as far as it says."""

    url: str
    alt: str | None
    width: int | None
    height: int | None


def pictures(html: SafeHtml) -> Iterator[Picture]:
    """The images, in order."""
    for name, one in _targets(html):
        if name == "img":
            width, height = pixels(one.get("width")), pixels(one.get("height"))
            yield Picture(one["src"], one.get("alt") or None, width, height)


def _targets(html: SafeHtml) -> Iterator[tuple[str, dict[str, str]]]:
    return ((found[1], attributes_of(found[2])) for found in _ANCHOR_OR_IMAGE.finditer(html))
