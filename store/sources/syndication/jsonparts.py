"""Parts of items of JSON Feed as programs write them that have no empty text, list or object.

PHP writes `false` for a text and `[]` for an object that it has not; others give numbers or
objects as tags. None of it is worth an item.
"""

import re
from typing import Any

from ..common import as_list

_COMMA = re.compile("[,،;؛]")


def is_empty(value: object) -> bool:
    """Whether a value stands for none."""
    return value is None or value is False or value in ("", [], {})


def present(item: dict[str, Any]) -> dict[str, Any]:
    """An item without the fields that are empty."""
    return {name: value for name, value in item.items() if not is_empty(value)}


def labels(tags: Any) -> Any:
    """The tags of an item as texts: one text may hold several, an object names one."""
    if isinstance(tags, str):
        return [tag.strip() for tag in _COMMA.split(tags) if tag.strip()]
    if not isinstance(tags, list):
        return tags
    return [_label(tag) for tag in tags if not is_empty(tag)]


def _label(tag: Any) -> Any:
    """A tag as text; record refuses anything else."""
    name = tag.get("name") if isinstance(tag, dict) else tag
    return str(name) if type(name) is int else name


def attached(value: Any) -> list[Any]:
    """The attachments of an item, without their empty parts; one without an address is none."""
    parts = [present(one) if isinstance(one, dict) else one for one in as_list(value)]
    return [one for one in parts if not is_empty(one) and not _has_no_address(one)]


def _has_no_address(attachment: Any) -> bool:
    return isinstance(attachment, dict) and "url" not in attachment
