"""`flask quarantine`: refused drafts are listed, shown, dropped and retried."""

from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine, event

from store import Place, ingest, record
from tests import wxr
from tests.feeds.cli.support import BAD, FAR, Newsroom, Open, assert_one_line, assert_usage, ndjson
from tests.room import START, article


def test_quarantine_lists_each_draft_with_place_field_and_reason(newsroom: Newsroom) -> None:
    assert newsroom.well("quarantine", "list") == ""
    newsroom.ingest(article(1), BAD, FAR)
    first, second = newsroom.held()
    assert [line.strip() for line in newsroom.well("quarantine", "list").splitlines()] == [
        f"{second.id}  -:3: published: {second.refused.reason}",
        f"{first.id}  -:2: title: is missing: an article needs a title",
        "held: 2",
        "1  published: … is more than a year ahead",
        "1  title: is missing: an article needs a title",
    ]


def test_quarantine_is_listed_a_page_at_a_time_with_counts_of_all(newsroom: Newsroom) -> None:
    newsroom.ingest(*(BAD | {"id": f"bad-{number}"} for number in range(5)), FAR)
    numbers = [one.id for one in reversed(newsroom.held())]
    seen: list[int] = []
    before: tuple[object, ...] = ()
    for size in (2, 2, 2):
        page = newsroom.run("quarantine", "list", "--limit", size, *before)
        lines = [line.split()[0] for line in page.stdout.splitlines()]
        seen += [int(number) for number in lines[:size]]
        assert lines[size:] == ["held:", "5", "1"]
        before = ("--before", seen[-1])
        hint = f"older ones: `flask quarantine list --before {seen[-1]}`\n"
        assert page.stderr == ("" if len(seen) == 6 else hint)
    assert seen == numbers
    assert newsroom.well("quarantine", "list", "--before", numbers[-1]).startswith("held: 6\n")


def test_a_page_of_quarantine_reads_no_record(
    newsroom: Newsroom,
) -> None:
    newsroom.ingest(BAD, FAR)
    asked: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        asked.append(statement)

    event.listen(Engine, "before_cursor_execute", note)
    try:
        newsroom.well("quarantine", "list")
    finally:
        event.remove(Engine, "before_cursor_execute", note)
    (listed,) = [one for one in asked if "quarantine.id" in one]
    assert "draft" not in listed


@pytest.mark.parametrize("limit", ["0", "-1", "x", "10001"])
def test_a_page_of_quarantine_has_a_size(newsroom: Newsroom, limit: str) -> None:
    assert_usage(newsroom.run("quarantine", "list", "--limit", limit))


def test_quarantine_lists_a_line_of_json_for_each_draft(newsroom: Newsroom) -> None:
    newsroom.ingest(BAD, FAR)
    _, first = newsroom.json("quarantine", "list", "--json")
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
    listed = newsroom.json("quarantine", "list", "--json")[0]
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
    post = wxr.post(7, content="يستمر السوق أسبوعا.", meta="")
    text = wxr.HEAD + post.replace("2025-01-01", "2027-12-29") + wxr.TAIL
    path.write_text(text, encoding="utf-8")
    assert newsroom.run("ingest", path, "--keep-guid").exit_code == 3
    newsroom.clock.now += timedelta(days=500)
    newsroom.well("quarantine", "retry")
    kept = newsroom.kept("7")
    assert kept.article.id == "https://bank.example.com/?p=7"
    with newsroom.store.snapshot() as snapshot:
        placed = snapshot.placements.of([kept.article.id])[kept.article.id]["all"]
    assert placed.position == kept.article.published


def test_all_drafts_are_retried_a_batch_at_a_time(
    newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("feeds.cli.quarantine.BATCH", 2)
    newsroom.ingest(*(FAR | {"id": f"far-{number}"} for number in range(5)), BAD)
    newsroom.clock.now += timedelta(days=60)
    result = newsroom.run("quarantine", "retry")
    assert (result.exit_code, result.stdout) == (3, "new: 5, edited: 0, same: 0, quarantined: 1\n")
    assert [one.refused.field for one in newsroom.held()] == ["title"]


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
