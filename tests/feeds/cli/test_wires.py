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
        before = snapshot.placements.count(["all"])["all"]
    assert before == 595  # the last post of a page is asked for again
    asked = len(site.asked)
    assert_one_line(wired.run("poll", "press"), "another process is polling 'press'")
    wired.clock.now += timedelta(minutes=6)  # the lease of the killed one has ended
    assert sorted(wired.well("poll", "press").strip().split(", ")) == ["new: 205", "same: 3"]
    assert len([one for one in site.asked[asked:] if "_embed" in one]) == 3
