"""Who an article is and whether it changed: keys, our own ids, and the two digests."""

import hashlib
import json
import re
from datetime import datetime, timedelta
from uuid import UUID, uuid5
from zoneinfo import ZoneInfo

from .article import Article, Author, Enclosure, Image, Origin, Related
from .text.addresses import compare_key
from .text.arabic import fold
from .text.markup.read import bare, links
from .text.markup.tags import SafeHtml

GUID_LIMIT = (
    1_800  # an index row of PostgreSQL, 2,704 bytes, holds it beside the longest key of a feed
)
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


COPY_WINDOW = timedelta(hours=48)
COPY_LIKENESS = 0.5
_SHINGLE = 3


def is_copy(one: Article, other: Article) -> bool:
    """Whether two articles of different sources are one story: one address; or one title, close in
    time and text.
    """
    if one.owner == other.owner:
        return False
    address = compare_key(one.url or "")
    if (
        other.url and address == compare_key(other.url) and re.search("[/?]", address)
    ):  # a front page is no story's
        return True
    close = abs(one.published - other.published) <= COPY_WINDOW
    return (
        close
        and title_key(one.title) == title_key(other.title)
        and likeness(one.html, other.html) >= COPY_LIKENESS
    )


def likeness(one: SafeHtml, other: SafeHtml) -> float:
    """The share of the shorter text's runs of three words that stand in the longer one, 0 to 1, by
    folded words.

    0 where one has a figure that the other lacks and the other way round: prices and scores make
    other news of it.
    """
    words = [fold(bare(html)).split() for html in (one, other)]
    figures = [{word for word in several if word.isdigit()} for several in words]
    if figures[0] - figures[1] and figures[1] - figures[0]:
        return 0.0
    runs = [
        {tuple(several[at : at + _SHINGLE]) for at in range(len(several) - _SHINGLE + 1)}
        for several in words
    ]
    return (
        len(runs[0] & runs[1]) / least
        if (least := min(map(len, runs)))
        else float(words[0] == words[1])
    )


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
