"""What a post of the REST API names, and what it leaves out, however it was asked for.

Without `_embed` it tells terms, picture and author by their numbers alone; with `_fields`, what was
asked for. Absent is not empty: no tags are `[]`, no picture is 0, no summary is "".
"""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from ...draft import PARENTS
from ...text import dates
from .categories import lacks_parents
from .coauthors import names_of_terms, numbered
from .elsewhere import author_names
from .enclosures import PLACES
from .featured import featured_picture
from .values import list_at, moment, value_at

Post = dict[str, Any]

_TERMS = {"sections": ("categories", "category"), "tags": ("tags", "post_tag")}
NO_PICTURE = (0, "0", "", False)


def unnamed(post: Post) -> frozenset[str]:
    """The fields of a draft that a post does not name."""
    return frozenset(field for field, is_named in _NAMED.items() if not is_named(post))


def cut(post: Post) -> frozenset[str]:
    """The terms of which a post names but some: `_embed` tells ten, numbers of all, no parents."""
    fields = {
        field for field, told in _TERMS.items() if not _numbers(post, told[0]) <= _known(post, told)
    }
    return frozenset(fields | {PARENTS} if lacks_parents(_terms(post, "category")) else fields)


def last_change(post: Post) -> datetime | None:
    """The moment of the last change of a post, where it is told in UTC."""
    return dates.moment(moment(post.get("modified_gmt"), None))


def _is_rendered(post: Post, part: str) -> bool:
    """Whether a part is told as HTML, be it empty."""
    return value_at(post, part, "rendered") is not None


def _names_any(post: Post, *fields: str) -> bool:
    """Whether any of these fields says something, be it that there is nothing."""
    return any(post.get(field) is not None for field in fields)


def _names_authors(post: Post) -> bool:
    """Whether the names of authors are told, or that there are none.

    An error in their place says that the site hides them, and nothing of who they are.
    """
    if numbered(post) and not names_of_terms(post):
        return False  # but the first of them
    return value_at(post, "_embedded", "author") == [] or bool(author_names(post))


def _names_terms(post: Post, field: str) -> bool:
    """Whether the terms of a taxonomy are told by their names, or that there are none."""
    place, taxonomy = _TERMS[field]
    groups = list_at(post, "_embedded", "wp:term")
    if not all(isinstance(group, list) for group in groups):
        return False  # an error in place of terms
    named = bool(_known(post, (place, taxonomy)))
    return named or ([] in groups and not _numbers(post, place)) or post.get(place) == []


def _numbers(post: Post, place: str) -> set[str]:
    """The numbers of the terms that a post has in a taxonomy."""
    return set(filter(str.isdigit, map(str, list_at(post, place))))


def _known(post: Post, told: tuple[str, str]) -> set[str]:
    """The numbers of the terms of a taxonomy that are told by their names."""
    return {str(value_at(term, "id")) for term in _terms(post, told[1])}


def _terms(post: Post, taxonomy: str) -> list[Any]:
    """The terms of a taxonomy that are told by their names."""
    groups = list_at(post, "_embedded", "wp:term")
    terms = [term for group in groups for term in list_at({"": group}, "")]
    return [term for term in terms if value_at(term, "taxonomy") == taxonomy]


def _names_picture(post: Post) -> bool:
    """Whether the address of the picture is told, or that there is none."""
    number = post.get("featured_media")
    has_none = number is not None and number in NO_PICTURE
    return has_none or featured_picture(post) is not None


_NAMED: dict[str, Callable[[Post], bool]] = {
    "url": lambda post: _names_any(post, "link"),
    "title": lambda post: _is_rendered(post, "title"),
    "html": lambda post: _is_rendered(post, "content"),
    "summary": lambda post: _is_rendered(post, "excerpt"),
    "authors": _names_authors,
    "sections": lambda post: _names_terms(post, "sections"),
    "tags": lambda post: _names_terms(post, "tags"),
    "published": lambda post: _names_any(post, "date", "date_gmt"),
    "updated": lambda post: _names_any(post, "modified", "modified_gmt"),
    "image": _names_picture,
    "enclosures": lambda post: any(value_at(post, *path) is not None for path in PLACES),
}
