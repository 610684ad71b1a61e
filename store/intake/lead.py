"""How far the date of a new article runs ahead of its arrival, where that may be a wrong zone."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from ..article import Article
from ..draft import Draft
from ..text import dates

_AHEAD = timedelta(minutes=20)  # less is the clock of a source, or no zone's


@dataclass(frozen=True, slots=True)
class Lead:
    """The date of a new article, as it was read, beside its arrival.

    ahead  how far it lies ahead; negative for one that has passed
    local  how far its source's clock would be ahead of UTC, if it tells the moment of arrival
    """

    ahead: timedelta
    local: timedelta


def lead_of(draft: Draft, article: Article, arrival: datetime) -> Lead | None:
    """The lead of a new article.

    None where its source tells no time of day, tells an embargo as such, or names a zone that it
    must mean; an export tells what was.
    """
    if not draft.published or draft.publish_at or draft.export:
        return None
    if article.dated != "explicit" or article.precision != "instant":
        return None
    ahead = article.published - arrival
    if ahead < _AHEAD:
        return Lead(ahead, timedelta(0))
    told = dates.read_as_utc(draft.published)
    return Lead(ahead, told - arrival) if told else None
