"""The table group of feeds: what is wanted of each, what is printed, and by which definition."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnCollection, Connection, case, func, select, update

from .schema import feeds
from .upsert import insert

LATE = timedelta(seconds=60)  # a feed that is dirty for longer is a trouble worth telling


@dataclass(frozen=True, slots=True)
class FeedState:
    """Where a feed stands.

    wanted       the revision that last touched it
    printed      the revision that its current edition shows
    changed_at   when it last changed
    dirty_since  since when it has been dirty, if it is
    fingerprint  the definition by which it is printed, "" for none
    choice       which articles it takes, as a digest
    edition      the revision of its current edition
    prints       how often it was printed; print_ms is how long that took in all (milliseconds)
    """

    key: str
    wanted: int
    printed: int
    changed_at: datetime
    dirty_since: datetime
    fingerprint: str
    choice: str
    edition: int | None
    prints: int
    print_ms: int

    @property
    def dirty(self) -> bool:
        """Whether it was touched since it was printed."""
        return self.wanted > self.printed

    def late(self, now: datetime) -> bool:
        """Whether it has been dirty for longer than LATE."""
        return self.dirty and self.dirty_since < now - LATE


@dataclass(frozen=True, slots=True)
class Feeds:
    """What is wanted and printed of each feed."""

    connection: Connection

    def want(self, revisions: Mapping[str, int], now: datetime) -> None:
        """Raise `wanted` of feeds to the revisions that touched them; moments never go back."""
        if not revisions:
            return
        statement = insert(self.connection, feeds)
        statement = statement.on_conflict_do_update(
            index_elements=[feeds.c.key], set_=_wanted_again(statement.excluded)
        )
        rows = [_new_row(key, number, now) for key, number in sorted(revisions.items())]
        self.connection.execute(statement, rows)

    def define(self, key: str, fingerprint: str, choice: str) -> None:
        """Note the definition under which a feed is printed from now on."""
        values = {"fingerprint": fingerprint, "choice": choice}
        self.connection.execute(update(feeds).where(feeds.c.key == key).values(values))

    def defined(self) -> set[str]:
        """The feeds that have a definition."""
        query = select(feeds.c.key).where(feeds.c.fingerprint != "")
        return set(self.connection.execute(query).scalars())

    def printed(
        self, key: str, wanted: int, fingerprint: str, took_ms: int = 0, edition: int | None = None
    ) -> bool:
        """Note what was printed, in `took_ms` milliseconds; `edition` is None for equal bytes.

        False if another press was faster, or the feed has another definition by now: this
        condition is all that keeps two presses apart.
        """
        values = {
            "printed": wanted,
            "prints": feeds.c.prints + 1,
            "print_ms": feeds.c.print_ms + took_ms,
        }
        if edition is not None:
            values["edition"] = edition
        current = (feeds.c.key == key, feeds.c.printed < wanted, feeds.c.fingerprint == fingerprint)
        return self.connection.execute(update(feeds).where(*current).values(values)).rowcount == 1

    def states(self, keys: Collection[str]) -> dict[str, FeedState]:
        """The states of these feeds, as far as they exist."""
        query = select(feeds).where(feeds.c.key.in_(list(keys)))
        return {row.key: FeedState(*row) for row in self.connection.execute(query)}

    def last_change(self) -> datetime | None:
        """The moment of the newest change of any feed."""
        query = select(func.max(feeds.c.changed_at))
        newest: datetime | None = self.connection.execute(query).scalar_one()
        return newest


def _wanted_again(new: ColumnCollection[str, Any]) -> dict[str, Any]:
    """The columns of a feed that is wanted once more; it stays dirty since it became so."""
    old = feeds.c
    is_later = new.changed_at > old.changed_at
    is_dirty = old.wanted > old.printed
    return {
        "wanted": new.wanted,
        "changed_at": case((is_later, new.changed_at), else_=old.changed_at),
        "dirty_since": case((is_dirty, old.dirty_since), else_=new.dirty_since),
    }


def _new_row(key: str, number: int, now: datetime) -> dict[str, object]:
    """A feed that was never printed, and has no definition yet."""
    return {
        "key": key,
        "wanted": number,
        "printed": 0,
        "fingerprint": "",
        "choice": "",
        "changed_at": now,
        "dirty_since": now,
    }
