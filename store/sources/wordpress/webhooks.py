"""Webhooks of WordPress: messages that its plugins send when a post changes.

Each message is brought to the shape of the REST API, then read by posts.
"""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any
from urllib.parse import parse_qsl

from ...draft import Deletion, Draft, Omitted, SourceItem
from ...errors import Place, Refused
from ...limits import FORM_FIELDS_LIMIT, FORM_HEAVY
from ...text.allowance import Allowance
from ...text.sandbox import run_isolated
from ..records.sent import has_many_parts
from ..records.strict_json import parse_json
from ..unforeseen import attempt
from .messages import is_revision, number_of, rest_post
from .naming import cut, last_change
from .posts import NUMBER, Post, item_of, other_type

_PARTS_OF_KEY = 6  # `post[meta][a][b]` of PHP's forms


def read_webhook(content: bytes, name: str) -> list[SourceItem]:
    """The items of a webhook: none for a message about no post, Refused for an unreadable one.

    It comes as JSON or a form; what it may hold, messages tells.
    """
    if has_many_parts(content) or content.count(b"%") > FORM_HEAVY:
        read = attempt(Place(name), run_isolated, _read, content, name)
        return [read.at(Place(name))] if isinstance(read, Refused) else read
    return _read(content, name)


def _read(content: bytes, name: str) -> list[SourceItem]:
    """The items of a webhook."""
    message = attempt(Place(name), _parsed, content)
    if isinstance(message, Refused):
        return [message.at(Place(name))]
    messages = message if isinstance(message, list) else [message]
    items = (attempt(Place(name), _item, message, name) for message in messages)
    with Allowance().heeded():
        return [item for item in items if item is not None]


def _parsed(content: bytes) -> object:
    """The value of a message in JSON, or the fields of a form. Raises Refused."""
    if content.lstrip()[:1] in (b"{", b"["):
        return parse_json(content)
    try:
        text = content.decode("ascii")
        return _nested(
            parse_qsl(
                text, keep_blank_values=True, errors="strict", max_num_fields=FORM_FIELDS_LIMIT
            )
        )
    except ValueError as error:
        raise Refused("is neither JSON nor a form in UTF-8") from error


def _nested(fields: list[tuple[str, str]]) -> dict[str, Any]:
    """The fields of a form, in which PHP writes objects as `post[post_title]`."""
    form: dict[str, Any] = {}
    for key, value in fields:
        name, _, rest = key.partition("[")
        *path, last = [name, *rest.removesuffix("]").split("][", _PARTS_OF_KEY)] if rest else [key]
        place = form
        for step in path:
            inner = place.setdefault(step, {})
            place = inner if isinstance(inner, dict) else {}
        place[last or str(len(place))] = value
    return form


def _item(message: object, name: str) -> SourceItem | None:
    """The draft of a message; a post that is not for all readers any more is withdrawn.

    What is no post is left out, by its type: what was sent as a post before stays.
    """
    try:
        post = rest_post(message)
        if post is None or is_revision(post):
            return None
        kind = other_type(post)
        if kind:
            return Omitted(kind, Place(name))
        number = _number(post)
        item = item_of(post | {"id": number}, name)
    except Refused as refused:
        return refused.at(Place(name))
    if isinstance(item, Omitted):
        return Deletion(str(number), Place(name, number), modified=last_change(post))
    if isinstance(item, Draft):
        return replace(item, message=True, unnamed=item.unnamed.union(cut(post), _untold(post)))
    return item


def _untold(post: Post) -> Iterator[str]:
    """What else is not told: who may see it, whether it is a post at all, its excerpt."""
    yield from {"status", "type"} - post.keys()
    if post.get("post_excerpt") == "":
        yield "excerpt"  # WordPress makes one of the text itself, where it shows the post


def _number(post: Post) -> int:
    """The number of a post. Raises Refused for a post that could be read, or withdrawn, wrongly."""
    if not isinstance(post.get("status", ""), str):
        raise Refused("should be text, such as publish", field="status")
    number = str(number_of(post)).strip()
    if not NUMBER.fullmatch(number):
        raise Refused("names no post by its number", field="id")
    return int(number)
