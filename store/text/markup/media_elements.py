"""Elements of Media RSS within a text: a picture, or a video, in the place of each.

Decides nothing about safety.
"""

import re
from html import escape

from ..uploads import media_type
from .pictures import QUOTED, attributes_as_written

_ELEMENT = re.compile(rf"<(media:content|media:thumbnail|enclosure)\b({QUOTED})>", re.IGNORECASE)
_ADDRESSES = ("url", "src", "href")


def with_media(html: str) -> str:
    """HTML with what its elements of Media RSS mean."""
    if "<media:" not in html and "<enclosure" not in html:
        return html
    return _ELEMENT.sub(_with_medium, html)


def _with_medium(element: re.Match[str]) -> str:
    """The image or player that an element stands for."""
    attributes = attributes_as_written(element[2])
    address = next((attributes[name] for name in _ADDRESSES if attributes.get(name)), "")
    told = media_type(address) or attributes.get("type") or attributes.get("medium") or "image"
    kind = told.partition("/")[0].lower()
    if not address or kind not in ("image", "video", "audio"):
        return ""
    written = escape(address.strip())
    if kind == "image":
        return f'<img src="{written}" alt="{escape(attributes.get("alt", ""))}">'
    return f'<{kind} src="{written}"></{kind}>'
