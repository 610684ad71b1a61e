"""Comparing what a WordPress site lists with what is known of it.

Each poll reads one light page, of the newest posts by date, and takes in what is unknown or has
another stamp: so scheduled posts come, whose `modified` did not move. It goes on to older posts, in
a *pass*, once an hour; when categories were renamed; and when the number of posts that the site
tells is not the one that is known, until it is. What a pass does not find listed is withdrawn once
the site says of each post that it is gone. The memory of comparisons is

pass        whether a pass goes on: `whole`, or until the `numbers` agree
floor       the date down to which it has come
listed, missing, gone   how many posts it found so far
first       whether it is the first one, which is a backfill
compared    when a whole pass ended
categories  the digest of the categories when the last one began
beyond      how many more posts the site counted when one ended than it listed
settled     and how many more than are known
differs     since when other posts are listed than are known
fewer       since when there are much fewer than there were
newest      the digest of the ids of the newest posts
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import chain, islice

from ..db.wires import Comparison, Item
from ..errors import Unreachable
from .wire import Progress
from .wordpress_search import WORTHWHILE, search
from .wordpress_stamps import Stamp, digest, read_stamp, stamp_of
from .wordpress_visit import Visit
from .wordpress_windows import Known, Window, windows

COMPARED_EVERY = timedelta(hours=1)
PASS_WINDOWS = 1_000  # that one poll reads
BELIEVED_AFTER = timedelta(days=1)  # that much fewer posts are there
_NOTED = 5  # windows in which nothing is found, between two notes
_FEW = 20  # posts that may go at once, however many there were
_FEW_UNLISTED = 100  # of what came by other ways, in one pass
_WHOLE = "whole"
_NUMBERS = "numbers"
_OF_A_PASS = ("pass", "floor", "listed", "missing", "gone")


def compare(visit: Visit) -> Iterator[Progress]:
    """Take in what is new among the newest posts, and compare older ones where that is due.

    Raises Unreachable for a site that has lost its posts: none counts as gone.
    """
    read = windows(visit.site)
    newest = next(read)
    _check_is_not_empty(visit, newest)
    problem = _find_loss(visit, newest.total)
    if _is_time(visit) and not problem:
        _begin_whole_pass(visit)
    if not _begins_at_the_top(visit):
        yield from _take_newest(visit, newest)
    if problem:
        raise Unreachable(problem)
    yield from _go_down(visit, newest, read)


def _go_down(visit: Visit, newest: Window, read: Iterator[Window]) -> Iterator[Progress]:
    """Compare older posts, where a pass goes on, or the number of posts is another one."""
    if "pass" not in visit.memory and _surplus(visit, newest.total) != _settled(visit):
        visit.memory["pass"] = _NUMBERS
    yield Progress(memory=visit.told())
    if _is_search_worthwhile(visit):
        yield from _search(visit, newest, newest.total)
    if "pass" in visit.memory and not visit.has_asked_enough():
        yield from _pass(visit, _below(visit, newest, read), newest.total)


def _below(visit: Visit, newest: Window, read: Iterator[Window]) -> Iterator[Window]:
    """The windows from where a pass has come to, or from the newest one on."""
    floor = visit.memory.get("floor")
    return windows(visit.site, floor) if floor else chain([newest], read)


def _take_newest(visit: Visit, newest: Window) -> Iterator[Progress]:
    """Take in what is new among the newest posts; a pass that is below them counts it, too.

    Where the number of posts does not tell that one is gone, others at the top do.
    """
    known = visit.known(newest.posts)
    if "floor" in visit.memory:
        _add(visit, "listed", len(newest.posts.keys() - known.keys()))
    yield from visit.fetch(_unlike(visit, newest, known))
    ids = digest(sorted(newest.posts))
    counts = newest.total is not None and not _settled(visit) and "differs" not in visit.memory
    if visit.memory.get("newest") != ids and not counts:
        yield from visit.withdraw(Known(visit.known()).unlisted(newest))
    visit.memory["newest"] = ids


# When it is time


def _begin_whole_pass(visit: Visit) -> None:
    """Begin a pass over all posts, unless it goes on already."""
    if visit.memory.get("pass") != _WHOLE:
        _forget_pass(visit)
        visit.memory |= {"pass": _WHOLE, "categories": visit.names.categories}


def _begins_at_the_top(visit: Visit) -> bool:
    """Whether a whole pass begins now, with the newest posts."""
    return visit.memory.get("pass") == _WHOLE and "floor" not in visit.memory


def _is_time(visit: Visit) -> bool:
    """Whether an hour has passed, also by a clock that was ahead, or categories were renamed."""
    memory = visit.memory
    if "compared" not in memory:
        return True
    if visit.names.categories and visit.names.categories != memory.get("categories"):
        return True
    age = visit.intake.clock() - datetime.fromisoformat(memory["compared"])
    return abs(age) >= COMPARED_EVERY


def _surplus(visit: Visit, total: int | None) -> int:
    """How many more posts the site counts than are known; as before, where it does not count."""
    return _settled(visit) if total is None else total - visit.count()


def _settled(visit: Visit) -> int:
    return int(visit.memory.get("settled", "0"))


def _forget_pass(visit: Visit) -> None:
    for name in _OF_A_PASS:
        visit.memory.pop(name, None)


def _check_is_not_empty(visit: Visit, newest: Window) -> None:
    """Raise Unreachable for a site that lists nothing, and has had posts."""
    if not newest.posts and visit.count():
        raise Unreachable(f"{visit.site.url} lists no posts: none counts as gone")


def _find_loss(visit: Visit, total: int | None) -> str:
    """What is wrong with a site that has lost most of its posts; "" where it has so for a day."""
    memory = visit.memory
    before = visit.count() + _settled(visit)
    if total is None or before - total <= _FEW or total > before / 2:
        memory.pop("fewer", None)
        return ""
    now = visit.intake.clock()
    until = datetime.fromisoformat(memory.setdefault("fewer", now.isoformat())) + BELIEVED_AFTER
    if now >= until:
        return ""
    return (
        f"{visit.site.url} counts {total:,} posts, of {before:,} before:"
        f" none counts as gone before {until:%Y-%m-%d %H:%M} UTC"
    )


# A pass


def _pass(visit: Visit, below: Iterable[Window], total: int | None) -> Iterator[Progress]:
    """Compare window after window, as many as one poll reads; the next goes on below them."""
    memory = visit.memory
    if memory["pass"] == _WHOLE:
        for _ in visit.names.read_others():
            yield Progress()
    known = Known(visit.known())
    for number, window in enumerate(islice(below, PASS_WINDOWS), 1):
        yield from _compare_window(visit, window, known)
        if visit.has_asked_enough():
            return  # the next poll goes on with this window
        memory["floor"] = window.floor
        yield from _end_if_over(visit, window, total)
        if "pass" not in memory:
            return
        if number % _NOTED == 0:
            yield Progress(memory=visit.told())
    yield Progress(memory=visit.told())


def _end_if_over(visit: Visit, window: Window, total: int | None) -> Iterator[Progress]:
    """End a pass behind its last window, or once the numbers are the same that it is for."""
    if not window.floor:
        yield from _end_pass(visit, total)
    elif visit.memory["pass"] == _NUMBERS and _surplus(visit, total) == _settled(visit):
        yield _end_early(visit, total)


def _is_search_worthwhile(visit: Visit) -> bool:
    """Whether a pass begins for the numbers' sake, among so many posts that it may be spared."""
    is_for_numbers = visit.memory.get("pass") == _NUMBERS and "floor" not in visit.memory
    return is_for_numbers and _settled(visit) == 0 and visit.count() > WORTHWHILE


def _search(visit: Visit, newest: Window, total: int | None) -> Iterator[Progress]:
    """Compare the newest posts, and where numbers differ, until they are the same."""
    for window in chain([newest], search(visit)):
        yield from _compare_window(visit, window, Known(visit.known()))
        if _surplus(visit, total) == _settled(visit):
            yield _end_early(visit, total)
            return
        if visit.has_asked_enough():
            return
    visit.memory.pop("listed")


def _compare_window(visit: Visit, window: Window, known: Known) -> Iterator[Progress]:
    """Take in what is unknown or unlike in a window, and withdraw what is gone from it."""
    yield from visit.fetch(_unlike(visit, window, known.items))
    for progress in visit.withdraw(known.unlisted(window)):
        _add(visit, "gone", len(progress.gone))
        yield replace(progress, memory=visit.told())
    if not visit.has_asked_enough():
        _add(visit, "listed", len(window.posts))
        _add(visit, "missing", len(window.posts.keys() - known.items.keys()))


def _end_pass(visit: Visit, total: int | None) -> Iterator[Progress]:
    """Withdraw what was never listed, and note what was found."""
    memory = visit.memory
    now = visit.intake.clock().isoformat()
    if memory["pass"] == _WHOLE:
        yield from _withdraw_unlisted(visit)
        memory["compared"] = now
        memory.pop("first", None)
    known = visit.count()
    listed = int(memory["listed"])
    counted = listed if total is None else total
    memory |= {"beyond": str(counted - listed), "settled": str(counted - known)}
    if known in (listed, counted):
        memory.pop("differs", None)
    else:
        memory.setdefault("differs", now)
    yield _found(visit, listed)


def _end_early(visit: Visit, total: int | None) -> Progress:
    """Note what was found, once the site counts as many posts as are known."""
    known = visit.count()
    listed = known if total is None else total - int(visit.memory["beyond"])
    return _found(visit, listed)


def _found(visit: Visit, listed: int) -> Progress:
    """What a pass found, which is over now."""
    memory = visit.memory
    differs = memory.get("differs")
    comparison = Comparison(
        at=visit.intake.now(),
        listed=listed,
        known=visit.count(),
        missing=int(memory.get("missing", "0")),
        gone=int(memory.get("gone", "0")),
        differs_since=datetime.fromisoformat(differs) if differs else None,
    )
    _forget_pass(visit)
    return Progress(comparison=comparison, memory=visit.told())


def _withdraw_unlisted(visit: Visit) -> Iterator[Progress]:
    """Withdraw posts that came by hooks and exports, and are hidden before they were ever listed.

    The newest of them alone: things of other types, which are never listed, are among them.
    """
    with visit.intake.store.snapshot() as snapshot:
        owned = snapshot.articles.numbers_of(visit.wire.name)
        unlisted = owned.difference(snapshot.wires.items(visit.wire.name))
    newest = sorted(unlisted, key=int, reverse=True)[:_FEW_UNLISTED]
    for progress in visit.withdraw(newest, was_listed=False):
        _add(visit, "gone", len(progress.gone))
        yield replace(progress, memory=visit.told())


def _unlike(visit: Visit, window: Window, known: dict[str, Item]) -> dict[str, Stamp]:
    """The stamps of posts in a window that are unknown, or have another stamp."""
    listed = {name: stamp_of(post, visit.names.of(post)) for name, post in window.posts.items()}
    return {
        name: stamp
        for name, stamp in listed.items()
        if name not in known or not read_stamp(known[name].stamp).agrees(stamp)
    }


def _add(visit: Visit, name: str, count: int) -> None:
    visit.memory[name] = str(int(visit.memory.get(name, "0")) + count)
