"""The table group of quarantine: drafts that were refused, each with its reason.

What is held, and under which identity, is said in store/intake/quarantine.py.
"""

import hashlib
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, Select, delete, func, select

from ..errors import Place, Refused
from .schema import quarantine
from .upsert import insert


@dataclass(frozen=True, slots=True, kw_only=True)
class QuarantinedDraft:
    """One refused draft.

    draft     its record as JSON text, None if the source gave no record at all
    identity  what it is known by, "" for its place
    """

    id: int = 0
    owner: str
    refused: Refused
    received_at: datetime
    draft: str | None = None
    identity: str = ""

    @property
    def hash(self) -> str:
        """Key of the draft, so that refusing it twice keeps one row."""
        return hash_of(self.owner, self.refused.place, self.identity)


def hash_of(owner: str, place: Place, identity: str) -> str:
    """The key of a draft in quarantine; without an identity of its own, its place is that."""
    named = identity or f"{place.file}\n{place.line}"
    return hashlib.sha256(f"{owner}\n{named}".encode(errors="replace")).hexdigest()


@dataclass(frozen=True, slots=True)
class Quarantine:
    """The drafts that were refused."""

    connection: Connection

    def hold(self, held: Iterable[QuarantinedDraft]) -> None:
        """Keep refused drafts; one that is held already keeps its number."""
        rows = {draft.hash: _row(draft) for draft in held}
        if not rows:
            return
        statement = insert(self.connection, quarantine)
        columns = next(iter(rows.values())).keys() - {"hash"}
        values = {name: statement.excluded[name] for name in sorted(columns)}
        statement = statement.on_conflict_do_update(index_elements=[quarantine.c.hash], set_=values)
        self.connection.execute(statement, list(rows.values()))

    def release(self, hashes: Iterable[str]) -> None:
        """Let drafts go that are accepted now, by their hashes."""
        wanted = list(hashes)
        if wanted:
            self.connection.execute(delete(quarantine).where(quarantine.c.hash.in_(wanted)))

    def release_files(self, owner: str, files: Iterable[str]) -> None:
        """Let go what is held of files that are accepted now.

        Each holds one article, so the place of the fault in the file does not matter.
        """
        wanted = list(files)
        if wanted:
            mine = quarantine.c.owner == owner
            self.connection.execute(delete(quarantine).where(mine, quarantine.c.file.in_(wanted)))

    def all(self, ids: Iterable[int] = ()) -> list[QuarantinedDraft]:
        """The drafts of these numbers, or all, oldest first."""
        query = select(quarantine).order_by(quarantine.c.id)
        wanted = list(ids)
        if wanted:
            query = query.where(quarantine.c.id.in_(wanted))
        return self._all(query)

    def of(self, owner: str, after: int, limit: int) -> list[QuarantinedDraft]:
        """The drafts of a source with greater numbers than `after`, oldest first."""
        mine = (quarantine.c.owner == owner, quarantine.c.id > after)
        return self._all(select(quarantine).where(*mine).order_by(quarantine.c.id).limit(limit))

    def _all(self, query: Select[Any]) -> list[QuarantinedDraft]:
        return [_held(row) for row in self.connection.execute(query)]

    def drop(self, ids: Iterable[int]) -> int:
        """Throw drafts away for good. Returns how many there were."""
        return self.connection.execute(
            delete(quarantine).where(quarantine.c.id.in_(list(ids)))
        ).rowcount

    def is_empty(self) -> bool:
        """Whether nothing is held."""
        return self.connection.execute(select(quarantine.c.id).limit(1)).first() is None

    def count(self) -> int:
        """How many drafts are held."""
        return self.connection.execute(select(func.count()).select_from(quarantine)).scalar_one()


def _held(row: Row[Any]) -> QuarantinedDraft:
    place = Place(row.file, row.line)
    refused = Refused(
        row.reason, field=row.field, offset=row.offset, code_point=row.code_point, place=place
    )
    return QuarantinedDraft(
        id=row.id, owner=row.owner, refused=refused, received_at=row.received_at, draft=row.draft
    )


def _row(held: QuarantinedDraft) -> dict[str, object]:
    kept = {name: getattr(held, name) for name in ("hash", "owner", "received_at", "draft")}
    refusal = {
        name: getattr(held.refused, name) for name in ("field", "reason", "offset", "code_point")
    }
    return kept | refusal | asdict(held.refused.place)
