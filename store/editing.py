"""An editor's verbs: find, withdraw, restore and correct one article."""

from dataclasses import asdict, replace
from datetime import datetime

from .article import Correction, StoredArticle
from .draft import Draft
from .errors import NotFound, Withdrawn
from .identity import id_key, is_id
from .intake.batch import Batch
from .intake.candidate import rewritten, with_digests
from .intake.changes import TICK, Change, Kind, withdrawn
from .intake.decide import decide
from .intake.intake import Intake
from .store import Store, Transaction
from .text.arabic import normalise


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
            transaction, intake, kept, Change(Kind.WITHDRAWN, withdrawn(kept, now, "withdrawn"))
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
            new = with_digests(rewritten(article, whole, intake, now), Draft(), intake, whole)
            edited = decide(kept, new, now)
            article = edited.kept.article if edited.kind is Kind.EDITED else new.article
            done = replace(edited.kept, article=article, correction=whole)
        return _change(transaction, intake, kept, Change(Kind.EDITED, done))


def _change(
    transaction: Transaction, intake: Intake, kept: StoredArticle, change: Change
) -> Change:
    batch = Batch(transaction, intake, intake.clock().replace(microsecond=0), backfill=False)
    batch.load({kept.article.id: kept})
    done = batch.apply(change)
    batch.finish()
    return done


def _restored(kept: StoredArticle, now: datetime) -> StoredArticle:
    article, when = kept.article, kept.withdrawn or now
    updated = max(now, when + TICK, article.updated + TICK) if kept.released else article.updated
    over = article.expires_at is not None and article.expires_at <= now
    article = replace(article, updated=updated, expires_at=None if over else article.expires_at)
    return replace(kept, article=article, withdrawn=None, reason=None, announced=False)
