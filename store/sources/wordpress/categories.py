"""Categories of WordPress: a post is in its own, and in all above them, by name and by slug.

A slug stays when a category is renamed. Terms come as objects of the REST API, of webhooks, or of
the head of an export.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from ...text.slugs import readable
from .values import list_at, names_among, value_at

_LEVELS = 20  # more are a circle
_NONE = ("0", "False")
_NUMBERS = ("id", "term_id", "ID")


def category_labels(terms: Iterable[Any]) -> list[str]:
    """Names of categories and of those above them, then the slugs of all, each once.

    A term holds the one above it in `parent`, or names it by its number there.
    """
    own = [term for term in terms if isinstance(term, dict)]
    by_number = _by_number(own)
    above = [parent for term in own for parent in _above(term, by_number)]
    labels = [term.get(field) for field in ("name", "slug") for term in own + above]
    return names_among(dict.fromkeys(label for label in labels if isinstance(label, str)))


def lacks_parents(terms: Iterable[Any]) -> bool:
    """Whether a category is told without one above it."""
    own = [term for term in terms if isinstance(term, dict)]
    by_number = _by_number(own)
    told = [*own, *(parent for term in own for parent in _above(term, by_number))]
    return any(_text(parent_of(term)) not in ("", *by_number) for term in told)


def parent_of(term: Mapping[str, Any]) -> Any:
    """The category above one, or its number; 0 for none. Where `_embed` tells it, a link does."""
    for link in list_at(term, "_links", "up"):
        number = str(value_at(link, "href")).rstrip("/").rpartition("/")[2]
        if number.isdecimal():
            return term.get("parent") or int(number)
    return term.get("parent") or 0


def _by_number(terms: Iterable[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    """Terms by their numbers."""
    return {_number(term): term for term in terms}


def _above(term: Any, by_number: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """The terms above one, as far as they are told."""
    for _ in range(_LEVELS):
        parent = parent_of(term)
        term = parent if isinstance(parent, dict) else by_number.get(_text(parent))
        if term is None:
            return
        yield term


def _number(term: Mapping[str, Any]) -> str:
    """The number of a term, as text."""
    return next((_text(term[field]) for field in _NUMBERS if term.get(field)), "?")


def _text(number: object) -> str:
    """A number as text; "" for none, which is that of no term."""
    text = str(number) if isinstance(number, int | str) else ""
    return "" if text in _NONE else text


class CategoryTree:
    """Categories that name the one above them by its slug."""

    def __init__(self, terms: Iterable[Mapping[str, str]]) -> None:
        self._by_slug = {_slug(term.get("slug", "")): dict(term) for term in terms}

    def __bool__(self) -> bool:
        """Whether any category is known."""
        return bool(self._by_slug)

    def labels(self, terms: Iterable[tuple[str, str]]) -> list[str]:
        """The labels of categories, each of which is a name and a slug, and of all above them."""
        return category_labels(self._with_parents(name, slug) for name, slug in terms)

    def _with_parents(self, name: str, slug: str) -> dict[str, object]:
        """A category that holds the one above it, which holds the next."""
        lowest: dict[str, object] = {"name": name, "slug": slug}
        term = lowest
        above = self._above(slug)
        for _ in range(_LEVELS):
            if above is None:
                break
            parent: dict[str, object] = {"name": above.get("name"), "slug": above.get("slug")}
            term["parent"] = parent
            term = parent
            above = self._above(above.get("slug", ""))
        return lowest

    def _above(self, slug: str) -> dict[str, str] | None:
        """The category above the one of this slug, if there is one."""
        parent = self._by_slug.get(_slug(slug), {}).get("parent")
        return self._by_slug.get(_slug(parent)) if parent else None


def _slug(slug: str) -> str:
    """A slug as slugs are compared, encoded or not."""
    return readable(slug).lower()
