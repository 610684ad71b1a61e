"""The shape of a record, the same for every source: fields in, Draft out; and its JSON Schema, made from the code."""

import difflib
from collections.abc import Mapping
from dataclasses import asdict, is_dataclass, replace
from dataclasses import fields as dataclass_fields
from itertools import combinations
from typing import Any

from pydantic import TypeAdapter, ValidationError

from ..article import Draft, DraftAuthor, DraftEnclosure, DraftImage, DraftRelated, DraftSource
from ..errors import Place, Refused

ALIASES = {
    "author": "authors",
    "section": "sections",
    "category": "sections",
    "categories": "sections",
    "tag": "tags",
    "keywords": "tags",
    "date": "published",
    "pubDate": "published",
    "date_published": "published",
    "datePublished": "published",
    "modified": "updated",
    "date_modified": "updated",
    "dateModified": "updated",
    "lang": "language",
    "link": "url",
    "body_html": "html",
    "content_html": "html",
    "content_text": "text",
    "body": "text",
    "description": "summary",
    "excerpt": "summary",
    "headline": "title",
    "guid": "id",
}
DESCRIPTIONS = {
    "id": "The source's own id of the article; it stays the same when the article is edited.",
    "url": "The canonical address, http or https; raw Arabic is welcome.",
    "title": "The headline, plain text, at most 1,000 characters. Required.",
    "html": "The body as HTML. At most one of html, markdown and text.",
    "markdown": "The body as Markdown (CommonMark with tables).",
    "text": "The body as plain text, a paragraph a line.",
    "summary": "A summary; the beginning of the body where it is missing.",
    "authors": "Who wrote it: names, or objects with name and url.",
    "sections": "The sections it belongs to: slugs, titles or aliases.",
    "tags": "Tags, as they are written.",
    "published": "When it was published, in any common form; the newsroom's zone where none is given.",
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
    "credit": "A credit line that stands below the article.",
}
_OBJECTS: dict[str, tuple[str, type]] = {
    "authors": ("name", DraftAuthor),
    "source": ("name", DraftSource),
    "image": ("url", DraftImage),
    "enclosures": ("url", DraftEnclosure),
    "related": ("title", DraftRelated),
}
_LISTS = frozenset({"authors", "sections", "tags", "enclosures", "related"})
_BODIES = ("html", "markdown", "text")
_NUMBERS_TOO = frozenset({"id", "published", "updated", "publish_at", "expires_at"})
_SHAPE: TypeAdapter[Draft] = TypeAdapter(Draft)
_EXPECTED = {
    "string_type": "expected text",
    "int_parsing": "expected a whole number",
    "int_type": "expected a whole number",
    "bool_parsing": "expected true or false",
    "bool_type": "expected true or false",
    "tuple_type": "expected a list",
    "missing": "is missing",
}


def draft(fields: Mapping[str, object], place: Place, folder: str | None = None) -> Draft:
    """The Draft of one record. Names are those of ALIASES too; keys that begin with _ or x- are passed over.

    Raises Refused, with the field, for unknown fields, wrong types and more than one body.
    """
    known = _known(fields, place)
    bodies = [name for name in _BODIES if name in known]
    if len(bodies) > 1:
        raise Refused(f"stands beside {bodies[0]}: a record has one body", field=bodies[1], place=place)
    try:
        made = _SHAPE.validate_python({name: _shaped(name, value) for name, value in known.items()})
    except ValidationError as error:
        raise _refused(error, place) from None
    return replace(made, place=place, folder=folder)


def _known(fields: Mapping[str, object], place: Place) -> dict[str, object]:
    known: dict[str, object] = {}
    for key, value in fields.items():
        name = ALIASES.get(key, key)
        if value is None or key.startswith(("_", "x-")):
            continue
        if name not in DESCRIPTIONS:
            raise Refused(_unknown(key), field=key[:100], place=place)
        if name in known:
            raise Refused("is given twice, under two names", field=name, place=place)
        known[name] = value
    return known


def _unknown(key: str) -> str:
    near = difflib.get_close_matches(key[:100], [*DESCRIPTIONS, *ALIASES], n=1)
    return f"is no field of a record; did you mean {near[0]!r}?" if near else "is no field of a record"


def _shaped(name: str, value: object) -> object:
    """The long form of what may be said shortly: one for a list, a text for an object, a number for a text."""
    if name in _NUMBERS_TOO and isinstance(value, int | float) and not isinstance(value, bool):
        return str(value)
    if name in _LISTS and not isinstance(value, list | tuple):
        value = [value]
    if name in _OBJECTS:
        key, _ = _OBJECTS[name]
        if isinstance(value, list | tuple):
            return [{key: one} if isinstance(one, str) else one for one in value]
        return {key: value} if isinstance(value, str) else value
    return value


def _refused(error: ValidationError, place: Place) -> Refused:
    first = error.errors(include_url=False)[0]
    name, *path = first["loc"]
    where = "".join(f"[{part + 1}]" if isinstance(part, int) else f".{part}" for part in path)
    expected = _EXPECTED.get(first["type"], f"expected {first['msg'].removeprefix('Input should be ')}")
    got = "" if first["type"] == "missing" else f", got {str(first['input'])[:60]!r}"
    return Refused(f"{where} {expected}{got}".strip(), field=str(name), place=place)


def fields(draft: Draft) -> dict[str, object]:
    """The record of a draft: what is set, ready for JSON; draft() reads it back."""
    empty = {one.name: one.default for one in dataclass_fields(Draft)}
    given = {name: getattr(draft, name) for name in DESCRIPTIONS}
    return {name: _plain(value) for name, value in given.items() if value != empty[name]}


def _plain(value: object) -> object:
    if isinstance(value, tuple):
        return [_plain(one) for one in value]
    if is_dataclass(value) and not isinstance(value, type):
        return {name: part for name, part in asdict(value).items() if part is not None}
    return value


def schema() -> dict[str, object]:
    """The JSON Schema (2020-12) of a record, shorthands and other names included."""
    made = _SHAPE.json_schema()
    properties = {name: _property(name, made["properties"][name]) for name in DESCRIPTIONS}
    for alias, name in ALIASES.items():
        properties[alias] = {"$ref": f"#/properties/{name}", "description": f"Another name of {name}."}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Nashra record",
        "type": "object",
        "properties": properties,
        "patternProperties": {"^(_|x-)": True},
        "additionalProperties": False,
        "allOf": [{"not": {"required": [a, b]}} for a, b in combinations(_BODIES, 2)],
        "$defs": {name: one for name, one in made["$defs"].items() if name != "Place"},
    }


def _property(name: str, shape: dict[str, Any]) -> dict[str, Any]:
    """A field's schema with its description, and with what draft() takes beside the long form."""
    forms = [one for one in shape.pop("anyOf", [shape]) if one.get("type") != "null"]
    for one in forms:
        one.pop("default", None)
        one.pop("title", None)
    if name in _LISTS:
        items = forms[0]["items"]
        if name in _OBJECTS:
            items = forms[0]["items"] = {"anyOf": [items, {"type": "string"}]}
        forms.append(items)
    elif name in _OBJECTS:
        forms.append({"type": "string"})
    if name in _NUMBERS_TOO:
        forms.append({"type": "number"})
    return {"description": DESCRIPTIONS[name], "anyOf": [*forms, {"type": "null"}]}
