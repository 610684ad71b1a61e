"""The picture of an entry, and the media enclosed with it: Media RSS, enclosures, iTunes."""

import re
from collections.abc import Iterable
from html import escape
from typing import Any

from ...limits import ALT_LIMIT
from ...text.markup.embeds import page_of
from ...text.no_pictures import is_no_story
from ..common import http_address
from .entry import FeedEntry
from .media_types import PLAYER, UNKNOWN, is_player, kind_of, type_of
from .renditions import area, best_of_each, length, pixels

Fields = dict[str, Any]

_TINY = 150 * 150
_SHOWN = re.compile(r"""<img\b(?![^<>]*\b(?:width|height)=["']?[01]\b)""")  # a pixel counts readers


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
        for medium in sorted(candidates, key=area, reverse=True):
            picture = _picture(medium, entry)
            if picture:
                return picture
    return None


def _thumbnails(entry: FeedEntry) -> list[Any]:
    """The thumbnails; those that say they are tiny only where the text shows no picture."""
    thumbnails = entry.facts("media:thumbnail")
    contents = entry.parsed.get("content", ())
    if thumbnails and any(_SHOWN.search(content.get("value") or "") for content in contents):
        return [medium for medium in thumbnails if not 0 < area(medium) <= _TINY]
    return thumbnails


def _pictures(media: Iterable[Any]) -> list[Any]:
    """The pictures among media."""
    return [medium for medium in media if kind_of(medium) == "image"]


def _picture(medium: Any, entry: FeedEntry) -> Fields | None:
    """A picture with the words of its own, else those of the entry; None for no article's."""
    url = http_address(medium.get("url"), entry.base)
    width = pixels(medium, "width")
    height = pixels(medium, "height")
    if url is None or is_no_story(url, width, height):
        return None
    words = entry.own | dict(medium)
    alt = words.get("media:description") or words.get("media:title") or ""
    if len(alt) > ALT_LIMIT:
        alt = ""
    return {
        "url": url,
        "alt": alt or None,
        "credit": words.get("media:credit") or entry.photographer,
        "width": width,
        "height": height,
        "length": length(medium) or _enclosed_length(entry, medium.get("url")),
    }


def _enclosed_length(entry: FeedEntry, url: object) -> int | None:
    """The length that an enclosure of this address claims."""
    same = (medium for medium in entry.enclosed if medium.get("url") == url)
    return next(filter(None, map(length, same)), None)


# Enclosures


def _enclosures(entry: FeedEntry) -> list[Fields]:
    """All media that are neither pictures nor players; of renditions of one the best."""
    media = [medium for medium in _addressed(entry) if not is_player(medium)]
    best = best_of_each(medium for medium in media if medium.get("type") != PLAYER)
    return [_enclosure(medium) for medium in best]


def _addressed(entry: FeedEntry) -> list[Any]:
    """The media that are no pictures, with whole addresses, each once."""
    media: dict[str, Any] = {}
    for medium in (*entry.enclosed, *entry.facts("media:content")):
        url = http_address(medium.get("url"), entry.base)
        if url and kind_of(medium) != "image":
            media.setdefault(url, dict(medium) | {"url": url})
    return list(media.values())


def _enclosure(medium: Any) -> Fields:
    """A medium as record wants it."""
    return {"url": medium["url"], "type": type_of(medium) or UNKNOWN, "length": length(medium)}


# Players


def players_of(entry: FeedEntry) -> list[str]:
    """The pages of the players that an entry encloses."""
    pages = [medium["url"] for medium in _addressed(entry) if is_player(medium)]
    told = [http_address(one.get("url"), entry.base) for one in entry.facts("media:player")]
    return pages + [page for page in told if page]


def with_players(html: str | None, pages: Iterable[str], url: object) -> str | None:
    """A text with a frame of each of these players that neither it nor `url` names."""
    for page in dict.fromkeys(map(page_of, pages)):
        name = page.rstrip("/").rpartition("/")[2].rpartition("=")[2]
        if name not in f"{html or ''} {url}":
            html = f'{html or ""}<iframe src="{escape(page)}"></iframe>'
    return html
