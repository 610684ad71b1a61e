"""Foresight: whatever a text may make slow of a batch's decisions, done before the lock is taken.

All other writers, and the press, wait for the lock. So the store is looked at in a snapshot first:
stories are compared, corrected texts are cleaned, texts are folded for the rules of sections. Under
the lock each answer is looked up by all that it depends on, and made only where that has changed.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from ..article import Article, Correction
from ..db.articles import Glance
from ..db.quarantine import QuarantinedDraft
from ..draft import Omitted
from ..errors import Refused
from ..section import RememberingSections
from ..sources.unforeseen import attempt
from ..store import Transaction
from .candidate import Candidate, KeyedDeletion, with_correction
from .keys import Keys
from .quarantine import hashes, pack
from .run import Run
from .stories import Stories

Item = Candidate | KeyedDeletion | Omitted | QuarantinedDraft
_Known = Mapping[Candidate, Glance | None]  # what is known of each draft's article


class Foresight:
    """All that is known of a batch before its transaction opens.

    run      the run of the batch, with sections that remember which of them took an article
    stories  those of other sources, compared
    """

    def __init__(self, run: Run) -> None:
        sections = RememberingSections(run.intake.sections)
        self.run = replace(run, intake=replace(run.intake, sections=sections))
        self.stories = Stories(self.run.intake)
        self._corrected: dict[tuple[Candidate, Correction], Candidate | Refused] = {}
        self._hashes: dict[Candidate, tuple[str, ...]] = {}
        self._packed: dict[Candidate, QuarantinedDraft] = {}

    def look(self, items: Sequence[Item]) -> None:
        """Find out what decisions on these items will ask."""
        keyed = [item for item in items if isinstance(item, Candidate | KeyedDeletion)]
        with self.run.intake.store.snapshot() as snapshot:
            keys = Keys(snapshot.articles)
            ids = keys.load(keyed)
            known = _known(keyed, keys, snapshot.articles.glances(ids))
            self._look_at_others(snapshot, known, keys)
            scoped = self._scoped(snapshot, known, ids)
            holds = not snapshot.quarantine.is_empty()
        # PostgreSQL ends a snapshot in which nothing is asked for some seconds.
        for article in scoped:
            self.run.intake.sections.of(article)
        for candidate, glance in known.items():
            self._look_at(candidate, glance, holds=holds)

    def _look_at_others(self, snapshot: Transaction, known: _Known, keys: Keys) -> None:
        """Compare drafts with the articles of other sources, if they are to be compared."""
        if not self.run.intake.same_story:
            return
        new = [candidate for candidate, glance in known.items() if glance is None]
        new += self._without_stand_in(snapshot, known, keys)
        if new:
            self.stories.foresee(snapshot.articles, new, snapshot.revision.number())

    def _without_stand_in(
        self, snapshot: Transaction, known: _Known, keys: Keys
    ) -> Iterator[Candidate]:
        """The drafts whose key another source has for what may not stand for them.

        Those without an id are compared with an article that may.
        """
        owner = self.run.intake.owner
        ids = {
            candidate: keys.find(candidate) or ""
            for candidate, glance in known.items()
            if glance and glance.owner != owner
        }
        others = snapshot.articles.load(ids.values()) if ids else {}
        for candidate, article_id in ids.items():
            other = others[article_id]
            if not self.run.intake.may_stand_for(other, candidate.article):
                yield candidate
            elif candidate.article.source_id is None:
                self.stories.compare(candidate, [other])

    def _scoped(
        self, snapshot: Transaction, known: _Known, ids: Iterable[str]
    ) -> Iterable[Article]:
        """The drafts and known articles for whose sections a scope asks, if there is one."""
        if self.run.intake.scope is None:
            return ()
        drafts = [candidate.article for candidate in known]
        return drafts + [kept.article for kept in snapshot.articles.load(ids).values()]

    def _look_at(self, candidate: Candidate, glance: Glance | None, *, holds: bool) -> None:
        """Correct a candidate, choose its feeds, and pack its draft where it may be refused."""
        if holds:
            self.hashes(candidate)
        if self._may_be_refused(candidate, glance):
            self.packed(candidate, Refused(""), self.run.arrival)
        if glance and glance.correction:
            self._correct(candidate, glance.correction)
        elif not (glance and glance.is_same(candidate.digest, self.run.intake.owner)):
            self.run.intake.sections.feeds(candidate.article)

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
        self.run.intake.sections.feeds(words.article)
        return words

    def _may_be_refused(self, candidate: Candidate, glance: Glance | None) -> bool:
        """Whether a decision may send a draft to quarantine."""
        if glance is None:
            expires_at = candidate.article.expires_at
            return expires_at is not None and expires_at <= self.run.arrival
        if candidate.article.source_id is None and glance.owner != self.run.intake.owner:
            return True
        return glance.correction is not None

    def packed(self, candidate: Candidate, refused: Refused, now: datetime) -> QuarantinedDraft:
        """The draft of a candidate as quarantine holds it."""
        if candidate not in self._packed:
            self._packed[candidate] = pack(candidate.draft, refused, self.run.intake, now)
        packed = self._packed[candidate]
        return replace(packed, refused=refused.at(candidate.place), received_at=now)

    def hashes(self, candidate: Candidate) -> tuple[str, ...]:
        """The keys under which the draft of a candidate may be held in quarantine."""
        if candidate not in self._hashes:
            self._hashes[candidate] = tuple(hashes(candidate.draft, self.run.intake.owner))
        return self._hashes[candidate]


def _known(
    keyed: Iterable[Candidate | KeyedDeletion], keys: Keys, glances: Mapping[str, Glance]
) -> _Known:
    """What is known of the article of each draft, None for a new one."""
    return {
        item: glances.get(keys.find(item) or "") for item in keyed if isinstance(item, Candidate)
    }
