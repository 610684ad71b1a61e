"""The picture of an entry, and the media enclosed with it: Media RSS, enclosures, iTunes."""

import re
from typing import Any

from ...text import uploads
from ..common import http_address

ALT_LIMIT = 1_000
_TYPE = re.compile(r"[a-z0-9.+-]+/[a-z0-9.+-]+")


def entry_media(own: dict[str, Any], links: list[Any], base: str | None) -> dict[str, Any]:
    """The largest picture, else a thumbnail, else an enclosed one; and all media that are no
    pictures, each once.
    """
    content = own.get("media:content", [])
    enclosed = [one for one in links if one["rel"] == "enclosure"]
    pictures = [
        [one for one in several if _kind(one) == "image"] for several in (content, enclosed)
    ]
    shown = [{"url": one.get("href")} for one in own.get("itunes:image", ())]
    candidates = [
        picture
        for several in (pictures[0], own.get("media:thumbnail", []), pictures[1], shown)
        for one in sorted(several, key=_area, reverse=True)
        if (picture := _picture(one, own, base))
    ]
    found: dict[str, dict[str, Any]] = {}
    for one in (*enclosed, *content):
        if _kind(one) != "image" and (url := http_address(one.get("url"), base)):
            length = _number(one.get("length") or one.get("filesize"), 15)
            kind = _type(one) or "application/octet-stream"
            found.setdefault(url, {"url": url, "type": kind, "length": length})
    return {"image": candidates[0] if candidates else None, "enclosures": list(found.values())}


def _picture(one: Any, own: dict[str, Any], base: str | None) -> dict[str, Any] | None:
    """A portrait of the author is no picture of the story."""
    url = http_address(one.get("url"), base)
    if url is None or "gravatar.com/avatar" in url:
        return None
    said = own | dict(one)
    alt = said.get("media:description") or said.get("media:title") or ""
    size = {side: _number(one.get(side), 5) for side in ("width", "height")}
    return {
        "url": url,
        "alt": alt if 0 < len(alt) <= ALT_LIMIT else None,
        "credit": said.get("media:credit"),
    } | size


def _kind(one: Any) -> str:
    """`image`, `video` ...; what says nothing of itself is a picture in Media RSS, and anything in
    an enclosure.
    """
    said = one.get("medium") or _type(one) or ("application" if "rel" in one else "image")
    return str(said).partition("/")[0].lower()


def _type(one: Any) -> str | None:
    said = str(one.get("type") or "").lower().partition(";")[0].strip()
    if _TYPE.fullmatch(said) and said != "text/html":  # which feedparser says of every link
        return said
    return uploads.media_type(one.get("url") or "")


def _area(one: Any) -> int:
    return (_number(one.get("width"), 5) or 0) * (_number(one.get("height"), 5) or 0)


def _number(text: str | None, digits: int) -> int | None:
    """Of what is not a number above nothing, nothing is claimed."""
    return int(text) or None if text and re.fullmatch(f"[0-9]{{1,{digits}}}", text) else None
