"""The values of a decision: what was decided of an article, and what became of a draft."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from ..article import Reason, StoredArticle
from ..errors import Place, Refused

TICK = timedelta(seconds=1)  # moments of an article that must differ lie at least so far apart


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
class Change:
    """What was decided, the article as it is now, and the feeds that the change touches."""

    kind: Kind
    kept: StoredArticle
    feeds: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one draft or deletion: a change, or the refusal that put it into quarantine.

    copy   the article is another source's, which carried this story first
    state  why it was left out
    """

    kind: Kind
    place: Place
    id: str | None = None
    source_id: str | None = None
    feeds: tuple[str, ...] = ()
    refused: Refused | None = None
    copy: bool = False
    state: str = ""


def withdrawal(kept: StoredArticle, when: datetime, reason: Reason) -> Change:
    """The change that takes an article back at this moment."""
    return Change(Kind.WITHDRAWN, replace(kept, withdrawn=when, reason=reason))
