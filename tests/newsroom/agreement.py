"""What feedparser alone says of an entry, beside what the store keeps of it, by the same names.

Both are given as plain values that can be compared: an address as it is spelt, a moment in UTC, a
text without its markup and spaces. A JSON Feed is read by the standard library.
"""

import json
from calendar import timegm
from collections.abc import Iterable
from datetime import UTC, datetime
from html.parser import HTMLParser
from typing import Any

import feedparser

from store import Article

Fields = dict[str, Any]
_HTML = ("text/html", "application/xhtml+xml")


def entries_of(name: str, data: bytes) -> list[Fields]:
    """The entries of a feed as others read them, by our names."""
    if name.endswith(".json"):
        document = json.loads(data)
        return [_of_item(item, document) for item in document["items"]]
    feed = feedparser.parse(data)
    assert not feed.bozo, feed.get("bozo_exception")
    return [_of_entry(entry, feed.feed) for entry in feed.entries]


def kept(article: Article) -> Fields:
    """What the store keeps of an entry."""
    is_dated = article.dated == "explicit"
    return {
        "id": article.source_id,
        "link": article.url_given,
        "title": article.title,
        "summary": letters(article.summary),
        "text": letters(text_of(article.html)),
        "authors": [author.name for author in article.authors],
        "published": article.published if is_dated else None,
        "updated": article.updated.replace(microsecond=0) if is_dated else None,
        "categories": list(article.tags),
        "picture": article.image and article.image.url_given,
        "enclosures": [(one.url, one.type, one.length) for one in article.enclosures],
        "language": article.language,
        "source": article.source and article.source.name,
        "credit": article.image and article.image.credit,
    }


def text_of(html: str) -> str:
    """The text of HTML, by the standard library."""
    return "".join(parts_of(html))


def parts_of(html: str) -> list[str]:
    """The texts between the tags of HTML."""
    reader = _Text()
    reader.feed(html)
    reader.close()
    return reader.parts


def letters(text: str) -> str:
    """A text without its spaces, of which markup makes more or less."""
    return "".join(text.split())


class _Text(HTMLParser):
    """Hears the text of HTML."""

    def __init__(self) -> None:
        super().__init__()
        self.parts: list[str] = []

    def handle_data(self, data: str) -> None:
        self.parts.append(data)


# feedparser


def _of_entry(entry: Any, feed: Any) -> Fields:
    contents = entry.get("content") or [entry.get("summary_detail") or {}]
    return {
        "id": entry.get("id"),
        "link": entry.get("link"),
        "title": _shown(entry.get("title_detail") or {}),
        "summary": letters(_shown(entry.get("summary_detail") or {})),
        "text": letters(_shown(contents[0])),
        "authors": [author["name"] for author in entry.get("authors", ()) if author.get("name")],
        "published": _moment(entry, "published_parsed"),
        "updated": _moment(entry, "updated_parsed") or _moment(entry, "published_parsed"),
        "categories": [tag["label"] or tag["term"] for tag in entry.get("tags", ())],
        "picture": next(_pictures(entry), None),
        "enclosures": [_enclosed(link) for link in entry.get("enclosures", ())],
        "language": entry.get("language") or feed.get("language"),
        "source": (entry.get("source") or {}).get("title") or None,
        "credit": next((credit["content"] for credit in entry.get("media_credit", ())), None),
    }


def _shown(detail: Any) -> str:
    """A text as a reader shows it: without tags where it is said to be HTML."""
    value: str = detail.get("value") or ""
    return text_of(value) if detail.get("type") in _HTML else value


def _moment(entry: Any, name: str) -> datetime | None:
    parsed = entry[name] if name in entry.keys() else None  # noqa: SIM118 - `in` guesses
    return datetime.fromtimestamp(timegm(parsed), UTC) if parsed else None


def _pictures(entry: Any) -> Iterable[str]:
    """The pictures that an entry names, in the order in which readers look for them."""
    for medium in entry.get("media_content", ()):
        if "image" in (medium.get("medium"), medium.get("type", "").partition("/")[0]):
            yield medium["url"]
    for medium in entry.get("media_thumbnail", ()):
        yield medium["url"]
    for link in entry.get("enclosures", ()):
        if link.get("type", "").startswith("image/"):
            yield link["href"]
    if entry.get("image"):
        yield entry["image"]["href"]


def _enclosed(link: Any) -> tuple[str, str, int | None]:
    return (link["href"], link["type"], int(link.get("length") or 0) or None)


# JSON Feed


def _of_item(item: Fields, document: Fields) -> Fields:
    authors = item.get("authors") or [item[name] for name in ("author",) if name in item]
    text = item.get("content_html")
    return {
        "id": str(item["id"]),
        "link": item.get("url"),
        "title": item.get("title"),
        "summary": letters(item.get("summary", "")),
        "text": letters(text_of(text) if text else item.get("content_text", "")),
        "authors": [author["name"] for author in authors],
        "published": _read(item.get("date_published")),
        "updated": _read(item.get("date_modified") or item.get("date_published")),
        "categories": item.get("tags", []),
        "picture": item.get("image"),
        "enclosures": [
            (medium["url"], medium["mime_type"], medium.get("size_in_bytes"))
            for medium in item.get("attachments", ())
        ],
        "language": item.get("language") or document.get("language"),
        "source": None,
        "credit": None,
    }


def _read(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text).astimezone(UTC) if text else None
