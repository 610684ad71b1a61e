"""Emoji in HTML: the character in the place of the small picture that stands for it.

Decides nothing about safety: what it writes is cleaned like all else.
"""

import re
from html import escape

from ..emoji import is_emoji, is_emoji_address, is_smiley, named_emoji
from .pictures import attributes_as_written

_IMAGE = re.compile(r"""<img\b((?>(?:[^<>"']|"[^"]*+"|'[^']*+')*))>""", re.IGNORECASE)
_CLASSES = frozenset("wp-smiley emoji smiley smilie twemoji emojione joypixels".split())
_LONGEST = 40  # characters of the words beside an emoji


def with_emoji(html: str) -> str:
    """HTML in which pictures of emoji are the characters that they stand for."""
    if "<img" not in html and "<IMG" not in html:
        return html
    return _IMAGE.sub(_in_place, html)


def _in_place(image: re.Match[str]) -> str:
    """The character of an image, or the image, if it is any other."""
    attributes = attributes_as_written(image[1])
    alt = attributes.get("alt", "").strip()
    addresses = [value for name, value in attributes.items() if name.endswith(("src", "srcset"))]
    if any(map(is_emoji_address, addresses)):
        return escape(_character(alt, addresses))
    if _is_marked(attributes) and (is_emoji(alt) or is_smiley(alt)):
        return escape(alt)
    named = any(map(named_emoji, addresses))
    if is_emoji(alt) and (named or not any(addresses)):
        return escape(alt)
    return image[0]


def _is_marked(attributes: dict[str, str]) -> bool:
    """Whether an image says by its class that it is an emoji."""
    return not _CLASSES.isdisjoint(attributes.get("class", "").lower().split())


def _character(alt: str, addresses: list[str]) -> str:
    """What an emoji is called beside its picture, else the character that its file names."""
    if alt and len(alt) <= _LONGEST:
        return alt
    return next(filter(None, map(named_emoji, addresses)), "")
