"""Posts of WordPress's REST API (wp/v2): a page of them, and each as a draft.

Reads strictly, as records are read: an answer that is no list of posts is refused as a whole, a
post alone.
"""

import json
import re
from dataclasses import replace
from html import unescape
from typing import Any

from ...draft import BLOCKS, MEMBERS, PICTURES, SHORT_TEXTS, Draft, Omitted
from ...errors import Place, Refused
from ...limits import NAME_LIMIT
from ...text.charset import decode
from ...text.sites import site_of, site_of_host, site_of_post
from .. import record
from ..audience import (
    OTHER_STATUS,
    WITH_PASSWORD,
    Fact,
    embargo,
    facts_of,
    hidden,
    hidden_status,
    locked,
    status_of_classes,
)
from ..records.strict_json import parse_text
from ..unforeseen import attempt
from .categories import category_labels
from .elsewhere import author_names
from .enclosures import rest_enclosures
from .featured import featured_picture
from .galleries import has_gallery
from .naming import last_change, unnamed
from .shortcodes import without_shortcodes
from .values import list_at, moment, names_among, text_of, value_at

Post = dict[str, Any]

NUMBER = re.compile("[1-9][0-9]{0,18}")  # an id, as PHP can count


def posts(content: bytes, name: str) -> list[Post]:
    """The objects of a page. Raises Refused for HTML, an error object, and things without ids."""
    try:
        answer = parse_text(decode(content, "utf-8"))
    except Refused as refused:
        raise Refused(f"{name} answers {content[:40]!r}, which {refused.reason}") from refused
    if not isinstance(answer, list):
        raise Refused(f"{name} answers no list of posts{_message(answer)}")
    if not all(has_id(post) for post in answer):
        raise Refused(f"{name} answers a list of something else than posts")
    return answer


def _message(answer: object) -> str:
    """The words of an error object, for a person."""
    message = value_at(answer, "message")
    return f" but {str(message)[:100]!r}" if message else ""


def has_id(post: object) -> bool:
    """Whether a post has a number for an id: neither a text nor a truth is one."""
    return NUMBER.fullmatch(json.dumps(value_at(post, "id"))) is not None


def draft(post: Post, name: str) -> Draft | Refused | None:
    """The draft of a post that was fetched with _embed; None where it is not for all readers."""
    item = item_of(post, name)
    return None if isinstance(item, Omitted) else item


def item_of(post: Post, name: str, folder: str | None = None) -> Draft | Omitted | Refused:
    """The draft of a post, or why there is none; it may be hidden from readers, or unreadable."""
    return attempt(Place(name, post["id"]), _item, post, name, folder)


def _item(post: Post, name: str, folder: str | None) -> Draft | Omitted:
    """The draft of a post, if it is for all readers. Raises Refused.

    What is no post is left out without its number: what was read as a post before stays.
    """
    place = Place(name, post["id"])
    site = _site(post)
    state = _hidden(post)
    if state:
        if state == other_type(post):
            return Omitted(state, place)
        return Omitted(state, place, str(post["id"]), last_change(post), site)
    draft = record.draft(_fields(post), place, folder, SHORT_TEXTS)
    told = replace(draft, unnamed=_unnamed(post, draft), modified=last_change(post))
    return replace(told, guid=_guid(post), site=site)


def _unnamed(post: Post, draft: Draft) -> frozenset[str]:
    """What a post does not name, be it the pictures of a gallery that nobody has rendered."""
    html = text_of(_rendered(post, "content")) or ""
    is_lost = bool(html.strip()) and draft.html is None
    told = unnamed(post)
    if is_lost or has_gallery(html) or value_at(post, "content", "unrendered") is True:
        told |= {PICTURES}
    if value_at(post, "content", "few") is True:
        told |= {MEMBERS}
    return told | {BLOCKS} if value_at(post, "content", "cut") is True else told


def _guid(post: Post) -> str | None:
    """The guid under which feeds of the site show a post."""
    return unescape(text_of(_rendered(post, "guid")) or "") or None


def _site(post: Post) -> str | None:
    """The site of a post: where it can be asked for, else by its guid, else by its link."""
    for address in _own_addresses(post):
        home, api, _ = address.partition("/wp-json/")
        if not api:
            home, api, _ = address.partition("?rest_route=")
        if api:
            return site_of(home)
    link = text_of(post.get("link")) or ""
    return site_of_post(_guid(post) or "", link) or site_of_host(link)


def _own_addresses(post: Post) -> list[str]:
    """The addresses under which a post says that it can be asked for."""
    links = list_at(post, "_links", "self")
    return [href for href in (text_of(value_at(link, "href")) for link in links) if href]


def _hidden(post: Post) -> str:
    """The reason to hide a post from readers, or ""."""
    status = post.get("status", "publish")
    if status != "publish":
        return hidden_status(text_of(status) or "") or OTHER_STATUS
    parts = (post.get("content"), post.get("excerpt"))
    if any(value_at(part, "protected") is True for part in parts):
        return WITH_PASSWORD
    kind = other_type(post)
    if kind:
        return kind
    texts = [value_at(part, "rendered") for part in parts]
    return _unlisted(post) or hidden(_facts(post)) or locked(texts)


def other_type(post: Post) -> str:
    """The type of what is no post, a page or one that a site has added, or ""."""
    kind = post.get("type", "post")
    return "" if kind in ("post", "", None) else str(kind)[:NAME_LIMIT]


def _unlisted(post: Post) -> str:
    """The state that a post's classes tell, or "".

    What Yoast SEO tells robots does not: behind a site of another make it is `noindex` for all.
    """
    return status_of_classes(" ".join(map(str, list_at(post, "class_list"))))


def _facts(post: Post) -> list[Fact]:
    """What a post says of itself, in its own fields and in those that sites add."""
    facts = list(post.items())
    for added in ("meta", "acf"):
        fields = post.get(added)
        if isinstance(fields, dict):
            facts += facts_of(fields)
    return facts


def _fields(post: Post) -> dict[str, object]:
    """The record of a post."""
    return {
        "id": post["id"],
        "url": post.get("link"),
        "title": text_of(_rendered(post, "title")),
        "html": _without_shortcodes(post, "content") or None,
        "summary": _without_shortcodes(post, "excerpt") or None,
        "authors": author_names(post),
        "sections": category_labels(_terms(post, "category")),
        "tags": _texts(_terms(post, "post_tag"), "name"),
        "published": _moment(post, "date"),
        "publish_at": _embargo(post),
        "updated": _moment(post, "modified"),
        "image": featured_picture(post),
        "enclosures": rest_enclosures(post),
    }


def _rendered(post: Post, name: str) -> Any:
    """A part of a post as HTML."""
    return value_at(post, name, "rendered")


def _without_shortcodes(post: Post, name: str) -> Any:
    """A part of a post as HTML, without what no plugin has made HTML of. Raises Refused."""
    html = _rendered(post, name)
    is_made_here = value_at(post, name, "unrendered") is not None
    if not isinstance(html, str) or is_made_here:
        return html
    try:
        return without_shortcodes(html)
    except Refused as refused:
        raise refused.of("html") from None


def _terms(post: Post, taxonomy: str) -> list[Any]:
    """Terms of a post in a taxonomy; they come in a list for each taxonomy."""
    groups = list_at(post, "_embedded", "wp:term")
    terms = [term for group in groups for term in list_at(group)]
    return [term for term in terms if value_at(term, "taxonomy") == taxonomy]


def _moment(post: Post, name: str) -> object:
    """The moment of the date, or the modification, of a post."""
    return moment(post.get(f"{name}_gmt"), post.get(name))


def _embargo(post: Post) -> str | None:
    """The moment before which nobody may see a post, where a field that a site adds names one."""
    published = _moment(post, "date")
    return embargo(_facts(post), published if isinstance(published, str) else None)


def _texts(objects: list[Any], field: str) -> list[str]:
    """The text of a field of each object that has any."""
    return names_among([value_at(found, field) for found in objects])
