"""Query: a question for articles, read from the words that somebody has typed.

It holds keys of words, as the index has them. Nothing of the text is ever passed on to a database.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from .errors import Refused
from .limits import QUERY_LIMIT, QUERY_WORDS_LIMIT
from .text import dates
from .text.arabic import normalise, words
from .text.search_key import search_key

IN_TITLE = "title"
PREFIX_LIMIT = 3  # letters: too many words begin with fewer

# A dash, then a quotation or a word; a quotation that does not end goes to the end of the text.
_PART = re.compile(r"""((?<!\S)-)?(?:"([^"]*+)"?|“([^”]*+)”?|«([^»]*+)»?|([^\s"“«]++))""")
_ARTICLE = re.compile(r"(?:[وبكف]?ال|لل)(?=..)")


@dataclass(frozen=True, slots=True)
class Term:
    """A word or a phrase: keys that stand one after the other.

    beginnings  ways in which the last key may begin, too, where the word may go on
    """

    keys: tuple[str, ...]
    beginnings: tuple[str, ...] = ()

    def then(self, other: "Term") -> "Term":
        """The phrase of this term and another one; only a last word may be a beginning."""
        return Term((*self.keys, *other.keys), other.beginnings)


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """A question: which articles are asked for.

    terms     what must be found, in the order in which it was typed
    without   what must not be found
    section   the slug of the section in which they stand
    since     published at this moment or later; until, before this moment
    in_title  titles alone are looked at
    """

    terms: tuple[Term, ...]
    without: tuple[Term, ...] = ()
    section: str | None = None
    since: datetime | None = None
    until: datetime | None = None
    in_title: bool = False

    @classmethod
    def parse(
        cls,
        text: str,
        *,
        zone: ZoneInfo,
        section: str | None = None,
        since: str = "",
        until: str = "",
        within: str = "",
        prefix: bool = False,
    ) -> "Query":
        """The question in a text: words, "a phrase" and -word.

        A day or a month without an hour is meant whole, in `zone`. `within` may be IN_TITLE. With
        `prefix` the last word may be one that goes on. Raises Refused with the name of a parameter
        as its field: `q`, `since`, `until` or `in`.
        """
        terms, without = _read_terms(text, prefix=prefix)
        if within not in ("", IN_TITLE):
            raise Refused(f"{within[:60]!r} is not known, write {IN_TITLE!r}", field="in")
        return cls(
            terms=terms,
            without=without,
            section=section or None,
            since=_read_date("since", since, zone),
            until=_read_date("until", until, zone),
            in_title=within == IN_TITLE,
        )

    @property
    def phrase(self) -> Term:
        """All that must be found as one phrase."""
        whole = self.terms[0]
        for term in self.terms[1:]:
            whole = whole.then(term)
        return whole

    @property
    def keys(self) -> frozenset[str]:
        """The keys of all words that must be found: what is to be marked in a text."""
        return frozenset(key for term in self.terms for key in term.keys)

    @property
    def beginnings(self) -> tuple[str, ...]:
        """Ways in which the key of the last word may begin, beside those."""
        return self.terms[-1].beginnings


def _read_terms(text: str, *, prefix: bool) -> tuple[tuple[Term, ...], tuple[Term, ...]]:
    """What must be found, and what must not. Raises Refused."""
    parts = _read_parts(text)
    last = parts[-1:] if prefix else []
    wanted = [part.term(is_beginning=part in last) for part in parts if not part.is_excluded]
    if not wanted:
        raise Refused("holds no word to look for", field="q")
    return tuple(wanted), tuple(part.term() for part in parts if part.is_excluded)


def _read_parts(text: str) -> "list[_Part]":
    """The parts of a text that is short enough. Raises Refused."""
    if len(text) > QUERY_LIMIT:
        raise Refused(f"{len(text):,} characters are too many, at most {QUERY_LIMIT}", field="q")
    parts = list(_parts(normalise(text)))
    words = sum(len(part.text.split()) for part in parts)
    if words > QUERY_WORDS_LIMIT:
        raise Refused(f"{words} words are too many, at most {QUERY_WORDS_LIMIT}", field="q")
    return parts


@dataclass(frozen=True, slots=True, eq=False)
class _Part:
    """A word or quotation as it was typed; equal to none but itself."""

    text: str
    is_excluded: bool
    is_quoted: bool

    def term(self, *, is_beginning: bool = False) -> Term:
        keys = search_keys(self.text)
        is_whole = self.is_quoted or not is_beginning
        return Term(keys) if is_whole else Term(keys, _beginnings(self.text, keys[-1]))


def _parts(text: str) -> Iterator[_Part]:
    """The parts of a text that hold any word."""
    for match in _PART.finditer(text):
        word = match[5]
        typed = word or match[2] or match[3] or match[4] or ""
        if search_keys(typed):
            yield _Part(typed, is_excluded=bool(match[1]), is_quoted=word is None)


def search_keys(text: str) -> tuple[str, ...]:
    """The keys of the words of a text."""
    return tuple(search_key(text).split())


def _beginnings(typed: str, key: str) -> tuple[str, ...]:
    """Ways in which the key of a word may begin, of which only the beginning was typed.

    Its article may be whole already, so that keys have none, or still be in coming.
    """
    folded = words(typed)[-1:] or (key,)
    ways = (key, *folded, *(_ARTICLE.sub("", word) for word in folded))
    return tuple(dict.fromkeys(way for way in ways if len(way) >= PREFIX_LIMIT))


def _read_date(field: str, text: str, zone: ZoneInfo) -> datetime | None:
    """A moment, None for no text; as an end, a day or a month is meant to its end."""
    if not text.strip():
        return None
    try:
        when = dates.read(text, zone)
    except Refused as refused:
        raise refused.of(field) from refused
    if field != "until" or when.precision == "instant":
        return when.moment
    return _end(when, zone)


def _end(when: dates.When, zone: ZoneInfo) -> datetime | None:
    """The moment at which a day or a month of `zone` ends."""
    first = when.moment.astimezone(zone)
    try:
        if when.precision == "month":
            return dates.month(first.year, first.month, zone)[1] + timedelta(seconds=1)
        following = first.date() + timedelta(days=1)
        return datetime.combine(following, time(), zone).astimezone(UTC)
    except (OverflowError, ValueError):
        return None  # no calendar goes on behind it, and no news does
