"""decide(): what a draft means for the store. Pure: it only looks, and keeps nothing."""

from dataclasses import replace
from datetime import datetime

from ..article import Article, StoredArticle
from ..errors import Refused
from .candidate import Candidate
from .changes import TICK, Change, Kind


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
    return replace(article, updated=max(said, old.article.updated + TICK))


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
