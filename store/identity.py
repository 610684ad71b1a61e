"""Who an article is and whether it changed: keys, our own ids, and the two digests."""

import hashlib
import json
import re
from datetime import datetime
from uuid import UUID, uuid5
from zoneinfo import ZoneInfo

from .article import Article, Author, Enclosure, Image, Origin, Related
from .limits import GUID_LIMIT
from .text.addresses import compare_key
from .text.arabic import fold
from .text.markup.read import bare, links

_URI = re.compile(
    r"[A-Za-z][A-Za-z0-9+.-]*:(?:[A-Za-z0-9._~:/?#\[\]@!$&'()*+,;=-]|%[0-9A-Fa-f]{2})+"
)
_JSON = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))


def keys(article: Article, zone: ZoneInfo) -> tuple[str, ...]:
    """What the article may be known by, strongest first; the first decides which article a draft
    is.

    (source, its id); the comparison key of its address; folded title and local day, or month where
    the record says no more. Each is hashed: a key of any length fits an index.
    """
    named = [id_key(article.owner, article.source_id)] if article.source_id is not None else []
    named += [url_key(article.url)] if article.url is not None else []
    return (*named, _hash(f"title\n{fold(article.title)}\n{_day(article, zone)}"))


def id_key(owner: str, source_id: str) -> str:
    """The key under which an article that its owner knows by this id is registered."""
    return _hash(f"id\n{owner}\n{source_id}")


def url_key(uri: str) -> str:
    """The key under which an article of this address is registered."""
    return _hash(f"url\n{compare_key(uri)}")


def _day(article: Article, zone: ZoneInfo) -> str:
    if article.dated == "ingest":
        return ""
    form = "%Y-%m" if article.precision == "month" else "%Y-%m-%d"
    return (article.due or article.published).astimezone(zone).strftime(form)


def mint(namespace: UUID, key: str) -> str:
    """Our own id, for good: `urn:uuid:` version 5 (RFC 9562, section 5.5) of its first key."""
    return uuid5(namespace, key).urn


def is_id(guid: str) -> bool:
    """Whether an old guid may be our own id, as it stands: atom:id is a URI (RFC 4287, section
    4.2.6).
    """
    return len(guid) <= GUID_LIMIT and _URI.fullmatch(guid) is not None


def content_digest(article: Article) -> str:
    """Moves with any change of the cleaned article. Dates are no content: a date of publication
    never moves.
    """
    return digest(
        article.url_given,
        article.title,
        _hash(article.html),
        article.summary,
        [_parts(author) for author in article.authors],
        article.sections,
        article.tags,
        _stamp(article.expires_at),
        article.language,
        article.direction,
        _parts(article.image) if article.image else None,
        [_parts(enclosure) for enclosure in article.enclosures],
        [_parts(related) for related in article.related],
        _parts(article.source) if article.source else None,
        article.syndicate,
        article.credit,
    )


def visible_digest(article: Article) -> str:
    """Moves with visible text, title, image or link targets; not with white space or tracking
    parameters.
    """
    targets = [*links(article.html), *(enclosure.url for enclosure in article.enclosures)]
    if article.image:
        targets.append(article.image.url)
    if article.url:
        targets.append(article.url)
    text = " ".join(f"{article.title}\n{article.summary}\n{bare(article.html)}".split())
    return digest(_hash(text), [compare_key(target) for target in targets])


def title_key(title: str) -> str:
    """What related titles are compared by."""
    return digest(fold(title))


def digest(*parts: object) -> str:
    """A short stable digest of JSON-like values."""
    return hashlib.sha256(_JSON.encode(parts).encode()).hexdigest()[:32]


def _hash(text: str) -> str:
    """Of a long text: cheaper than writing it as JSON first."""
    return hashlib.sha256(text.encode()).hexdigest()


def _parts(value: Author | Enclosure | Image | Related | Origin) -> list[object]:
    """Its fields in their order; dataclasses.astuple() would copy each of them."""
    return [getattr(value, name) for name in value.__slots__]


def _stamp(moment: datetime | None) -> float | None:
    return moment.timestamp() if moment else None
