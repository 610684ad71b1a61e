"""Format: what the rest of the house knows of a format."""

from collections.abc import Callable
from dataclasses import dataclass

from ..feed import Feed
from .cache import EntryCache


@dataclass(frozen=True, slots=True)
class Format:
    """suffix is that of its address; media_type is sent with `charset=utf-8`."""

    name: str
    suffix: str
    media_type: str
    render: Callable[[Feed, EntryCache], bytes]
