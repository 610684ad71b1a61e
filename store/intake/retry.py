"""retry(): a second try for drafts in quarantine, as their sources would send them again.

It stands beside `quarantine`, not in it: a second try ingests, and ingest packs what it refuses.
"""

import logging
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from ..db.quarantine import QuarantinedDraft
from ..draft import SourceItem, as_saved
from ..errors import Forbidden
from .changes import Kind, Outcome
from .ingest import ingest
from .intake import Intake
from .quarantine import unpack

_Run = tuple[str, str | None]  # the owner and section of an intake

_log = logging.getLogger("nashra.ingest")


def retry(
    held: Iterable[QuarantinedDraft], intake: Intake, scopes: Mapping[str, frozenset[str]]
) -> Iterator[list[Outcome]]:
    """Ingest drafts out of quarantine again; yields what became of each batch.

    `scopes` are the slugs of the sections that sources may change, by their names; a source
    that is not named may change all. Drafts of a source that may not change one of its sections
    any more stay where they are, and are counted as quarantined.
    """
    for (owner, section), drafts in _runs(held).items():
        as_sent = replace(
            intake,
            owner=owner,
            section=section,
            keep_guid=True,
            scope=scopes.get(owner),
            any_site=False,
        )
        try:
            yield from ingest(drafts, as_sent)
        except Forbidden as problem:
            _log.warning("%s: nothing of it is tried, %s", owner, problem)
            yield [Outcome(Kind.QUARANTINED, draft.place) for draft in drafts]


def _runs(held: Iterable[QuarantinedDraft]) -> dict[_Run, list[SourceItem]]:
    """The drafts by the intake that refused them."""
    runs: dict[_Run, list[SourceItem]] = {}
    for quarantined in held:
        second_try = unpack(quarantined)
        run = (quarantined.owner, second_try.section)
        runs.setdefault(run, []).append(as_saved(second_try.draft))
    return runs
