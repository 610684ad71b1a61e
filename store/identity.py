"""Identity of an article: the keys it is known by, our own id, and two digests of its content.

Whether a draft is this article, and what a change of it means, is decided in the intake.
"""

import hashlib
import json
import re
from collections.abc import Callable
from dataclasses import fields
from datetime import datetime
from operator import attrgetter
from typing import Any
from uuid import UUID, uuid5
from zoneinfo import ZoneInfo

from .article import Article, Author, Enclosure, Image, Origin, Related
from .limits import GUID_LIMIT
from .text.addresses import compare_key
from .text.arabic import fold
from .text.markup.read import bare, links

NO_CONTENT = frozenset("id owner source_id url published precision dated updated due filed".split())
"""Fields of an article that its content digest leaves out: identity, dates, an editor's filing."""

_CONTENT = [field.name for field in fields(Article) if field.name not in NO_CONTENT]
_HTML = _CONTENT.index("html")
_content_of = attrgetter(*_CONTENT)
Getter = Callable[[Any], object]

_URI = re.compile(
    r"\A[A-Za-z][A-Za-z0-9+.-]*+:(?>(?:[A-Za-z0-9._~:/?#\[\]@!$&'()*+,;=-]|%[0-9A-Fa-f]{2})+)"
)


def keys(article: Article, zone: ZoneInfo) -> tuple[str, ...]:
    """The keys of an article, strongest first; the first decides which article a draft is.

    They stand for (source, its id); the comparison key of its address; folded title and local day,
    or month where the record says no more. Each is hashed: a key of any length fits an index.
    """
    hashes = []
    if article.source_id is not None:
        hashes.append(id_key(article.owner, article.source_id))
    if article.url is not None:
        hashes.append(url_key(article.url))
    hashes.append(_hash(f"title\n{fold(article.title)}\n{_day(article, zone)}"))
    return tuple(hashes)


def id_key(owner: str, source_id: str) -> str:
    """The key under which an article that its owner knows by this id is registered."""
    return _hash(f"id\n{owner}\n{source_id}")


def own_key(owner: str, key: str) -> str:
    """The key under which a source's article is known where another source's has the key itself."""
    return _hash(f"own\n{owner}\n{key}")


def url_key(uri: str) -> str:
    """The key under which an article of this address is registered."""
    return _hash(f"url\n{compare_key(uri)}")


def _day(article: Article, zone: ZoneInfo) -> str:
    """The local day or month of an article, "" if it has no date but that of its ingest."""
    if article.dated == "ingest":
        return ""
    form = "%Y-%m" if article.precision == "month" else "%Y-%m-%d"
    moment = article.due or article.published
    return moment.astimezone(zone).strftime(form)


def mint(namespace: UUID, key: str) -> str:
    """Our own id, for good: `urn:uuid:` version 5 (RFC 9562, section 5.5) of its first key."""
    return uuid5(namespace, key).urn


def is_id(guid: str) -> bool:
    """Whether an old guid may be our own id, as it stands.

    atom:id is a URI (RFC 4287, section 4.2.6).
    """
    return len(guid) <= GUID_LIMIT and _URI.fullmatch(guid) is not None


def content_digest(article: Article) -> str:
    """A digest that moves with any change of the cleaned article.

    Dates are no content: a date of publication never moves.
    """
    content = list(_content_of(article))
    content[_HTML] = _hash(article.html)  # cheaper than writing a long text as JSON
    return digest(*content)


def visible_digest(article: Article) -> str:
    """A digest that moves with visible text, title, image or link targets.

    White space and tracking parameters do not move it.
    """
    targets = [*links(article.html), *(enclosure.url for enclosure in article.enclosures)]
    if article.image:
        targets.append(article.image.url)
    if article.url:
        targets.append(article.url)
    text = " ".join(f"{article.title}\n{article.summary}\n{bare(article.html)}".split())
    return digest(_hash(text), [compare_key(target) for target in targets])


def title_key(title: str) -> str:
    """The key by which related titles are compared."""
    return digest(fold(title))


def digest(*parts: object) -> str:
    """A short stable digest of JSON-like values, moments, and the values of an article."""
    written = _JSON.encode(parts).encode("utf-8", "surrogatepass")  # drafts may hold any text
    return hashlib.sha256(written).hexdigest()[:32]


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _fields_of(kind: type[Author | Enclosure | Image | Related | Origin]) -> Getter:
    """A function from a value of this kind to its fields in their order."""
    return attrgetter(*[field.name for field in fields(kind)])


# Getters, made once: dataclasses.astuple() would copy every field of every article.
_GETTERS: dict[type, Getter] = {
    datetime: datetime.timestamp,
    **{kind: _fields_of(kind) for kind in (Author, Enclosure, Image, Related, Origin)},
}


def _plain(value: object) -> object:
    """The moments and values of an article as JSON knows them."""
    return _GETTERS[type(value)](value)


_JSON = json.JSONEncoder(
    ensure_ascii=False, separators=(",", ":"), default=_plain, check_circular=False
)
