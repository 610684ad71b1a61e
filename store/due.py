"""Everything that falls due: embargoes end, articles expire, tombstones fall silent."""

from dataclasses import replace
from datetime import datetime, timedelta

from .article import StoredArticle
from .intake.changes import TICK, Change, Kind, withdrawal
from .intake.intake import Intake
from .intake.ledger import BATCH, Ledger

TOMBSTONE_TERM = timedelta(days=30)


def release_due(intake: Intake) -> list[Change]:
    """Release, expire and silence all that is due, a batch a transaction. Safe to run twice.

    Mostly nothing is due at a beat: a snapshot tells, and no writer has to wait.
    """
    changes: list[Change] = []
    while _is_anything_due(intake):
        changes += _release_batch(intake)
    return changes


def _is_anything_due(intake: Intake) -> bool:
    """Whether a batch has anything to do."""
    with intake.store.snapshot() as snapshot:
        now = intake.now()
        return bool(snapshot.articles.due(now, now - TOMBSTONE_TERM, 1))


def _release_batch(intake: Intake) -> list[Change]:
    """Do what is due of one batch."""
    with intake.store.transaction() as transaction:
        ledger = Ledger(transaction, intake)
        due = transaction.articles.due(ledger.now, ledger.now - TOMBSTONE_TERM, BATCH)
        ledger.load({kept.article.id: kept for kept in due})
        changes = [_release(ledger, kept, ledger.now) for kept in due]
        ledger.write()
    return changes


def _release(ledger: Ledger, kept: StoredArticle, now: datetime) -> Change:
    """Do what is due of one article."""
    if kept.withdrawn:
        return ledger.end_tombstone(kept)
    article = kept.article
    if article.expires_at and article.expires_at <= now:
        # A tombstone that is not newer than its entry is ignored.
        when = max(article.expires_at, article.updated + TICK)
        return ledger.apply(withdrawal(kept, when, "expired"))
    return ledger.apply(Change(Kind.RELEASED, replace(kept, released=now)))
