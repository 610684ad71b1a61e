"""Foresight: whatever a text may make slow of a batch's decisions, done before the lock is taken.

All other writers, and the press, wait for the lock. So the store is looked at in a snapshot first:
known articles are read, stories are compared, corrected texts are cleaned, texts are folded for the
rules of sections. Under the lock each answer is looked up by all that it depends on, and made only
where that has changed.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from ..article import Article, Correction, StoredArticle
from ..db.articles import Articles, Version
from ..db.quarantine import QuarantinedDraft
from ..errors import Refused
from ..limits import BATCH_TEXT_LIMIT, LATE_BODIES
from ..sources.unforeseen import attempt
from ..store import Transaction
from .candidate import Candidate, KeyedDeletion, with_correction
from .doubt import Doubts, Item
from .former import Former
from .keys import Keys
from .partial import Partials
from .quarantine import hashes, pack
from .run import Run
from .stories import Overtaken, Stories

_Known = Mapping[Candidate, StoredArticle | None]  # the article of each draft


class TooLong(Exception):
    """The articles that these items mean are longer than one transaction should hold."""


class Foresight:
    """All that is known of a batch before its transaction opens.

    run      the run of the batch, with an intake that remembers what it has foreseen
    stories  those of other sources, compared
    former   the articles that drafts were under another id, compared
    partials the candidates of messages that do not name all, filled with what is kept
    doubts   the items of the batch, told apart
    """

    def __init__(self, run: Run) -> None:
        self.run = _remembering(run)
        self.stories = Stories(self.run.intake)
        self.former = Former(self.run.intake, run.since)
        self.partials = Partials(self.run.intake)
        self.doubts = Doubts()
        self._seen: dict[str, StoredArticle] = {}
        self._versions: dict[str, Version] = {}
        self._limit: float = BATCH_TEXT_LIMIT
        self._corrected: dict[tuple[Candidate, Correction], Candidate | Refused] = {}
        self._hashes: dict[Candidate, tuple[str, ...]] = {}
        self._packed: dict[Candidate, QuarantinedDraft] = {}

    def look(self, items: Sequence[Item]) -> None:
        """Find out what decisions on these items will ask.

        Raises TooLong where there are several, which may be decided in parts.
        """
        self._begin(len(items))
        with self.run.intake.store.snapshot() as snapshot:
            self.doubts.settle(items, snapshot.articles)
            known = self._known(snapshot.articles)
            scoped = self._scoped(known)
            self._look_at_others(snapshot, known)
            holds = not snapshot.quarantine.is_empty()
        # PostgreSQL ends a snapshot in which nothing is asked for some seconds.
        for article in scoped:
            self.run.intake.sections.of(article)
        for candidate, kept in known.items():
            self._look_at(candidate, kept, holds=holds)

    def _begin(self, count: int) -> None:
        """Forget what an earlier look has read; one item alone may mean any length."""
        self._seen = {}
        self._versions = {}
        self._limit = BATCH_TEXT_LIMIT if count > 1 else float("inf")

    def _see(self, articles: Articles, ids: set[str]) -> None:
        """Read these articles beside those that were read before. Raises TooLong."""
        ids = ids - self._seen.keys()
        self._versions |= articles.versions(ids)
        if sum(version.size for version in self._versions.values()) > self._limit:
            raise TooLong
        if ids:
            self._seen |= articles.load(ids)

    def current(self, articles: Articles, ids: set[str]) -> dict[str, StoredArticle]:
        """The articles of these ids as they are now; only those that have changed are read.

        Raises Overtaken where these are long.
        """
        versions = articles.versions(ids)
        late = {
            article_id: version.size
            for article_id, version in versions.items()
            if version != self._versions.get(article_id)
        }
        if sum(late.values()) > LATE_BODIES:
            raise Overtaken
        seen = {article_id: self._seen[article_id] for article_id in versions.keys() - late}
        return seen | articles.load(late) if late else seen

    def _known(self, articles: Articles) -> _Known:
        """The article of each draft, None for a new one; all that are meant are read."""
        items = self.doubts.items
        keys = Keys(articles, self.former)
        keyed = [item for item in items if isinstance(item, Candidate | KeyedDeletion)]
        self._see(articles, keys.load(keyed))
        return {
            item: keys.meant(item, self._seen_article)
            for item in items
            if isinstance(item, Candidate)
        }

    def _seen_article(self, article_id: str | None) -> StoredArticle | None:
        """The article of an id, if it was read."""
        return self._seen.get(article_id or "")

    def _look_at_others(self, snapshot: Transaction, known: _Known) -> None:
        """Compare drafts with the articles of other sources, if they are to be compared."""
        if not self.run.intake.same_story:
            return
        new = self.new_of(known)
        new += self._without_stand_in(known)
        if new:
            self.stories.foresee(snapshot.articles, new, snapshot.revision.number())
            self._see(snapshot.articles, self.stories.possible(new))

    def new_of(self, known: _Known) -> list[Candidate]:
        """The drafts of articles that are not known, without messages that make none."""
        new = (candidate for candidate, kept in known.items() if kept is None)
        return [candidate for candidate in new if not self.partials.lacks(candidate)]

    def _without_stand_in(self, known: _Known) -> Iterator[Candidate]:
        """The drafts whose key another source has for what may not stand for them.

        Those without an id are compared with an article that may.
        """
        for candidate, kept in known.items():
            if kept is None or kept.article.owner == self.run.intake.owner:
                continue
            if not self.run.intake.may_stand_for(kept, candidate.article):
                yield candidate
            elif candidate.article.source_id is None:
                self.stories.compare(candidate, [kept])

    def _scoped(self, known: _Known) -> Iterable[Article]:
        """The drafts and known articles for whose sections a scope asks, if there is one."""
        if self.run.intake.scope is None:
            return ()
        drafts = [candidate.article for candidate in known]
        return drafts + [kept.article for kept in self._seen.values()]

    def _look_at(self, candidate: Candidate, kept: StoredArticle | None, *, holds: bool) -> None:
        """Correct a candidate, choose its feeds, and pack its draft where it may be refused."""
        if holds:
            self.hashes(candidate)
        if self._may_be_refused(candidate, kept):
            self.packed(candidate, Refused(""), self.run.arrival)
        candidate = self.partials.filled(candidate, kept)
        candidate = self.former.linked(candidate, kept)
        if kept and kept.correction:
            self._correct(candidate, kept.correction)
        elif kept is None or kept.withdrawn or not self._is_same(candidate, kept):
            self.run.intake.foresee(candidate.article)

    def _is_same(self, candidate: Candidate, kept: StoredArticle) -> bool:
        """Whether a draft changes nothing of its source's article."""
        return (candidate.digest, self.run.intake.owner) == (kept.digest, kept.article.owner)

    def corrected(self, candidate: Candidate, correction: Correction) -> Candidate:
        """The candidate in an editor's words. Raises Refused."""
        self._correct(candidate, correction)  # where it was given since
        result = self._corrected[candidate, correction]
        if isinstance(result, Refused):
            raise result
        return result

    def _correct(self, candidate: Candidate, correction: Correction) -> None:
        """Put a candidate into an editor's words, and remember what came of it."""
        if (candidate, correction) in self._corrected:
            return
        self._corrected[candidate, correction] = attempt(
            candidate.place, self._in_words, candidate, correction
        )

    def _in_words(self, candidate: Candidate, correction: Correction) -> Candidate:
        """A candidate in an editor's words, and its feeds chosen. Raises Refused."""
        words = with_correction(candidate, correction, self.run.intake, self.run.arrival)
        self.run.intake.foresee(words.article)
        return words

    def _may_be_refused(self, candidate: Candidate, kept: StoredArticle | None) -> bool:
        """Whether a decision may send a draft to quarantine."""
        if kept is None:
            expires_at = candidate.article.expires_at
            has_passed = expires_at is not None and expires_at <= self.run.arrival
            return has_passed or bool(self.partials.lacks(candidate))
        if candidate.article.source_id is None and kept.article.owner != self.run.intake.owner:
            return True
        return kept.correction is not None

    def packed(self, candidate: Candidate, refused: Refused, now: datetime) -> QuarantinedDraft:
        """The draft of a candidate as quarantine holds it."""
        if candidate not in self._packed:
            packed = pack(candidate.draft, refused, self.run.intake, now)
            self._packed[candidate] = packed.doubting(candidate.shared)
        packed = self._packed[candidate]
        return replace(packed, refused=refused.at(candidate.place), received_at=now)

    def hashes(self, candidate: Candidate) -> tuple[str, ...]:
        """The keys under which the draft of a candidate may be held in quarantine."""
        if candidate not in self._hashes:
            self._hashes[candidate] = tuple(hashes(candidate, self.run.intake.owner))
        return self._hashes[candidate]


def _remembering(run: Run) -> Run:
    """The run with an intake that remembers what it has foreseen."""
    return replace(run, intake=run.intake.remembering())
