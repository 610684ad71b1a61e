"""`flask quarantine`: drafts that could not be accepted are listed, shown, dropped or retried."""

import json
import sys
from collections.abc import Sequence

import click

from store import NotFound, QuarantinedDraft, retry

from ..newsroom import Newsroom
from .group import CommandGroup, open_newsroom
from .ingest import REFUSED
from .output import Report, describe_refusal, print_json, say

NUMBER = click.IntRange(1, 2**31 - 1)

commands = CommandGroup()


@commands.group(cls=CommandGroup)
def quarantine() -> None:
    """List, show, drop or retry drafts that were refused.

    \b
    Example:
      flask quarantine list
    """


@quarantine.command("list")
@click.option("--json", "as_json", is_flag=True, help="A line of JSON for each draft.")
def list_drafts(as_json: bool) -> None:
    """Name each refused draft with its place, field and reason.

    \b
    Example:
      flask quarantine list --json
    """
    for draft in _find(open_newsroom(), ()):
        if as_json:
            print_json(_fields(draft))
        else:
            say(f"{draft.id:>6}  {describe_refusal(draft.refused)}")


@quarantine.command("show")
@click.argument("number", type=NUMBER)
def show_draft(number: int) -> None:
    """Print a refused draft as it came, as JSON.

    Beside it stand its place, and the field and reason of the refusal.

    \b
    Example:
      flask quarantine show 12
    """
    (draft,) = _find(open_newsroom(), [number])
    record = json.loads(draft.draft) if draft.draft else None
    print_json(_fields(draft) | {"draft": record})


@quarantine.command("drop")
@click.argument("numbers", type=NUMBER, nargs=-1, required=True)
def drop_drafts(numbers: Sequence[int]) -> None:
    """Throw refused drafts away for good.

    \b
    Example:
      flask quarantine drop 12 13
    """
    newsroom = open_newsroom()
    _find(newsroom, numbers)
    with newsroom.store.transaction() as transaction:
        count = transaction.quarantine.drop(numbers)
    say(f"dropped: {count}")


@quarantine.command("retry")
@click.argument("numbers", type=NUMBER, nargs=-1)
def retry_drafts(numbers: Sequence[int]) -> None:
    """Try refused drafts again, all or those named.

    This helps after an upgrade, or once the configuration has changed. The exit code is 3 where
    some are refused again.

    \b
    Example:
      flask quarantine retry
    """
    newsroom = open_newsroom()
    report = Report(as_json=False)
    for outcomes in retry(_find(newsroom, numbers), newsroom.intake, newsroom.scopes):
        report.add(outcomes)
    report.end()
    sys.exit(REFUSED if report.has_refused else 0)


def _find(newsroom: Newsroom, numbers: Sequence[int]) -> list[QuarantinedDraft]:
    """The drafts of these numbers, or all. Raises NotFound for a number that no draft has."""
    with newsroom.store.snapshot() as snapshot:
        drafts = snapshot.quarantine.all(numbers)
    missing = sorted(set(numbers) - {draft.id for draft in drafts})
    if missing:
        raise NotFound(f"quarantine holds no draft number {missing[0]}")
    return drafts


def _fields(draft: QuarantinedDraft) -> dict[str, object]:
    """A refused draft as JSON: its number, when it came, its place, and why it was refused."""
    fields: dict[str, object] = {
        "number": draft.id,
        "received_at": draft.received_at,
        "file": draft.refused.place.file,
        "line": draft.refused.place.line,
    }
    return fields | draft.refused.members
