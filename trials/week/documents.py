"""Documents of feeds as a strict reader takes them: each entry once, by its id, with what it says.

RSS, Atom and JSON Feed give the same Document, so that all readers are compared in one way.
"""

import html
import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from functools import lru_cache
from typing import Any

from lxml import etree

ATOM = "{http://www.w3.org/2005/Atom}"
_CONTENT = "{http://purl.org/rss/1.0/modules/content/}encoded"
_MODIFIED = "{http://purl.org/dc/terms/}modified"
_DELETED = "{http://purl.org/atompub/tombstones/1.0}deleted-entry"
_ARCHIVE = "{http://purl.org/syndication/history/1.0}archive"
_FIGURE = re.compile("<figure.*?</figure>", re.DOTALL)
_TAG = re.compile("<[^>]*>")
_NO_LETTERS = re.compile(r"\W+")
_REMEMBERED = 60  # documents: readers of one moment share most of them
_TICK = timedelta(seconds=1)

SAYS_WITHDRAWALS = frozenset({"atom", "json"})
"""Formats that have a word for a withdrawal."""


@dataclass(frozen=True, slots=True)
class Version:
    """What readers see of an article: whatever changes here is an edit to them.

    text  the letters of its body, whatever marks stand between them
    """

    title: str
    updated: datetime
    text: str


@dataclass(frozen=True, slots=True)
class Document:
    """One document of a feed.

    entries  by their ids, in the order of the document
    deleted  ids that the document says were withdrawn
    older    address of the archive before it, None where there is none
    archive  whether it calls itself an archive
    links    addresses by relation, of which there is at most one each
    """

    entries: dict[str, Version]
    deleted: frozenset[str]
    older: str | None
    archive: bool
    links: dict[str, str]


class NoGoodDocumentError(Exception):
    """A document that a strict reader refuses."""


@lru_cache(20_000)
def version(title: str, published: datetime, updated: datetime, body: str) -> Version:
    """A version as it is compared: to the second, without marks of direction and pictures."""
    moment = updated if updated >= published + _TICK else published
    return Version(_letters(title), moment.replace(microsecond=0), _letters(_plain(body)))


def _plain(body: str) -> str:
    """The text of a body in HTML, without its pictures."""
    return html.unescape(_TAG.sub(" ", _FIGURE.sub(" ", body)))


def _letters(text: str) -> str:
    return _NO_LETTERS.sub(" ", text).strip()


@lru_cache(_REMEMBERED)
def read(suffix: str, body: bytes) -> Document:
    """The document in a format. Raises NoGoodDocumentError."""
    try:
        return _READERS[suffix](body)
    except (ValueError, KeyError, TypeError, etree.LxmlError) as error:
        raise NoGoodDocumentError(f"no good {suffix}: {error!r}") from error


def _rss(body: bytes) -> Document:
    root: Any = etree.fromstring(body)
    channel = root.find("channel")
    entries = _once(
        (
            _text(item, "guid"),
            version(
                _text(item, "title"),
                parsedate_to_datetime(_text(item, "pubDate")),
                _moment(item.findtext(_MODIFIED), parsedate_to_datetime(_text(item, "pubDate"))),
                _text(item, _CONTENT),
            ),
        )
        for item in channel.iter("item")
    )
    links = _links(channel)
    archive = channel.find(_ARCHIVE) is not None
    return Document(entries, frozenset(), links.get("prev-archive"), archive, links)


def _atom(body: bytes) -> Document:
    root = etree.fromstring(body)
    entries = _once(
        (
            _text(entry, f"{ATOM}id"),
            version(
                _text(entry, f"{ATOM}title"),
                datetime.fromisoformat(_text(entry, f"{ATOM}published")),
                datetime.fromisoformat(_text(entry, f"{ATOM}updated")),
                _text(entry, f"{ATOM}content"),
            ),
        )
        for entry in root.iter(f"{ATOM}entry")
    )
    refs = [element.attrib["ref"] for element in root.iter(_DELETED)]
    deleted = _apart(refs, entries)
    links = _links(root)
    archive = root.find(_ARCHIVE) is not None
    return Document(entries, deleted, links.get("prev-archive"), archive, links)


def _json(body: bytes) -> Document:
    document = json.loads(body)
    entries = _once(
        (
            item["id"],
            version(
                item["title"],
                datetime.fromisoformat(item["date_published"]),
                datetime.fromisoformat(item["date_modified"]),
                item.get("content_html") or html.escape(item["content_text"]),
            ),
        )
        for item in document["items"]
    )
    refs = [item["id"] for item in document.get("_deleted", {}).get("items", ())]
    deleted = _apart(refs, entries)
    older = document.get("next_url")
    return Document(entries, deleted, older, "_archive" in document, {"self": document["feed_url"]})


_READERS = {"rss": _rss, "atom": _atom, "json": _json}


def _text(element: Any, name: str) -> str:
    text: str | None = element.findtext(name)
    if not text:
        raise ValueError(f"an entry without {name}")
    return text


def _moment(text: str | None, other: datetime) -> datetime:
    return datetime.fromisoformat(text) if text else other.astimezone(UTC)


def _once(pairs: Iterable[tuple[str, Version]]) -> dict[str, Version]:
    """Entries by their ids. Raises ValueError for one that stands there twice."""
    entries: dict[str, Version] = {}
    for id, seen in pairs:
        if id in entries:
            raise ValueError(f"{id} stands there twice")
        entries[id] = seen
    return entries


def _apart(refs: list[str], entries: dict[str, Version]) -> frozenset[str]:
    """The ids of tombstones. Raises ValueError for two of one id, or beside its entry."""
    if len(refs) != len(set(refs)):
        raise ValueError("an article is withdrawn twice")
    if entries.keys() & refs:
        raise ValueError("an article stands there, and is withdrawn")
    return frozenset(refs)


def _links(element: Any) -> dict[str, str]:
    """The addresses of a head by their relation. Raises ValueError for two of one relation."""
    links: dict[str, str] = {}
    for link in element.findall(f"{ATOM}link"):
        relation = link.attrib["rel"]
        if relation in links and relation != "hub":
            raise ValueError(f"two links {relation}")
        links[relation] = link.attrib["href"]
    return links
