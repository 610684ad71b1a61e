"""The current page of a section: what is read of it, and the Feed that this makes."""

from store import ALL, Section, Sections, Transaction

from .feed import Entry, Feed, PrintOptions, Sheet
from .window import PAGE_LIMIT, cadence, window

TOMBSTONE_LIMIT = 200


def read_sheet(snapshot: Transaction, section: Section, sections: Sections) -> Sheet:
    """What a feed shows now, in the snapshot that is given. Raises KeyError for a feed never
    defined.
    """
    state = snapshot.feeds.states([section.slug])[section.slug]
    newest = snapshot.placements.window(section.slug, PAGE_LIMIT)
    standing = window(newest, section)
    kept = snapshot.articles.load(one.article_id for one in standing)
    articles = [kept[one.article_id].article for one in standing]
    entries = (
        Entry(article, one.revision, one.position, sections.labels(article))
        for article, one in zip(articles, standing, strict=True)
    )
    tombstones = snapshot.placements.tombstones(section.slug, TOMBSTONE_LIMIT)
    complete = len(standing) == len(newest) < section.size
    return Sheet(state, tuple(standing), complete, tuple(entries), tuple(tombstones))


def current(section: Section, pages: PrintOptions, sheet: Sheet) -> Feed:
    """The current page of `all` or a section."""
    site = pages.site
    title = site.title if section.slug == ALL else f"{section.title} - {site.title}"
    return Feed(
        site=site,
        path=section.slug,
        title=title,
        description=section.description or title,
        language=section.language or site.language,
        updated=sheet.state.changed_at,
        ttl=cadence(sheet.standing),
        entries=sheet.entries,
        tombstones=sheet.tombstones if pages.tombstones else (),
        complete=sheet.complete,
        image=section.image or site.logo,
        full=section.full_text,
        guard=pages.guard,
    )
