"""What plugins of WordPress send when a post changes: brought to the shape of the REST API, then
read as such.
"""

from typing import Any
from urllib.parse import parse_qsl

from ...draft import Deletion, SourceItem
from ...errors import Place, Refused
from ..records.strict_json import parse_json
from .posts import NUMBER, draft
from .shortcodes import expand
from .values import as_list

_GONE = frozenset("before_delete_post delete_post deleted_post trashed_post wp_trash_post".split())
_FIELDS = 1_000


def read_webhook(content: bytes, name: str) -> list[SourceItem]:
    """What a webhook says, as JSON or a form: nothing where it is about no post, Refused where it
    cannot be read.

    Known are a post of the REST API, WP Webhooks (post_id, post), HookPress and WordPress.com (ID,
    post_title, hook).
    """
    try:
        found = parse_json(content) if content.lstrip()[:1] in (b"{", b"[") else _form(content)
    except Refused as refused:
        return [refused.at(Place(name))]
    heard = [_heard(one, name) for one in (found if isinstance(found, list) else [found])]
    return [one for one in heard if one is not None]


def _form(content: bytes) -> dict[str, str]:
    try:
        text = content.decode("ascii")
        return dict(
            parse_qsl(text, keep_blank_values=True, errors="strict", max_num_fields=_FIELDS)
        )
    except ValueError as error:
        raise Refused("is neither JSON nor a form in UTF-8") from error


def _heard(found: object, name: str) -> SourceItem | None:
    """What is not published any more, or has a password, is withdrawn."""
    try:
        post = _as_answered(found)
        if post.get("type", "post") != "post":
            return None
        if not isinstance(post.get("status", ""), str):
            raise Refused("should be text, such as publish", field="status")
        if not NUMBER.fullmatch(number := str(post.get("id"))):
            raise Refused("names no post by its number", field="id")
        said = draft(post | {"id": int(number)}, name)
        return Deletion(number, Place(name, int(number))) if said is None else said
    except Refused as refused:
        return refused.at(Place(name))


def _as_answered(found: object) -> dict[str, Any]:
    """A post in the shape of the REST API, also where it is sent as WordPress itself keeps it."""
    if not isinstance(found, dict) or {"id", "ID", "post_id"}.isdisjoint(found):
        raise Refused(
            "is no webhook that is known: a post of the REST API, of WP Webhooks or of HookPress"
        )
    if isinstance(found.get("title"), dict):
        return found
    inner, action = found.get("post"), str(found.get("hook"))
    post = inner if isinstance(inner, dict) else found
    gone = action in _GONE or ("post" in found and not inner)
    kind = "page" if action == "publish_page" else "post"
    groups = _values(found.get("taxonomies"))
    return {
        "id": found.get("post_id") or found.get("ID") or found.get("id"),
        "type": post.get("post_type", kind),
        "status": "trash" if gone else post.get("post_status", "publish"),
        "link": found.get("post_permalink") or found.get("post_url") or None,
        "title": {"rendered": post.get("post_title")},
        "content": {
            "rendered": expand(str(post.get("post_content") or "")),
            "protected": bool(post.get("post_password")),
        },
        "excerpt": {"rendered": post.get("post_excerpt")},
        **{
            f"{ours}{zone}": post.get(f"post_{ours}{zone}")
            for ours in ("date", "modified")
            for zone in ("", "_gmt")
        },
        "_embedded": {
            "wp:term": [
                [{**term, "taxonomy": name} for _, term in _values(terms) if isinstance(term, dict)]
                for name, terms in groups
            ],
            "wp:featuredmedia": [{"source_url": found.get("post_thumbnail")}],
        },
    }


def _values(value: object) -> list[tuple[object, Any]]:
    """The members of an object, or of the list that PHP makes of some."""
    return list(value.items() if isinstance(value, dict) else enumerate(as_list(value)))
