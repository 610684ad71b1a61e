"""`flask partner` and what `flask show` tells of partners: what they have, and what they lack."""

from datetime import datetime
from pathlib import Path

import pytest

from store import Fetch
from tests.feeds.cli.support import CONFIGURATION, Newsroom, Open, assert_one_line
from tests.room import article

PARTNERS = """
[[partner]]
slug = "msn"
title = "إم إس إن"
profile = "msn"
sections = ["politics"]

[[partner]]
slug = "letter"
title = "النشرة البريدية"
profile = "newsletter"
access = "basic"
"""


@pytest.fixture
def newsroom(tmp_path: Path, opened: Open, database: str) -> Newsroom:
    (tmp_path / "nashra.toml").write_text(CONFIGURATION + PARTNERS, encoding="utf-8")
    newsroom = opened(database)
    newsroom.ingest(article(1, sections=["politics"]), article(2, sections=["politics"]))
    newsroom.run("refresh")
    return newsroom


def fetch(newsroom: Newsroom, slug: str = "msn") -> datetime:
    """Note a fetch of what the feed shows now; returns its moment."""
    key = f"partner/{slug}"
    moment = newsroom.clock()
    with newsroom.store.transaction() as transaction:
        head = transaction.editions.head(key)
        assert head
        transaction.fetches.add([Fetch(key, head.revision, "rss", "MSNBot/2.0", moment, moment)])
    return moment


def told(moment: datetime) -> str:
    return f"{moment:%Y-%m-%d %H:%M:%S} UTC"


def test_all_partners_are_listed_with_their_last_fetch(newsroom: Newsroom) -> None:
    moment = fetch(newsroom)
    assert newsroom.well("partner").splitlines() == [
        "msn  msn  open  إم إس إن",
        f"  last fetch {told(moment)}, rss, MSNBot/2.0",
        "letter  newsletter  basic  النشرة البريدية",
        "  has fetched nothing within 90 days",
    ]
    heads = newsroom.json("partner", "--json")
    assert [(head["slug"], head["current"]) for head in heads] == [("msn", True), ("letter", False)]


def test_a_partner_is_shown_with_its_lists(newsroom: Newsroom) -> None:
    one = newsroom.kept("n-1")
    two = newsroom.kept("n-2")
    moment = fetch(newsroom)
    newsroom.well("correct", "n-1", "--title", "إغلاق الجسر رقم واحد أمام حركة السير")
    newsroom.well("withdraw", "n-2")
    newsroom.run("refresh")
    corrected = newsroom.kept("n-1")
    withdrawn = newsroom.kept("n-2")
    assert withdrawn.withdrawn
    had = f"fetched {told(moment)}"
    changed = f"corrected {told(corrected.article.updated)}, it had {one.revision}"
    gone = f"withdrawn {told(withdrawn.withdrawn)}, it had {two.revision}"
    new = f"{one.article.id}  {corrected.article.title}"
    old = f"{two.article.id}  {two.article.title}"
    assert newsroom.well("partner", "msn").splitlines() == [
        "msn  msn  open  إم إس إن",
        f"  last fetch {told(moment)}, rss, MSNBot/2.0; there is a newer edition",
        "  it has: 2",
        f"    revision {two.revision}, {had}  {old}",
        f"    revision {one.revision}, {had}  {new}",
        "  it has not fetched yet: 1",
        f"    revision {corrected.revision}, it had {one.revision}  {new}",
        "  left out, since it would refuse it (`flask check` says more): 0",
        "  left the page before it was fetched: 0",
        "  corrected within 30 days, after it was fetched: 1",
        f"    revision {corrected.revision}, {changed}, not fetched since  {new}",
        "  withdrawn within 30 days: 1",
        f"    revision {withdrawn.revision}, {gone}, not fetched since  {old}",
    ]
    moment = fetch(newsroom)
    lines = newsroom.well("partner", "msn").splitlines()
    assert f"    revision {withdrawn.revision}, {gone}, fetched {told(moment)}  {old}" in lines
    assert "  it has not fetched yet: 0" in lines


def test_an_article_that_is_left_out_is_told_with_what_it_breaks(newsroom: Newsroom) -> None:
    newsroom.well("correct", "n-1", "--title", "خبر قصير")
    newsroom.run("refresh")
    one = newsroom.kept("n-1")
    line = f"    revision {one.revision}, title-short  {one.article.id}  خبر قصير"
    lines = newsroom.well("partner", "msn").splitlines()
    place = lines.index("  left out, since it would refuse it (`flask check` says more): 1")
    assert lines[place + 1] == line
    assert "  it has not fetched yet: 1" in lines
    (shown,) = newsroom.json("show", "n-1", "--json")
    told = shown["partners"]["msn"]
    assert (told["pending"], told["left_out"]) == (False, ["title-short"])


def test_a_long_list_says_where_it_goes_on(newsroom: Newsroom) -> None:
    newsroom.ingest(*(article(number, sections=["politics"]) for number in range(10, 130)))
    newsroom.run("refresh")
    (shown,) = newsroom.json("partner", "msn", "--json")
    count = shown["pending"]["count"]
    lines = newsroom.well("partner", "msn").splitlines()
    assert ("    more: --page 2" in lines) == (count > 100)
    assert len(newsroom.json("partner", "msn", "--page", "2", "--json")) == 1


def test_an_article_is_shown_with_what_partners_have_of_it(newsroom: Newsroom) -> None:
    one = newsroom.kept("n-1")
    moment = fetch(newsroom)
    has = {"revision": one.revision, "fetched_at": f"{moment:%Y-%m-%dT%H:%M:%SZ}"}
    rest = {"pending": False, "left_out": [], "correction": None, "withdrawal": None}
    never = {"revision": None, "fetched_at": None, "pending": True}
    (shown,) = newsroom.json("show", "n-1", "--json")
    assert shown["partners"] == {"msn": has | rest, "letter": rest | never}
    newsroom.well("withdraw", "n-1")
    newsroom.run("refresh")
    (shown,) = newsroom.json("show", "n-1", "--json")
    withdrawal = shown["partners"]["msn"]["withdrawal"]
    assert (withdrawal["had"], withdrawal["fetched_at"]) == (one.revision, None)
    moment = fetch(newsroom)
    (shown,) = newsroom.json("show", "n-1", "--json")
    withdrawal = shown["partners"]["msn"]["withdrawal"]
    assert withdrawal["fetched_at"] == f"{moment:%Y-%m-%dT%H:%M:%SZ}"


def test_an_article_is_told_in_a_line_for_each_partner(newsroom: Newsroom) -> None:
    one = newsroom.kept("n-1")
    moment = fetch(newsroom)
    newsroom.well("correct", "n-1", "--title", "إغلاق الجسر رقم واحد أمام حركة السير")
    newsroom.run("refresh")
    corrected = newsroom.kept("n-1").article.updated
    has = f"has revision {one.revision}, fetched {told(moment)}"
    assert partner_lines(newsroom) == [
        f"partner msn: {has}; has not fetched what its feed shows now;"
        f" corrected {told(corrected)}, not fetched since",
        "partner letter: has not fetched it",
    ]
    newsroom.well("correct", "n-1", "--title", "خبر قصير")
    newsroom.run("refresh")
    assert "left out of its feed: title-short" in partner_lines(newsroom)[0]
    newsroom.well("withdraw", "n-1")
    newsroom.run("refresh")
    moment = fetch(newsroom)
    withdrawn = newsroom.kept("n-1").withdrawn
    assert withdrawn
    assert partner_lines(newsroom)[0] == (
        f"partner msn: had revision {one.revision};"
        f" withdrawn {told(withdrawn)}, fetched {told(moment)}"
    )


def test_whoever_fetches_a_withdrawal_alone_had_not_fetched_the_article(newsroom: Newsroom) -> None:
    newsroom.well("withdraw", "n-1")
    newsroom.run("refresh")
    assert partner_lines(newsroom)[0].startswith("partner msn: has not fetched it; withdrawn ")
    fetch(newsroom)
    assert partner_lines(newsroom)[0].startswith("partner msn: had not fetched it; withdrawn ")


def partner_lines(newsroom: Newsroom) -> list[str]:
    lines = newsroom.well("show", "n-1").splitlines()
    return [line for line in lines if line.startswith("partner ")]


def test_an_unknown_partner_is_one_line(newsroom: Newsroom) -> None:
    assert_one_line(newsroom.run("partner", "bing"), "bing", "msn, letter")
