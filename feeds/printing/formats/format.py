"""Format: its name, its addresses, its media type and its way to render."""

from collections.abc import Callable
from dataclasses import dataclass

from ..feed import Feed
from .cache import EntryCache


@dataclass(frozen=True, slots=True)
class Format:
    """How a feed is served in one format.

    title       as pages name it: `RSS`
    suffix      end of its address: `.rss`
    media_type  sent with `charset=utf-8`
    render      the document, UTF-8; the same feed gives the same bytes
    withdrawals whether it can say what was withdrawn
    """

    name: str
    title: str
    suffix: str
    media_type: str
    render: Callable[[Feed, EntryCache], bytes]
    withdrawals: bool
