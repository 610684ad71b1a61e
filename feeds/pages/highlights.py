"""Where the words of a question stand in a text, in whatever spelling: pieces to mark, a snippet.

Pure. The spelling of the text stays as it is; only its keys are compared.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from store import Query, SearchWord, Term, search_key, search_words

_LOOKED_AT = 20_000  # characters of a text, from its beginning; news has a tenth of it
_SNIPPET = 240  # characters
_BEFORE = 80  # characters of a snippet before the first hit
_LONGEST_WORD = 40  # characters that are left out for a whole word at the edge of a snippet
_CUT = "…"


@dataclass(frozen=True, slots=True)
class Snippet:
    """A part of a text as it is spelt, and whether it is one that was asked for."""

    text: str
    hit: bool = False


def marked(text: str, query: Query) -> list[Snippet]:
    """The whole of a short text, such as a title."""
    return _pieces(text, _hits(text, query))


def snippet(text: str, query: Query) -> list[Snippet]:
    """A few lines of a text around the first word that was asked for; [] where none is in it."""
    text = " ".join(text[:_LOOKED_AT].split())
    first = _first_hit(text, query)
    if first is None:
        return []
    start = _word_start(text, max(0, first.start - _BEFORE), first.start)
    end = _word_end(text, min(len(text), start + _SNIPPET), first.end)
    before = [Snippet(_CUT)] if start > 0 else []
    after = [Snippet(_CUT)] if end < len(text) else []
    return before + marked(text[start:end], query) + after


def _first_hit(text: str, query: Query) -> SearchWord | None:
    """The first word of a text that was asked for.

    Keys alone are soon made of a long text: only the words before it are looked at one by one.
    """
    keys = f" {search_key(text)} "
    places = [keys.find(f" {start}") for term in query.terms for start in _starts(term)]
    first = min((place for place in places if place >= 0), default=None)
    if first is None:
        return None
    return next(islice(search_words(text), keys.count(" ", 0, first), None), None)


def _starts(term: Term) -> Iterator[str]:
    """How a term begins among keys that a space follows each."""
    *before, last = term.keys
    for end in (f"{last} ", *term.beginnings):
        yield " ".join([*before, end])


def _hits(text: str, query: Query) -> Iterator[SearchWord]:
    """The words of a text that were asked for, in their order."""
    words = list(search_words(text))
    keys = [word.key for word in words]
    asked: set[int] = set()
    for term in query.terms:
        for start in range(len(keys)):
            asked.update(range(start, start + _length(term, keys, start)))
    return (words[index] for index in sorted(asked))


def _length(term: Term, keys: Sequence[str], start: int) -> int:
    """How many words from a place on are a term, 0 for none."""
    end = start + len(term.keys)
    standing = tuple(keys[start:end])
    if standing == term.keys:
        return len(standing)
    if len(standing) < len(term.keys) or standing[:-1] != term.keys[:-1]:
        return 0
    return len(standing) if standing[-1].startswith(term.beginnings) else 0


def _word_start(text: str, at: int, latest: int) -> int:
    """The start of the first whole word from a place on, if it is near."""
    if at == 0:
        return 0
    space = text.find(" ", at - 1, min(latest, at + _LONGEST_WORD))
    return at if space == -1 else space + 1


def _word_end(text: str, at: int, earliest: int) -> int:
    """The end of the last whole word before a place, if it is near."""
    at = max(at, earliest)
    if at == len(text):
        return at
    space = text.rfind(" ", max(earliest, at - _LONGEST_WORD), at + 1)
    return at if space == -1 else space


def _pieces(text: str, hits: Iterator[SearchWord]) -> list[Snippet]:
    pieces = []
    end = 0
    for word in hits:
        if word.start < end:
            continue  # a ligature holds several words at one place
        if word.start > end:
            pieces.append(Snippet(text[end : word.start]))
        pieces.append(Snippet(text[word.start : word.end], hit=True))
        end = word.end
    if end < len(text):
        pieces.append(Snippet(text[end:]))
    return pieces
