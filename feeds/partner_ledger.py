"""The ledger of a partner: what it has of its feed, and what it has not fetched yet.

Nothing of it is kept: it follows from the editions that the partner was answered with, whose lists
say what was in them, and from what stands in its feed. `take()` and `add_up()` are pure;
`read_article()` says of one article what they say of all.
"""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import accumulate
from typing import TYPE_CHECKING

from store import (
    FetchedEdition,
    Placement,
    StandingRow,
    StoredArticle,
    TakedownRow,
    Transaction,
    last_visible,
    withdrawn_at_revision,
)

if TYPE_CHECKING:
    from .printing.partner import ProfiledPartner

TOLD = timedelta(days=30)  # for so long corrections and withdrawals are listed
_MARGIN = timedelta(days=1)  # between the moment of an expiry and the change that follows it


@dataclass(frozen=True, slots=True)
class Taken:
    """The revisions of an article that a partner fetched, each with when that was first."""

    moments: Mapping[int, datetime]

    @property
    def newest(self) -> int | None:
        """The newest revision, which the partner has; None for none."""
        return max(self.moments, default=None)

    def had_before(self, revision: int) -> int | None:
        """The newest revision that is older than another one; None for none."""
        return max((taken for taken in self.moments if taken < revision), default=None)

    def since(self, revision: int) -> datetime | None:
        """When the article was first fetched at a revision or a newer one; None for never."""
        moments = (moment for taken, moment in self.moments.items() if taken >= revision)
        return min(moments, default=None)

    def lacks(self, revision: int) -> bool:
        """Whether nothing so new was fetched."""
        return self.newest is None or self.newest < revision


_NOTHING = Taken({})


@dataclass(frozen=True, slots=True)
class Takings:
    """All that a partner fetched.

    articles  by id
    editions  the revisions of the editions, the oldest first
    moments   for each the moment at which that edition, or a newer one, was first fetched
    """

    articles: Mapping[str, Taken]
    editions: Sequence[int]
    moments: Sequence[datetime]

    def since(self, revision: int) -> datetime | None:
        """When an edition of a revision or a newer one was first fetched; None for never."""
        place = bisect_left(self.editions, revision)
        return self.moments[place] if place < len(self.moments) else None

    def of(self, article_id: str) -> Taken:
        """What was fetched of an article."""
        return self.articles.get(article_id, _NOTHING)


@dataclass(frozen=True, slots=True)
class LedgerRow:
    """An article in one of the lists of a ledger.

    revision    that which the list is about
    had         the newest revision before it that the partner fetched; None for none
    fetched_at  when that revision or a newer one was first fetched; None where it was not
    at          the moment of the correction or withdrawal
    reason      of a withdrawal: `withdrawn`, `expired`, or `rights` where it merely lost those
    """

    id: str
    revision: int
    had: int | None = None
    fetched_at: datetime | None = None
    at: datetime | None = None
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class PartnerLedger:
    """What a partner has and lacks; in each list the newest comes first.

    has          what it fetched and was not told to take down, at the newest revision
    pending      what stands in its feed at a revision that it has not fetched
    corrections  what was corrected after it had been fetched
    withdrawals  what was taken down
    """

    has: Sequence[LedgerRow]
    pending: Sequence[LedgerRow]
    corrections: Sequence[LedgerRow]
    withdrawals: Sequence[LedgerRow]


@dataclass(frozen=True, slots=True)
class FeedNow:
    """How a partner's feed stands.

    silent     it says nothing of withdrawals: what was withdrawn is not there any more
    shown      ids of what it shows
    standing   what stands there of that, and what changed since it was first fetched
    takedowns  what was taken down since it was first fetched, and in the 30 days before
    visible    revisions of the last visible changes of what may have been corrected
    """

    silent: bool
    shown: frozenset[str]
    standing: Sequence[StandingRow]
    takedowns: Sequence[TakedownRow]
    visible: Mapping[str, int]


def read_ledger(snapshot: Transaction, partner: "ProfiledPartner", now: datetime) -> PartnerLedger:
    """The ledger of a partner."""
    feed = partner.partner.key
    takings = take(snapshot.fetches.editions(feed))
    shown = frozenset(article_id for article_id, _ in snapshot.editions.shown(feed))
    standing = _standing(snapshot, feed, takings, shown)
    takedowns = _takedowns(snapshot, partner, min(takings.moments, default=now))
    edited = [row.id for row in _edited(standing, takings, now - TOLD)]
    visible = snapshot.partner_pages.last_visible(edited)
    feed_now = FeedNow(is_silent(partner), shown, standing, takedowns, visible)
    return add_up(takings, feed_now, now - TOLD)


def _takedowns(
    snapshot: Transaction, partner: "ProfiledPartner", first_at: datetime
) -> list[TakedownRow]:
    """What was taken down since the first fetch, and in the 30 days before."""
    since = first_at - TOLD - _MARGIN
    summaries = not is_silent(partner)
    return snapshot.partner_pages.takedown_rows(partner.partner.key, since, summaries=summaries)


def _standing(
    snapshot: Transaction, feed: str, takings: Takings, shown: frozenset[str]
) -> list[StandingRow]:
    """What stands in a feed of what it shows, and what changed since it was first fetched."""
    pages = snapshot.partner_pages
    rows = pages.changed_behind(feed, takings.editions[0]) if takings.editions else []
    rest = shown.difference(row.id for row in rows)
    rows += pages.standing_among(feed, rest)
    return sorted(rows, key=lambda row: (row.revision, row.id), reverse=True)


def is_silent(partner: "ProfiledPartner") -> bool:
    """Whether a partner's feed says nothing of withdrawals."""
    return partner.profile.takedown == "leave"


def take(editions: Iterable[FetchedEdition]) -> Takings:
    """What was in the editions that a partner fetched, of which the oldest come first."""
    lines: dict[tuple[str, int], datetime] = {}
    revisions = []
    moments = []
    for edition in editions:
        moment = edition.first_at
        revisions.append(edition.revision)
        moments.append(moment)
        for line in edition.shown:
            if moment < lines.setdefault(line, moment):
                lines[line] = moment
    firsts = list(accumulate(reversed(moments), min))
    return Takings(_by_article(lines), revisions, firsts[::-1])


def _by_article(lines: Mapping[tuple[str, int], datetime]) -> dict[str, Taken]:
    """What was fetched of each article, from the lines of lists that were fetched."""
    articles: dict[str, dict[int, datetime]] = {}
    for (article_id, revision), moment in lines.items():
        articles.setdefault(article_id, {})[revision] = moment
    return {article_id: Taken(moments) for article_id, moments in articles.items()}


def add_up(takings: Takings, feed: FeedNow, since: datetime) -> PartnerLedger:
    """The ledger; corrections and withdrawals are told from `since` on."""
    withdrawals = [_withdrawal(takings, feed, row) for row in feed.takedowns]
    corrections = [
        correction(row.id, takings.of(row.id), feed.visible[row.id], row.updated)
        for row in _edited(feed.standing, takings, since)
    ]
    return PartnerLedger(
        has=_has(takings, {row.id for row in withdrawals if row.fetched_at}),
        pending=_pending(takings, feed),
        corrections=[row for row in corrections if row],
        withdrawals=[row for row in withdrawals if row.at and row.at >= since],
    )


def _withdrawal(takings: Takings, feed: FeedNow, row: TakedownRow) -> LedgerRow:
    silent_at = takings.since(row.revision) if feed.silent else None
    return withdrawal(row, takings.of(row.id), silent_at)


def _has(takings: Takings, taken_down: set[str]) -> list[LedgerRow]:
    """What was fetched, at its newest revision, without what was told to be taken down."""
    rows = [
        LedgerRow(article_id, revision, fetched_at=taken.moments[revision])
        for article_id, taken in takings.articles.items()
        if article_id not in taken_down and (revision := taken.newest) is not None
    ]
    return sorted(rows, key=lambda row: (row.fetched_at, row.revision, row.id), reverse=True)


def _pending(takings: Takings, feed: FeedNow) -> list[LedgerRow]:
    """What stands in the feed at a revision that was not fetched.

    What was never fetched counts if the feed shows it, or if it has come since the partner began:
    then it came and went between two fetches, or its feed leaves it out.
    """
    first_at = min(takings.moments, default=None)
    rows = []
    for row in feed.standing:
        taken = takings.of(row.id)
        is_meant = taken.moments or row.id in feed.shown or (first_at and row.position >= first_at)
        if is_meant and taken.lacks(row.revision):
            rows.append(LedgerRow(row.id, row.revision, had=taken.newest))
    return rows


def _edited(
    standing: Iterable[StandingRow], takings: Takings, since: datetime
) -> Iterator[StandingRow]:
    """What may have been corrected since then after it was fetched: it was changed, and stands."""
    for row in standing:
        has_changed = takings.of(row.id).had_before(row.revision) is not None
        if has_changed and row.updated >= since and row.withdrawn is None:
            yield row


def correction(article_id: str, taken: Taken, visible: int, at: datetime) -> LedgerRow | None:
    """The last correction of an article; None where the partner fetched nothing before it.

    visible  the revision of its last visible change, which was at the moment `at`
    """
    had = taken.had_before(visible)
    if had is None:
        return None
    return LedgerRow(article_id, visible, had, taken.since(visible), at)


def withdrawal(row: TakedownRow, taken: Taken, silent_at: datetime | None) -> LedgerRow:
    """The withdrawal of an article: fetched where it stood in an edition as withdrawn.

    silent_at  where the feed says nothing of withdrawals: when an edition that was printed after it
               was first fetched; None for never
    """
    fetched_at = silent_at or taken.since(row.revision)
    had = taken.had_before(row.revision)
    return LedgerRow(row.id, row.revision, had, fetched_at, row.when, row.reason or "rights")


@dataclass(frozen=True, slots=True)
class ArticleLedger:
    """What a partner has and lacks of one article.

    pending  it stands in the partner's feed at a revision that was not fetched
    """

    taken: Taken
    pending: bool
    correction: LedgerRow | None
    withdrawal: LedgerRow | None


def read_article(
    snapshot: Transaction,
    partner: "ProfiledPartner",
    stored: StoredArticle,
    placement: Placement,
) -> ArticleLedger:
    """The ledger of one article, by its placement in the feed of a partner."""
    taken = Taken(snapshot.fetches.taken(placement.feed, placement.article_id))
    silent = is_silent(partner)
    takedown = _takedown(stored, placement, silent=silent)
    silent_at = None
    if takedown and silent:
        silent_at = snapshot.fetches.first_since(placement.feed, takedown.revision)
    return ArticleLedger(
        taken=taken,
        pending=placement.standing and taken.lacks(stored.revision),
        correction=_correction_of(stored, placement, taken),
        withdrawal=withdrawal(takedown, taken, silent_at) if takedown else None,
    )


def _takedown(stored: StoredArticle, placement: Placement, *, silent: bool) -> TakedownRow | None:
    """That an article was taken down in a feed; a notice in its place says so, too.

    Where only a summary may be sent any more, that stands in the feed of a partner that takes it.
    """
    when = placement.taken_down
    if placement.standing:
        when = stored.withdrawn or (None if silent else when)
    if when is None:
        return None
    revision = withdrawn_at_revision(placement.revision, stored.notice)
    return TakedownRow(placement.article_id, revision, when, stored.reason)


def _correction_of(stored: StoredArticle, placement: Placement, taken: Taken) -> LedgerRow | None:
    if stored.withdrawn or not placement.standing:
        return None
    updated = stored.article.updated
    visible = last_visible(stored.revision, updated)
    return correction(placement.article_id, taken, visible, updated)
