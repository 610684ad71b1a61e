"""What pydantic finds wrong, in our words: its own are for programmers, and quote without end."""

from collections.abc import Mapping
from dataclasses import dataclass

from pydantic import ValidationError

_EXPECTED = {
    "string_type": "text",
    "int_type": "a whole number",
    "bool_type": "true or false",
}

_SENTENCES = {
    "extra_forbidden": "is not known here",
    "greater_than_equal": "should be at least {ge}",
    "less_than_equal": "should be at most {le}",
    "literal_error": "should be {expected}",
    "model_type": "should be an object",
    "string_pattern_mismatch": "should be written as {pattern}",
    "string_too_long": "should have at most {max_length} characters",
    "string_too_short": "is empty",
    "string_type": "should be text",
    "too_long": "should have at most {max_length} characters",
    "too_short": "is empty",
}


@dataclass(frozen=True, slots=True)
class Misfit:
    """A value that does not have the shape it should have.

    path      the keys that lead to it, and positions in lists (from 0)
    kind      pydantic's word for what is wrong, such as `missing` or `extra_forbidden`
    expected  what should stand there, such as `text`; "" where only `message` says it
    message   pydantic's sentence, without a capital, for kinds that have no word of ours
    sentence  what is wrong, said to whoever sent a request; else `message`
    value     the value itself; with `missing`, what it is missing in
    """

    path: tuple[int | str, ...]
    kind: str
    expected: str
    message: str
    sentence: str
    value: object


def first_misfit(error: ValidationError, expected: Mapping[str, str] | None = None) -> Misfit:
    """The first misfit of an error. `expected` says in the caller's words what kinds expect."""
    first = error.errors(include_url=False)[0]
    words = _EXPECTED | dict(expected or {})
    message = first["msg"].removeprefix("Value error, ")
    message = message[:1].lower() + message[1:]
    return Misfit(
        path=first["loc"],
        kind=first["type"],
        expected=words.get(first["type"], ""),
        message=message,
        sentence=_sentence(first["type"], first.get("ctx", {}), message),
        value=first["input"],
    )


def _sentence(kind: str, context: Mapping[str, object], message: str) -> str:
    """Our sentence of a kind of misfit, with its numbers and names; else `message`."""
    sentence = _SENTENCES.get(kind)
    return sentence.format_map(context) if sentence else message


def describe(value: object) -> str:
    """What a value is, for a person, such as `the text 'x'`.

    Containers are never written out: they may be huge, or hold themselves.
    """
    if value is None:
        return "null"
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, dict):
        return "an object"
    if isinstance(value, list | tuple):
        return "a list"
    if isinstance(value, str):
        return f"the text {value[:40]!r}"
    return f"the number {value!r}"[:60]
