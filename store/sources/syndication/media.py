"""The picture of an entry, and the media enclosed with it: Media RSS, enclosures, iTunes."""

import re
from collections.abc import Iterable
from typing import Any

from ...limits import ALT_LIMIT
from ...text import uploads
from ...text.emoji import is_emoji_address
from ..common import http_address
from .entry import FeedEntry

Fields = dict[str, Any]

_TYPE = re.compile(r"\A[a-z0-9.+-]++/[a-z0-9.+-]++")
_RESPELT = {"image/jpg": "image/jpeg", "video/x-mp4": "video/mp4", "audio/mp3": "audio/mpeg"}
_UNKNOWN = "application/octet-stream"
_PLAYER = "application/x-shockwave-flash"  # YouTube names its player where others name the film
_VAGUE = ("text/html", _UNKNOWN)  # feedparser says text/html of every link
_USUAL = {  # types of media that say no more than their kind
    "audio": "audio/mpeg",
    "video": "video/mp4",
    "image": "image/jpeg",
    _UNKNOWN: _UNKNOWN,
}
_TINY = 150 * 150
_SHOWN = re.compile(r"""<img\b(?![^<>]*\b(?:width|height)=["']?[01]\b)""")  # a pixel counts readers
_PIXEL_DIGITS = 5
_LENGTH_DIGITS = 15


def entry_media(entry: FeedEntry) -> Fields:
    """The image of an entry and its enclosures, each of which stands once."""
    return {"image": _image(entry), "enclosures": _enclosures(entry)}


# The picture


def _image(entry: FeedEntry) -> Fields | None:
    """The largest picture, else one of no standard, a thumbnail, one enclosed, that of iTunes."""
    content = _pictures(entry.facts("media:content"))
    thumbnails = _thumbnails(entry)
    enclosed = _pictures(entry.enclosed)
    itunes = [{"url": image.get("href")} for image in entry.facts("itunes:image")]
    named = entry.facts("picture")
    for candidates in (content, named, thumbnails, enclosed, itunes):
        for medium in sorted(candidates, key=_area, reverse=True):
            picture = _picture(medium, entry)
            if picture:
                return picture
    return None


def _thumbnails(entry: FeedEntry) -> list[Any]:
    """The thumbnails; those that say they are tiny only where the text shows no picture."""
    thumbnails = entry.facts("media:thumbnail")
    contents = entry.parsed.get("content", ())
    if thumbnails and any(_SHOWN.search(content.get("value") or "") for content in contents):
        return [medium for medium in thumbnails if not 0 < _area(medium) <= _TINY]
    return thumbnails


def _pictures(media: Iterable[Any]) -> list[Any]:
    """The pictures among media."""
    return [medium for medium in media if _kind(medium) == "image"]


def _picture(medium: Any, entry: FeedEntry) -> Fields | None:
    """A picture with the words of its own, else those of the entry; None for no article's."""
    url = http_address(medium.get("url"), entry.base)
    if url is None or "gravatar.com/avatar" in url or is_emoji_address(url):
        return None
    words = entry.own | dict(medium)
    alt = words.get("media:description") or words.get("media:title") or ""
    if len(alt) > ALT_LIMIT:
        alt = ""
    return {
        "url": url,
        "alt": alt or None,
        "credit": words.get("media:credit") or entry.photographer,
        "width": _pixels(medium, "width"),
        "height": _pixels(medium, "height"),
    }


def _area(medium: Any) -> int:
    """Width times height; one that says a single side counts as a square, one that says neither
    is the smallest."""
    width = _pixels(medium, "width") or 0
    height = _pixels(medium, "height") or 0
    return (width or height) * (height or width)


def _pixels(medium: Any, side: str) -> int | None:
    """A side of a medium, if it can be one."""
    return _number(medium.get(side), _PIXEL_DIGITS)


# Enclosures


def _enclosures(entry: FeedEntry) -> list[Fields]:
    """All media that are neither pictures nor players; of two with one address the first."""
    enclosures: dict[str, Fields] = {}
    for medium in (*entry.enclosed, *_one_of_group(entry.facts("media:content"))):
        url = http_address(medium.get("url"), entry.base)
        if url and _kind(medium) != "image" and medium.get("type") != _PLAYER:
            enclosures.setdefault(url, _enclosure(medium, url))
    return list(enclosures.values())


def _one_of_group(media: Iterable[Any]) -> list[Any]:
    """The media that are no pictures; of one film in several sizes the best.

    A group holds one thing in several forms: the one that it calls the default comes first, then
    the largest.
    """
    best: dict[tuple[int, str], Any] = {}
    alone = []
    for medium in media:
        key = (medium.get("group", 0), _kind(medium))
        if key[1] == "image" or not key[0]:
            alone.append(medium)
        elif key not in best or _worth(medium) > _worth(best[key]):
            best[key] = medium
    return [*alone, *best.values()]


def _worth(medium: Any) -> tuple[bool, int, int]:
    return (
        str(medium.get("isdefault")).lower() == "true",
        _area(medium),
        _number(medium.get("bitrate"), _LENGTH_DIGITS) or 0,
    )


def _enclosure(medium: Any, url: str) -> Fields:
    """A medium as record wants it."""
    length = medium.get("length") or medium.get("filesize")
    return {
        "url": url,
        "type": _type(medium) or _UNKNOWN,
        "length": _number(length, _LENGTH_DIGITS),
    }


# Kinds and types


def _kind(medium: Any) -> str:
    """`image`, `video` and so on.

    A medium that says nothing of itself is a picture in Media RSS, and anything in an enclosure,
    which alone has a `rel`.
    """
    kind = medium.get("medium") or _type(medium)
    if not kind:
        kind = "application" if "rel" in medium else "image"
    return str(kind).partition("/")[0].lower()


def _type(medium: Any) -> str | None:
    """The media type that a medium names, else that of its suffix, else the usual of its kind."""
    claimed = str(medium.get("type") or "").lower().partition(";")[0].strip()
    if _TYPE.fullmatch(claimed) and claimed not in _VAGUE:
        return _RESPELT.get(claimed, claimed)
    of_suffix = uploads.media_type(f".{claimed}")  # some name `mp4` for a type
    of_suffix = of_suffix or uploads.media_type(medium.get("url") or "")
    return of_suffix or _USUAL.get(claimed) or _USUAL.get(str(medium.get("medium")).lower())


def _number(text: str | None, digits: int) -> int | None:
    """The number that a text spells in at most so many digits; None for other texts and zero."""
    if text and len(text) <= digits and text.isascii() and text.isdigit():
        return int(text) or None
    return None
