"""Words in PostgreSQL: two columns of entries, of the title and of all, with an index each.

The index tells which articles hold given words, in no order. Entries are narrow without their
words, so that ordering many of them takes little; where words stand is looked up from the newest
on, until there are enough. What many articles hold is soon found among the newest, without the
index.

Where words stand is kept far from entries. So each two words that follow one another are noted as
one of PAIRS, too, which are lexemes that no word is: few articles are left to be looked at for a
phrase.
"""

from binascii import crc32
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import pairwise

from sqlalchemy import Connection, text

from ..query import Query, Term
from ..search_text import GAP, SearchText
from .search_filter import conditions, conditions_of_withdrawn, parameters
from .search_numbers import first_number_after
from .search_terms import Match, is_phrase, lexeme, tsquery, tsquery_any

# OFFSET keeps what is exact out of the inner question: the order comes first.
_MATCHES = """
    SELECT article_id FROM (
        SELECT entry.article_id, entry.title, entry.words
        FROM search_entries AS entry
        WHERE {held} AND {conditions}
        {order} OFFSET 0
    ) AS entry
    WHERE {exact}
    LIMIT :most
    """
_AMONG = """
    SELECT entry.article_id FROM search_entries AS entry
    WHERE entry.article_id = ANY(:ids) AND {conditions}
    AND {held} AND {exact}
    """
_NEWEST = "ORDER BY entry.position DESC, entry.published DESC, entry.article_id DESC"
_NUMBER_BEFORE_NEWEST = (
    "SELECT number FROM search_entries ORDER BY number DESC OFFSET :count LIMIT 1"
)
FEW = 100  # newest entries that are looked at for any words, in about a millisecond
MANY = 1_000  # those that are looked at where the few let expect enough answers among them
PAIRS = 4_096  # with more, fewer articles share one, and each takes longer to keep
_FIRST_PAIR = 0xE000  # for private use: no letters
_AFTER_TITLE = 2  # places between a title and the text behind it, so that no phrase is of both


@dataclass(frozen=True, slots=True)
class PostgresqlWords:
    """The words of articles."""

    connection: Connection

    def matches(self, match: Match, query: Query, limit: int) -> list[str]:
        """Ids of the newest articles that match, newest first."""
        question = _question(match, query, _NEWEST)
        with self._by_index():
            return self._soon_found(match, query, limit) or self._ids(question, match, query, limit)

    def _soon_found(self, match: Match, query: Query, limit: int) -> list[str]:
        """As many as are wanted from among the newest; none where those are not enough."""
        found = self._among_newest(FEW, match, query, limit)
        if len(found) < limit <= len(found) * (MANY // FEW):
            found = self._among_newest(MANY, match, query, limit)
        return found if len(found) == limit else []

    def _among_newest(self, count: int, match: Match, query: Query, limit: int) -> list[str]:
        """Those that match among the newest entries, about as many as `count`.

        They begin with a whole second, within which numbers say nothing.
        """
        before = self.connection.execute(text(_NUMBER_BEFORE_NEWEST), {"count": count}).scalar()
        if before is None:
            return []
        held = [f"entry.number >= {first_number_after(before)}"]
        question = _asked(held, [*_held(match), *_exact(match)], query, _NEWEST)
        return self._ids(question, match, query, limit)

    def _ids(self, question: str, match: Match, query: Query, limit: int) -> list[str]:
        values = _values(match, query, limit)
        return list(self.connection.execute(text(question), values).scalars())

    def among(self, match: Match, query: Query, ids: Collection[str]) -> Iterable[str]:
        """Those of these withdrawn articles that match, in whatever section."""
        question = _AMONG.format(
            conditions=conditions_of_withdrawn(query),
            held=" AND ".join(_held(match)),
            exact=" AND ".join(_exact(match)) or "true",
        )
        values = {**_values(match, query, len(ids)), "ids": list(ids)}
        return self.connection.execute(text(question), values).scalars()

    @contextmanager
    def _by_index(self) -> Iterator[None]:
        """Have the index asked, even for words that half of all articles hold.

        PostgreSQL does not know that each look at the words of an article takes long.
        """
        self.connection.exec_driver_sql("SET LOCAL enable_seqscan = off")
        yield
        self.connection.exec_driver_sql("SET LOCAL enable_seqscan = on")

    def columns(self, words: SearchText) -> dict[str, object]:
        """The words of an article as columns of its entry."""
        title = words.title.split()
        body = words.body.split()
        return {
            "title": _tsvector(title, [], ()),
            "words": _tsvector(title, body, {*_pairs(title), *_pairs(body)}),
        }

    def note(self, former: Sequence[int], texts: Mapping[int, SearchText]) -> None:
        """Keep the words of articles: their entries have done so."""


def _question(match: Match, query: Query, order: str) -> str:
    return _asked(_held(match), _exact(match), query, order)


def _asked(held: Iterable[str], exact: Iterable[str], query: Query, order: str) -> str:
    return _MATCHES.format(
        held=" AND ".join(held),
        conditions=conditions(query),
        order=order,
        exact=" AND ".join(exact) or "true",
    )


def _held(match: Match) -> Iterator[str]:
    """The conditions that the index can tell; the words of a title are among all words."""
    if not match.unwanted_words or match.in_title != match.without_in_title:
        yield f"{_column(in_title=match.in_title)} @@ CAST(:held AS tsquery)"
    if match.unwanted_words:
        yield f"{_column(in_title=match.without_in_title)} @@ CAST(:allowed AS tsquery)"
    if not match.in_title and any(_pairs_of(match.terms)):
        yield "entry.words @@ CAST(:pairs AS tsquery)"


def _exact(match: Match) -> Iterator[str]:
    """The conditions that it cannot."""
    if any(map(is_phrase, match.terms)):
        yield f"{_column(in_title=match.in_title)} @@ CAST(:exact AS tsquery)"
    if match.unwanted_phrases:
        yield f"NOT {_column(in_title=match.without_in_title)} @@ CAST(:without AS tsquery)"


def _column(*, in_title: bool) -> str:
    return "entry.title" if in_title else "entry.words"


def _values(match: Match, query: Query, most: int) -> dict[str, object]:
    held = tsquery(match.terms, near=False)
    return {
        "held": held,
        "allowed": f"{held} & !({tsquery_any(match.unwanted_words)})",
        "pairs": " & ".join(_pairs_of(match.terms)),
        "exact": tsquery(match.terms, near=True),
        "without": tsquery_any(match.unwanted_phrases),
        "most": most,
        **parameters(query),
    }


def _pairs_of(terms: Iterable[Term]) -> Iterator[str]:
    """The pairs of words that stand in phrases, but for words that may go on."""
    for term in terms:
        yield from _pairs(term.keys[:-1] if term.beginnings else term.keys)


def _pairs(keys: Sequence[str]) -> Iterator[str]:
    """Each two words that follow one another, as one lexeme."""
    for pair in pairwise(keys):
        yield chr(_FIRST_PAIR + crc32(" ".join(pair).encode()) % PAIRS)


def _tsvector(title: Sequence[str], body: Sequence[str], pairs: Iterable[str]) -> str:
    """The words with their places, and the pairs, as PostgreSQL reads them."""
    places: dict[str, list[str]] = {}
    for place, key in enumerate(title, 1):
        places.setdefault(key, []).append(str(place))
    for place, key in enumerate(body, len(title) + _AFTER_TITLE):
        places.setdefault(key, []).append(str(place))
    places.pop(GAP, None)
    lexemes = [f"{lexeme(key)}:{','.join(where)}" for key, where in places.items()]
    return " ".join([*lexemes, *pairs])
