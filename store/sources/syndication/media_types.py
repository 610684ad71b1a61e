"""What an enclosed medium is: its kind and its media type, as it says, or as its address shows."""

import re
from typing import Any

from ...text import uploads
from ...text.markup.embeds import title_of

UNKNOWN = "application/octet-stream"
"""The type of a medium that nothing tells."""

PLAYER = "application/x-shockwave-flash"
"""The type of a player, which YouTube names where others name the film."""

_TYPE = re.compile(r"\A[a-z0-9.+-]++/[a-z0-9.+-]++")
_RESPELT = {
    "image/jpg": "image/jpeg",
    "image/pjpeg": "image/jpeg",
    "video/x-mp4": "video/mp4",
    "video/mpeg4": "video/mp4",
    "audio/mp3": "audio/mpeg",
    "audio/mpeg3": "audio/mpeg",
    "audio/x-mp3": "audio/mpeg",
    "audio/x-mpeg": "audio/mpeg",
    "audio/mpg": "audio/mpeg",
}
_VAGUE = ("text/html", UNKNOWN)  # feedparser says text/html of every link
_USUAL = {  # types of media that say no more than their kind
    "audio": "audio/mpeg",
    "video": "video/mp4",
    "image": "image/jpeg",
}
_HOLDS_BOTH = ("video/mp4", "video/webm", "video/ogg", "audio/ogg", "audio/mp4")


def kind_of(medium: Any) -> str:
    """`image`, `video` and so on.

    A medium that says nothing of itself is a picture in Media RSS, and anything in an enclosure,
    which alone has a `rel`.
    """
    if uploads.is_stream(medium.get("url") or ""):
        return "video"
    told = type_of(medium) or medium.get("medium")
    if not told:
        told = "application" if "rel" in medium else "image"
    return str(told).partition("/")[0].lower()


def type_of(medium: Any) -> str | None:
    """The media type that a medium names, unless its suffix proves that wrong.

    Else that of its suffix, else the usual of its kind.
    """
    claimed = str(medium.get("type") or "").lower().partition(";")[0].strip()
    claimed = _RESPELT.get(claimed, claimed)
    of_suffix = uploads.media_type(medium.get("url") or "")
    if _TYPE.fullmatch(claimed) and claimed not in _VAGUE and not claimed.endswith("/*"):
        return of_suffix if of_suffix and _is_wrong(claimed, of_suffix) else claimed
    of_suffix = uploads.media_type(f".{claimed}") or of_suffix  # some name `mp4` for a type
    return of_suffix or _usual(claimed, str(medium.get("medium")).lower())


def _usual(*claims: str) -> str | None:
    """The usual type of the kind that one of these claims names; what is unknown for no kind."""
    kinds = [claim.partition("/")[0] for claim in claims]
    usual = next((_USUAL[kind] for kind in kinds if kind in _USUAL), None)
    return usual or (UNKNOWN if UNKNOWN in claims else None)


def _is_wrong(claimed: str, of_suffix: str) -> bool:
    """Whether a suffix proves a claimed type wrong.

    So it does of another kind, but for sound in a file that holds films too, and of a type that
    programs write for every medium of a kind.
    """
    if claimed in _USUAL.values():
        return True
    kind = claimed.partition("/")[0]
    if kind == of_suffix.partition("/")[0]:
        return False
    return kind not in ("audio", "video") or of_suffix not in _HOLDS_BOTH


def is_player(medium: Any) -> bool:
    """Whether a medium is the page of a known player, which no reader plays as a file."""
    url = medium.get("url") or ""
    return uploads.media_type(url) is None and bool(title_of(url))
