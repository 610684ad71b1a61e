"""The table group of choices: by which rules the articles of a section were placed."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy import Connection, delete, select

from .schema import choices
from .upsert import upsert


@dataclass(frozen=True, slots=True)
class Choices:
    """The choice by which *all* articles were placed, of each section that has such a one."""

    connection: Connection

    def all(self) -> dict[str, str]:
        """The digests of these choices, by section."""
        query = select(choices.c.feed, choices.c.digest)
        return dict(self.connection.execute(query).all())

    def keep(self, digests: Mapping[str, str]) -> None:
        """Note that all articles are placed by these choices."""
        rows = [{"feed": feed, "digest": digest} for feed, digest in digests.items()]
        upsert(self.connection, choices, rows, ["digest"])

    def forget(self, feeds: Iterable[str]) -> None:
        """Note that not all articles are placed by one choice in these sections."""
        wanted = list(feeds)
        if wanted:
            self.connection.execute(delete(choices).where(choices.c.feed.in_(wanted)))
