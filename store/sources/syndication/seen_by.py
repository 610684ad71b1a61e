"""Who may see an entry of a feed in XML, as far as the feed says so.

What comes as a feed may be the export of a blog, with all that its editors keep to themselves.
"""

import re
from typing import Any

from ..audience import Fact, hidden, hidden_status, locked
from ..wordpress.detection import NO_POSTS
from .entry import FeedEntry
from .xml import is_post_type

_KIND = re.compile(r"[#/]kind\Z")  # the scheme of a category that says what an entry is
_POST = "post"
_TYPES = ("wp:post_type", "blogger:type")
_STATUSES = ("wp:status", "blogger:status")


def hidden_entry(entry: FeedEntry) -> str:
    """The reason why an entry is not for all readers, or ""."""
    return (
        _other_kind(entry)
        or _status_of_blog(entry)
        or _blocked(entry)
        or hidden(_facts(entry))
        or _asks_password(entry)
    )


def _facts(entry: FeedEntry) -> list[Fact]:
    """What an entry says under any name; some write `false` where its date should be."""
    return [*entry.facts("audience"), ("published", entry.own.get("published"))]


def is_exported(entry: FeedEntry) -> bool:
    """Whether an entry stands in an export of Blogger: no other feed says what kind it is."""
    if any(is_kind(tag) for tag in entry.parsed.get("tags", ())):
        return True
    return any(tag == "blogger:type" for tag, _ in entry.facts("audience"))


def is_kind(tag: Any) -> bool:
    """Whether a category says what an entry is (Blogger), and is no label."""
    return _KIND.search(tag["scheme"] or "") is not None


def _other_kind(entry: FeedEntry) -> str:
    """The kind of an entry that is no post, such as a page or a comment."""
    kinds = [tag["term"] or "" for tag in entry.parsed.get("tags", ()) if is_kind(tag)]
    kinds += [text for tag, text in entry.facts("audience") if _is_type(tag, text)]
    for kind in kinds:
        name = re.split("[#/]", kind)[-1].strip().lower()
        if name not in ("", _POST):
            return hidden_status(name)
    return ""


def _is_type(tag: str, text: str) -> bool:
    """Whether an element says of which type a post is, in words that are sure."""
    return tag in _TYPES or (is_post_type(tag) and text.strip().lower() in NO_POSTS)


def _status_of_blog(entry: FeedEntry) -> str:
    """A status of WordPress or Blogger that is not the public one."""
    for tag, text in entry.facts("audience"):
        state = hidden_status(text) if tag in _STATUSES else ""
        if state:
            return state
        if tag == "blogger:trashed" and text:
            return "trashed"
    return ""


def _blocked(entry: FeedEntry) -> str:
    """Whether its publisher has blocked an entry (Media RSS), or denies it to directories."""
    states = entry.words("media:status", "state")
    access = entry.words("access:restriction", "relationship")
    return "blocked" if "blocked" in states or "deny" in access else ""


def _asks_password(entry: FeedEntry) -> str:
    """Whether an entry shows a form for a password instead of its text."""
    texts = [content.get("value") or "" for content in entry.parsed.get("content", ())]
    texts.append(entry.parsed.get("summary") or "")
    return locked(texts)
