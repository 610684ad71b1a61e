"""Webhooks of WordPress: messages that its plugins send when a post changes.

Each message is brought to the shape of the REST API, then read by posts.
"""

from typing import Any
from urllib.parse import parse_qsl

from ...draft import Deletion, SourceItem
from ...errors import Place, Refused
from ...limits import FORM_FIELDS_LIMIT, FORM_HEAVY
from ...text.allowance import Allowance
from ...text.sandbox import run_isolated
from ..audience import hidden
from ..records.sent import has_many_parts
from ..records.strict_json import parse_json
from ..unforeseen import attempt
from .posts import NUMBER, Post, draft
from .shortcodes import expand
from .values import list_at

Message = dict[str, Any]

_DELETING = frozenset(
    "before_delete_post delete_post deleted_post trashed_post wp_trash_post".split()
)
_MOMENTS = ("date", "date_gmt", "modified", "modified_gmt")


def read_webhook(content: bytes, name: str) -> list[SourceItem]:
    """The items of a webhook: none for a message about no post, Refused for an unreadable one.

    It comes as JSON or a form. Known are a post of the REST API, WP Webhooks (post_id, post),
    HookPress and WordPress.com (ID, post_title, hook).
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
        return dict(
            parse_qsl(
                text, keep_blank_values=True, errors="strict", max_num_fields=FORM_FIELDS_LIMIT
            )
        )
    except ValueError as error:
        raise Refused("is neither JSON nor a form in UTF-8") from error


def _item(message: object, name: str) -> SourceItem | None:
    """The draft of a message; a post that is not for all readers any more is withdrawn."""
    try:
        post = _rest_post(message)
        if post.get("type", "post") != "post":
            return None
        number = _number(post)
        item = draft(post | {"id": number}, name)
    except Refused as refused:
        return refused.at(Place(name))
    if item is None:
        return Deletion(str(number), Place(name, number))
    return item


def _number(post: Post) -> int:
    """The number of a post. Raises Refused for a post that could be read, or withdrawn, wrongly."""
    if not isinstance(post.get("status", ""), str):
        raise Refused("should be text, such as publish", field="status")
    number = str(post.get("id"))
    if not NUMBER.fullmatch(number):
        raise Refused("names no post by its number", field="id")
    return int(number)


def _rest_post(message: object) -> Post:
    """A post in the shape of the REST API, also where it is sent as WordPress itself keeps it."""
    if not isinstance(message, dict) or {"id", "ID", "post_id"}.isdisjoint(message):
        raise Refused(
            "is no webhook that is known: a post of the REST API, of WP Webhooks or of HookPress"
        )
    if isinstance(message.get("title"), dict):
        return message
    return _translated(message)


def _translated(message: Message) -> Post:
    """A post as WordPress keeps it, which may stand within the message, in the REST API's shape."""
    inner = message.get("post")
    post = inner if isinstance(inner, dict) else message
    return {
        "id": _first_of(message, "post_id", "ID", "id"),
        "type": post.get("post_type", _type(message)),
        "status": _status(message, post),
        "link": _first_of(message, "post_permalink", "post_url") or None,
        "title": {"rendered": post.get("post_title")},
        "content": _content(message, post),
        "excerpt": {"rendered": post.get("post_excerpt")},
        "_embedded": _embedded(message),
        **{name: post.get(f"post_{name}") for name in _MOMENTS},
    }


def _first_of(message: Message, *names: str) -> Any:
    """The first of these fields that says anything, else what the last says."""
    value = None
    for name in names:
        value = message.get(name)
        if value:
            return value
    return value


def _type(message: Message) -> str:
    """The type of a post that names none."""
    return "page" if str(message.get("hook")) == "publish_page" else "post"


def _status(message: Message, post: Post) -> Any:
    """The status of a post; one that is deleted, or that WP Webhooks finds no longer, is trash."""
    is_missing = "post" in message and not message["post"]
    if is_missing or str(message.get("hook")) in _DELETING:
        return "trash"
    told = [source["post_status"] for source in (message, post) if "post_status" in source]
    return next((status for status in told if status != "publish"), "publish")


def _content(message: Message, post: Post) -> dict[str, object]:
    """The content of a post; one with a password, or that says otherwise, is protected."""
    return {
        "rendered": expand(str(post.get("post_content") or "")),
        "protected": bool(hidden([*message.items(), *post.items()])),
    }


def _embedded(message: Message) -> dict[str, object]:
    """The terms and the picture of a post where `?_embed` puts them."""
    taxonomies = _members(message.get("taxonomies"))
    return {
        "wp:term": [_terms(terms, taxonomy) for taxonomy, terms in taxonomies],
        "wp:featuredmedia": [{"source_url": message.get("post_thumbnail")}],
    }


def _terms(terms: object, taxonomy: object) -> list[dict[str, Any]]:
    """Terms that name their taxonomy, as those of the REST API do."""
    named = [term for _, term in _members(terms) if isinstance(term, dict)]
    return [{**term, "taxonomy": taxonomy} for term in named]


def _members(value: object) -> list[tuple[object, Any]]:
    """The members of an object, or of the list that PHP makes of some."""
    if isinstance(value, dict):
        return list(value.items())
    return list(enumerate(list_at(value)))
