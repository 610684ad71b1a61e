"""Everything that falls due: embargoes end, articles expire, notices and tombstones go."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from .article import StoredArticle
from .intake.changes import Change, Kind, withdrawal
from .intake.intake import Intake
from .intake.ledger import BATCH, Ledger
from .intake.notices import TOMBSTONE_TERM, end_of_notice
from .store import Transaction


def release_due(intake: Intake, moved: Callable[[], object] = lambda: None) -> list[Change]:
    """Do all that is due, a batch a transaction. Safe to run twice.

    Mostly nothing is due at a beat: a snapshot tells, and no writer has to wait. `moved` is called
    after each batch.
    """
    changes: list[Change] = []
    while due := _look(intake):
        changes += _release_batch(intake, due)
        moved()
    return changes


def _look(intake: Intake) -> list[StoredArticle]:
    """A batch of what is due."""
    with intake.store.snapshot() as snapshot:
        return _due(snapshot, intake.now())


def _due(transaction: Transaction, now: datetime) -> list[StoredArticle]:
    return transaction.articles.due(now, now - TOMBSTONE_TERM, BATCH)


def _release_batch(intake: Intake, foreseen: list[StoredArticle]) -> list[Change]:
    """Do what is due of one batch; the feeds of what was foreseen are chosen before the lock."""
    intake = intake.remembering()
    for kept in foreseen:
        intake.foresee(kept.article)
    with intake.store.transaction() as transaction:
        ledger = Ledger(transaction, intake)
        due = _due(transaction, ledger.now)
        ledger.load({kept.article.id: kept for kept in due})
        changes = [_release(ledger, kept, ledger.now) for kept in due]
        ledger.write()
    return changes


def _release(ledger: Ledger, kept: StoredArticle, now: datetime) -> Change:
    """Do what is due of one article."""
    if kept.notice and kept.notice.standing:
        return ledger.apply(end_of_notice(kept, kept.notice))
    if kept.withdrawn:
        return ledger.end_tombstone(kept)
    article = kept.article
    if article.expires_at and article.expires_at <= now:
        return ledger.apply(withdrawal(kept, article.expires_at, "expired", "rule"))
    return ledger.apply(Change(Kind.RELEASED, replace(kept, released=now)))
