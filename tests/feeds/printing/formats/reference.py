"""Reference cases: a history that is played in a Room, and the documents that one of its feeds must
then be.

`cases/NAME.records.json` is one object:

    says         what the case shows
    feed         the feed whose documents stand beside it; `all` where it is missing
    site         fields of the Site that are not those of tests/room.py
    section      fields of the section politics that are not
    switches     guard and tombstones, where they are off
    steps        what happens, in order:
                 {"ingest": [RECORD, ...]}      one run; "backfill": true beside it where it is one
                 {"pass": {"minutes": 5}}       time passes, then what is due falls due
                 {"withdraw": NAME}             "notice": TEXT beside it where there is one
                 {"restore": NAME}

`NAME.rss`, `NAME.atom` and `NAME.json` hold the expected documents, laid out for people: one
element or member a line, and characters that nobody can see as references. `python -m
tests.feeds.printing.formats.rewrite` writes them anew. `carried.json` beside the folder says under
which print version they were written; see carried.py.
"""

import json
import re
import shutil
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from lxml import etree

from feeds.printing.formats import FORMATS
from feeds.printing.press import Press
from store import Store, restore, withdraw
from tests.room import ECONOMY, FRONT, POLITICS, SITE, Room

CASES = Path(__file__).parent / "cases"
_ENDING = ".records.json"
_INVISIBLE = re.compile("[\u00a0\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")


@dataclass(frozen=True, slots=True)
class Case:
    name: str
    fields: Mapping[str, Any]

    @property
    def feed(self) -> str:
        return str(self.fields.get("feed", "all"))

    def expected(self, format: str) -> Path:
        return CASES / f"{self.name}{FORMATS[format].suffix}"

    def room(self, store: Store) -> Room:
        """The newsroom of this case after its history, with everything printed."""
        politics = replace(POLITICS, **self.fields.get("section", {}))
        room = Room(store, (politics, ECONOMY), replace(SITE, **self.fields.get("site", {})))
        room.pages = replace(room.pages, **self.fields.get("switches", {}))
        room.press = Press(room.intake, room.pages, (FRONT, *room.sections.all))
        room.press.define()
        for step in self.fields["steps"]:
            take(room, dict(step))
        room.refresh()
        return room


def cases() -> list[Case]:
    """All cases, by walking their folder."""
    found = sorted(CASES.glob(f"*{_ENDING}"))
    return [
        Case(path.name.removesuffix(_ENDING), json.loads(path.read_text(encoding="utf-8")))
        for path in found
    ]


def documents(case: Case, template: Path, folder: Path) -> dict[str, bytes]:
    """What the case prints in a database of its own, a copy of the template, by format."""
    shutil.copy(template, folder / f"{case.name}.db")
    store = Store(f"sqlite:///{folder / case.name}.db")
    try:
        bodies = case.room(store).edition(case.feed).bodies
    finally:
        store.close()
    return {name: body.content for name, body in bodies.items()}


def take(room: Room, step: dict[str, Any]) -> None:
    """One step; a record that is refused, or a step that is not known, is a mistake in the case."""
    if "ingest" in step:
        outcomes = room.ingest(*step.pop("ingest"), backfill=step.pop("backfill", False))
        if any(outcome.refused for outcome in outcomes):
            raise ValueError([str(outcome.refused) for outcome in outcomes])
    elif "pass" in step:
        room.pass_time(**step.pop("pass"))
        room.release()
    elif "withdraw" in step:
        withdraw(room.intake, step.pop("withdraw"), step.pop("notice", None))
    elif "restore" in step:
        restore(room.intake, step.pop("restore"))
    if step:
        raise ValueError(f"no such step: {step}")


def readable(format: str, document: bytes) -> str:
    """A document laid out for people; it says the same."""
    if FORMATS[format].media_type.endswith("json"):
        return _readable_json(document)
    if FORMATS[format].media_type.endswith("xml"):
        return _readable_xml(document)
    return document.decode()


def canonical(format: str, document: bytes) -> str:
    """What a document says, in the one form that all its spellings share (XML: C14N; JSON: members
    sorted; plain text: as it is).
    """
    if FORMATS[format].media_type.endswith("json"):
        return json.dumps(json.loads(document), ensure_ascii=False, indent=2, sort_keys=True)
    if FORMATS[format].media_type.endswith("xml"):
        return etree.tostring(_indented(document), method="c14n").decode()
    return document.decode()


def _readable_json(document: bytes) -> str:
    text = json.dumps(json.loads(document), ensure_ascii=False, indent=2)
    return _INVISIBLE.sub(lambda found: f"\\u{ord(found[0]):04x}", text) + "\n"


def _readable_xml(document: bytes) -> str:
    text = etree.tostring(_indented(document), encoding="utf-8", xml_declaration=True).decode()
    text = text.replace("?><", "?>\n<", 1)
    return _INVISIBLE.sub(lambda found: f"&#x{ord(found[0]):04X};", text) + "\n"


def _indented(document: bytes) -> "etree._ElementTree[etree._Element]":
    parser = etree.XMLParser(remove_blank_text=True, resolve_entities=False, strip_cdata=False)
    tree = etree.fromstring(document, parser).getroottree()
    etree.indent(tree)
    return tree
