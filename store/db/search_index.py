"""The table group of the index of search: what is known of each article to find it by its words.

Entries are written in the transaction that keeps their articles. Words that were read by other
lists, or by none, are read anew by whoever has the time: each entry says by which they were.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from sqlalchemy import Connection, delete, func, or_, select, update

from ..article import State
from ..search_text import SearchText
from ..text.search_key import LISTS_VERSION
from .among import among
from .schema import search_entries
from .search import words_in
from .search_numbers import give_numbers
from .upsert import upsert

Listing = State | Literal["unlisted"]

_entry = search_entries.c
_ENTRY = [_entry[name] for name in "number article_id position published listing".split()]


@dataclass(frozen=True, slots=True)
class SearchEntry:
    """What is to be known of an article.

    position  its place in `all`; its date, where it has none
    listing   "live" where readers find it, else why they do not
    text      None where its words and its place are as before
    """

    article_id: str
    position: datetime
    published: datetime
    listing: Listing
    text: SearchText | None


@dataclass(frozen=True, slots=True)
class IndexState:
    """How many articles there are, and how many of them wait until their words are read."""

    articles: int
    waiting: int


@dataclass(frozen=True, slots=True)
class SearchIndex:
    """The entries of all articles."""

    connection: Connection

    def write(self, entries: Sequence[SearchEntry]) -> None:
        """Keep what is known of articles, and their words where they are new."""
        known = self._known([entry.article_id for entry in entries])
        self._place([entry for entry in entries if entry.text], known)
        others = [entry for entry in entries if not entry.text and entry.article_id in known]
        for listing in sorted({entry.listing for entry in others}):
            numbers = [known[entry.article_id] for entry in others if entry.listing == listing]
            statement = update(search_entries).where(_entry.number.in_(numbers))
            self.connection.execute(statement.values(listing=listing))

    def _known(self, ids: Collection[str]) -> dict[str, int]:
        """The numbers of these articles, as far as they have one."""
        is_asked = among(self.connection, _entry.article_id, ids)
        query = select(_entry.article_id, _entry.number).where(is_asked)
        return dict(self.connection.execute(query).all())

    def _place(self, entries: Sequence[SearchEntry], known: Mapping[str, int]) -> None:
        """Keep entries with their words, in the place of what was there."""
        positions = {entry.article_id: entry.position for entry in entries}
        numbers = give_numbers(self.connection, positions, known)
        former = [known[article_id] for article_id in positions if article_id in known]
        if former:
            self.connection.execute(delete(search_entries).where(_entry.number.in_(former)))
        self._insert({numbers[entry.article_id]: entry for entry in entries}, former)

    def _insert(self, entries: Mapping[int, SearchEntry], former: Sequence[int]) -> None:
        """Keep entries with their words under their numbers, and no words under former ones."""
        words = words_in(self.connection)
        texts = {number: entry.text for number, entry in entries.items() if entry.text}
        rows = [_row(number, entries[number]) | words.columns(texts[number]) for number in texts]
        upsert(self.connection, search_entries, rows, [])
        words.note(former, texts)

    # Words that are to be read anew

    def renew(self, texts: Mapping[str, SearchText]) -> None:
        """Keep the words of articles as today's lists have read them."""
        if not texts:
            return
        words = words_in(self.connection)
        query = select(*_ENTRY).where(_entry.article_id.in_(list(texts)))
        rows = [
            {**row, "version": LISTS_VERSION, **words.columns(texts[row["article_id"]])}
            for row in self.connection.execute(query).mappings()
        ]
        new = list(rows[0])[len(_ENTRY) :]
        upsert(self.connection, search_entries, rows, new)
        numbered = {row["number"]: texts[row["article_id"]] for row in rows}
        words.note(list(numbered), numbered)

    def outdated(self, limit: int) -> list[str]:
        """The newest articles whose words were read by other lists, or by none."""
        version = self._outdated_version()
        if version is None:
            return []
        query = select(_entry.article_id).where(_entry.version == version)
        newest = query.order_by(_entry.number.desc()).limit(limit)
        return list(self.connection.execute(newest).scalars())

    @property
    def is_current(self) -> bool:
        """Whether the words of all articles were read by today's lists."""
        return self._outdated_version() is None

    def _outdated_version(self) -> int | None:
        """Some version of entries that is not that of today's lists."""
        for others in (_entry.version < LISTS_VERSION, _entry.version > LISTS_VERSION):
            version: int | None = self.connection.execute(
                select(func.min(_entry.version)).where(others)
            ).scalar_one()
            if version is not None:
                return version
        return None

    def state(self) -> IndexState:
        """How far it is."""
        is_outdated = or_(_entry.version < LISTS_VERSION, _entry.version > LISTS_VERSION)
        whole = select(func.count()).select_from(search_entries)
        return IndexState(
            articles=self.connection.execute(whole).scalar_one(),
            waiting=self.connection.execute(whole.where(is_outdated)).scalar_one(),
        )


def _row(number: int, entry: SearchEntry) -> dict[str, object]:
    return {
        "number": number,
        "article_id": entry.article_id,
        "position": entry.position,
        "published": entry.published,
        "listing": entry.listing,
        "version": LISTS_VERSION,
    }
