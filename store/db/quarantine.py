"""The table group of quarantine: drafts that were refused, each with its reason.

What is held, and under which identity, is said in store/intake/quarantine.py.
"""

import hashlib
from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, Select, delete, func, select

from ..errors import Place, Refused, kind_of_refusal
from .schema import BEGINNING_OF_FILE, BEGINNING_OF_REASON, FILE_BEGINNING, quarantine
from .upsert import insert


@dataclass(frozen=True, slots=True, kw_only=True)
class QuarantineEntry:
    """One refused draft in a list: its number, where it came from and when, without its record."""

    id: int = 0
    owner: str
    refused: Refused
    received_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class QuarantinedDraft(QuarantineEntry):
    """One refused draft.

    draft     its record as JSON text, None if the source gave no record at all
    identity  what it is known by, "" for its place
    surer     identities that it has where another draft of its document has that one, too
    weaker    those that it had if no other draft of its document had them
    """

    draft: str | None = None
    identity: str = ""
    surer: tuple[str, ...] = ()
    weaker: tuple[str, ...] = ()

    @property
    def hash(self) -> str:
        """Key of the draft, so that refusing it twice keeps one row."""
        return self.hash_as(self.identity)

    def hash_as(self, identity: str) -> str:
        """Its key under another identity."""
        return hash_of(self.owner, self.refused.place, identity)

    def doubting(self, doubtful: Collection[str]) -> "QuarantinedDraft":
        """The same under the first identity that is not in doubt; the last never is."""
        held = self
        while held.surer and held.identity in doubtful:
            held = replace(
                held,
                identity=held.surer[0],
                surer=held.surer[1:],
                weaker=(*held.weaker, held.identity),
            )
        return held


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

    def known(self, hashes: Collection[str]) -> frozenset[str]:
        """Those of these hashes under which a draft is held."""
        query = select(quarantine.c.hash).where(quarantine.c.hash.in_(hashes))
        return frozenset(self.connection.execute(query).scalars()) if hashes else frozenset()

    def records(self, hashes: Collection[str]) -> dict[str, str]:
        """The records that are held under these hashes."""
        query = select(quarantine.c.hash, quarantine.c.draft).where(quarantine.c.hash.in_(hashes))
        rows = self.connection.execute(query) if hashes else ()
        return {row.hash: row.draft for row in rows if row.draft is not None}

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
            beginnings = [file[:FILE_BEGINNING] for file in wanted]
            known = BEGINNING_OF_FILE.in_(beginnings)  # the index holds no more of a long name
            these = quarantine.c.file.in_(wanted)
            self.connection.execute(delete(quarantine).where(mine, known, these))

    def all(self, ids: Iterable[int] = ()) -> list[QuarantinedDraft]:
        """The drafts of these numbers, or all, oldest first."""
        query = select(quarantine).order_by(quarantine.c.id)
        wanted = list(ids)
        if wanted:
            query = query.where(quarantine.c.id.in_(wanted))
        return self._drafts(query)

    def batch(self, after: int, until: int, limit: int) -> list[QuarantinedDraft]:
        """The next drafts with numbers above `after`, up to `until`: a walk over all of them."""
        these = (quarantine.c.id > after, quarantine.c.id <= until)
        return self._drafts(select(quarantine).where(*these).order_by(quarantine.c.id).limit(limit))

    def _drafts(self, query: Select[Any]) -> list[QuarantinedDraft]:
        return [_draft(row) for row in self.connection.execute(query)]

    def page(
        self, limit: int, before: int | None = None, owner: str | None = None
    ) -> list[QuarantineEntry]:
        """A page of the list, newest first: drafts with numbers below `before`, of one source or
        all. Their records are not read."""
        query = select(*_ENTRY).order_by(quarantine.c.id.desc()).limit(limit)
        if owner is not None:
            query = query.where(quarantine.c.owner == owner)
        if before is not None:
            query = query.where(quarantine.c.id < before)
        return [_entry(row) for row in self.connection.execute(query)]

    def kinds(self, owner: str | None = None) -> Counter[str]:
        """How many drafts are held for each kind of refusal, of one source or all."""
        # Also where that is not asked for, by owner: in the order of the index SQLite reads nothing
        # else.
        parts = (quarantine.c.owner, quarantine.c.field, BEGINNING_OF_REASON)
        query = select(*parts, func.count()).group_by(*parts)
        if owner is not None:
            query = query.where(quarantine.c.owner == owner)
        kinds: Counter[str] = Counter()
        for _, field, reason, count in self.connection.execute(query):
            kinds[kind_of_refusal(field, reason)] += count
        return kinds

    def newest(self) -> int:
        """The greatest number, 0 where nothing is held."""
        return self.connection.execute(select(func.max(quarantine.c.id))).scalar_one() or 0

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


_ENTRY = [column for column in quarantine.c if column.name not in {"hash", "draft"}]


def _entry(row: Row[Any]) -> QuarantineEntry:
    return QuarantineEntry(
        id=row.id, owner=row.owner, refused=_refused(row), received_at=row.received_at
    )


def _draft(row: Row[Any]) -> QuarantinedDraft:
    return QuarantinedDraft(
        id=row.id,
        owner=row.owner,
        refused=_refused(row),
        received_at=row.received_at,
        draft=row.draft,
    )


def _refused(row: Row[Any]) -> Refused:
    place = Place(row.file, row.line)
    return Refused(
        row.reason, field=row.field, offset=row.offset, code_point=row.code_point, place=place
    )


def _row(held: QuarantinedDraft) -> dict[str, object]:
    kept = {name: getattr(held, name) for name in ("hash", "owner", "received_at", "draft")}
    refusal = {
        name: getattr(held.refused, name) for name in ("field", "reason", "offset", "code_point")
    }
    return kept | refusal | asdict(held.refused.place)
