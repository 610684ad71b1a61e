"""A batch: the items of one transaction, decided one after the other and kept together.

Two drafts of one article may stand in a batch: the second is decided by what the first has left in
the ledger, and by the keys that it has registered.
"""

from collections.abc import Sequence

from ..article import StoredArticle
from ..db.articles import Copy
from ..db.quarantine import QuarantinedDraft
from ..draft import Deletion, Omitted
from ..errors import Refused
from ..identity import id_key
from ..store import Transaction
from .candidate import Candidate, KeyedDeletion
from .changes import Change, GuidLoss, Kind, Outcome, withdrawal
from .decide import decide
from .doubt import Item, doubt_keys
from .foresight import Foresight
from .keys import Keys
from .last_word import (
    believed,
    gone_at_its_source,
    is_outranked,
    is_overtaken,
    says_nothing_new,
    told_by,
)
from .lead import Lead, lead_of
from .ledger import Ledger
from .partial import missing, refusal
from .quarantine import settle


class Batch:
    """The decisions of one transaction; the ledger holds what they change."""

    def __init__(self, transaction: Transaction, foresight: Foresight) -> None:
        self._transaction = transaction
        self._foresight = foresight
        self._run = foresight.run
        self._intake = foresight.run.intake
        self._ledger = Ledger(transaction, self._intake, self._run.arrival)
        self._keys = Keys(transaction.articles, foresight.former)
        self._stories = foresight.stories
        self._held: list[QuarantinedDraft] = []
        self._entries: dict[str, Candidate] = {}  # the draft by which an article stands here

    def keep(self) -> list[Outcome]:
        """Decide all items and keep what was decided; returns what became of each.

        A deletion of nothing has no outcome. Raises Overtaken, with nothing kept, where other
        writers have been too fast for what was foreseen.
        """
        items = self._foresight.doubts.items
        candidates = [item for item in items if isinstance(item, Candidate)]
        deletions = [item for item in items if isinstance(item, KeyedDeletion)]
        self._stories.limit_texts()
        self._load(candidates, deletions)
        outcomes = []
        for item in items:
            outcome = self._decide(item)
            if outcome:
                outcomes.append(outcome)
        if self._run.backfill:
            self._ledger.put_pages_off()
        self._ledger.write(self._keys.new, self._keys.moved, self._keys.dropped)
        settle(
            self._transaction.quarantine,
            self._intake.owner,
            candidates,
            self._held,
            self._foresight.hashes,
        )
        return outcomes

    def _load(self, candidates: Sequence[Candidate], deletions: Sequence[KeyedDeletion]) -> None:
        """Read all that the decisions need: a query for each item would take far longer."""
        articles = self._transaction.articles
        self._foresight.doubts.check(articles)
        ids = self._keys.load([*candidates, *deletions])
        self._ledger.load(self._foresight.current(articles, ids))
        meant = {candidate: self._meant(candidate) for candidate in candidates}
        self._entries = {kept.article.id: one for one, kept in meant.items() if kept}
        self._load_stories(self._foresight.new_of(meant), ids)

    def _load_stories(self, new: Sequence[Candidate], ids: set[str]) -> None:
        """Read the articles of other sources that new drafts may be copies of, but for `ids`."""
        if not new or not self._intake.same_story:
            return
        articles = self._transaction.articles
        self._stories.find(articles, new, self._transaction.revision.number())
        possible = self._stories.possible(new) - ids
        self._ledger.load(self._foresight.current(articles, possible))

    def _decide(self, item: Item) -> Outcome | None:
        """Decide one item, by its kind."""
        if isinstance(item, Candidate):
            return self._decide_candidate(item)
        if isinstance(item, KeyedDeletion):
            return self._decide_deletion(item)
        if isinstance(item, Omitted):
            return Outcome(Kind.OMITTED, item.place, state=item.state)
        self._held.append(item)
        return Outcome(Kind.QUARANTINED, item.refused.place, refused=item.refused)

    # Drafts

    def _decide_candidate(self, candidate: Candidate) -> Outcome:
        """Keep a draft, unless it tells a story that another source has told."""
        meant = self._meant(candidate)
        lacking = [] if meant else self._foresight.partials.lacks(candidate)
        if lacking:
            return self._ask_or_hold(candidate, lacking)
        candidate = self._foresight.partials.filled(candidate, meant)
        self._intake.check_scope(candidate.article)
        original = self._original(candidate, meant)
        if original:
            return self._note_copy(candidate, original)
        return self._decide_own(candidate, meant.article.id if meant else self._make_id(candidate))

    def _meant(self, candidate: Candidate) -> StoredArticle | None:
        """The article that the key of a draft means: its own, or one that may stand for it."""
        known = self._keys.meant(candidate, self._ledger.known)
        if known is None or known.article.owner == self._intake.owner:
            return known
        return known if self._intake.may_stand_for(known, candidate.article) else None

    def _decide_own(self, candidate: Candidate, article_id: str) -> Outcome:
        """Keep a draft as the article of this id, or send it to quarantine."""
        old = self._ledger.known(article_id)
        try:
            change = decide(old, self._in_kept_words(candidate, old), self._ledger.now)
        except Refused as refused:
            return self._hold(candidate, refused)
        backfill = self._run.backfill or candidate.draft.export
        change = self._ledger.apply(change, article_id, backfill=backfill)
        if old:
            self._rename(old, candidate)
        self._register(candidate, article_id, change.kind)
        return self._kept(candidate, old, change)

    def _kept(self, candidate: Candidate, old: StoredArticle | None, change: Change) -> Outcome:
        """The outcome of a draft that was kept, with what is still to be had or said of it."""
        recalled = self._recall(candidate)
        kept = change.kept.article
        lacking = () if recalled else missing(candidate.draft, old, kept)
        is_new = change.kind is Kind.NEW
        return Outcome(
            change.kind,
            candidate.place,
            kept.id,
            candidate.article.source_id,
            change.feeds,
            recalled=recalled,
            guid_lost=self._guid_lost(candidate, kept.id, is_new=is_new),
            remarks=(*candidate.cut, *lacking),
            lead=self._lead(candidate) if is_new else None,
        )

    def _lead(self, candidate: Candidate) -> Lead | None:
        return lead_of(candidate.draft, candidate.article, self._ledger.now)

    def _rename(self, old: StoredArticle, candidate: Candidate) -> None:
        """Know an article by the id that its source has given it since, and by its first one.

        The key of which its own id was made is never another article's.
        """
        before = old.article.source_id
        source_id = candidate.article.source_id
        kept = self._ledger.known(old.article.id)
        if kept is None or source_id in (None, before):
            return
        self._ledger.rename(kept, source_id)
        key = id_key(self._intake.owner, before) if before else ""
        if key and self._run.new_id(key) != old.article.id:
            self._keys.drop(key, old.article.id)

    def _register(self, candidate: Candidate, article_id: str, kind: Kind) -> None:
        """Let an article be known by its keys, of which another source's may have had the first.

        An address that moves with each poll is kept only with an edit.
        """
        before = self._keys.find(candidate)
        keys = candidate.keys
        if before and before != article_id:
            self._keys.move(candidate, article_id)
            self._ledger.forget_copy(before)
        elif before is None and kind is Kind.SAME:
            keys = tuple(key for key in keys if key != candidate.address_key)
        self._keys.register([*keys, *doubt_keys(candidate)], article_id)
        self._keys.stand(article_id)
        self._entries.setdefault(article_id, candidate)
        if kind is Kind.NEW:
            self._take_address(candidate, article_id)

    def _take_address(self, candidate: Candidate, article_id: str) -> None:
        """Let an address mean a new article, if what it meant may not stand for that.

        Else other sources' stories would be compared, and people shown, what no reader sees there.
        A source that is held to some sections takes nothing over.
        """
        holder = self._ledger.known(self._stories.at_address(candidate))
        if holder is None or self._intake.scope is not None:
            return
        is_others = holder.article.owner != self._intake.owner
        if is_others and not self._intake.may_stand_for(holder, candidate.article):
            self._keys.take_address(candidate, article_id, holder)

    def _make_id(self, candidate: Candidate) -> str:
        """The id of a new article: its old guid where that is no other article's, else our own."""
        if candidate.guid and not self._ledger.known(candidate.guid):
            return candidate.guid
        if self._keys.find(candidate):
            return self._run.new_id(candidate.own_key)
        return self._run.new_id(candidate.key)

    def _keeps_guid(self, candidate: Candidate) -> bool:
        """Whether a draft has a guid that its article is to keep."""
        return self._intake.keep_guid and candidate.draft.guid is not None

    def _guid_lost(self, candidate: Candidate, article_id: str, *, is_new: bool) -> GuidLoss | None:
        """Why an article has not the guid of its draft, None where it has, or is not to."""
        if not self._keeps_guid(candidate) or candidate.draft.guid == article_id:
            return None
        if not is_new:
            return GuidLoss.KNOWN
        return GuidLoss.TAKEN if candidate.guid else GuidLoss.UNFIT

    def _in_kept_words(self, candidate: Candidate, old: StoredArticle | None) -> Candidate:
        """The candidate under the link, and in an editor's words, that are kept. Raises Refused."""
        candidate = self._foresight.former.linked(candidate, old)
        if old is None or old.correction is None:
            return candidate
        return self._foresight.corrected(candidate, old.correction)

    def _hold(self, candidate: Candidate, refused: Refused) -> Outcome:
        """Send a draft to quarantine."""
        self._held.append(self._foresight.packed(candidate, refused, self._ledger.now))
        place = candidate.place
        return Outcome(Kind.QUARANTINED, place, refused=refused.at(place))

    # Messages that say too little

    def _ask_or_hold(self, candidate: Candidate, lacking: list[str]) -> Outcome:
        """Have the wire fetch a post that is not known, or refuse what names so little of it."""
        if self._recall(candidate, lacking):
            source_id = candidate.article.source_id
            return Outcome(Kind.RECALLED, candidate.place, None, source_id, recalled=True)
        return self._hold(candidate, refusal(candidate.draft, lacking))

    def _recall(self, candidate: Candidate, lacking: Sequence[str] = ()) -> bool:
        """Have the wire fetch a post, if its message says too little. Returns whether it will."""
        source_id = candidate.article.source_id
        if source_id is None or not self._foresight.partials.asks_again(candidate, lacking):
            return False
        self._transaction.wires.ask_again(self._intake.owner, [source_id])
        return True

    # Copies

    def _original(self, candidate: Candidate, known: StoredArticle | None) -> StoredArticle | None:
        """The article of another source that tells this story, if there is one.

        `known` is the article that the candidate's key means. Where the key is an id, the
        candidate was a copy before and stays one, whatever has become of its text since, as long
        as that article may stand for it.
        """
        article = candidate.article
        if known is None:
            return self._told_before(candidate)
        if known.article.owner == self._intake.owner:
            return None
        if article.source_id is not None:
            return known
        if self._intake.same_story and self._stories.tells(candidate, known):
            return known
        return None  # only title and day are the same: it is refused, and said

    def _told_before(self, candidate: Candidate) -> StoredArticle | None:
        """The first article of another source with the story of a new draft."""
        if not self._intake.same_story:
            return None
        return self._stories.original(candidate, self._ledger.known)

    def _note_copy(self, candidate: Candidate, original: StoredArticle) -> Outcome:
        """Note that this source carries the story, too, under its own id and address."""
        article = candidate.article
        article_id = original.article.id
        self._ledger.note_copy(Copy(article_id, article.owner, article.source_id, article.url))
        self._keys.register([candidate.key, *doubt_keys(candidate)], article_id)
        lost = GuidLoss.COPY if self._keeps_guid(candidate) else None
        return Outcome(Kind.COPY, candidate.place, article_id, article.source_id, guid_lost=lost)

    # Deletions

    def _decide_deletion(self, item: KeyedDeletion) -> Outcome | None:
        """Withdraw the article that is meant, if it is this owner's.

        A former id that is taken back says nothing of an article that stands under another one.
        """
        deletion = item.deletion
        kept = self._ledger.known(self._keys.find(item))
        if kept is None or not self._may_withdraw(deletion, kept):
            return None
        entry = self._entries.get(kept.article.id)
        if entry and entry.key != item.key:
            return None
        if is_outranked(deletion, entry):
            return Outcome(Kind.SAME, deletion.place, kept.article.id, deletion.id or None)
        change = self._take_back(kept, deletion)
        source_id = deletion.id or None
        return Outcome(change.kind, deletion.place, kept.article.id, source_id, change.feeds)

    def _may_withdraw(self, deletion: Deletion, kept: StoredArticle) -> bool:
        """Whether a deletion means this article: an id alone decides, where the article has one."""
        if kept.article.owner != self._intake.owner:
            return False
        return bool(deletion.id) or kept.article.source_id is None

    def _take_back(self, kept: StoredArticle, deletion: Deletion) -> Change:
        """Withdraw an article for its source, unless it says nothing new; note that it is gone."""
        now = self._ledger.now
        when = believed(deletion.when, now)
        if is_overtaken(kept, deletion) or says_nothing_new(kept, when, now):
            return Change(Kind.SAME, kept)
        gone = gone_at_its_source(told_by(kept, deletion), when)
        change = Change(Kind.SAME, gone)
        if kept.withdrawn is None:
            change = withdrawal(gone, now, "withdrawn", "source")
        return self._ledger.apply(change)
