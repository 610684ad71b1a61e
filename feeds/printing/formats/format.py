"""Format: its name, its addresses, its media type and its way to render."""

from dataclasses import dataclass
from typing import Protocol

from ..feed import Feed
from .cache import EntryCache
from .dialect import COMMON, Dialect


class Render(Protocol):
    """Makes the document of a feed, UTF-8; the same feed gives the same bytes."""

    def __call__(self, feed: Feed, cache: EntryCache, dialect: Dialect = COMMON, /) -> bytes: ...


@dataclass(frozen=True, slots=True)
class Format:
    """How a feed is served in one format.

    title       as pages name it: `RSS`
    suffix      end of its address: `.rss`
    media_type  sent with `charset=utf-8`
    render      makes the document; a format that knows no dialects makes the common one
    withdrawals whether it can say what was withdrawn
    """

    name: str
    title: str
    suffix: str
    media_type: str
    render: Render
    withdrawals: bool
