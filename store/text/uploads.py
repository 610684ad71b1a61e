"""Uploads: the facts that the path of an uploaded file tells. No file is opened for them."""

import re
from dataclasses import dataclass

_MONTH = re.compile(r"/uploads/(?:sites/[0-9]+/)?([0-9]{4})/([0-9]{2})/")
_SIZE = re.compile(r"-([1-9][0-9]{1,3})x([1-9][0-9]{1,3})\.[A-Za-z0-9]{3,4}$")
_SUFFIXES = {
    "image/jpeg": "jpg jpeg jpe jfif",
    "image/png": "png",
    "image/gif": "gif",
    "image/webp": "webp",
    "image/avif": "avif",
    "image/svg+xml": "svg",
    "audio/mpeg": "mp3",
    "audio/mp4": "m4a",
    "audio/ogg": "ogg opus",
    "audio/aac": "aac",
    "audio/wav": "wav",
    "audio/flac": "flac",
    "video/mp4": "mp4 m4v",
    "video/quicktime": "mov",
    "video/webm": "webm",
    "video/ogg": "ogv",
    "video/3gpp": "3gp",
    "application/vnd.apple.mpegurl": "m3u8",
    "application/dash+xml": "mpd",
    "application/pdf": "pdf",
}
_STREAMS = ("application/vnd.apple.mpegurl", "application/dash+xml")
_MEDIA_TYPES = {suffix: kind for kind, line in _SUFFIXES.items() for suffix in line.split()}


@dataclass(frozen=True, slots=True)
class Upload:
    """The month, the pixels and the media type of an uploaded file, None if its path has none."""

    year: int | None
    month: int | None
    width: int | None
    height: int | None
    type: str | None


def upload(address: str) -> Upload:
    """The facts of `.../uploads/2025/02/name-780x470.jpg`, as far as it holds any."""
    path = _path(address)
    year, month = _year_and_month(path)
    size = _SIZE.search(path)
    return Upload(
        year=year,
        month=month,
        width=int(size[1]) if size else None,
        height=int(size[2]) if size else None,
        type=media_type(address),
    )


def _year_and_month(path: str) -> tuple[int, int] | tuple[None, None]:
    match = _MONTH.search(path)
    if match is None:
        return None, None
    year = int(match[1])
    month = int(match[2])
    if 1990 <= year <= 2100 and 1 <= month <= 12:
        return year, month
    return None, None


def media_type(address: str) -> str | None:
    """The media type that the suffix of the path means, if it is a known one."""
    suffix = _path(address).rpartition(".")[2]
    return _MEDIA_TYPES.get(suffix.lower())


def is_stream(address: str) -> bool:
    """Whether an address is that of a list of pieces of a film, and of no file that plays."""
    return media_type(address) in _STREAMS


def _path(address: str) -> str:
    return address.partition("#")[0].partition("?")[0]
