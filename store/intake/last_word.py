"""Whose word counts on whether an article stands: that of its source, of a person, of a rule. Pure.

What its own source withdrew, that source may bring back; what a person or a rule withdrew stays so
until a person restores it. Where a person has restored what its source withdrew, the source is
heard again once it says something new: repeating itself is nothing new.
"""

from dataclasses import replace
from datetime import UTC, datetime

from ..article import StoredArticle, WithdrawnBy
from ..draft import Deletion, Draft
from .candidate import Candidate
from .prepare_dates import FUTURE_TOLERANCE
from .quarantine import is_lasting

_NEVER = datetime.min.replace(tzinfo=UTC)
_RANKS: tuple[WithdrawnBy, ...] = ("source", "rule", "editor")


def stronger(one: WithdrawnBy | None, other: WithdrawnBy) -> WithdrawnBy:
    """Whichever of two that withdrew an article has the last word on it."""
    return max(one or other, other, key=_RANKS.index)


# Messages, of which an older one may come later


def is_overtaken(old: StoredArticle, sent: Draft | Deletion) -> bool:
    """Whether a message is older, by the clock of its site, than what is known of its post.

    So may be an export or a saved answer.
    """
    if isinstance(sent, Draft) and _is_snapshot(sent):
        return _is_stale(old, sent)
    if isinstance(sent, Draft) and not sent.message:
        return False  # a poll tells how things are now, though the site was set back
    if isinstance(sent, Deletion) and _is_undated(sent):
        return _is_of_wire(old, sent)  # which tells by itself what is gone now
    return bool(sent.modified and old.modified and sent.modified < old.modified)


def _is_snapshot(sent: Draft) -> bool:
    """Whether a draft tells how a post was when it was exported, or its answer saved."""
    return sent.site is not None and (sent.saved or sent.export)


def _is_of_wire(old: StoredArticle, sent: Deletion) -> bool:
    """Whether the wire of a site has told a post of it, and when that was changed."""
    return old.article.owner != sent.site and old.modified is not None


def _is_undated(sent: Deletion) -> bool:
    """Whether an export, or a saved answer, tells that a post was hidden, and not since when."""
    return sent.site is not None and sent.modified is None and sent.when is None


def _is_stale(old: StoredArticle, sent: Draft) -> bool:
    """Whether what an export tells of a post is not newer than what is known.

    Of one version of a post that has come to its wire, the wire has the better rendition.
    """
    if old.article.owner == sent.site:
        return sent.modified is not None and sent.modified < _last_change(old)
    return sent.modified is None or sent.modified <= _last_change(old)


def _last_change(old: StoredArticle) -> datetime:
    """The last change of an article, by the clock of its site where that was told."""
    return old.modified or old.article.updated.replace(microsecond=0)


def is_unchanged(old: StoredArticle, sent: Draft) -> bool:
    """Whether a site says that a post has not changed: another rendition is no news to readers."""
    return bool(sent.site and sent.modified and sent.modified <= _last_change(old))


def told_by(old: StoredArticle, sent: Draft | Deletion) -> StoredArticle:
    """The article, known to have been changed when this says so."""
    if sent.modified and (old.modified is None or old.modified < sent.modified):
        return replace(old, modified=sent.modified)
    return old


# A draft


def brings_back(old: StoredArticle, new: Candidate, now: datetime) -> bool:
    """Whether a draft restores an article that its source has withdrawn."""
    expires_at = new.article.expires_at
    if expires_at and expires_at <= now:
        return False  # it would expire at once
    return old.withdrawn_by == "source" and says_it_stands(old, new)


def says_it_stands(old: StoredArticle, new: Candidate) -> bool:
    """Whether a draft is younger than the last word of its source that the article is gone.

    What tells how things stood once has to say that it was changed since. Else only what names an
    earlier moment than that word itself is older: some sites show for a while what they deleted.
    """
    if "status" in new.draft.unnamed:
        return False
    if new.draft.saved or new.draft.export:
        return _says_it_was_changed(old, new)
    if new.changed is None or old.taken_back is None:
        return True
    return new.changed >= old.taken_back


def _says_it_was_changed(old: StoredArticle, new: Candidate) -> bool:
    """Whether a draft names a change, or its publication, behind the withdrawal.

    By the clock of its source that is at its second; by ours, which tells when we heard of it,
    behind it.
    """
    changed = new.changed
    if changed is None and new.article.dated == "explicit":
        changed = new.article.published
    if changed is None:
        return False
    if old.taken_back:
        return changed >= old.taken_back
    return changed > (old.withdrawn or old.article.updated)


def heard(old: StoredArticle, new: Candidate) -> StoredArticle:
    """The article, known to stand at its source again where a draft says so."""
    if old.absent and says_it_stands(old, new):
        return replace(old, absent=False)
    return old


# A withdrawal


def believed(when: datetime | None, now: datetime) -> datetime | None:
    """The moment that a withdrawal names; one that lies ahead tells nothing, like none."""
    if when is None or when > now + FUTURE_TOLERANCE:
        return None
    return when


def says_nothing_new(old: StoredArticle, when: datetime | None, now: datetime) -> bool:
    """Whether a source takes back what was restored or sent again after the moment it names.

    Its own clock tells, where it has told a change or a withdrawal before. Ours may differ by as
    much as a date of publication may run ahead; an `updated` that lies ahead tells of a clock that
    has been set back since.
    """
    if when is None:
        return _is_overruled(old)
    if when + FUTURE_TOLERANCE < min(old.article.updated, now):
        return True
    if old.modified and when <= old.modified:
        return True  # a scheduled post was changed last before it was published
    if old.withdrawn:
        return False
    return when <= _undone(old)


def _undone(old: StoredArticle) -> datetime:
    """The moment of the last withdrawal that its source, or a person, has undone."""
    if old.taken_back:
        return old.taken_back
    return old.article.updated if _is_overruled(old) else _NEVER


def _is_overruled(old: StoredArticle) -> bool:
    """Whether a person has restored what its source has withdrawn."""
    return old.absent and old.withdrawn is None


def is_outranked(deletion: Deletion, standing: Candidate | None) -> bool:
    """Whether a withdrawal is passed over, since its document has the article itself, too.

    That outranks it, unless both name moments and the withdrawal's is the later one (RFC 6721).
    """
    if standing is None or not is_lasting(deletion.place):
        return False
    if standing.place.file != deletion.place.file:
        return False
    changed = standing.changed
    return changed is None or deletion.when is None or deletion.when <= changed


def gone_at_its_source(old: StoredArticle, when: datetime | None) -> StoredArticle:
    """The article, known to be gone at its source since the moment that this names, if any.

    Of several moments the latest counts.
    """
    moments = [moment for moment in (when, old.taken_back if old.absent else None) if moment]
    return replace(old, absent=True, taken_back=max(moments, default=None))
