"""The only module that drives feedparser, and keeps apart what it gets wrong: RSS, RDF and Atom as
they are written.

What is well-formed is heard as it stands; else what can be mended without loss is mended, and the
rest is a fault. feedparser guesses, cleans and resolves nothing here, and opens nothing: it is
given events, never a name.
"""

from typing import Any
from xml.sax import SAXParseException
from xml.sax.expatreader import ExpatParser
from xml.sax.handler import feature_external_ges, feature_namespaces
from xml.sax.xmlreader import AttributesNSImpl

from feedparser.api import StrictFeedParser

from ...errors import Refused
from ...limits import ENTRY_LIMIT
from .mending import NAMESPACE_LIMIT, mended, root_of

DEPTH_LIMIT = 1_000
ELEMENT_LIMIT = 500_000
ATTRIBUTE_LIMIT = 1_000
XHTML = "application/xhtml+xml"
DATES = "pubdate published issued dcterms:issued dc:date created dcterms:created".split()
CHANGES = "dcterms:modified updated modified".split()
EXPIRIES = "mi:expirationdate expirationdate dcterms:valid".split()
_OTHER = (
    "lastbuilddate dc:source feedburner:origlink itunes:author media:credit media:description"
    " media:title".split()
)
_TEXTS = frozenset([*DATES, *CHANGES, *EXPIRIES, *_OTHER])
_FACTS = frozenset(["media:content", "media:thumbnail", "media:status", "itunes:image"])
_HEARD = frozenset(["", "content", "dc", "rdf", "xhtml"])


def parse_feed_xml(text: str) -> "FeedXmlParser":
    """What a document says, its lines counted from its first. Raises Refused where it is no feed at
    all.
    """
    start, root = root_of(text)
    before = text.count("\n", 0, start)
    hearer = FeedXmlParser(before)
    hearer.listen(text[start:])
    if hearer.torn:
        hearer = FeedXmlParser(before)
        hearer.listen(mended(text[start:], root, FeedXmlParser.namespaces))
    return hearer


class FeedXmlParser(StrictFeedParser):  # type: ignore[misc]
    """feedparser, but what it would mix up, lose, or take too long for is kept apart by the name of
    its element.

    entries  each with `line`, `lang`, `base`, and under `own` what was kept apart
    deleted  ref and when of each at:deleted-entry (RFC 6721)
    fault    why nothing more was heard; the entries before it are whole
    torn     whether the fault is one of XML, which may be mended
    """

    namespaces = StrictFeedParser.namespaces | {
        "http://purl.org/atompub/tombstones/1.0": "at",
        "http://schemas.ingestion.microsoft.com/common/": "mi",
    }
    _matchnamespaces: dict[str, str] = {}  # noqa: RUF012 - which feedparser fills, once
    can_be_relative_uri = StrictFeedParser.can_be_relative_uri - {"id"}
    sanitize_html = resolve_relative_uris = False

    def __init__(self, before: int) -> None:
        super().__init__(
            "", None, ""
        )  # given an encoding, it would decode again what looks like UTF-8
        self.deleted: list[tuple[str, str | None]] = []
        self.fault: Refused | None = None
        self.torn = False
        self._before, self._level, self._count = before, 0, 0
        self._media: dict[str, Any] | None = None

    def listen(self, text: str) -> None:
        """Hear a document to its end, or to its first fault."""
        parser = ExpatParser()
        parser.setFeature(feature_namespaces, True)
        parser.setFeature(feature_external_ges, False)
        parser.setContentHandler(self)
        self.setDocumentLocator(parser)
        try:
            parser.feed(text.encode())
            parser.close()
        except Refused as refused:
            self.fault = refused
        except SAXParseException as error:
            line = self._before + (error.getLineNumber() or 0)
            self.torn, self.fault = (
                True,
                Refused(f"is no well-formed XML from line {line} on: {error.getMessage()}"),
            )
        except (
            LookupError,
            TypeError,
            ValueError,
            AttributeError,
            RecursionError,
        ):  # feedparser's own
            self.fault = Refused("holds elements where no feed has them")
        if self.fault and self.inentry:
            self.entries.pop()

    def startElementNS(self, name: tuple[str, str], qname: str, attrs: AttributesNSImpl) -> None:
        """Bounded where feedparser would take long: of attributes, the square of their number."""
        self._level, self._count = self._level + 1, self._count + 1
        if self._level > DEPTH_LIMIT:
            raise Refused(f"is nested deeper than {DEPTH_LIMIT:,} elements")
        if self._count > ELEMENT_LIMIT or len(attrs) > ATTRIBUTE_LIMIT:
            raise Refused("holds more elements, or more attributes of one, than any feed has")
        super().startElementNS(name, qname, attrs)

    def unknown_starttag(self, tag: str, attrs: list[tuple[str, str]]) -> None:
        if self.incontent or self._is_heard(tag):
            super().unknown_starttag(tag, attrs)
        elif tag in _TEXTS:
            self.push(tag, 0)
        elif tag in _FACTS:
            self._own().setdefault(tag, []).append(dict(attrs))
            self._media = self._own()[tag][-1] if tag == "media:content" else self._media
        elif tag == "at:deleted-entry":
            said = dict(attrs)
            self.deleted += [(said["ref"], said.get("when"))] if "ref" in said else []

    def unknown_endtag(self, tag: str) -> None:
        self._level -= 1
        if self.incontent or self._is_heard(tag):
            super().unknown_endtag(tag)
        elif tag in _TEXTS and (text := self.pop(tag)):
            (self._own() if self._media is None else self._media).setdefault(tag, text)
        elif tag == "media:content":
            self._media = None

    @staticmethod
    def _is_heard(tag: str) -> bool:
        return tag.rpartition(":")[0] in _HEARD and tag not in _TEXTS and "_" not in tag

    def _own(self) -> dict[str, Any]:
        own: dict[str, Any] = self._get_context().setdefault("own", {})
        return own

    def track_namespace(self, prefix: str | None, uri: str) -> None:
        super().track_namespace(prefix, uri)
        if len(self.namespaces_in_use) > NAMESPACE_LIMIT:
            raise Refused(f"declares more than {NAMESPACE_LIMIT} namespaces")

    def map_content_type(self, content_type: str) -> str:
        kind = str(super().map_content_type(content_type))
        return XHTML if kind.endswith("xml") else kind

    def _is_base64(self, attrs_d: dict[str, str], _contentparams: object) -> bool:
        return attrs_d.get("mode") == "base64"

    def _start_item(self, attrs_d: dict[str, str]) -> None:
        if len(self.entries) == ENTRY_LIMIT:
            raise Refused(f"holds more than {ENTRY_LIMIT:,} entries; the rest is not read")
        super()._start_item(attrs_d)
        line = self._before + self._locator.getLineNumber()
        self.entries[-1].update(line=line, lang=self.lang, base=self.baseuri)

    _start_entry = _start_item

    def _end_author(self) -> None:
        text, self.inauthor = self.pop("author"), 0
        self._get_context()["authors"][-1].setdefault("name", text)

    def _sync_author_detail(self, key: str = "author") -> None:
        """It looks for an address in a time that grows with the square of the text."""

    def _add_tag(self, term: str | None, scheme: str | None, label: str | None) -> None:
        """Without comparing each with all."""
        self._get_context().setdefault("tags", []).append({"term": term, "label": label})
