"""Facades: blocks that a script turns into a player when a reader clicks.

Each gets a frame before it, unless a link or a frame leads to its video already. What a block plays
must be certain: it names its provider, and its video in the way of that provider.
"""

import re
from html import escape

from .pictures import QUOTED, attributes_as_written

_BLOCK = re.compile(rf"<(?:div|span|figure|section|button)\b({QUOTED})>", re.IGNORECASE)
_PROVIDERS = ("youtube", "lyte", "vimeo", "oembed")
_LINKED = re.compile(
    r"(?:youtu\.be/|[?&;]v=|/(?:embed|shorts|live)/|vimeo\.com/(?:video/)?)([\w-]{6,20})"
)
_YOUTUBE = re.compile(r"\A(?=[\w-]{0,10}[A-Z0-9_])(?!video|youtube|player|yt-)[\w-]{11}", re.ASCII)
_VIMEO = re.compile(r"[0-9]{6,12}")
_PAGE = re.compile(r"https://(?:www\.|m\.)?(?:youtube\.com|youtu\.be|vimeo\.com)/", re.IGNORECASE)
_NAME = re.compile(r"id|embed|video|code|youtube|vimeo|src|url|href")
_READ_ELSEWHERE = frozenset(["rll-youtube-player"])  # as posts are, in players


def with_frames(html: str) -> str:
    """HTML with a frame before each block that a script would turn into a player."""
    if not any(name in html for name in _PROVIDERS):
        return html
    if not any(map(_names_provider, _BLOCK.findall(html))):
        return html
    linked = set(_LINKED.findall(html))
    return _BLOCK.sub(lambda block: _with_frame(block, linked), html)


def _with_frame(block: re.Match[str], linked: set[str]) -> str:
    """A start of a block, and the frame of its video before it."""
    if not _names_provider(block[1]):
        return block[0]
    attributes = attributes_as_written(block[1])
    if not _READ_ELSEWHERE.isdisjoint(attributes.get("class", "").split()):
        return block[0]
    page = _page(attributes, is_vimeo="vimeo" in block[1].lower())
    if not page or any(name in linked for name in _LINKED.findall(page)):
        return block[0]
    title = attributes.get("data-title") or attributes.get("title", "")
    return f'<iframe src="{escape(page)}" title="{escape(title)}"></iframe>{block[0]}'


def _names_provider(text: str) -> bool:
    """Whether the attributes of a block name a provider of videos."""
    text = text.lower()
    return any(name in text for name in _PROVIDERS)


def _page(attributes: dict[str, str], *, is_vimeo: bool) -> str:
    """The page of the video that a block names; "" where it names none for sure."""
    for name, text in attributes.items():
        text = text.strip()
        if not _NAME.search(name):
            continue
        if _PAGE.match(text):
            return text
        if is_vimeo and _VIMEO.fullmatch(text):
            return f"https://vimeo.com/{text}"
        text = text.removeprefix("lyte_")
        if not is_vimeo and _YOUTUBE.fullmatch(text):
            return f"https://www.youtube.com/watch?v={text}"
    return ""
