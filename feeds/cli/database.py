"""The database: `flask migrate`, `flask backup` and `flask restore-backup`."""

from pathlib import Path

import click

from .group import CommandGroup, open_newsroom
from .output import say

FILE = click.Path(dir_okay=False, path_type=Path)

commands = CommandGroup()


@commands.command("migrate")
def migrate_database() -> None:
    """Make the tables, or bring them up to date.

    It is safe to run again.

    \b
    Example:
      flask migrate
    """
    number = open_newsroom(schema=False).store.migrate()
    say(f"the database has schema {number}")


@commands.command("backup")
@click.argument("file", type=FILE)
def back_up(file: Path) -> None:
    """Write everything that is kept into one file.

    The service goes on meanwhile. The file is whole or not there; it is the same for SQLite and
    PostgreSQL, and can be restored into either.

    \b
    Example:
      flask backup /var/backups/nashra-monday.db
    """
    revision = open_newsroom().store.backup(file)
    say(f"{file} holds revision {revision}")


@commands.command("restore-backup")
@click.argument("file", type=FILE)
def restore_backup(file: Path) -> None:
    """Fill an empty database with a backup.

    Articles, ids, placements and editions are the same afterwards.

    \b
    Example:
      NASHRA_DATABASE=postgresql+psycopg://nashra@host/nashra flask restore-backup nashra-monday.db
    """
    revision = open_newsroom(schema=False).store.restore(file)
    say(f"the database is at revision {revision}")
