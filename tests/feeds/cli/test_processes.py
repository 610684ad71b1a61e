"""`flask refresh`: what it prints, and what it says. The processes have tests of their own."""

from datetime import timedelta

import pytest

from feeds.printing import printed
from tests.feeds.cli.support import FEEDS, Newsroom
from tests.room import START, article


def test_refresh_names_exactly_the_feeds_that_an_edit_touched(newsroom: Newsroom) -> None:
    newsroom.ingest(article(1), article(2, sections=["economy"]))
    assert [one["feed"] for one in newsroom.json("refresh", "--json")] == FEEDS
    newsroom.ingest(article(2, sections=["economy"], title="القمح يرخص في الأسواق"))
    revision = newsroom.kept("n-2").revision
    assert newsroom.json("refresh", "--json") == [
        {"feed": "all", "revision": revision, "outcome": "printed"},
        {"feed": "economy", "revision": revision, "outcome": "printed"},
    ]
    assert "القمح يرخص" in newsroom.printed("all")
    assert "القمح يرخص" in newsroom.printed("economy")


def test_refresh_has_nothing_to_say_where_nothing_is_dirty(newsroom: Newsroom) -> None:
    newsroom.ingest(article(1))
    newsroom.well("refresh")
    assert newsroom.well("refresh", "--json") == ""
    assert newsroom.well("refresh") == "nothing was dirty\n"


def test_refresh_says_each_feed_for_a_person(newsroom: Newsroom) -> None:
    newsroom.well("refresh")
    newsroom.ingest(article(1))
    revision = newsroom.kept("n-1").revision
    said = newsroom.well("refresh")
    assert said == f"all: printed, revision {revision}\npolitics: printed, revision {revision}\n"


def test_refresh_does_what_falls_due_and_gives_the_lease_back(newsroom: Newsroom) -> None:
    newsroom.ingest(article(1, publish_at=(START + timedelta(hours=1)).isoformat()))
    newsroom.well("refresh")
    assert "<item>" not in newsroom.printed("politics")
    newsroom.clock.now += timedelta(hours=2)
    assert [one["feed"] for one in newsroom.json("refresh", "--json")] == ["all", "politics"]
    assert "<item>" in newsroom.printed("politics")
    with newsroom.store.transaction() as transaction:
        assert transaction.leases.hold(
            "scheduler", "another", newsroom.clock(), timedelta(seconds=15)
        )


def test_refresh_of_a_feed_that_cannot_be_printed_names_it_and_exits_1(
    newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    newsroom.well("refresh")
    newsroom.ingest(article(1))
    monkeypatch.setattr(printed, "make_edition", fail)
    result = newsroom.run("refresh", "--json")
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr.splitlines()[-1].startswith("Error: all, politics: not printed")


def fail(*_: object) -> None:
    raise RuntimeError("a fault in a format")
