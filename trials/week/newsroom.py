"""The newspaper of the week: a store, twelve sections, the scheduler's work and the web's answers,
at a time of its own.

Everything is the product's: only the clock and the connection are not.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from werkzeug.test import Client

import feeds
from bench.corpus import LABELS
from feeds.newsroom import Newsroom
from feeds.running.beats import Beats
from feeds.settings.values import Settings
from feeds.web.application import Application
from store import (
    ALL,
    Intake,
    Place,
    Section,
    Sections,
    Site,
    Store,
    ingest,
    record,
    restore,
    withdraw,
)

from .programme import START, Scale

SITE = Site(
    title="صحيفة الأسبوع",
    description="أخبار أسبوع واحد، قسمًا قسمًا",
    language="ar",
    base_url="https://week.example.com",
    zone=ZoneInfo("Africa/Cairo"),
    contact="desk@example.com",
)
FRONT = Section(slug=ALL, title=SITE.title, description=SITE.description)
_FOLDER = Path(feeds.__file__).parent
_HOLDER = "the scheduler of the week"


class _Clocked(Newsroom):
    """A newsroom whose clock is the week's."""

    clock: Callable[[], datetime]
    timer: Callable[[], float]

    @property
    def intake(self) -> Intake:
        return replace(super().intake, clock=self.clock, timer=self.timer)


class Week:
    """The newspaper; `now` is its clock.

    sections  those that are set now
    """

    def __init__(self, store: Store, scale: Scale) -> None:
        """A newspaper over a new store, in which nothing has happened yet."""
        self.now = START
        self._front = replace(FRONT, size=scale.size, hours=scale.hours)
        self.store = store
        self.sections = [
            replace(self._front, slug=slug, title=names[0], description="", aliases=names[1:])
            for slug, names in list(LABELS.items())[: scale.sections]
        ]
        self.start_anew()
        self.print()

    def start_anew(self) -> None:
        """Start web and scheduler, as after a new configuration."""
        settings = Settings(
            database=self.store.url,
            log=("info", "text"),
            site=SITE,
            front=self._front,
            sections=Sections(self.sections, self._front.hours, self._front.size),
            guard=True,
            tombstones=True,
        )
        newsroom = _Clocked(settings, self.store)
        newsroom.clock = lambda: self.now
        newsroom.timer = lambda: (self.now - START).total_seconds()
        self.newsroom = newsroom
        self._beats = Beats(newsroom.intake, newsroom.press, _HOLDER, newsroom.outbound)
        self.application = Application(newsroom, _FOLDER, threads=False)
        self.application.load_face()
        self.web = Client(self.application)

    def section(self, key: str) -> Section:
        """The section of a feed that is printed, as it is set now."""
        return next(section for section in (self._front, *self.sections) if section.slug == key)

    def define(self, slug: str, **fields: object) -> None:
        """Give a section another definition, and start anew."""
        self.sections = [
            replace(section, **fields) if section.slug == slug else section  # type: ignore[arg-type]
            for section in self.sections
        ]
        self.start_anew()

    def publish(self, records: Sequence[Mapping[str, object]]) -> list[str]:
        """Ingest records in one run; the ids of their articles."""
        drafts = [
            record.draft(fields, Place("week.ndjson", line))
            for line, fields in enumerate(records, 1)
        ]
        outcomes = [one for batch in ingest(drafts, self.newsroom.intake) for one in batch]
        ids = [outcome.id for outcome in outcomes if outcome.id]
        assert len(ids) == len(records), outcomes
        return ids

    def withdraw(self, id: str, words: str | None = None) -> None:
        """Withdraw an article, with words in its place or without."""
        withdraw(self.newsroom.intake, id, words)

    def restore(self, id: str) -> None:
        restore(self.newsroom.intake, id)

    def print(self) -> None:
        """Let the scheduler do what is to be done, in a second of its own."""
        self.now += timedelta(seconds=1)
        self._beats.beat()

    def keep_house(self) -> None:
        """Let the scheduler forget what is old."""
        self._beats.housekeeping()
