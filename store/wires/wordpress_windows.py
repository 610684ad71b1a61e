"""What a WordPress site lists, in windows of dates, newest first.

Each window is whole: it holds every post that the site lists with a date in it. So it can be
compared with what is known by itself, nothing that is published or deleted meanwhile shifts the
windows behind it, and whoever was stopped goes on below the last one.
"""

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from ..db.wires import Item
from ..errors import Unreachable
from ..limits import WORDPRESS_PAGES
from .wordpress_site import Page, Post, WordPressSite
from .wordpress_stamps import read_stamp, stamp_of

_SECOND = timedelta(seconds=1)


@dataclass(frozen=True, slots=True)
class Window:
    """Posts as they are listed, by their ids, with all dates above `floor` and up to `ceiling`.

    ceiling  "" for the window of the newest posts, with whatever lies ahead
    floor    "" for the last window, in which posts without a date are, too
    total    how many posts the site says it has up to the ceiling; None where it is silent
    """

    posts: dict[str, Post]
    ceiling: str
    floor: str
    total: int | None = None


class Known:
    """The posts that are known of a site, by their ids, and in the order of their dates."""

    def __init__(self, items: dict[str, Item]) -> None:
        self.items = items
        dated = sorted((read_stamp(item.stamp).date, name) for name, item in items.items())
        self.dates = [date for date, _ in dated]
        self._names = [name for _, name in dated]

    def unlisted(self, window: Window) -> list[str]:
        """Those that would be listed in a window by their dates, and are not."""
        start = bisect_right(self.dates, window.floor) if window.floor else 0
        end = bisect_right(self.dates, window.ceiling) if window.ceiling else len(self.dates)
        return [name for name in self._names[start:end] if name not in window.posts]


def windows(site: WordPressSite, ceiling: str = "") -> Iterator[Window]:
    """The windows from a date on downwards. Raises Unreachable, and Refused for no list."""
    while True:
        window = _window(site, ceiling)
        yield window
        if not window.floor:
            return
        ceiling = window.floor


def _window(site: WordPressSite, ceiling: str) -> Window:
    """Read one window: a page, or more where all posts of a page have one date.

    It is the whole list where a plugin has put that into an order of its own.
    """
    posts: dict[str, Post] = {}
    total = None
    is_ordered = True
    for number in range(1, WORDPRESS_PAGES):
        page = site.listed(_after(ceiling), number)
        _check_is_below(page, ceiling, site)
        is_ordered = is_ordered and _is_ordered(page)
        total = total or page.total
        known = len(posts)
        posts |= {str(post["id"]): post for post in page.posts}
        if page.is_last(number) or len(posts) == known:
            break
        window = _above(page, posts)
        if is_ordered and window.posts:
            return replace(window, ceiling=ceiling, total=total)
    return Window(posts, ceiling, "", total)


def _above(page: Page, posts: dict[str, Post]) -> Window:
    """The window of the posts above the last date of a page; without any, where it has no date."""
    floor = min(filter(None, map(_date, page.posts)), default="")
    above = {name: post for name, post in posts.items() if floor and _date(post) > floor}
    return Window(above, "", floor)


def _is_ordered(page: Page) -> bool:
    """Whether a page has its newest posts first."""
    dates = list(filter(None, map(_date, page.posts)))
    return dates == sorted(dates, reverse=True)


def _date(post: Post) -> str:
    return stamp_of(post).date


def _after(ceiling: str) -> str:
    """The moment before which all posts up to a date lie; "" for none."""
    return (datetime.fromisoformat(ceiling) + _SECOND).isoformat() if ceiling else ""


def _check_is_below(page: Page, ceiling: str, site: WordPressSite) -> None:
    """Raise Unreachable for a site that answers its newest posts whatever is asked."""
    if ceiling and any(_date(post) > ceiling for post in page.posts):
        raise Unreachable(f"{site.url} does not heed `before`: its older posts cannot be listed")
