"""`flask sections` and `doctor`."""

from pathlib import Path

from feeds.running.leadership import LEASE, TERM
from tests.feeds.cli.support import Newsroom, Open
from tests.room import article


def test_sections_lists_each_feed_as_json(newsroom: Newsroom) -> None:
    newsroom.ingest(article(1), article(2), article(3, sections=["economy"], syndicate="none"))
    before = newsroom.json("sections", "--json")
    assert before[1] == {
        "slug": "politics",
        "title": "سياسة",
        "articles": 2,
        "dirty": True,
        "address": "https://news.example.com/politics",
    }
    newsroom.well("refresh")
    after = [
        (one["slug"], one["articles"], one["dirty"]) for one in newsroom.json("sections", "--json")
    ]
    assert after == [("all", 2, False), ("politics", 2, False), ("economy", 0, False)]


def test_sections_lists_each_feed_for_a_person(newsroom: Newsroom) -> None:
    newsroom.well("refresh")
    newsroom.ingest(article(1))
    everything, politics, economy = newsroom.well("sections").splitlines()
    assert politics.split() == [
        "politics",
        "1",
        "سياسة",
        "https://news.example.com/politics",
        "(dirty)",
    ]
    assert everything.endswith("(dirty)")
    assert economy.split() == ["economy", "0", "اقتصاد", "https://news.example.com/economy"]


def test_doctor_exits_0_where_all_is_well(newsroom: Newsroom) -> None:
    newsroom.well("refresh")
    with newsroom.store.transaction() as transaction:
        transaction.leases.take(LEASE, "a scheduler", newsroom.clock(), TERM)
    lines = newsroom.well("doctor").splitlines()
    assert all(line.startswith("ok     ") for line in lines)
    assert len(lines) == 11


def test_doctor_exits_1_where_something_is_wrong_and_looks_at_the_rest(
    opened: Open, empty_sqlite: str
) -> None:
    Path(empty_sqlite.removeprefix("sqlite:///")).touch()
    result = opened(empty_sqlite).run("doctor")
    assert (result.exit_code, result.stderr) == (1, "")
    lines = result.stdout.splitlines()
    assert "WRONG  schema: the database has no tables yet: run `flask migrate`" in lines
    assert any(line.startswith("ok     configuration: 2 sections") for line in lines)
    assert len(lines) == 11
