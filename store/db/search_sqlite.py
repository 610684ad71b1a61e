"""Words in SQLite: tables of FTS5 that keep no text, whose rows are in the order of `all`.

So a question for the newest reads as many rows as it tells, however many there are.
"""

import json
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from itertools import groupby, islice
from typing import Any

from sqlalchemy import Connection, Row, TextClause, text

from ..query import Query
from ..search_text import SearchText
from .search_filter import conditions, conditions_of_withdrawn, dates, parameters
from .search_numbers import first_number, second_of
from .search_terms import Match, fts5

# CROSS JOIN has SQLite begin with the words, whose order it then needs not make.
_MATCHES = """
    SELECT entry.article_id, entry.number, entry.published
    FROM search_words CROSS JOIN search_entries AS entry ON entry.number = search_words.rowid
    WHERE search_words MATCH :words AND {conditions}
    """
_NUMBERS_OF_SECTION = """
    SELECT other.number
    FROM placements AS placed CROSS JOIN search_entries AS other
    ON other.article_id = placed.article_id
    WHERE placed.feed = :section AND placed.standing
    """
# The plus has SQLite read the index of dates, not all numbers from the last one down.
_LAST_NUMBER = "SELECT max(+number) FROM search_entries AS entry WHERE {dates}"
NO_NUMBER = -(1 << 62)  # before all others
AHEAD = timedelta(days=1)  # no article stands further behind its date, which is past by then
FEW = 1_000  # articles of a section that are soon read
_NEWEST = f"{_MATCHES} ORDER BY search_words.rowid DESC"
# Here it begins with the articles, and looks at the words of each.
_AMONG = """
    SELECT entry.article_id
    FROM search_entries AS entry CROSS JOIN search_words ON search_words.rowid = entry.number
    WHERE entry.article_id IN (SELECT value FROM json_each(:ids))
    AND search_words MATCH :words AND {conditions}
    """


@dataclass(frozen=True, slots=True)
class SqliteWords:
    """The words of articles."""

    connection: Connection

    def matches(self, match: Match, query: Query, limit: int) -> Iterator[str]:
        """Ids of the newest articles that match, newest first."""
        question = _NEWEST.format(conditions=self._conditions(query))
        with self.connection.execute(_asked(question, match), _values(match, query)) as rows:
            yield from islice(_in_order(rows), limit)

    def among(self, match: Match, query: Query, ids: Collection[str]) -> Iterable[str]:
        """Those of these withdrawn articles that match, in whatever section."""
        question = text(_AMONG.format(conditions=conditions_of_withdrawn(query)))
        values = {**_values(match, query), "ids": json.dumps(list(ids))}
        return self.connection.execute(question, values).scalars()

    def _conditions(self, query: Query) -> str:
        """The conditions of a question, narrowed to a part of the words that is known to do."""
        narrowed = conditions(query)
        if query.section is not None and self._is_small(query.section):
            narrowed = f"{narrowed} AND +search_words.rowid IN ({_NUMBERS_OF_SECTION})"
        if query.since:
            first = first_number(query.since - AHEAD)
            narrowed = f"{narrowed} AND search_words.rowid >= {first}"
        if query.until:
            narrowed = f"{narrowed} AND search_words.rowid <= {self._last_number(query)}"
        return narrowed

    def _is_small(self, section: str) -> bool:
        """Whether to know the numbers of a section first, not look it up for each article.

        The plus has FTS5 go through its rows as ever: to seek a row it begins anew each time.
        """
        question = text(f"{_NUMBERS_OF_SECTION} LIMIT {FEW + 1}")
        return len(self.connection.execute(question, {"section": section}).all()) <= FEW

    def _last_number(self, query: Query) -> int:
        """The greatest number of articles of these dates, some of which have arrived late."""
        question = text(_LAST_NUMBER.format(dates=dates(query)))
        number: int | None = self.connection.execute(question, parameters(query)).scalar_one()
        return NO_NUMBER if number is None else number

    def columns(self, _: SearchText) -> dict[str, object]:
        """The words of an article as columns of its entry: none, they have a table of their own."""
        return {}

    def note(self, former: Sequence[int], texts: Mapping[int, SearchText]) -> None:
        """Keep the words of articles under their numbers, and none under these former ones."""
        old = [(number,) for number in former]
        words = [(number, text.title, text.body) for number, text in texts.items()]
        titles = [(number, text.title) for number, text in texts.items()]
        self._execute("DELETE FROM search_words WHERE rowid = ?", old)
        self._execute("DELETE FROM search_titles WHERE rowid = ?", old)
        self._execute("INSERT INTO search_words (rowid, title, body) VALUES (?, ?, ?)", words)
        self._execute("INSERT INTO search_titles (rowid, title) VALUES (?, ?)", titles)

    def _execute(self, statement: str, rows: Sequence[tuple[object, ...]]) -> None:
        if rows:
            self.connection.exec_driver_sql(statement, list(rows))


def _asked(question: str, match: Match) -> TextClause:
    """The question, put to the table in which least is to be read.

    Most words stand in far fewer titles than texts.
    """
    titles_do = match.in_title and (match.without_in_title or not match.without)
    return text(question.replace("search_words", "search_titles") if titles_do else question)


def _values(match: Match, query: Query) -> dict[str, object]:
    return {"words": fts5(match), **parameters(query)}


def _in_order(rows: Iterable[Row[Any]]) -> Iterator[str]:
    """The ids of rows that come in the order of seconds: within one it is that of all lists."""
    for _, same_second in groupby(rows, lambda row: second_of(row.number)):
        ordered = sorted(same_second, key=lambda row: (row.published, row.article_id), reverse=True)
        yield from (row.article_id for row in ordered)
