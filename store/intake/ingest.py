"""From drafts to accepted changes: ingest(), withdraw(), restore(), release_due(); decide() only
looks.

Drafts are cleaned before a transaction opens; decide() sees the truth inside it; then all of a
batch is kept together: articles, placements, `wanted` of every feed they touch, and what went to
quarantine.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from itertools import islice

from ..article import Article, Correction, Placement, Reason, StoredArticle
from ..db.articles import Copy
from ..db.quarantine import QuarantinedDraft
from ..draft import Deletion, Draft, Omitted, SourceItem
from ..errors import Forbidden, NotFound, Place, Refused, Withdrawn
from ..identity import (
    COPY_WINDOW,
    content_digest,
    digest,
    id_key,
    is_copy,
    is_id,
    keys,
    mint,
    title_key,
    url_key,
    visible_digest,
)
from ..section import ALL, Sections
from ..site import Site
from ..sources import record
from ..store import Store, Transaction
from ..text.arabic import normalise
from .prepare import FUTURE_TOLERANCE, prepare

BATCH = 500
TOMBSTONE_TERM = timedelta(days=30)
API = "api"  # the place of what was sent to us
_KEPT_DRAFT = 2_000_000
_TICK = timedelta(seconds=1)


class Kind(StrEnum):
    """What was decided of a draft or an article."""

    NEW = "new"
    EDITED = "edited"
    SAME = "same"
    RELEASED = "released"
    WITHDRAWN = "withdrawn"
    RESTORED = "restored"
    QUARANTINED = "quarantined"
    OMITTED = "left out"


@dataclass(frozen=True, slots=True)
class Candidate:
    """A cleaned draft with all that a decision needs, made before any lock is taken.

    standing is the editor's correction that it was made with, if there is one.
    """

    article: Article
    keys: tuple[str, ...]
    digest: str
    visible: str
    correction: bool
    place: Place
    draft: Draft
    standing: Correction | None = None


_Ready = Candidate | Deletion | QuarantinedDraft | Omitted


@dataclass(frozen=True, slots=True)
class Change:
    """What was decided, the article as it is now, and the feeds that the change touches."""

    kind: Kind
    kept: StoredArticle
    feeds: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one draft or deletion: a change, or the refusal that put it into quarantine.

    copy says that the article is another source's, which carried this story first; state why it was
    left out.
    """

    kind: Kind
    place: Place
    id: str | None = None
    source_id: str | None = None
    feeds: tuple[str, ...] = ()
    refused: Refused | None = None
    copy: bool = False
    state: str = ""


@dataclass(frozen=True, slots=True)
class Intake:
    """Everything that ingest works with beside the drafts.

    owner is the source's name; section and full_text are for records that do not say; clock tells
    aware UTC. same_story is whether a new story that another source carries already is taken for
    that one; keep_guid whether an old guid that may be an id, and is no other article's, becomes
    that of a new article. scope are the slugs of the only sections in which articles may be
    changed, None where all may.
    """

    store: Store
    site: Site
    sections: Sections
    clock: Callable[[], datetime]
    owner: str = "files"
    section: str | None = None
    backfill: bool = False
    full_text: bool = True
    same_story: bool = True
    keep_guid: bool = False
    scope: frozenset[str] | None = None


def ingest(drafts: Iterable[SourceItem], intake: Intake) -> Iterator[list[Outcome]]:
    """Keep drafts in batches; yields what became of each batch once it is safely kept.

    A deletion withdraws what this owner sent under its id, unless that was restored or sent again
    later than it says; where there is nothing, it has no outcome.
    All of a run arrives at one moment. Until a first run has ended every run is a backfill.
    Raises Unavailable where the database is locked for long, full or gone, and Forbidden, with
    nothing of the batch kept, for a change out of scope; what was yielded stays.
    """
    with intake.store.snapshot() as snapshot:
        namespace = snapshot.revision.namespace()
        filled = snapshot.revision.filled()
    arrival = intake.clock().replace(microsecond=0)
    todo, kept = iter(drafts), False
    while batch := list(islice(todo, BATCH)):
        ready = [
            one if isinstance(one, Deletion | Omitted) else _candidate(one, intake, arrival)
            for one in batch
        ]
        with intake.store.transaction() as transaction:
            work = _Batch(transaction, intake, arrival, intake.backfill or not filled)
            outcomes = work.keep(ready, lambda key: mint(namespace, key))
        kept = kept or any(outcome.id for outcome in outcomes)
        yield outcomes
    if kept and not filled:
        with intake.store.transaction() as transaction:
            transaction.revision.fill()


def _candidate(
    draft: Draft | Refused, intake: Intake, now: datetime
) -> Candidate | QuarantinedDraft:
    if isinstance(draft, Refused):
        identity = "" if _is_lasting(draft.place) else digest(draft.members, draft.place.line)
        return QuarantinedDraft(
            owner=intake.owner, refused=draft, received_at=now, identity=identity
        )
    if not intake.full_text:
        draft = replace(draft, syndicate=draft.syndicate or "summary")
    try:
        article = prepare(
            draft,
            owner=intake.owner,
            site=intake.site,
            sections=intake.sections,
            section=intake.section,
            now=now,
        )
    except Refused as refused:
        return _held(draft, refused, intake, now)
    return _with_digests(article, draft, intake)


def _with_digests(
    article: Article, draft: Draft, intake: Intake, standing: Correction | None = None
) -> Candidate:
    return Candidate(
        article=article,
        keys=keys(article, intake.site.zone),
        digest=content_digest(article),
        visible=visible_digest(article),
        correction=draft.correction,
        place=draft.place,
        draft=draft,
        standing=standing,
    )


def _held(draft: Draft, refused: Refused, intake: Intake, now: datetime) -> QuarantinedDraft:
    """The draft with all that a second try needs."""
    more = {"_folder": draft.folder, "_section": intake.section, "_export": draft.export}
    more |= {"_guid": draft.guid} if intake.keep_guid else {}
    text: str | None = json.dumps(record.fields(draft) | more)
    if text is not None and len(text) > _KEPT_DRAFT:
        text = None
    return QuarantinedDraft(
        owner=intake.owner,
        refused=refused.at(draft.place),
        received_at=now,
        draft=text,
        identity=_draft_identity(draft),
    )


def _draft_identity(draft: Draft) -> str:
    """What a draft is held under: one refused twice is held once, and let go when it is accepted.

    A file is its place; a line of standard input, or of what was sent, is not: another has other
    lines.
    """
    if draft.id or draft.url:
        return f"id {draft.id}" if draft.id else f"url {draft.url}"
    return "" if _is_lasting(draft.place) else digest(record.fields(draft))


def _is_lasting(place: Place) -> bool:
    return place.file not in ("", "-", API)


def decide(old: StoredArticle | None, new: Candidate, now: datetime) -> Change:
    """What a draft means for the store. Pure; raises Refused where it means nothing good.

    A new article has no id yet: it gets one when it is kept.
    """
    article = new.article
    if old is None:
        if article.expires_at and article.expires_at <= now:
            raise Refused("has passed already: the article would never be seen", field="expires_at")
        released = None if article.due else now
        return Change(Kind.NEW, _kept(new, article, released))
    if old.article.owner != article.owner:
        raise Refused(
            f"the article belongs to the source {old.article.owner!r}, which alone may edit it"
        )
    if old.withdrawn:
        return _decide_withdrawn(old, new)
    if old.released is None:
        return _decide_pending(old, new, now)
    if new.digest == old.digest:
        return Change(Kind.SAME, old)
    return Change(Kind.EDITED, _kept(new, _edited(old, new, now), old.released))


def _kept(new: Candidate, article: Article, released: datetime | None) -> StoredArticle:
    return StoredArticle(
        article=article,
        revision=0,
        digest=new.digest,
        visible=new.visible,
        released=released,
        correction=new.standing,
    )


def _decide_withdrawn(old: StoredArticle, new: Candidate) -> Change:
    """It stays withdrawn whatever a source says; its text is kept up to date for the day it is
    restored.
    """
    if new.digest == old.digest:
        return Change(Kind.SAME, old)
    article = _with_dates_of(old.article, new.article)
    return Change(
        Kind.EDITED, replace(old, article=article, digest=new.digest, visible=new.visible)
    )


def _decide_pending(old: StoredArticle, new: Candidate, now: datetime) -> Change:
    """Under embargo nothing was seen: text and moment may still change freely."""
    article = replace(new.article, id=old.article.id)
    if new.digest == old.digest and article.due == old.article.due:
        return Change(Kind.SAME, old)
    return Change(Kind.EDITED, _kept(new, article, None if article.due else now))


def _edited(old: StoredArticle, new: Candidate, now: datetime) -> Article:
    """The new text under the old dates; `updated` moves only for what a reader would notice.

    An expiry that has passed already means now: it is how partners are told to take a story down.
    """
    article = _with_dates_of(old.article, new.article)
    if article.expires_at and article.expires_at < now:
        article = replace(article, expires_at=now)
    if new.visible == old.visible and not new.correction:
        return article
    said = new.article.updated if new.article.updated > old.article.updated else now
    return replace(article, updated=max(said, old.article.updated + _TICK))


def _with_dates_of(old: Article, new: Article) -> Article:
    return replace(
        new,
        id=old.id,
        published=old.published,
        precision=old.precision,
        dated=old.dated,
        updated=old.updated,
        due=old.due,
    )


class _Batch:
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

    def keep(self, ready: Sequence[_Ready], new_id: Callable[[str], str]) -> list[Outcome]:
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
        self._quarantine(held, candidates)
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
            for key in _story_keys(one.article) if one.article.owner != self._intake.owner else ():
                self._stories.setdefault(key, []).append(one)

    def _copy(self, one: Candidate, article_id: str | None) -> Outcome | None:
        """The same story of another source: found now, or known by this source's id since."""
        article, known = one.article, self._kept.get(article_id) if article_id else None
        if known and known.article.owner == self._intake.owner:
            return None
        if not self._intake.same_story and (known is None or article.source_id is None):
            return None
        if known is None:
            stories = [kept for key in _story_keys(article) for kept in self._stories.get(key, ())]
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
            held.append(_held(one.draft, refused, self._intake, self._now))
            return Outcome(Kind.QUARANTINED, one.place, refused=refused.at(one.place))
        if change.kind is not Kind.SAME:
            change = self.apply(change, article_id)
        return Outcome(change.kind, one.place, article_id, one.article.source_id, change.feeds)

    def _with_correction(self, one: Candidate, old: StoredArticle | None) -> Candidate:
        """What an editor has said stands whatever the source sends. Raises Refused."""
        if not old or not old.correction:
            return one
        article = _rewritten(one.article, old.correction, self._intake, self._arrival)
        return _with_digests(article, one.draft, self._intake, old.correction)

    def _deletion(self, one: Deletion, article_id: str | None) -> Outcome | None:
        kept = self._kept.get(article_id) if article_id else None
        if kept is None or kept.article.owner != self._intake.owner:
            return None
        change = Change(Kind.SAME, kept)
        stale = one.when is not None and one.when + FUTURE_TOLERANCE < kept.article.updated
        if kept.withdrawn is None and not stale:
            change = self.apply(Change(Kind.WITHDRAWN, _withdrawn(kept, self._now, "withdrawn")))
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

    def _quarantine(self, held: list[QuarantinedDraft], candidates: Sequence[Candidate]) -> None:
        if not self._transaction.quarantine.is_empty():
            self._let_go({one.hash for one in held}, candidates)
        self._transaction.quarantine.hold(held)

    def _let_go(self, refused: set[str], candidates: Sequence[Candidate]) -> None:
        """What was refused before and is accepted now."""
        accepted = {
            hash for one in candidates for hash in _held_hashes(one, self._intake.owner, self._now)
        }
        self._transaction.quarantine.release(accepted - refused)
        files = {
            one.place.file
            for one in candidates
            if one.place.line is None and _is_lasting(one.place)
        }
        self._transaction.quarantine.release_files(self._intake.owner, files)


def _story_keys(article: Article) -> tuple[str, ...]:
    """What two sources' articles must share to be one story."""
    return title_key(article.title), *([url_key(article.url)] if article.url else [])


def _held_hashes(one: Candidate, owner: str, now: datetime) -> Iterator[str]:
    """What a draft may be held under: its own id or address, or its place or file while that could
    not be read.
    """
    named = [(one.place, _draft_identity(one.draft))]
    if _is_lasting(one.place):
        named += [(one.place, ""), (Place(one.place.file), "")]
    for place, identity in named:
        yield QuarantinedDraft(
            owner=owner, refused=Refused("", place=place), received_at=now, identity=identity
        ).hash


def find(store: Store, name: str) -> StoredArticle:
    """The one article that an id, an address or a source's id means.

    Raises NotFound where there is none, or where several sources use that id.
    """
    with store.snapshot() as snapshot:
        return _one(snapshot.articles.named(name), name)


def find_own(intake: Intake, name: str) -> StoredArticle:
    """The article that the desk's owner means by an id of its own, or anybody's by ours. Raises
    NotFound.
    """
    with intake.store.snapshot() as snapshot:
        ids = snapshot.articles.known([id_key(intake.owner, normalise(name).strip())]).values()
        found = snapshot.articles.load(ids or ([name] if is_id(name) else []))
    return _one(list(found.values()), name)


def _one(found: list[StoredArticle], name: str) -> StoredArticle:
    found = [kept for kept in found if kept.article.id == name] or found
    if not found:
        raise NotFound(f"no article has the id, address or source id {name!r}")
    if len(found) > 1:
        ids = ", ".join(kept.article.id for kept in found)
        raise NotFound(f"{name!r} means several articles, name one by its id: {ids}")
    return found[0]


def withdraw(intake: Intake, name: str) -> Change:
    """Take an article back: out of every feed at once; feeds say so for 30 days.

    Withdrawing twice changes nothing. Raises NotFound.
    """
    with intake.store.transaction() as transaction:
        now = intake.clock().replace(microsecond=0)
        kept = _one(transaction.articles.named(name), name)
        if kept.withdrawn:
            return Change(Kind.SAME, kept)
        return _change(
            transaction, intake, kept, Change(Kind.WITHDRAWN, _withdrawn(kept, now, "withdrawn"))
        )


def restore(intake: Intake, name: str) -> Change:
    """Bring a withdrawn article back under its guid, updated later than its tombstone. Raises
    NotFound.
    """
    with intake.store.transaction() as transaction:
        now = intake.clock().replace(microsecond=0)
        kept = _one(transaction.articles.named(name), name)
        if kept.withdrawn is None:
            return Change(Kind.SAME, kept)
        return _change(transaction, intake, kept, Change(Kind.RESTORED, _restored(kept, now)))


def correct(intake: Intake, name: str, correction: Correction | None) -> Change:
    """Give an editor's words rank over the source's, whatever it sends; what was corrected before
    stands beside them.

    None lets the source speak again, with what it sends next. Raises NotFound, Withdrawn, and
    Refused for a text or title that cannot be.
    """
    with intake.store.transaction() as transaction:
        now = intake.clock().replace(microsecond=0)
        kept = _one(transaction.articles.named(name), name)
        article, before = kept.article, kept.correction or Correction()
        if kept.withdrawn:
            raise Withdrawn(f"{article.id} is withdrawn: restore it before it is corrected")
        said = (
            {field: value for field, value in asdict(correction).items() if value is not None}
            if correction
            else {}
        )
        whole = replace(before, **said) if said else None
        if whole == kept.correction:
            return Change(Kind.SAME, kept)
        if whole is None:
            done = replace(kept, article=replace(article, filed=False), correction=None)
        else:
            new = _with_digests(_rewritten(article, whole, intake, now), Draft(), intake, whole)
            edited = decide(kept, new, now)
            article = edited.kept.article if edited.kind is Kind.EDITED else new.article
            done = replace(edited.kept, article=article, correction=whole)
        return _change(transaction, intake, kept, Change(Kind.EDITED, done))


def _rewritten(article: Article, by: Correction, intake: Intake, now: datetime) -> Article:
    """In an editor's words, where there are any. Raises Refused."""
    draft = Draft(title=article.title if by.title is None else by.title, markdown=by.text)
    made = prepare(draft, owner=article.owner, site=intake.site, sections=intake.sections, now=now)
    if by.text is not None:
        article = replace(
            article, html=made.html, summary=made.summary, image=article.image or made.image
        )
    if by.sections is not None:
        article = replace(article, sections=by.sections, filed=True)
    return replace(article, title=made.title)


def _change(
    transaction: Transaction, intake: Intake, kept: StoredArticle, change: Change
) -> Change:
    batch = _Batch(transaction, intake, intake.clock().replace(microsecond=0), backfill=False)
    batch.load({kept.article.id: kept})
    done = batch.apply(change)
    batch.finish()
    return done


def _withdrawn(kept: StoredArticle, when: datetime, reason: Reason) -> StoredArticle:
    return replace(kept, withdrawn=when, reason=reason)


def _restored(kept: StoredArticle, now: datetime) -> StoredArticle:
    article, when = kept.article, kept.withdrawn or now
    updated = max(now, when + _TICK, article.updated + _TICK) if kept.released else article.updated
    over = article.expires_at is not None and article.expires_at <= now
    article = replace(article, updated=updated, expires_at=None if over else article.expires_at)
    return replace(kept, article=article, withdrawn=None, reason=None, announced=False)


def release_due(intake: Intake) -> list[Change]:
    """Do what falls due: embargoes end, articles expire, tombstones fall silent. Safe to run
    twice.
    """
    changes: list[Change] = []
    with intake.store.snapshot() as snapshot:
        now = intake.clock().replace(microsecond=0)
        if not snapshot.articles.due(now, now - TOMBSTONE_TERM, 1):
            return changes
    while True:
        with intake.store.transaction() as transaction:
            now = intake.clock().replace(microsecond=0)
            due = transaction.articles.due(now, now - TOMBSTONE_TERM, BATCH)
            if not due:
                return changes
            batch = _Batch(transaction, intake, now, backfill=False)
            batch.load({kept.article.id: kept for kept in due})
            changes += [_fall_due(batch, kept, now) for kept in due]
            batch.finish()


def _fall_due(batch: _Batch, kept: StoredArticle, now: datetime) -> Change:
    article = kept.article
    if kept.withdrawn:
        return batch.end_tombstone(kept)
    if article.expires_at and article.expires_at <= now:
        when = max(
            article.expires_at, article.updated + _TICK
        )  # a tombstone that is older than its entry is ignored
        return batch.apply(Change(Kind.WITHDRAWN, _withdrawn(kept, when, "expired")))
    return batch.apply(Change(Kind.RELEASED, replace(kept, released=now)))


def replace_placements(intake: Intake, feeds: set[str]) -> None:
    """Place all articles anew in these feeds, by their dates, a batch a transaction; other feeds
    stay.

    `wanted` is the caller's to raise when all is done: half a rearrangement is nothing to print.
    """
    last = ""
    while True:
        with intake.store.transaction() as transaction:
            batch = transaction.articles.after(last, BATCH)
            if not batch:
                return
            last = batch[-1].article.id
            number = transaction.revision.next()
            placed = transaction.placements.of(kept.article.id for kept in batch)
            for kept in batch:
                before = placed.get(kept.article.id, {})
                transaction.placements.save(_replaced(intake.sections, kept, before, feeds, number))


def _replaced(
    sections: Sections,
    kept: StoredArticle,
    before: dict[str, Placement],
    feeds: set[str],
    number: int,
) -> list[Placement]:
    article = kept.article
    stands = set(sections.feeds(article)) & feeds if kept.live else set()
    left = [old for feed, old in before.items() if feed in feeds - stands and old.standing]
    new = [feed for feed in sorted(stands) if feed not in before or not before[feed].standing]
    return [replace(old, revision=number, standing=False) for old in left] + [
        Placement(feed, article.id, number, article.published, article.published) for feed in new
    ]
