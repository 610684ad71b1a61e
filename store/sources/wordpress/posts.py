"""What WordPress says of posts: its REST API (wp/v2) in pages, an entry a Draft.

Reads strictly, as records are read: an answer that is no list of posts is refused as a whole, a
post alone.
"""

import json
import re
from typing import Any

from ...draft import Draft
from ...errors import Place, Refused
from ...text.charset import decode
from .. import record
from ..records.strict_json import parse_text
from .values import as_list, moment, rendered_text, value_at

NUMBER = re.compile("[1-9][0-9]{0,8}")


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
    if not all(NUMBER.fullmatch(json.dumps(value_at(one, "id"))) for one in found):
        raise Refused(f"{name} answers a list of something else than posts")
    return found


def draft(post: dict[str, Any], name: str) -> Draft | Refused | None:
    """The Draft of one post that was fetched with _embed; None for what is not published, or has a
    password.
    """
    place = Place(name, post["id"])
    if post.get("status", "publish") != "publish" or value_at(post, "content", "protected") is True:
        return None
    terms = [
        one
        for several in as_list(value_at(post, "_embedded", "wp:term"))
        for one in as_list(several)
    ]
    image = next(iter(as_list(value_at(post, "_embedded", "wp:featuredmedia"))), None)
    authors = as_list(value_at(post, "_embedded", "author"))
    fields = {
        "id": post["id"],
        "url": post.get("link"),
        "title": rendered_text(value_at(post, "title", "rendered")),
        "html": value_at(post, "content", "rendered") or None,
        "summary": value_at(post, "excerpt", "rendered") or None,
        "authors": [author for one in authors if (author := rendered_text(value_at(one, "name")))],
        "sections": _terms(terms, "category", "name") + _terms(terms, "category", "slug"),
        "tags": _terms(terms, "post_tag", "name"),
        "published": moment(post.get("date_gmt"), post.get("date")),
        "updated": moment(post.get("modified_gmt"), post.get("modified")),
        "image": _image(image),
    }
    return record.draft_or_refused(fields, place)


def _terms(terms: list[Any], taxonomy: str, field: str) -> list[str]:
    return [
        text
        for one in terms
        if value_at(one, "taxonomy") == taxonomy and (text := rendered_text(value_at(one, field)))
    ]


def _image(media: object) -> dict[str, object] | None:
    if not isinstance(url := value_at(media, "source_url"), str) or not url:
        return None
    size = {side: value_at(media, "media_details", side) for side in ("width", "height")}
    size = {side: value for side, value in size.items() if type(value) is int and value > 0}
    return {"url": url, "alt": rendered_text(value_at(media, "alt_text")) or None, **size}
