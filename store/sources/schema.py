"""The JSON Schema (2020-12) of a record, made from the declaration of its fields.

Says no more and no less than `record.draft()` takes; a test tries both on the same values.
"""

from typing import Any

from ..limits import NUMBER_LIMIT
from .fields import FLAGS, RECORD_FIELDS, FieldKind, RecordField
from .record import DRAFT
from .visibility import PUBLIC

_TEXT = {"type": "string"}
_NULL = {"type": "null"}
_PRIVATE_KEYS = {"^(_|x-)": True}
_OBJECTS = {
    field.shape.type.__name__: field.shape for field in RECORD_FIELDS.values() if field.shape
}
# Programs may compare the bytes of a schema, so other spellings keep the order they have had.
_FIRST_ALIASES = (
    *("authors", "sections", "tags", "published", "updated", "language", "url"),
    *("html", "text", "summary", "title", "enclosures", "id"),
)


def record_schema() -> dict[str, object]:
    """The JSON Schema of a record, short forms and other spellings included."""
    generated = DRAFT.json_schema()
    shapes = generated["properties"]
    objects = {name: shape for name, shape in generated["$defs"].items() if name != "Place"}
    properties = {name: _property(field, shapes[name]) for name, field in RECORD_FIELDS.items()}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Nashra record",
        "description": "One article as a source gives it. null means absent.",
        "type": "object",
        "properties": properties | _aliases() | _visibility(),
        "patternProperties": _PRIVATE_KEYS,
        "additionalProperties": False,
        "allOf": [_at_most_one(names) for names in _exclusive_names()],
        "$defs": {name: _object(shape) for name, shape in objects.items()},
    }


def _aliases() -> dict[str, Any]:
    """Properties that mean the same as others."""
    ordered = dict.fromkeys([*_FIRST_ALIASES, *RECORD_FIELDS])
    return {
        alias: {"$ref": f"#/properties/{name}", "description": f"Another name of {name}."}
        for name in ordered
        for alias in RECORD_FIELDS[name].aliases
    }


def _visibility() -> dict[str, Any]:
    """Properties that say who may see an article, with the values that let all readers."""
    return {
        name: {"description": "Whether all readers may see it.", "enum": [*values, None]}
        for name, values in PUBLIC.items()
    }


def _exclusive_names() -> list[list[str]]:
    """Groups of names that exclude each other: spellings of one field, and those of all bodies."""
    bodies: list[str] = []
    groups = [bodies]
    for field in RECORD_FIELDS.values():
        spellings = [field.name, *field.aliases]
        if field.kind is FieldKind.BODY:
            bodies += spellings
        elif field.aliases:
            groups.append(spellings)
    return groups


def _at_most_one(names: list[str]) -> dict[str, Any]:
    """The rule that all of these names but one are null or absent."""
    return {"anyOf": [_all_null(names, given) for given in names]}


def _all_null(names: list[str], given: str) -> dict[str, Any]:
    """The rule that these names are null or absent, all but `given`."""
    return {"properties": {name: _NULL for name in names if name != given}}


def _property(field: RecordField, shape: dict[str, Any]) -> dict[str, Any]:
    """The schema of one field, with the short forms that are taken beside the long one."""
    forms = _forms(field, _long_form(shape))
    return {"description": field.description, "anyOf": [*forms, _NULL]}


def _long_form(shape: dict[str, Any]) -> dict[str, Any]:
    """What pydantic says of a field that is given, without its default."""
    for form in shape.get("anyOf", [shape]):
        if form.get("type") != "null":
            return {key: value for key, value in form.items() if key not in ("default", "title")}
    raise LookupError("a field of a draft that can only be null")


def _forms(field: RecordField, form: dict[str, Any]) -> list[dict[str, Any]]:
    """The schemas of all that a field takes: its long `form`, and the short ones."""
    if field.many:
        entry = {"anyOf": [form["items"], _TEXT]} if field.shape else _TEXT
        return [{"type": "array", "items": entry}, entry]
    if field.shape:
        return [{"anyOf": [form, _TEXT]}]
    if field.kind is FieldKind.ID:
        return [form, _number("integer")]
    if field.kind is FieldKind.DATE:
        return [form, _number("number")]
    if field.kind is FieldKind.FLAG:
        return [form, {"enum": list(FLAGS)}]
    return [form]


def _number(type_: str) -> dict[str, Any]:
    """The schema of a number that `record` takes."""
    return {"type": type_, "minimum": -NUMBER_LIMIT, "maximum": NUMBER_LIMIT}


def _object(shape: dict[str, Any]) -> dict[str, Any]:
    """The schema of an object within a record: closed like the record, digits for a number."""
    shape.pop("description", None)  # a docstring is for programmers
    numbers = _OBJECTS[shape["title"]].numbers
    digits = {"type": "string", "pattern": "^[0-9]{1,15}$"}
    number = {"anyOf": [_number("integer"), digits, _NULL]}
    properties = shape["properties"] | dict.fromkeys(numbers, number)
    return shape | {
        "properties": properties,
        "patternProperties": _PRIVATE_KEYS,
        "additionalProperties": False,
    }
