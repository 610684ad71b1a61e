"""How a question is put to the two databases, and in which order its answers stand.

Every key is quoted: none is an operator to either.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from ..query import Query, Term


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """One rank of the answers: the terms that they have, and those that they have not.

    in_title  the terms stand in the title; without_in_title: those that are not wanted would, too
    """

    terms: tuple[Term, ...]
    without: tuple[Term, ...]
    in_title: bool
    without_in_title: bool

    @property
    def unwanted_words(self) -> list[Term]:
        return [term for term in self.without if not is_phrase(term)]

    @property
    def unwanted_phrases(self) -> list[Term]:
        return [term for term in self.without if is_phrase(term)]


def ranks(query: Query) -> Iterator[Match]:
    """The ranks of answers, best first; what is found by one may be found by those behind it, too.

    All as one phrase of the title, all in the title, all anywhere.
    """
    terms = query.terms
    if len(terms) > 1:
        yield _match(query, (query.phrase,), in_title=True)
    yield _match(query, terms, in_title=True)
    if not query.in_title:
        yield _match(query, terms, in_title=False)


def whole(query: Query) -> Match:
    """All answers, of whatever rank."""
    return _match(query, query.terms, in_title=query.in_title)


def _match(query: Query, terms: tuple[Term, ...], *, in_title: bool) -> Match:
    return Match(
        terms=terms,
        without=query.without,
        in_title=in_title,
        without_in_title=query.in_title,
    )


# SQLite, FTS5


def fts5(match: Match) -> str:
    """The expression of FTS5 that means this."""
    wanted = _fts5_columns(_fts5_all(match.terms), in_title=match.in_title)
    if not match.without:
        return wanted
    unwanted = " OR ".join(map(_fts5_term, match.without))
    return f"{wanted} NOT {_fts5_columns(unwanted, in_title=match.without_in_title)}"


def _fts5_columns(expression: str, *, in_title: bool) -> str:
    return f"title : ({expression})" if in_title else f"({expression})"


def _fts5_all(terms: Iterable[Term]) -> str:
    return " AND ".join(map(_fts5_term, terms))


def _fts5_term(term: Term) -> str:
    ways = [_fts5_phrase(term.keys)]
    ways += [f"{_fts5_phrase((*term.keys[:-1], way))} *" for way in term.beginnings]
    return f"({' OR '.join(ways)})"


def _fts5_phrase(keys: Sequence[str]) -> str:
    words = " ".join(keys).replace('"', '""')
    return f'"{words}"'


# PostgreSQL, tsquery


def tsquery(terms: Sequence[Term], *, near: bool) -> str:
    """The tsquery of all these terms; unless `near`, the words of phrases may stand anywhere.

    The index tells such a one without a look at the texts.
    """
    return " & ".join(_tsquery_term(term, " <-> " if near else " & ") for term in terms)


def tsquery_any(terms: Iterable[Term]) -> str:
    """The tsquery of any of these terms."""
    return " | ".join(_tsquery_term(term, " <-> ") for term in terms)


def _tsquery_term(term: Term, between: str) -> str:
    ways = [lexeme(term.keys[-1]), *(f"{lexeme(way)}:*" for way in term.beginnings)]
    first = [f"{lexeme(key)}{between}" for key in term.keys[:-1]]
    return f"({''.join(first)}({' | '.join(ways)}))"


def lexeme(key: str) -> str:
    """A key as PostgreSQL reads it in a tsquery, or in a tsvector."""
    quoted = key.replace("\\", "\\\\").replace("'", "''")
    return f"'{quoted}'"


def is_phrase(term: Term) -> bool:
    """Whether its words must stand one after the other."""
    return len(term.keys) > 1
