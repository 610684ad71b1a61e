"""Values of what WordPress sends as JSON, in which nothing is sure to have its shape."""

from collections.abc import Iterable
from html import unescape
from typing import Any

from ...limits import LIST_LIMIT, NAME_LIMIT, TITLE_LIMIT

# Characters of a title, and of a name, whose letters are all entities.
_LONGEST = 10 * TITLE_LIMIT
_LONGEST_NAME = 10 * NAME_LIMIT
_ZERO_DATES = ("000", "-00")  # `0000-00-00 00:00:00` of MySQL, and what PHP makes of it


def value_at(value: object, *path: str) -> Any:
    """The value at a path of keys, None where there is none."""
    for key in path:
        value = value.get(key) if isinstance(value, dict) else None
    return value


def list_at(value: object, *path: str) -> list[Any]:
    """The list at a path of keys, an empty one where there is none."""
    found = value_at(value, *path)
    return found if isinstance(found, list) else []


def rendered_text(value: object) -> str | None:
    """The text that a title or name of WordPress means: it is sent as HTML."""
    if not isinstance(value, str):
        return None
    return unescape(value) if len(value) <= _LONGEST else value  # a longer one is refused


def rendered_names(values: Iterable[object]) -> list[str]:
    """The names among these values, which are sent as HTML, too.

    Too many of them, and one that is too long, are left as they are: they are refused.
    """
    names = [value for value in values if isinstance(value, str) and value]
    if len(names) > LIST_LIMIT:
        return names
    return [unescape(name) if len(name) <= _LONGEST_NAME else name for name in names]


def moment(gmt: object, own: object) -> object:
    """The moment of a `..._gmt`, else that of the site's own time, else None.

    A `..._gmt` is UTC, though it does not say so.
    """
    if isinstance(gmt, str) and _is_date(gmt):
        return f"{gmt}Z"
    return own if _is_date(own) else None


def _is_date(value: object) -> bool:
    """Whether a date says any moment."""
    return value != "" and str(value)[:3] not in _ZERO_DATES
