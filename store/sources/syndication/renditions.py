"""Renditions: one film or sound in several files, of which the best is enclosed.

They are of one group of Media RSS, or their names differ in nothing but quality.
"""

import re
from collections.abc import Iterable
from typing import Any

from ...text import uploads
from .media_types import kind_of

_PIXEL_DIGITS = 5
_LENGTH_DIGITS = 15
_LINES = r"(?:144|240|270|288|360|396|432|480|540|576|720|1080|1440|2160)p?"
_QUALITY = re.compile(
    rf"[-_./]?(?<![0-9])(?:{_LINES}|[0-9]{{3,4}}x[0-9]{{3,4}}|[0-9]{{2,5}}k(?:bps)?)(?![0-9a-z])"
    r"|[-_./](?:sd|hd|fhd|uhd|4k|low|high|med|medium|mobile|hls|dash|master|index|playlist)(?![a-z])",
    re.IGNORECASE,
)
_LINES_OF_NAME = re.compile(rf"(?<![0-9])({_LINES})(?![0-9a-z])", re.IGNORECASE)
_PX = re.compile(r"\A([0-9]{1,5})\s?px\Z")

_Key = tuple[str, str]


def best_of_each(media: Iterable[Any]) -> list[Any]:
    """Of each film or sound its best file, those of groups behind the others."""
    clusters: list[list[Any]] = []
    by_key: dict[_Key, list[Any]] = {}
    for medium in media:
        keys = _keys(medium)
        cluster = next((by_key[key] for key in keys if key in by_key), None)
        if cluster is None:
            cluster = []
            clusters.append(cluster)
        cluster.append(medium)
        by_key.update(dict.fromkeys(keys, cluster))
    best = [max(cluster, key=_worth) for cluster in clusters]
    best.sort(key=lambda medium: bool(medium.get("group")))
    return _without_stream_beside(best)


def _keys(medium: Any) -> list[_Key]:
    """What a medium has in common with other renditions of it."""
    kind = kind_of(medium)
    keys = [(kind, _stem(medium["url"]))]
    if medium.get("group"):
        keys.append((kind, str(medium["group"])))
    return keys


def _stem(address: str) -> str:
    """An address without its suffix and what tells of quality."""
    path = address.partition("#")[0].partition("?")[0]
    if uploads.media_type(path) is None:
        return address
    return _QUALITY.sub("", path.rpartition(".")[0]).rstrip("/")


def _without_stream_beside(media: list[Any]) -> list[Any]:
    """The media without a stream, where it stands beside the one file of its film."""
    films = [medium for medium in media if kind_of(medium) == "video"]
    streams = [medium for medium in films if uploads.is_stream(medium["url"])]
    if len(films) != 2 or len(streams) != 1:
        return media
    return [medium for medium in media if medium is not streams[0]]


def _worth(medium: Any) -> tuple[bool, bool, int, int, int]:
    """A file before a stream, then what is called the default, then the largest."""
    return (
        not uploads.is_stream(medium["url"]),
        str(medium.get("isdefault")).lower() == "true",
        area(medium) or _area_of_name(medium["url"]),
        number(medium.get("bitrate"), _LENGTH_DIGITS) or 0,
        length(medium) or 0,
    )


def _area_of_name(address: str) -> int:
    lines = _LINES_OF_NAME.search(address)
    height = int(lines[1].lower().rstrip("p")) if lines else 0
    return height * height * 16 // 9


def area(medium: Any) -> int:
    """Width times height, as a medium or its address tells them.

    One that says a single side counts as a square, one that says neither is the smallest.
    """
    upload = uploads.upload(medium.get("url") or "")
    width = pixels(medium, "width") or upload.width or 0
    height = pixels(medium, "height") or upload.height or 0
    return (width or height) * (height or width)


def pixels(medium: Any, side: str) -> int | None:
    """A side of a medium, if it can be one."""
    text = str(medium.get(side) or "").strip()
    px = _PX.match(text)
    return number(px[1] if px else text, _PIXEL_DIGITS)


def length(medium: Any) -> int | None:
    """The length in bytes that a medium claims, if it can be one."""
    return number(medium.get("length") or medium.get("filesize"), _LENGTH_DIGITS)


def number(value: object, digits: int) -> int | None:
    """The number that a value spells in at most so many digits; None for others and zero."""
    text = "" if value is None or isinstance(value, bool) else str(value).strip()
    if text and len(text) <= digits and text.isascii() and text.isdigit():
        return int(text) or None
    return None
