"""How much of a feed its page shows, and how long a reader may wait. Pure."""

import itertools
from collections.abc import Sequence
from datetime import timedelta

from store import PageRow, Section

PAGE_LIMIT = 200  # articles
BODIES_LIMIT = 1_500_000  # bytes of their bodies together

_NEWEST = 21  # articles whose gaps tell the cadence
_FRESH = 60  # seconds
_STALE = 3600


def window(rows: Sequence[PageRow], section: Section) -> Sequence[PageRow]:
    """The rows of a feed that its page shows, alike in every format.

    At least `size` articles, and all of the `hours` before the newest one; `rows` come newest
    first. The two limits win, but the newest article stands on the page however long it is.
    """
    if not rows:
        return rows
    oldest = rows[0].position - timedelta(hours=section.hours)
    bodies = 0
    for number, row in enumerate(rows[:PAGE_LIMIT]):
        bodies += row.size
        if number >= section.size and row.position < oldest:
            return rows[:number]
        if number > 0 and bodies > BODIES_LIMIT:
            return rows[:number]
    return rows[:PAGE_LIMIT]


def cadence(rows: Sequence[PageRow]) -> int:
    """Seconds that a reader may wait: half the usual gap between the newest articles, 60 to 3600.

    It begins at the newest article and not at the present: the same page gives the same bytes.
    """
    moments = [row.position for row in rows[:_NEWEST]]
    gaps = sorted((newer - older).total_seconds() for newer, older in itertools.pairwise(moments))
    if not gaps:
        return _STALE
    usual = gaps[len(gaps) // 2]
    return int(min(max(usual / 2, _FRESH), _STALE))
