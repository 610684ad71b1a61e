"""Reference histories of partners: what happens to a paper's articles, step by step, and the
document that a partner's feed must be after each step.

`PROFILE/NAME.history.json` beside this file is one object:

    says      what the history shows
    partner   fields of the Partner that are not its defaults
    dates     "arrival" where articles are dated by it
    site      fields of the Site that are not those of tests/room.py
    steps     what happens, in order; the steps of tests/feeds/printing/formats/reference.py
    findings  what the partner's demands find at the end: [[NAME, DEMAND], ...]

`NAME.1.rss` is the document after the first step, in the first format of the profile, `NAME.2.rss`
that after the second; a step that changes nothing has none. They are written by hand from what the
partner publishes, and laid out for people as the reference cases of the formats are; rewrite.py
carries a change of what all documents have in common into them. Fractions of a second are left out:
they tell the order in which articles came, and nothing else.
"""

import json
import re
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from feeds.printing.formats import FORMATS
from feeds.printing.profiles import PROFILES
from feeds.settings.values import Partner
from store import PartnerChoice, Store
from tests.feeds.printing.formats.reference import readable, take
from tests.room import ECONOMY, POLITICS, SITE, Room

HISTORIES = Path(__file__).parent
CARRIED = HISTORIES / "carried.json"
"""The print version of the histories; see carried.py of the formats."""

_ENDING = ".history.json"
_FRACTION = re.compile(r"(?<=[0-9]{2}:[0-9]{2}:[0-9]{2})\.[0-9]{6}(?=Z)")


@dataclass(frozen=True, slots=True)
class History:
    profile: str
    name: str
    fields: Mapping[str, Any]

    @property
    def title(self) -> str:
        return f"{self.profile}-{self.name}"

    @property
    def format(self) -> str:
        """The first format of the profile."""
        return PROFILES[self.profile].formats[0]

    @property
    def findings(self) -> list[list[str]] | None:
        """What is found at the end, None where the history does not say."""
        return self.fields.get("findings")

    def expected(self, step: int) -> Path:
        """The document after a step, which is missing where it changes nothing."""
        suffix = FORMATS[self.format].suffix
        return HISTORIES / self.profile / f"{self.name}.{step}{suffix}"

    @property
    def steps(self) -> range:
        return range(1, len(self.fields["steps"]) + 1)


@dataclass(frozen=True, slots=True)
class Played:
    """What a history printed.

    documents  by the steps that changed them
    printed    the bytes of all formats after each step, by names such as `2.rss`
    """

    documents: Mapping[int, str]
    findings: list[list[str]]
    printed: Mapping[str, bytes]


def histories() -> list[History]:
    """All histories, by walking their folders."""
    found = sorted(HISTORIES.glob(f"*/*{_ENDING}"))
    return [
        History(
            path.parent.name,
            path.name.removesuffix(_ENDING),
            json.loads(path.read_text(encoding="utf-8")),
        )
        for path in found
    ]


def play(history: History, template: Path, folder: Path) -> Played:
    """Play a history in a database of its own, a copy of the template."""
    shutil.copy(template, folder / "history.db")
    store = Store(f"sqlite:///{folder / 'history.db'}")
    try:
        room = _room(history, store)
        printed = dict(_printed(history, room))
        return Played(dict(_documents(history, printed)), _findings(history, room), printed)
    finally:
        store.close()


def _room(history: History, store: Store) -> Room:
    key = f"partner/{history.profile}"
    given: dict[str, Any] = {"title": SITE.title, "slug": history.profile}
    given["profile"] = history.profile
    given["by_arrival"] = history.fields.get("dates") == "arrival"
    given |= history.fields.get("partner", {})
    partner = Partner(choice=PartnerChoice(feed=key), **given)
    site = replace(SITE, **history.fields.get("site", {}))
    return Room(store, (POLITICS, ECONOMY), site, partners=(partner,))


def _printed(history: History, room: Room) -> Iterator[tuple[str, bytes]]:
    """The documents after each step, in all formats of the profile."""
    for number, step in zip(history.steps, history.fields["steps"], strict=True):
        take(room, dict(step))
        room.refresh()
        for format, body in room.edition(f"partner/{history.profile}").bodies.items():
            yield _name(number, format), body.content


def _documents(history: History, printed: Mapping[str, bytes]) -> Iterator[tuple[int, str]]:
    """The documents that differ from the ones before, each with the number of its step."""
    before = ""
    for number in history.steps:
        content = printed[_name(number, history.format)]
        document = without_fractions(readable(history.format, content))
        if document != before:
            yield number, document
        before = document


def _name(step: int, format: str) -> str:
    return f"{step}.{format}"


def without_fractions(document: str) -> str:
    return _FRACTION.sub("", document)


def _findings(history: History, room: Room) -> list[list[str]]:
    """What the last edition found, by the names that the records have."""
    found = room.edition(f"partner/{history.profile}").findings
    names = {room.kept(name).article.id: name for name in _names(history)}
    return sorted([names[article_id], demand] for article_id, demand in found)


def _names(history: History) -> set[str]:
    steps = history.fields["steps"]
    return {record["id"] for step in steps for record in step.get("ingest", ())}
