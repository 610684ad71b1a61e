"""Backgrounds that are pictures: those of blocks that hold nothing else.

Behind a text a background is decoration, but for WordPress's cover. Decides nothing about safety.
"""

import re
from html import escape

from .images import names_picture
from .pictures import QUOTED, attributes_as_written

_BLOCK = re.compile(rf"<(div|figure|section)\b({QUOTED})>", re.IGNORECASE)
_NOTHING_ELSE = re.compile(
    r"\A\s*+(?:&nbsp;\s*+)?(?:<(span|i|div)\b[^<>]*+>\s*+</\1\s*+>\s*+)?"
    r"(?:</(?:div|figure|section)\s*+>|<figcaption\b)",
    re.IGNORECASE,
)
_COVER = "wp-block-cover"
_URL = re.compile(r"""url\(\s*+["']?([^"'()\s]++)["']?\s*+\)""", re.IGNORECASE)
_BACKGROUND = re.compile(r"background(?:-image)?\s*+:([^;]*+)", re.IGNORECASE)
_SIDE = re.compile(r"(?<![-\w])(?:width|height)\s*+:\s*+([0-9]{1,4})px", re.IGNORECASE)
_FAR = 500  # characters behind a start, in which an empty block ends
_SMALLEST = 64  # pixels of a side: below it stand icons


def with_backgrounds(html: str) -> str:
    """HTML with an image in each block that shows one as its background, and nothing else."""
    if "ackground" not in html and "data-bg" not in html:
        return html
    return _BLOCK.sub(_with_image, html)


def _with_image(block: re.Match[str]) -> str:
    """The start of a block, and its picture."""
    attributes = attributes_as_written(block[2])
    address = _address(attributes)
    if not address or _is_icon(attributes.get("style", "")):
        return block[0]
    is_cover = _COVER in attributes.get("class", "")
    behind = block.string[block.end() : block.end() + _FAR]
    if not is_cover and not _NOTHING_ELSE.match(behind):
        return block[0]
    alt = attributes.get("aria-label") or attributes.get("title", "")
    return f'{block[0]}<img src="{escape(address)}" alt="{escape(alt)}">'


def _address(attributes: dict[str, str]) -> str:
    """The address of a background: a lazy loader's, else that of the style; "" for none."""
    for name, text in attributes.items():
        if name.startswith("data-") and ("bg" in name or "background" in name):
            url = _URL.search(text)
            address = url[1] if url else text.strip()
            if names_picture(address):
                return address
    background = _BACKGROUND.search(attributes.get("style", ""))
    url = _URL.search(background[1]) if background else None
    return url[1] if url and not url[1].startswith("data:") else ""


def _is_icon(style: str) -> bool:
    """Whether a style says of a side that it is small."""
    return any(int(side) < _SMALLEST for side in _SIDE.findall(style))
