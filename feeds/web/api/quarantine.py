"""Quarantine of the API: a source sees its own refused drafts, and may throw them away."""

from flask import Response

from store import NotFound, QuarantinedDraft

from .answers import answer, refusal
from .caller import Caller
from .routes import Route
from .schemas import HeldDraft, HeldDrafts, HeldQuery, Number


def quarantine(caller: Caller, query: HeldQuery) -> Response:
    """List your refused drafts, oldest first."""
    with caller.store.snapshot() as snapshot:
        drafts = snapshot.quarantine.of(caller.source, query.after, query.limit)
    return answer(HeldDrafts(items=[_shape(draft) for draft in drafts]))


def drop(caller: Caller, path: Number) -> Response:
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


def _shape(draft: QuarantinedDraft) -> HeldDraft:
    return HeldDraft(number=draft.id, received_at=draft.received_at, refused=refusal(draft.refused))


ROUTES = (
    Route("GET", "/quarantine", quarantine, answers={200: HeldDrafts}),
    Route("DELETE", "/quarantine/<number>", drop, answers={200: HeldDraft}),
)
