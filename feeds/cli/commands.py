"""The table of commands, by subject; a command's module is loaded when the command is asked for.

Exit codes: 0 well, 1 a problem, 2 wrong usage, 3 where drafts were refused.
"""

from collections.abc import Callable

import click
from flask import Flask
from flask.cli import AppGroup, ScriptInfo

from store import load

from ..newsroom import Newsroom

# Everyday subjects first, as `nashra --help` lists them.
SUBJECTS: dict[str, dict[str, str]] = {
    "Articles": {
        "ingest": "feeds.cli.ingest",
        "show": "feeds.cli.articles",
        "correct": "feeds.cli.articles",
        "withdraw": "feeds.cli.articles",
        "restore": "feeds.cli.articles",
        "quarantine": "feeds.cli.quarantine",
    },
    "Feeds, wires and partners": {
        "sections": "feeds.cli.inspect",
        "refresh": "feeds.cli.processes",
        "check": "feeds.cli.check",
        "wires": "feeds.cli.wires",
        "poll": "feeds.cli.wires",
        "adopt": "feeds.cli.wires",
        "partner": "feeds.cli.partners",
    },
    "Processes": {
        "serve": "feeds.cli.processes",
        "web": "feeds.cli.processes",
        "work": "feeds.cli.processes",
    },
    "The installation": {
        "doctor": "feeds.cli.inspect",
        "token": "feeds.cli.tokens",
        "migrate": "feeds.cli.database",
        "backup": "feeds.cli.database",
        "restore-backup": "feeds.cli.database",
    },
}
MODULES = {name: module for subject in SUBJECTS.values() for name, module in subject.items()}


class LazyGroup(AppGroup):
    """All commands, each loaded when it is asked for: none waits for the libraries of another."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Names of the commands, in the order of their subjects."""
        return [*MODULES, *super().list_commands(ctx)]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of this name, or None."""
        if cmd_name not in MODULES:
            return super().get_command(ctx, cmd_name)
        group: AppGroup = load(MODULES[cmd_name]).commands
        return group.get_command(ctx, cmd_name)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the commands of each subject under its title."""
        for title, subject in SUBJECTS.items():
            commands = {name: self.get_command(ctx, name) for name in subject}
            limit = formatter.width - 6 - max(map(len, commands))
            rows = [
                (name, command.get_short_help_str(limit))
                for name, command in commands.items()
                if command is not None
            ]
            with formatter.section(title):
                formatter.write_dl(rows)


def register(app: Flask, newsroom: Newsroom) -> None:
    """Give `flask` the commands of a newsroom."""
    app.extensions["nashra"] = newsroom
    app.cli = LazyGroup(app.name)


def main(create_app: Callable[[], Flask]) -> None:
    """Run `nashra`: the same commands as `flask`, listed by subject, and none of Flask's own."""
    group = LazyGroup("nashra", help="Nashra turns the articles of a newsroom into feeds.")
    group.main(prog_name="nashra", obj=ScriptInfo(create_app=create_app))
