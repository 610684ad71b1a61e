"""A run of ingest: all that its batches share."""

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from ..identity import mint
from ..text.allowance import Allowance
from .doubt import KeysMet
from .intake import Intake


@dataclass(frozen=True, slots=True)
class Run:
    """One run: all that it brings arrives at one moment.

    namespace  under which the database mints ids
    since      the revision at which it began
    first      whether no run has ended yet: what comes until then is no news, but the archive
    allowance  what its heavy texts may take together
    met        the keys of its documents, by which items are told apart
    """

    intake: Intake
    arrival: datetime
    namespace: UUID
    since: int
    first: bool
    allowance: Allowance = field(default_factory=Allowance)
    met: KeysMet = field(default_factory=KeysMet)

    @property
    def backfill(self) -> bool:
        """Whether articles are placed by their date."""
        return self.first or self.intake.backfill

    def new_id(self, key: str) -> str:
        """The id of a new article, made of its strongest key."""
        return mint(self.namespace, key)


def begin(intake: Intake) -> Run:
    """A run that begins now."""
    with intake.store.snapshot() as snapshot:
        namespace = snapshot.revision.namespace()
        since = snapshot.revision.number()
        filled = snapshot.revision.filled()
    return Run(intake, intake.now(), namespace, since, first=not filled)
