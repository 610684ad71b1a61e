"""What WordPress says of posts: its REST API (wp/v2) in pages, an entry a Draft, and its plugins in
webhooks.

Reads strictly, as records are read: an answer that is no list of posts is refused as a whole, a
post alone.
"""

import json
import re
from html import unescape
from typing import Any
from urllib.parse import parse_qsl

from ...draft import Deletion, Draft, SourceItem
from ...errors import Place, Refused
from ...text.charset import decode
from .. import record
from ..records.strict_json import parse_json, parse_text
from .shortcodes import expand

_GONE = frozenset("before_delete_post delete_post deleted_post trashed_post wp_trash_post".split())
_FIELDS = 1_000
_NUMBER = re.compile("[1-9][0-9]{0,8}")


def posts(content: bytes, name: str) -> list[dict[str, Any]]:
    """The objects of a page. Raises Refused for HTML, an error object, and what has no ids."""
    try:
        found = parse_text(decode(content, "utf-8"))
    except Refused as refused:
        raise Refused(f"{name} answers {content[:40]!r}, which {refused.reason}") from refused
    if not isinstance(found, list):
        said = found.get("message") if isinstance(found, dict) else None
        raise Refused(
            f"{name} answers no list of posts" + (f" but {str(said)[:100]!r}" if said else "")
        )
    if not all(_NUMBER.fullmatch(json.dumps(_of(one, "id"))) for one in found):
        raise Refused(f"{name} answers a list of something else than posts")
    return found


def draft(post: dict[str, Any], name: str) -> Draft | Refused | None:
    """The Draft of one post that was fetched with _embed; None for what is not published, or has a
    password.
    """
    place = Place(name, post["id"])
    if post.get("status", "publish") != "publish" or _of(post, "content", "protected") is True:
        return None
    terms = [one for several in _list(_of(post, "_embedded", "wp:term")) for one in _list(several)]
    image = next(iter(_list(_of(post, "_embedded", "wp:featuredmedia"))), None)
    authors = _list(_of(post, "_embedded", "author"))
    fields = {
        "id": post["id"],
        "url": post.get("link"),
        "title": _text(_of(post, "title", "rendered")),
        "html": _of(post, "content", "rendered") or None,
        "summary": _of(post, "excerpt", "rendered") or None,
        "authors": [author for one in authors if (author := _text(_of(one, "name")))],
        "sections": _terms(terms, "category", "name") + _terms(terms, "category", "slug"),
        "tags": _terms(terms, "post_tag", "name"),
        "published": moment(post.get("date_gmt"), post.get("date")),
        "updated": moment(post.get("modified_gmt"), post.get("modified")),
        "image": _image(image),
    }
    return record.said(fields, place)


def hook(content: bytes, name: str) -> list[SourceItem]:
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
        if not _NUMBER.fullmatch(number := str(post.get("id"))):
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


def moment(gmt: object, own: object) -> object:
    """`..._gmt`, which is UTC though it does not say so; else the site's own time; None for MySQL's
    zero date.
    """
    gmt, own = (None if one == "" or str(one)[:3] in ("000", "-00") else one for one in (gmt, own))
    return f"{gmt}Z" if isinstance(gmt, str) else own


def _terms(terms: list[Any], taxonomy: str, field: str) -> list[str]:
    return [
        text
        for one in terms
        if _of(one, "taxonomy") == taxonomy and (text := _text(_of(one, field)))
    ]


def _image(media: object) -> dict[str, object] | None:
    if not isinstance(url := _of(media, "source_url"), str) or not url:
        return None
    size = {side: _of(media, "media_details", side) for side in ("width", "height")}
    size = {side: value for side, value in size.items() if type(value) is int and value > 0}
    return {"url": url, "alt": _text(_of(media, "alt_text")) or None, **size}


def _of(value: object, *path: str) -> Any:
    """What stands at a path of keys, None where there is none."""
    for key in path:
        value = value.get(key) if isinstance(value, dict) else None
    return value


def _values(value: object) -> list[tuple[object, Any]]:
    """The members of an object, or of the list that PHP makes of some."""
    return list(value.items() if isinstance(value, dict) else enumerate(_list(value)))


def _list(value: object) -> list[Any]:
    return value if isinstance(value, list) else []


def _text(value: object) -> str | None:
    """Rendered text is HTML: its entities are decoded."""
    return unescape(value) if isinstance(value, str) else None
