"""An editor's verbs: find, withdraw, restore and correct one article."""

from dataclasses import asdict, replace
from datetime import datetime

from .article import Correction, Notice, StoredArticle, WithdrawnBy
from .draft import Draft
from .errors import Forbidden, NotFound, Unavailable, Withdrawn
from .identity import id_key, is_id
from .intake.candidate import corrected, with_digests
from .intake.changes import Change, Kind, next_updated, withdrawal
from .intake.decide import decide
from .intake.intake import Intake
from .intake.last_word import gone_at_its_source, says_nothing_new
from .intake.ledger import Ledger
from .intake.notices import announcement, make_notice
from .sources.articletext.frontmatter import refuse_front_matter
from .store import Store, Transaction
from .text.arabic import normalise

_WITHDREW = {
    "editor": "an editor has withdrawn the article",
    "rule": "a rule has withdrawn the article",
}
_LOOKS = 5  # at an article that is changed while its correction is cleaned


def find(store: Store, name: str) -> StoredArticle:
    """The one article that an id, an address or a source's id means.

    Raises NotFound where there is none, or where several sources use that id.
    """
    with store.snapshot() as snapshot:
        return _only(snapshot.articles.named(name), name)


def find_own(intake: Intake, name: str) -> StoredArticle:
    """The article that an id of the intake's owner means, or our own id of anybody's article.

    Raises NotFound.
    """
    key = id_key(intake.owner, normalise(name).strip())
    with intake.store.snapshot() as snapshot:
        ids = list(snapshot.articles.known([key]).values())
        if not ids and is_id(name):
            ids = [name]
        articles = snapshot.articles.load(ids)
    return _only(list(articles.values()), name)


def _only(articles: list[StoredArticle], name: str) -> StoredArticle:
    """The one article of those that a name may mean; our own id wins. Raises NotFound."""
    for kept in articles:
        if kept.article.id == name:
            return kept
    if not articles:
        raise NotFound(f"no article has the id, address or source id {name!r}")
    if len(articles) > 1:
        ids = ", ".join(kept.article.id for kept in articles)
        raise NotFound(f"{name!r} means several articles, name one by its id: {ids}")
    return articles[0]


def withdraw(
    intake: Intake,
    name: str,
    words: str | None = None,
    *,
    by: WithdrawnBy = "editor",
    since: datetime | None = None,
    insists: bool = False,
) -> Change:
    """Take an article back: out of every feed at once; feeds say so for 30 days.

    With words it keeps its place in them for seven days, as a notice of these words and nothing
    else. Withdrawing twice changes nothing but the notice, and who has withdrawn it: what its
    source has, an editor may make his own.

    by       who withdraws it
    since    what its source says of an earlier moment does not bring it back; None for all that
             it tells as it stands now, and nothing that was saved before
    insists  whether a source means it, though a person has restored what it had withdrawn; else it
             is taken to say again what it has said before

    Raises NotFound, and Refused for words that cannot be.
    """
    intake, found = _look(intake, name)
    notice = None if words is None else make_notice(found, words, intake)
    with intake.store.transaction() as transaction:
        kept = _current(transaction, found)
        if by == "source" and not insists and says_nothing_new(kept, None, intake.now()):
            return Change(Kind.SAME, kept)
        known = gone_at_its_source(kept, since) if by == "source" else kept
        return _apply(transaction, intake, _withdrawn(known, notice, intake.now(), by), kept)


def _withdrawn(
    kept: StoredArticle, notice: Notice | None, now: datetime, by: WithdrawnBy
) -> Change:
    """The change that withdraws an article, gives it another notice, or another to answer for it.

    A source changes nothing of what an editor has withdrawn.
    """
    if by == "source" and kept.withdrawn_by == "editor":
        return Change(Kind.SAME, kept)
    if notice and kept.released and not _has_words_of(kept, notice):
        return announcement(kept, notice, now, by)
    if kept.withdrawn is None:
        return withdrawal(kept, now, "withdrawn", by)  # under embargo nobody is to be told
    if kept.withdrawn_by == "source" and by == "editor":
        return Change(Kind.WITHDRAWN, replace(kept, withdrawn_by=by))
    return Change(Kind.SAME, kept)


def _has_words_of(kept: StoredArticle, notice: Notice) -> bool:
    """Whether the article has this notice already, or had it."""
    return kept.notice is not None and kept.notice.text == notice.text


def restore(intake: Intake, name: str, *, by: WithdrawnBy = "editor") -> Change:
    """Bring a withdrawn article back under its guid, updated later than its tombstone.

    Restoring twice changes nothing. Raises NotFound, and Forbidden for a source where a person or
    a rule has withdrawn it.
    """
    intake, found = _look(intake, name)
    with intake.store.transaction() as transaction:
        kept = _current(transaction, found)
        if kept.withdrawn is None:
            return Change(Kind.SAME, kept)
        if by == "source" and kept.withdrawn_by != by:
            raise Forbidden(
                f"{_WITHDREW[kept.withdrawn_by or 'editor']}: `flask restore` brings it back"
            )
        restored = _restored(kept, intake.now())
        return _apply(transaction, intake, Change(Kind.RESTORED, restored), kept)


def _restored(kept: StoredArticle, now: datetime) -> StoredArticle:
    """The article as it comes back; readers that saw it go must see it as newer."""
    article = kept.article
    taken_back = kept.taken_back
    if article.expires_at and article.expires_at <= now:
        taken_back = article.expires_at
        article = replace(article, expires_at=None)  # else it would expire again at once
    if kept.released:
        article = replace(article, updated=next_updated(kept, now))
    return replace(
        kept,
        article=article,
        withdrawn=None,
        reason=None,
        withdrawn_by=None,
        announced=False,
        notice=None,
        taken_back=taken_back,
    )


def correct(intake: Intake, name: str, correction: Correction | None) -> Change:
    """Give an editor's words rank over the source's, whatever it sends.

    They stand beside what was corrected before. None lets the source speak again, with what it
    sends next. Raises NotFound, Withdrawn, Refused for a text or title that cannot be, or
    for a whole file with front matter, and Unavailable where the article never stands still.
    """
    if correction and correction.text:
        refuse_front_matter(correction.text)
    for _ in range(_LOOKS):
        intake, kept = _look(intake, name)
        change = _correction_of(kept, correction, intake)
        if change.kind is Kind.SAME:
            return change
        with intake.store.transaction() as transaction:
            if _current(transaction, kept) == kept:
                return _apply(transaction, intake, change, kept)
    raise Unavailable(f"{name!r} is changed again and again meanwhile: try again later")


def _look(intake: Intake, name: str) -> tuple[Intake, StoredArticle]:
    """The article that a name means, and an intake that remembers.

    All that its texts may make slow is done so before a transaction opens.
    """
    kept = find(intake.store, name)
    intake = intake.remembering()
    intake.foresee(kept.article)
    return intake, kept


def _current(transaction: Transaction, found: StoredArticle) -> StoredArticle:
    """The article as it is now."""
    return transaction.articles.load([found.article.id])[found.article.id]


def _correction_of(kept: StoredArticle, correction: Correction | None, intake: Intake) -> Change:
    """The change that a correction makes of an article. Raises Withdrawn and Refused."""
    if kept.withdrawn:
        raise Withdrawn(f"{kept.article.id} is withdrawn: restore it before it is corrected")
    whole = _added(kept.correction, correction)
    if whole == kept.correction:
        return Change(Kind.SAME, kept)
    edited = _corrected(kept, whole, intake)
    intake.foresee(edited.article)
    return Change(Kind.EDITED, edited)


def _added(before: Correction | None, correction: Correction | None) -> Correction | None:
    """All corrections so far in one; None where they were taken back, or say nothing."""
    if correction is None:
        return None
    words = {field: value for field, value in asdict(correction).items() if value is not None}
    if not words:
        return None
    return replace(before or Correction(), **words)


def _corrected(kept: StoredArticle, correction: Correction | None, intake: Intake) -> StoredArticle:
    """The article in an editor's words. Raises Refused.

    Without any it stays as it is: its source's words are not kept, they come with its next draft.
    """
    if correction is None:
        return replace(kept, article=replace(kept.article, filed=False), correction=None)
    now = intake.now()
    article = corrected(kept.article, correction, intake, now)
    candidate = with_digests(article, Draft(), intake, correction)
    change = decide(kept, candidate, now)
    if change.kind is Kind.EDITED:
        article = change.kept.article  # with the `updated` that the edit deserves
    return replace(change.kept, article=article, correction=correction, absent=kept.absent)


def _apply(
    transaction: Transaction, intake: Intake, change: Change, before: StoredArticle
) -> Change:
    """Apply the change of one article, and write it; what no reader sees is only noted."""
    ledger = Ledger(transaction, intake)
    ledger.load({before.article.id: before})
    if _is_unseen(change, before):
        ledger.note(change.kept)
    else:
        change = ledger.apply(change)
    ledger.write()
    return change


def _is_unseen(change: Change, before: StoredArticle) -> bool:
    """Whether only another one answers for a withdrawal now."""
    kept = change.kept
    is_withdrawn = kept.withdrawn is not None and change.kind is not Kind.EDITED
    return is_withdrawn and (kept.withdrawn, kept.notice) == (before.withdrawn, before.notice)
