"""Embeds and widgets of WordPress that its page would build: what they show stands in attributes.

An embed that could not be fetched is an address alone; a post of another WordPress stands twice, as
a quotation and as a frame; page builders keep a video in their settings, and pictures as
backgrounds. Each becomes the frame, or the picture, that it stands for.
"""

import json
import re
from html import escape, unescape
from typing import Any

from .pictures import attributes_as_written

_SIGNS = (
    "<oembed",
    "wp-block-embed",
    "wp-embedded-content",
    "elementor-widget-video",
    "e-gallery-item",
    "data-original_url",
)
_OEMBED = re.compile(r"<oembed\b([^<>]*+)>(?:\s*+</oembed>)?", re.IGNORECASE)
# An address alone in the block of an embed.
_ALONE = re.compile(
    r"(<(?:figure|div)\b[^<>]{0,300}?\bwp-block-embed[^<>]*+>\s*+)(https?://[^\s<>\"]++)(?=\s*+</)"
)
_QUOTED_POST = re.compile(r"<blockquote\b[^<>]{0,300}?\bwp-embedded-content\b")
_FRAMED_POST = re.compile(
    r"<iframe\b([^<>]{0,300}?\bwp-embedded-content\b[^<>]*+)>\s*+</iframe\s*+>", re.IGNORECASE
)
_VIDEO = re.compile(r"<div\b([^<>]{0,500}?\belementor-widget-video\b[^<>]*+)>")
_ORIGINAL = re.compile(r"<div\b([^<>]{0,500}?\bdata-original_url=[^<>]*+)>")
_PICTURE = re.compile(
    r"(<a\b([^<>]{0,500}?\be-gallery-item\b[^<>]*+)>)\s*+<div\b([^<>]*+)>", re.IGNORECASE
)
_ADDRESSES = ("youtube_url", "vimeo_url", "dailymotion_url", "hosted_url", "external_url")


def built(html: str) -> str:
    """HTML with what its embeds and widgets would show."""
    if not any(sign in html for sign in _SIGNS):
        return html
    html = _PICTURE.sub(_picture, _embeds(html))
    if _QUOTED_POST.search(html):
        html = _FRAMED_POST.sub("", html)
    return _FRAMED_POST.sub(_post, html)


def _embeds(html: str) -> str:
    """HTML with the frames of its embeds and of a builder's videos."""
    html = _OEMBED.sub(lambda match: _frame(_told(match[1], "url")), html)
    html = _ALONE.sub(lambda match: match[1] + _frame(unescape(match[2])), html)
    html = _VIDEO.sub(lambda match: match[0] + _frame(_video(match[1])), html)
    return _ORIGINAL.sub(lambda match: match[0] + _frame(_original(match[1])), html)


def _original(attributes: str) -> str:
    """The address of a video of Enfold."""
    return _told(attributes, "data-original_url")


def _told(attributes: str, name: str) -> str:
    """An attribute of an element, "" for none."""
    return attributes_as_written(attributes).get(name, "")


def _frame(address: str, title: str = "") -> str:
    """A frame of what is embedded; it is no advertisement, though nothing is known of its host."""
    address = address.strip()
    if not address.startswith(("http://", "https://")):
        return ""
    told = f' title="{escape(title)}"' if title else ""
    return f'<iframe src="{escape(address)}"{told} data-embed="yes"></iframe>'


def _video(attributes: str) -> str:
    """The address of a video that a widget keeps in its settings."""
    try:
        settings: Any = json.loads(_told(attributes, "data-settings") or "{}")
    except ValueError:
        return ""
    if not isinstance(settings, dict):
        return ""
    kind = f"{settings.get('video_type', '')}_url"
    for name in (kind, *_ADDRESSES):
        told = settings.get(name)
        address = told.get("url") if isinstance(told, dict) else told
        if isinstance(address, str) and address:
            return address
    return ""


def _picture(match: re.Match[str]) -> str:
    """A picture of a gallery that would be the background of an empty block."""
    within = attributes_as_written(match[3])
    address = _told(match[2], "href") or within.get("data-thumbnail", "")
    alt = within.get("aria-label", "")
    if "e-gallery-image" not in match[3] or not address.startswith(("http", "/")):
        return match[0]
    return f'{match[1]}<img src="{escape(address)}" alt="{escape(alt)}"><div>'


def _post(match: re.Match[str]) -> str:
    """The frame of a post of another site, which leads to the post."""
    told = attributes_as_written(match[1])
    address = re.split(r"(?<=/)embed/|[?&]embed=true", told.get("src", ""))[0]
    return _frame(address, told.get("title", ""))
