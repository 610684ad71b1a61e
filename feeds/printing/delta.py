"""A delta (RFC 3229): the current page of a feed without what an earlier edition showed.

It is a Feed like any other: head and withdrawals are those of the page, and of its entries there
are the new ones and those of another revision. An article that only left the page is not named:
whoever has it keeps it.
"""

from dataclasses import replace

from store import Edition, KnownEdition, Section, Transaction, Unavailable

from .current import current, read_sheet
from .feed import Feed, PrintOptions, Sheet
from .fingerprint import fingerprint
from .formats.format import Format


def read_delta(
    snapshot: Transaction,
    section: Section,
    options: PrintOptions,
    edition: Edition,
    base: KnownEdition,
) -> Sheet:
    """Read the sheet of a delta from `base` to the current edition, as the snapshot sees it.

    Raises Unavailable where the page is no longer the one of this edition: a new one will come.
    """
    sheet = read_sheet(snapshot, section, known=base.shown)
    state = sheet.state
    is_printed = not state.dirty and state.fingerprint == fingerprint(section, options)
    if is_printed and _shown(sheet) == edition.shown:
        return sheet
    raise Unavailable(f"the feed {section.slug!r} is being printed, ask again in a moment")


def _shown(sheet: Sheet) -> tuple[tuple[str, int], ...]:
    return tuple((row.article_id, row.revision) for row in sheet.rows)


def delta(
    section: Section, options: PrintOptions, sheet: Sheet, base: KnownEdition, format: Format
) -> Feed | None:
    """The delta of a sheet; None where it would say nothing to whoever has the base."""
    newest = max((row.published for row in sheet.rows), default=None)
    feed = replace(current(section, options, sheet), newest=newest)
    if feed.entries or (format.withdrawals and _withdraws(feed, base)):
        return feed
    return None


def _withdraws(feed: Feed, base: KnownEdition) -> bool:
    """Whether an article that the base shows was withdrawn."""
    known = {article_id for article_id, _ in base.shown}
    return any(tombstone.id in known for tombstone in feed.tombstones)
