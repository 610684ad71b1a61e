"""Placing: in which feeds an article comes to stand, where, and which feeds it leaves.

The position in a feed is fixed when the article is accepted, and no edit moves it: pages and
archives keep the order in which readers have seen them. What leaves a feed leaves its archive page,
too, and comes back on the current one.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from ..article import Placement, StoredArticle
from ..partner import PARTNER
from ..section import ALL, Sections
from .arrivals import Arrivals

Placements = dict[str, Placement]  # those of one article, by feed


def move(
    kept: StoredArticle,
    old: StoredArticle | None,
    before: Placements,
    sections: Sections,
    arrivals: Arrivals,
    *,
    backfill: bool,
) -> list[Placement]:
    """The placements that a change of an article, which was `old`, writes under its revision.

    They are written even where nothing moved: a feed is printed anew by the revisions of its
    placements.
    """
    feeds = _feeds(kept, before, sections)
    narrows = _narrows(kept, old)
    stands = []
    for feed in feeds:
        position = _position(feed, before, sections)
        if position is None:
            position = sections.position(feed, kept.article, arrivals.of(feed), backfill=backfill)
        stand = _stand(feed, kept, kept.revision, position)
        stands.append(_as_before(stand, kept, before, narrows=narrows))
    return _left(kept, before, set(before).difference(feeds), narrows=narrows) + stands


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
    """The placements that a new choice of these feeds changes, by the article's date.

    What comes in counts as changed when it changed last; what leaves does so under `revision`.
    """
    stands = feeds.intersection(sections.feeds(kept.article)) if kept.stands else set()
    leaves = (feeds - stands).intersection(before)
    left = _leave(kept, before, leaves, revision, narrows=False)
    entered = [
        _stand(feed, kept, kept.revision, kept.article.published)
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


def _position(feed: str, before: Placements, sections: Sections) -> datetime | None:
    """The position that it has in the feed, else in `all`; None for a new article.

    An old story that is moved to another section is no news there. To a partner it is new
    whenever it comes in: who has asked since knows of nothing before.
    """
    placement = before.get(feed)
    if feed in sections.partners.feeds:
        return placement.position if placement and placement.standing else None
    placement = placement or before.get(ALL)
    return placement.position if placement else None


def _narrows(kept: StoredArticle, old: StoredArticle | None) -> bool:
    """Whether only a summary may be sent now, where the whole article might before."""
    if old is None or old.article.syndicate != "full":
        return False
    return kept.article.syndicate == "summary"


def _as_before(
    stand: Placement, kept: StoredArticle, placements: Placements, *, narrows: bool
) -> Placement:
    """A placement on the archive page where it was; a partner may have to take down what it has.

    One that shows summaries has it anew all the same.
    """
    before = placements.get(stand.feed)
    if before is None:
        return stand
    taken_down = _taken_down(kept, before, narrows=narrows) if kept.live else None
    return replace(stand, page=before.page, taken_down=taken_down)


def _left(
    kept: StoredArticle, before: Placements, feeds: set[str], *, narrows: bool
) -> list[Placement]:
    """The placements in feeds in which an article stands no more, as far as a change writes any."""
    left = _leave(kept, before, feeds, kept.revision, narrows=narrows)
    return left + _tell(kept, before, feeds, narrows=narrows)


def _leave(
    kept: StoredArticle, before: Placements, feeds: set[str], revision: int, *, narrows: bool
) -> list[Placement]:
    """The placements in the feeds that an article leaves."""
    return [
        replace(
            placement,
            revision=revision,
            standing=False,
            page=0,
            taken_down=_taken_down(kept, placement, narrows=narrows),
        )
        for feed, placement in before.items()
        if feed in feeds and placement.standing
    ]


def _tell(
    kept: StoredArticle, before: Placements, feeds: set[str], *, narrows: bool
) -> list[Placement]:
    """The placements in partners' feeds that an article has left before.

    A partner shows what has left its feed until it is told to take it down. So what moved away
    once, and is withdrawn now, is written as well; and again with each change of its last words.
    """
    told = []
    for feed, placement in before.items():
        moment = _taken_down(kept, placement, narrows=narrows)
        if feed in feeds and not placement.standing and (placement.taken_down or moment):
            told.append(replace(placement, revision=kept.revision, taken_down=moment))
    return told


def _taken_down(kept: StoredArticle, placement: Placement, *, narrows: bool) -> datetime | None:
    """The moment at which a partner's article was withdrawn or lost its rights; None for none.

    One that its source has sent again under an embargo is as good as withdrawn until that ends. A
    summary takes the place of no whole article, where a partner takes whole ones only.
    """
    if not _is_partners(placement.feed):
        return None
    if kept.withdrawn:
        return kept.withdrawn.replace(microsecond=0)
    if not kept.live:
        return placement.taken_down
    rights = kept.article.syndicate
    if rights == "none" or (rights == "summary" and (narrows or placement.taken_down)):
        return kept.article.updated.replace(microsecond=0)
    return None


def told_of(before: Placements) -> list[str]:
    """The partners' feeds that tell of an article's last words, as it stands or is taken down."""
    return [
        feed
        for feed, placement in before.items()
        if _is_partners(feed) and (placement.standing or placement.taken_down)
    ]


def _is_partners(feed: str) -> bool:
    return feed.startswith(PARTNER)


def _stand(feed: str, kept: StoredArticle, revision: int, position: datetime) -> Placement:
    return Placement(feed, kept.article.id, revision, position, kept.article.published)
