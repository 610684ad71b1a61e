"""A profile of ours with one rule broken is caught by the reader of its partner."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from random import Random
from typing import Any

import pytest

from feeds.printing.feed import Entry, Feed
from feeds.printing.formats.dialect import COMMON, Dialect
from feeds.printing.formats.generator import Element, put
from feeds.printing.profiles import PROFILES
from feeds.settings.values import ProfileName
from store import Store, withdraw
from tests.partners.day import Day
from tests.partners.following import PAPER, READERS, SECTIONS, partner
from tests.partners.reading import PartnerReader
from tests.room import Room


def _undated(dialect: Dialect) -> Dialect:
    """A dialect that leaves the dates of articles as they are in the common feeds."""

    def extend_entry(feed: Feed, entry: Entry, item: Element) -> None:
        date = item.findtext("pubDate")
        dialect.extend_entry(feed, entry, item)
        put(item, "pubDate", date or "")

    return replace(dialect, name=f"{dialect.name} undated", extend_entry=extend_entry)


CASES: list[tuple[ProfileName, dict[str, Any], str]] = [
    ("apple", {"dialect": COMMON}, "modified"),
    ("apple", {"limit": 70}, "items"),
    ("flipboard", {"dialect": COMMON}, "modified"),
    ("flipboard", {"limit": 20}, "items"),
    ("msn", {"demands": ()}, "title-length"),
    ("msn", {"dialect": COMMON}, "modified"),
    ("msn", {"limit": 30}, "items"),
    ("smartnews", {"dialect": COMMON}, "logo"),
    ("smartnews", {"dialect": _undated(PROFILES["smartnews"].dialect)}, "silent-edit"),
]
REPEATING: list[ProfileName] = ["msn", "smartnews"]


@pytest.fixture
def store(sqlite: str) -> Iterator[Store]:
    opened = Store(sqlite)
    yield opened
    opened.close()


def _follow(store: Store, name: ProfileName) -> tuple[PartnerReader, str]:
    """A partner after an edit and a withdrawal, and the id of what was withdrawn."""
    room = Room(store, SECTIONS, PAPER, [partner(name)])
    day = Day(room, Random(1))
    reader = READERS[name]()
    records = [day.story(room.now - timedelta(minutes=number)).record for number in range(65)]
    records.append(day.story(title="افتتاح حديقة").record)
    room.ingest(*records, backfill=True)
    _poll(room, reader, name)
    room.ingest(records[3] | {"title": "طنطا تؤجل افتتاح حديقتها العامة رقم 3 أسبوعا"})
    _poll(room, reader, name)
    withdraw(room.intake, "p-4")
    _poll(room, reader, name)
    return reader, room.kept("p-4").article.id


def _poll(room: Room, reader: PartnerReader, name: str) -> None:
    room.pass_time(minutes=20)
    room.refresh()
    reader.poll(room.text(f"partner/{name}").encode(), room.now)


@pytest.mark.parametrize(("name", "change", "rule"), CASES)
def test_a_profile_without_one_of_its_rules_is_caught(
    store: Store,
    monkeypatch: pytest.MonkeyPatch,
    name: ProfileName,
    change: dict[str, Any],
    rule: str,
) -> None:
    monkeypatch.setitem(PROFILES, name, replace(PROFILES[name], **change))
    reader, _ = _follow(store, name)
    assert rule in reader.broken()


@pytest.mark.parametrize("name", sorted(READERS))
def test_the_profile_itself_is_not(store: Store, name: ProfileName) -> None:
    reader, _ = _follow(store, name)
    caught = {rule for _, _, rule in CASES}
    assert (reader.broken() - set(reader.ADVICE)) & caught == set()


@pytest.mark.parametrize("name", REPEATING)
def test_a_partner_that_is_told_of_no_withdrawal_keeps_the_article(
    store: Store, monkeypatch: pytest.MonkeyPatch, name: ProfileName
) -> None:
    monkeypatch.setitem(PROFILES, name, replace(PROFILES[name], takedown="leave"))
    reader, withdrawn = _follow(store, name)
    assert withdrawn in reader.standing


@pytest.mark.parametrize("name", REPEATING)
def test_a_partner_that_is_told_of_a_withdrawal_takes_the_article_down(
    store: Store, name: ProfileName
) -> None:
    reader, withdrawn = _follow(store, name)
    assert withdrawn in reader.articles
    assert withdrawn not in reader.standing
