"""Stories of other sources that the new drafts of a batch may tell again.

They are looked for twice. Before the lock all are read and compared, since texts may make that
slow; under the lock only those that came or changed since, of which a few are compared. How many
are compared, and how much of each, is bounded: a source may have any number of articles of one
title.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from itertools import accumulate
from operator import attrgetter

from ..article import StoredArticle
from ..db.articles import Articles, StoryHead
from ..limits import LATE_TEXTS, STORIES_BYTES, STORIES_COMPARED, STORIES_KNOWN
from ..text.markup.tags import SafeHtml
from .candidate import Candidate
from .copies import COPY_WINDOW, ComparedText, is_copy
from .intake import Intake

_TEXTS_HELD = 64
_Pair = tuple[Candidate, str, int]  # a draft, an article by its id and revision
_published = attrgetter("published")


class Overtaken(Exception):
    """More has changed since it was looked at than is looked at again under the lock."""


class Stories:
    """The stories that drafts of one owner may tell again, and which of them they do."""

    def __init__(self, intake: Intake) -> None:
        self._intake = intake
        self._by_title: dict[str, list[StoryHead]] = {}  # oldest first
        self._by_address: dict[str, str] = {}
        self._revision = 0
        self._is_copy: dict[_Pair, bool] = {}
        self._remembered = lru_cache(_TEXTS_HELD)(ComparedText)
        self._texts_left: float = float("inf")

    # Before the lock

    def foresee(self, articles: Articles, new: Sequence[Candidate], revision: int) -> None:
        """Find the stories of new drafts at this revision, and compare them all."""
        self._texts_left = float("inf")
        self.find(articles, new, revision)
        for candidate in new:
            ids = self._ids(candidate)
            if ids:
                self.compare(candidate, articles.load(ids).values())

    def compare(self, candidate: Candidate, others: Iterable[StoredArticle]) -> None:
        """Compare a draft with articles, so that `tells()` knows."""
        for other in others:
            self.tells(candidate, other)

    # Under the lock

    def limit_texts(self) -> None:
        """Allow only few texts to be compared from here on: all other writers wait for them."""
        self._texts_left = LATE_TEXTS

    def find(self, articles: Articles, new: Sequence[Candidate], revision: int) -> None:
        """Find the stories of new drafts, by title only those behind the last revision."""
        addresses = [candidate.address_key for candidate in new if candidate.address_key]
        self._by_address = articles.known(addresses)
        if revision == self._revision:
            return
        dates = [candidate.article.published for candidate in new]
        heads = articles.heads(
            {candidate.title_key for candidate in new},
            self._intake.owner,
            (min(dates) - COPY_WINDOW, max(dates) + COPY_WINDOW),
            behind=self._revision,
            limit=STORIES_KNOWN,
        )
        self._revision = revision
        self._add(heads)

    def _add(self, heads: Iterable[StoryHead]) -> None:
        """Know heads by their titles, in the place of older ones of the same articles."""
        by_title: dict[str, dict[str, StoryHead]] = {}
        for head in heads:
            by_title.setdefault(head.title_key, {})[head.id] = head
        for title_key, newer in by_title.items():
            known = {head.id: head for head in self._by_title.get(title_key, ())}
            self._by_title[title_key] = sorted((known | newer).values(), key=_published)

    def _alike(self, candidate: Candidate) -> list[StoryHead]:
        """The stories under the title of a draft that are nearest to it in time.

        They are no more, and no longer together, than can be read in an instant.
        """
        heads = self._by_title.get(candidate.title_key, [])
        moment = candidate.article.published
        at = bisect_left(heads, moment, key=_published)
        near = heads[max(at - STORIES_COMPARED, 0) : at + STORIES_COMPARED]
        near.sort(key=lambda head: abs(head.published - moment))
        sizes = accumulate(head.size for head in near[1:])
        fitting = bisect_right(list(sizes), STORIES_BYTES)
        return near[: min(1 + fitting, STORIES_COMPARED)]

    def _ids(self, candidate: Candidate) -> set[str]:
        """The ids of the articles that a draft may be a copy of, but for those it is known not."""
        ids = {
            head.id
            for head in self._alike(candidate)
            if self._is_copy.get((candidate, head.id, head.revision), True)
        }
        original = self.at_address(candidate)
        return ids | {original} if original else ids

    def at_address(self, candidate: Candidate) -> str | None:
        """The id of the article that the address of a draft means, if it was looked for."""
        return self._by_address.get(candidate.address_key or "")

    def possible(self, new: Iterable[Candidate]) -> set[str]:
        """The ids of the articles that new drafts may be copies of."""
        return {article_id for candidate in new for article_id in self._ids(candidate)}

    def original(
        self, candidate: Candidate, known: Callable[[str], StoredArticle | None]
    ) -> StoredArticle | None:
        """The earliest article that tells the story of a draft and may stand for it.

        An article under embargo may not, nor one that was withdrawn: it would hold back what
        another source tells.
        """
        alike = [kept for kept in map(known, self._ids(candidate)) if kept]
        copies = [
            kept
            for kept in alike
            if self._intake.may_stand_for(kept, candidate.article) and self.tells(candidate, kept)
        ]
        return min(copies, key=lambda kept: (kept.article.published, kept.article.id), default=None)

    def tells(self, candidate: Candidate, other: StoredArticle) -> bool:
        """Whether a draft tells the story of an article. Raises Overtaken."""
        pair = (candidate, other.article.id, other.revision)
        if pair not in self._is_copy:
            self._is_copy[pair] = is_copy(candidate, other, self._text)
        return self._is_copy[pair]

    def _text(self, html: SafeHtml) -> ComparedText:
        """A body as it is compared. Raises Overtaken beyond what is allowed."""
        self._texts_left -= 1
        if self._texts_left < 0:
            raise Overtaken
        return self._remembered(html)
