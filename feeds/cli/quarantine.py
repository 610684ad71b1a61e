"""`flask quarantine`: drafts that could not be accepted are listed, shown, dropped or retried."""

import json
import sys
from collections import Counter
from collections.abc import Iterator, Sequence

import click

from store import NotFound, QuarantinedDraft, QuarantineEntry, count_lines, retry

from ..newsroom import Newsroom
from .group import CommandGroup, open_newsroom
from .ingest import REFUSED
from .output import Report, describe_refusal, print_json, say

NUMBER = click.IntRange(1, 2**31 - 1)
BATCH = 100  # drafts of up to two megabytes that are tried again together

commands = CommandGroup()


@commands.group(cls=CommandGroup)
def quarantine() -> None:
    """List, show, drop or retry drafts that were refused.

    \b
    Example:
      flask quarantine list
    """


@quarantine.command("list")
@click.option("--limit", type=click.IntRange(1, 10_000), default=50, help="At most so many.")
@click.option("--before", type=NUMBER, metavar="NUMBER", help="Those with smaller numbers.")
@click.option("--json", "as_json", is_flag=True, help="A line of JSON for each draft.")
def list_drafts(limit: int, before: int | None, as_json: bool) -> None:
    """Name refused drafts with place, field and reason.

    They come newest first, a page at a time. Behind them stands how many are held in all, and for
    which reasons, without the values that those name; not with --json.

    \b
    Example:
      flask quarantine list --limit 200
    """
    with open_newsroom().store.snapshot() as snapshot:
        drafts = snapshot.quarantine.page(limit + 1, before)
        kinds = Counter() if as_json else snapshot.quarantine.kinds()
    page = drafts[:limit]
    for draft in page:
        if as_json:
            print_json(_fields(draft))
        else:
            say(f"{draft.id:>6}  {describe_refusal(draft.refused)}")
    _say_counts(kinds)
    if len(drafts) > len(page):
        say(f"older ones: `flask quarantine list --before {page[-1].id}`", err=True)


def _say_counts(kinds: Counter[str]) -> None:
    """Say how many drafts are held, and for which reasons."""
    if kinds:
        say(f"held: {kinds.total():,}")
        for line in count_lines(kinds):
            say(line)


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
    for drafts in [_find(newsroom, numbers)] if numbers else _batches(newsroom):
        for outcomes in retry(drafts, newsroom.intake, newsroom.scopes):
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


def _batches(newsroom: Newsroom) -> Iterator[list[QuarantinedDraft]]:
    """All drafts that are held now, in lists of as many as memory should hold at once."""
    with newsroom.store.snapshot() as snapshot:
        newest = snapshot.quarantine.newest()
    last = 0
    while True:
        with newsroom.store.snapshot() as snapshot:
            drafts = snapshot.quarantine.batch(last, newest, BATCH)
        if not drafts:
            return
        last = drafts[-1].id
        yield drafts


def _fields(draft: QuarantineEntry) -> dict[str, object]:
    """A refused draft as JSON: its number, when it came, its place, and why it was refused."""
    fields: dict[str, object] = {
        "number": draft.id,
        "received_at": draft.received_at,
        "file": draft.refused.place.file,
        "line": draft.refused.place.line,
    }
    return fields | draft.refused.members
