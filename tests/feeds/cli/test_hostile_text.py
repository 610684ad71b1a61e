"""Names, titles and errors of others cannot write lines of their own, nor move the cursor."""

import unicodedata
from dataclasses import replace
from pathlib import Path

import pytest

from store import Wire
from store.db.wires import WireState
from tests.feeds.cli.support import Newsroom
from tests.feeds.test_lines import HOSTILE
from tests.room import article

# A file name may hold all of it but a slash; a title loses what the intake drops.
NAME = HOSTILE[:60] + "\x1b[2J\u202e"


def assert_harmless(text: str) -> None:
    """No control but the ends of lines, of which none begins like what was planted."""
    bad = {char for char in text if unicodedata.category(char) in ("Cc", "Zl", "Zp")} - {"\n"}
    assert not bad | set("\u202e").intersection(text), text
    assert not any(line.startswith("2026-11-24 09") for line in text.splitlines()), text


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / f"drop{NAME}"
    folder.mkdir()
    (folder / f"{NAME}.txt").write_text(f"---\ntitel{HOSTILE[60:]}: خطأ\n---", encoding="utf-8")
    (folder / f"link{NAME}.txt").symlink_to("/etc/passwd")
    (folder / f"linked{NAME}").symlink_to(tmp_path)
    (folder / f"{NAME}.json").write_text('{"titel\\u001b[2J\\u009b": 1}', encoding="utf-8")
    return folder


def test_refusals_of_files_are_harmless(newsroom: Newsroom, folder: Path) -> None:
    for arguments in (
        ["ingest", folder],
        ["ingest", folder, "--json"],
        ["ingest", folder / f"missing{NAME}"],
        ["ingest", f"--{NAME}"],
        ["ingest", folder, "--section", NAME],
        ["quarantine", "list"],
        ["quarantine", "list", "--json"],
        ["quarantine", "retry"],
        ["quarantine", "show", "1"],
    ):
        result = newsroom.run(*arguments)
        assert_harmless(result.stdout + result.stderr)
    assert len(newsroom.held()) == 3


def test_an_article_is_shown_a_line_a_field(newsroom: Newsroom) -> None:
    newsroom.ingest(
        article(1, title=f"عنوان {HOSTILE}", id=f"n-1{HOSTILE}", html=f"<p>نص</p>\n{HOSTILE}")
    )
    for arguments in (["show"], ["show", "--json"], ["correct", "--title", HOSTILE], ["withdraw"]):
        command, *options = arguments
        result = newsroom.run(command, *options, "https://example.com/news/1")
        assert result.stdout
        assert_harmless(result.stdout + result.stderr)


@pytest.fixture
def wired(newsroom: Newsroom, folder: Path) -> Newsroom:
    """With a wire that watches the folder, and one whose last error is hostile."""
    made = newsroom.app.extensions["nashra"]
    agency = Wire(name="agency", kind="feed", url="http://127.0.0.1:9/")
    wires = (Wire(name="drop", kind="folder", folder=folder), agency)
    made.settings = replace(made.settings, wires=wires)
    with newsroom.store.transaction() as transaction:
        state = WireState("agency", newsroom.clock(), error=HOSTILE, failures=2)
        transaction.wires.note(state)
    return newsroom


def test_errors_of_wires_are_harmless(wired: Newsroom) -> None:
    for arguments in (["poll", "drop"], ["wires"], ["wires", "--json"], ["doctor"], ["poll", NAME]):
        result = wired.run(*arguments)
        assert_harmless(result.stdout + result.stderr)
        assert result.stdout + result.stderr
    assert "fake\\r\\x1b[2J" in wired.run("wires").stdout
