"""`flask wires` and `flask poll`: how wires are doing, and one poll now."""

import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from store import Comparison
from tests.feeds.cli.support import CONFIGURATION, Newsroom, Open, assert_one_line
from tests.wordpress import Answer, Site, served


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


def test_wires_tell_what_was_compared_and_what_is_amiss(wired: Newsroom) -> None:
    wired.well("poll", "press")
    moment = datetime(2026, 11, 24, 7, tzinfo=UTC)
    found = Comparison(moment, 1390, 1388, missing=2, differs_since=moment)
    with wired.store.transaction() as transaction:
        state = transaction.wires.states()["press"]
        remarks = {"authors": "authors are missing"}
        transaction.wires.note(replace(state, comparison=found, remarks=remarks))
    assert wired.well("wires").splitlines()[2:] == [
        "  compared 2026-11-24 07:00:00 UTC: 1,390 listed there, 1,388 known here; 2 were missing,"
        " 0 gone",
        "  they differ since 2026-11-24 07:00:00 UTC",
        "  authors are missing",
    ]
    (told,) = wired.json("wires", "--json")
    assert (told["comparison"]["listed"], told["remarks"]) == (1390, ["authors are missing"])
    assert "WRONG  wire press: the site lists 1,390 posts, 1,388" in wired.run("doctor").stdout


def test_wires_and_the_doctor_say_that_dates_are_local_time(wired: Newsroom) -> None:
    wired.well("poll", "press")
    said = 'all that is new there is 3 hours ahead: set zone = "Asia/Riyadh"'
    with wired.store.transaction() as transaction:
        state = transaction.wires.states()["press"]
        transaction.wires.note(replace(state, remarks={"zone": said}))
    assert f"  {said}" in wired.well("wires").splitlines()
    assert f"WRONG  wire press: {said}" in wired.run("doctor").stdout


def test_poll_knows_only_the_wires_that_are_set(wired: Newsroom) -> None:
    assert_one_line(wired.run("poll", "radio"), "no wire is called 'radio'", "press")


def killed_poll(site: Site, question: str, number: int) -> None:
    """Poll in a process that is killed while it waits for the answer to such a question."""
    command = [sys.executable, "-m", "flask", "--app", "app", "poll", "press"]
    child = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    answer = site.answer
    before = len(site.asked)

    def kill_in_time(target: str) -> Answer:
        if len([one for one in [*site.asked[before:], target] if question in one]) == number:
            child.kill()
        return answer(target)

    site.answer = kill_in_time  # type: ignore[method-assign]
    try:
        assert child.wait(60) == -signal.SIGKILL
    finally:
        site.answer = answer  # type: ignore[method-assign]


def test_a_poll_that_is_killed_on_its_third_page_is_resumed_there(
    wired: Newsroom, site: Site
) -> None:
    site.add(*range(1, 301))
    wired.clock.now = datetime.now(UTC)
    killed_poll(site, "_embed", 3)
    with wired.store.snapshot() as snapshot:
        before = snapshot.placements.count(["all"])["all"]
    assert before == 2 * 99  # the last post of a page is listed again
    asked = len(site.asked)
    assert_one_line(wired.run("poll", "press"), "another process is polling 'press'")
    wired.clock.now += timedelta(minutes=6)  # the lease of the killed one has ended
    counts = dict(part.split(": ") for part in wired.well("poll", "press").strip().split(", "))
    assert counts["new"] == str(300 - before)
    assert len([one for one in site.asked[asked:] if "posts?_embed" in one]) <= 4


AT_ONCE = "عنوان بدّل عند الموقع"
PLACES = {
    "the newest posts are listed": ("orderby=date", 1),
    "a window below them is listed": ("orderby=date", 3),
    "what is unlike is read": ("include=", 1),
    "the first is asked for": ("/posts/", 1),
    "the last is asked for": ("/posts/", 21),
}


@pytest.mark.parametrize(("question", "number"), PLACES.values(), ids=PLACES.keys())
def test_a_comparison_that_is_killed_is_resumed(
    wired: Newsroom, site: Site, question: str, number: int
) -> None:
    site.add(*range(1, 151))
    wired.clock.now = datetime.now(UTC)
    wired.well("poll", "press")
    for gone in (*range(20, 30), *range(70, 80), 148):
        del site.posts[gone]
    site.add(10, 60, 145, title={"rendered": AT_ONCE}, link="https://press.example.com/new/")
    for new in (10, 60, 145):
        site.posts[new]["link"] += str(new)
    wired.clock.now += timedelta(hours=2)
    with wired.store.transaction() as transaction:  # so that the child compares, by the real clock
        state = transaction.wires.states()["press"]
        memory = dict(state.memory) | {"compared": "2026-01-01T00:00:00+00:00"}
        transaction.wires.note(replace(state, memory=memory))
    killed_poll(site, question, number)
    wired.clock.now += timedelta(minutes=6)
    wired.well("poll", "press")
    wired.clock.now += timedelta(minutes=6)
    wired.well("poll", "press")
    (told,) = wired.json("wires", "--json")
    assert told["comparison"]["listed"] == told["comparison"]["known"] == 129
    assert told["comparison"]["differs_since"] is None
    for post_id in range(1, 151):
        assert wired.kept(str(post_id)).live == (post_id in site.posts)
    titles = [wired.kept(str(post_id)).article.title for post_id in (10, 60, 145)]
    assert titles == [AT_ONCE] * 3
    assert wired.well("poll", "press") == "same: 2\n"
