"""Front matter: the fields above a text, in YAML, TOML or JSON, or the line that must be mended."""

import re
import tomllib
from datetime import date, time
from typing import Any

from ...errors import Place, Refused
from ...lazy import load
from ...limits import LONG_FRONT_MATTER
from ...text.sandbox import run_isolated
from ..records.strict_json import leading_value
from .fences import FrontMatter, find_front_matter
from .fieldlines import UNSEEN
from .loose import refuse_loose_fields, refuse_visibility
from .rules import without_rules

_ABSENT = ("", "~", "null")
_UNSEEN_BEGINNING = re.compile(f"^[{re.escape(UNSEEN)}]+", re.MULTILINE)
_TOML_LINE = re.compile(r"at line ([0-9]+)")


def split_front_matter(text: str) -> tuple[dict[str, Any], str]:
    """The fields of front matter, and the body below it. Raises Refused, with the line."""
    text, found = _found(text, is_file=True)
    if found is None:
        refuse_loose_fields(text)
        return {}, without_rules(text)
    above = text.split("\n", found.line)[: found.line - 1]
    refuse_visibility(list(enumerate(above, 1)))
    value, body = _value_and_body(found)
    refuse_loose_fields(body, 1 + text.count("\n", 0, len(text) - len(body)))
    return _fields(value, found.line), body


def refuse_front_matter(text: str) -> None:
    """Raise Refused for front matter in a text that comes without any: a body of a record."""
    _, found = _found(text, is_file=False)
    if found:
        raise Refused("begins with front matter: give its fields beside the text, or send the file")
    refuse_loose_fields(text)


def _found(text: str, *, is_file: bool) -> tuple[str, FrontMatter | None]:
    """The front matter of a text, and the text with the lines in which it was found.

    Some programs end lines with other characters. Raises Refused for what may be front matter.
    """
    found = find_front_matter(text, is_file=is_file)
    if found:
        return text, found
    lines = "\n".join(text.splitlines())
    if lines != text.removesuffix("\n"):
        found = find_front_matter(lines, is_file=is_file)
    return (lines if found else text), found


def _value_and_body(found: FrontMatter) -> tuple[object, str]:
    """The value of front matter, and the text below. Raises Refused."""
    if found.language == "json":
        return _json(found)
    head = _UNSEEN_BEGINNING.sub("", found.head).replace("\xa0", " ")
    read = _load_toml
    if found.language == "yaml":
        read = load("store.sources.articletext.yamlhead").load_yaml
    if len(head) > LONG_FRONT_MATTER:
        return run_isolated(read, head, found.line), found.body
    return read(head, found.line), found.body


def _fields(value: object, line: int) -> dict[str, Any]:
    """The fields that front matter names, without those that are null. Raises Refused."""
    if value in (None, ""):
        return {}
    if not isinstance(value, dict):
        reason = "front matter should hold lines of the form `field: value`"
        raise Refused(reason, place=Place(line=line))
    return {name: part for name, part in value.items() if part not in _ABSENT}


def _load_toml(head: str, first: int) -> object:
    """The value of TOML, in which all scalars become texts, as in YAML. Raises Refused."""
    try:
        return _as_texts(tomllib.loads(f"{head}\n"))
    except (tomllib.TOMLDecodeError, RecursionError, ValueError) as error:
        words = str(error)[:100]
        told = _TOML_LINE.search(words)
        line = first + int(told[1]) - 1 if told else first
        reason = f"front matter is no TOML: {words}; put texts into quotes"
        raise Refused(reason, place=Place(line=line)) from error


def _as_texts(value: object) -> object:
    """A value of TOML with texts for its flags, numbers and dates."""
    if isinstance(value, dict):
        return {name: _as_texts(part) for name, part in value.items()}
    if isinstance(value, list):
        return [_as_texts(part) for part in value]
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, date | time):
        return value.isoformat()
    return str(value)


def _json(found: FrontMatter) -> tuple[object, str]:
    """The object that a text begins with, and what stands below. Raises Refused, with the line."""
    text = found.head[found.head.index("{") :]
    try:
        value, end = leading_value(text)
    except Refused as refused:
        line = found.line + text.count("\n", 0, refused.offset or 0)
        raise Refused(f"front matter {refused.reason}", place=Place(line=line)) from refused
    return value, without_rules(text[end:])
