"""`flask show`, `withdraw`, `restore` and `correct`: one article, and what becomes of it."""

import re
from dataclasses import fields
from datetime import timedelta
from pathlib import Path

import pytest

from store import Article
from tests.feeds.cli.support import Newsroom, assert_one_line, assert_usage
from tests.room import START, article


def test_show_gives_every_field_with_state_and_feeds_as_json(newsroom: Newsroom) -> None:
    newsroom.ingest(article(1, tags=["جسور"]))
    (shown,) = newsroom.json("show", "n-1", "--json")
    beside = {
        *"page state revision released withdrawn reason withdrawn_by notice correction".split(),
        *"feeds also_from".split(),
    }
    assert set(shown) == {one.name for one in fields(Article)} | beside
    assert (shown["source_id"], shown["published"], shown["state"]) == (
        "n-1",
        "2026-11-24T08:00:00Z",
        "live",
    )
    assert (
        shown["page"]
        == f"https://news.example.com/articles/{shown['id'].removeprefix('urn:uuid:')}"
    )
    assert shown["feeds"] == dict.fromkeys(["all", "politics", "tag/جسور"], "2026-11-24T08:00:00Z")
    assert shown["withdrawn"] is None


def test_show_says_what_is_set_a_line_each(newsroom: Newsroom) -> None:
    newsroom.ingest(article(1))
    lines = newsroom.well("show", "n-1").splitlines()
    assert "title: افتتاح الجسر رقم 1 أمام حركة السير" in lines
    assert 'feeds: {"all": "2026-11-24T08:00:00Z", "politics": "2026-11-24T08:00:00Z"}' in lines
    assert not any(line.startswith(("image:", "tags:", "withdrawn:")) for line in lines)


def test_an_article_is_found_by_its_id_its_address_and_its_source_s_id(newsroom: Newsroom) -> None:
    newsroom.ingest(article(1))
    names = ["n-1", "https://example.com/news/1", newsroom.kept("n-1").article.id]
    assert len({newsroom.well("show", name, "--json") for name in names}) == 1


def test_show_says_that_an_article_is_under_embargo(newsroom: Newsroom) -> None:
    newsroom.ingest(article(1, publish_at=(START + timedelta(days=1)).isoformat()))
    shown = newsroom.json("show", "n-1", "--json")[0]
    assert (shown["state"], shown["feeds"]) == ("embargo", {})


@pytest.mark.parametrize("command", ["show", "withdraw", "restore"])
def test_a_name_that_nothing_has_is_one_line(newsroom: Newsroom, command: str) -> None:
    assert_one_line(newsroom.run(command, "n-404"), "'n-404'")


@pytest.mark.parametrize("command", ["show", "withdraw", "restore"])
def test_a_command_on_an_article_needs_its_name(newsroom: Newsroom, command: str) -> None:
    assert_usage(newsroom.run(command), "ID|URL|SOURCE-ID")


def test_withdraw_takes_an_article_out_of_its_feeds(newsroom: Newsroom) -> None:
    newsroom.ingest(article(1))
    found = newsroom.kept("n-1").article
    assert newsroom.well("withdraw", "n-1") == f"{found.id} withdrawn: {found.title}\n"
    assert newsroom.kept("n-1").reason == "withdrawn"
    assert newsroom.json("show", "n-1", "--json")[0]["feeds"] == {}
    assert newsroom.well("withdraw", "n-1") == f"{found.id} was withdrawn already\n"


def test_restore_brings_it_back_under_its_id(newsroom: Newsroom) -> None:
    newsroom.ingest(article(1))
    found = newsroom.kept("n-1").article
    newsroom.well("withdraw", "n-1")
    assert newsroom.well("restore", found.id) == f"{found.id} restored: {found.title}\n"
    assert newsroom.kept("n-1").live
    assert newsroom.well("restore", found.id) == f"{found.id} is not withdrawn\n"


def test_withdraw_takes_a_notice_that_show_tells(newsroom: Newsroom) -> None:
    newsroom.ingest(article(1))
    found = newsroom.kept("n-1").article
    words = "سحبنا هذا الخبر.\nنعتذر لقرائنا."
    said = newsroom.well("withdraw", "n-1", "--notice", words)
    assert said == f"{found.id} withdrawn: {found.title}\n"
    (shown,) = newsroom.json("show", "n-1", "--json")
    assert shown["notice"]["text"] == words
    assert shown["notice"]["until"] > shown["withdrawn"]
    assert (shown["state"], list(shown["feeds"])) == ("withdrawn", ["all", "politics"])
    again = newsroom.json("withdraw", "n-1", "--notice", "نص آخر.", "--json")
    assert again == [{"outcome": "withdrawn", "id": found.id, "feeds": ["all", "politics"]}]
    assert "نص آخر." in newsroom.well("show", "n-1")
    newsroom.well("restore", "n-1")
    assert newsroom.json("show", "n-1", "--json")[0]["notice"] is None


def test_a_notice_that_cannot_be_is_one_line_and_withdraws_nothing(newsroom: Newsroom) -> None:
    newsroom.ingest(article(1))
    assert_one_line(newsroom.run("withdraw", "n-1", "--notice", " "), "notice: is empty")
    assert_one_line(newsroom.run("withdraw", "n-1", "--notice", "ط" * 5_001), "5,001 characters")
    assert_one_line(newsroom.run("withdraw", "n-9", "--notice", "نص"), "n-9")
    assert newsroom.kept("n-1").live


def test_withdraw_says_that_what_nobody_has_seen_needs_no_notice(newsroom: Newsroom) -> None:
    newsroom.ingest(article(1, publish_at=(START + timedelta(days=1)).isoformat()))
    result = newsroom.run("withdraw", "n-1", "--notice", "سحبناه.")
    assert "the notice is not kept" in result.stderr
    assert newsroom.kept("n-1").notice is None


def test_withdraw_says_that_an_article_has_expired(newsroom: Newsroom) -> None:
    newsroom.ingest(article(1, expires_at=(START + timedelta(hours=1)).isoformat()))
    newsroom.clock.now += timedelta(hours=2)
    newsroom.run("refresh")
    assert newsroom.well("withdraw", "n-1").endswith(" has expired already\n")


def test_withdraw_and_restore_say_the_change_as_json(newsroom: Newsroom) -> None:
    newsroom.ingest(article(1))
    found = newsroom.kept("n-1").article.id
    change = {"id": found, "feeds": ["all", "politics"]}
    assert newsroom.json("withdraw", "n-1", "--json") == [change | {"outcome": "withdrawn"}]
    assert newsroom.json("withdraw", "n-1", "--json") == [
        {"outcome": "same", "id": found, "feeds": []}
    ]
    assert newsroom.json("restore", "n-1", "--json") == [change | {"outcome": "restored"}]
    assert newsroom.json("restore", "n-1", "--json") == [
        {"outcome": "same", "id": found, "feeds": []}
    ]


def test_an_editor_corrects_what_its_source_then_leaves_alone(
    newsroom: Newsroom, tmp_path: Path
) -> None:
    newsroom.ingest(article())
    text = tmp_path / "text.md"
    text.write_bytes("نص المحرر، أطول قليلا مما كان.".encode("cp1256"))
    said = newsroom.well(
        "correct", "n-1", "--section", "مال وأعمال", "--title", "عنوان المحرر", "--text", text
    )
    assert re.fullmatch(r"urn:uuid:\S+ edited: عنوان المحرر\n", said)
    assert "same: 1" in newsroom.ingest(article()).stdout
    (shown,) = newsroom.json("show", "n-1", "--json")
    assert (shown["title"], shown["sections"], list(shown["feeds"])) == (
        "عنوان المحرر",
        ["economy"],
        ["all", "economy"],
    )
    assert shown["correction"]["text"] == "نص المحرر، أطول قليلا مما كان."
    assert newsroom.well("correct", "n-1", "--section", "economy").endswith(" is so already\n")
    assert newsroom.json("correct", "n-1", "--undo", "--json")[0]["outcome"] == "edited"
    assert "edited: 1" in newsroom.ingest(article()).stdout


def test_a_correction_that_cannot_be_is_one_line(newsroom: Newsroom) -> None:
    newsroom.ingest(article())
    assert_usage(newsroom.run("correct", "n-1"), "say what to correct")
    assert_usage(
        newsroom.run("correct", "n-1", "--undo", "--title", "عنوان"), "say what to correct"
    )
    assert_one_line(
        newsroom.run("correct", "n-1", "--section", "nowhere"), "nowhere", "politics, economy"
    )
    assert_one_line(newsroom.run("correct", "n-1", "--title", " "), "title: is missing")
    assert_one_line(newsroom.run("correct", "n-9", "--title", "عنوان"), "n-9")
