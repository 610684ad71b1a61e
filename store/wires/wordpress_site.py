"""The REST API of a WordPress site, as a wire asks it: changed posts, all ids, what is gone."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from ..errors import Unreachable
from ..limits import WORDPRESS_PAGES
from ..outbound import Outbound, Response
from ..sources.wordpress.posts import posts
from .fetch import UnexpectedStatus, ask
from .wordpress_terms import Completion

Post = dict[str, Any]

_OK = frozenset({200})
_BAD_REQUEST = 400
_BEHIND_THE_LAST_PAGE = b"rest_post_invalid_page_number"
_NOT_THERE = frozenset({401, 403, 404})
_GONE_CODES = (b'"rest_post_invalid_id"', b'"rest_forbidden"', b'"rest_cannot_read"')


@dataclass(frozen=True, slots=True)
class Page:
    """The posts of one page, and how many pages there are, as far as the site says."""

    posts: list[Post]
    pages: int


class WordPressSite:
    """The posts of the WordPress at this address. What it cannot answer raises Unreachable."""

    def __init__(self, address: str, outbound: Outbound, clock: Callable[[], datetime]) -> None:
        api = f"{address.rstrip('/')}/wp-json/wp/v2"
        self.url = f"{api}/posts"
        self.completion = Completion(api, self._ask)
        self._outbound = outbound
        self._clock = clock

    def changed(self, after: str, number: int, size: int) -> Page:
        """A page of the posts that changed after a moment of local time ("" for all), oldest first.

        It has none where it would be behind the last one. Raises Refused for no list of posts.
        """
        query: dict[str, str | int] = {
            "_embed": 1,
            "per_page": size,
            "orderby": "modified",
            "order": "asc",
        }
        if after:
            query["modified_after"] = after
        url = self._address(query | {"page": number})
        answer = self._ask(url, _OK | {_BAD_REQUEST})
        if answer.status == _BAD_REQUEST:
            _check_is_behind(answer, url)
            return Page([], 0)
        return Page(self._posts(answer), _number(answer, "x-wp-totalpages") or 0)

    def named(self, ids: Sequence[str]) -> Page:
        """The posts of these ids, at most a page of them, without those that are gone."""
        query: dict[str, str | int] = {
            "_embed": 1,
            "per_page": len(ids),
            "include": ",".join(ids),
        }
        answer = self._ask(self._address(query), _OK)
        return Page(self._posts(answer), 1)

    def _posts(self, answer: Response) -> list[Post]:
        """The posts of a page, with all their terms, authors and pictures."""
        return self.completion.complete(posts(answer.content, self.url))

    def all_ids(self, size: int) -> set[str]:
        """The ids of all posts, read in pages of this size.

        Raises Unreachable where they cannot be all: then nothing is known to be gone.
        """
        ids: set[str] = set()
        total = 0
        for number in range(1, WORDPRESS_PAGES):
            query: dict[str, str | int] = {
                "_fields": "id",
                "per_page": size,
                "page": number,
                "orderby": "id",
                "order": "asc",
            }
            answer = self._ask(self._address(query), _OK)
            before = len(ids)
            ids.update(str(post["id"]) for post in posts(answer.content, self.url))
            pages, total = self._totals(answer)
            if number >= pages or len(ids) == before:
                break
        if not ids or len(ids) != total:
            raise Unreachable(f"{self.url} lists {len(ids)} of {total} posts: none counts as gone")
        return ids

    def says_gone(self, post_id: str) -> bool:
        """Whether the site says itself that the post is gone, or readers may not see it.

        Any other answer may come from a proxy, or a site that is half down.
        """
        answer = self._ask(f"{self.url}/{post_id}", _NOT_THERE | _OK)
        return answer.status in _NOT_THERE and any(code in answer.content for code in _GONE_CODES)

    def _totals(self, answer: Response) -> tuple[int, int]:
        """How many pages and posts there are."""
        pages = _number(answer, "x-wp-totalpages")
        total = _number(answer, "x-wp-total")
        if pages is None or total is None:
            raise Unreachable(
                f"{self.url} does not say how many posts it has:"
                ' set removed = "keep" to do without it'
            )
        return pages, total

    def _address(self, query: Mapping[str, str | int]) -> str:
        return f"{self.url}?{urlencode(query)}"

    def _ask(self, url: str, expected: frozenset[int]) -> Response:
        return ask(self._outbound, url, self._clock(), {}, expected)


def _check_is_behind(answer: Response, url: str) -> None:
    """Raise UnexpectedStatus unless a bad request only asks for a page behind the last one."""
    if _BEHIND_THE_LAST_PAGE not in answer.content:
        beginning = answer.content[:100].decode(errors="replace")
        raise UnexpectedStatus(f"{url[:200]} answers 400: {beginning}")


def _number(answer: Response, header: str) -> int | None:
    text = answer.headers.get(header, "")
    return int(text[:9]) if text.isascii() and text.isdigit() else None
