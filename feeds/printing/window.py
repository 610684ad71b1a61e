"""How much of a feed its page shows, and how long a reader may wait. Pure."""

import itertools
from collections.abc import Sequence
from datetime import timedelta

from store import PageRow, Section

PAGE_LIMIT = 200
BODIES_LIMIT = 1_500_000
_FRESH, _STALE = 60, 3600


def window(standing: Sequence[PageRow], section: Section) -> Sequence[PageRow]:
    """How much of a feed its page shows: at least `size` articles and `hours` back from its newest
    one.

    The cap wins: 200 articles, or bodies that sum to 1.5 MB; the same articles for every format.
    """
    if not standing:
        return standing
    oldest = standing[0].position - timedelta(hours=section.hours)
    shown, total = 0, 0
    for at, one in enumerate(standing[:PAGE_LIMIT]):
        total += one.size
        wanted = at < section.size or one.position >= oldest
        if not wanted or (total > BODIES_LIMIT and shown):
            break
        shown = at + 1
    return standing[:shown]


def cadence(standing: Sequence[PageRow]) -> int:
    """How long a reader may wait, in seconds: the usual gap between the newest articles, halved; 60
    to 3600.
    """
    moments = [one.position for one in standing[:21]]
    gaps = sorted((new - old).total_seconds() for new, old in itertools.pairwise(moments))
    usual = gaps[len(gaps) // 2] / 2 if gaps else _STALE
    return int(min(max(usual, _FRESH), _STALE))
