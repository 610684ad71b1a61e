"""`flask ingest`: what it takes in, what it says, and with which exit code."""

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from feeds.cli.ingest import REFUSED
from store import Article, Draft, NotFound
from store.intake import reading as intake_reading
from store.intake.prepare import prepare
from tests import wxr
from tests.feeds.cli.support import BAD, Newsroom, Open, assert_one_line, assert_usage, ndjson
from tests.room import START, article


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


def test_records_that_are_taken_in_part_are_named_at_the_end(newsroom: Newsroom) -> None:
    long = [article(number, tags=[f"وسم {tag}" for tag in range(120)]) for number in (1, 2)]
    result = newsroom.ingest(*long, article(3))
    assert (result.exit_code, result.stdout) == (0, "new: 3, edited: 0, same: 0, quarantined: 0\n")
    said = "taken in part: 2 with tags: … entries: the first … are taken: n-1, n-2"
    assert said in result.stderr
    lines = newsroom.run("ingest", "-", "--json", stdin=ndjson(*long)).stdout.splitlines()
    first, *_, report = map(json.loads, lines)
    assert first["remarks"] == ["tags: 120 entries: the first 100 are taken"]
    assert report["report"]["in_part"] == {"tags: … entries: the first … are taken": ["n-1", "n-2"]}


def test_of_many_refusals_the_first_twenty_are_said_and_all_are_counted(
    newsroom: Newsroom,
) -> None:
    bad = [BAD | {"id": f"bad-{number}"} for number in range(1, 26)]
    dated = [article(number, published=f"يوم {number}") for number in range(1, 6)]
    result = newsroom.ingest(*bad, *dated)
    assert result.exit_code == REFUSED
    *first, more, titles, dates, hint = result.stderr.splitlines()
    assert [line.partition("-:")[2] for line in first] == [
        f"{number}: title: is missing: an article needs a title" for number in range(1, 21)
    ]
    assert more.endswith("refused: 10 more; all 30 by reason:")
    assert titles.endswith(" 25  title: is missing: an article needs a title")
    assert " 5  published: … is no date" in dates
    assert "flask quarantine list" in hint
    assert len(newsroom.held()) == 30


def test_of_many_refusals_json_says_each_on_standard_output(newsroom: Newsroom) -> None:
    bad = [BAD | {"id": f"bad-{number}"} for number in range(1, 26)]
    result = newsroom.run("ingest", "-", "--json", stdin=ndjson(*bad))
    *lines, report = (json.loads(line) for line in result.stdout.splitlines())
    assert [line["line"] for line in lines] == list(range(1, 26))
    assert report["report"]["quarantined"] == 25
    assert len(result.stderr.splitlines()) == 22


def test_the_report_counts_what_an_export_leaves_out(newsroom: Newsroom, tmp_path: Path) -> None:
    path, posts = (
        tmp_path / "export.xml",
        [wxr.post(1, content="نص", meta=""), wxr.post(2, "draft"), wxr.post(3, "private")],
    )
    path.write_text(wxr.HEAD + "".join(posts) + wxr.post(4, "draft") + wxr.TAIL, encoding="utf-8")
    said = newsroom.run("ingest", path).stdout
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
    line = b'{"title": "\xff"}\n'
    result = newsroom.run("ingest", "-", "--json", stdin=line)
    refused = json.loads(result.stdout.splitlines()[0])
    assert (result.exit_code, refused["code_point"]) == (3, "U+00FF")
    assert refused["offset"] == line.index(b"\xff")


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


def test_a_record_over_which_anything_is_raised_is_refused_like_any_other(
    newsroom: Newsroom, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def raising(draft: Draft, **rules: Any) -> Article:
        if draft.id == "n-1":
            raise RecursionError("\x1b[2J")
        return prepare(draft, **rules)

    monkeypatch.setattr(intake_reading, "prepare", raising)
    done = newsroom.run("ingest", file)
    assert done.exit_code == REFUSED
    assert done.stdout == "new: 1, edited: 0, same: 0, quarantined: 1\n"
    assert "\x1b" not in newsroom.well("quarantine", "list")


def test_what_comes_back_is_counted_and_an_archive_brings_nothing_back(newsroom: Newsroom) -> None:
    story, hidden = ndjson(article(1)), ndjson(article(1) | {"draft": True})
    newsroom.well("ingest", "-", stdin=story)
    newsroom.well("ingest", "-", stdin=hidden)
    newsroom.well("ingest", "-", "--backfill", stdin=story)
    assert newsroom.kept("n-1").withdrawn_by == "source"
    said = newsroom.well("ingest", "-", stdin=story)
    assert said == "new: 0, edited: 0, same: 0, restored: 1, quarantined: 0\n"
