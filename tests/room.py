"""A newsroom for tests: a store, sections, and a clock that stands still until it is told to
move.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from ipaddress import ip_network
from zoneinfo import ZoneInfo

import pytest

from feeds.printing.feed import PrintOptions
from feeds.printing.partner import ProfiledPartner
from feeds.printing.press import Press, PrintResult
from feeds.printing.profiles import PROFILES
from feeds.running.beats import Beats
from feeds.settings.values import Partner
from store import (
    ALL,
    Edition,
    Intake,
    Outbound,
    Outcome,
    Place,
    Poll,
    Section,
    Sections,
    Site,
    Store,
    StoredArticle,
    Wire,
    find,
    ingest,
    poll,
    record,
    release_due,
)

START = datetime(2026, 11, 24, 9, 0, 0, tzinfo=UTC)
SITE = Site(
    title="صحيفة الاختبار",
    description="أخبار لا تصدر إلا في الاختبار",
    language="ar",
    base_url="https://news.example.com",
    zone=ZoneInfo("Africa/Cairo"),
    contact="desk@example.com",
)
POLITICS = Section(
    slug="politics", title="سياسة", description="أخبار السياسة", aliases=("السياسة",)
)
ECONOMY = Section(
    slug="economy", title="اقتصاد", description="أخبار الاقتصاد", aliases=("مال وأعمال",)
)
FRONT = Section(slug=ALL, title=SITE.title, description=SITE.description)
ON_BOTH = pytest.mark.parametrize("database", ["sqlite", "postgresql"], indirect=True)
"""For a test of both kinds of database where one is enough for the others of its module."""


class Room:
    """One newsroom over a store; `now` is its clock."""

    def __init__(
        self,
        store: Store,
        sections: Iterable[Section] = (POLITICS, ECONOMY),
        site: Site = SITE,
        partners: Iterable[Partner] = (),
    ) -> None:
        self.store, self.now = store, START
        self._was_set = timedelta(0)
        self.partners = [ProfiledPartner(one, PROFILES[one.profile]) for one in partners]
        self.sections = Sections(sections, partners=[one.partner.choice for one in self.partners])
        self.intake = Intake(
            store=store,
            site=site,
            sections=self.sections,
            clock=lambda: self.now,
            timer=lambda: (self.now - START - self._was_set).total_seconds(),
        )
        self.pages = PrintOptions(site, self.sections, guard=True, tombstones=True)
        printed = (replace(FRONT), *self.sections.all)
        self.press = Press(self.intake, self.pages, printed, self.partners)
        self.press.define()
        self.outbound = Outbound(allow=[ip_network("127.0.0.0/8")])

    def pass_time(self, **parts: float) -> None:
        self.now += timedelta(**parts)

    def set_clock(self, **parts: float) -> None:
        """Set the clock ahead, or back, while no time passes."""
        self.now += timedelta(**parts)
        self._was_set += timedelta(**parts)

    def ingest(
        self, *records: Mapping[str, object], backfill: bool = False, owner: str = "files"
    ) -> list[Outcome]:
        """Ingest records, in one run; a record that is refused at once stands for itself."""
        intake = replace(self.intake, backfill=backfill, owner=owner)
        drafts = [
            record.draft(fields, Place("test.ndjson", at)) for at, fields in enumerate(records, 1)
        ]
        return [outcome for batch in ingest(drafts, intake) for outcome in batch]

    def refresh(self) -> dict[str, str]:
        """Print what is dirty in a second of its own; the outcome by feed."""
        self.pass_time(seconds=1)
        return {one.feed: one.outcome for one in self.press.refresh()}

    def release(self) -> None:
        release_due(self.intake)

    def kept(self, name: str) -> StoredArticle:
        return find(self.store, name)

    def edition(self, feed: str = ALL) -> Edition:
        with self.store.snapshot() as snapshot:
            edition = snapshot.editions.current(feed)
        assert edition is not None
        return edition

    def text(self, feed: str = ALL, format: str = "rss") -> str:
        return self.edition(feed).bodies[format].content.decode()

    def beats(self, holder: str) -> Beats:
        return Beats(self.intake, self.press, holder, self.outbound)

    def poll(self, wire: Wire) -> Poll:
        return poll(self.intake, wire, self.outbound, "tests")


def article(number: int = 1, **fields: object) -> dict[str, object]:
    """A good record; fields replace its own."""
    return {
        "id": f"n-{number}",
        "url": f"https://example.com/news/{number}",
        "title": f"افتتاح الجسر رقم {number} أمام حركة السير",
        "html": f"<p>افتتحت البلدية صباح اليوم الجسر رقم {number} بعد عامين من العمل المتواصل.</p>",
        "sections": ["سياسة"],
        "published": (START - timedelta(hours=1)).isoformat(),
    } | fields


__all__ = ["ECONOMY", "POLITICS", "SITE", "START", "PrintResult", "Room", "article"]
