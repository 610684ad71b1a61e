"""Quarantine of the API: a source sees its own refused drafts, and may throw them away."""

from collections import Counter

from store import REASONS_LIMIT, NotFound, QuarantineEntry

from .answers import JsonAnswer, answer, refusal
from .caller import Caller
from .routes import Route
from .schemas import HeldDraft, HeldDrafts, HeldQuery, Number, ReasonCount


def quarantine(caller: Caller, query: HeldQuery) -> JsonAnswer:
    """List your refused drafts, newest first."""
    with caller.store.snapshot() as snapshot:
        drafts = snapshot.quarantine.page(query.limit + 1, query.before, caller.source)
        kinds = None if query.before else snapshot.quarantine.kinds(caller.source)
    page = drafts[: query.limit]
    following = page[-1].id if len(drafts) > len(page) else None
    items = [_shape(draft) for draft in page]
    return answer(HeldDrafts(items=items, next=following, reasons=_reasons(kinds)))


def _reasons(kinds: Counter[str] | None) -> list[ReasonCount] | None:
    """The most common kinds of refusals."""
    if kinds is None:
        return None
    common = kinds.most_common(REASONS_LIMIT)
    return [ReasonCount(reason=kind, count=count) for kind, count in common]


def drop(caller: Caller, path: Number) -> JsonAnswer:
    """Throw a refused draft of yours away for good."""
    with caller.store.transaction() as transaction:
        drafts = [
            draft
            for draft in transaction.quarantine.all([path.number])
            if draft.owner == caller.source
        ]
        if not drafts:
            raise NotFound(f"quarantine holds no draft {path.number} of yours")
        transaction.quarantine.drop([path.number])
    return answer(_shape(drafts[0]))


def _shape(draft: QuarantineEntry) -> HeldDraft:
    return HeldDraft(number=draft.id, received_at=draft.received_at, refused=refusal(draft.refused))


ROUTES = (
    Route("GET", "/quarantine", quarantine, answers={200: HeldDrafts}),
    Route("DELETE", "/quarantine/<number>", drop, answers={200: HeldDraft}),
)
