"""Partners of the API: what each fetched of its feed, and what it lacks."""

from ...clock import now
from ...partner_fields import full_fields, head_fields
from .answers import JsonAnswer, answer
from .caller import Caller
from .routes import Route
from .schemas import LedgerQuery, PartnerHead, PartnerHeads, PartnerName, PartnerReport


def partners(caller: Caller) -> JsonAnswer:
    """The partners, and the last fetch of each."""
    with caller.store.snapshot() as snapshot:
        heads = [
            PartnerHead(**head_fields(partner, snapshot)) for partner in caller.settings.partners
        ]
    return answer(PartnerHeads(items=heads))


def partner(caller: Caller, path: PartnerName, query: LedgerQuery) -> JsonAnswer:
    """What a partner has of its feed, and what it has not fetched yet.

    Of each correction and withdrawal of the last 30 days it is told whether it was fetched.
    """
    named = caller.newsroom.find_profiled(path.slug)
    with caller.store.snapshot() as snapshot:
        fields = full_fields(named, snapshot, now(), query.page)
    return answer(PartnerReport(**fields))


ROUTES = (
    Route("GET", "/partners", partners, answers={200: PartnerHeads}),
    Route("GET", "/partners/<slug>", partner, answers={200: PartnerReport}),
)
