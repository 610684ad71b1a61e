"""What Nashra's feeds show: every story of every section, in RSS, Atom and JSON."""

import json
import xml.etree.ElementTree as ET
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime
from email.utils import parsedate_to_datetime

from tests.process import get

from .story import Story, all_of, original, pictures, plain, readable, words

_NAMES = {
    "atom": "http://www.w3.org/2005/Atom",
    "content": "http://purl.org/rss/1.0/modules/content/",
    "dc": "http://purl.org/dc/elements/1.1/",
    "media": "http://search.yahoo.com/mrss/",
}
_ALL = "all"  # the feed of the newest, which is no section


class Feeds:
    """The feeds of a newspaper; one that did not change is not read again."""

    def __init__(self, base: str, sections: Iterable[str]) -> None:
        self._base = base
        self._feeds = (_ALL, *sections)
        self._read: dict[str, tuple[str, list[Story]]] = {}

    def stories(self, form: str) -> list[Story]:
        """All stories that the feeds of a format show, each with the sections that show it.

        Raises RuntimeError for a feed that shows one twice, or does not answer.
        """
        sections: defaultdict[str, set[str]] = defaultdict(set)
        stories = {}
        for feed in self._feeds:
            shown = self._stories_of(f"{feed}.{form}")
            if len({story.guid for story in shown}) < len(shown):
                raise RuntimeError(f"{feed}.{form} shows a story twice")
            for story in shown:
                stories[story.guid] = story
                sections[story.guid] |= {feed} - {_ALL}
        return [
            replace(story, sections=frozenset(sections[guid])) for guid, story in stories.items()
        ]

    def _stories_of(self, name: str) -> list[Story]:
        tag, stories = self._read.get(name, ("", []))
        status, content, headers = get(
            f"{self._base}/{name}", {"If-None-Match": tag} if tag else {}
        )
        if status == 304:
            return stories
        if status != 200:
            raise RuntimeError(f"{name} answers {status}")
        stories = list(FORMATS[name.rpartition(".")[2]](content))
        self._read[name] = (headers["etag"], stories)
        return stories


def _rss(content: bytes) -> Iterator[Story]:
    for item in ET.fromstring(content).iter("item"):
        html = _text(item, "content:encoded")
        yield _story(
            guid=_text(item, "guid"),
            link=_text(item, "link"),
            title=_text(item, "title"),
            html=html,
            summary=_text(item, "description"),
            authors=[author.text or "" for author in item.findall("dc:creator", _NAMES)],
            tags=[tag.text or "" for tag in item.findall("category")],
            picture=_attribute(item, "media:content", "url"),
            published=parsedate_to_datetime(_text(item, "pubDate")),
            enclosures=[part.get("url", "") for part in item.findall("enclosure")],
        )


def _atom(content: bytes) -> Iterator[Story]:
    for entry in ET.fromstring(content).iter(f"{{{_NAMES['atom']}}}entry"):
        links = entry.findall("atom:link", _NAMES)
        addresses = {link.get("rel"): link.get("href", "") for link in links}
        yield _story(
            guid=_text(entry, "atom:id"),
            link=addresses["alternate"],
            title=_text(entry, "atom:title"),
            html=_text(entry, "atom:content"),
            summary=_text(entry, "atom:summary"),
            authors=[name.text or "" for name in entry.findall("atom:author/atom:name", _NAMES)],
            tags=[tag.get("term", "") for tag in entry.findall("atom:category", _NAMES)],
            picture=_attribute(entry, "media:content", "url"),
            published=datetime.fromisoformat(_text(entry, "atom:published")),
            enclosures=[link.get("href", "") for link in links if link.get("rel") == "enclosure"],
        )


def _json(content: bytes) -> Iterator[Story]:
    for item in json.loads(content)["items"]:
        yield _story(
            guid=item["id"],
            link=item["url"],
            title=item["title"],
            html=item.get("content_html", ""),
            summary=item.get("summary", ""),
            authors=[author["name"] for author in item.get("authors", [])],
            tags=item.get("tags", []),
            picture=item.get("image", ""),
            published=datetime.fromisoformat(item["date_published"]),
            enclosures=[part["url"] for part in item.get("attachments", [])],
        )


FORMATS = {"rss": _rss, "atom": _atom, "json": _json}


def _story(
    *,
    guid: str,
    link: str,
    title: str,
    html: str,
    summary: str,
    authors: list[str],
    tags: list[str],
    picture: str,
    published: datetime,
    enclosures: list[str],
) -> Story:
    return Story(
        guid=guid,
        link=readable(link),
        title=plain(title),
        words=words(html),
        summary=plain(summary),
        authors=tuple(authors),
        sections=frozenset(),
        tags=all_of(tags),
        picture=original(picture),
        pictures=pictures(html),
        published=published,
        enclosures=frozenset(enclosures),
    )


def _text(element: ET.Element, path: str) -> str:
    return element.findtext(path, "", _NAMES)


def _attribute(element: ET.Element, path: str, name: str) -> str:
    """The attribute of the first such element, "" where there is none."""
    found = element.find(path, _NAMES)
    return "" if found is None else found.get(name, "")
