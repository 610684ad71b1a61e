"""A newspaper to measure: a store in a file of its own, the twelve sections, a press, and a clock
set by hand.
"""

import json
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeVar
from uuid import UUID
from zoneinfo import ZoneInfo

from feeds.printing.current import read_sheet
from feeds.printing.feed import Entry, PrintOptions, Sheet
from feeds.printing.press import Press
from store import (
    ALL,
    Draft,
    Intake,
    Kind,
    Place,
    Refused,
    Section,
    Sections,
    Site,
    Store,
    ingest,
    record,
)

from .corpus import EVERY, LABELS, START, Sample

SITE = Site(
    title="صحيفة نشرة",
    description="آخر الأخبار والتقارير، قسمًا قسمًا",
    language="ar",
    base_url="https://feeds.example.com",
    zone=ZoneInfo("Africa/Cairo"),
    contact="feeds@example.com",
)
_NAMESPACE = UUID("6f1c2a1e-6a52-4f0c-9d53-0d7d1b6c1f55")
_Value = TypeVar("_Value")


class Newsroom:
    """One newspaper in a fresh SQLite file, or in an empty database of this address; every page
    holds at least `size` articles and `hours` back.
    """

    def __init__(self, where: Path | str, size: int = 50, hours: int = 48) -> None:
        self.now = datetime(2026, 1, 1, tzinfo=UTC)
        self.store = Store(where if isinstance(where, str) else f"sqlite:///{where}")
        self.store.migrate(_NAMESPACE)
        listed = [
            Section(slug=slug, title=names[0], aliases=names[1:], size=size, hours=hours)
            for slug, names in LABELS.items()
        ]
        self.front = Section(
            slug=ALL, title=SITE.title, description=SITE.description, size=size, hours=hours
        )
        self.sections = Sections(listed, hours, size)
        self.pages = PrintOptions(SITE, self.sections, guard=True, tombstones=True)
        self.intake = Intake(
            store=self.store, site=SITE, sections=self.sections, clock=lambda: self.now
        )
        self.press = Press(self.intake, self.pages, (self.front, *listed))
        self.press.define()

    def keep(self, drafts: Iterable[Draft | Refused], *, backfill: bool = False) -> int:
        """Ingest drafts; returns how many were accepted as new."""
        batches = ingest(drafts, replace(self.intake, backfill=backfill))
        return sum(one.kind is Kind.NEW for batch in batches for one in batch)

    def sheet(self, section: Section) -> Sheet:
        with self.store.snapshot() as snapshot:
            return read_sheet(snapshot, section)


def drafts(samples: Iterable[Sample]) -> Iterable[Draft]:
    """What a source would have read."""
    return (record.draft(sample.record, Place("bench", at)) for at, sample in enumerate(samples, 1))


def write(samples: Iterable[Sample], path: Path) -> Path:
    """The records as NDJSON."""
    with path.open("w", encoding="utf-8") as file:
        file.writelines(json.dumps(sample.record, ensure_ascii=False) + "\n" for sample in samples)
    return path


def after(number: int) -> datetime:
    """A moment at which this sample and all before it have been published."""
    return START + (number + 1) * EVERY


def with_one_changed(sheet: Sheet, number: int) -> Sheet:
    """The sheet after an edit of one article in the middle of its page."""
    entries = list(sheet.entries)
    at = len(entries) // 2
    entries[at] = _edited(entries[at], number)
    return replace(sheet, entries=tuple(entries))


def _edited(entry: Entry, number: int) -> Entry:
    article = replace(entry.article, title=f"{entry.article.title} ({number})")
    return replace(entry, article=article, revision=entry.revision + 1_000_000 + number)


def alternate(rounds: int, *works: Callable[[int], _Value]) -> list[list[_Value]]:
    """Do all works in turn, round by round, so that what disturbs the machine disturbs them
    alike.
    """
    done: list[list[_Value]] = [[] for _ in works]
    for number in range(rounds):
        for results, work in zip(done, works, strict=True):
            results.append(work(number))
    return done
