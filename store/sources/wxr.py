"""WordPress's export (WXR 1.0 to 1.2): posts, each a Draft of a backfill; drafts and private ones are counted.

Streamed, twice: pictures are attachments, which may stand behind the posts that show them. expat opens nothing, no
document type is accepted, and no item may be larger than its budget.
"""

import logging
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from html import unescape
from typing import BinaryIO
from xml.parsers import expat

from ..article import Said
from ..errors import Place, Refused
from . import record
from .file import File
from .shortcodes import expand

ITEM_LIMIT = 8_000_000
_PIECE = 65_536
_EXPORT = b"http://wordpress.org/export/"
_CONTROLS = bytes(code for code in range(32) if code not in b"\t\n\r")
_SIZE = re.compile(r's:(5:"width|6:"height)";(?:i:|s:\d:")(\d{1,5})')
_SPACES = {
    "http://purl.org/rss/1.0/modules/content/": "content:",
    "http://purl.org/dc/elements/1.1/": "dc:",
}
_META = frozenset({"_thumbnail_id", "_wp_attachment_image_alt", "_wp_attachment_metadata"})

_Image = dict[str, object] | None

_log = logging.getLogger("nashra.sources")


@dataclass(slots=True)
class _Item:
    """What one item says: text by its element, terms as (domain, nicename, label), the meta that is asked for."""

    line: int
    text: dict[str, str] = field(default_factory=dict)
    terms: list[tuple[str, str, str]] = field(default_factory=list)
    meta: dict[str, str] = field(default_factory=dict)
    whole: bool = True

    def __getitem__(self, name: str) -> str:
        return self.text.get(name, "").strip()


def is_export(stream: BinaryIO) -> bool:
    """Whether a file that can be read again begins like an export."""
    found = _EXPORT in stream.read(4_096)
    stream.seek(0)
    return found


def read(file: File) -> Iterator[Said]:
    """The posts of an export, in its order."""
    if not file.stream.seekable():
        yield Refused("an export is read twice: save it, and name the file", place=Place(file.name))
        return
    left_out: Counter[str] = Counter()
    try:
        attachments = (one for one in _Reader(file.stream).items() if one["wp:post_type"] == "attachment")
        pictures = {one["wp:post_id"]: _image(one) for one in attachments}
        file.stream.seek(0)
        reader = _Reader(file.stream)
        for item in reader.items():
            if item["wp:post_type"] not in ("post", ""):
                continue
            if item["wp:status"] not in ("publish", "") or item["wp:post_password"]:
                left_out[item["wp:status"] if item["wp:status"] != "publish" else "with a password"] += 1
                continue
            yield _draft(item, pictures, reader.authors, file)
    except Refused as refused:
        yield refused.at(Place(file.name))
    if left_out:
        counted = ", ".join(f"{count} {status}" for status, count in sorted(left_out.items()))
        _log.info("%s: posts left out: %s", file.name, counted)


def _draft(item: _Item, pictures: dict[str, _Image], authors: dict[str, str], file: File) -> Said:
    place, author = Place(file.name, item.line), authors.get(item["dc:creator"], item["dc:creator"])
    if not item.whole:
        return Refused(f"is a post of more than {ITEM_LIMIT:,} characters", place=place)
    sections = [name for domain, nicename, label in item.terms if domain == "category" for name in (label, nicename)]
    fields = {
        "id": item["wp:post_id"] or item["guid"] or None,
        "url": item["link"] or None,
        "title": unescape(item["title"]),
        "html": expand(item["content:encoded"]) or None,
        "summary": item["excerpt:encoded"][:64_000] or None,
        "authors": [author] if author else [],
        "sections": [name for name in dict.fromkeys(sections) if name],
        "tags": list(dict.fromkeys(label for domain, _, label in item.terms if domain != "category" and label)),
        "published": _moment(item, "wp:post_date") or item["pubDate"] or None,
        "updated": _moment(item, "wp:post_modified"),
        "image": pictures.get(item.meta.get("_thumbnail_id", "").strip()),
    }
    try:
        return replace(record.draft(fields, place, file.folder), export=True)
    except Refused as refused:
        return refused


def _moment(item: _Item, name: str) -> str | None:
    """Its `..._gmt`, which is UTC though it does not say so; else the newsroom's own time."""
    gmt, local = item[f"{name}_gmt"], item[name]
    if gmt and not gmt.startswith("0000"):
        return f"{gmt}Z"
    return local if local and not local.startswith("0000") else None


def _image(attachment: _Item) -> _Image:
    if not attachment["wp:attachment_url"]:
        return None
    found = _SIZE.findall(attachment.meta.get("_wp_attachment_metadata", ""))
    size = {name.partition('"')[2]: int(digits) or None for name, digits in reversed(found)}  # its own stands first
    alt = attachment.meta.get("_wp_attachment_image_alt", "").strip()[:1_000]
    return {"url": attachment["wp:attachment_url"], "alt": alt or None, **size}


class _Reader:
    """Items of a stream, one after the other; authors are those of its head, by login."""

    def __init__(self, stream: BinaryIO) -> None:
        self.authors: dict[str, str] = {}
        self._stream = stream
        self._ready: list[_Item] = []
        self._item: _Item | None = None
        self._path: list[str] = []
        self._said: list[str] = []
        self._size = 0
        self._author: dict[str, str] = {}
        self._attributes: dict[str, str] = {}
        self._parser = parser = expat.ParserCreate(namespace_separator=" ")
        parser.buffer_text = True
        parser.StartDoctypeDeclHandler = self._doctype
        parser.StartElementHandler, parser.EndElementHandler = self._start, self._end
        parser.CharacterDataHandler = self._text

    def items(self) -> Iterator[_Item]:
        """Raises Refused where the export is broken; what stands before that was yielded."""
        try:
            while piece := self._stream.read(_PIECE):
                self._parser.Parse(piece.translate(None, _CONTROLS), False)
                yield from self._ready
                self._ready.clear()
            self._parser.Parse(b"", True)
        except expat.ExpatError as error:
            yield from self._ready
            line = error.lineno
            raise Refused(f"is no well-formed export from line {line} on: {expat.ErrorString(error.code)}") from error
        yield from self._ready

    def _doctype(self, *_: object) -> None:
        raise Refused("has a document type, which no export has: it may be a bomb")

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        name = _short(name)
        self._path.append(name)
        self._said, self._attributes = [], attributes
        if name == "item" and len(self._path) == 3:
            self._item, self._size = _Item(self._parser.CurrentLineNumber), 0
        if len(self._path) > 20:
            raise Refused("is nested deeper than any export")

    def _text(self, text: str) -> None:
        if self._path[3:4] == ["wp:comment"]:
            return
        self._size += len(text)
        if self._size <= ITEM_LIMIT:
            self._said.append(text)
        elif self._item is None:
            raise Refused("holds more text outside of its items than any export")
        else:
            self._item.whole = False

    def _end(self, _: str) -> None:
        name, text = self._path.pop(), "".join(self._said)
        item, depth, self._said = self._item, len(self._path), []
        if item is None:
            self._head(name, text)
        elif depth == 2:
            self._ready.append(item)
            self._item, self._size = None, 0
        elif name == "category" and depth == 3:
            domain, nicename = (self._attributes.get(key, "") for key in ("domain", "nicename"))
            item.terms.append((domain or "category", nicename, unescape(text).strip()))
        elif name == "wp:meta_key":
            item.text["meta"] = text.strip()
        elif name == "wp:meta_value":
            if (key := item["meta"]) in _META:
                item.meta[key] = text
        elif depth == 3:
            item.text[name] = text

    def _head(self, name: str, text: str) -> None:
        self._size = 0
        if name in ("wp:author_login", "wp:author_display_name"):
            self._author[name] = text.strip()
        elif name == "wp:author":
            self.authors[self._author.get("wp:author_login", "")] = self._author.get("wp:author_display_name", "")


def _short(name: str) -> str:
    """Of each namespace its usual prefix, whatever the version of the export."""
    space, _, local = name.rpartition(" ")
    if space.startswith("http://wordpress.org/export/"):
        return f"{'excerpt' if space.endswith('/excerpt/') else 'wp'}:{local}"
    return f"{_SPACES.get(space, '')}{local}"
