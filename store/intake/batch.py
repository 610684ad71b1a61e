"""A batch: one transaction's worth of drafts, decided one after the other and kept together."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import datetime

from ..article import Article, Placement, StoredArticle
from ..db.articles import Copy
from ..db.quarantine import QuarantinedDraft
from ..draft import Deletion, Omitted
from ..errors import Forbidden, Refused
from ..identity import id_key, is_id, title_key, url_key
from ..section import ALL
from ..store import Transaction
from ..text.arabic import normalise
from .candidate import Candidate, rewritten, with_digests
from .changes import Change, Kind, Outcome, withdrawn
from .copies import COPY_WINDOW, is_copy, story_keys
from .decide import decide
from .intake import Intake
from .prepare import FUTURE_TOLERANCE
from .quarantine import pack, settle

BATCH = 500
Ready = Candidate | Deletion | QuarantinedDraft | Omitted


class Batch:
    """One transaction's worth of decisions: what is known, what changed, what it touches."""

    def __init__(
        self, transaction: Transaction, intake: Intake, arrival: datetime, backfill: bool
    ) -> None:
        self._transaction, self._intake = transaction, intake
        self._arrival, self._backfill = arrival, backfill
        self._now = intake.clock().replace(microsecond=0)
        self._number = transaction.revision.number()
        self._kept: dict[str, StoredArticle] = {}
        self._placements: dict[str, dict[str, Placement]] = {}
        self._changed: dict[str, StoredArticle] = {}
        self._moved: dict[tuple[str, str], Placement] = {}
        self._wanted: dict[str, int] = {}
        self._stories: dict[str, list[StoredArticle]] = {}
        self._copies: list[Copy] = []
        self._exported: set[str] = set()

    def keep(self, ready: Sequence[Ready], new_id: Callable[[str], str]) -> list[Outcome]:
        """Decide and keep all of a batch; two drafts of one article in it are decided one after the
        other.
        """
        candidates = [one for one in ready if isinstance(one, Candidate)]
        known = self._transaction.articles.known(
            self._key(one) for one in ready if isinstance(one, Candidate | Deletion)
        )
        guids = {
            guid for one in candidates if one.keys[0] not in known and (guid := self._guid(one))
        }
        self.load(self._transaction.articles.load(guids.union(known.values())))
        if self._intake.same_story:
            self._load_stories([one.article for one in candidates if one.keys[0] not in known])
        registered: dict[str, str] = {}
        held: list[QuarantinedDraft] = []
        outcomes = []
        for one in ready:
            if isinstance(one, Candidate):
                self._check_scope(one.article)
                one_id = known.get(one.keys[0]) or registered.get(one.keys[0])
                if copy := self._copy(one, one_id):
                    registered.setdefault(one.keys[0], copy.id or "")
                    outcomes.append(copy)
                    continue
                guid = self._guid(one)
                free = guid if guid not in self._kept else None
                outcome = self._draft(one, one_id or free or new_id(one.keys[0]), held)
                if outcome.id:
                    registered.update(
                        (key, outcome.id) for key in one.keys if key not in registered
                    )
            elif isinstance(one, Deletion):
                gone = self._deletion(
                    one, known.get(self._key(one)) or registered.get(self._key(one))
                )
                if gone is None:
                    continue
                outcome = gone
            elif isinstance(one, Omitted):
                outcome = Outcome(Kind.OMITTED, one.place, state=one.state)
            else:
                held.append(one)
                outcome = Outcome(Kind.QUARANTINED, one.refused.place, refused=one.refused)
            outcomes.append(outcome)
        self.finish(registered)
        settle(self._transaction.quarantine, self._intake.owner, candidates, held)
        return outcomes

    def _key(self, one: Candidate | Deletion) -> str:
        """What decides which article is meant."""
        return (
            one.keys[0]
            if isinstance(one, Candidate)
            else id_key(self._intake.owner, normalise(one.id).strip())
        )

    def _guid(self, one: Candidate) -> str | None:
        guid = one.draft.guid if self._intake.keep_guid else None
        return guid if guid and is_id(guid) else None

    def load(self, kept: dict[str, StoredArticle]) -> None:
        self._kept.update(kept)
        self._placements.update(self._transaction.placements.of(kept))

    def _load_stories(self, new: Sequence[Article]) -> None:
        """What other sources have of these stories already."""
        if not new:
            return
        articles, dates = self._transaction.articles, [one.published for one in new]
        known = articles.known(url_key(one.url) for one in new if one.url)
        found = articles.load(set(known.values()) - self._kept.keys())
        titles = {title_key(one.title) for one in new}
        since, until = min(dates) - COPY_WINDOW, max(dates) + COPY_WINDOW
        for one in articles.others(titles, self._intake.owner, since, until):
            found.setdefault(one.article.id, one)
        self.load(found)
        for one in self._kept.values():
            for key in story_keys(one.article) if one.article.owner != self._intake.owner else ():
                self._stories.setdefault(key, []).append(one)

    def _copy(self, one: Candidate, article_id: str | None) -> Outcome | None:
        """The same story of another source: found now, or known by this source's id since."""
        article, known = one.article, self._kept.get(article_id) if article_id else None
        if known and known.article.owner == self._intake.owner:
            return None
        if not self._intake.same_story and (known is None or article.source_id is None):
            return None
        if known is None:
            stories = [kept for key in story_keys(article) for kept in self._stories.get(key, ())]
            copies = [kept for kept in stories if kept.released and is_copy(article, kept.article)]
            known = min(copies, key=lambda kept: kept.article.published, default=None)
        elif article.source_id is None and not is_copy(article, known.article):
            return None  # only its title and day are the same: it is refused, and said
        if known is None:
            return None
        self._copies.append(Copy(known.article.id, article.owner, article.source_id, article.url))
        return Outcome(Kind.SAME, one.place, known.article.id, article.source_id, copy=True)

    def _draft(self, one: Candidate, article_id: str, held: list[QuarantinedDraft]) -> Outcome:
        if one.draft.export:
            self._exported.add(article_id)
        old = self._kept.get(article_id)
        try:
            change = decide(old, self._with_correction(one, old), self._now)
        except Refused as refused:
            held.append(pack(one.draft, refused, self._intake, self._now))
            return Outcome(Kind.QUARANTINED, one.place, refused=refused.at(one.place))
        if change.kind is not Kind.SAME:
            change = self.apply(change, article_id)
        return Outcome(change.kind, one.place, article_id, one.article.source_id, change.feeds)

    def _with_correction(self, one: Candidate, old: StoredArticle | None) -> Candidate:
        """What an editor has said stands whatever the source sends. Raises Refused."""
        if not old or not old.correction:
            return one
        article = rewritten(one.article, old.correction, self._intake, self._arrival)
        return with_digests(article, one.draft, self._intake, old.correction)

    def _deletion(self, one: Deletion, article_id: str | None) -> Outcome | None:
        kept = self._kept.get(article_id) if article_id else None
        if kept is None or kept.article.owner != self._intake.owner:
            return None
        change = Change(Kind.SAME, kept)
        stale = one.when is not None and one.when + FUTURE_TOLERANCE < kept.article.updated
        if kept.withdrawn is None and not stale:
            change = self.apply(Change(Kind.WITHDRAWN, withdrawn(kept, self._now, "withdrawn")))
        return Outcome(change.kind, one.place, article_id, one.id, change.feeds)

    def apply(self, change: Change, article_id: str = "") -> Change:
        """Take a revision for a change and place the article by it; returns it with the feeds it
        touches.
        """
        article_id = article_id or change.kept.article.id
        for kept in (self._kept.get(article_id), change.kept):
            if kept:
                self._check_scope(kept.article)
        self._number += 1
        kept = replace(change.kept, article=self._stamped(change.kept.article, article_id))
        if change.kind is Kind.EDITED and kept.withdrawn:
            self._changed[article_id] = self._kept[article_id] = kept
            return change
        before = self._placements.setdefault(article_id, {})
        moved = self._move(kept, before)
        announced = kept.withdrawn is not None and any(
            not placement.standing for placement in moved
        )
        kept = replace(kept, revision=self._number, announced=announced)
        self._changed[article_id] = self._kept[article_id] = kept
        for placement in moved:
            before[placement.feed] = self._moved[placement.feed, article_id] = placement
        feeds = tuple(placement.feed for placement in moved)
        self._touch(feeds)
        return Change(change.kind, kept, feeds)

    def _check_scope(self, article: Article) -> None:
        """Neither where an article stood nor where it comes to stand may lie out of scope."""
        if (scope := self._intake.scope) is None:
            return
        slugs = self._intake.sections.of(article)
        if not (slugs and scope.issuperset(slugs)):
            where = ", ".join(slugs) or "no section"
            raise Forbidden(
                f"the article stands in {where}: you may change those in {', '.join(sorted(scope))}"
            )

    def _stamped(self, article: Article, article_id: str) -> Article:
        """With its id; an `updated` that moves takes its revision along: no two entries of a
        document share one.
        """
        old = self._kept.get(article_id)
        if old and old.article.updated == article.updated:
            return article
        return replace(
            article,
            id=article_id,
            updated=article.updated.replace(microsecond=self._number % 1_000_000),
        )

    def end_tombstone(self, kept: StoredArticle) -> Change:
        """The feeds that said a withdrawal no longer do; that, too, takes a revision."""
        placements = self._placements.get(kept.article.id, {}).values()
        feeds = tuple(one.feed for one in placements if one.revision == kept.revision)
        self._number += 1
        quiet = self._changed[kept.article.id] = replace(kept, announced=False)
        self._touch(feeds)
        return Change(Kind.WITHDRAWN, quiet, feeds)

    def _touch(self, feeds: Iterable[str]) -> None:
        self._wanted.update(dict.fromkeys(feeds, self._number))

    def _move(self, kept: StoredArticle, before: dict[str, Placement]) -> list[Placement]:
        """The placements of an article after a change: where it stands, and where it stood until
        now.
        """
        article, sections = kept.article, self._intake.sections
        stands = sections.feeds(article) if kept.live else ()
        backfill = self._backfill or article.id in self._exported
        left = [old for feed, old in before.items() if old.standing and feed not in stands]
        moved = [replace(old, revision=self._number, standing=False) for old in left]
        for feed in stands:
            old = before.get(feed) or before.get(ALL)
            position = (
                old.position
                if old
                else sections.position(feed, article, self._arrival, backfill=backfill)
            )
            published = article.published
            moved.append(Placement(feed, article.id, self._number, position, published))
        return moved

    def finish(self, registered: dict[str, str] | None = None) -> None:
        """Write everything that was decided."""
        transaction = self._transaction
        transaction.articles.save(list(self._changed.values()), list((registered or {}).items()))
        transaction.articles.note_copies(self._copies)
        transaction.placements.save(list(self._moved.values()))
        transaction.feeds.want(self._wanted, self._now)
        transaction.revision.advance(self._number)
