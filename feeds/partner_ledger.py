"""The ledger of a partner: what it has of its feed, and what it has not fetched yet.

Nothing of it is kept: it follows from the editions that the partner was answered with, whose lists
say what was in them, and from what stands in its feed. `add_up()` is pure; `read_article()` says of
one article what it says of all.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from store import (
    Placement,
    StandingRow,
    StoredArticle,
    TakedownRow,
    Transaction,
    last_visible,
    withdrawn_at_revision,
)

from .partner_takings import LeftOut, Taken, Takings, left_out_of, take
from .printing.profiles.demands import demands_of

if TYPE_CHECKING:
    from .printing.partner import ProfiledPartner

TOLD = timedelta(days=30)  # for so long corrections and withdrawals are listed
_MARGIN = timedelta(days=1)  # between the moment of an expiry and the change that follows it


@dataclass(frozen=True, slots=True)
class LedgerRow:
    """An article in one of the lists of a ledger.

    revision    that which the list is about
    had         the newest revision before it that the partner fetched; None for none
    fetched_at  when that revision or a newer one was first fetched; None where it was not
    at          the moment of the correction or withdrawal
    reason      of a withdrawal: `withdrawn`, `expired`, or `rights` where it merely lost those
    demands     names of the demands for which it was left out
    """

    id: str
    revision: int
    had: int | None = None
    fetched_at: datetime | None = None
    at: datetime | None = None
    reason: str | None = None
    demands: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PartnerLedger:
    """What a partner has and lacks; in each list the newest comes first.

    has          what it fetched and was not told to take down, at the newest revision
    pending      what its feed shows, or will by its next edition, at a revision not fetched yet
    left_out     what breaks its demands at a revision not fetched yet, so that it is not sent
    missed       articles that left the page of its feed before they were fetched
    corrections  what was corrected after it had been fetched
    withdrawals  what was taken down
    """

    has: Sequence[LedgerRow]
    pending: Sequence[LedgerRow]
    left_out: Sequence[LedgerRow]
    missed: Sequence[LedgerRow]
    corrections: Sequence[LedgerRow]
    withdrawals: Sequence[LedgerRow]


@dataclass(frozen=True, slots=True)
class PageNow:
    """What a partner's feed shows.

    printed   the revision of the last change that it knows of
    shown     ids of what is on it
    left_out  by the ids of what it leaves out, why
    """

    printed: int
    shown: frozenset[str]
    left_out: Mapping[str, LeftOut]

    def is_sent(self, article_id: str, revision: int) -> bool:
        """Whether an article is to be fetched at a revision, now or by the next edition."""
        return article_id in self.shown or revision > self.printed


@dataclass(frozen=True, slots=True)
class FeedNow:
    """How a partner's feed stands.

    silent     it says nothing of withdrawals: what was withdrawn is not there any more
    page       what it shows
    standing   what stands there of that, and what changed since it was first fetched
    takedowns  what was taken down since it was first fetched, and in the 30 days before
    visible    revisions of the last visible changes of what may have been corrected
    """

    silent: bool
    page: PageNow
    standing: Sequence[StandingRow]
    takedowns: Sequence[TakedownRow]
    visible: Mapping[str, int]


def read_ledger(snapshot: Transaction, partner: "ProfiledPartner", now: datetime) -> PartnerLedger:
    """The ledger of a partner."""
    feed = partner.partner.key
    takings = take(snapshot.fetches.editions(feed), _hard_demands(partner))
    page = _read_page(snapshot, partner)
    standing = _standing(snapshot, feed, takings, page)
    takedowns = _takedowns(snapshot, partner, min(takings.moments, default=now))
    edited = [row.id for row in _edited(standing, takings, now - TOLD)]
    visible = snapshot.partner_pages.last_visible(edited)
    feed_now = FeedNow(is_silent(partner), page, standing, takedowns, visible)
    return add_up(takings, feed_now, now - TOLD)


def _takedowns(
    snapshot: Transaction, partner: "ProfiledPartner", first_at: datetime
) -> list[TakedownRow]:
    """What was taken down since the first fetch, and in the 30 days before."""
    since = first_at - TOLD - _MARGIN
    summaries = not is_silent(partner)
    return snapshot.partner_pages.takedown_rows(partner.partner.key, since, summaries=summaries)


def _hard_demands(partner: "ProfiledPartner") -> frozenset[str]:
    """The names of the demands for which articles are left out."""
    return frozenset(demand.name for demand in demands_of(partner.profile) if demand.is_hard)


def _read_page(snapshot: Transaction, partner: "ProfiledPartner") -> PageNow:
    feed = partner.partner.key
    state = snapshot.feeds.states([feed]).get(feed)
    printed = state.printed if state else 0
    findings = snapshot.editions.findings([feed]).get(feed, ())
    return PageNow(
        printed=printed,
        shown=frozenset(article_id for article_id, _ in snapshot.editions.shown(feed)),
        left_out=left_out_of(printed, findings, _hard_demands(partner)),
    )


def _standing(
    snapshot: Transaction, feed: str, takings: Takings, page: PageNow
) -> list[StandingRow]:
    """What stands in a feed of what it shows or leaves out, or changed since its first fetch."""
    pages = snapshot.partner_pages
    rows = pages.changed_behind(feed, takings.editions[0]) if takings.editions else []
    rest = page.shown.union(page.left_out).difference(row.id for row in rows)
    rows += pages.standing_among(feed, rest)
    return sorted(rows, key=lambda row: (row.revision, row.id), reverse=True)


def is_silent(partner: "ProfiledPartner") -> bool:
    """Whether a partner's feed says nothing of withdrawals."""
    return partner.profile.takedown == "leave"


def add_up(takings: Takings, feed: FeedNow, since: datetime) -> PartnerLedger:
    """The ledger; corrections and withdrawals are told from `since` on."""
    withdrawals = [_withdrawal(takings, feed, row) for row in feed.takedowns]
    sent, not_sent = _lacking_rows(takings, feed)
    return PartnerLedger(
        has=_has(takings, {row.id for row in withdrawals if row.fetched_at}),
        pending=sent,
        left_out=[row for row in not_sent if row.demands],
        missed=[row for row in not_sent if not row.demands],
        corrections=_corrections(takings, feed, since),
        withdrawals=[row for row in withdrawals if row.at and row.at >= since],
    )


def _corrections(takings: Takings, feed: FeedNow, since: datetime) -> list[LedgerRow]:
    corrections = (
        correction(row.id, takings.of(row.id), feed.visible[row.id], row.updated)
        for row in _edited(feed.standing, takings, since)
    )
    return [row for row in corrections if row]


def _lacking_rows(takings: Takings, feed: FeedNow) -> tuple[list[LedgerRow], list[LedgerRow]]:
    """What was not fetched: what is sent, and what is not.

    A notice that is not sent is among the withdrawals alone.
    """
    sent = []
    not_sent = []
    for standing in _not_fetched(takings, feed):
        row = _lacking(takings, feed.page, standing)
        if feed.page.is_sent(row.id, row.revision):
            sent.append(row)
        elif standing.withdrawn is None:
            not_sent.append(row)
    return sent, not_sent


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


def _not_fetched(takings: Takings, feed: FeedNow) -> Iterator[StandingRow]:
    """What stands in the feed at a revision that was not fetched.

    What was never fetched counts if the feed shows it or leaves it out, or if it has come since the
    partner began: then it came and went between two fetches.
    """
    first_at = min(takings.moments, default=None)
    on_page = feed.page.shown.union(feed.page.left_out, takings.left_out)
    for row in feed.standing:
        is_known = row.id in on_page or takings.of(row.id).moments
        is_meant = is_known or _came_since(row.position, first_at)
        if is_meant and takings.of(row.id).lacks(row.revision):
            yield row


def _came_since(position: datetime, first_at: datetime | None) -> bool:
    """Whether an article has come since a partner began to fetch."""
    return first_at is not None and position >= first_at


def _lacking(takings: Takings, page: PageNow, row: StandingRow) -> LedgerRow:
    """An article that was not fetched at its revision; if it was left out, why."""
    left_out = page.left_out.get(row.id) or takings.left_out.get(row.id)
    had = takings.of(row.id).newest
    return LedgerRow(row.id, row.revision, had=had, demands=_why(left_out, row.revision))


def _why(left_out: LeftOut | None, revision: int) -> tuple[str, ...]:
    """The demands for which an article was left out at a revision; what was before is over."""
    if left_out is None or left_out.edition < revision:
        return ()
    return left_out.demands


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

    pending   the partner's feed shows it at a revision not fetched yet, or its next edition will
    left_out  the demands that it breaks, so that it is not sent
    """

    taken: Taken
    pending: bool
    left_out: tuple[str, ...]
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
    is_lacking = placement.standing and taken.lacks(stored.revision)
    page = _read_page(snapshot, partner)
    left_out = page.left_out.get(placement.article_id)
    takedown = _takedown(stored, placement, silent=is_silent(partner))
    return ArticleLedger(
        taken=taken,
        pending=is_lacking and page.is_sent(placement.article_id, stored.revision),
        left_out=_why(left_out, stored.revision) if is_lacking else (),
        correction=_correction_of(stored, placement, taken),
        withdrawal=_withdrawal_of(snapshot, partner, takedown, taken),
    )


def _withdrawal_of(
    snapshot: Transaction,
    partner: "ProfiledPartner",
    takedown: TakedownRow | None,
    taken: Taken,
) -> LedgerRow | None:
    if takedown is None:
        return None
    silent_at = None
    if is_silent(partner):
        silent_at = snapshot.fetches.first_since(partner.partner.key, takedown.revision)
    return withdrawal(takedown, taken, silent_at)


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
    return correction(placement.article_id, taken, visible, updated.replace(microsecond=0))
