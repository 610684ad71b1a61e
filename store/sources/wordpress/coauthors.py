"""Authors as Co-Authors Plus keeps them: terms of a taxonomy of its own, for guests as for users.

A term is called by a login, `cap-` and the login are its slug, and its description holds what the
plugin searches: name, first name, last name, login, number, address.
"""

from typing import Any

from .values import list_at, text_of, value_at

FIELD = "coauthors"  # of a post: the numbers of its terms
_PREFIX = "cap-"
# Fields of numbers by their taxonomies: of PublishPress Authors and Byline as well.
TAXONOMIES = {FIELD: "author", "ppma_author": "ppma_author", "byline": "byline"}


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


def names_of_terms(post: dict[str, Any]) -> list[str]:
    """The names of the authors whose terms a post tells, in its order; none where some lack."""
    told = {value_at(term, "id"): term for term in author_terms(post)}
    for field in TAXONOMIES:
        numbers = [number for number in list_at(post, field) if type(number) is int]
        if numbers and all(number in told for number in numbers):
            return [coauthor(told[number]) for number in numbers]
    return []


def author_terms(post: dict[str, Any]) -> list[Any]:
    """The terms of a post that stand for authors."""
    groups = list_at(post, "_embedded", "wp:term")
    terms = [term for group in groups for term in list_at({"": group}, "")]
    return [term for term in terms if value_at(term, "taxonomy") in TAXONOMIES.values()]
