"""ingest(): from drafts to accepted changes, a batch a transaction.

Drafts are cleaned before a transaction opens; decide() sees the truth inside it; then all of a
batch is kept together: articles, placements, `wanted` of every feed they touch, and what went to
quarantine.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import islice

from ..draft import Deletion, Draft, Omitted, SourceItem
from ..errors import Refused
from .batch import Batch, Item
from .candidate import with_digests
from .changes import Outcome
from .intake import Intake
from .ledger import BATCH
from .prepare import prepare
from .quarantine import pack, pack_unread
from .run import Run, begin


def ingest(drafts: Iterable[SourceItem], intake: Intake) -> Iterator[list[Outcome]]:
    """Keep drafts in batches; yields what became of each batch once it is safely kept.

    A deletion withdraws what this owner sent under its id, unless that was restored or sent again
    later than it says; where there is nothing, it has no outcome.
    All of a run arrives at one moment. Until a first run has ended every run is a backfill.
    Raises Unavailable where the database is locked for long, full or gone, and Forbidden, with
    nothing of the batch kept, for a change out of scope; what was yielded stays.
    """
    run = begin(intake)
    filled = False
    for batch in _batches(drafts):
        items = [_clean(item, run) for item in batch]
        with intake.store.transaction() as transaction:
            outcomes = Batch(transaction, run).keep(items)
        filled = filled or any(outcome.id for outcome in outcomes)
        yield outcomes
    if run.first and filled:
        with intake.store.transaction() as transaction:
            transaction.revision.fill()


def _batches(drafts: Iterable[SourceItem]) -> Iterator[list[SourceItem]]:
    remaining = iter(drafts)
    while batch := list(islice(remaining, BATCH)):
        yield batch


def _clean(item: SourceItem, run: Run) -> Item:
    """The item as a batch takes it: a cleaned candidate, or what goes to quarantine."""
    if isinstance(item, Deletion | Omitted):
        return item
    if isinstance(item, Refused):
        return pack_unread(item, run.intake, run.arrival)
    return _prepared(item, run)


def _prepared(draft: Draft, run: Run) -> Item:
    intake = run.intake
    if not intake.full_text and not draft.syndicate:
        draft = replace(draft, syndicate="summary")
    try:
        article = prepare(
            draft,
            owner=intake.owner,
            site=intake.site,
            sections=intake.sections,
            section=intake.section,
            now=run.arrival,
        )
    except Refused as refused:
        return pack(draft, refused, intake, run.arrival)
    return with_digests(article, draft, intake)
