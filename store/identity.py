"""Identity of an article: the keys it is known by, our own id, and two digests of its content.

Whether a draft is this article, and what a change of it means, is decided in the intake.
"""

import hashlib
import json
import re
from collections.abc import Callable, Collection
from dataclasses import dataclass, fields
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


@dataclass(frozen=True, slots=True)
class Ladder:
    """The keys that an article may be known by, strongest first; the first decides which it is.

    A key that stands at two items of one document is in doubt: it decides nothing, the next does.
    Each is hashed: a key of any length fits an index.

    id       its source, and its id there
    address  the comparison key of its address
    title    folded title and local day, or month where the record says no more
    moment   its source, title and moment
    text     the same, and its text
    """

    id: str | None
    address: str | None
    title: str
    moment: str
    text: str

    @property
    def item(self) -> str:
        """The key that tells it from all other items of a document."""
        return self.id or self.text

    @property
    def doubtable(self) -> tuple[str, ...]:
        """The keys that may stand at several items; an id is never in doubt."""
        keys = (self.address,) if self.id else (self.address, self.title, self.moment)
        return tuple(key for key in keys if key)

    def certain(self, doubtful: Collection[str]) -> tuple[str, ...]:
        """The keys that the article is known by, without those in doubt."""
        first = [key for key in (self.id, self.address) if key and key not in doubtful]
        titled = (key for key in (self.title, self.moment) if key not in doubtful)
        return (*first, next(titled, self.text))


@dataclass(frozen=True, slots=True)
class Digests:
    """All keys and digests of an article.

    content    of all of it
    visible    of what a reader would notice
    title_key  the key by which its title is compared with others
    """

    ladder: Ladder
    content: str
    visible: str
    title_key: str


def digests(article: Article, zone: ZoneInfo) -> Digests:
    """All keys and digests of an article."""
    return Digests(
        ladder=ladder(article, zone),
        content=content_digest(article),
        visible=visible_digest(article),
        title_key=title_key(article.title),
    )


def ladder(article: Article, zone: ZoneInfo) -> Ladder:
    """The keys of an article."""
    source_id = article.source_id
    title = fold(article.title)
    day = _day(article, zone)
    owned = f"{article.owner}\n{title}\n{_moment(article) or day}"
    return Ladder(
        id=None if source_id is None else id_key(article.owner, source_id),
        address=url_key(article.url) if article.url else None,
        title=_hash(f"title\n{title}\n{day}"),
        moment=_hash(f"moment\n{owned}"),
        text=_hash(f"text\n{owned}\n{_text(article)}") if source_id is None else "",
    )


def doubt_key(owner: str, key: str) -> str:
    """The key that is registered where items of a source have shown that `key` is in doubt."""
    return _hash(f"doubt\n{owner}\n{key}")


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
    moment = article.due or article.published
    day = moment.astimezone(zone).date().isoformat()
    return day.rpartition("-")[0] if article.precision == "month" else day


def _moment(article: Article) -> str:
    """The moment of an article that tells it itself, else ""."""
    if article.dated != "explicit" or article.precision != "instant":
        return ""
    return (article.due or article.published).isoformat()


def _text(article: Article) -> str:
    """All words of an article below its title, without their white space."""
    return " ".join(f"{article.summary}\n{bare(article.html)}".split())


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


_OF_IMAGE = [field.name for field in fields(Image)]
_image_with_length = attrgetter(*_OF_IMAGE)
_image_without_length = attrgetter(*[name for name in _OF_IMAGE if name != "length"])


def _image_fields(image: Image) -> object:
    """The fields of a picture, its length only where that is known.

    So digests are those they were before lengths were kept, and no article seems edited by them.
    """
    return _image_without_length(image) if image.length is None else _image_with_length(image)


# Getters, made once: dataclasses.astuple() would copy every field of every article.
_GETTERS: dict[type, Getter] = {
    datetime: datetime.timestamp,
    **{kind: _fields_of(kind) for kind in (Author, Enclosure, Related, Origin)},
    Image: _image_fields,
}


def _plain(value: object) -> object:
    """The moments and values of an article as JSON knows them."""
    return _GETTERS[type(value)](value)


_JSON = json.JSONEncoder(
    ensure_ascii=False, separators=(",", ":"), default=_plain, check_circular=False
)
