"""Drafts in quarantine: packed with all that a second try needs, and let go once accepted."""

import json
from collections.abc import Iterator
from datetime import datetime

from ..db.quarantine import QuarantinedDraft
from ..draft import Draft
from ..errors import Place, Refused
from ..identity import digest
from ..sources import record
from .candidate import Candidate
from .intake import Intake

API = "api"  # the place of what was sent to us
KEPT_DRAFT = 2_000_000


def pack(draft: Draft, refused: Refused, intake: Intake, now: datetime) -> QuarantinedDraft:
    """The draft with all that a second try needs."""
    more = {"_folder": draft.folder, "_section": intake.section, "_export": draft.export}
    more |= {"_guid": draft.guid} if intake.keep_guid else {}
    text: str | None = json.dumps(record.fields(draft) | more)
    if text is not None and len(text) > KEPT_DRAFT:
        text = None
    return QuarantinedDraft(
        owner=intake.owner,
        refused=refused.at(draft.place),
        received_at=now,
        draft=text,
        identity=draft_identity(draft),
    )


def draft_identity(draft: Draft) -> str:
    """What a draft is held under: one refused twice is held once, and let go when it is accepted.

    A file is its place; a line of standard input, or of what was sent, is not: another has other
    lines.
    """
    if draft.id or draft.url:
        return f"id {draft.id}" if draft.id else f"url {draft.url}"
    return "" if is_lasting(draft.place) else digest(record.fields(draft))


def is_lasting(place: Place) -> bool:
    return place.file not in ("", "-", API)


def held_hashes(one: Candidate, owner: str, now: datetime) -> Iterator[str]:
    """What a draft may be held under: its own id or address, or its place or file while that could
    not be read.
    """
    named = [(one.place, draft_identity(one.draft))]
    if is_lasting(one.place):
        named += [(one.place, ""), (Place(one.place.file), "")]
    for place, identity in named:
        yield QuarantinedDraft(
            owner=owner, refused=Refused("", place=place), received_at=now, identity=identity
        ).hash
