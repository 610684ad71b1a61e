"""What every command needs: its group, the newsroom, and problems that become one line each.

It knows no command; `commands` holds the table of them all.
"""

from typing import Any

import click
from flask import current_app
from flask.cli import AppGroup

from store import NotFound, Problem

from ..lines import one_line
from ..newsroom import Newsroom
from ..running import log


class Command(click.Command):
    """A command whose problems are one line each, with exit code 1."""

    def make_context(self, *args: Any, **options: Any) -> click.Context:
        """Read the words of a command; what click says of a wrong one is one line, too."""
        try:
            return super().make_context(*args, **options)
        except click.UsageError as problem:
            raise click.UsageError(one_line(problem.format_message()), problem.ctx) from problem

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; a Problem becomes the line that click prints."""
        try:
            return super().invoke(ctx)
        except Problem as problem:
            raise click.ClickException(one_line(str(problem))) from problem


class CommandGroup(AppGroup):
    """The commands of one subject; each runs within the context of the application."""

    command_class = Command


def open_newsroom(*, schema: bool = True) -> Newsroom:
    """The newsroom of this application, with its log set up.

    Raises WrongSchema unless the database is ready for this program; `schema=False` does not ask.
    """
    newsroom: Newsroom = current_app.extensions["nashra"]
    log.configure(*newsroom.settings.log)
    if schema:
        newsroom.store.check()
    return newsroom


def section_slug(newsroom: Newsroom, label: str) -> str:
    """The slug of the section that has this label. Raises NotFound, which names those there are."""
    slug = newsroom.settings.sections.named(label)
    if slug is None:
        known = ", ".join(section.slug for section in newsroom.settings.sections.all)
        raise NotFound(f"no section is called {label!r}, known are: {known}")
    return slug
