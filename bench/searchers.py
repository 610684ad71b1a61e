"""Those who are asked: the product's own search, and its rivals over the same texts.

Each is a function from a typed word to a number in which bit n stands for text n.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

import pysqlite3
import Stemmer

from store import Query, Transaction

from .light10 import light10
from .newsroom import SITE

Find = Callable[[str], int]

_WORD = re.compile("[\\w\u064b-\u065f\u0670]+")


def product(snapshot: Transaction, numbers: Mapping[str, int]) -> Find:
    """The product's own index, in which these articles (by id) are the texts of these numbers.

    A question that is another's in the product's eyes is asked once.
    """
    known: dict[Query, int] = {}

    def find(typed: str) -> int:
        query = Query.parse(typed, zone=SITE.zone)
        if query not in known:
            rows = snapshot.search.newest(query, len(numbers))
            known[query] = bits(numbers[row.article_id] for row in rows)
        return known[query]

    return find


def rivals(texts: Sequence[str]) -> dict[str, Find]:
    snowball = Stemmer.Stemmer("arabic")
    return {
        "FTS5": _fts5(texts),
        "Snowball": _by_stems(texts, snowball.stemWord),
        "light10": _by_stems(texts, light10),
    }


def _fts5(texts: Sequence[str]) -> Find:
    """SQLite's full text search as it is shipped."""
    connection = pysqlite3.connect(":memory:")
    connection.execute("CREATE VIRTUAL TABLE texts USING fts5(text)")
    connection.executemany("INSERT INTO texts (rowid, text) VALUES (?, ?)", list(enumerate(texts)))

    def find(typed: str) -> int:
        rows = connection.execute("SELECT rowid FROM texts WHERE texts MATCH ?", [f'"{typed}"'])
        return bits(number for (number,) in rows)

    return find


def _by_stems(texts: Sequence[str], stem: Callable[[str], str]) -> Find:
    """Words are found by their stems; they keep their marks until they are stemmed."""
    stems: dict[str, str] = {}
    holding: dict[str, int] = {}

    def stemmed(text: str) -> Iterator[str]:
        for word in _WORD.findall(text.casefold()):
            if word not in stems:
                stems[word] = stem(word)
            yield stems[word]

    for number, text in enumerate(texts):
        for one in set(stemmed(text)):
            holding[one] = holding.get(one, 0) | 1 << number

    def find(typed: str) -> int:
        found = -1
        for one in stemmed(typed):
            found &= holding.get(one, 0)
        return max(found, 0)

    return find


def bits(numbers: Iterable[int]) -> int:
    found = 0
    for number in numbers:
        found |= 1 << number
    return found
