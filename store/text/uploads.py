"""Uploads: what the path of an uploaded file tells."""

import re
from dataclasses import dataclass

_UPLOAD = re.compile(r"/uploads/(?:sites/[0-9]+/)?([0-9]{4})/([0-9]{2})/")
_SIZE = re.compile(r"-([1-9][0-9]{1,3})x([1-9][0-9]{1,3})\.[A-Za-z0-9]{3,4}$")
_MEDIA_TYPES = {
    suffix: kind
    for kind, suffixes in {
        "image/jpeg": "jpg jpeg",
        "image/svg+xml": "svg",
        "audio/mpeg": "mp3",
        "audio/mp4": "m4a",
        "audio/ogg": "ogg opus",
        "video/mp4": "mp4 m4v",
        "video/quicktime": "mov",
        **{f"image/{name}": name for name in ("png", "gif", "webp", "avif")},
        **{f"audio/{name}": name for name in ("aac", "wav")},
        "video/webm": "webm",
        "application/pdf": "pdf",
    }.items()
    for suffix in suffixes.split()
}


@dataclass(frozen=True, slots=True)
class Upload:
    """What the path of an uploaded file tells: its month, its pixels, its media type."""

    year: int | None
    month: int | None
    width: int | None
    height: int | None
    type: str | None


def upload(address: str) -> Upload:
    """The facts of `.../uploads/2025/02/name-780x470.jpg`, as far as it holds any."""
    path = _path(address)
    when, size = _UPLOAD.search(path), _SIZE.search(path)
    known = when is not None and 1990 <= int(when[1]) <= 2100 and 1 <= int(when[2]) <= 12
    return Upload(
        year=int(when[1]) if when and known else None,
        month=int(when[2]) if when and known else None,
        width=int(size[1]) if size else None,
        height=int(size[2]) if size else None,
        type=media_type(address),
    )


def media_type(address: str) -> str | None:
    """The media type that the suffix of the path means, if it is a known one."""
    return _MEDIA_TYPES.get(_path(address).rpartition(".")[2].lower())


def _path(address: str) -> str:
    return address.partition("#")[0].partition("?")[0]
