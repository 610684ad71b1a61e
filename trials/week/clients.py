"""Readers of every kind. Each keeps what its protocol gives it, and nothing else.

What a reader has seen it keeps, though it leaves the page; only what a document calls withdrawn
goes. Whatever a reader of its kind would choke on ends the trial.
"""

import gzip
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from typing import ClassVar
from urllib.parse import urlsplit

from werkzeug.datastructures import Headers
from werkzeug.test import Client

from .documents import Document, Version, read

_WHOLE = 200
_DELTA = 226
_SAME = 304


class MisledError(Exception):
    """An answer that a reader of this kind may not be given."""


@dataclass(slots=True)
class Traffic:
    """What was moved for a kind of readers: answers by status, and bytes of their bodies."""

    answers: Counter[int] = field(default_factory=Counter)
    identity: int = 0
    gzip: int = 0

    def __iadd__(self, other: "Traffic") -> "Traffic":
        self.answers += other.answers
        self.identity += other.identity
        self.gzip += other.gzip
        return self


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer; its body is out of its coding."""

    status: int
    headers: Headers
    body: bytes


@dataclass
class Reader:
    """A reader of one address, who asks for the whole feed each time.

    key, suffix  the feed and its format
    phase        the step of each hour at which it asks
    view         what it has, by id
    page         ids of the last whole document, in its order
    """

    kind: ClassVar[str] = "full"

    key: str
    suffix: str
    phase: int = 0
    view: dict[str, Version] = field(default_factory=dict)
    page: list[str] = field(default_factory=list)
    traffic: Traffic = field(default_factory=Traffic)
    _validator: str = ""

    @property
    def name(self) -> str:
        return f"{self.kind} of /{self.key}.{self.suffix}"

    def is_away(self, now: datetime) -> bool:
        """Whether it does not ask now."""
        return False

    def poll(self, web: Client) -> list[Document]:
        """Ask once, and take what comes: the documents that were new."""
        answer = self._ask(web, f"/{self.key}.{self.suffix}", self._asking())
        if answer.status == _SAME:
            self._assert(bool(self._validator), "304 to one that has nothing")
            return []
        document = self._read(answer)
        self._take(document)
        if answer.status == _WHOLE:
            self.page = list(document.entries)
        self._validator = self._given(answer.headers)
        return [document]

    def _asking(self) -> dict[str, str]:
        """The fields of a request that say what this reader has."""
        return {}

    def _given(self, headers: Headers) -> str:
        """What this reader keeps of an answer, to ask with the next time."""
        return ""

    def _read(self, answer: Answer) -> Document:
        """The document of an answer. Raises MisledError where it may not have this status."""
        self._assert(answer.status == _WHOLE, f"status {answer.status}")
        return read(self.suffix, answer.body)

    def _take(self, document: Document) -> None:
        self.view |= document.entries
        for id in document.deleted:
            self.view.pop(id, None)

    def _ask(self, web: Client, path: str, headers: Mapping[str, str]) -> Answer:
        response = web.get(path, headers={"Accept-Encoding": "gzip", **headers})
        body = response.get_data()
        self.traffic.answers[response.status_code] += 1
        self.traffic.gzip += len(body)
        if response.headers.get("Content-Encoding") == "gzip":
            body = _unzipped(body)
        self.traffic.identity += len(body)
        return Answer(response.status_code, response.headers, body)

    def _assert(self, well: bool, what: str) -> None:
        if not well:
            raise MisledError(f"{self.name}: {what}")


@lru_cache(60)  # as many as documents are remembered
def _unzipped(body: bytes) -> bytes:
    return gzip.decompress(body)


class TagReader(Reader):
    """One who sends the tag that it was given."""

    kind = "ETag"

    def _asking(self) -> dict[str, str]:
        return {"If-None-Match": self._validator} if self._validator else {}

    def _given(self, headers: Headers) -> str:
        return headers["ETag"]


class DateReader(Reader):
    """One who sends the date that it was given, and nothing else."""

    kind = "date only"

    def _asking(self) -> dict[str, str]:
        return {"If-Modified-Since": self._validator} if self._validator else {}

    def _given(self, headers: Headers) -> str:
        return headers["Last-Modified"]


class DeltaReader(TagReader):
    """One who asks for what is new (RFC 3229), and holds the answer to its rules."""

    kind = "delta"

    def _asking(self) -> dict[str, str]:
        return {"A-IM": "feed"} | super()._asking()

    def _read(self, answer: Answer) -> Document:
        if answer.status != _DELTA:
            return super()._read(answer)
        headers = answer.headers
        self._assert(bool(self._validator), "a delta to one that has nothing")
        self._assert(headers.get("IM") == "feed", f"IM: {headers.get('IM')}")
        base = headers.get("Delta-Base")
        self._assert(base == self._validator, f"Delta-Base: {base}")
        caching = {part.strip() for part in headers.get("Cache-Control", "").split(",")}
        self._assert({"no-store", "im"} <= caching, f"Cache-Control: {caching}")
        varying = {part.strip().casefold() for part in headers.get("Vary", "").split(",")}
        self._assert({"a-im", "if-none-match"} <= varying, f"Vary: {varying}")
        document = read(self.suffix, answer.body)
        self._assert(bool(document.entries or document.deleted), "an empty delta")
        return document


@dataclass
class Walker(TagReader):
    """One who is away for days, and walks back through the archives when it comes again.

    away  when it goes, and when it comes again
    """

    kind = "archives"

    away: tuple[datetime, datetime] | None = None

    def is_away(self, now: datetime) -> bool:
        return self.away is not None and self.away[0] <= now < self.away[1]

    def comes_again(self, now: datetime) -> bool:
        """Whether this is its first look after its absence."""
        if self.away is None or now < self.away[1]:
            return False
        self.away = None
        return True

    def walk(self, web: Client) -> Iterator[Document]:
        """The documents from the current page back, until one tells nothing new."""
        path: str | None = f"/{self.key}.{self.suffix}"
        seen: set[str] = set()
        while path:
            self._assert(path not in seen, f"{path} leads back to itself")
            seen.add(path)
            document = self._read(self._ask(web, path, {}))
            is_first = len(seen) == 1
            self._check_links(document, is_first=is_first)
            is_known = bool(document.entries) and document.entries.keys() <= self.view.keys()
            self._take(document)
            yield document
            if is_known:
                return
            path = urlsplit(document.older).path if document.older else None

    def _check_links(self, document: Document, *, is_first: bool) -> None:
        """Hold a document to RFC 5005, section 4."""
        self._assert(document.archive != is_first, "a current page that is an archive, or no one")
        links = document.links
        self._assert("next-archive" not in links, "an archive that names the next one changes")
        if not is_first and self.suffix != "json":
            current = urlsplit(links.get("current", "")).path
            self._assert(current == f"/{self.key}.{self.suffix}", f"current: {current}")


class ComposedReader(TagReader):
    """One of a feed of its own choice, `a+b`, which has no date."""

    kind = "composed"

    def _given(self, headers: Headers) -> str:
        self._assert("Last-Modified" not in headers, "a feed made on demand has a date")
        return super()._given(headers)
