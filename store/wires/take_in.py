"""Ingesting the entries of a document or a page that a server has sent."""

from collections import Counter
from dataclasses import dataclass

from ..draft import SourceItem
from ..errors import Refused
from ..intake.changes import Counted, Outcome
from ..intake.ingest import ingest
from ..intake.intake import Intake
from ..intake.lead import Lead
from ..intake.refusals import Refusals


@dataclass(frozen=True, slots=True)
class TakenIn:
    """The entries of a document, ingested.

    ids      our ids by the source's, without those of copies: they are another source's articles
    refused  those that went to quarantine, and parts of others that could not be taken
    error    what is wrong with the whole document, "" where it could be read
    leads    how far the dates of new articles are ahead
    """

    ids: dict[str, str]
    counts: Counter[Counted]
    refused: Refusals
    error: str
    leads: list[Lead]


def take_in(intake: Intake, items: list[SourceItem]) -> TakenIn:
    """Ingest the items that a document was read as."""
    ids: dict[str, str] = {}
    counts: Counter[Counted] = Counter()
    refused = Refusals()
    leads: list[Lead] = []
    for outcomes in ingest([item for item in items if not _is_whole(item)], intake):
        for outcome in outcomes:
            counts.update(outcome.counted)
            if outcome.lead:
                leads.append(outcome.lead)
            if outcome.id and outcome.source_id and not outcome.copy:
                ids[outcome.source_id] = outcome.id
            for refusal in outcome.refusals:
                refused.add(refusal, f"{refusal}{_of(outcome)}")
    return TakenIn(ids, counts, refused, _error(items), leads)


def _of(outcome: Outcome) -> str:
    """Which article is meant, where it was taken in part."""
    return f" ({outcome.source_id})" if outcome.source_id else ""


def _is_whole(item: SourceItem) -> bool:
    """Whether the whole document is refused; an entry of it has a line."""
    return isinstance(item, Refused) and item.place.line is None


def _error(items: list[SourceItem]) -> str:
    """The last refusal, where it is that of the document, or nothing else was in it."""
    refusals = [item for item in items if isinstance(item, Refused)]
    if not refusals:
        return ""
    if len(refusals) == len(items) or _is_whole(refusals[-1]):
        return str(refusals[-1])
    return ""
