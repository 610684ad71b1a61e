"""What falls due: embargoes end, articles expire, tombstones fall silent."""

from dataclasses import replace
from datetime import datetime, timedelta

from .article import StoredArticle
from .intake.batch import BATCH, Batch
from .intake.changes import TICK, Change, Kind, withdrawn
from .intake.intake import Intake

TOMBSTONE_TERM = timedelta(days=30)


def release_due(intake: Intake) -> list[Change]:
    """Do what falls due: embargoes end, articles expire, tombstones fall silent. Safe to run
    twice.
    """
    changes: list[Change] = []
    with intake.store.snapshot() as snapshot:
        now = intake.clock().replace(microsecond=0)
        if not snapshot.articles.due(now, now - TOMBSTONE_TERM, 1):
            return changes
    while True:
        with intake.store.transaction() as transaction:
            now = intake.clock().replace(microsecond=0)
            due = transaction.articles.due(now, now - TOMBSTONE_TERM, BATCH)
            if not due:
                return changes
            batch = Batch(transaction, intake, now, backfill=False)
            batch.load({kept.article.id: kept for kept in due})
            changes += [_fall_due(batch, kept, now) for kept in due]
            batch.finish()


def _fall_due(batch: Batch, kept: StoredArticle, now: datetime) -> Change:
    article = kept.article
    if kept.withdrawn:
        return batch.end_tombstone(kept)
    if article.expires_at and article.expires_at <= now:
        when = max(
            article.expires_at, article.updated + TICK
        )  # a tombstone that is older than its entry is ignored
        return batch.apply(Change(Kind.WITHDRAWN, withdrawn(kept, when, "expired")))
    return batch.apply(Change(Kind.RELEASED, replace(kept, released=now)))
