"""Authors as Co-Authors Plus keeps them: terms of a taxonomy of its own, for guests as for users.

A term is called by a login, `cap-` and the login are its slug, and its description holds what the
plugin searches: name, first name, last name, login, number, address.
"""

from typing import Any

from .values import list_at, text_of, value_at

FIELD = "coauthors"  # of a post: the numbers of its terms
_PREFIX = "cap-"


def numbered(post: dict[str, Any]) -> list[int]:
    """The numbers of the terms that stand for the authors of a post, where it tells no names."""
    return [number for number in list_at(post, FIELD) if type(number) is int]


def user_number(term: Any) -> int:
    """The number of the user whom a term may stand for; 0 for none."""
    number = _parts(term)[1].partition(" ")[0]
    return int(number) if number.isascii() and number.isdigit() else 0


def user_slug(term: Any) -> str:
    """The slug of the user for whom a term may stand."""
    return (text_of(value_at(term, "slug")) or "").removeprefix(_PREFIX)


def is_user(user: Any, term: Any) -> bool:
    """Whether a term stands for this user: the numbers of guests are others'."""
    slug = text_of(value_at(user, "slug"))
    return bool(slug) and slug == user_slug(term)


def coauthor(term: Any) -> str:
    """The name of an author by his term: behind it the first name follows, which begins it."""
    words = _parts(term)[0].split()
    end = words.index(words[0], 1) if words[:1] and words[0] in words[1:] else len(words)
    return " ".join(words[:end]) or text_of(value_at(term, "name")) or ""


def _parts(term: Any) -> tuple[str, str]:
    """What stands in the description before the login, and behind it."""
    name = text_of(value_at(term, "name")) or ""
    before, login, behind = (text_of(value_at(term, "description")) or "").rpartition(f" {name} ")
    return (before, behind) if login else ("", "")
