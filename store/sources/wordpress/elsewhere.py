"""Authors of a post of the REST API, where WordPress itself, plugins or themes tell them.

Many sites hide their users from visitors, or have several authors for a post, which WordPress
itself does not know.
"""

import re
from collections.abc import Iterator
from typing import Any

from .coauthors import author_terms, coauthor, names_of_terms
from .heads import is_name, names_in_head
from .values import list_at, value_at

Post = dict[str, Any]
Path = tuple[str, ...]

# Lists of all authors: Co-Authors Plus, PublishPress Authors, Newspack and their like.
_LISTS = (
    "coauthors",
    "co_authors",
    "multiple_authors",
    "ppma_authors",
    "guest_authors",
    "authors",
    "newspack_author_info",
    "post_authors",
    "author_list",
    "writers",
    "contributors",
)
_NAMES = ("display_name", "displayName", "name", "title", "post_title")

# One author, by the places where it may be told: Yoast, themes, Parse.ly.
_BYLINES: tuple[Path, ...] = (
    ("yoast_head_json", "author"),
    ("author_info",),
    ("author_meta",),
    ("author_data",),
    ("post_author_meta",),
    ("post_author_data",),
    ("uagb_author_info",),
    ("rttpg_author",),
    ("author_name",),
    ("authorName",),
    ("author_display_name",),
    ("post_author_name",),
    ("guest_author",),
    ("guest_author_name",),
    ("byline",),
    ("author",),
    ("parsely", "meta", "creator"),
)
# Fields of its own that a newsroom adds, where they say who wrote a post.
_OWN_FIELDS = frozenset(
    "author authorname byline guestauthor guestauthorname sflyguestauthornames"
    " writer writername columnist الكاتب الكاتبة كاتب بقلم اسمالكاتب".split()
)
_NO_LETTER = re.compile(r"[\W_]+")
_ADDED = ("acf", "meta", "custom_fields")


def author_names(post: Post) -> list[str]:
    """The names of the authors: all where a plugin tells them, else that of WordPress itself."""
    for field in _LISTS:
        names = _names(_people(post.get(field)))
        if names:
            return names
    return names_of_terms(post) or _names(list_at(post, "_embedded", "author")) or _byline(post)


def _people(told: object) -> list[Any]:
    """The people of a list, or of the object that PHP makes of some."""
    if isinstance(told, dict) and all(str(key).isdigit() for key in told):
        return list(told.values())
    return told if isinstance(told, list) else []


def _names(people: list[Any]) -> list[str]:
    """The names among these, texts or objects; numbers and errors have none."""
    names = [_name(person) for person in people]
    return list(dict.fromkeys(name for name in names if name))


def _name(person: object) -> str:
    """The name of a person, "" for none."""
    named = [person, *(value_at(person, field) for field in _NAMES)]
    texts = (text.strip() for text in named if isinstance(text, str))
    return next(filter(is_name, texts), "")


def _byline(post: Post) -> list[str]:
    """The first name that is told elsewhere, in the terms of a post at last."""
    for path in _BYLINES:
        told = value_at(post, *path)
        names = _names(told if isinstance(told, list) else [told])
        if names:
            return names
    names = _names(names_in_head(post)) or _names(list(_own_fields(post)))
    if names:
        return names
    return _names(list(map(coauthor, author_terms(post))))


def _own_fields(post: Post) -> Iterator[Any]:
    """The values of fields of the site's own that say who wrote a post."""
    for added in _ADDED:
        fields = post.get(added)
        for name, value in fields.items() if isinstance(fields, dict) else ():
            if _NO_LETTER.sub("", str(name).lower()) in _OWN_FIELDS:
                yield from value if isinstance(value, list) else [value]
