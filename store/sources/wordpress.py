"""What WordPress's REST API answers (wp/v2): a page of posts, an entry a Draft; and lists of their ids.

Reads strictly, as records are read: an answer that is no list of posts is refused as a whole, a post alone.
"""

from html import unescape
from typing import Any

from ..article import Draft
from ..charset import decode
from ..errors import Place, Refused
from . import record
from .jsonlines import document


def posts(content: bytes, name: str) -> list[dict[str, Any]]:
    """The objects of a page. Raises Refused for HTML, an error object, and what has no ids."""
    found = document(decode(content, "utf-8"))
    if not isinstance(found, list):
        said = found.get("message") if isinstance(found, dict) else None
        raise Refused(f"{name} answers no list of posts" + (f" but {str(said)[:100]!r}" if said else ""))
    if not all(isinstance(one, dict) and type(one.get("id")) is int for one in found):
        raise Refused(f"{name} answers a list of something else than posts")
    return found


def draft(post: dict[str, Any], name: str) -> Draft | Refused | None:
    """The Draft of one post that was fetched with _embed; None for what is not published, or has a password."""
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
        "published": _moment(post, "date"),
        "updated": _moment(post, "modified"),
        "image": _image(image),
    }
    try:
        return record.draft(fields, place)
    except Refused as refused:
        return refused


def _moment(post: dict[str, Any], name: str) -> object:
    """Its `..._gmt`, which is UTC though it does not say so; else the site's own time."""
    gmt = post.get(f"{name}_gmt")
    return f"{gmt}Z" if isinstance(gmt, str) and gmt[:4] != "0000" else post.get(name)


def _terms(terms: list[Any], taxonomy: str, field: str) -> list[str]:
    return [text for one in terms if _of(one, "taxonomy") == taxonomy and (text := _text(_of(one, field)))]


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


def _list(value: object) -> list[Any]:
    return value if isinstance(value, list) else []


def _text(value: object) -> str | None:
    """Rendered text is HTML: its entities are decoded."""
    return unescape(value) if isinstance(value, str) else None
