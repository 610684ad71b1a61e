"""What search is to know of the articles of one transaction.

Their words are noted only where they, or the place of the article, are new: an expiry changes
neither.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime

from ..article import StoredArticle
from ..db.search_index import Listing, SearchEntry
from ..search_text import SearchTexts, searched
from ..section import ALL
from .placing import Placements

_NOWHERE: Placements = {}
_All = Mapping[str, Placements]  # the placements of articles, by their ids


class SearchNotes:
    """The entries of articles, which remember how these were found before.

    texts  the words by which articles are found
    """

    def __init__(self, texts: SearchTexts) -> None:
        self._texts = texts
        self._before: dict[str, object] = {}

    def load(self, articles: Iterable[StoredArticle], placements: _All) -> None:
        """Remember by which words these articles are found, and where they stand."""
        for kept in articles:
            placed = placements.get(kept.article.id, _NOWHERE)
            self._before[kept.article.id] = _seen_by_search(kept, placed)

    def entries(self, articles: Iterable[StoredArticle], placements: _All) -> list[SearchEntry]:
        """What search is to know of these articles now."""
        return [self._entry(kept, placements.get(kept.article.id, _NOWHERE)) for kept in articles]

    def _entry(self, kept: StoredArticle, placed: Placements) -> SearchEntry:
        article = kept.article
        is_new = self._before.get(article.id) != _seen_by_search(kept, placed)
        return SearchEntry(
            article_id=article.id,
            position=_position(kept, placed),
            published=article.published,
            listing=_listing(kept, placed),
            text=self._texts.of(article) if is_new else None,
        )


def _seen_by_search(kept: StoredArticle, placed: Placements) -> object:
    """All on which the words of an article, and their place, depend."""
    return searched(kept.article), _position(kept, placed), kept.article.published


def _position(kept: StoredArticle, placed: Placements) -> datetime:
    """The place of an article in `all`; its date, where it never stood there."""
    placement = placed.get(ALL)
    return placement.position if placement else kept.article.published


def _listing(kept: StoredArticle, placed: Placements) -> Listing:
    """Whether readers find an article, and if not, why: rights may keep it out of feeds."""
    placement = placed.get(ALL)
    is_listed = placement is not None and placement.standing
    return "unlisted" if kept.live and not is_listed else kept.state
