"""Messages of plugins, brought to the shape of the REST API; what they do not name is not there.

Known are a post of the REST API, alone or within an envelope; a WP_Post, as WP Webhooks sends it
with what stands around it; its fields, as HookPress and WordPress.com send them; and forms whose
fields people have named themselves, as in Uncanny Automator.
"""

import re
from collections.abc import Iterator
from typing import Any

from ...errors import Refused
from ..audience import hidden
from .galleries import has_gallery
from .naming import NO_PICTURE
from .reusable import has_reference
from .shortcode_audience import has_part_for_few
from .shortcodes import expand
from .values import list_at, value_at

Post = dict[str, Any]
Message = dict[str, Any]

_IDS = ("post_id", "ID", "id")
_ENVELOPES = ("post", "data", "payload", "object", "resource", "body", "previous")
_PARTS = ("title", "content", "excerpt")
_MOMENTS = ("date", "date_gmt", "modified", "modified_gmt")
_LINKS = ("post_permalink", "post_url", "permalink", "link", "url", "URL")
_TAXONOMIES = {"category": ("categories", "post_category"), "post_tag": ("tags", "post_tags")}
_TRIGGERS = ("hook", "event", "trigger", "action")
_STATUSES = frozenset("publish future draft pending private trash inherit auto-draft".split())

_DELETING = frozenset(
    "before_delete_post delete_post deleted_post trashed_post wp_trash_post post_delete"
    " post_deleted post_trash post_trashed".split()
)
_NO_WORD = re.compile(r"[^a-z]+")

# What tells that a message is of something else than a post.
_OF_COMMENTS = frozenset(
    "comment_ID comment_id comment_post_ID comment_content author_avatar_urls".split()
)
_OF_OTHERS = frozenset(
    "user_id user_login user_email user_pass user avatar_urls allcaps term_id taxonomy".split()
)
_OF_POSTS = frozenset("post_id post_title post_content post_status title content".split())
_OTHER_TRIGGERS = ("user", "profile", "login", "attachment", "term")
_EVENT = re.compile("post[^a-z]")  # `post.updated` is no type
_OF_REVISION = re.compile("(?:-revision-v|-autosave-v)[0-9]")


def rest_post(message: object) -> Post | None:
    """A message in the shape of the REST API; None for one that is of no post. Raises Refused."""
    if not isinstance(message, dict):
        raise _unknown()
    if _is_of_others(message):
        return None
    outer, post = _unwrapped(message)
    if outer.keys().isdisjoint(_IDS) and post.keys().isdisjoint(_IDS):
        raise _unknown()
    told = post | {"type": _type(post) or "post"} if _is_rest(post) else _translated(outer, post)
    status = _status(outer, post)
    return told | ({} if status is None else {"status": status})


def _unknown() -> Refused:
    return Refused(
        "is no webhook that is known: a post of the REST API, of WP Webhooks or of HookPress"
    )


def is_revision(post: Post) -> bool:
    """Whether a post is but an older form, or a form that is being written, of another."""
    slug = str(post.get("slug") or "")
    return post.get("type") == "revision" or _OF_REVISION.search(slug) is not None


def _is_of_others(message: Message) -> bool:
    """Whether a message is of a comment, a user or a term."""
    triggers = " ".join(_triggers(message))
    if "comment" in triggers or not message.keys().isdisjoint(_OF_COMMENTS):
        return True
    if type(message.get("post")) is int:  # that of a comment, or of a picture
        return True
    data = message.get("data")
    names = message.keys() | (data.keys() if isinstance(data, dict) else set())
    if not names.isdisjoint(_OF_POSTS):
        return False
    return any(word in triggers for word in _OTHER_TRIGGERS) or not names.isdisjoint(_OF_OTHERS)


def _triggers(message: Message) -> list[str]:
    """The names of what has happened, as far as a message tells them."""
    told = [message.get(name) for name in _TRIGGERS]
    return [_NO_WORD.sub("_", text.lower()) for text in told if isinstance(text, str)]


def _is_rest(post: Post) -> bool:
    """Whether a post has the shape of the REST API already."""
    return any(isinstance(post.get(part), dict) for part in (*_PARTS, "_links", "_embedded"))


def _unwrapped(message: Message) -> tuple[Message, Post]:
    """A message, and the post within it, which may be the message itself."""
    for name in _ENVELOPES:
        inner = message.get(name)
        if not isinstance(inner, dict) or inner.keys().isdisjoint((*_IDS, "post_title")):
            continue
        if name != "post" and not message.keys().isdisjoint(_IDS):
            continue
        number = {key: message[key] for key in _IDS if key in message}
        return message, inner | ({"id": first_of(message, *number)} if number else {})
    return message, message


def first_of(message: Message, *names: str) -> Any:
    """The first of these fields that says anything, else what the last says."""
    value = None
    for name in names:
        value = message.get(name)
        if value:
            return value
    return value


def number_of(post: Post) -> Any:
    """The number of a post, under whatever name."""
    return first_of(post, *(name for name in _IDS if name in post))


def _translated(outer: Message, post: Post) -> Post:
    """A post as WordPress keeps it, and what stands around it, in the REST API's shape."""
    told = outer | post
    same = {name: value for name, value in told.items() if name not in _PARTS}
    for name in ("status", "type"):
        same.pop(name, None)
    return same | dict(_told(told)) | _parts(outer, post) | _embedded(told)


def _told(told: Message) -> Iterator[tuple[str, Any]]:
    """The fields that have another name, or stand under one of several."""
    link = first_of(told, *_LINKS)
    if link:
        yield "link", link
    guid = told.get("guid")
    if isinstance(guid, str):
        yield "guid", {"rendered": guid}
    kind = told.get("post_type") or _type(told)
    if kind:
        yield "type", kind
    yield "slug", told.get("post_name") or told.get("slug")
    for name in _MOMENTS:
        yield name, told.get(f"post_{name}", told.get(name))


def _type(message: Message) -> Any:
    """The type of a post by its `type`, or by what has happened; None where neither tells it."""
    kind = message.get("type")
    if kind and not _EVENT.match(str(kind)):
        return kind
    told = [trigger.removeprefix("publish_") for trigger in _triggers(message)]
    return next((kind for kind in told if kind in ("post", "page")), None)


def _status(outer: Message, post: Post) -> Any:
    """The status of a post, None where none is told.

    One that is deleted, or that WP Webhooks finds no longer, is trash.
    """
    triggers = _triggers(outer)
    is_missing = "post" in outer and not outer["post"]
    is_deleted = outer.get("deleted") in (True, "true", "1")
    if is_missing or is_deleted or not _DELETING.isdisjoint(triggers):
        return "trash"
    told = [source["post_status"] for source in (outer, post) if "post_status" in source]
    told += [status for status in map(_status_of_trigger, triggers) if status in _STATUSES]
    if "status" in post and (_is_rest(post) or str(post["status"]) in _STATUSES):
        told.append(post["status"])
    return next((status for status in told if status != "publish"), "publish" if told else None)


def _status_of_trigger(trigger: str) -> str:
    """The status that a trigger names: `draft_to_publish`, `publish_post`."""
    return trigger.rpartition("_to_")[2].removesuffix("_post")


def _parts(outer: Message, post: Post) -> dict[str, Any]:
    """Title, content and excerpt, as far as they are named, as HTML.

    A post with a password, or that says otherwise, is protected.
    """
    told = {name: _part(outer | post, name) for name in _PARTS}
    parts: dict[str, Any] = {
        name: {"rendered": text} for name, text in told.items() if text is not None
    }
    if "content" in parts:
        parts["content"] = _content(str(told["content"]))
    if hidden([*outer.items(), *post.items()]):
        parts["content"] = parts.get("content", {}) | {"protected": True}
    return parts


def _content(stored: str) -> dict[str, Any]:
    """The content of a post, and whether it shows more than can be told of it."""
    html = expand(stored)
    is_lost = bool(stored.strip()) and not html
    told = {"rendered": html, "unrendered": is_lost or has_gallery(stored)}
    told |= {"few": True} if has_part_for_few(stored) else {}
    return told | ({"cut": True} if has_reference(stored) else {})


def _part(told: Message, name: str) -> Any:
    return told.get(f"post_{name}", told.get(name))


def _embedded(told: Message) -> Post:
    """Terms, picture and author where `?_embed` puts them, as far as they are named."""
    embedded: dict[str, Any] = {"wp:term": list(_terms(told))}
    author = told.get("author", told.get("post_author"))
    if isinstance(author, dict) or (isinstance(author, str) and not author.strip().isdigit()):
        embedded["author"] = [author]
    picture = told.get("post_thumbnail")
    if picture is None:
        return {"_embedded": embedded}
    if picture in NO_PICTURE:
        return {"_embedded": embedded, "featured_media": 0}
    embedded["wp:featuredmedia"] = [{"source_url": picture}]
    return {"_embedded": embedded}


def _terms(told: Message) -> Iterator[list[Message]]:
    """The terms of the taxonomies that are named.

    WP Webhooks leaves out those of which a post has no term, for which an empty list stands.
    """
    if told.get("taxonomies") is not None:
        for taxonomy, terms in _members(told["taxonomies"]):
            yield _named_terms(terms, taxonomy)
        yield []
    for taxonomy, names in _TAXONOMIES.items():
        terms = _named_terms(first_of(told, *names), taxonomy)
        if terms:
            yield terms


def _named_terms(terms: object, taxonomy: object) -> list[Message]:
    """Terms that name their taxonomy, as those of the REST API do; numbers are no names."""
    told = terms.split(",") if isinstance(terms, str) else [term for _, term in _members(terms)]
    named = [{"name": term.strip()} if isinstance(term, str) else term for term in told]
    return [{**term, "taxonomy": taxonomy} for term in named if _has_name(term)]


def _has_name(term: object) -> bool:
    """Whether a term is told by its name."""
    name = value_at(term, "name")
    return isinstance(name, str) and not name.strip().isdigit()


def _members(value: object) -> list[tuple[object, Any]]:
    """The members of an object, or of the list that PHP makes of some."""
    if isinstance(value, dict):
        return list(value.items())
    return list(enumerate(list_at(value)))
