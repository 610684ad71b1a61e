"""A closed page of a feed's archive: the Sheet that is read of it, and the Feed that it makes.

The state of a page is that of the change that last touched what it shows, so it stays as it is
while others come in.
"""

import re
from dataclasses import replace

from store import CURRENT_LIMIT, FeedState, NotFound, Section, Transaction, is_behind

from ..links import archive_key
from .current import current, read_entries
from .feed import Feed, PrintOptions, Sheet

TTL = 3600  # seconds; caches that many share ask again as soon as of any feed

_NUMBER = re.compile("[1-9][0-9]{0,8}")


def read_number(text: str) -> int:
    """The number of a page, in its one spelling. Raises NotFound."""
    if _NUMBER.fullmatch(text) is None:
        raise NotFound(f"no page has the number {text[:40]!r}")
    return int(text)


def read_last(snapshot: Transaction, section: Section) -> int:
    """The number of the newest closed page; 0 for none, and while the archive is being made."""
    key = section.slug
    if is_behind(snapshot.archives.open_rows(key, CURRENT_LIMIT + 1), section):
        return 0
    return snapshot.archives.last(key)


def find_number(snapshot: Transaction, section: Section, turned: int) -> int:
    """The number of the closed page that people find when they have turned so many pages.

    Raises NotFound behind the oldest one.
    """
    number = read_last(snapshot, section) + 1 - turned
    if number < 1:
        raise NotFound(f"{section.slug!r} has no page {turned + 1}")
    return number


def read_archive_state(snapshot: Transaction, section: Section, number: int) -> FeedState | None:
    """The state of a closed page; None where there is no such page."""
    page = snapshot.archives.page(section.slug, number)
    states = snapshot.feeds.states([section.slug])
    if page is None or not states:
        return None
    feed = states[section.slug]
    return replace(feed, wanted=page.revision, changed_at=page.changed_at)


def read_archive(snapshot: Transaction, section: Section, number: int, state: FeedState) -> Sheet:
    """Read the sheet of a closed page. Withdrawals are said by the current page alone."""
    rows = snapshot.archives.rows(section.slug, number)
    return Sheet(
        state=state,
        rows=tuple(rows),
        entries=tuple(read_entries(snapshot, rows)),
        previous=archive_key(section.slug, number - 1) if number > 1 else "",
    )


def archive(
    section: Section, options: PrintOptions, sheet: Sheet, number: int, *, summaries: bool = False
) -> Feed:
    """The closed page of a feed with that number, with the looks of its current one."""
    feed = current(section, options, sheet, summaries=summaries)
    return replace(feed, path=archive_key(section.slug, number), subject=section.slug, ttl=TTL)
