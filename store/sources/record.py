"""A record, whatever source it comes from: fields in, Draft out, and back.

Says of what type a field is, never what may stand in it: that is for `prepare`.
"""

from collections.abc import Container, Iterator, Mapping
from dataclasses import asdict, is_dataclass

from pydantic import TypeAdapter, ValidationError

from ..draft import Deletion, Draft, Omitted, SourceItem
from ..errors import Place, Refused
from ..text.arabic import normalise
from ..validation import describe, first_misfit
from .articletext.frontmatter import refuse_front_matter
from .fields import ALIASES, BODIES, PRIVATE, RECORD_FIELDS
from .shapes import shaped, unknown
from .unforeseen import attempt
from .visibility import PUBLIC, hidden_state, sender_embargo, without_visibility

DRAFT: TypeAdapter[Draft] = TypeAdapter(Draft)
_EXPECTED = {
    "int_from_float": "a whole number",
    "tuple_type": "a list",
    "dataclass_type": "an object or text",
}


def draft(
    fields: Mapping[str, object],
    place: Place,
    folder: str | None = None,
    markup: frozenset[str] = frozenset(),
) -> Draft:
    """The Draft of one record, whose fields named in `markup` are short texts in HTML.

    Names are those of `RECORD_FIELDS` and `ALIASES`; keys that begin with _ or x- are passed over.
    Raises Refused, with the field, for unknown fields, wrong types, more than one body, and for a
    record that is not for all readers.
    """
    hidden = hidden_state(fields)
    if hidden:
        name, state = hidden
        reason = f"says that the article is not for readers ({state}): send it when it is"
        raise Refused(reason, field=name, place=place)
    return _public_draft(fields, place, folder, markup)


def _public_draft(
    fields: Mapping[str, object], place: Place, folder: str | None, markup: frozenset[str]
) -> Draft:
    """The Draft of one record that all readers may see. Raises Refused."""
    try:
        named = _with_embargo(_named(without_visibility(fields)), fields)
        _refuse_two_bodies(named)
        _refuse_front_matter(named)
        beside = {"place": place, "folder": folder, "markup": markup}
        values = {name: shaped(RECORD_FIELDS[name], value) for name, value in named.items()}
        return DRAFT.validate_python(values | beside)
    except ValidationError as error:
        raise _refused(error).at(place) from None
    except Refused as refused:
        raise refused.at(place) from None


def draft_or_refused(
    fields: Mapping[str, object],
    place: Place,
    folder: str | None = None,
    markup: frozenset[str] = frozenset(),
) -> Draft | Refused:
    """The Draft of one record among others, or the reason that it is none."""
    return attempt(place, draft, fields, place, folder, markup)


def items(
    fields: Mapping[str, object], place: Place, folder: str | None = None
) -> Iterator[SourceItem]:
    """What one record of a file means: a draft; or that it is left out, and withdrawn.

    A record that cannot be read is Refused.
    """
    hidden = hidden_state(fields)
    if hidden is None:
        yield attempt(place, _public_draft, fields, place, folder, frozenset())
        return
    yield Omitted(hidden[1], place)
    known_as = fields.get("id") or fields.get("guid")
    address = fields.get("url") or fields.get("link")
    if isinstance(known_as, str | int):
        yield Deletion(str(known_as), place)
    elif isinstance(address, str):
        yield Deletion("", place, url=address)


def _named(fields: Mapping[str, object]) -> dict[str, object]:
    """Values under the names of `RECORD_FIELDS`, without those that are null."""
    named: dict[str, object] = {}
    for key, value in fields.items():
        if key.startswith(PRIVATE):
            continue
        name = _name(key)
        if value is None:
            continue
        if name in named:
            raise Refused(f"is given twice, the second time as {key!r}", field=name)
        named[name] = value
    return named


def _with_embargo(named: dict[str, object], fields: Mapping[str, object]) -> dict[str, object]:
    """The values of a record, under the embargo that the sender's own fields may name."""
    until = sender_embargo(fields, named.get("publish_at") or named.get("published"))
    return named | {"publish_at": until} if until else named


def _name(key: str) -> str:
    """The name of a field, however it is spelt. Raises Refused for no field."""
    name = ALIASES.get(key, key)
    if name not in RECORD_FIELDS:
        reason = unknown(key, [*RECORD_FIELDS, *ALIASES, *PUBLIC], "a record")
        raise Refused(reason, field=normalise(key[:100]))  # a key of any letters can be kept
    return name


def _refuse_two_bodies(names: Container[str]) -> None:
    """Raise Refused, with the second body, where more than one is given."""
    bodies = [name for name in BODIES if name in names]
    if len(bodies) > 1:
        raise Refused(f"is given beside {bodies[0]}: a record has one body", field=bodies[1])


def _refuse_front_matter(named: Mapping[str, object]) -> None:
    """Raise Refused for a body that is a whole file: nobody has heeded what stands above it."""
    for name in ("markdown", "text"):
        body = named.get(name)
        if not isinstance(body, str):
            continue
        try:
            refuse_front_matter(body)
        except Refused as refused:
            raise Refused(refused.reason, field=name) from refused


def _refused(error: ValidationError) -> Refused:
    """The first thing that is wrong with the types of a record."""
    misfit = first_misfit(error, _EXPECTED)
    field, *path = misfit.path
    where = " ".join(_step(part) for part in path)
    if misfit.kind == "missing":
        return Refused(f"{where} is missing", field=str(field))
    demand = f"should be {misfit.expected}" if misfit.expected else misfit.message
    return Refused(f"{where} {demand}, got {describe(misfit.value)}".strip(), field=str(field))


def _step(part: int | str) -> str:
    """One step to a value within a field; entries of lists are counted from 1."""
    return f"entry {part + 1}:" if isinstance(part, int) else part


def fields(draft: Draft) -> dict[str, object]:
    """The record of a draft: all that is set, ready for JSON.

    `draft()` reads it back, but for folder and place.
    """
    record: dict[str, object] = {}
    for name in RECORD_FIELDS:
        value = getattr(draft, name)
        if value not in (None, (), False):
            record[name] = _plain(value)
    return record


def _plain(value: object) -> object:
    """A value as JSON has it: lists for tuples, objects for dataclasses."""
    if isinstance(value, tuple):
        return [_plain(entry) for entry in value]
    if is_dataclass(value) and not isinstance(value, type):
        return {name: part for name, part in asdict(value).items() if part is not None}
    return value
