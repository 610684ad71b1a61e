"""The current page of a section: the Sheet that is read of it, and the Feed that it makes.

`read_sheet()` reads in a snapshot that somebody else opened; `current()` is pure. What texts may
make slow is for the second: PostgreSQL ends a snapshot in which nothing is asked for some seconds.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from store import (
    ALL,
    CURRENT_LIMIT,
    PageRow,
    Section,
    Sections,
    Site,
    Transaction,
    content_digest,
    is_behind,
    window,
)

from ..links import SUMMARIES, archive_key
from .cadence import cadence
from .feed import Entry, Feed, PrintOptions, Sheet

TOMBSTONE_LIMIT = 200


def read_sheet(
    snapshot: Transaction, section: Section, known: Iterable[tuple[str, int]] = ()
) -> Sheet:
    """Read the sheet of a feed: its page and its numbers, as the snapshot sees them.

    known  (article id, revision) of which the entries are not wanted

    On it is what is on no page of its archive; until that is made, only what is in the window.
    Raises KeyError for a feed that was never defined.
    """
    left_out = frozenset(known)
    key = section.slug
    state = snapshot.feeds.states([key])[key]
    rows, previous = _read_page(snapshot, section)
    wanted = [row for row in rows if (row.article_id, row.revision) not in left_out]
    return Sheet(
        state=state,
        rows=tuple(rows),
        entries=tuple(read_entries(snapshot, wanted)),
        tombstones=tuple(snapshot.placements.tombstones([key], TOMBSTONE_LIMIT)),
        previous=previous,
    )


def _read_page(snapshot: Transaction, section: Section) -> tuple[Sequence[PageRow], str]:
    """The rows of a feed's current page, and the path of the archive page before it."""
    rows = snapshot.archives.open_rows(section.slug, CURRENT_LIMIT + 1)
    if is_behind(rows, section):
        return window(rows, section), ""
    last = snapshot.archives.last(section.slug)
    return rows, archive_key(section.slug, last) if last else ""


def read_entries(snapshot: Transaction, rows: Sequence[PageRow]) -> Iterator[Entry]:
    """What stands in these rows, without its labels yet."""
    stored = snapshot.articles.load(row.article_id for row in rows)
    for row in rows:
        kept = stored[row.article_id]
        # A notice is another text than that of its article.
        digest = content_digest(kept.shown) if kept.notice else kept.digest
        is_notice = kept.notice is not None
        yield Entry(kept.shown, row.revision, digest, row.position, is_notice=is_notice)


def labelled(entries: Iterable[Entry], sections: Sections) -> tuple[Entry, ...]:
    """The entries with the names that readers see them filed under."""
    return tuple(with_labels(entry, sections) for entry in entries)


def with_labels(entry: Entry, sections: Sections) -> Entry:
    """An entry with the names that readers see it filed under."""
    return replace(entry, labels=sections.labels(entry.article))


def current(
    section: Section, options: PrintOptions, sheet: Sheet, *, summaries: bool = False
) -> Feed:
    """The current page of a feed; with `summaries` alone where a reader asks for no more."""
    site = options.site
    title = _title(section, site)
    return Feed(
        site=site,
        path=section.slug,
        title=title,
        description=section.description or title,
        language=section.language or site.language,
        updated=sheet.state.changed_at,
        ttl=cadence(sheet.rows),
        entries=labelled(sheet.entries, options.sections),
        tombstones=sheet.tombstones if options.tombstones else (),
        image=section.image or site.logo,
        full=section.full_text and not summaries,
        query=SUMMARIES if summaries else "",
        guard=options.guard,
        previous=sheet.previous,
    )


def _title(section: Section, site: Site) -> str:
    """Title of a feed; the feed of all articles is titled like the site."""
    if section.slug == ALL:
        return site.title
    return f"{section.title} - {site.title}"
