"""The shape of a record, the same for every source: fields in, Draft out; and its JSON Schema, made
from the code.

Says of what type a field is, never what may stand in it: that is for prepare.
"""

import difflib
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, is_dataclass, replace
from dataclasses import fields as dataclass_fields
from typing import Any

from pydantic import TypeAdapter, ValidationError

from ..draft import (
    Draft,
    DraftAuthor,
    DraftEnclosure,
    DraftImage,
    DraftRelated,
    DraftSource,
    SourceItem,
)
from ..errors import Place, Refused
from ..text.arabic import normalise

ENTRY_LIMIT = 2_000  # of one feed
ALIASES = {
    alias: name
    for name, aliases in {
        "authors": "author",
        "sections": "section category categories",
        "tags": "tag keywords",
        "published": "date pubDate date_published datePublished",
        "updated": "modified date_modified dateModified",
        "language": "lang",
        "url": "link",
        "html": "body_html content_html",
        "text": "content_text body",
        "summary": "description excerpt dek",
        "title": "headline",
        "enclosures": "enclosure",
        "id": "guid",
    }.items()
    for alias in aliases.split()
}
DESCRIPTIONS = {
    "id": "The source's own id of the article; it stays the same when the article is edited.",
    "url": "The canonical address, http or https; raw Arabic is welcome.",
    "title": "The headline, plain text, at most 1,000 characters. Nothing is accepted without one.",
    "html": "The body as HTML. At most one of html, markdown and text.",
    "markdown": "The body as Markdown (CommonMark with tables).",
    "text": "The body as plain text, a paragraph a line.",
    "summary": "A summary; the beginning of the body where it is missing.",
    "authors": "Who wrote it: names, or objects with name and url.",
    "sections": "The sections it belongs to: slugs, titles or aliases.",
    "tags": "Tags, as they are written.",
    "published": (
        "When it was published, in any common form; the newsroom's zone where none is given."
    ),
    "updated": "When it was last changed.",
    "publish_at": "An embargo: it appears at this moment, which is its date from then on.",
    "expires_at": "It is withdrawn at this moment.",
    "language": "A language tag such as ar or ar-EG.",
    "image": "Its picture: an address, or an object with url, alt, credit, width and height.",
    "enclosures": "Attached media: addresses, or objects with url, type and length in bytes.",
    "related": "Related articles: titles, or objects with title and url.",
    "source": "Who published it first: a name, or an object with name and url.",
    "syndicate": "What feeds may carry of it: full, summary or none.",
    "correction": "This edit is significant: readers are told, even if little changed.",
    "credit": "A credit line; it stands below the article on its page, and in no feed.",
}
# What a text stands for where an object is meant.
_OBJECTS: dict[str, tuple[str, type]] = {
    "authors": ("name", DraftAuthor),
    "source": ("name", DraftSource),
    "image": ("url", DraftImage),
    "enclosures": ("url", DraftEnclosure),
    "related": ("title", DraftRelated),
}
_PARTS = {
    name: frozenset(one.name for one in dataclass_fields(kind))
    for name, (_, kind) in _OBJECTS.items()
}
_LISTS = frozenset({"authors", "sections", "tags", "enclosures", "related"})
_BODIES = ("html", "markdown", "text")
_NUMBERS_TOO = frozenset({"id", "published", "updated", "publish_at", "expires_at"})
_WHOLE = frozenset({"width", "height", "length"})
_TRUTH = {"true": True, "yes": True, "false": False, "no": False}
_LARGEST = 2**53 - 1
_PRIVATE = ("_", "x-")
_SHAPE: TypeAdapter[Draft] = TypeAdapter(Draft)
_EXPECTED = {
    "string_type": "should be text",
    "int_type": "should be a whole number",
    "int_from_float": "should be a whole number",
    "bool_type": "should be true or false",
    "tuple_type": "should be a list",
    "dataclass_type": "should be an object or text",
}


def draft(fields: Mapping[str, object], place: Place, folder: str | None = None) -> Draft:
    """The Draft of one record. Names are those of ALIASES too; keys that begin with _ or x- are
    passed over.

    Raises Refused, with the field, for unknown fields, wrong types and more than one body.
    """
    try:
        known = _known(fields)
        shaped = {name: _shaped(name, value) for name, value in known.items()}
        return _SHAPE.validate_python(shaped | {"place": place, "folder": folder})
    except ValidationError as error:
        raise _refused(error).at(place) from None
    except Refused as refused:
        raise refused.at(place) from None


def said(fields: Mapping[str, object], place: Place, folder: str | None = None) -> Draft | Refused:
    """The Draft of one record among others, or why it is none."""
    try:
        return draft(fields, place, folder)
    except Refused as refused:
        return refused


def _known(fields: Mapping[str, object]) -> dict[str, object]:
    """What the record gives, under the names of DESCRIPTIONS."""
    known: dict[str, object] = {}
    for key, value in fields.items():
        if key.startswith(_PRIVATE):
            continue
        name = ALIASES.get(key, key)
        if name not in DESCRIPTIONS:
            raise Refused(
                _unknown(key, [*DESCRIPTIONS, *ALIASES], "a record"), field=normalise(key[:100])
            )
        if value is None:
            continue
        if name in known:
            raise Refused(f"is given twice, the second time as {key!r}", field=name)
        known[name] = value
    bodies = [name for name in _BODIES if name in known]
    if len(bodies) > 1:
        raise Refused(f"is given beside {bodies[0]}: a record has one body", field=bodies[1])
    return known


def _unknown(key: str, known: list[str], whole: str) -> str:
    near = difflib.get_close_matches(key[:100], known, n=1)
    return f"is no field of {whole}" + (f"; did you mean {near[0]!r}?" if near else "")


def _shaped(name: str, value: object) -> object:
    """The long form of what may be said shortly: one for a list, a text for an object, a number for
    a text.
    """
    if name in _NUMBERS_TOO and isinstance(value, int | float) and not isinstance(value, bool):
        return _text(name, value)
    if name == "correction":
        return _truth(value)
    if name not in _LISTS:
        return _object(name, value) if name in _OBJECTS else value
    values = value if isinstance(value, list | tuple) else [value]
    if name in _OBJECTS:
        return [
            _object(name, one) for one in values if not (isinstance(one, str) and not one.strip())
        ]
    return values


def _object(name: str, value: object) -> object:
    """None for a blank text: exports write `"image": ""` where there is none."""
    if isinstance(value, str):
        return {_OBJECTS[name][0]: value} if value.strip() else None
    if not isinstance(value, dict):
        return value
    parts = {key: part for key, part in value.items() if not str(key).startswith(_PRIVATE)}
    for key in parts:
        if key not in _PARTS[name]:
            raise Refused(
                f"{str(key)[:100]!r} {_unknown(str(key), sorted(_PARTS[name]), f'{name}')}",
                field=name,
            )
    return {key: _number(name, key, part) if key in _WHOLE else part for key, part in parts.items()}


def _text(name: str, value: float) -> str:
    """Seconds since 1970 may have a fraction, an id may not."""
    if name != "id" and value % 1 and abs(value) <= _LARGEST:
        return str(value)
    return str(_counted(name, value))


def _number(name: str, key: str, value: object) -> object:
    """Text of digits counts as a number (front matter holds only text); true and false do not."""
    if isinstance(value, str) and re.fullmatch("[0-9]{1,15}", value):
        return int(value)
    if isinstance(value, bool | str):
        raise Refused(f"{key} should be a whole number, got {_kind(value)}", field=name)
    return _counted(name, value, f"{key} ") if isinstance(value, int | float) else value


def _counted(name: str, value: float, part: str = "") -> int:
    """JSON has one kind of number: 7.0 is whole."""
    if value % 1:
        raise Refused(f"{part}should be a whole number, got {_kind(value)}", field=name)
    if abs(value) > _LARGEST:
        raise Refused(f"{part}a number of more than 15 digits cannot be", field=name)
    return int(value)


def _truth(value: object) -> object:
    found = _TRUTH.get(value) if isinstance(value, str) else value
    if not isinstance(found, bool):
        raise Refused(f"should be true or false, got {_kind(value)}", field="correction")
    return found


def _refused(error: ValidationError) -> Refused:
    """The first thing that is wrong, in our words: pydantic's names no field of ours, and quotes
    without end.
    """
    first = error.errors(include_url=False)[0]
    name, *path = first["loc"]
    where = " ".join(f"entry {part + 1}:" if isinstance(part, int) else str(part) for part in path)
    if first["type"] == "missing":
        return Refused(f"{where} is missing", field=str(name))
    expected = _EXPECTED.get(first["type"], first["msg"])
    return Refused(f"{where} {expected}, got {_kind(first['input'])}".strip(), field=str(name))


def _kind(value: object) -> str:
    """What a value is, for a person; a container is never written out: it may be huge, or hold
    itself.
    """
    if value is None or isinstance(value, bool):
        return {None: "null", True: "true", False: "false"}[value]
    if isinstance(value, dict | list | tuple):
        return "an object" if isinstance(value, dict) else "a list"
    return f"the text {value[:40]!r}" if isinstance(value, str) else f"the number {value!r}"[:60]


def listed(value: Any) -> list[Any]:
    """One for a list, and none for nothing."""
    return value if isinstance(value, list) else [] if value is None else [value]


def unique_by_id(found: Iterable[SourceItem]) -> Iterator[SourceItem]:
    """What one feed holds: an entry that stands in it twice counts once, and no two entries share
    an id.
    """
    seen: dict[str, Draft] = {}
    for one in found:
        if (
            not isinstance(one, Draft)
            or one.id is None
            or (before := seen.setdefault(one.id, one)) is one
        ):
            yield one
        elif before != replace(one, place=before.place):
            yield Refused(
                f"{one.id[:80]!r} is the id of another entry, too", field="id", place=one.place
            )


def fields(draft: Draft) -> dict[str, object]:
    """The record of a draft: what is set, ready for JSON; draft() reads it back, but for folder and
    place.
    """
    return {
        name: _plain(value)
        for name in DESCRIPTIONS
        if (value := getattr(draft, name)) not in (None, (), False)
    }


def _plain(value: object) -> object:
    if isinstance(value, tuple):
        return [_plain(one) for one in value]
    if is_dataclass(value) and not isinstance(value, type):
        return {name: part for name, part in asdict(value).items() if part is not None}
    return value


# The schema


def schema() -> dict[str, object]:
    """The JSON Schema (2020-12) of a record, shorthands and other names included."""
    made = _SHAPE.json_schema()
    properties = {name: _property(name, made["properties"][name]) for name in DESCRIPTIONS}
    for alias, name in ALIASES.items():
        properties[alias] = {
            "$ref": f"#/properties/{name}",
            "description": f"Another name of {name}.",
        }
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Nashra record",
        "description": "One article as a source gives it. null means absent.",
        "type": "object",
        "properties": properties,
        "patternProperties": {"^(_|x-)": True},
        "additionalProperties": False,
        "allOf": [_one_of(group) for group in _groups()],
        "$defs": {name: _definition(one) for name, one in made["$defs"].items() if name != "Place"},
    }


def _groups() -> list[list[str]]:
    """The names of which a record may give one: those of one field, and those of all bodies."""
    names = {
        name: [name, *(alias for alias, of in ALIASES.items() if of == name)]
        for name in DESCRIPTIONS
    }
    bodies = [spelling for body in _BODIES for spelling in names.pop(body)]
    return [bodies, *(group for group in names.values() if len(group) > 1)]


def _one_of(group: list[str]) -> dict[str, Any]:
    """All but one are null or absent."""
    return {
        "anyOf": [
            {"properties": {one: {"type": "null"} for one in group if one != kept}}
            for kept in group
        ]
    }


def _property(name: str, shape: dict[str, Any]) -> dict[str, Any]:
    """A field's schema with its description, and with what draft() takes beside the long form."""
    form = next(one for one in shape.get("anyOf", [shape]) if one.get("type") != "null")
    forms = [{key: value for key, value in form.items() if key not in ("default", "title")}]
    text = {"type": "string"}
    if name in _OBJECTS:
        item = {"anyOf": [form["items"] if name in _LISTS else form, text]}
        forms = [{"type": "array", "items": item}, item] if name in _LISTS else [item]
    elif name in _LISTS:
        forms = [{"type": "array", "items": text}, text]
    elif name in _NUMBERS_TOO:
        forms.append(
            {
                "type": "integer" if name == "id" else "number",
                "minimum": -_LARGEST,
                "maximum": _LARGEST,
            }
        )
    elif name == "correction":
        forms.append({"enum": list(_TRUTH)})
    return {"description": DESCRIPTIONS[name], "anyOf": [*forms, {"type": "null"}]}


def _definition(shape: dict[str, Any]) -> dict[str, Any]:
    """The schema of an object within a record: closed like the record itself, digits for a
    number.
    """
    number = {"type": "integer", "minimum": -_LARGEST, "maximum": _LARGEST}
    digits = {"anyOf": [number, {"type": "string", "pattern": "^[0-9]{1,15}$"}, {"type": "null"}]}
    properties = {
        key: digits if key in _WHOLE else part for key, part in shape["properties"].items()
    }
    return shape | {
        "properties": properties,
        "patternProperties": {"^(_|x-)": True},
        "additionalProperties": False,
    }
