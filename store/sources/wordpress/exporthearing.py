"""What expat hears of an export: the authors of its head, and its items with what is kept of them.

Hears one document, and refuses more than any export has. How an export becomes such documents is
told in exportstream.
"""

from dataclasses import dataclass, field
from html import escape
from xml.parsers import expat

from ...errors import Refused
from ...limits import (
    EXPORT_AUTHORS_LIMIT,
    EXPORT_CATEGORIES_LIMIT,
    EXPORT_DEPTH_LIMIT,
    EXPORT_ITEM_LIMIT,
    EXPORT_NAMES_LIMIT,
)
from ...text.charset import SPOILT
from ...text.remembered import Remembered
from .detection import is_export_namespace

_ELEMENT_COST = 64  # bytes of an element beside its text
_NAME_LENGTH = 250  # of an author
_ITEM_DEPTH = 3  # rss, channel, item
NAMESPACES = {
    "http://wordpress.org/export/1.2/": "wp",
    "http://wordpress.org/export/1.2/excerpt/": "excerpt",
    "http://purl.org/rss/1.0/modules/content/": "content",
    "http://purl.org/dc/elements/1.1/": "dc",
}
# Of a network, the `base_site_url` is that of its first site, whatever site is exported.
HOMES = ("wp:base_blog_url", "wp:base_site_url", "link")
_PREFIXES = {space: f"{prefix}:" for space, prefix in NAMESPACES.items()}
# Elements in which an export that another program wrote may have HTML as it stands.
_TEXTS = frozenset("title description content:encoded excerpt:encoded".split())
_VOID = frozenset("br hr img wbr".split())  # which HTML never ends
_META = frozenset(
    "_thumbnail_id _wp_attachment_image_alt _wp_attachment_metadata cap-display_name"
    " cap-user_login _expiration-date _expiration-date-status"
    " _members_access_role".split()
)

# A category of the head: its parts, by the names that `wp:category` and `wp:term` give them.
_CATEGORY = {
    "wp:category_nicename": "slug",
    "wp:category_parent": "parent",
    "wp:cat_name": "name",
    "wp:term_taxonomy": "taxonomy",
    "wp:term_slug": "slug",
    "wp:term_parent": "parent",
    "wp:term_name": "name",
}

# Files that play: WordPress's own and PowerPress's, and that of Seriously Simple Podcasting.
_FILES = ("enclosure", "_podcast:enclosure", "audio_file")

# Who wrote a post, by number (Molongui) or by name (guest authors of themes).
_BYLINES = ("_molongui_author", "guest-author", "guest_author", "sfly_guest_author_names", "byline")

Declarations = dict[str, str]
"""Addresses of namespaces by their prefixes; "" is that of names without any."""


@dataclass(slots=True)
class ExportItem:
    """A post, page or attachment as an export tells it.

    line   where it begins
    text   the text of each of its elements
    terms  domain, nicename and label, which is HTML, of each category and tag
    meta   the values of _META, as far as it has them
    files  those of _FILES
    writers  those of _BYLINES
    whole  whether all of it could be kept
    """

    line: int
    text: dict[str, str] = field(default_factory=dict)
    terms: list[tuple[str, str, str]] = field(default_factory=list)
    meta: dict[str, str] = field(default_factory=dict)
    files: list[str] = field(default_factory=list)
    writers: list[str] = field(default_factory=list)
    whole: bool = True

    def __getitem__(self, name: str) -> str:
        """The text of an element without white space around it, "" where there is none."""
        return self.text.get(name, "").strip()

    @property
    def spoilt(self) -> bool:
        """Whether a text of it holds bytes that are none of the charset of the export."""
        texts = [*self.text.values(), *self.meta.values()]
        for term in self.terms:
            texts += term
        return any(SPOILT in text for text in texts)


class ExportHearing:
    """Hears one document: a head, or an item; or what stands between two.

    declared  its namespaces
    items     its items
    terms     the categories of a head, whose parents are slugs
    head      the addresses of its site, and the parts of its last author, by their elements
    """

    def __init__(self, authors: dict[str, str], line: int) -> None:
        self.declared: Declarations = {}
        self.items: list[ExportItem] = []
        self.terms: list[dict[str, str]] = []
        self.head: dict[str, str] = {}
        self._term_parts: dict[str, str] = {}
        self._authors = authors
        self._line = line
        self._item: ExportItem | None = None
        self._size = 0  # of the item, or of what stands between two
        self._path: list[str] = []
        self._texts: list[str] = []
        self._attributes: dict[str, str] = {}
        self._parser = self._new_parser()

    def _new_parser(self) -> expat.XMLParserType:
        """A parser of expat that tells this reader what it hears."""
        parser = expat.ParserCreate(namespace_separator=" ")
        parser.buffer_text = True
        parser.StartNamespaceDeclHandler = self._declare
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._text
        return parser

    def hear(self, text: str, *, is_whole: bool = False) -> None:
        """Hear a document, or the beginning of one. Raises ExpatError and Refused."""
        self._parser.Parse(text, is_whole)

    # Events of expat

    def _declare(self, prefix: str | None, space: str | None) -> None:
        """Note a namespace."""
        if space:
            self.declared.setdefault(prefix or "", space)

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        """Begin an element, which may be an item. Raises Refused for more than any export has."""
        name = _PREFIXED[name]
        self._path.append(name)
        if self._is_within_text():
            self._text(_tag(name, attributes))
        else:
            self._texts = []
        self._attributes = attributes
        if name == "item" and len(self._path) == _ITEM_DEPTH:
            self._item = ExportItem(self._line + self._parser.CurrentLineNumber - 1)
            self._size = 0
        if len(self._path) > EXPORT_DEPTH_LIMIT:
            raise Refused("is nested deeper than any export")
        if len(self._parser.intern) > EXPORT_NAMES_LIMIT:
            raise Refused(
                f"has more than {EXPORT_NAMES_LIMIT:,} names of elements: that is no export"
            )
        self._fits(_ELEMENT_COST + sum(map(len, attributes.values())))

    def _text(self, text: str) -> None:
        """Keep a piece of text, as long as it fits."""
        if self._fits(len(text)):
            self._texts.append(text)

    def _end(self, _: str) -> None:
        """End an element, which is kept, or makes an item ready."""
        if self._is_within_text():
            name = self._path.pop()
            self._text("" if name in _VOID else f"</{name}>")
            return
        name = self._path.pop()
        text = "".join(self._texts)
        self._texts = []
        if self._item is None:
            self._keep_head(name, text)
        elif len(self._path) == _ITEM_DEPTH - 1:
            self.items.append(self._item)
            self._item = None
            self._size = 0
        elif self._item.whole:
            self._keep(self._item, name, text)

    # Keeping

    def _is_within_text(self) -> bool:
        """Whether an element is HTML in a text of the item."""
        return len(self._path) > _ITEM_DEPTH + 1 and self._path[_ITEM_DEPTH] in _TEXTS

    def _fits(self, size: int) -> bool:
        """Whether so much more is kept. Readers' comments are not, and count for nothing."""
        if len(self._path) > _ITEM_DEPTH and self._path[_ITEM_DEPTH] == "wp:comment":
            return False
        self._size += size
        if self._size <= EXPORT_ITEM_LIMIT:
            return True
        if self._item is None:
            raise Refused("holds more text outside of its items than any export")
        self._item.whole = False
        return False

    def _keep(self, item: ExportItem, name: str, text: str) -> None:
        """Keep an element of an item."""
        is_own = len(self._path) == _ITEM_DEPTH
        if name == "category" and is_own:
            item.terms.append(self._term(text))
        elif name == "wp:meta_key":
            item.text["meta"] = text.strip()
        elif name == "wp:meta_value":
            key = item["meta"]
            if key in _META:
                item.meta[key] = text
            elif key in _FILES and SPOILT not in text:
                item.files.append(text)
            elif key in _BYLINES and SPOILT not in text and text.strip():
                item.writers.append(text.strip()[:_NAME_LENGTH])
        elif is_own or name == "draft":  # within app:control, as feeds have it
            item.text[name] = text

    def _term(self, label: str) -> tuple[str, str, str]:
        """A category or tag; exports before 1.1 name no domain."""
        domain = self._attributes.get("domain", "") or "category"
        nicename = self._attributes.get("nicename", "")
        return domain, nicename, label.strip()

    def _keep_head(self, name: str, text: str) -> None:
        """Keep an element that stands outside of the items: site and authors are told there."""
        self._size = 0
        if name in HOMES and len(self._path) == _ITEM_DEPTH - 1 and text.strip():
            self.head.setdefault(name, text.strip())
        if name in ("wp:author_login", "wp:author_display_name", "wp:author_id"):
            self.head[name] = text.strip()[:_NAME_LENGTH]
        elif name == "wp:author":
            self._keep_author()
        elif name in _CATEGORY:
            self._term_parts[_CATEGORY[name]] = text.strip()[:_NAME_LENGTH]
        elif name in ("wp:category", "wp:term"):
            self._keep_term()

    def _keep_author(self) -> None:
        """Keep the name of an author by the login."""
        name = self.head.get("wp:author_display_name", "")
        if SPOILT not in name and len(self._authors) < EXPORT_AUTHORS_LIMIT:
            self._authors[self.head.get("wp:author_login", "")] = name
            self._authors[f"user-{self.head.get('wp:author_id', '')}"] = name

    def _keep_term(self) -> None:
        """Keep a category of the head; tags and menus are none."""
        term = self._term_parts
        self._term_parts = {}
        is_category = term.get("taxonomy", "category") == "category"
        is_whole = SPOILT not in "".join(term.values())
        if is_category and is_whole and len(self.terms) < EXPORT_CATEGORIES_LIMIT:
            self.terms.append(term)


def _tag(name: str, attributes: dict[str, str]) -> str:
    """The opening tag of an element as HTML."""
    told = "".join(f' {key}="{escape(value)}"' for key, value in attributes.items())
    return f"<{name}{told}>"


def _prefixed(name: str) -> str:
    """A name with the usual prefix of its namespace, whatever the version of the export."""
    space, _, local = name.rpartition(" ")
    space = space.replace("https:", "http:", 1)
    if is_export_namespace(space):
        prefix = "excerpt:" if space.rstrip("/").endswith("/excerpt") else "wp:"
        return f"{prefix}{local}"
    return f"{_PREFIXES.get(space, '')}{local}"


# The same names begin all elements of all items.
_PREFIXED = Remembered(_prefixed, most=2_000, longest=300)
