"""ingest(): from drafts to accepted changes, a batch a transaction.

Drafts are cleaned before a transaction opens; decide() sees the truth inside it; then all of a
batch is kept together: articles, placements, `wanted` of every feed they touch, and what went to
quarantine.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from ..db.quarantine import QuarantinedDraft
from ..draft import Deletion, Draft, Omitted, SourceItem
from ..errors import NOWHERE, Refused, Unavailable
from ..sources.unforeseen import attempt, guarded
from .archiving import end_backfill
from .batch import Batch
from .candidate import Candidate, KeyedDeletion, keyed, with_digests
from .changes import Outcome
from .doubt import Item
from .foresight import Foresight, TooLong
from .intake import Intake
from .owners import Owners
from .piles import Pile, piles
from .quarantine import pack, pack_unread
from .reading import read_draft
from .run import Run, begin
from .stories import Overtaken

_LOOKS = 5  # before a batch gives way to writers that are faster


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
    put_off: set[str] = set()
    waiting = piles(guarded(drafts, NOWHERE), Owners(intake))
    while batch := _next_batch(waiting, run):
        its, items = batch
        for outcomes in _keep(items, its):
            filled = filled or any(outcome.id for outcome in outcomes)
            if its.backfill:
                put_off.update(*(outcome.feeds for outcome in outcomes))
            yield outcomes
    if put_off:
        end_backfill(intake, put_off)
    if run.first and filled:
        with intake.store.transaction() as transaction:
            transaction.revision.fill()


def _next_batch(waiting: Iterator[Pile], run: Run) -> tuple[Run, list[Item]] | None:
    """The items of the next pile, read and cleaned within what the run may take for them.

    The run is that of their owner.
    """
    with run.allowance.heeded():
        pile = next(waiting, None)
        if pile is None:
            return None
        its = run if pile.intake is run.intake else replace(run, intake=pile.intake)
        cleaned = [_clean(item, its) for item in pile.items]
    return its, run.met.with_doubt(cleaned)


def _keep(items: Sequence[Item], run: Run) -> Iterator[list[Outcome]]:
    """Keep a batch, in parts where small drafts change articles that are long together."""
    try:
        outcomes = _keep_together(items, run)
    except TooLong:
        middle = len(items) // 2
        yield from _keep(items[:middle], run)
        yield from _keep(items[middle:], run)
    else:
        yield outcomes


def _keep_together(items: Sequence[Item], run: Run) -> list[Outcome]:
    """Keep items in one transaction, after a look at all that its decisions will ask.

    Raises TooLong.
    """
    foresight = Foresight(run)
    for _ in range(_LOOKS):
        foresight.look(items)
        try:
            with run.intake.store.transaction() as transaction:
                return Batch(transaction, foresight).keep()
        except Overtaken:
            continue
    raise Unavailable("other writers are faster, again and again: try again later")


def _clean(item: SourceItem, run: Run) -> Item:
    """The item as a batch takes it: a cleaned candidate, or what goes to quarantine."""
    if isinstance(item, Omitted):
        return item
    if isinstance(item, Refused):
        return pack_unread(item, run.intake, run.arrival)
    if isinstance(item, Draft):
        item = _in_its_zone(_within_rights(item, run.intake), run.intake)
    cleaned = attempt(item.place, _cleaned, item, run)
    if not isinstance(cleaned, Refused):
        return cleaned
    return _held(item, cleaned.at(item.place), run)


def _within_rights(draft: Draft, intake: Intake) -> Draft:
    """The draft with what feeds may carry of it, which holds for a second try as well."""
    if intake.full_text or draft.syndicate:
        return draft
    return replace(draft, syndicate="summary")


def _in_its_zone(draft: Draft, intake: Intake) -> Draft:
    """The draft with the zone of its dates, which holds for a second try as well."""
    if intake.zone is None or draft.zone:
        return draft
    return replace(draft, zone=intake.zone.key)


def _cleaned(item: Draft | Deletion, run: Run) -> Candidate | KeyedDeletion:
    """The candidate of a draft, or a deletion with its key. Raises Refused."""
    intake = run.intake
    if isinstance(item, Deletion):
        return keyed(item, intake)
    article, made = read_draft(
        item,
        owner=intake.owner,
        site=intake.site,
        sections=intake.sections,
        section=intake.section,
        now=run.arrival,
    )
    return with_digests(article, item, intake, made=made)


def _held(item: Draft | Deletion, refused: Refused, run: Run) -> QuarantinedDraft:
    """What quarantine holds of a refused item: its draft, if that can be packed."""
    if isinstance(item, Draft):
        packed = attempt(item.place, pack, item, refused, run.intake, run.arrival)
        if not isinstance(packed, Refused):
            return packed
    return pack_unread(refused, run.intake, run.arrival)
