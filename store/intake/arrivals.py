"""Arrivals: the moments at which the articles of one transaction come into feeds."""

from datetime import datetime

from ..db.placements import Placements
from ..section import Sections
from .changes import TICK


class Arrivals:
    """One moment a feed, for all articles of a transaction.

    A partner whose feed is dated by arrival asks for what is newer than all it has seen. So what
    comes in is a second later in a partner's feed than anything that stood there before the
    transaction; of many transactions in one second the last are dated some seconds ahead.
    """

    def __init__(self, placements: Placements, sections: Sections, arrival: datetime) -> None:
        self._placements = placements
        self._partners = sections.partners.feeds
        self._arrival = arrival
        self._moments: dict[str, datetime] = {}

    def of(self, feed: str) -> datetime:
        """The moment at which articles come into a feed; reads what was written before."""
        if feed not in self._partners:
            return self._arrival
        if feed not in self._moments:
            newest = self._placements.newest_position(feed)
            self._moments[feed] = max(self._arrival, newest + TICK) if newest else self._arrival
        return self._moments[feed]
