"""The address of what a shortcode plays: a video, a sound, a post of others, a document."""

import re
from collections.abc import Iterator
from urllib.parse import unquote

from .shortcode import Shortcode

_PLAYER = re.compile(
    "youtube|vimeo|dailymotion|video|audio|player|embed|tweet|twitter|facebook|instagram|soundcloud"
    "|tiktok|telegram|spotify|podcast|iframe|lyte|pdf|gview|document"
)
# Buttons and streams of a page, which are of no article.
_FURNITURE = frozenset("share follow like social feed feeds timeline popup background".split())
_NO_ADDRESS = re.compile("poster|image|thumb|preview|cover|splash|fallback")
_BUILT_LINK = re.compile(r"url:(https?%3A%2F%2F[^|\s]++)", re.IGNORECASE)
_HTTP = re.compile(r"https?://[^\s<>\"'\[\]]++", re.IGNORECASE)
_IDS = ("id", "v", "video", "video_id", "videoid", "code", "tweet_id", "status")

# Pages of what is named by a number or a code alone, by parts of its name. A word in brackets has
# no capital or figure within it, as the codes of videos have.
_PAGES = (
    (
        ("youtube", "lyte"),
        re.compile(r"(?![a-z]{11})[\w-]{11}", re.ASCII),
        "https://www.youtube.com/watch?v={}",
    ),
    (("vimeo",), re.compile("[0-9]{5,12}"), "https://vimeo.com/{}"),
    (("dailymotion",), re.compile("x[a-z0-9]{4,9}"), "https://www.dailymotion.com/video/{}"),
    (("tweet", "twitter"), re.compile("[0-9]{8,20}"), "https://x.com/i/status/{}"),
)


def is_player(code: Shortcode) -> bool:
    """Whether a shortcode shows what is played, by its name."""
    return _PLAYER.search(code.name) is not None and _FURNITURE.isdisjoint(code.parts)


def played(code: Shortcode) -> str | None:
    """The address of what a shortcode plays; None where it names none, or is no player."""
    if not is_player(code):
        return None
    return next(_addresses(code), None) or next(_pages(code), None)


def address_of(value: str) -> str | None:
    """The address that a value is, or that a page builder has packed into it."""
    packed = _BUILT_LINK.search(value)
    match = _HTTP.match(unquote(packed[1]) if packed else value.strip())
    return match[0] if match else None


def _addresses(code: Shortcode) -> Iterator[str]:
    """The addresses of its attributes, then those of its words."""
    told = [value for name, value in code.attributes.items() if not _NO_ADDRESS.search(name)]
    for value in (*told, *code.words):
        address = address_of(value)
        if address:
            yield address


def _pages(code: Shortcode) -> Iterator[str]:
    """The pages that its id may mean."""
    told = [code.attributes[name] for name in _IDS if name in code.attributes]
    for names, shape, page in _PAGES:
        if any(name in code.name for name in names):
            values = (*told, *code.words)
            yield from (page.format(value) for value in values if shape.fullmatch(value))
