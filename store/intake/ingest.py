"""ingest(): from drafts to accepted changes, a batch a transaction.

Drafts are cleaned before a transaction opens; decide() sees the truth inside it; then all of a
batch is kept together: articles, placements, `wanted` of every feed they touch, and what went to
quarantine.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime
from itertools import islice

from ..db.quarantine import QuarantinedDraft
from ..draft import Deletion, Draft, Omitted, SourceItem
from ..errors import Refused
from ..identity import mint
from .batch import BATCH, Batch
from .candidate import Candidate, with_digests
from .changes import Outcome
from .intake import Intake
from .prepare import prepare
from .quarantine import pack, pack_unread


def ingest(drafts: Iterable[SourceItem], intake: Intake) -> Iterator[list[Outcome]]:
    """Keep drafts in batches; yields what became of each batch once it is safely kept.

    A deletion withdraws what this owner sent under its id, unless that was restored or sent again
    later than it says; where there is nothing, it has no outcome.
    All of a run arrives at one moment. Until a first run has ended every run is a backfill.
    Raises Unavailable where the database is locked for long, full or gone, and Forbidden, with
    nothing of the batch kept, for a change out of scope; what was yielded stays.
    """
    with intake.store.snapshot() as snapshot:
        namespace = snapshot.revision.namespace()
        filled = snapshot.revision.filled()
    arrival = intake.clock().replace(microsecond=0)
    todo, kept = iter(drafts), False
    while batch := list(islice(todo, BATCH)):
        ready = [
            one if isinstance(one, Deletion | Omitted) else _candidate(one, intake, arrival)
            for one in batch
        ]
        with intake.store.transaction() as transaction:
            work = Batch(transaction, intake, arrival, intake.backfill or not filled)
            outcomes = work.keep(ready, lambda key: mint(namespace, key))
        kept = kept or any(outcome.id for outcome in outcomes)
        yield outcomes
    if kept and not filled:
        with intake.store.transaction() as transaction:
            transaction.revision.fill()


def _candidate(
    draft: Draft | Refused, intake: Intake, now: datetime
) -> Candidate | QuarantinedDraft:
    if isinstance(draft, Refused):
        return pack_unread(draft, intake, now)
    if not intake.full_text:
        draft = replace(draft, syndicate=draft.syndicate or "summary")
    try:
        article = prepare(
            draft,
            owner=intake.owner,
            site=intake.site,
            sections=intake.sections,
            section=intake.section,
            now=now,
        )
    except Refused as refused:
        return pack(draft, refused, intake, now)
    return with_digests(article, draft, intake)
