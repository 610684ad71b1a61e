"""How long a reader of a feed may wait. Pure."""

import itertools
from collections.abc import Sequence

from store import PageRow

_NEWEST = 21  # articles whose gaps tell the cadence
_FRESH = 60  # seconds
_STALE = 3600


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
