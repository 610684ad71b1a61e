"""Drafts in quarantine: packed with all that a second try needs, unpacked for it, and let go.

A draft is packed as its record in JSON. What a record does not say stands beside it under names
that begin with an underscore, as no field of a record does. The second try itself is `retry()`.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from ..db.quarantine import Quarantine, QuarantinedDraft, hash_of
from ..draft import SHORT_TEXTS, Draft
from ..errors import Place, Refused
from ..identity import digest
from ..limits import PACKED_DRAFT_LIMIT
from ..sources import record
from ..sources.fields import BODIES
from ..sources.unforeseen import attempt
from ..text.front_pages import is_front_page
from .candidate import Candidate
from .intake import Intake

API = "api"  # the place of what was sent to us
_NO_FILES = ("", "-", API)
_FOLDER = "_folder"
_SECTION = "_section"
_EXPORT = "_export"
_GUID = "_guid"
_MARKUP = "_markup"
_SITE = "_site"
_UNNAMED = "_unnamed"
_ZONE = "_zone"

HashesOf = Callable[[Candidate], Iterable[str]]


def pack(draft: Draft, refused: Refused, intake: Intake, now: datetime) -> QuarantinedDraft:
    """The draft with all that a second try needs; without its record where that is too long."""
    identity, *surer = identities(draft)
    return QuarantinedDraft(
        owner=intake.owner,
        refused=refused.at(draft.place),
        received_at=now,
        draft=_packed(draft, intake),
        identity=identity,
        surer=tuple(surer),
    )


def _packed(draft: Draft, intake: Intake) -> str | None:
    """The record of a draft and what stands beside it, None where that is too long."""
    bodies = (getattr(draft, name) for name in BODIES)
    if max(len(body or "") for body in bodies) > PACKED_DRAFT_LIMIT:
        return None  # it is not even written
    beside = {
        _FOLDER: draft.folder,
        _SECTION: intake.section,
        _EXPORT: draft.export,
        _MARKUP: sorted(draft.markup),
        _SITE: draft.site,
        _UNNAMED: sorted(draft.unnamed),
        _ZONE: draft.zone,
    }
    if intake.keep_guid:
        beside[_GUID] = draft.guid
    text = json.dumps(record.fields(draft) | beside)
    return text if len(text) <= PACKED_DRAFT_LIMIT else None


def pack_unread(refused: Refused, intake: Intake, now: datetime) -> QuarantinedDraft:
    """The refusal of something that was no record at all, so that nothing can be tried again."""
    identity = ""
    if not is_lasting(refused.place):
        identity = digest(refused.members, refused.place.line)
    return QuarantinedDraft(owner=intake.owner, refused=refused, received_at=now, identity=identity)


@dataclass(frozen=True, slots=True)
class SecondTry:
    """A draft that was unpacked, and the section that its first intake had."""

    draft: Draft | Refused
    section: str | None


def unpack(held: QuarantinedDraft) -> SecondTry:
    """The draft as it came; where the source gave no record at all, its refusal again."""
    if held.draft is None:
        return SecondTry(held.refused, None)
    second_try = attempt(held.refused.place, _unpacked, held.draft, held.refused.place)
    if isinstance(second_try, Refused):
        return SecondTry(second_try, None)
    return second_try


def _unpacked(text: str, place: Place) -> SecondTry:
    """A draft by its packed text; a record that was refused by its types is refused again."""
    fields = json.loads(text)
    return SecondTry(attempt(place, _draft, fields, place), fields.get(_SECTION))


def _draft(fields: dict[str, Any], place: Place) -> Draft:
    draft = record.draft(fields, place, fields[_FOLDER])
    return replace(
        draft,
        export=fields.get(_EXPORT, False),
        guid=fields.get(_GUID),
        markup=frozenset(fields.get(_MARKUP, SHORT_TEXTS)),
        site=fields.get(_SITE),
        unnamed=frozenset(fields.get(_UNNAMED, ())),
        zone=fields.get(_ZONE),
    )


def settle(
    quarantine: Quarantine,
    owner: str,
    candidates: Iterable[Candidate],
    held: list[QuarantinedDraft],
    hashes_of: HashesOf,
) -> None:
    """Let go of drafts that a batch of one owner has mended, and hold those that it refused."""
    if not quarantine.is_empty():
        tried = {candidate: hashes_of(candidate) for candidate in candidates}
        _let_go(quarantine, owner, tried, {draft.hash for draft in held})
    _hold(quarantine, held)


def _hold(quarantine: Quarantine, held: list[QuarantinedDraft]) -> None:
    """Hold drafts, each in one row, whatever other drafts its document had before."""
    surer = {draft.hash_as(name) for draft in held for name in draft.surer}
    known = quarantine.known(surer)
    records = quarantine.records({draft.hash_as(name) for draft in held for name in draft.weaker})
    quarantine.release(
        draft.hash_as(name)
        for draft in held
        for name in draft.weaker
        if draft.draft is not None and records.get(draft.hash_as(name)) == draft.draft
    )
    quarantine.hold(_as_known(draft, known) for draft in held)


def _as_known(draft: QuarantinedDraft, known: frozenset[str]) -> QuarantinedDraft:
    """The draft under the surer identity under which it is held already, if it is."""
    for name in draft.surer:
        if draft.hash_as(name) in known:
            return replace(draft, identity=name)
    return draft


def _let_go(
    quarantine: Quarantine,
    owner: str,
    candidates: Mapping[Candidate, Iterable[str]],
    refused: set[str],
) -> None:
    """Forget drafts that were refused before and are accepted now."""
    tried: set[str] = set()
    files: set[str] = set()
    for candidate, hashes in candidates.items():
        tried.update(hashes)
        place = candidate.place
        if place.line is None and is_lasting(place):
            files.add(place.file)
    quarantine.release(tried - refused)
    quarantine.release_files(owner, files)


def hashes(candidate: Candidate, owner: str) -> Iterator[str]:
    """The keys under which the draft of a candidate may be held.

    Beside its own these are its place and its file, under which it was held while that could not
    be read. What another draft of its document is known by, too, is none of them.
    """
    draft = candidate.draft
    doubtful = set(candidate.shared)
    if candidate.ladder.address in candidate.doubtful:
        doubtful.add(f"url {draft.url}")
    for name in identities(draft):
        if name not in doubtful:
            yield hash_of(owner, draft.place, name)
    if is_lasting(draft.place):
        yield hash_of(owner, draft.place, "")
        yield hash_of(owner, Place(draft.place.file), "")


def identities(draft: Draft) -> tuple[str, ...]:
    """What a draft in quarantine is known by, so that refusing it twice keeps one row.

    It is the first of these that no other draft of its document has; "" means its place. A file is
    known by its place. A line of standard input, or of what was sent to us, is not: the next one
    has other lines.
    """
    if draft.id:
        return (f"id {draft.id}",)
    if draft.url and not is_front_page(draft.url):
        titled = (digest(draft.url, draft.title),) if draft.title else ()
        return (f"url {draft.url}", *titled, digest(record.fields(draft)))
    if is_lasting(draft.place):
        return ("",)
    return (digest(record.fields(draft)),)


def is_lasting(place: Place) -> bool:
    """Whether a second look at the place would find the same draft."""
    return place.file not in _NO_FILES
