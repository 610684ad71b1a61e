"""Searching for the posts by which a WordPress counts others than are known, among very many.

A site tells how many posts it has before a date: halving finds where the numbers begin to differ,
so that one old post that is gone costs a dozen short questions, and not the list of an archive.
"""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import islice

from .wordpress_visit import Visit
from .wordpress_windows import Known, Window, windows

WORTHWHILE = 2_000  # posts; of fewer all are listed
_ROUNDS = 20
_NEAR = 50  # posts, half of a window
_WINDOWS = 2  # that hold them


def search(visit: Visit) -> Iterator[Window]:
    """The windows where numbers differ, one place after the other. Whoever takes them, ends it."""
    for _ in range(_ROUNDS):
        ceiling = _find_difference(visit, Known(visit.known()).dates)
        if not ceiling:
            return
        yield from islice(windows(visit.site, ceiling), _WINDOWS)


def _find_difference(visit: Visit, dates: Sequence[str]) -> str:
    """A date up to which there are other posts than are known, close below it; "" for unknown."""
    same = 0
    other = len(dates)
    while other - same > _NEAR:
        middle = (same + other) // 2
        date = dates[middle]
        listed = visit.site.count_before(date) if date else 0
        if listed is None:
            return ""
        if listed == bisect_left(dates, date):
            same = middle
        else:
            other = middle
    return dates[min(other, len(dates) - 1)]
