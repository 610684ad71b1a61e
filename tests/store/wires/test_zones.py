"""Feeds that say UTC and mean their local time: the habit is said, and a wire's `zone` mends it."""

import logging
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from store import Poll, Wire, WireState, ingest, read_drafts, site_owners
from store.intake.quarantine import unpack
from tests.room import ON_BOTH, Room
from tests.store.wires.museum import Feed, rss, wire
from tests.wordpress import Site

CAIRO = ZoneInfo("Africa/Cairo")
RIYADH = ZoneInfo("Asia/Riyadh")
Written = Callable[[datetime], str]


def gmt(moment: datetime) -> str:
    return format_datetime(moment, usegmt=True)


def zulu(moment: datetime) -> str:
    return f"{moment:%Y-%m-%dT%H:%M:%SZ}"


def zero(moment: datetime) -> str:
    return format_datetime(moment)


def bare(moment: datetime) -> str:
    return f"{moment:%Y-%m-%d %H:%M:%S}"


def item(number: int, date: str) -> str:
    return (
        f"<item><guid isPermaLink='false'>z-{number}</guid><title>وصول سفينة الحبوب رقم"
        f" {number} إلى الميناء</title><description>رست السفينة {number} صباح اليوم.</description>"
        f"<pubDate>{date}</pubDate></item>"
    )


def shown(feed: Feed, *items: str) -> None:
    feed.headers = {"ETag": f'"{hash(items)}"'}
    feed.content = rss(*items)


def seen(room: Room, name: str = "museum") -> WireState:
    with room.store.snapshot() as snapshot:
        return snapshot.wires.states()[name]


class Harbour:
    """A feed that shows one more entry at each poll, written as its source does."""

    def __init__(self, room: Room, feed: Feed, ours: Wire | None = None) -> None:
        self.room, self.feed, self.wire = room, feed, ours or wire(feed)
        self.items: list[str] = []

    def poll(self, *dates: str, minutes: float = 7) -> Poll:
        """Show entries of these dates as well, and poll."""
        self.items += [item(len(self.items) + at, date) for at, date in enumerate(dates)]
        shown(self.feed, *self.items)
        done = self.room.poll(self.wire)
        assert not done.error
        self.room.pass_time(minutes=minutes)
        return done

    def later(self, write: Written = gmt, **ahead: float) -> str:
        """A date that runs so far ahead of now."""
        return write(self.room.now + timedelta(**ahead))


@pytest.fixture(params=["sqlite"])
def database(request: pytest.FixtureRequest) -> str:
    """One kind is enough for what a feed tells of its dates."""
    url: str = request.getfixturevalue(request.param)
    return url


@pytest.fixture
def harbour(room: Room, feed: Feed) -> Harbour:
    found = Harbour(room, feed)
    found.poll(gmt(room.now - timedelta(days=1)))
    return found


@pytest.mark.parametrize("write", [gmt, zulu, zero])
def test_a_source_that_is_always_hours_ahead_is_said_loudly_once(
    harbour: Harbour, write: Written, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.ERROR, "nashra.wires"):
        for old in (2, 0, 4, 1):
            harbour.poll(harbour.later(write, hours=3, minutes=-old))
    said = seen(harbour.room).misdated
    assert "3 hours ahead" in said
    assert 'set zone = "Asia/Riyadh"' in said
    assert [record.getMessage() for record in caplog.records] == [f"wire museum: {said}"]


@pytest.mark.parametrize(
    ("hours", "zone"),
    [(2, "Africa/Cairo"), (4, "Asia/Dubai"), (1, "Africa/Tunis"), (3.5, "Asia/Tehran")],
)
def test_the_zone_that_is_offered_is_so_far_ahead(
    harbour: Harbour, hours: float, zone: str
) -> None:
    for old in (1, 3, 2):
        harbour.poll(harbour.later(hours=hours, minutes=-old))
    assert f'zone = "{zone}"' in seen(harbour.room).misdated


def test_the_newest_of_a_first_poll_counts(room: Room, feed: Feed) -> None:
    harbour = Harbour(room, feed)
    harbour.poll(*(harbour.later(hours=3, minutes=-old) for old in (180, 65, 4)))
    harbour.poll(harbour.later(hours=3))
    assert not seen(room).misdated
    harbour.poll(harbour.later(hours=3, minutes=-1))
    assert seen(room).misdated


def test_dates_without_a_zone_are_measured_from_the_newsrooms(harbour: Harbour) -> None:
    for old in (1, 3, 2):  # Cairo is two hours ahead of UTC, Riyadh three
        harbour.poll(harbour.later(bare, hours=3, minutes=-old))
    said = seen(harbour.room).misdated
    assert "1 hour ahead" in said
    assert 'zone = "Asia/Riyadh"' in said


def test_a_wire_that_is_polled_seldom_is_watched_for_longer(room: Room, feed: Feed) -> None:
    harbour = Harbour(room, feed, replace(wire(feed), seconds=3600))
    for old in (40, 55, 3, 20, 31):
        harbour.poll(harbour.later(hours=3, minutes=-old), minutes=61)
        assert not seen(room).misdated
    harbour.poll(harbour.later(hours=3, minutes=-12), minutes=61)
    assert "3 hours ahead" in seen(room).misdated


@ON_BOTH
def test_one_embargo_is_no_habit(harbour: Harbour) -> None:
    harbour.poll(harbour.later(hours=3))
    for _ in range(4):
        harbour.poll(harbour.later(minutes=-2))
    assert not seen(harbour.room).misdated


def test_an_embargo_beside_news_is_no_habit(harbour: Harbour) -> None:
    for _ in range(4):
        harbour.poll(harbour.later(hours=3), harbour.later(minutes=-1))
    assert not seen(harbour.room).misdated


def test_posts_that_are_planned_are_no_habit(harbour: Harbour) -> None:
    for ahead in (95, 210, 61, 340, 128, 187):
        harbour.poll(harbour.later(minutes=ahead))
    assert not seen(harbour.room).misdated


def test_what_is_planned_for_the_same_time_each_day_is_no_habit(harbour: Harbour) -> None:
    for _ in range(6):
        harbour.poll(harbour.later(hours=3), minutes=24 * 60)
    assert not seen(harbour.room).misdated


def test_embargoes_in_a_zone_that_is_named_are_no_habit(harbour: Harbour) -> None:
    for old in (1, 3, 2, 0):
        moment = (harbour.room.now + timedelta(hours=3, minutes=-old)).astimezone(RIYADH)
        harbour.poll(format_datetime(moment))
    assert not seen(harbour.room).misdated


def test_a_source_that_mends_itself_is_well_again(harbour: Harbour) -> None:
    for old in (1, 3, 2):
        harbour.poll(harbour.later(hours=3, minutes=-old))
    assert seen(harbour.room).misdated
    harbour.poll(harbour.later(minutes=-1))
    assert not seen(harbour.room).misdated


@ON_BOTH
def test_with_a_zone_what_was_held_comes_out_at_the_next_poll(harbour: Harbour) -> None:
    room = harbour.room
    before = room.now
    for old in (1, 3, 2):
        harbour.poll(harbour.later(hours=3, minutes=-old))
    assert room.kept("z-1").released is None
    assert seen(room).misdated
    harbour.wire = replace(harbour.wire, zone=RIYADH)
    assert harbour.poll().counts["edited"] == 3  # though the source says 304
    kept = room.kept("z-1")
    assert kept.released is not None
    assert kept.article.published == before - timedelta(minutes=1)
    assert not seen(room).misdated
    asked = harbour.feed.asked
    assert harbour.poll().counts == {}
    assert "If-None-Match" in harbour.feed.given
    assert harbour.feed.asked == asked + 1
    harbour.poll(harbour.later(hours=3))
    assert room.kept("z-4").live


@ON_BOTH
def test_a_zone_that_is_taken_away_reads_what_is_held_as_before(room: Room, feed: Feed) -> None:
    harbour = Harbour(room, feed, replace(wire(feed), zone=CAIRO))
    told = room.now.replace(microsecond=0) + timedelta(hours=5)
    harbour.poll(gmt(told))
    assert room.kept("z-0").article.due == told - timedelta(hours=2)
    harbour.wire = wire(feed)
    harbour.poll()
    assert room.kept("z-0").article.due == told


@pytest.mark.parametrize(
    ("date", "hour"),
    [
        ("Tue, 24 Nov 2026 08:00:00 GMT", 5),
        ("Tue, 24 Nov 2026 08:00:00 +0000", 5),
        ("Tue, 24 Nov 2026 08:00 UT", 5),
        ("2026-11-24T08:00:00Z", 5),
        ("2026-11-24T08:00:00+00:00[UTC]", 5),
        ("2026-11-24 08:00", 5),
        ("1795507200", 5),
        ("Tue, 24 Nov 2026 08:00:00 +0200", 6),
        ("Tue, 24 Nov 2026 08:00:00 EST", 13),
        ("2026-11-24T08:00:00+04:00", 4),
        ("2026-11-24 08:00 Europe/London", 8),
    ],
)
def test_only_what_says_utc_or_nothing_is_local_time(
    room: Room, feed: Feed, date: str, hour: int
) -> None:
    harbour = Harbour(room, feed, replace(wire(feed), zone=RIYADH))
    room.pass_time(days=1)
    harbour.poll(date)
    published = room.kept("z-0").article.published
    assert published == datetime(2026, 11, 24, hour, tzinfo=UTC)


def test_summer_time_is_heeded(room: Room, feed: Feed) -> None:
    harbour = Harbour(room, feed, replace(wire(feed), zone=CAIRO))
    harbour.poll("Wed, 15 Jul 2026 12:00:00 GMT", "Thu, 15 Jan 2026 12:00:00 GMT")
    hours = [room.kept(name).article.published.hour for name in ("z-0", "z-1")]
    assert hours == [9, 10]


@ON_BOTH
def test_a_folder_may_have_a_zone(room: Room, tmp_path: Path) -> None:
    room.now = datetime.now(UTC) + timedelta(minutes=1)
    told = room.now.replace(microsecond=0, second=0) + timedelta(hours=3)
    file = tmp_path / "harbour.md"
    file.write_text(f"---\ntitle: عودة الصيادين\npublished: {zulu(told)}\n---\n\nعادوا فجرًا.\n")
    drop = Wire(name="drop", kind="folder", folder=tmp_path)
    assert room.poll(drop).counts == {"new": 1}
    room.pass_time(minutes=5)
    assert room.poll(replace(drop, zone=RIYADH)).counts == {"edited": 1}


@ON_BOTH
def test_what_lies_in_quarantine_keeps_its_zone(room: Room, feed: Feed) -> None:
    harbour = Harbour(room, feed, replace(wire(feed), zone=RIYADH))
    shown(feed, item(1, "not a date at all"))
    room.poll(harbour.wire)
    with room.store.snapshot() as snapshot:
        (held,) = snapshot.quarantine.all()
    draft = unpack(held).draft
    assert getattr(draft, "zone", None) == "Asia/Riyadh"


# WordPress, which tells each moment twice: in its own time, and as `..._gmt`


def press_wire(site: Site, zone: ZoneInfo | None = None) -> Wire:
    return Wire(name="press", kind="wordpress", url=site.url, seconds=300, zone=zone)


def dated(local: datetime, hours: float = 0) -> dict[str, str]:
    """The dates of a post whose site is so many hours ahead of UTC, as it believes."""
    utc = local - timedelta(hours=hours)
    return {
        f"{name}{suffix}": f"{moment:%Y-%m-%dT%H:%M:%S}"
        for name in ("date", "modified")
        for suffix, moment in (("", local), ("_gmt", utc))
    }


@ON_BOTH
def test_a_wordpress_that_takes_its_local_time_for_utc_is_said_and_mended(
    room: Room, site: Site
) -> None:
    site.add(1)
    room.poll(press_wire(site))
    for number, old in enumerate((1, 3, 2), 2):
        room.pass_time(minutes=7)
        site.add(number, **dated(room.now + timedelta(hours=3, minutes=-old)))
        room.poll(press_wire(site))
    said = seen(room, "press").misdated
    assert "3 hours ahead" in said
    assert 'set zone = "Asia/Riyadh"' in said
    assert not room.kept("4").live
    room.pass_time(minutes=7)
    assert room.poll(press_wire(site, RIYADH)).counts["edited"] == 3
    assert room.kept("4").live
    assert room.kept("4").article.published == room.now - timedelta(minutes=9)
    assert not seen(room, "press").misdated


def test_a_wordpress_that_knows_its_zone_is_right_whatever_zone_its_wire_has(
    room: Room, site: Site
) -> None:
    """The feed of that site may be wrong, for which the zone is set."""
    local = room.now.replace(microsecond=0) + timedelta(hours=3, minutes=-5)
    site.add(1, **dated(local, hours=3))
    site.add(2, **dated(local, hours=-5))
    site.add(3, **dated(local))
    room.poll(press_wire(site, RIYADH))
    ago = timedelta(hours=3)
    moments = [room.kept(number).article.published for number in ("1", "2", "3")]
    assert moments == [local - ago, local + timedelta(hours=5), local - ago]


def test_an_embargo_of_a_wordpress_is_no_habit(room: Room, site: Site) -> None:
    site.add(1)
    room.poll(press_wire(site))
    for number in range(2, 6):
        room.pass_time(minutes=7)
        site.add(number, **dated(room.now + timedelta(hours=5, minutes=number), hours=2))
        room.poll(press_wire(site))
    assert not seen(room, "press").misdated


EXPORT = """<rss version="2.0" xmlns:wp="http://wordpress.org/export/1.2/"
 xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>
<wp:base_blog_url>{url}</wp:base_blog_url><item><title>وصول سفينة القمح إلى الميناء</title>
<guid isPermaLink="false">{url}/?p=7</guid><content:encoded>رست السفينة فجرًا.</content:encoded>
<wp:post_id>7</wp:post_id><wp:post_date>2026-11-20 10:00:00</wp:post_date>
<wp:post_date_gmt>{gmt}</wp:post_date_gmt><wp:status>publish</wp:status>
<wp:post_type>post</wp:post_type></item></channel></rss>"""


@pytest.mark.parametrize(
    ("gmt", "hour"), [("2026-11-20 06:00:00", 6), ("2026-11-20 10:00:00", 7), ("0000-00-00", 7)]
)
def test_an_export_of_the_site_of_a_wire_is_read_by_the_same_rule(
    room: Room, site: Site, tmp_path: Path, gmt: str, hour: int
) -> None:
    file = tmp_path / "export.xml"
    file.write_text(EXPORT.format(url=site.url, gmt=gmt), encoding="utf-8")
    owners = site_owners([press_wire(site, RIYADH)])
    intake = replace(room.intake, sites=owners, any_site=True)
    list(ingest(read_drafts([file]), intake))
    assert room.kept("7").article.published.hour == hour
