"""The table group of search: which articles answer a question, and in which order.

Only those that readers see are found. The entries of all others have their words as well, and say
what became of them.
"""

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import Connection, select

from ..limits import SEARCH_DEPTH
from ..query import Query
from ..window import PageRow
from .schema import articles, search_entries
from .search_postgresql import PostgresqlWords
from .search_sqlite import SqliteWords
from .search_terms import ranks, whole

Words = SqliteWords | PostgresqlWords


def words_in(connection: Connection) -> Words:
    """The words of all articles, as this kind of database keeps them."""
    if connection.dialect.name == "sqlite":
        return SqliteWords(connection)
    return PostgresqlWords(connection)


@dataclass(frozen=True, slots=True)
class Search:
    """Articles by their words."""

    connection: Connection

    def find(self, query: Query, limit: int, offset: int = 0) -> list[str]:
        """Ids of the articles that answer a question, best first, then newest first.

        Nothing is told behind the first SEARCH_DEPTH.
        """
        end = min(offset + limit, SEARCH_DEPTH)
        words = words_in(self.connection)
        found: dict[str, None] = {}
        for match in ranks(query):
            # What a better rank has found is found again.
            for article_id in words.matches(match, query, len(found) + end):
                found[article_id] = None
                if len(found) >= end:
                    return list(found)[offset:]
        return list(found)[offset:]

    def newest(self, query: Query, limit: int) -> list[PageRow]:
        """The newest articles that answer a question, in the order of a feed's page."""
        ids = list(words_in(self.connection).matches(whole(query), query, limit))
        rows = self.connection.execute(
            select(
                articles.c.id,
                articles.c.revision,
                search_entries.c.position,
                articles.c.size,
                articles.c.published,
            )
            .join_from(articles, search_entries)
            .where(articles.c.id.in_(ids))
        )
        by_id = {row.id: PageRow(*row) for row in rows}
        return [by_id[article_id] for article_id in ids]

    def withdrawn(self, query: Query, ids: Collection[str]) -> set[str]:
        """Those of these withdrawn articles that answered a question, in whatever section."""
        return set(words_in(self.connection).among(whole(query), query, ids)) if ids else set()
