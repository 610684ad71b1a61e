"""An entry of a feed as it was parsed: feedparser's names, and what our parser keeps apart."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from ...text import addresses
from ..common import first_date, http_address
from ..file import File

# The registry of names (RFC 4287, section 4.2.7.2), under both of its addresses.
_REGISTRY = re.compile(r"\Ahttps?://www\.iana\.org/assignments/(?:link-)?relations?/")
_OWN_PAGE = ("alternate", "canonical", "bookmark", "permalink")


@dataclass(frozen=True, slots=True)
class FeedEntry:
    """An entry as it was parsed.

    parsed    feedparser's names and values
    own       what FeedXmlParser keeps apart, by the name of its element
    links     the links that have an address
    base      where relative addresses are meant
    language  its own, else that of the feed
    """

    parsed: Any
    own: dict[str, Any]
    links: list[Any]
    base: str | None
    language: str | None

    @property
    def guid(self) -> str | None:
        """Its id, as it stands."""
        guid: str | None = self.parsed.get("id")
        return guid

    def first(self, names: Iterable[str]) -> str | None:
        """The text of the first of these elements that the entry has."""
        for name in names:
            if name in self.own:
                text: str = self.own[name]
                return text
        return None

    def first_date(self, names: Iterable[str]) -> str | None:
        """The first date among these elements that can be read, else the first text."""
        return first_date(self.own.get(name) for name in names)

    def facts(self, name: str) -> list[Any]:
        """The attributes of each element of this name, in their order."""
        facts: list[Any] = self.own.get(name, [])
        return facts

    @property
    def photographer(self) -> str | None:
        """Who took its picture, where its source is a `©` and a name instead of a publisher."""
        source = self.parsed.get("source", {})
        sign, _, name = (source.get("title") or "").strip().partition("©")
        return name.strip() or None if not sign and not source.get("url") else None

    def words(self, name: str, attribute: str) -> list[str]:
        """The values of an attribute of each element of this name, in small letters."""
        return [str(fact.get(attribute)).strip().lower() for fact in self.facts(name)]

    def is_plain(self, name: str) -> bool:
        """Whether the entry says that its title, or summary, is plain text, as Atom may."""
        detail = self.parsed.get(f"{name}_detail", {})
        return bool(self.parsed["atom"]) and detail.get("type") == "text/plain"

    @property
    def enclosed(self) -> list[Any]:
        """The links to enclosed media."""
        return [link for link in self.links if _relation(link) == "enclosure"]

    @property
    def pages(self) -> list[Any]:
        """The links to its page, those in its language and for any screen first."""
        alternates = [link for link in self.links if _relation(link) in _OWN_PAGE]
        pages = [link for link in alternates if _is_page(_media_type(link))]
        return sorted(pages, key=lambda link: _is_other_version(link, self.language))


def _relation(link: Any) -> str:
    """The relation of a link in small letters; its name, where it is spelt as an address.

    An empty one says no more than none (RFC 4287, section 4.2.7.2).
    """
    relations = _REGISTRY.sub("", str(link["rel"]).strip().lower()).split()
    if not relations or "alternate" in relations:
        return "alternate"
    return relations[0]


def _is_page(media_type: str) -> bool:
    """Whether a media type is that of a page, or none at all."""
    return not media_type or "html" in media_type


def _is_other_version(link: Any, language: str | None) -> bool:
    """Whether a link leads to another language's page, or to one for some screens alone."""
    told = str(link.get("hreflang") or "").lower()[:2]
    is_other_language = bool(told and language) and told != str(language).lower()[:2]
    return is_other_language or bool(link.get("media"))


def _media_type(link: Any) -> str:
    """The media type of a link in small letters, without its parameters."""
    return str(link["type"]).partition(";")[0].strip().lower()


def feed_entry(parsed: Any, head: Any, file: File) -> FeedEntry:
    """An entry as a value; `head` is feedparser's result outside of entries."""
    return FeedEntry(
        parsed=parsed,
        own=parsed.get("own", {}),
        links=[link for link in parsed.get("links", ()) if link.get("url")],
        base=_base(parsed, head, file),
        language=parsed.get("language") or parsed["lang"] or head.get("language"),
    )


def _base(parsed: Any, head: Any, file: File) -> str | None:
    """The entry's xml:base, else the site that the feed names, else where the feed was fetched."""
    base = addresses.absolute(parsed["base"], file.address)
    return base or http_address(head.get("link"), file.address) or file.address
