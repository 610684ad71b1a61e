"""Reading clean HTML: its text, its words, the targets of its links and its pictures.

One pattern of a tag is enough, since only the clean form is read here.
"""

import html as entities
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from .tags import TAGS, SafeHtml, attributes_of, one_of, pixels

_CAPTION = re.compile(r"<figcaption\b[^<]*+(?>(?:<(?!/?figcaption\b)[^<]*+)*)</figcaption>")
_TAG_NAME = re.compile(r'<(/?[a-z][a-z0-9]*)(?: [a-z-]+="[^"]*")*>')
_IN_PLACE_OF = {name: tag.edge or tag.start for name, tag in TAGS.items()} | {
    f"/{name}": tag.edge for name, tag in TAGS.items()
}
_ONE_SPACED = re.compile(
    r"[^\t\r\f\v\x1c-\x1f\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]*+"
)
_WITHIN_LINE = one_of(name for name, tag in TAGS.items() if not tag.block and name != "br")
_INLINE_TAG = re.compile(rf"</?(?:{_WITHIN_LINE})\b[^<>]*+>")
_ANY_TAG = re.compile("<[^<>]*+>")
_TARGET = re.compile(
    r'<(?:a|img)(?>(?: (?!href=|src=)[a-z-]+="[^"]*")*) (?:href|src)="([^"]+)"'  # entities and all
)
IMAGE = re.compile(r'<img((?: [a-z-]+="[^"]*")+)>')
"""An image of the clean form; its attributes are the group."""


def plain(html: SafeHtml) -> str:
    """The text, with a blank line between blocks; items and rows have lines of their own.

    Pictures and their captions are left out.
    """
    text = _CAPTION.sub(" ", html) if "<figcaption" in html else html
    text = _one_spaced(text)
    # Most tags are these two, and replace() is faster than any pattern.
    text = text.replace("<p>", "\n\n").replace("</p>", "\n\n")
    text = _TAG_NAME.sub(_in_place_of, text)
    if "&" in text:
        text = entities.unescape(text)
    return "\n".join(_without_repeated_blanks(text.split("\n"))).strip()


def _in_place_of(tag: re.Match[str]) -> str:
    return _IN_PLACE_OF.get(tag[1], "")


def _one_spaced(text: str) -> str:
    """White space runs made one space; most text holds none but line ends between its blocks."""
    text = text.replace("\n", " ")
    if "  " not in text and _ONE_SPACED.fullmatch(text):
        return text
    return " ".join(text.split())


def _without_repeated_blanks(lines: list[str]) -> list[str]:
    """The lines, stripped, with no two empty ones in a row."""
    kept = [""]
    for line in lines:
        line = line.strip()
        if line or kept[-1]:
            kept.append(line)
    return kept


def bare(html: SafeHtml) -> str:
    """The words without their layout, captions included: to compare by, not to show."""
    text = html.replace("<p>", " ").replace("</p>", " ")  # as in `plain`
    return _ANY_TAG.sub(" ", _INLINE_TAG.sub("", text))


def links(html: SafeHtml) -> tuple[str, ...]:
    """The targets of links and images, in order."""
    targets = _TARGET.findall(html)
    return tuple([entities.unescape(target) for target in targets])


@dataclass(frozen=True, slots=True)
class Picture:
    """An image of a body; `width` and `height` are pixels, None if it does not say."""

    url: str
    alt: str | None
    width: int | None
    height: int | None


def pictures(html: SafeHtml) -> Iterator[Picture]:
    """The images of a body, in order."""
    for match in IMAGE.finditer(html):
        yield picture_of(attributes_of(match[1]))


def picture_of(attributes: Mapping[str, str]) -> Picture:
    """The picture that an image with these attributes shows."""
    return Picture(
        url=attributes["src"],
        alt=attributes.get("alt") or None,
        width=pixels(attributes.get("width")),
        height=pixels(attributes.get("height")),
    )
