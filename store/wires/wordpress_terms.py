"""What WordPress tells beside a page of posts: all terms with those above, authors, pictures.

`_embed` gives ten tags of a post, no parent of a category, and nothing that the site hides from
whoever asks for it post by post. What is missing is asked for by number, a hundred at once, and
remembered as long as a poll goes on. Where the site refuses, what `_embed` gave is used.
"""

from collections.abc import Callable, Iterable, Iterator
from http import HTTPStatus
from typing import Any
from urllib.parse import urlencode

from ..errors import Refused
from ..outbound import Response
from ..sources.wordpress.coauthors import FIELD, coauthor, is_user, numbered, user_number
from ..sources.wordpress.elsewhere import author_names
from ..sources.wordpress.featured import is_picture
from ..sources.wordpress.posts import posts as parsed
from ..sources.wordpress.values import list_at, value_at

Thing = dict[str, Any]
Ask = Callable[[str, frozenset[int]], Response]

_AT_ONCE = 100  # things, the most that WordPress gives
_LEVELS = 10  # of categories above one
_TAGS = 200  # of one post: more than an article may have, so that it is said that they are cut
_FIELDS = {
    "categories": "id,name,slug,taxonomy,parent",
    "tags": "id,name,slug,taxonomy",
    "users": "id,name,slug",
    "coauthors": "id,name,slug,description",
    "media": "id,source_url,alt_text,media_details.width,media_details.height",
}
_TAXONOMIES = {"categories": "category", "tags": "post_tag"}
# Answers that are no list, and will not be one a moment later either.
_REFUSALS = frozenset({400, 401, 403, 404, 405, 410, 500, 501})


class Completion:
    """Completes posts by what their site tells beside them.

    refused   the collections that the site does not show, each with its answer
    nameless  how many of the posts have an author, whom nothing names
    seen      how many posts there were
    """

    def __init__(self, api: str, ask: Ask) -> None:
        self.refused: dict[str, str] = {}
        self.nameless = 0
        self.seen = 0
        self._api = api
        self._ask = ask
        self._known: dict[str, dict[int, Thing]] = {name: {} for name in _FIELDS}
        self._asked: dict[str, set[int]] = {name: set() for name in _FIELDS}

    def complete(self, posts: list[Thing]) -> list[Thing]:
        """The posts with all that `_embed` should tell of them. Raises Unreachable."""
        self._learn_categories(posts)
        self._learn("tags", [number for post in posts for number in _untold_tags(post)])
        self._learn("coauthors", [number for post in posts for number in numbered(post)])
        self._learn("users", map(user_number, self._known["coauthors"].values()))
        self._learn("users", map(_untold_author, posts))
        self._learn("media", map(_untold_picture, posts))
        completed = [self._completed(post) for post in posts]
        self.seen += len(completed)
        self.nameless += sum(_is_nameless(post) for post in completed)
        return completed

    def lacks(self, before: str) -> str:
        """What is missing for all that was asked, in words; `before`, where no post was seen."""
        if not self.seen:
            return before
        untold = [answer for name, answer in self.refused.items() if name in _TAXONOMIES]
        terms = f"the site does not show all terms ({', '.join(untold)})" if untold else ""
        return "; ".join(filter(None, (self._lacks_authors(), terms)))

    def _lacks_authors(self) -> str:
        """In how many posts nothing names the author, in words; "" where all are named."""
        if not self.nameless:
            return ""
        reason = f" ({self.refused['users']})" if "users" in self.refused else ""
        return (
            f"authors are missing in {self.nameless:,} of the last {self.seen:,} posts:"
            f" the site hides its users{reason}"
        )

    # Asking

    def _learn_categories(self, posts: Iterable[Thing]) -> None:
        """Learn the categories of posts, and all above them."""
        own = [number for post in posts for number in _told(post, "categories")]
        self._learn("categories", own)
        known = self._known["categories"]
        for _ in range(_LEVELS):
            if not self._learn("categories", map(_parent, list(known.values()))):
                break

    def _learn(self, collection: str, numbers: Iterable[int]) -> bool:
        """Ask for things that were not asked for; returns whether there were any."""
        asked = self._asked[collection]
        new = sorted({number for number in numbers if number} - asked)
        for start in range(0, len(new), _AT_ONCE):
            if collection in self.refused:
                return False
            some = new[start : start + _AT_ONCE]
            asked.update(some)
            for thing in self._answer(collection, some):
                self._known[collection][thing["id"]] = thing
        return bool(new)

    def _answer(self, collection: str, numbers: list[int]) -> list[Thing]:
        """Things by their numbers; none of what the site refuses, which is noted."""
        query: dict[str, str | int] = {
            "include": ",".join(map(str, numbers)),
            "per_page": _AT_ONCE,
            "_fields": _FIELDS[collection],
        }
        url = f"{self._api}/{collection}?{urlencode(query)}"
        answer = self._ask(url, _REFUSALS | {HTTPStatus.OK})
        try:
            if answer.status == HTTPStatus.OK:
                return parsed(answer.content, url)
            self.refused[collection] = f"{collection}: answers {answer.status}"
        except Refused:
            self.refused[collection] = f"{collection}: answers no list"
        return []

    # Telling

    def _completed(self, post: Thing) -> Thing:
        """A post with all that is known of it."""
        completed = post | {"_embedded": self._embedded(post)}
        numbers = numbered(post)
        if numbers:
            terms = self._known["coauthors"]
            completed[FIELD] = [self._coauthor(terms[one]) for one in numbers if one in terms]
        return completed

    def _coauthor(self, term: Thing) -> str:
        """The name of an author: that of the user for whom a term stands, else as it says."""
        user = self._known["users"].get(user_number(term))
        name = value_at(user, "name") if is_user(user, term) else None
        return name if isinstance(name, str) else coauthor(term)

    def _embedded(self, post: Thing) -> Thing:
        """What `_embed` should tell of a post."""
        embedded = dict(value_at(post, "_embedded") or {})
        groups = [list(self._other_terms(post))]
        groups += [self._terms(post, collection) for collection in _TAXONOMIES]
        embedded["wp:term"] = groups
        author = self._known["users"].get(_untold_author(post))
        picture = self._known["media"].get(_untold_picture(post))
        if author:
            embedded["author"] = [author]
        if picture:
            embedded["wp:featuredmedia"] = [picture]
        return embedded

    def _other_terms(self, post: Thing) -> Iterator[Thing]:
        """The terms that are neither categories nor tags, such as authors of plugins."""
        for term in _embedded_terms(post):
            if value_at(term, "taxonomy") not in _TAXONOMIES.values():
                yield term

    def _terms(self, post: Thing, collection: str) -> list[Thing]:
        """The terms of a post in one taxonomy, in the order in which it names them."""
        taxonomy = _TAXONOMIES[collection]
        told = [term for term in _embedded_terms(post) if value_at(term, "taxonomy") == taxonomy]
        if not isinstance(post.get(collection), list):
            return told
        by_number = {value_at(term, "id"): term for term in told} | self._known[collection]
        named = [by_number[number] for number in _told(post, collection) if number in by_number]
        return [self._with_parents(term) for term in named or told]

    def _with_parents(self, term: Thing, levels: int = _LEVELS) -> Thing:
        """A term that holds the one above it, which holds the next."""
        parent = self._known["categories"].get(_parent(term))
        if parent is None or not levels:
            return term
        return term | {"parent": self._with_parents(parent, levels - 1)}


def _told(post: Thing, field: str) -> list[int]:
    """The numbers that a field of a post names."""
    return [number for number in list_at(post, field) if type(number) is int]


def _parent(term: Thing) -> int:
    """The number of the term above one, 0 for none."""
    parent = term.get("parent")
    return parent if type(parent) is int else 0


def _embedded_terms(post: Thing) -> list[Any]:
    """The terms that `_embed` gave."""
    groups = list_at(post, "_embedded", "wp:term")
    return [term for group in groups for term in list_at({"": group}, "")]


def _untold_tags(post: Thing) -> list[int]:
    """The tags that `_embed` left out."""
    told = {value_at(term, "id") for term in _embedded_terms(post)}
    return [number for number in _told(post, "tags")[:_TAGS] if number not in told]


def _untold_author(post: Thing) -> int:
    """The author of a post whom nothing names; 0 for none."""
    number = post.get("author")
    if type(number) is not int or author_names(post):
        return 0
    return number


def _untold_picture(post: Thing) -> int:
    """The featured picture of a post that `_embed` did not give; 0 for none."""
    number = post.get("featured_media")
    if type(number) is not int or any(map(is_picture, _embedded_media(post))):
        return 0
    return number


def _embedded_media(post: Thing) -> list[Any]:
    return list_at(post, "_embedded", "wp:featuredmedia")[:1]


def _is_nameless(post: Thing) -> bool:
    """Whether a post has an author, whom nothing names."""
    return bool(_untold_author(post))
