"""Long forms of the values that a record may give in short ones.

A single value stands for a list, a text for an object, a number for a text. Anything else is left
as it is, for the check of types to refuse.
"""

import difflib
import re
from collections.abc import Iterable
from typing import Any, TypeGuard

from ..errors import Refused
from ..limits import LIST_LIMIT, LOOKED_AT_LIMIT, NUMBER_LIMIT
from ..validation import describe
from .fields import FLAGS, PRIVATE, FieldKind, ObjectShape, RecordField

_DIGITS = re.compile("[0-9]{1,15}")
_NUMBERS_TOO = (FieldKind.ID, FieldKind.DATE)


def shaped(field: RecordField, value: object) -> object:
    """The long form of a field's value. Raises Refused, with the field."""
    if field.many:
        return _list(field, value)
    if field.shape:
        return _object(field, field.shape, value)
    if field.kind is FieldKind.FLAG:
        return _flag(field, value)
    if field.kind in _NUMBERS_TOO and _is_number(value):
        return _number_as_text(field, value)
    return value


def unknown(key: str, known: Iterable[str], whole: str) -> str:
    """The reason to refuse a key that `whole` does not have, with the nearest that it has."""
    nearest = difflib.get_close_matches(key[:100], known, n=1)
    hint = f"; did you mean {nearest[0]!r}?" if nearest else ""
    return f"is no field of {whole}{hint}"


def _list(field: RecordField, value: object) -> object:
    """A list of long forms; entries that are blank texts stand for no object. Raises Refused."""
    values = value if isinstance(value, list | tuple) else [value]
    if len(values) > LOOKED_AT_LIMIT:
        raise Refused(f"{len(values):,} entries; at most {LIST_LIMIT}", field=field.name)
    if field.shape is None:
        return values
    return [_object(field, field.shape, entry) for entry in values if not _is_blank(entry)]


def _is_blank(value: object) -> bool:
    """Whether a value is a text in which nothing can be seen."""
    return isinstance(value, str) and not value.strip()


def _object(field: RecordField, shape: ObjectShape, value: object) -> object:
    """An object, or None for a blank text: exports write `"image": ""` where there is none."""
    if _is_blank(value):
        return None
    if isinstance(value, str):
        return {shape.main: value}
    if not isinstance(value, dict):
        return value
    return _parts(field, shape, value)


def _parts(field: RecordField, shape: ObjectShape, value: dict[Any, Any]) -> dict[str, Any]:
    """The parts of an object, with whole numbers where they are meant. Raises Refused."""
    parts = {key: part for key, part in value.items() if not str(key).startswith(PRIVATE)}
    for key in parts:
        if key not in shape.parts:
            reason = unknown(str(key), sorted(shape.parts), field.name)
            raise Refused(f"{str(key)[:100]!r} {reason}", field=field.name)
    for key in parts:
        if key in shape.numbers:
            parts[key] = _number(field, key, parts[key])
    return parts


def _flag(field: RecordField, value: object) -> bool:
    """True or false, or a text that stands for one. Raises Refused."""
    flag = FLAGS.get(value) if isinstance(value, str) else value
    if not isinstance(flag, bool):
        raise Refused(f"should be true or false, got {describe(value)}", field=field.name)
    return flag


def _is_number(value: object) -> TypeGuard[int | float]:
    """True and false are numbers for Python, and for nobody else."""
    return isinstance(value, int | float) and not isinstance(value, bool)


def _number_as_text(field: RecordField, value: float) -> str:
    """A number as the text it stands for. Seconds since 1970 may have a fraction, an id may not."""
    if field.kind is FieldKind.DATE and value % 1 and abs(value) <= NUMBER_LIMIT:
        return str(value)
    return str(_whole(field, value))


def _number(field: RecordField, key: str, value: object) -> object:
    """The number of a part. Digits in a text count, since front matter holds only texts."""
    if isinstance(value, str) and _DIGITS.fullmatch(value):
        return int(value)
    if isinstance(value, bool | str):
        reason = f"{key} should be a whole number, got {describe(value)}"
        raise Refused(reason, field=field.name)
    if isinstance(value, int | float):
        return _whole(field, value, f"{key} ")
    return value


def _whole(field: RecordField, value: float, part: str = "") -> int:
    """A number without a fraction: JSON has one kind of number, in which 7.0 is whole."""
    if value % 1:
        reason = f"{part}should be a whole number, got {describe(value)}"
        raise Refused(reason, field=field.name)
    if abs(value) > NUMBER_LIMIT:
        raise Refused(f"{part}a number of more than 15 digits cannot be", field=field.name)
    return int(value)
