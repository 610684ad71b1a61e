"""The REST API of a WordPress site, as a wire asks it: posts, what lists them, what is gone.

It is asked below `/wp-json/`. A WordPress with plain permalinks, or with `index.php` in them, knows
no such address and answers with a page; its API is `?rest_route=` then.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property
from http import HTTPStatus
from typing import Any
from urllib.parse import urlencode

from ..errors import Unreachable
from ..limits import WIRE_ANSWER_LIMIT
from ..outbound import Outbound, Response
from ..sources.wordpress.posts import posts
from .fetch import SECONDS, UnexpectedStatus, ask, checked
from .wordpress_stamps import FIELDS
from .wordpress_terms import Completion

Post = dict[str, Any]
Query = dict[str, str | int]

PAGE = 100  # posts, the most that WordPress gives
LEAST = 5
_OK = frozenset({HTTPStatus.OK})
_NOT_THERE = frozenset({HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN, HTTPStatus.NOT_FOUND})
_BEHIND_THE_LAST_PAGE = "rest_post_invalid_page_number"
_INVALID = "rest_invalid_param"
_HIDDEN = ("rest_forbidden", "rest_cannot_read")
_GONE = ("rest_post_invalid_id", *_HIDDEN)
_FRESH = {"Cache-Control": "no-cache"}
_WHOLE = "size"  # what the numbers of posts in a page are called in the memory of a wire
_LIGHT = "light"
_ROUTE = "route"  # what the way to the API is called there
_PRETTY = "/wp-json/"
_PLAIN = "/?rest_route=/"
_BEFORE_JSON = b"\xef\xbb\xbf \t\r\n"


@dataclass(frozen=True, slots=True)
class Page:
    """The posts of one page; how many posts and pages the site says there are, None for unsaid.

    size  how many were asked for
    """

    posts: list[Post]
    total: int | None = None
    pages: int | None = None
    size: int = PAGE

    def is_last(self, number: int) -> bool:
        """Whether no page can follow this one, the `number`th.

        A site may give fewer than asked, and reckon its pages by what was asked all the same.
        """
        if not self.posts:
            return True
        if self.pages is None or len(self.posts) >= self.size or number < self.pages:
            return False
        return number > 1 or self.total is None or self.total <= len(self.posts)


class WordPressSite:
    """The posts of the WordPress at this address. What it cannot answer raises Unreachable.

    sizes  the posts in a page that the site is up to, whole ones and such as are only listed
    """

    def __init__(
        self,
        address: str,
        outbound: Outbound,
        clock: Callable[[], datetime],
        memory: Mapping[str, str],
    ) -> None:
        self._api = f"{address.rstrip('/')}{_PRETTY}wp/v2"
        self.url = f"{self._api}/posts"
        self.sizes = {name: int(memory.get(name, PAGE)) for name in (_WHOLE, _LIGHT)}
        self.completion = Completion(self._api, self._ask)
        self._route = memory.get(_ROUTE, _PRETTY)
        self._has_answered = False  # whether it is known which route is right in this poll
        self._outbound = outbound
        self._clock = clock

    def told(self) -> dict[str, str]:
        """What the next poll is to know of the site."""
        return {name: str(size) for name, size in self.sizes.items()} | {_ROUTE: self._route}

    @property
    def size(self) -> int:
        """How many whole posts the site gives at once."""
        return self.sizes[_WHOLE]

    def changed(self, after: str, number: int) -> Page:
        """A page of the posts that changed after a moment ("" for all), oldest first.

        It has none where it would be behind the last one. Raises Refused for no list of posts.
        """
        query: Query = {"_embed": 1, "orderby": "modified", "order": "asc", "page": number}
        page = self._page(_WHOLE, query | ({"modified_after": after} if after else {}))
        return replace(page, posts=self.completion.complete(page.posts))

    def newest_changes(self) -> Page:
        """The few posts that changed last, as they are listed."""
        query: Query = {"_fields": ",".join(FIELDS), "orderby": "modified", "order": "desc"}
        return self._ask_page(query, LEAST)

    def listed(self, before: str, number: int) -> Page:
        """A page of what the site lists before a moment ("" for all), newest first."""
        query: Query = {"_fields": ",".join(FIELDS), "orderby": "date", "order": "desc"}
        more: Query = {"before": before} if before else {}
        return self._page(_LIGHT, query | more | {"page": number})

    def count_before(self, date: str) -> int | None:
        """How many posts the site has before a local time; None where it does not say."""
        return self._ask_page({"_fields": "id", "orderby": "date", "before": date}, 1).total

    def named(self, ids: Sequence[str]) -> list[Post]:
        """The posts of these ids, without those that are gone; a cache is passed by."""
        query: Query = {"_embed": 1, "include": ",".join(ids), "_": self._now()}
        return self.completion.complete(self._ask_page(query, len(ids)).posts)

    def terms(self, collection: str, number: int) -> Page:
        """A page of the categories, tags or users, by their numbers."""
        query: Query = {"_fields": "id,name,slug,parent", "orderby": "id", "order": "asc"}
        url = f"{self._api}/{collection}?{urlencode(query | {'per_page': PAGE, 'page': number})}"
        return _page_of(self._ask(url, _OK), url, PAGE)

    def says_gone(self, post_id: str) -> bool:
        """Whether the site says itself that the post is gone, or readers may not see it.

        Any other answer may come from a proxy, or a site that is half down; a cache is passed by.
        """
        return self._refusal(post_id) in _GONE and self._shows_posts

    def says_hidden(self, post_id: str) -> bool:
        """Whether the site says itself that it has this post, and readers may not see it."""
        return self._refusal(post_id) in _HIDDEN and self._shows_posts

    def has_no_page(self, address: str) -> bool:
        """Whether a site says itself that there is no page at an address."""
        try:
            answer = self._outbound.fetch(address, limit_bytes=WIRE_ANSWER_LIMIT, seconds=SECONDS)
        except Unreachable:
            return False
        return answer.status in (HTTPStatus.NOT_FOUND, HTTPStatus.GONE)

    def _refusal(self, post_id: str) -> str:
        """The code by which WordPress refuses a post; "" for any other answer."""
        answer = self._ask(f"{self.url}/{post_id}?_={self._now()}", _NOT_THERE | _OK)
        return _code(answer) if answer.status in _NOT_THERE else ""

    @cached_property
    def _shows_posts(self) -> bool:
        """Whether the site shows by itself a post that it lists.

        One that a plugin has closed hides all, and one whose table is broken has none, while a
        cache in front of it still gives lists.
        """
        query: Query = {"_fields": "id", "orderby": "date", "_": self._now()}
        listed = self._ask_page(query, 1).posts
        return bool(listed) and not self._refusal(str(listed[0]["id"]))

    def shrink(self) -> None:
        """Ask for fewer whole posts at once: so many do not come through."""
        self.sizes[_WHOLE] = max(self.size // 2, LEAST)

    def _page(self, kind: str, query: Query) -> Page:
        """A page of as many posts as the site gives. A smaller one is asked for where it refuses.

        Where one does not come through, the next poll asks for smaller ones.
        """
        while True:
            size = self.sizes[kind]
            try:
                return self._ask_page(query, size)
            except Unreachable as problem:
                is_refused = _is_size(problem)
                if size <= LEAST or (isinstance(problem, UnexpectedStatus) and not is_refused):
                    raise
                self.sizes[kind] = max(size // 2, LEAST)
                if not is_refused:
                    raise

    def _ask_page(self, query: Query, size: int) -> Page:
        url = f"{self.url}?{urlencode(query | {'per_page': size})}"
        answer = self._ask(url, _OK | {HTTPStatus.BAD_REQUEST})
        if answer.status == HTTPStatus.BAD_REQUEST:
            _check_is_behind(answer, url)
            return Page([])
        return _page_of(answer, self.url, size)

    def _now(self) -> int:
        return int(self._clock().timestamp())

    def _ask(self, url: str, expected: frozenset[int]) -> Response:
        """The API's answer, as `ask` gives it.

        Where the first one of a poll is a page, the other route is tried.
        """
        answer = self._ask_by(self._route, url, expected | {HTTPStatus.NOT_FOUND})
        if not self._has_answered and _is_page(answer):
            other = _PRETTY if self._route == _PLAIN else _PLAIN
            answer = self._ask_else(other, url, expected) or answer
        self._has_answered = True
        return checked(answer, self._clock(), expected)

    def _ask_else(self, route: str, url: str, expected: frozenset[int]) -> Response | None:
        """The API's answer by another route, which is taken from now on; None where it has none."""
        try:
            answer = self._ask_by(route, url, expected)
        except Unreachable:
            return None
        if _is_page(answer):
            return None
        self._route = route
        return answer

    def _ask_by(self, route: str, url: str, expected: frozenset[int]) -> Response:
        if route == _PLAIN:
            url = url.replace("?", "&", 1).replace(_PRETTY, _PLAIN, 1)
        return ask(self._outbound, url, self._clock(), _FRESH, expected)


class InvalidParameter(UnexpectedStatus):
    """A site refuses a parameter of a question, which is named in the text."""


def _is_page(answer: Response) -> bool:
    """Whether an answer is none of the API, which speaks JSON, but a page of the site."""
    is_found = answer.status in (HTTPStatus.OK, HTTPStatus.NOT_FOUND)
    return is_found and answer.content.lstrip(_BEFORE_JSON)[:1] not in (b"[", b"{")


def _is_size(problem: Unreachable) -> bool:
    """Whether the number of posts in a page was refused."""
    return isinstance(problem, InvalidParameter) and "per_page" in str(problem)


def _page_of(answer: Response, name: str, size: int) -> Page:
    """A page. A site that spares itself the counting says that there are none."""
    page = Page(posts(answer.content, name), size=size)
    total = _number(answer, "x-wp-total")
    if total is not None and total < len(page.posts):
        return page
    return replace(page, total=total, pages=_number(answer, "x-wp-totalpages"))


def _check_is_behind(answer: Response, url: str) -> None:
    """Raise UnexpectedStatus unless a bad request only asks for a page behind the last one."""
    code = _code(answer)
    if code == _BEHIND_THE_LAST_PAGE:
        return
    text = f"{url[:200]} answers 400: {answer.content[:300].decode(errors='replace')}"
    if code == _INVALID:
        raise InvalidParameter(text)
    raise UnexpectedStatus(text)


def _code(answer: Response) -> str:
    """The code of an error of WordPress's; "" for another answer."""
    try:
        error = json.loads(answer.content)
    except (ValueError, RecursionError):
        return ""
    return str(error.get("code", "")) if isinstance(error, dict) else ""


def _number(answer: Response, header: str) -> int | None:
    text = answer.headers.get(header, "")
    return int(text[:9]) if text.isascii() and text.isdigit() else None
