"""The names of a WordPress's categories, tags and authors: a rename is in no post's own fields."""

from collections.abc import Iterator, Mapping
from contextlib import suppress
from typing import Any

from ..errors import Refused, Unreachable
from ..limits import WORDPRESS_PAGES
from ..sources.wordpress.coauthors import FIELD, numbered, user_slug
from .fetch import UnexpectedStatus
from .wordpress_site import Post, WordPressSite
from .wordpress_stamps import NAMED, digest

_COLLECTIONS = {
    "categories": "categories",
    "tags": "tags",
    "author": "users",
    FIELD: FIELD,  # of Co-Authors Plus: the terms of authors
}
_LEVELS = 10  # of categories above one

Table = dict[int, Mapping[str, Any]]


class Names:
    """The names that a site shows; a collection that it refuses says nothing of any post.

    categories  the digest of all categories, which are few; "" where they are refused
    """

    def __init__(self, site: WordPressSite) -> None:
        self.categories = ""
        self._site = site
        self._tables: dict[str, Table] = {}
        self._users: dict[Any, Any] = {}  # their names by their slugs

    def read_categories(self) -> None:
        """Read the names of all categories. Raises Unreachable."""
        for _ in self._read("categories"):
            pass
        if "categories" in self._tables:
            self.categories = digest(self._tables["categories"])

    def read_others(self) -> Iterator[None]:
        """Read the names of tags and authors, page by page.

        A site may be too slow for one of them, tens of thousands of tags, and well otherwise.
        """
        for field in ("tags", "author", FIELD):
            with suppress(Unreachable):
                yield from self._read(field)
        users = self._tables.get("author", {}).values()
        self._users = {user.get("slug"): user.get("name") for user in users}

    def of(self, post: Post) -> tuple[str, ...]:
        """The digests of the names of a post's things, in the order of NAMED."""
        return tuple(self._digest(field, post) for field in NAMED)

    def _read(self, field: str) -> Iterator[None]:
        """Read a collection page by page; none of it counts where a page is refused."""
        table: Table = {}
        for number in range(1, WORDPRESS_PAGES):
            try:
                page = self._site.terms(_COLLECTIONS[field], number)
            except (UnexpectedStatus, Refused):
                return
            known = len(table)
            table |= {term["id"]: term for term in page.posts}
            if page.is_last(number) or len(table) == known:
                break
            yield
        self._tables[field] = table

    def _digest(self, field: str, post: Post) -> str:
        """The digest of the names behind a field; "" where they were not read."""
        table = self._tables.get(field)
        if table is None:
            return ""
        told = post.get(field)
        numbers = told if isinstance(told, list) else [told]
        lines = [list(_line(table, number)) for number in numbers]
        if field == "author":
            lines += [[self._coauthor(number)] for number in numbered(post)]
        return digest(lines)

    def _coauthor(self, number: int) -> tuple[object, object]:
        """The slug and name of the user for whom the term of an author may stand."""
        slug = user_slug(self._tables.get(FIELD, {}).get(number))
        return slug, self._users.get(slug)


def _line(table: Table, number: object) -> Iterator[tuple[object, object]]:
    """The name and slug of a thing, and of those above it."""
    for _ in range(_LEVELS):
        term = table.get(number) if isinstance(number, int) else None
        if term is None:
            return
        yield term.get("name"), term.get("slug")
        number = term.get("parent")
