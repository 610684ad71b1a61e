"""Values of what WordPress sends as JSON, in which nothing is sure to have its shape."""

from html import unescape
from typing import Any


def moment(gmt: object, own: object) -> object:
    """`..._gmt`, which is UTC though it does not say so; else the site's own time; None for MySQL's
    zero date.
    """
    gmt, own = (None if one == "" or str(one)[:3] in ("000", "-00") else one for one in (gmt, own))
    return f"{gmt}Z" if isinstance(gmt, str) else own


def value_at(value: object, *path: str) -> Any:
    """What stands at a path of keys, None where there is none."""
    for key in path:
        value = value.get(key) if isinstance(value, dict) else None
    return value


def as_list(value: object) -> list[Any]:
    return value if isinstance(value, list) else []


def rendered_text(value: object) -> str | None:
    """Rendered text is HTML: its entities are decoded."""
    return unescape(value) if isinstance(value, str) else None
