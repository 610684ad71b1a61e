"""The only module that drives feedgen, and repairs what it gets wrong.

feedgen orders and writes the parts of a document; dates, links and extensions are set here as
finished text: it would switch the process locale, stamp the present moment, and lose attributes of
links. The formats above import its classes from here.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from feedgen.entry import FeedEntry as FeedEntry
from feedgen.feed import FeedGenerator as FeedGenerator
from lxml import etree

from store import Image, Site

Element = etree._Element
Extend = Callable[[Element], None]
Fill = Callable[[FeedEntry], None]

NAMESPACES = {
    "admin": "http://webns.net/mvcb/",
    "at": "http://purl.org/atompub/tombstones/1.0",
    "atom": "http://www.w3.org/2005/Atom",
    "content": "http://purl.org/rss/1.0/modules/content/",
    "dc": "http://purl.org/dc/elements/1.1/",
    "dcterms": "http://purl.org/dc/terms/",
    "fh": "http://purl.org/syndication/history/1.0",
    "media": "http://search.yahoo.com/mrss/",
    "mi": "http://schemas.ingestion.microsoft.com/common/",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rsl": "https://rslstandard.org/rsl",
    "snf": "http://www.smartnews.be/snf",
    "sy": "http://purl.org/rss/1.0/modules/syndication/",
    "webfeeds": "http://webfeeds.org/rss/1.0",
}
LANG = "{http://www.w3.org/XML/1998/namespace}lang"
RESOURCE = f"{{{NAMESPACES['rdf']}}}resource"


class _Extension:
    """Our own elements with their namespaces, which feedgen asks for at the end of a head."""

    def __init__(self, extend: Extend) -> None:
        self._extend = extend

    def extend_ns(self) -> Mapping[str, str]:
        return NAMESPACES

    def extend_rss(self, root: Element) -> None:
        self._extend(root)

    def extend_atom(self, root: Element) -> None:
        self._extend(root)


@dataclass(frozen=True, slots=True)
class WrittenEntry:
    """The bytes of an entry, and the prefixes that its document must declare for it."""

    content: bytes
    prefixes: frozenset[str]


# Documents


def head(extend: Extend) -> FeedGenerator:
    """A generator without any date or name of its own; `extend` gets the finished head."""
    generator = FeedGenerator()
    generator._FeedGenerator__rss_lastBuildDate = None
    generator.register_extension("nashra", lambda: _Extension(extend), object)
    generator.generator("Nashra")
    return generator


def rss_document(generator: FeedGenerator, style: str, items: Iterable[WrittenEntry]) -> bytes:
    """An RSS document of a head and finished items; `style` is the address of its style sheet."""
    root, _ = generator._create_rss()
    return _document(root, style, b"</channel>", items)


def atom_document(generator: FeedGenerator, style: str, entries: Iterable[WrittenEntry]) -> bytes:
    """An Atom document of a head and finished entries, with the style sheet at `style`."""
    root, _ = generator._create_atom()
    return _document(root, style, b"</feed>", entries)


def _document(root: Element, style: str, end: bytes, entries: Iterable[WrittenEntry]) -> bytes:
    """The head that feedgen made, with the entries put in before the last `end`.

    It declares the namespaces that stand in it, and no other.
    """
    entries = tuple(entries)
    used = frozenset[str]().union(*(entry.prefixes for entry in entries))
    etree.cleanup_namespaces(root, keep_ns_prefixes=sorted(used))
    sheet = etree.ProcessingInstruction("xml-stylesheet", f'type="text/css" href="{style}"')
    root.addprevious(sheet)
    written: bytes = etree.tostring(root.getroottree(), encoding="utf-8", xml_declaration=True)
    at = written.rindex(end)
    return b"".join((written[:at], *(entry.content for entry in entries), written[at:]))


# Entries


def rss_item(fill: Fill) -> Element:
    """An RSS item of what `fill` sets; dates and extensions are the caller's to append."""
    item: Element = _entry(fill).rss_entry()
    return item


def atom_entry(fill: Fill) -> Element:
    """An Atom entry of what `fill` sets, without feedgen's own date."""
    entry: Element = _entry(fill).atom_entry()
    entry.remove(existing(entry, "updated"))
    return entry


def _entry(fill: Fill) -> Any:
    entry = FeedEntry()
    fill(entry)
    return entry


def serialized(entry: Element) -> WrittenEntry:
    """An entry as it stands in a document.

    Written once, it is used in many documents: so it must not declare its namespaces itself.
    """
    around = etree.Element("around", nsmap=NAMESPACES)
    around.append(entry)
    written: bytes = etree.tostring(around, encoding="utf-8")
    content = written[written.index(b">") + 1 : written.rindex(b"</around>")]
    prefixes = frozenset(element.prefix for element in entry.iter() if element.prefix)
    return WrittenEntry(content, prefixes)


# Elements


def existing(parent: Element, name: str) -> Element:
    """The first child `prefix:name` (or `name`), made before. Raises LookupError without one."""
    element = parent.find(_tag(name))
    if element is None:
        raise LookupError(f"nothing made a {name}")
    return element


def put(parent: Element, name: str, text: str) -> None:
    """Give `prefix:name` (or `name`) a text; append it where it is missing."""
    element = parent.find(_tag(name))
    if element is None:
        child(parent, name, text)
    else:
        element.text = text


def cdata(parent: Element, name: str, text: str) -> None:
    """Append `prefix:name` with markup that stands as it is."""
    child(parent, name).text = etree.CDATA(text)


def _tag(name: str) -> str:
    """A name as lxml writes it: `prefix:name` with its namespace."""
    prefix, _, local = name.rpartition(":")
    return f"{{{NAMESPACES[prefix]}}}{local}" if prefix else local


def child(parent: Element, name: str, text: str | None = None, /, **attributes: object) -> Element:
    """Append `prefix:name` (or `name`) with text and those attributes that are not None."""
    element: Element = etree.SubElement(parent, _tag(name))
    element.text = text
    for key, value in attributes.items():
        if value is not None:
            element.set(key, str(value))
    return element


def picture(parent: Element, image: Image) -> None:
    """Append the article's image as Media RSS 1.5.1 has it, alike in both XML formats."""
    media = child(
        parent,
        "media:content",
        url=image.url,
        medium="image",
        type=image.type,
        width=image.width,
        height=image.height,
        fileSize=image.length,
    )
    if image.alt:
        # Plain text by default: where it says so, rss2email prefers it to the text of the article.
        child(media, "media:description", image.alt)
    if image.credit:
        child(media, "media:credit", image.credit)


def thumbnail(parent: Element, image: Image) -> None:
    """Append the article's image as a thumbnail (Media RSS 1.5.1)."""
    child(parent, "media:thumbnail", url=image.url, width=image.width, height=image.height)


def face(parent: Element, site: Site) -> None:
    """Append what readers dress a feed in (Feedly's `webfeeds` module), as far as it is set."""
    if site.accent:
        child(parent, "webfeeds:accentColor", site.accent.removeprefix("#"))
    if site.icon:
        child(parent, "webfeeds:icon", site.icon)
    if site.logo:
        child(parent, "webfeeds:logo", site.logo)
    if site.cover:
        child(parent, "webfeeds:cover", image=site.cover)
