"""A partner and its ledger as fields for machines: what the API, `flask partner` and `flask show`
tell.
"""

from collections.abc import Iterable, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import TYPE_CHECKING

from store import FeedState, Fetch, StoredArticle, Transaction

from .article_fields import Fields
from .partner_ledger import ArticleLedger, LedgerRow, read_article, read_ledger
from .settings.values import Partner

if TYPE_CHECKING:
    from .printing.partner import ProfiledPartner

PAGE = 100  # rows of each list of a ledger
_LISTS = ("has", "pending", "left_out", "missed", "corrections", "withdrawals")


def head_fields(partner: Partner, snapshot: Transaction) -> Fields:
    """A partner and its last fetch.

    current  whether its last fetch was of what its feed shows now
    """
    last = snapshot.fetches.last(partner.key)
    state = snapshot.feeds.states([partner.key]).get(partner.key)
    return {
        "slug": partner.slug,
        "title": partner.title,
        "profile": partner.profile,
        "access": partner.access,
        "last_fetch": _fetch_fields(last) if last else None,
        "current": _is_current(last, state),
    }


def _fetch_fields(fetch: Fetch) -> Fields:
    return {
        "at": fetch.last_at,
        "agent": fetch.agent,
        "format": fetch.format,
        "revision": fetch.revision,
    }


def _is_current(last: Fetch | None, state: FeedState | None) -> bool:
    if last is None or state is None:
        return False
    return state.edition == last.revision


def full_fields(
    partner: "ProfiledPartner", snapshot: Transaction, now: datetime, page: int = 1
) -> Fields:
    """A partner with its ledger: of each list how long it is, and one page, counted from 1."""
    ledger = read_ledger(snapshot, partner, now)
    start = (page - 1) * PAGE
    pages = {name: getattr(ledger, name)[start : start + PAGE] for name in _LISTS}
    titles = _titles(snapshot, pages.values())
    fields = head_fields(partner.partner, snapshot)
    for name, rows in pages.items():
        items = [asdict(row) | {"title": titles[row.id]} for row in rows]
        fields[name] = {"count": len(getattr(ledger, name)), "items": items}
    return fields


def _titles(snapshot: Transaction, pages: Iterable[Sequence[LedgerRow]]) -> dict[str, str]:
    """The titles of articles, by their ids; "" for one that is unknown."""
    titles = {row.id: "" for rows in pages for row in rows}
    for article_id, stored in snapshot.articles.load(titles).items():
        titles[article_id] = stored.shown.title
    return titles


def partners_of(
    partners: Sequence["ProfiledPartner"], snapshot: Transaction, stored: StoredArticle
) -> dict[str, Fields]:
    """What partners have and lack of an article, by the slugs of those in whose feeds it was."""
    article_id = stored.article.id
    placements = snapshot.placements.of([article_id]).get(article_id, {})
    fields = {}
    for partner in partners:
        placement = placements.get(partner.partner.key)
        if placement:
            ledger = read_article(snapshot, partner, stored, placement)
            fields[partner.partner.slug] = _article_fields(ledger)
    return fields


def _article_fields(ledger: ArticleLedger) -> Fields:
    """What a partner has of an article, and whether it lacks anything."""
    newest = ledger.taken.newest
    return {
        "revision": newest,
        "fetched_at": None if newest is None else ledger.taken.moments[newest],
        "pending": ledger.pending,
        "left_out": ledger.left_out,
        "correction": _change_fields(ledger.correction),
        "withdrawal": _change_fields(ledger.withdrawal),
    }


def _change_fields(row: LedgerRow | None) -> Fields | None:
    """A correction or a withdrawal, and whether it was fetched."""
    if row is None:
        return None
    fields = asdict(row)
    del fields["id"], fields["demands"]
    return fields
