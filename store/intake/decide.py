"""decide(): the change that a draft means for the store. Pure: it looks, and keeps nothing.

Dates of publication never move, and two digests tell edits apart: with any change of the content
the feeds are printed anew, but `updated`, by which readers show an article as new, moves only with
what a reader would notice.
"""

from dataclasses import replace
from datetime import datetime

from ..article import Article, StoredArticle
from ..errors import Refused
from .candidate import Candidate
from .changes import TICK, Change, Kind, told_last
from .last_word import brings_back, heard, is_overtaken, is_unchanged, told_by


def decide(old: StoredArticle | None, new: Candidate, now: datetime) -> Change:
    """The change that a draft means. Raises Refused where it means nothing good.

    A new article has no id yet: it gets one when it is kept.
    """
    if old is None:
        return _decide_new(new, now)
    if old.article.owner != new.article.owner:
        raise Refused(
            f"the article belongs to the source {old.article.owner!r}, which alone may edit it"
        )
    if is_overtaken(old, new.draft):
        return Change(Kind.SAME, old)
    if old.withdrawn:
        return _decide_withdrawn(old, new, now)
    if old.released is None:
        return _decide_pending(old, new, now)
    return _decide_live(old, new, now)


def _decide_new(new: Candidate, now: datetime) -> Change:
    """Accept a new article, unless nobody would ever see it."""
    expires_at = new.article.expires_at
    if expires_at and expires_at <= now:
        raise Refused("has passed already: the article would never be seen", field="expires_at")
    return Change(Kind.NEW, _stored(new, new.article, _release(new.article, now)))


def _decide_withdrawn(old: StoredArticle, new: Candidate, now: datetime) -> Change:
    """Bring back what its source had withdrawn, else keep the text for the day of restoring."""
    if brings_back(old, new, now):
        return Change(Kind.RESTORED, _brought_back(old, new, now))
    kept = heard(told_by(old, new.draft), new)
    if new.digest == old.digest:
        return Change(Kind.SAME, kept)
    article = _with_dates_of(old.article, new.article)
    edited = replace(
        kept,
        article=article,
        digest=new.digest,
        visible=new.visible,
        title_key=new.title_key,
    )
    return Change(Kind.EDITED, edited)


def _brought_back(old: StoredArticle, new: Candidate, now: datetime) -> StoredArticle:
    """The article as its source sends it again, newer than all that feeds have told of it.

    Its dates and its place are the old ones, if readers have seen it; an embargo holds all the
    same.
    """
    if old.released is None:
        article = replace(new.article, id=old.article.id)
        return _stored(new, article, _release(article, now), old)
    updated = _later(told_last(old), new.article.updated, now)
    article = replace(_with_dates_of(old.article, new.article), updated=updated)
    if new.article.due:
        return _stored(new, replace(article, due=new.article.due), None, old)
    return _stored(new, article, old.released, old)


def _decide_pending(old: StoredArticle, new: Candidate, now: datetime) -> Change:
    """Change text and moment freely: under embargo nobody has seen them."""
    article = replace(new.article, id=old.article.id)
    kept = heard(told_by(old, new.draft), new)
    if new.digest == old.digest and article.due == old.article.due:
        return Change(Kind.SAME, kept)
    return Change(Kind.EDITED, _stored(new, article, _release(article, now), kept))


def _decide_live(old: StoredArticle, new: Candidate, now: datetime) -> Change:
    """Edit an article that readers have seen, if anything of it is new."""
    kept = heard(told_by(old, new.draft), new)
    if new.digest == old.digest:
        return Change(Kind.SAME, kept)
    return Change(Kind.EDITED, _stored(new, _edited(old, new, now), old.released, kept))


def _release(article: Article, now: datetime) -> datetime | None:
    """The moment of release: now, or none yet under embargo."""
    return None if article.due else now


def _stored(
    new: Candidate,
    article: Article,
    released: datetime | None,
    old: StoredArticle | None = None,
) -> StoredArticle:
    """The article of a draft, which stands; of an old one the last word of its source is kept."""
    return StoredArticle(
        article=article,
        revision=0,  # it takes its revision when it is kept
        digest=new.digest,
        visible=new.visible,
        title_key=new.title_key,
        released=released,
        correction=new.standing,
        absent=old is not None and old.withdrawn is None and old.absent,
        taken_back=old.taken_back if old else None,
        modified=new.draft.modified or (old.modified if old else None),
    )


def _edited(old: StoredArticle, new: Candidate, now: datetime) -> Article:
    """The new text under the old dates; `updated` moves only for what a reader would notice."""
    article = _with_dates_of(old.article, new.article)
    if article.expires_at and article.expires_at == old.taken_back:
        article = replace(article, expires_at=None)  # a person has overruled it
    if article.expires_at and article.expires_at < now:
        # An expiry that has passed means now: it is how partners take a story down.
        article = replace(article, expires_at=now)
    is_seen = new.visible != old.visible and not is_unchanged(old, new.draft)
    # Partners take down what they may show no more, and up again, by a newer `updated`.
    has_other_rights = article.syndicate != old.article.syndicate
    if not (is_seen or has_other_rights or new.draft.correction):
        return article
    return replace(article, updated=_later(old.article.updated, new.article.updated, now))


def _later(before: datetime, offered: datetime, now: datetime) -> datetime:
    """The new `updated`: the source's own where that is later, else now; never the old one."""
    moment = offered if offered > before else now
    return max(moment, before + TICK)


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
