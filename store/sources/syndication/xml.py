"""The only module that drives feedparser: RSS, RDF and Atom as they are written.

A well-formed document is heard as it stands; else what can be mended without loss is mended, and
the rest is a fault. feedparser guesses, cleans and resolves nothing here, and opens nothing: it is
given events, never a name. What an entry means is told in items.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any
from xml.sax import SAXParseException
from xml.sax.expatreader import ExpatParser
from xml.sax.handler import feature_external_ges, feature_namespaces
from xml.sax.xmlreader import AttributesNSImpl

from feedparser.api import StrictFeedParser

from ...errors import Refused
from ...limits import (
    FEED_ATTRIBUTE_LIMIT,
    FEED_DEPTH_LIMIT,
    FEED_ELEMENT_LIMIT,
    FEED_ENTRIES_HEARD,
    FEED_NAMESPACE_LIMIT,
)
from ...text.bent_addresses import straightened
from ...text.charset import SPOILT
from ..audience import NAMES, plain_name
from ..mending import mended, root_of
from ..wordpress.detection import is_export_namespace
from .named_picture import NamedPicture
from .names import FACTS, GROUP_TEXT, NAMES_OF_PICTURES, TAKEN, TEXTS
from .salvage import TornEntry, may_swallow, salvage

XHTML = "application/xhtml+xml"

# Elements that say who may see an entry, beside those that are known by their names anywhere.
_BLOGGER_TYPE = "blogger:type"
_POST_TYPE = "post_type"
_EXPORT = "http://wordpress.org/export/1.2/"

_NO = ("false", "0", "no")

# Prefixes of the elements that feedparser reads well.
_WELL_READ = frozenset(["", "content", "dc", "rdf", "xhtml"])

# Errors that feedparser raises over elements in odd places.
_CONFUSION = (LookupError, TypeError, ValueError, AttributeError, RecursionError)


def parse_feed_xml(text: str) -> "FeedXmlParser":
    """The parsed document, its lines counted from its first. Raises Refused if it is no feed."""
    start, root = root_of(text)
    line = text.count("\n", 0, start)
    document = text[start:]
    parsed = _heard(document, line)
    if parsed.torn:
        parsed = _heard(mended(document, root, FeedXmlParser.namespaces), line)
    if parsed.torn or SPOILT in document or may_swallow(document, len(parsed.entries)):
        return _heard_in_part(document, root, line) or parsed
    return parsed


def _heard(document: str, line: int) -> "FeedXmlParser":
    parsed = FeedXmlParser(line)
    parsed.parse(document)
    return parsed


def _heard_in_part(document: str, root: str, line: int) -> "FeedXmlParser | None":
    """What is heard of a document without its torn entries, which are told; None if it has none."""
    left = salvage(document, root, FeedXmlParser.namespaces)
    if not left.entries:
        return None
    parsed = _heard(left.text, line)
    parsed.torn_entries = [replace(entry, line=line + entry.line) for entry in left.torn]
    if not left.whole and parsed.fault is None:
        last = line + document.rstrip().count("\n") + 1
        parsed.fault = Refused(f"is no well-formed XML from line {last} on: it breaks off")
    return parsed


class FeedXmlParser(StrictFeedParser):  # type: ignore[misc]
    """feedparser without guesses; elements that it would mix up or lose are kept apart by name.

    Bounded are those that it would take too long for.

    entries  each with `line`, `lang`, `base`, `atom`, and under `own` what was kept apart
    deleted  ref and when of each at:deleted-entry (RFC 6721)
    fault    why nothing more was heard; the entries before it are whole
    torn     whether the fault is one of XML, which may be mended
    torn_entries  those that were not heard at all
    """

    namespaces = StrictFeedParser.namespaces | {
        "http://purl.org/atompub/tombstones/1.0": "at",
        "http://schemas.ingestion.microsoft.com/common/": "mi",
        "http://www.google.com/schemas/sitemap-image/1.1": "image",
        "http://base.google.com/ns/1.0": "g",
        "http://schemas.google.com/blogger/2018": "blogger",
        "http://news.yandex.ru": "yandex",
        "http://turbo.yandex.ru": "turbo",
        _EXPORT: "wp",
    }
    _matchnamespaces: dict[str, str] = {}  # noqa: RUF012 - which feedparser fills, once
    can_be_relative_uri = StrictFeedParser.can_be_relative_uri - {"id"}
    sanitize_html = False
    resolve_relative_uris = False

    def __init__(self, line: int) -> None:
        # Given an encoding, it would decode again what looks like UTF-8.
        super().__init__("", None, "")
        self.deleted: list[tuple[str, str | None]] = []
        self.fault: Refused | None = None
        self.torn = False
        self.torn_entries: Sequence[TornEntry] = ()
        self._line = line  # of those before the root
        self._depth = 0
        self._count = 0
        self._media: dict[str, Any] | None = None  # the media:content around what is heard
        self._groups = 0
        self._group = 0  # number of the media:group around it, 0 for none
        self._picture: NamedPicture | None = None  # of no standard, likewise

    def parse(self, text: str) -> None:
        """Hear a document to its end, or to its first fault."""
        try:
            self._hear(text)
        except Refused as refused:
            self.fault = refused
        except SAXParseException as error:
            line = self._line + (error.getLineNumber() or 0)
            message = error.getMessage()
            self.torn = True
            self.fault = Refused(f"is no well-formed XML from line {line} on: {message}")
        except _CONFUSION:
            self.fault = Refused("holds elements where no feed has them")
        if self.fault and self.inentry:
            self.entries.pop()

    def _hear(self, text: str) -> None:
        """Parse a document, and follow no reference out of it."""
        parser = ExpatParser()
        parser.setFeature(feature_namespaces, True)
        parser.setFeature(feature_external_ges, False)
        parser.setContentHandler(self)
        self.setDocumentLocator(parser)
        parser.feed(text.encode())
        parser.close()

    # Bounds

    def startElementNS(self, name: tuple[str, str], qname: str, attrs: AttributesNSImpl) -> None:
        """Begin an element. Raises Refused for more than any feed has."""
        self._depth += 1
        self._count += 1
        if self._depth > FEED_DEPTH_LIMIT:
            raise Refused(f"is nested deeper than {FEED_DEPTH_LIMIT:,} elements")
        if self._count > FEED_ELEMENT_LIMIT or len(attrs) > FEED_ATTRIBUTE_LIMIT:
            raise Refused("holds more elements, or more attributes of one, than any feed has")
        super().startElementNS(_known_name(name), qname, attrs)

    def endElementNS(self, name: tuple[str, str], qname: str) -> None:
        """End an element by the name it began with."""
        super().endElementNS(_known_name(name), qname)

    def track_namespace(self, prefix: str | None, uri: str) -> None:
        """Note a declared prefix. Raises Refused for more than any feed has."""
        super().track_namespace(prefix, uri)
        if len(self.namespaces_in_use) > FEED_NAMESPACE_LIMIT:
            raise Refused(f"declares more than {FEED_NAMESPACE_LIMIT} namespaces")

    # Keeping apart

    def unknown_starttag(self, tag: str, attrs: list[tuple[str, str]]) -> None:
        """Give an element to feedparser, or begin to keep it apart."""
        if self._picture or self._names_picture(tag):
            self._picture = self._picture or NamedPicture()
            self._picture.begin(tag, dict(attrs))
            self.push(tag, 0)
        elif self._is_well_read(tag):
            super().unknown_starttag(tag, attrs)
        elif tag in TEXTS or self._says_audience(tag):
            self.push(tag, 0)
        elif tag in FACTS:
            self._keep_fact(tag, dict(attrs))
        elif tag == "at:deleted-entry":
            self._keep_deletion(dict(attrs))
        elif tag == "media:group":
            self._groups += 1
            self._group = self._groups

    def unknown_endtag(self, tag: str) -> None:
        """End an element."""
        self._depth -= 1
        if self._picture:
            self._hear_picture(self._picture, self.pop(tag) or "")
        elif self._is_well_read(tag):
            super().unknown_endtag(tag)
            self.baseuri = self.basestack[-1] if self.basestack else ""
        elif tag in TEXTS:
            self._keep_text(tag, self.pop(tag))
        elif self._says_audience(tag):
            self._own().setdefault("audience", []).append((tag, self.pop(tag)))
        elif tag in FACTS:
            self._end_fact(tag, self.pop(tag) or "")
        elif tag == "media:group":
            self._group = 0

    def _names_picture(self, tag: str) -> bool:
        """Whether an element is one in which sources name the picture of an entry."""
        return bool(self.inentry) and not self.incontent and tag in NAMES_OF_PICTURES

    def _hear_picture(self, picture: NamedPicture, text: str) -> None:
        """End an element of a picture, which is kept at its end."""
        if picture.end(text):
            kind, facts = picture.facts()
            self._own().setdefault(kind, []).append(facts)
            self._picture = None

    def _is_well_read(self, tag: str) -> bool:
        """Whether feedparser should read an element: any within a content, else some.

        It writes a prefix before `_`, so that `media_title` would be Media RSS's.
        """
        if self.incontent:
            return tag not in FACTS and not tag.startswith("media:")
        prefix, _, _ = tag.rpartition(":")
        if tag in TEXTS or tag in TAKEN or "_" in tag or self._says_audience(tag):
            return False
        return prefix in _WELL_READ

    def _says_audience(self, tag: str) -> bool:
        """Whether an element says who may see the entry around it: that of its author does not."""
        if not self.inentry or self.inauthor or tag in TEXTS or tag in FACTS:
            return False
        return tag == _BLOGGER_TYPE or is_post_type(tag) or plain_name(tag) in NAMES

    def _keep_text(self, tag: str, text: str) -> None:
        """Keep the first text of an element, for the media:content around it, else the entry."""
        if text:
            owner = self._own() if self._media is None else self._media
            owner.setdefault(tag, text)
            if tag == "media:description" and self._group and self._media is None:
                owner.setdefault(GROUP_TEXT, text)

    def _keep_fact(self, tag: str, attributes: dict[str, Any]) -> None:
        """Keep the attributes of an element; texts within a media:content are its own."""
        self.push(tag, 0)
        self._own().setdefault(tag, []).append(attributes)
        if tag == "media:content":
            self._media = attributes
            attributes["group"] = self._group

    def _end_fact(self, tag: str, text: str) -> None:
        """End an element that is kept for its attributes; its address may stand as its text."""
        if tag == "media:content":
            self._media = None
        facts = self._own().get(tag)
        if facts and "/" in text:
            facts[-1].setdefault("href" if tag == "itunes:image" else "url", text.strip())

    def _keep_deletion(self, attributes: dict[str, str]) -> None:
        """Keep a tombstone that names an entry."""
        if "ref" in attributes:
            self.deleted.append((attributes["ref"], attributes.get("when")))

    def _own(self) -> dict[str, Any]:
        """The elements that are kept apart of the entry, or feed, that is being heard."""
        own: dict[str, Any] = self._get_context().setdefault("own", {})
        return own

    # Done otherwise than in feedparser

    def resolve_uri(self, uri: str) -> str:
        """An address resolved against what xml:base says around it, however it is bent."""
        return straightened(uri, self.baseuri or None)

    def map_content_type(self, content_type: str) -> str:
        """The media type of a content, where all of XML is taken for XHTML."""
        kind = str(super().map_content_type(content_type))
        return XHTML if kind.endswith("xml") else kind

    def _is_base64(self, attrs_d: dict[str, str], _contentparams: object) -> bool:
        """Whether a content is in base64: only if it says so, never by its type."""
        return attrs_d.get("mode") == "base64"

    def _start_item(self, attrs_d: dict[str, str]) -> None:
        """Begin an entry, which remembers where it stands."""
        if len(self.entries) == FEED_ENTRIES_HEARD:
            raise Refused(f"holds more than {FEED_ENTRIES_HEARD:,} entries; the rest is not read")
        if self.inentry:  # what stands behind the inner one would be nobody's, a status as well
            self.torn = True
            raise Refused("holds an entry within another")
        super()._start_item(attrs_d)
        line = self._line + self._locator.getLineNumber()
        self.entries[-1].update(line=line, lang=self.lang, base=self.baseuri)
        told = [(name, value) for name, value in attrs_d.items() if plain_name(name) in NAMES]
        self._own().setdefault("audience", []).extend(told)
        self.entries[-1]["atom"] = self.version.startswith("atom")

    _start_entry = _start_item

    def _start_guid(self, attrs_d: dict[str, str]) -> None:
        """Begin a guid; what it claims to be holds beside an empty link, too."""
        super()._start_guid(attrs_d)
        if attrs_d.get("ispermalink", "true").strip().lower() not in _NO:
            self._own()["guid:permalink"] = "true"

    def _end_author(self) -> None:
        """End an author, whose name may be the text itself (RSS)."""
        text = self.pop("author")
        self.inauthor = 0
        self._get_context()["authors"][-1].setdefault("name", text)

    def _sync_author_detail(self, key: str = "author") -> None:
        """Do nothing: feedparser looks for an address in the square of the text's length."""

    def _add_tag(self, term: str | None, scheme: str | None, label: str | None) -> None:
        """Keep a category without comparing it with all others."""
        tag = {"term": term, "scheme": scheme, "label": label}
        self._get_context().setdefault("tags", []).append(tag)


def is_post_type(tag: str) -> bool:
    """Whether an element is WordPress's type of a post, in any namespace."""
    return tag.rpartition(":")[2] == _POST_TYPE


def _known_name(name: tuple[str, str]) -> tuple[str, str]:
    """A name of an element; all versions of WordPress's exports are one."""
    space, local = name
    return (_EXPORT, local) if space and is_export_namespace(space) else name
