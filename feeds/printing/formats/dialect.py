"""Dialect: what a document for a partner has beyond that of the common feeds, and in its place."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from ..feed import Entry, Feed
from .content import TICK
from .generator import Element

ExtendHead = Callable[[Feed, Element], None]
ExtendEntry = Callable[[Feed, Entry, Element], None]


def _leave_head(feed: Feed, head: Element) -> None:
    """Leave a head as the format makes it."""


def _leave_entry(feed: Feed, entry: Entry, element: Element) -> None:
    """Leave an entry as the format makes it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Dialect:
    """Changes of finished elements, by a name of their own.

    name          "" for the common feeds
    extend_head   changes a finished RSS channel
    extend_entry  changes a finished RSS item, before it is written
    """

    name: str
    extend_head: ExtendHead = _leave_head
    extend_entry: ExtendEntry = _leave_entry


COMMON = Dialect(name="")


def last_change(entry: Entry) -> datetime:
    """The moment by which a partner tells that an entry is another than it was.

    That of a takedown is later than all that were told of the article before.
    """
    changed = max(entry.article.updated, entry.article.published)
    if entry.takedown is None:
        return changed
    return max(entry.takedown, changed + TICK)
