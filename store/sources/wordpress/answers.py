"""Answers of WordPress's REST API that were saved: posts among records, known by what they hold.

Each post is read by posts, as that of a wire is. Reads no bytes: jsonlines parses.
"""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from ...draft import Draft, Omitted, SourceItem
from ...errors import Place, Refused
from ..common import own_site, with_withdrawals
from ..file import File
from .naming import cut
from .posts import has_id, item_of
from .values import value_at

Answer = dict[str, Any]

_RENDERED = ("title", "content")  # parts of a post, of which a record has only texts
_ERROR = frozenset("code message data additional_data additional_errors".split())


def is_answer(value: Answer) -> bool:
    """Whether an object is a post of the REST API, or an error in place of one."""
    return _is_post(value) or _is_error(value)


def answer_items(value: Answer, place: Place, file: File) -> Iterator[SourceItem]:
    """What a post means: a draft; or that it is left out, and withdrawn. Its place is its number.

    An error, and a post without a number, is Refused in the place where it stands.
    """
    if _is_error(value):
        message = value["message"][:100]
        yield Refused(f"is no post, but an error of WordPress: {message!r}", place=place)
    elif not has_id(value):
        yield Refused("names no post by its number", field="id", place=place)
    else:
        item = item_of(value, file.name, file.folder)
        yield from with_withdrawals([_as_saved(item, value, file)])


def _as_saved(item: SourceItem, value: Answer, file: File) -> SourceItem:
    """The item as one that tells how its site was when its answer was saved."""
    if isinstance(item, Draft | Omitted):
        item = replace(item, site=own_site(item.site, file))
    if not isinstance(item, Draft):
        return item
    return replace(item, saved=True, unnamed=item.unnamed | cut(value))


def _is_post(value: Answer) -> bool:
    """Whether an object has the parts of a post, as WordPress renders them."""
    return any(value_at(value, part, "rendered") is not None for part in _RENDERED)


def _is_error(value: Answer) -> bool:
    """Whether an object is an error: a code and a message, and nothing that an article has."""
    told = (value.get("code"), value.get("message"))
    return all(isinstance(text, str) for text in told) and _ERROR.issuperset(value)
