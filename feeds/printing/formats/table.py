"""The formats a feed is served in, one file each: render(feed, made) -> bytes."""

from collections.abc import Callable
from dataclasses import dataclass

from ..feed import Feed
from . import atom, jsonfeed, rss
from .generator import EntryCache


@dataclass(frozen=True, slots=True)
class Format:
    """suffix is that of its address; media_type is sent with `charset=utf-8`."""

    name: str
    suffix: str
    media_type: str
    render: Callable[[Feed, EntryCache], bytes]


FORMATS = {
    module.NAME: Format(module.NAME, module.SUFFIX, module.MEDIA_TYPE, module.render)
    for module in (rss, atom, jsonfeed)
}

__all__ = ["FORMATS", "EntryCache", "Format"]
