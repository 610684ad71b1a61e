"""Reading what has changed on a WordPress site since the last poll, in the order of change.

Pages are asked for from where the one before ended, and that place is kept with the articles it
brought: an edit in between shifts nothing, and a poll that was killed goes on where it was. The
memory of a walk is

after   the local time of the newest change that was read
utc     the newest change in UTC, from which the next walk begins: the site's zone may move
page    the page within that moment, while pages are read
still   until when the site is not asked, since it does not know the order of change
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta

from ..db.wires import Memory
from ..errors import Unreachable
from ..intake.prepare_dates import FUTURE_TOLERANCE
from ..limits import WORDPRESS_PAGES
from .wire import Progress
from .wordpress_site import InvalidParameter, Page, Post
from .wordpress_stamps import local_time
from .wordpress_visit import Visit

SET_BACK = timedelta(hours=1)  # the hour that is told twice when summer time ends
_NONE = timedelta(0)
_SECOND = timedelta(seconds=1)
_DAY = timedelta(days=1)  # longer than zones differ
_UTC = "+00:00"


class _Unheeded(Exception):
    """A site answers other posts than those that changed after a moment."""


def walk(visit: Visit) -> Iterator[Progress]:
    """Ingest what has changed since the last poll, and yield after each page.

    The first poll only notes where the next one begins. A site that does not know the order of
    change, as WordPress before 5.7, is left to comparisons, and asked again a day later.
    """
    memory = visit.memory
    if "still" in memory and _NONE < _time_until(visit, memory["still"]) <= _DAY:
        return
    try:
        if "after" in memory:
            yield from _pages(visit)
        else:
            _begin(visit)
    except (InvalidParameter, _Unheeded):
        rest(visit, _DAY)
        return
    memory.pop("still", None)


def rest(visit: Visit, time: timedelta = SET_BACK) -> None:
    """Ask for no changes for some time: the site refuses to tell them, and lists its posts."""
    visit.memory["still"] = (visit.intake.clock() + time).isoformat()
    visit.memory.pop("page", None)


def _time_until(visit: Visit, moment: str) -> timedelta:
    return datetime.fromisoformat(moment) - visit.intake.clock()


def _begin(visit: Visit) -> None:
    """Note the newest change that there is."""
    page = visit.site.newest_changes()
    visit.memory["after"] = ""
    _note_newest(visit, page.posts)


def _pages(visit: Visit) -> Iterator[Progress]:
    """Read page after page, and note how far that has come. Raises _Unheeded."""
    memory = visit.memory
    start = memory["after"]
    _set_back(memory)
    before: list[Post] = []
    for _ in range(WORDPRESS_PAGES):
        page = _page(visit)
        number = int(memory["page"])
        _check_is_heeded(page, memory["after"])
        brought = visit.take_in(page.posts)
        _go_on(visit, page.posts)
        is_last = page.is_last(number) or (number > 1 and page.posts == before)
        if is_last:
            _end(memory, start)
        yield replace(brought, memory=visit.told())
        if is_last:
            return
        before = page.posts
    raise Unreachable(
        f"{visit.site.url} has more than {WORDPRESS_PAGES:,} pages, or never ends:"
        " the next poll goes on from here"
    )


def _page(visit: Visit) -> Page:
    """The page that the memory tells of.

    `modified_after` leaves out the moment itself, so a second earlier is asked for. Where pages
    become smaller, they are counted from the first again.
    """
    memory = visit.memory
    after = _earlier(memory["after"], _SECOND)
    size = visit.site.size
    try:
        page = visit.site.changed(after, int(memory["page"]))
    finally:
        is_smaller = visit.site.size != size and memory["page"] != "1"
        if is_smaller:
            memory["page"] = "1"
    return visit.site.changed(after, 1) if is_smaller else page


def _set_back(memory: Memory) -> None:
    """Begin a walk an hour before the newest change that was read, unless one goes on."""
    if "page" not in memory:
        newest = f"{memory['utc']}{_UTC}" if "utc" in memory else memory["after"]
        memory |= {"after": _earlier(newest, SET_BACK), "page": "1"}


def _check_is_heeded(page: Page, after: str) -> None:
    """Raise _Unheeded for posts that changed long before the moment that was asked for."""
    moments = [local_time(post.get("modified")) for post in page.posts]
    oldest = min((moment for moment in moments if moment), default=None)
    if not after or oldest is None:
        return
    slack = _DAY if _is_utc(after) else _SECOND
    if oldest < datetime.fromisoformat(after).replace(tzinfo=None) - slack:
        raise _Unheeded


def _go_on(visit: Visit, posts: list[Post]) -> None:
    """Note the place behind these posts: the newest change among them.

    Where a whole page changed in one second, or tells no good moment, it is that moment's next
    page.
    """
    memory = visit.memory
    before = memory["after"]
    _note_newest(visit, posts)
    memory["page"] = str(int(memory["page"]) + 1) if memory["after"] == before else "1"


def _note_newest(visit: Visit, posts: list[Post]) -> None:
    """Note the newest change among posts, unless a later one was read."""
    memory = visit.memory
    latest = visit.intake.clock().replace(tzinfo=None) + FUTURE_TOLERANCE
    for post in posts:
        local = local_time(post.get("modified"))
        utc = local_time(post.get("modified_gmt"))
        if local is None or (utc or local) > latest:
            continue
        if _is_utc(memory["after"]) or local.isoformat() > memory["after"]:
            memory["after"] = local.isoformat()
        if utc:
            memory["utc"] = max(memory.get("utc", ""), utc.isoformat())


def _is_utc(moment: str) -> bool:
    return moment.endswith(_UTC)


def _end(memory: Memory, start: str) -> None:
    """Note that all was read. Without UTC the place is never earlier than it was at the start."""
    if "utc" not in memory:
        memory["after"] = max(start, memory["after"])
    del memory["page"]


def _earlier(moment: str, gap: timedelta) -> str:
    """The moment so much earlier; "" for none."""
    return (datetime.fromisoformat(moment) - gap).isoformat() if moment else ""
