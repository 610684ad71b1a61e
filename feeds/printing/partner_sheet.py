"""The sheet of a partner's feed, read in a snapshot that somebody else opened.

On it stands what changed last, so that a correction of an old article comes back; before it, what
is to be taken down, as the partner wants to be told of it.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from operator import attrgetter
from typing import TypeVar

from store import (
    BODIES_LIMIT,
    NOTICE_TERM,
    TOMBSTONE_TERM,
    PageRow,
    StoredArticle,
    Tombstone,
    Transaction,
    without_words,
)

from .current import TOMBSTONE_LIMIT, read_entries
from .feed import Entry, Sheet
from .partner import ProfiledPartner
from .view import summarised

_TICK = timedelta(seconds=1)
_One = TypeVar("_One")


@dataclass(frozen=True, slots=True)
class _Withdrawn:
    """What a page tells of withdrawals, the newest first.

    takedowns  what is to be taken down, and when it was withdrawn; a notice among them where the
               article is repeated, since none stands in its place then
    notices    the ids of the articles in whose places notices stand
    """

    takedowns: Sequence[Tombstone]
    notices: Sequence[str] = ()


def read_partner(snapshot: Transaction, partner: ProfiledPartner) -> Sheet:
    """Read the sheet of a partner's feed, as the snapshot sees it.

    Its entries are takedowns, then notices and more articles than the page holds, newest change
    first. Raises KeyError for a feed that was never defined.
    """
    key = partner.partner.key
    state = snapshot.feeds.states([key])[key]
    withdrawn = _read_withdrawn(snapshot, partner, state.changed_at)
    rows = _read_rows(snapshot, partner, withdrawn.notices)
    takedowns = _read_takedowns(snapshot, partner, withdrawn.takedowns)
    taken_down = {entry.article.id for entry in takedowns}
    standing = [row for row in rows if row.article_id not in taken_down]
    return Sheet(
        state=state,
        rows=rows,
        entries=(*takedowns, *read_entries(snapshot, standing)),
        tombstones=tuple(_read_tombstones(snapshot, partner)),
    )


def _read_rows(
    snapshot: Transaction, partner: ProfiledPartner, notices: Collection[str]
) -> tuple[PageRow, ...]:
    """The rows of what came or changed last, and of these notices, newest change first."""
    limit = partner.most_read
    key = partner.partner.key
    changed = snapshot.partner_pages.changed_rows(key, limit)
    changed += snapshot.partner_pages.rows_of(key, notices)
    newest = [row for row, _ in sorted(changed, key=_change, reverse=True)]
    return tuple(_within_bodies(newest[:limit], partner))


def _within_bodies(rows: Sequence[PageRow], partner: ProfiledPartner) -> Iterator[PageRow]:
    """As many of the first as have bodies that a page may hold.

    Those that are too large alone, and only named, take no room from others.
    """
    size = attrgetter("size")
    large = {row for row in rows if partner.never_takes(row.size)}
    within = {
        *_first_bodies((row for row in rows if row not in large), size),
        *_first_bodies((row for row in rows if row in large), size),
    }
    return (row for row in rows if row in within)


def _first_bodies(those: Iterable[_One], size: Callable[[_One], int]) -> Iterator[_One]:
    """As many of the first as have bodies that a page may hold; the first in any case."""
    bodies = 0
    for one in those:
        if bodies and bodies + size(one) > BODIES_LIMIT:
            return
        bodies += size(one)
        yield one


def _change(changed: tuple[PageRow, datetime]) -> tuple[datetime, datetime, datetime, str]:
    """What orders a page: when an article came, or changed last, by whole seconds.

    Those that came together stand by their dates.
    """
    row, updated = changed
    return max(row.position, updated), row.position, row.published, row.article_id


def _read_tombstones(snapshot: Transaction, partner: ProfiledPartner) -> Sequence[Tombstone]:
    """What Atom and JSON say of withdrawals to a partner whose dialect has no word of its own."""
    if partner.takes_down:
        return ()
    return snapshot.placements.tombstones([partner.partner.key], TOMBSTONE_LIMIT)


def _read_withdrawn(snapshot: Transaction, partner: ProfiledPartner, now: datetime) -> _Withdrawn:
    """What is told of withdrawals; of very many the newest, so that room is left for news.

    One that is edited says what its editor said of the withdrawal for as long as a notice stands.
    """
    pages = snapshot.partner_pages
    key = partner.partner.key
    most = partner.most_withdrawn
    since = now - (TOMBSTONE_TERM if partner.repeats else NOTICE_TERM)
    takedowns = pages.takedowns(key, since, most) if partner.takes_down else []
    notices = pages.notices(key, most)
    newest = sorted([*takedowns, *notices], key=attrgetter("when", "id"), reverse=True)[:most]
    if partner.repeats:
        return _Withdrawn(takedowns=newest)
    return _Withdrawn(
        takedowns=[one for one in newest if one in takedowns],
        notices=[one.id for one in newest if one in notices],
    )


def _read_takedowns(
    snapshot: Transaction, partner: ProfiledPartner, taken_down: Sequence[Tombstone]
) -> tuple[Entry, ...]:
    """The last articles of what is to be taken down."""
    key = partner.partner.key
    stored = _last_articles(snapshot, partner, taken_down)
    places = snapshot.placements.of(stored)
    return tuple(
        _takedown(partner, stored[tombstone.id], tombstone.when, places[tombstone.id][key].position)
        for tombstone in taken_down
    )


def _last_articles(
    snapshot: Transaction, partner: ProfiledPartner, taken_down: Sequence[Tombstone]
) -> dict[str, StoredArticle]:
    """The last articles of what is to be taken down, by their ids.

    As many of the first have their texts as have bodies that a page may hold. One that alone
    leaves a document no room for others has none.
    """
    ids = [tombstone.id for tombstone in taken_down]
    if not partner.repeats:
        return snapshot.articles.load(ids)
    versions = snapshot.articles.versions(ids)
    small = [one for one in ids if not partner.fills_half(versions[one].size)]
    stored = snapshot.articles.load(_first_bodies(small, lambda one: versions[one].size))
    for one in ids:
        if one not in stored:  # one by one, since they may be very large together
            stored[one] = _without_text(snapshot.articles.load([one])[one])
    return stored


def _without_text(kept: StoredArticle) -> StoredArticle:
    """A stored article with its summary alone."""
    return replace(kept, article=summarised(kept.article))


def _takedown(
    partner: ProfiledPartner, kept: StoredArticle, when: datetime, position: datetime
) -> Entry:
    """A takedown, newer for the partner than all that it was told of the article before.

    A partner that knows no deletion gets an edit which leaves nothing of the text.
    """
    article = kept.article
    moment = max(when, article.updated.replace(microsecond=0) + _TICK)
    if partner.profile.takedown == "edit":
        edited = moment.replace(microsecond=article.updated.microsecond)
        article = without_words(kept, edited)
    return Entry(article, kept.revision, kept.digest, position, takedown=moment)
