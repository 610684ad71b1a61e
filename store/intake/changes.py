"""The values of a decision: the change of an article, and the outcome of a draft."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from ..article import Reason, StoredArticle, WithdrawnBy
from ..errors import Place, Refused
from .lead import Lead

TICK = timedelta(seconds=1)  # moments of an article that must differ lie at least so far apart


class Kind(StrEnum):
    """The decision on a draft or an article."""

    NEW = "new"
    EDITED = "edited"
    SAME = "same"
    COPY = "copy"
    RELEASED = "released"
    WITHDRAWN = "withdrawn"
    RESTORED = "restored"
    RECALLED = "recalled"
    QUARANTINED = "quarantined"
    OMITTED = "left out"


class GuidLoss(StrEnum):
    """The reason why an article does not keep the guid that its source shows it under."""

    TAKEN = "guid not kept (another article has it)"
    UNFIT = "guid not kept (it may be no id)"
    KNOWN = "guid not kept (the article was known before)"
    COPY = "guid not kept (another source carries the story)"


Counted = Kind | GuidLoss
"""What is counted of drafts."""


@dataclass(frozen=True, slots=True)
class Change:
    """A decision, the article as it is now, and the feeds that the change touches."""

    kind: Kind
    kept: StoredArticle
    feeds: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Outcome:
    """The outcome of one draft or deletion: a change, or the refusal that sent it to quarantine.

    id     of a copy it is that of the article of another source, which carried this story first
    state  the source's word for why it was left out, such as `draft`
    recalled  its wire fetches the post, of which its message says too little to be sure
    remarks  the parts of it that could not be taken, though the rest of it was
    guid_lost  why the article does not keep its guid, where it was to
    lead     how far the date of a new article is ahead, where it tells one
    """

    kind: Kind
    place: Place
    id: str | None = None
    source_id: str | None = None
    feeds: tuple[str, ...] = ()
    refused: Refused | None = None
    state: str = ""
    recalled: bool = False
    remarks: tuple[Refused, ...] = ()
    guid_lost: GuidLoss | None = None
    lead: Lead | None = None

    @property
    def counted(self) -> tuple[Counted, ...]:
        """All that counts of it where things are polled: what changes nothing loses no guid."""
        if self.guid_lost is None or self.kind is Kind.SAME:
            return (self.kind,)
        return (self.kind, self.guid_lost)

    @property
    def refusals(self) -> tuple[Refused, ...]:
        """All that was not taken, the whole or parts; what is polled again says it once."""
        if self.refused:
            return (self.refused,)
        return () if self.kind is Kind.SAME else self.remarks

    @property
    def copy(self) -> bool:
        """Whether the article is another source's."""
        return self.kind is Kind.COPY


def next_updated(kept: StoredArticle, now: datetime) -> datetime:
    """An `updated` that is newer for readers than all that feeds have told of the article."""
    return max(now, told_last(kept) + TICK)


def told_last(kept: StoredArticle) -> datetime:
    """The latest moment that feeds have told of an article.

    That is its `updated`, its withdrawal, or the tombstone of a notice that has left.
    """
    told = [kept.article.updated]
    if kept.withdrawn:
        told.append(kept.withdrawn)
    if kept.notice and not kept.notice.standing:
        told.append(kept.notice.until)
    return max(told)


def withdrawal(kept: StoredArticle, when: datetime, reason: Reason, by: WithdrawnBy) -> Change:
    """The change that takes an article back at this moment.

    A tombstone that is not newer than its entry is ignored (RFC 6721).
    """
    when = max(when, kept.article.updated + TICK)
    return Change(Kind.WITHDRAWN, replace(kept, withdrawn=when, reason=reason, withdrawn_by=by))
