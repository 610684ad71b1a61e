"""Placing: in which feeds an article comes to stand, where, and which feeds it leaves.

The position in a feed is fixed when the article is accepted, and no edit moves it: pages and
archives keep the order in which readers have seen them. What leaves a feed leaves its archive page,
too, and comes back on the current one.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from ..article import Placement, StoredArticle
from ..section import ALL, Sections

Placements = dict[str, Placement]  # those of one article, by feed


def move(
    kept: StoredArticle,
    before: Placements,
    sections: Sections,
    arrival: datetime,
    *,
    backfill: bool,
) -> list[Placement]:
    """The placements that an article's change writes, under its revision.

    They are written even where nothing moved: a feed is printed anew by the revisions of its
    placements.
    """
    feeds = _feeds(kept, before, sections)
    left = _leave(before, set(before).difference(feeds), kept.revision)
    stands = []
    for feed in feeds:
        position = _position(feed, before)
        if position is None:
            position = sections.position(feed, kept.article, arrival, backfill=backfill)
        page = before[feed].page if feed in before else 0
        stands.append(_stand(feed, kept, kept.revision, position, page))
    return left + stands


def dated(kept: StoredArticle, before: Placements) -> list[Placement]:
    """The placements where an article stood once, with its date where that has changed.

    Lists of a section go by it. No feed shows them, so they keep their revisions.
    """
    published = kept.article.published
    return [
        replace(placement, published=published)
        for placement in before.values()
        if not placement.standing and placement.published != published
    ]


def place_anew(
    kept: StoredArticle, before: Placements, sections: Sections, feeds: set[str], revision: int
) -> list[Placement]:
    """The placements that a new choice of these feeds changes, by the article's date."""
    stands = feeds.intersection(sections.feeds(kept.article)) if kept.stands else set()
    left = _leave(before, (feeds - stands).intersection(before), revision)
    entered = [
        _stand(feed, kept, revision, kept.article.published)
        for feed in sorted(stands)
        if kept.live and (feed not in before or not before[feed].standing)
    ]
    return left + entered


def _feeds(kept: StoredArticle, before: Placements, sections: Sections) -> Iterable[str]:
    """The feeds in which an article comes to stand.

    A notice stands where the article stood last: elsewhere nobody has it, and it would be news.
    """
    if kept.live:
        return sections.feeds(kept.article)
    return _last_feeds(before) if kept.stands else ()


def _last_feeds(before: Placements) -> list[str]:
    """The feeds in which an article stands; else those that it left last, which was at once."""
    standing = [feed for feed, placement in before.items() if placement.standing]
    if standing:
        return standing
    last = max((placement.revision for placement in before.values()), default=0)
    return [feed for feed, placement in before.items() if placement.revision == last]


def _position(feed: str, before: Placements) -> datetime | None:
    """The position that it has in the feed, else in `all`; None for a new article.

    An old story that is moved to another section is no news there.
    """
    placement = before.get(feed) or before.get(ALL)
    return placement.position if placement else None


def _leave(before: Placements, feeds: set[str], revision: int) -> list[Placement]:
    return [
        replace(placement, revision=revision, standing=False, page=0)
        for feed, placement in before.items()
        if feed in feeds and placement.standing
    ]


def _stand(
    feed: str, kept: StoredArticle, revision: int, position: datetime, page: int = 0
) -> Placement:
    published = kept.article.published
    return Placement(feed, kept.article.id, revision, position, published, page=page)
