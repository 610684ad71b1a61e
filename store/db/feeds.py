"""The table group of feeds: what is wanted of each, what is printed, and by which definition."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, case, func, select, update

from .schema import editions, feeds
from .upsert import insert


@dataclass(frozen=True, slots=True)
class FeedState:
    """The two numbers of a feed, when it last changed, since when it is dirty, and its current
    edition.

    prints is how often it was printed, print_ms how long that took in all (milliseconds).
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
        return self.wanted > self.printed

    def late(self, now: datetime) -> bool:
        """Whether it has been dirty for over a minute."""
        return self.dirty and self.dirty_since < now - timedelta(seconds=60)


@dataclass(frozen=True, slots=True)
class Feeds:
    connection: Connection

    def want(self, revisions: Mapping[str, int], now: datetime) -> None:
        """Raise `wanted` of feeds to the revisions that touched them; moments never go back."""
        if not revisions:
            return
        statement = insert(self.connection, feeds)
        new, old = statement.excluded, feeds.c
        later = case((new.changed_at > old.changed_at, new.changed_at), else_=old.changed_at)
        since = case((old.wanted > old.printed, old.dirty_since), else_=new.dirty_since)
        values = {"wanted": new.wanted, "changed_at": later, "dirty_since": since}
        rows = [
            {"key": key, "wanted": number, "printed": 0, "fingerprint": "", "choice": ""}
            | {"changed_at": now, "dirty_since": now}
            for key, number in sorted(revisions.items())
        ]
        self.connection.execute(
            statement.on_conflict_do_update(index_elements=[old.key], set_=values), rows
        )

    def define(self, key: str, fingerprint: str, choice: str) -> None:
        """Note the definition under which a feed is printed from now on."""
        values = {"fingerprint": fingerprint, "choice": choice}
        self.connection.execute(update(feeds).where(feeds.c.key == key).values(values))

    def defined(self) -> set[str]:
        """The feeds that have a definition."""
        return set(
            self.connection.execute(select(feeds.c.key).where(feeds.c.fingerprint != "")).scalars()
        )

    def printed(
        self, key: str, wanted: int, fingerprint: str, took_ms: int = 0, edition: int | None = None
    ) -> bool:
        """Note what was printed; False where another press was faster or the definition moved.

        took_ms is how long it took; edition is None where the bytes are those of the current
        edition.
        """
        values = {
            "printed": wanted,
            "prints": feeds.c.prints + 1,
            "print_ms": feeds.c.print_ms + took_ms,
        }
        values |= {} if edition is None else {"edition": edition}
        current = (feeds.c.key == key, feeds.c.printed < wanted, feeds.c.fingerprint == fingerprint)
        return self.connection.execute(update(feeds).where(*current).values(values)).rowcount == 1

    def states(self, keys: Collection[str]) -> dict[str, FeedState]:
        query = select(feeds).where(feeds.c.key.in_(list(keys)))
        return {row.key: FeedState(*row) for row in self.connection.execute(query)}

    def current(self) -> dict[str, tuple[int, datetime]]:
        """The edition that each printed feed shows now: its revision, and when it was stored."""
        shown = (feeds.c.key == editions.c.feed) & (feeds.c.edition == editions.c.revision)
        query = select(feeds.c.key, editions.c.revision, editions.c.stored_at).join_from(
            feeds, editions, shown
        )
        return {row.key: (row.revision, row.stored_at) for row in self.connection.execute(query)}

    def last_change(self) -> datetime | None:
        newest: datetime | None = self.connection.execute(
            select(func.max(feeds.c.changed_at))
        ).scalar_one()
        return newest
