"""Intake: all that ingest and an editor's verbs work with beside the articles."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from ..section import Sections
from ..site import Site
from ..store import Store


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
