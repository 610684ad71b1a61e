"""A feed as partners see it: its head and its entries, RSS 2.0 or Atom alike.

Nothing of the product is used here: only the formats' own words.
"""

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property

from lxml import etree
from lxml.html import fragment_fromstring

ATOM = "{http://www.w3.org/2005/Atom}"
TOMBSTONES = "{http://purl.org/atompub/tombstones/1.0}"
CONTENT = "{http://purl.org/rss/1.0/modules/content/}"
DC = "{http://purl.org/dc/elements/1.1/}"
DCTERMS = "{http://purl.org/dc/terms/}"
MEDIA = "{http://search.yahoo.com/mrss/}"
MI = "{http://schemas.ingestion.microsoft.com/common/}"
SNF = "{http://www.smartnews.be/snf}"
LANG = "{http://www.w3.org/XML/1998/namespace}lang"

_MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()
_RFC_822 = re.compile(
    r"(?:(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun), )?"
    r"([0-9]{1,2}) ([A-Z][a-z]{2}) ([0-9]{4}) "
    r"([0-9]{2}):([0-9]{2}):([0-9]{2}) (GMT|UT|[+-][0-9]{4})"
)
_W3C_DTF = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]+)?)?(Z|[+-][0-9]{2}:[0-9]{2})"
)
_PARSER = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)


def rfc822(text: str) -> datetime | None:
    """A date as RFC 822 writes it, in English and with a year of four digits; else None."""
    match = _RFC_822.fullmatch(text.strip())
    if not match or match[2] not in _MONTHS:
        return None
    zone = "+0000" if match[7].isalpha() else match[7]
    month = _MONTHS.index(match[2]) + 1
    return datetime.fromisoformat(
        f"{match[3]}-{month:02}-{int(match[1]):02}T{match[4]}:{match[5]}:{match[6]}{zone}"
    )


def w3c_dtf(text: str) -> datetime | None:
    """A moment as W3C-DTF and RFC 3339 write it, with a zone; else None."""
    if not _W3C_DTF.fullmatch(text.strip()):
        return None
    return datetime.fromisoformat(text.strip())


def moment(text: str) -> datetime | None:
    """A date of either form; else None."""
    return rfc822(text) or w3c_dtf(text)


def is_utc(text: str) -> bool:
    """Whether a date says UTC, in words or as no distance from it."""
    found = moment(text)
    return found is not None and found.utcoffset() == UTC.utcoffset(None)


def words(markup: str) -> str:
    """The words that a reader of this HTML sees."""
    if not markup.strip():
        return ""
    return " ".join("".join(fragment_fromstring(markup, create_parent=True).itertext()).split())


@dataclass(frozen=True)
class Picture:
    """A picture that an entry shows; its size in pixels, where it is said."""

    url: str
    width: int | None = None
    height: int | None = None


class EntryRead:
    """An item of RSS, or an entry of Atom."""

    def __init__(self, element: etree._Element, fetched: datetime) -> None:
        self.element = element
        self.fetched = fetched
        self.is_atom = element.tag == f"{ATOM}entry"

    def at(self, fetched: datetime) -> "EntryRead":
        """The same entry, looked at later."""
        return EntryRead(self.element, fetched)

    def text(self, name: str) -> str:
        """The text of the first child of this name, empty where there is none."""
        return (self.element.findtext(name) or "").strip()

    def __contains__(self, name: str) -> bool:
        return self.element.find(name) is not None

    @cached_property
    def id(self) -> str:
        return self.text(f"{ATOM}id" if self.is_atom else "guid")

    @cached_property
    def title(self) -> str:
        return self.text(f"{ATOM}title" if self.is_atom else "title")

    @cached_property
    def link(self) -> str:
        if not self.is_atom:
            return self.text("link")
        for link in self.element.iterfind(f"{ATOM}link"):
            if link.get("rel", "alternate") == "alternate":
                return link.get("href", "")
        return ""

    @cached_property
    def excerpt(self) -> str:
        return words(self.text(f"{ATOM}summary" if self.is_atom else "description"))

    @cached_property
    def html(self) -> str:
        return self.text(f"{ATOM}content" if self.is_atom else f"{CONTENT}encoded")

    @cached_property
    def body(self) -> str:
        return words(self.html)

    @cached_property
    def published(self) -> str:
        return self.text(f"{ATOM}published" if self.is_atom else "pubDate")

    @cached_property
    def modified(self) -> str:
        """When the entry says that it changed last, in whatever word."""
        names = (f"{ATOM}updated", f"{DCTERMS}modified", "updated")
        return next((text for text in map(self.text, names) if text), "")

    @cached_property
    def authors(self) -> list[str]:
        names = [one.text for one in self.element.iterfind(f"{DC}creator")]
        names += [one.text for one in self.element.iterfind(f"{ATOM}author/{ATOM}name")]
        return [name.strip() for name in names if name and name.strip()]

    @cached_property
    def languages(self) -> list[str]:
        """The languages that are said of the entry, in its head or around its whole text."""
        said = [self.text(f"{DC}language"), self.element.get(LANG, "")]
        if self.html:
            said += [one.get("lang", "") for one in _parsed(self.html)]
        return [language for language in said if language]

    @cached_property
    def shown(self) -> list[Picture]:
        """Pictures that stand beside the text."""
        return [
            *(_picture(one) for one in self.element.iter(f"{MEDIA}content") if _is_picture(one)),
            *(_picture(one) for one in self.element.iter(f"{MEDIA}thumbnail")),
            *(_picture(one) for one in self.element.iterfind("enclosure") if _is_picture(one)),
        ]

    @cached_property
    def pictures(self) -> list[Picture]:
        """All pictures, those in the text as well."""
        if not self.html:
            return self.shown
        return self.shown + [Picture(one.get("src", "")) for one in _parsed(self.html).iter("img")]

    def face(self) -> tuple[str, str, frozenset[str]]:
        """What a reader of this entry sees."""
        return self.title, self.body, frozenset(picture.url for picture in self.pictures)


def _parsed(html: str) -> etree._Element:
    parsed: etree._Element = fragment_fromstring(html, create_parent=True)
    return parsed


def _is_picture(element: etree._Element) -> bool:
    kind = element.get("medium") or element.get("type") or ""
    return kind.partition("/")[0] == "image"


def _picture(element: etree._Element) -> Picture:
    sizes = [element.get(name, "") for name in ("width", "height")]
    width, height = (int(size) if size.isdecimal() else None for size in sizes)
    return Picture(element.get("url", ""), width, height)


class FeedRead:
    """A whole document. Raises etree.XMLSyntaxError where it is no XML."""

    def __init__(self, content: bytes, fetched: datetime) -> None:
        self.content = content
        self.fetched = fetched
        self.root = etree.fromstring(content, _PARSER)
        channel = self.root.find("channel")
        self.is_atom = channel is None
        self.head = self.root if channel is None else channel

    @cached_property
    def entries(self) -> list[EntryRead]:
        name = f"{ATOM}entry" if self.is_atom else "item"
        return [EntryRead(element, self.fetched) for element in self.head.iterfind(name)]

    def text(self, name: str) -> str:
        """The text of the first element of this name in the head, empty where there is none."""
        return (self.head.findtext(name) or "").strip()

    @cached_property
    def language(self) -> str:
        return self.text("language") or self.root.get(LANG, "")

    @cached_property
    def hubs(self) -> list[str]:
        links = self.head.iterfind(f"{ATOM}link")
        return [link.get("href", "") for link in links if link.get("rel") == "hub"]

    @cached_property
    def tombstones(self) -> list[tuple[str, str]]:
        """`ref` and `when` of each deleted entry (RFC 6721, section 3)."""
        deleted = self.head.iterfind(f"{TOMBSTONES}deleted-entry")
        return [(one.get("ref", ""), one.get("when", "")) for one in deleted]
