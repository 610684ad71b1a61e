"""The table of commands: each is there, under its subject, and loads what it needs alone."""

import os
import subprocess
import sys

import click
import pytest
from click.testing import CliRunner
from flask.cli import ScriptInfo

from app import create_app
from feeds.cli.commands import MODULES, SUBJECTS, LazyGroup
from store.db.migrations.current import newest
from tests.feeds.cli.support import Newsroom, Open, assert_one_line, assert_usage
from tests.process import ROOT, environment

# Libraries that are heavy, each needed by few commands.
HEAVY = (
    "alembic apscheduler babel feedgen feedparser flask_openapi3 granian httpx limits markdown_it"
    " prometheus_client psycopg rich trafilatura feeds.web.face"
).split()


@pytest.fixture
def _settings(monkeypatch: pytest.MonkeyPatch, empty_sqlite: str) -> None:
    monkeypatch.setenv("NASHRA_DATABASE", empty_sqlite)


@pytest.mark.parametrize("name", MODULES)
def test_every_command_is_in_the_module_that_the_table_names(name: str) -> None:
    group = LazyGroup()
    command = group.get_command(click.Context(group), name)
    assert command is not None
    assert command.name == name
    assert not command.get_short_help_str(60).endswith("..."), "longer than a line of a list"


def test_a_command_that_is_not_in_the_table_is_none() -> None:
    group = LazyGroup()
    assert group.get_command(click.Context(group), "publish") is None


@pytest.mark.usefixtures("_settings")
def test_commands_run_with_flask_s_own_test_runner() -> None:
    """Commands keep Flask's conventions, so that other people's scripts and tests work."""
    app = create_app()
    runner = app.test_cli_runner()
    migrated = runner.invoke(args=["migrate"])
    assert migrated.exit_code == 0
    assert migrated.output.startswith(f"the database has schema {newest()}")
    listed = runner.invoke(args=["quarantine", "list"])
    assert (listed.exit_code, listed.output) == (0, "")
    app.extensions["nashra"].store.close()


def test_nashra_lists_its_commands_by_subject_and_none_of_flask_s() -> None:
    info = ScriptInfo(create_app=create_app)
    result = CliRunner().invoke(LazyGroup("nashra"), ["--help"], obj=info)
    assert result.exit_code == 0
    lines = [line for line in result.output.splitlines() if line.strip()]
    starts = [line.split()[0] for line in lines if line[:3].strip()]
    titles = [f"{title}:" for title in SUBJECTS]
    assert [line for line in lines if line in titles] == titles
    assert [word for word in starts if word in MODULES] == list(MODULES)
    assert not {"run", "shell", "routes"} & set(starts)


@pytest.mark.parametrize("command", ["sections", "quarantine list", "doctor"])
def test_a_command_loads_no_library_of_another(command: str, sqlite: str) -> None:
    code = (
        "import sys; from app import create_app;"
        f"create_app().test_cli_runner().invoke(args={command.split()});"
        f"print(*[name for name in {HEAVY} if name in sys.modules])"
    )
    ran = subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        env=environment(sqlite),
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert (ran.stdout, ran.stderr) == ("\n", "")


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
    niceness = os.nice(0)
    assert_one_line(opened(empty_sqlite).run(*command.split()), "run `flask migrate`")
    assert os.nice(0) == niceness, "what has not begun lets nobody go first"


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
