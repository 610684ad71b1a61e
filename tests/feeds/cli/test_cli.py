"""The commands, in this process: what they do to the store, what they say where, and with which
exit code.

Exit codes: 0 well, 1 a problem (one line on standard error), 2 wrong usage, 3 where drafts were
refused.
"""

import hashlib
import json
import logging
import re
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import fields, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from flask import Flask
from flask.cli import FlaskGroup

from app import create_app
from feeds import newsroom as composed
from feeds.cli import inspect, processes
from feeds.printing import press
from store import (
    Article,
    NotFound,
    Place,
    QuarantinedDraft,
    Store,
    StoredArticle,
    find,
    ingest,
    record,
)
from tests import wxr
from tests.room import START, article
from tests.wordpress import Answer, Site, served

CONFIGURATION = """
base_url = "https://news.example.com"
log = "warning text"

[site]
title = "صحيفة الاختبار"

[[section]]
slug = "politics"
title = "سياسة"

[[section]]
slug = "economy"
title = "اقتصاد"
aliases = ["مال وأعمال"]
"""
FEEDS = ["all", "politics", "economy"]
BAD = {"id": "bad", "title": "", "text": "نص بلا عنوان"}
FAR = {
    "id": "far",
    "title": "خبر من عام بعيد",
    "published": (START + timedelta(days=400)).isoformat(),
}


class Clock:
    """A clock that moves a second each time it is read, so that no command waits for the next
    one.
    """

    def __init__(self) -> None:
        self.now = START

    def __call__(self) -> datetime:
        self.now += timedelta(seconds=1)
        return self.now


class Impatient:
    """An Event that nobody waits for."""

    def wait(self, _seconds: float) -> None: ...


class Newsroom:
    """`flask` in a folder of its own: run commands, then look into the store."""

    def __init__(self, app: Flask, clock: Clock) -> None:
        self.app, self.clock = app, clock
        self._flask = FlaskGroup(create_app=lambda: app, load_dotenv=False, set_debug_flag=False)
        self.store: Store = app.extensions["nashra"].store

    def run(self, *arguments: object, stdin: str | None = None) -> Result:
        result = CliRunner().invoke(self._flask, [str(one) for one in arguments], input=stdin)
        if result.exception and not isinstance(result.exception, SystemExit):
            raise result.exception
        return result

    def well(self, *arguments: object, stdin: str | None = None) -> str:
        """What a command says that must succeed without a word on standard error."""
        result = self.run(*arguments, stdin=stdin)
        assert (result.exit_code, result.stderr) == (0, "")
        return result.stdout

    def json(self, *arguments: object, stdin: str | None = None) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.well(*arguments, stdin=stdin).splitlines()]

    def ingest(self, *records: object) -> Result:
        return self.run("ingest", "-", stdin=ndjson(*records))

    def kept(self, name: str) -> StoredArticle:
        return find(self.store, name)

    def held(self) -> list[QuarantinedDraft]:
        with self.store.snapshot() as snapshot:
            return snapshot.quarantine.all()

    def position(self, name: str, feed: str = "all") -> datetime:
        found = self.kept(name).article.id
        with self.store.snapshot() as snapshot:
            return snapshot.placements.of([found])[found][feed].position

    def printed(self, feed: str) -> str:
        with self.store.snapshot() as snapshot:
            edition = snapshot.editions.current(feed)
        return edition.bodies["rss"].content.decode() if edition else ""


def ndjson(*records: object) -> str:
    return "".join(json.dumps(record, ensure_ascii=False) + "\n" for record in records)


def assert_one_line(result: Result, *words: str) -> None:
    """A problem: exit 1, nothing on standard output, one line on standard error that names what was
    wrong.
    """
    assert (result.exit_code, result.stdout) == (1, "")
    assert re.fullmatch(r"Error: [^\n]+\n", result.stderr)
    assert all(word in result.stderr for word in words), result.stderr


def assert_usage(result: Result, *words: str) -> None:
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.startswith("Usage: ")
    assert all(word in result.stderr for word in words), result.stderr


@pytest.fixture(autouse=True)
def _logging_restored() -> Iterator[None]:
    """Commands set up the logs of their process, which is that of the tests here."""
    root = logging.getLogger()
    handlers, level = list(root.handlers), root.level
    yield
    root.handlers, root.level = handlers, level


Open = Callable[[str], Newsroom]


@pytest.fixture
def opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Open]:
    """opened(url) is the newsroom over that database."""
    (tmp_path / "nashra.toml").write_text(CONFIGURATION, encoding="utf-8")
    monkeypatch.setenv("NASHRA_CONFIG", str(tmp_path / "nashra.toml"))
    monkeypatch.setenv("FLASK_RUN_FROM_CLI", "true")  # as flask itself sets it, for good
    clock = Clock()
    monkeypatch.setattr(composed, "now", clock)
    monkeypatch.setattr(inspect, "now", clock)
    monkeypatch.setattr(processes, "Event", Impatient)
    stores: list[Store] = []

    def open_(url: str) -> Newsroom:
        monkeypatch.setenv("NASHRA_DATABASE", url)
        made = Newsroom(create_app(), clock)
        stores.append(made.store)
        return made

    yield open_
    for store in stores:
        store.close()


@pytest.fixture
def newsroom(opened: Open, sqlite: str) -> Newsroom:
    return opened(sqlite)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A file with two good records."""
    path = tmp_path / "two.ndjson"
    path.write_text(ndjson(article(1), article(2, sections=["مال وأعمال"])), encoding="utf-8")
    return path


# ingest


def test_ingest_counts_what_became_of_the_records(newsroom: Newsroom, file: Path) -> None:
    assert newsroom.well("ingest", file) == "new: 2, edited: 0, same: 0, quarantined: 0\n"
    assert newsroom.kept("n-2").article.title == "افتتاح الجسر رقم 2 أمام حركة السير"
    assert newsroom.well("ingest", file) == "new: 0, edited: 0, same: 2, quarantined: 0\n"


def test_ingest_says_each_record_and_the_counts_as_json(newsroom: Newsroom, file: Path) -> None:
    first, second, report = newsroom.json("ingest", file, "--json")
    assert first == {
        "outcome": "new",
        "file": str(file),
        "line": 1,
        "id": newsroom.kept("n-1").article.id,
        "source_id": "n-1",
        "feeds": ["all", "politics"],
    }
    assert (second["line"], second["source_id"], second["feeds"]) == (2, "n-2", ["all", "economy"])
    assert report == {"report": {"new": 2, "edited": 0, "same": 0, "quarantined": 0}}
    same, *_ = newsroom.json("ingest", file, "--json")
    assert same | {"feeds": first["feeds"]} == first | {"outcome": "same"}
    assert "feeds" not in same
    edited, report = newsroom.json(
        "ingest", "-", "--json", stdin=ndjson(article(1, title="عنوان آخر"))
    )
    assert edited == first | {"outcome": "edited", "file": "-", "line": 1}
    assert report == {"report": {"new": 0, "edited": 1, "same": 0, "quarantined": 0}}


def test_a_refused_draft_exits_3_and_stops_no_other(newsroom: Newsroom) -> None:
    result = newsroom.ingest(BAD, article(1))
    assert (result.exit_code, result.stdout) == (3, "new: 1, edited: 0, same: 0, quarantined: 1\n")
    assert "-:1: title: is missing" in result.stderr
    assert "flask quarantine list" in result.stderr
    assert newsroom.kept("n-1").live
    assert [one.refused.field for one in newsroom.held()] == ["title"]


def test_the_report_counts_what_an_export_leaves_out(newsroom: Newsroom, tmp_path: Path) -> None:
    path, posts = (
        tmp_path / "export.xml",
        [wxr.post(1), wxr.post(2, "draft"), wxr.post(3, "private")],
    )
    path.write_text(wxr.HEAD + "".join(posts) + wxr.post(4, "draft") + wxr.TAIL, encoding="utf-8")
    said = newsroom.well("ingest", path)
    assert said == "new: 1, edited: 0, same: 0, quarantined: 0\nleft out: 2 draft, 1 private\n"
    _, report = newsroom.json("ingest", path, "--json")
    assert report["report"]["left_out"] == {"draft": 2, "private": 1}


def test_a_refused_draft_is_a_line_of_json_too(newsroom: Newsroom) -> None:
    result = newsroom.run("ingest", "-", "--json", stdin=ndjson(article(1), BAD))
    _, refused, report = (json.loads(line) for line in result.stdout.splitlines())
    assert result.exit_code == 3
    assert set(refused) == set(
        "outcome file line id source_id field reason offset code_point".split()
    )
    assert (refused["outcome"], refused["file"], refused["line"]) == ("quarantined", "-", 2)
    assert (refused["field"], refused["reason"]) == (
        "title",
        "is missing: an article needs a title",
    )
    assert report == {"report": {"new": 1, "edited": 0, "same": 0, "quarantined": 1}}


def test_a_refusal_names_the_offending_character(newsroom: Newsroom) -> None:
    result = newsroom.run("ingest", "-", "--json", stdin='{"title": "عنوان\x01"}\n')
    refused = json.loads(result.stdout.splitlines()[0])
    assert (result.exit_code, refused["code_point"]) == (3, "U+0001")
    assert refused["offset"] == len('{"title": "عنوان')


def test_a_section_given_by_any_of_its_names_takes_records_that_name_none(
    newsroom: Newsroom,
) -> None:
    record = {key: value for key, value in article(1).items() if key != "sections"}
    newsroom.well("ingest", "-", "--section", "مال وأعمال", stdin=ndjson(record, article(2)))
    assert "economy" in newsroom.json("show", "n-1", "--json")[0]["feeds"]
    assert "economy" not in newsroom.json("show", "n-2", "--json")[0]["feeds"]


def test_ingest_refuses_an_unknown_section_and_names_the_known_ones(
    newsroom: Newsroom, file: Path
) -> None:
    assert_one_line(
        newsroom.run("ingest", file, "--section", "sport"), "'sport'", "politics, economy"
    )
    with pytest.raises(NotFound):
        newsroom.kept("n-1")


def test_ingest_reads_a_file_in_the_format_that_is_said(newsroom: Newsroom, tmp_path: Path) -> None:
    (tmp_path / "story.dat").write_text(
        "عنوان في سطر أول\nنص الخبر في سطر بعده.\n", encoding="utf-8"
    )
    assert newsroom.run("ingest", tmp_path / "story.dat").exit_code == 3
    fields = newsroom.json("ingest", tmp_path / "story.dat", "--format", "text", "--json")[0]
    assert newsroom.kept(fields["id"]).article.title == "عنوان في سطر أول"


def test_ingest_reads_feeds_and_counts_their_withdrawals(
    newsroom: Newsroom, tmp_path: Path
) -> None:
    item = (
        "<item><title>افتتاح"
        " المعرض</title><guid>g-1</guid><pubDate>2026-11-17T09:30:00Z</pubDate>{}</item>"
    )
    feed = f'<rss xmlns:media="http://search.yahoo.com/mrss/"><channel>{item}</channel></rss>'
    path = tmp_path / "agency.rss"
    path.write_text(feed.format(""), encoding="utf-8")
    assert newsroom.well("ingest", path) == "new: 1, edited: 0, same: 0, quarantined: 0\n"
    gone = feed.format('<media:status state="deleted"/>')
    said = newsroom.well("ingest", "-", "--format", "feed", stdin=gone)
    assert said == "new: 0, edited: 0, same: 0, withdrawn: 1, quarantined: 0\n"
    assert newsroom.kept("g-1").withdrawn


def test_a_backfill_is_placed_by_its_dates_and_a_late_arrival_by_its_arrival(
    newsroom: Newsroom,
) -> None:
    newsroom.ingest(article(1))
    old = START - timedelta(days=90)
    newsroom.ingest(article(2, published=old.isoformat()))
    newsroom.well("ingest", "-", "--backfill", stdin=ndjson(article(3, published=old.isoformat())))
    assert newsroom.position("n-2") > START
    assert newsroom.position("n-3") == old


def test_ingest_prints_the_schema_of_a_record_and_needs_no_database(
    opened: Open, empty_sqlite: str
) -> None:
    schema = opened(empty_sqlite).json("ingest", "--schema")[0]
    assert schema["title"] == "Nashra record"
    assert "syndicate" in schema["properties"]


def test_ingest_without_a_path_is_wrong_usage(newsroom: Newsroom) -> None:
    assert_usage(
        newsroom.run("ingest"), "name a file, a folder, an address, or - for standard input"
    )


def test_ingest_of_an_unknown_format_is_wrong_usage(newsroom: Newsroom, file: Path) -> None:
    assert_usage(newsroom.run("ingest", file, "--format", "docx"), "'docx'", "text", "feed")


def test_ingest_of_a_file_that_is_not_there_is_one_line(newsroom: Newsroom) -> None:
    assert_one_line(
        newsroom.run("ingest", "nowhere.ndjson"), "there is no file or folder 'nowhere.ndjson'"
    )


# One article


def test_show_gives_every_field_with_state_and_feeds_as_json(newsroom: Newsroom) -> None:
    newsroom.ingest(article(1, tags=["جسور"]))
    (shown,) = newsroom.json("show", "n-1", "--json")
    beside = {*"page state revision released withdrawn reason correction feeds also_from".split()}
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


# The press


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
    monkeypatch.setattr(press, "make_edition", fail)
    result = newsroom.run("refresh", "--json")
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr.splitlines()[-1].startswith("Error: all, politics: not printed")


def fail(*_: object) -> None:
    raise RuntimeError("a fault in a format")


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


# The database


def test_migrate_makes_the_tables_and_may_be_run_again(opened: Open, empty_sqlite: str) -> None:
    newsroom = opened(empty_sqlite)
    said = newsroom.well("migrate")
    assert re.fullmatch(r"the database has schema \d{4}\n", said)
    assert newsroom.well("migrate") == said
    assert newsroom.ingest(article(1)).exit_code == 0


@pytest.mark.parametrize(
    "command",
    [
        "ingest -",
        "show n-1",
        "withdraw n-1",
        "restore n-1",
        "refresh",
        "sections",
        "backup kept.db",
        "serve",
        "web",
        "work",
        "quarantine list",
        "quarantine show 1",
        "quarantine drop 1",
        "quarantine retry",
    ],
)
def test_a_command_without_tables_says_what_to_run(
    opened: Open, empty_sqlite: str, command: str
) -> None:
    assert_one_line(opened(empty_sqlite).run(*command.split()), "run `flask migrate`")


def test_a_backup_is_restored_into_an_empty_database(
    newsroom: Newsroom, opened: Open, empty_sqlite: str, tmp_path: Path
) -> None:
    newsroom.ingest(article(1), BAD)
    newsroom.well("refresh")
    revision = newsroom.kept("n-1").revision
    with newsroom.store.snapshot() as snapshot:
        number = snapshot.revision.number()
    copy = tmp_path / "monday.db"
    assert newsroom.well("backup", copy) == f"{copy} holds revision {number}\n"
    other = opened(empty_sqlite)
    assert other.well("restore-backup", copy) == f"the database is at revision {number}\n"
    assert other.kept("n-1") == newsroom.kept("n-1")
    assert other.kept("n-1").revision == revision
    assert [one.hash for one in other.held()] == [one.hash for one in newsroom.held()]
    assert other.printed("politics") == newsroom.printed("politics") != ""


def test_a_backup_is_restored_over_nothing(newsroom: Newsroom, tmp_path: Path) -> None:
    newsroom.ingest(article(1))
    newsroom.well("backup", tmp_path / "monday.db")
    newsroom.ingest(article(2))
    assert_one_line(newsroom.run("restore-backup", tmp_path / "monday.db"), "in use already")
    assert newsroom.kept("n-2").live


def test_a_backup_that_cannot_be_written_is_one_line(newsroom: Newsroom, file: Path) -> None:
    assert_one_line(newsroom.run("backup", file / "monday.db"), str(file))


def test_a_backup_that_is_not_there_or_is_none_is_one_line(
    opened: Open, empty_sqlite: str, tmp_path: Path, file: Path
) -> None:
    newsroom = opened(empty_sqlite)
    assert_one_line(newsroom.run("restore-backup", tmp_path / "nowhere.db"), "nowhere.db")
    assert_one_line(newsroom.run("restore-backup", file), "two.ndjson")


@pytest.mark.parametrize("command", ["backup", "restore-backup"])
def test_a_backup_is_a_named_file(newsroom: Newsroom, command: str, tmp_path: Path) -> None:
    assert_usage(newsroom.run(command), "FILE")
    assert_usage(newsroom.run(command, tmp_path), "is a directory")


# Quarantine


def test_quarantine_lists_each_draft_with_place_field_and_reason(newsroom: Newsroom) -> None:
    assert newsroom.well("quarantine", "list") == ""
    newsroom.ingest(article(1), BAD, FAR)
    first, second = newsroom.held()
    assert [line.strip() for line in newsroom.well("quarantine", "list").splitlines()] == [
        f"{first.id}  -:2: title: is missing: an article needs a title",
        f"{second.id}  -:3: published: {second.refused.reason}",
    ]


def test_quarantine_lists_a_line_of_json_for_each_draft(newsroom: Newsroom) -> None:
    newsroom.ingest(BAD, FAR)
    first, _ = newsroom.json("quarantine", "list", "--json")
    received_at = first.pop("received_at")
    assert datetime.fromisoformat(received_at) - START < timedelta(minutes=1)
    assert first == {
        "number": newsroom.held()[0].id,
        "file": "-",
        "line": 1,
        "field": "title",
        "reason": "is missing: an article needs a title",
        "offset": None,
        "code_point": None,
    }


def test_quarantine_shows_a_draft_as_it_came(newsroom: Newsroom) -> None:
    newsroom.ingest(FAR, BAD)
    (shown,) = newsroom.json("quarantine", "show", newsroom.held()[1].id)
    listed = newsroom.json("quarantine", "list", "--json")[1]
    draft = shown.pop("draft")
    assert shown == listed
    assert {name: draft[name] for name in BAD} == BAD


def test_quarantine_shows_no_draft_where_the_source_gave_no_record(newsroom: Newsroom) -> None:
    newsroom.run("ingest", "-", stdin="not json\n")
    assert newsroom.json("quarantine", "show", newsroom.held()[0].id)[0]["draft"] is None


def test_quarantine_drops_what_is_named_and_nothing_else(newsroom: Newsroom) -> None:
    newsroom.ingest(BAD, FAR, BAD | {"id": "worse"})
    first, second, third = (one.id for one in newsroom.held())
    assert newsroom.well("quarantine", "drop", first, third) == "dropped: 2\n"
    assert [one.id for one in newsroom.held()] == [second]


def test_quarantine_drops_nothing_where_one_number_is_unknown(newsroom: Newsroom) -> None:
    newsroom.ingest(BAD)
    number = newsroom.held()[0].id
    assert_one_line(newsroom.run("quarantine", "drop", number, number + 7), f"number {number + 7}")
    assert [one.id for one in newsroom.held()] == [number]


def test_quarantine_retries_every_draft_and_keeps_what_is_good_now(newsroom: Newsroom) -> None:
    newsroom.ingest(article(1), FAR, BAD)
    newsroom.clock.now += timedelta(days=60)
    result = newsroom.run("quarantine", "retry")
    assert (result.exit_code, result.stdout) == (3, "new: 1, edited: 0, same: 0, quarantined: 1\n")
    assert newsroom.kept("far").article.title == FAR["title"]
    assert [one.refused.field for one in newsroom.held()] == ["title"]


def test_a_post_that_is_retried_keeps_its_guid_and_its_place(
    newsroom: Newsroom, tmp_path: Path
) -> None:
    newsroom.ingest(article(1))
    path = tmp_path / "export.xml"
    text = wxr.HEAD + wxr.post(7).replace("2025-01-01", "2027-12-29") + wxr.TAIL
    path.write_text(text, encoding="utf-8")
    assert newsroom.run("ingest", path, "--keep-guid").exit_code == 3
    newsroom.clock.now += timedelta(days=500)
    newsroom.well("quarantine", "retry")
    kept = newsroom.kept("7")
    assert kept.article.id == "https://bank.example.com/?p=7"
    with newsroom.store.snapshot() as snapshot:
        placed = snapshot.placements.of([kept.article.id])[kept.article.id]["all"]
    assert placed.position == kept.article.published


def test_quarantine_retries_only_the_drafts_that_are_named(newsroom: Newsroom) -> None:
    newsroom.ingest(FAR, FAR | {"id": "further", "title": "خبر أبعد"})
    newsroom.clock.now += timedelta(days=60)
    first, second = newsroom.held()
    assert (
        newsroom.well("quarantine", "retry", second.id)
        == "new: 1, edited: 0, same: 0, quarantined: 0\n"
    )
    assert newsroom.kept("further").article.title == "خبر أبعد"
    assert [one.id for one in newsroom.held()] == [first.id]


def test_a_retried_draft_has_the_section_it_was_ingested_with(newsroom: Newsroom) -> None:
    newsroom.run("ingest", "-", "--section", "economy", stdin=ndjson(FAR))
    newsroom.clock.now += timedelta(days=60)
    newsroom.well("quarantine", "retry")
    assert newsroom.kept("far").article.sections == ("economy",)


def test_a_retried_draft_stays_within_the_sections_of_its_token(
    opened: Open, sqlite: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NASHRA_API_TOKENS", f"desk:{'0' * 64}:economy")
    newsroom = opened(sqlite)
    intake = newsroom.app.extensions["nashra"].intake
    strange = record.draft(FAR | {"sections": ["politics"]}, Place("api"))
    list(ingest([strange], replace(intake, owner="desk", scope=frozenset({"economy"}))))
    newsroom.ingest(FAR)
    newsroom.clock.now += timedelta(days=60)
    result = newsroom.run("quarantine", "retry")
    assert (result.exit_code, result.stdout) == (3, "new: 1, edited: 0, same: 0, quarantined: 1\n")
    assert "desk: nothing of it is tried, the article stands in politics" in result.stderr
    assert [one.owner for one in newsroom.held()] == ["desk"]


def test_a_retried_draft_follows_the_rules_of_its_wire(
    opened: Open, sqlite: str, tmp_path: Path
) -> None:
    toml = (
        '[[wire]]\nname = "agency"\nkind = "feed"\nurl = "https://agency.example/rss"\nfull_text ='
        " false\n"
    )
    with (tmp_path / "nashra.toml").open("a", encoding="utf-8") as configuration:
        configuration.write(toml)
    newsroom = opened(sqlite)
    intake = newsroom.app.extensions["nashra"].intake
    list(
        ingest(
            [record.draft(FAR, Place("agency"))], replace(intake, owner="agency", full_text=False)
        )
    )
    newsroom.clock.now += timedelta(days=60)
    newsroom.well("quarantine", "retry")
    assert newsroom.kept("far").article.syndicate == "summary"


@pytest.mark.parametrize("command", ["show", "drop", "retry"])
def test_a_number_that_quarantine_does_not_hold_is_one_line(
    newsroom: Newsroom, command: str
) -> None:
    assert_one_line(newsroom.run("quarantine", command, 12), "number 12")


@pytest.mark.parametrize(
    "arguments", [("show",), ("show", "x"), ("drop",), ("drop", "x"), ("retry", "x"), ("burn",)]
)
def test_quarantine_takes_numbers(newsroom: Newsroom, arguments: tuple[str, ...]) -> None:
    assert_usage(newsroom.run("quarantine", *arguments))


# doctor, and the whole


# wires


@pytest.fixture
def site() -> Iterator[Site]:
    with served(Site()) as found:
        found.add(1, 2, 3)
        yield found


@pytest.fixture
def wired(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, opened: Open, sqlite: str, site: Site
) -> Newsroom:
    lines = f'[[wire]]\nname = "press"\nkind = "wordpress"\nurl = "{site.url}"\n'
    (tmp_path / "nashra.toml").write_text(CONFIGURATION + lines, encoding="utf-8")
    monkeypatch.setenv("NASHRA_OUTBOUND_ALLOW", "127.0.0.1")
    return opened(sqlite)


def test_poll_says_what_came_and_wires_how_it_stands(wired: Newsroom, site: Site) -> None:
    assert wired.well("wires").splitlines() == [
        f"press  wordpress  {site.url}",
        "  last success never; next poll at once; nothing yet",
    ]
    assert wired.well("poll", "press") == "new: 3\n"
    site.broken = (500, "text/html", b"")
    result = wired.run("poll", "press")
    assert (result.exit_code, result.stdout) == (1, "nothing new\n")
    assert "answers 500" in result.stderr
    (told,) = wired.json("wires", "--json")
    assert (told["name"], told["counts"], told["failures"]) == ("press", {"new": 3}, 1)
    assert told["succeeded_at"]
    assert "fails for the 1. time: http://127.0.0.1" in wired.well("wires")
    assert "WRONG  wire press: " in wired.run("doctor").stdout


def test_poll_knows_only_the_wires_that_are_set(wired: Newsroom) -> None:
    assert_one_line(wired.run("poll", "radio"), "no wire is called 'radio'", "press")


def test_a_poll_that_is_killed_on_its_seventh_page_is_resumed_there(
    wired: Newsroom, site: Site
) -> None:
    site.add(*range(1, 801))
    wired.clock.now = datetime.now(UTC)
    command = [sys.executable, "-m", "flask", "--app", "app", "poll", "press"]
    child = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    answer = site.answer

    def kill_on_the_seventh(target: str) -> Answer:
        if len(site.asked) == 6:
            child.kill()
        return answer(target)

    site.answer = kill_on_the_seventh  # type: ignore[method-assign]
    assert child.wait(60) == -signal.SIGKILL
    with wired.store.snapshot() as snapshot:
        before = snapshot.placements.count()["all"]
    assert before == 595  # the last post of a page is asked for again
    asked = len(site.asked)
    assert_one_line(wired.run("poll", "press"), "another process is polling 'press'")
    wired.clock.now += timedelta(minutes=6)  # the lease of the killed one has ended
    assert sorted(wired.well("poll", "press").strip().split(", ")) == ["new: 205", "same: 3"]
    assert len([one for one in site.asked[asked:] if "_embed" in one]) == 3


def test_doctor_exits_0_where_all_is_well(newsroom: Newsroom) -> None:
    newsroom.well("refresh")
    lines = newsroom.well("doctor").splitlines()
    assert all(line.startswith("ok     ") for line in lines)
    assert len(lines) == 7


def test_doctor_exits_1_where_something_is_wrong_and_looks_at_the_rest(
    opened: Open, empty_sqlite: str
) -> None:
    result = opened(empty_sqlite).run("doctor")
    assert (result.exit_code, result.stderr) == (1, "")
    lines = result.stdout.splitlines()
    assert "WRONG  schema: the database has no tables yet: run `flask migrate`" in lines
    assert any(line.startswith("ok     configuration: 2 sections") for line in lines)
    assert len(lines) == 7


@pytest.mark.parametrize(
    "arguments",
    [
        ("publish",),
        ("refresh", "--fast"),
        ("sections", "all"),
        ("serve", "--port", "0"),
        ("doctor", "x"),
    ],
)
def test_unknown_commands_options_and_arguments_are_wrong_usage(
    newsroom: Newsroom, arguments: tuple[str, ...]
) -> None:
    assert_usage(newsroom.run(*arguments))


def test_a_bad_setting_ends_every_command_with_one_line(
    monkeypatch: pytest.MonkeyPatch, sqlite: str, opened: Open
) -> None:
    monkeypatch.setenv("NASHRA_TIMEZONE", "Mars/Olympus")
    with pytest.raises(SystemExit, match=r"\AError: timezone: 'Mars/Olympus'[^\n]*\Z"):
        opened(sqlite)


def test_a_token_is_shown_once_with_the_setting_that_lets_it_in(newsroom: Newsroom) -> None:
    first, second = newsroom.well(
        "token", "sports-desk", "--section", "politics", "--section", "اقتصاد"
    ).splitlines()
    token = first.removeprefix("token, shown only now: ")
    digest = hashlib.sha256(token.encode()).hexdigest()
    assert second == f"for NASHRA_API_TOKENS: sports-desk:{digest}:politics+economy"
    assert newsroom.well("token", "desk") != newsroom.well("token", "desk")


def test_a_token_needs_a_name_and_sections_that_can_be(newsroom: Newsroom) -> None:
    assert_usage(newsroom.run("token", "مكتب"), "NAME", "expected a-z, 0-9 and hyphens")
    assert_one_line(newsroom.run("token", "desk", "--section", "nowhere"), "nowhere")


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
