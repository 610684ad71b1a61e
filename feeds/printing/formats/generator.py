"""The only module that drives feedgen, and repairs what it gets wrong. Formats above it never
import feedgen.

feedgen orders and writes the parts of a document; dates, links and extensions are set here as
finished text: it would switch the process locale, stamp the present moment, and lose attributes of
links.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from feedgen.entry import FeedEntry as FeedEntry
from feedgen.feed import FeedGenerator
from lxml import etree

from store import Image

Element = etree._Element
Extend = Callable[[Element], None]
NAMESPACES = {
    "at": "http://purl.org/atompub/tombstones/1.0",
    "atom": "http://www.w3.org/2005/Atom",
    "content": "http://purl.org/rss/1.0/modules/content/",
    "dc": "http://purl.org/dc/elements/1.1/",
    "dcterms": "http://purl.org/dc/terms/",
    "media": "http://search.yahoo.com/mrss/",
    "mi": "http://schemas.ingestion.microsoft.com/common/",
    "sy": "http://purl.org/rss/1.0/modules/syndication/",
}
LANG = "{http://www.w3.org/XML/1998/namespace}lang"


class _Extension:
    """What feedgen calls at the end of a document's head: our own elements, with their
    namespaces.
    """

    def __init__(self, prefixes: Iterable[str], extend: Extend) -> None:
        self._namespaces = {prefix: NAMESPACES[prefix] for prefix in prefixes}
        self._extend = extend

    def extend_ns(self) -> Mapping[str, str]:
        return self._namespaces

    def extend_rss(self, root: Element) -> None:
        self._extend(root)

    def extend_atom(self, root: Element) -> None:
        self._extend(root)


def head(extend: Extend, prefixes: Iterable[str]) -> FeedGenerator:
    """A generator without any date or name of its own; `extend` gets the finished head."""
    generator = FeedGenerator()
    generator._FeedGenerator__rss_lastBuildDate = None
    generator.register_extension("nashra", lambda: _Extension(prefixes, extend), object)
    generator.generator("Nashra")
    return generator


def rss_item(fill: Callable[[FeedEntry], None]) -> Element:
    """An RSS item of what `fill` sets; dates and extensions are the caller's to append."""
    made: Element = _entry(fill).rss_entry()
    return made


def atom_entry(fill: Callable[[FeedEntry], None]) -> Element:
    """An Atom entry of what `fill` sets, without feedgen's own date."""
    made: Element = _entry(fill).atom_entry()
    made.remove(found(made, "updated"))
    return made


def _entry(fill: Callable[[FeedEntry], None]) -> Any:
    entry = FeedEntry()
    fill(entry)
    return entry


def found(parent: Element, name: str) -> Element:
    """The child that feedgen has made for certain."""
    made = parent.find(name)
    if made is None:
        raise LookupError(f"feedgen made no {name}")
    return made


def kept(entry: Element, prefixes: Iterable[str]) -> bytes:
    """An entry as it stands in a document that declares these prefixes: written once, it is used in
    many.
    """
    around = etree.Element("around", nsmap={prefix: NAMESPACES[prefix] for prefix in prefixes})
    around.append(entry)
    written: bytes = etree.tostring(around, encoding="utf-8")
    return written[written.index(b">") + 1 : written.rindex(b"</around>")]


def rss(generator: FeedGenerator, style: str, items: Iterable[bytes]) -> bytes:
    root, _ = generator._create_rss()
    return _written(root, style, b"</channel>", items)


def atom(generator: FeedGenerator, style: str, entries: Iterable[bytes]) -> bytes:
    root, _ = generator._create_atom()
    return _written(root, style, b"</feed>", entries)


def _written(root: Element, style: str, end: bytes, entries: Iterable[bytes]) -> bytes:
    """The document: what feedgen made is its head, the entries stand before its end."""
    root.addprevious(
        etree.ProcessingInstruction("xml-stylesheet", f'type="text/css" href="{style}"')
    )
    written: bytes = etree.tostring(root.getroottree(), encoding="utf-8", xml_declaration=True)
    at = written.rindex(end)
    return b"".join((written[:at], *entries, written[at:]))


def child(parent: Element, name: str, text: str | None = None, /, **attributes: object) -> Element:
    """Append `prefix:name` (or `name`) with text and those attributes that are not None."""
    prefix, _, local = name.rpartition(":")
    tag = f"{{{NAMESPACES[prefix]}}}{local}" if prefix else local
    made: Element = etree.SubElement(parent, tag)
    made.text = text
    for key, value in attributes.items():
        if value is not None:
            made.set(key, str(value))
    return made


def picture(parent: Element, image: Image) -> None:
    """Append the article's image as Media RSS 1.5.1 says it, in both XML formats alike."""
    size = {"width": image.width, "height": image.height}
    media = child(parent, "media:content", url=image.url, medium="image", type=image.type, **size)
    if image.alt:
        child(media, "media:description", image.alt, type="plain")
    if image.credit:
        child(media, "media:credit", image.credit)
