"""The fields of a record, each declared once: its names, its kind and its meaning.

Other spellings, the shapes that are taken, the JSON Schema and the table of `docs/records.md` are
made from this declaration. Says nothing of what a value must be like: that is for `prepare`.
"""

from dataclasses import dataclass
from dataclasses import fields as parts_of
from enum import Enum, auto
from functools import cached_property
from typing import get_args, get_type_hints

from ..draft import DraftAuthor, DraftEnclosure, DraftImage, DraftRelated, DraftSource


class FieldKind(Enum):
    """What may stand in a field that holds no object."""

    TEXT = auto()
    BODY = auto()  # a text, and at most one of these in a record
    ID = auto()  # a text or a whole number
    DATE = auto()  # a text, or seconds since 1970
    FLAG = auto()  # true or false


@dataclass(frozen=True)
class ObjectShape:
    """An object within a record: its type, and the part that a text alone stands for."""

    type: type
    main: str

    @cached_property
    def parts(self) -> frozenset[str]:
        """Names of all parts."""
        return frozenset(part.name for part in parts_of(self.type))

    @cached_property
    def numbers(self) -> frozenset[str]:
        """Names of the parts that are whole numbers."""
        hints = get_type_hints(self.type)
        return frozenset(name for name, hint in hints.items() if int in get_args(hint))


@dataclass(frozen=True, slots=True)
class RecordField:
    """One field of a record.

    name         its name in a record, in `Draft` and in what `record.fields()` writes
    description  its meaning, as the JSON Schema and the documentation give it
    kind         what may stand in it, unless `shape` says which object
    many         a list; one value may stand for a list of one
    aliases      other spellings of its name
    note         what the documentation says beside the description
    """

    name: str
    description: str
    kind: FieldKind = FieldKind.TEXT
    many: bool = False
    shape: ObjectShape | None = None
    aliases: tuple[str, ...] = ()
    note: str = ""


_DECLARED = (
    RecordField(
        "id",
        "The source's own id of the article; it stays the same when the article is edited.",
        kind=FieldKind.ID,
        aliases=("guid",),
        note="At most 2,048 characters.",
    ),
    RecordField(
        "url",
        "The canonical address, http or https; raw Arabic is welcome.",
        aliases=("link",),
    ),
    RecordField(
        "title",
        "The headline, plain text, at most 1,000 characters. Nothing is accepted without one.",
        aliases=("headline",),
    ),
    RecordField(
        "html",
        "The body as HTML. At most one of html, markdown and text.",
        kind=FieldKind.BODY,
        aliases=("body_html", "content_html"),
        note="At most 1,000,000 characters.",
    ),
    RecordField(
        "markdown",
        "The body as Markdown (CommonMark with tables).",
        kind=FieldKind.BODY,
    ),
    RecordField(
        "text",
        "The body as plain text, a paragraph a line.",
        kind=FieldKind.BODY,
        aliases=("content_text", "body"),
    ),
    RecordField(
        "summary",
        "A summary; the beginning of the body where it is missing.",
        aliases=("description", "excerpt", "dek"),
    ),
    RecordField(
        "authors",
        "Who wrote it: names, or objects with name and url.",
        many=True,
        shape=ObjectShape(DraftAuthor, "name"),
        aliases=("author",),
    ),
    RecordField(
        "sections",
        "The sections it belongs to: slugs, titles or aliases.",
        many=True,
        aliases=("section", "category", "categories"),
    ),
    RecordField(
        "tags",
        "Tags, as they are written.",
        many=True,
        aliases=("tag", "keywords"),
    ),
    RecordField(
        "published",
        "When it was published, in any common form; the newsroom's zone where none is given.",
        kind=FieldKind.DATE,
        aliases=("date", "pubDate", "date_published", "datePublished"),
    ),
    RecordField(
        "updated",
        "When it was last changed.",
        kind=FieldKind.DATE,
        aliases=("modified", "date_modified", "dateModified"),
    ),
    RecordField(
        "publish_at",
        "An embargo: it appears at this moment, which is its date from then on.",
        kind=FieldKind.DATE,
        aliases=(
            *("embargo", "embargo_until", "embargoed_until", "not_before", "notBefore"),
            *("publish_date", "publishDate", "scheduled_at", "scheduled_for"),
        ),
    ),
    RecordField(
        "expires_at",
        "It leaves the feeds at this moment, and no feed says a word.",
        kind=FieldKind.DATE,
        aliases=(
            *("expires", "expiry", "expiry_date", "expiryDate", "expire_at", "unpublish_at"),
            *("not_after", "notAfter", "valid_until"),
        ),
    ),
    RecordField(
        "language",
        "A language tag such as ar or ar-EG.",
        aliases=("lang",),
        note="A tag that the text contradicts is ignored.",
    ),
    RecordField(
        "image",
        "Its picture: an address, or an object with url, alt, credit, width, height and length.",
        shape=ObjectShape(DraftImage, "url"),
        note="Where it is missing, the first picture of the body stands for it, but no avatar,"
        " icon (a side below 50 pixels) or banner (five times as long as high).",
    ),
    RecordField(
        "enclosures",
        "Attached media: addresses, or objects with url, type and length in bytes.",
        many=True,
        shape=ObjectShape(DraftEnclosure, "url"),
        aliases=("enclosure",),
        note="`type` is a media type.",
    ),
    RecordField(
        "related",
        "Related articles: titles, or objects with title and url.",
        many=True,
        shape=ObjectShape(DraftRelated, "title"),
    ),
    RecordField(
        "source",
        "Who published it first: a name, or an object with name and url.",
        shape=ObjectShape(DraftSource, "name"),
    ),
    RecordField(
        "syndicate",
        "What feeds may carry of it: full, summary or none.",
        note="Without it, `full`.",
    ),
    RecordField(
        "correction",
        "This edit is significant: readers are told, even if little changed.",
        kind=FieldKind.FLAG,
    ),
    RecordField(
        "credit",
        "A credit line; it stands below the article on its page, and in no feed.",
    ),
)
RECORD_FIELDS = {field.name: field for field in _DECLARED}
ALIASES = {alias: field.name for field in _DECLARED for alias in field.aliases}
BODIES = tuple(field.name for field in _DECLARED if field.kind is FieldKind.BODY)
PRIVATE = ("_", "x-")  # keys that begin so are the sender's own, and are passed over
FLAGS = {"true": True, "yes": True, "false": False, "no": False}  # texts that stand for a flag
