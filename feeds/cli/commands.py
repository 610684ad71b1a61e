"""The commands: each a thin face over a function below. Problems become one line and an exit code.

Exit codes: 0 well, 1 a problem, 2 wrong usage, 3 where drafts were refused.
"""

import gc
import hashlib
import json
import logging
import re
import secrets
import signal
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, replace
from datetime import datetime
from pathlib import Path
from threading import Event
from typing import Any, BinaryIO

import click
from flask import Flask, current_app
from rich.console import Console
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from store import (
    SOURCES,
    Change,
    Correction,
    Kind,
    NotFound,
    Outcome,
    Problem,
    QuarantinedDraft,
    Refused,
    StoredArticle,
    Unavailable,
    correct,
    decode,
    find,
    ingest,
    poll,
    read_drafts,
    record,
    report_wire,
    restore,
    retry,
    rfc3339,
    withdraw,
)

from ..clock import now
from ..links import article_address, feed_address
from ..newsroom import Newsroom
from ..printing.press import PrintResult
from ..running import health as checks
from ..running import log, supervisor
from ..running.beats import Beats, beats_of, own_name
from ..running.beats import work as run_beats

REFUSED = 3
COLLECTIONS = (
    20_000,
    50,
    50,
)  # an ingest makes many small values and hardly a cycle: a tenth of its time
NUMBER = click.IntRange(1, 2**31 - 1)
_log = logging.getLogger("nashra.ingest")


_COMMANDS = click.Group()


class Command(click.Command):
    """A command whose problems are one line each."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except Problem as problem:
            raise click.ClickException(str(problem)) from problem


def register(app: Flask, newsroom: Newsroom) -> None:
    """Give `flask` its commands."""
    app.extensions["nashra"] = newsroom
    for command in _COMMANDS.commands.values():
        app.cli.add_command(command)


def _newsroom(*, schema: bool = True) -> Newsroom:
    """The newsroom of this application; unless `schema` is False, its database is ready for this
    program.
    """
    newsroom: Newsroom = current_app.extensions["nashra"]
    log.configure(*newsroom.settings.log)
    if schema:
        newsroom.store.check()
    return newsroom


def _print_json(fields: object) -> None:
    click.echo(json.dumps(fields, ensure_ascii=False, default=_jsonable))


def _jsonable(value: object) -> object:
    return rfc3339(value) if isinstance(value, datetime) else str(value)


# Ingest


@_COMMANDS.command("ingest", cls=Command)
@click.argument("paths", nargs=-1, metavar="PATH...")
@click.option("--section", metavar="SLUG", help="The section of records that name none.")
@click.option(
    "--format", "format_", type=click.Choice(list(SOURCES)), help="Instead of the file's suffix."
)
@click.option("--backfill", is_flag=True, help="Place by date: an archive, not news.")
@click.option(
    "--keep-guid",
    is_flag=True,
    help="Of an export: old guids stay, so subscribers see nothing twice.",
)
@click.option(
    "--json", "as_json", is_flag=True, help="A line of JSON for each record once it is kept."
)
@click.option(
    "--schema", is_flag=True, help="Print the JSON Schema of a record, and do nothing else."
)
def ingest_(
    paths: Sequence[str],
    section: str | None,
    format_: str | None,
    backfill: bool,
    keep_guid: bool,
    as_json: bool,
    schema: bool,
) -> None:
    """Take article records in: files, folders, addresses of pages and feeds, or - for standard
    input.

    Text files (.txt, .md) and web pages (.html, .htm) hold one article each; .json, .ndjson,
    .jsonl, feeds (.rss, .atom, .rdf, .xml) and WordPress's exports (.xml, .wxr) hold many. What
    cannot be accepted goes to quarantine, everything else is kept; then the exit code is 3.
    Ingesting again changes nothing.

    \b
    Example:
      flask ingest samples/ --json
      flask ingest article.txt --section world
      flask ingest https://example.com/news/story
    """
    if schema:
        _print_json(record.schema())
        return
    if not paths:
        raise click.UsageError("name a file, a folder, an address, or - for standard input")
    newsroom = _newsroom()
    slug = None if section is None else _section(newsroom, section)
    drafts = read_drafts(paths, format_, sys.stdin.buffer, newsroom.outbound)
    intake = replace(newsroom.intake, section=slug, backfill=backfill, keep_guid=keep_guid)
    report = Report(as_json)
    gc.set_threshold(*COLLECTIONS)
    with _progress(sys.stderr.isatty()) as tell:
        for outcomes in ingest(drafts, intake):
            report.add(outcomes)
            tell(len(outcomes))
    report.end()
    sys.exit(REFUSED if report.counts[Kind.QUARANTINED] else 0)


def _section(newsroom: Newsroom, label: str) -> str:
    slug = newsroom.settings.sections.named(label)
    if slug is None:
        known = ", ".join(section.slug for section in newsroom.settings.sections.all)
        raise NotFound(f"no section is called {label!r}, known are: {known}")
    return slug


class Report:
    """What an ingest says: each refusal, and the counts; with `--json` a line for each record that
    is kept.
    """

    def __init__(self, as_json: bool) -> None:
        self.counts: Counter[Kind] = Counter()
        self.left_out: Counter[str] = Counter()
        self._as_json = as_json

    def add(self, outcomes: Iterable[Outcome]) -> None:
        for outcome in outcomes:
            self.counts[outcome.kind] += 1
            if outcome.kind is Kind.OMITTED:
                self.left_out[outcome.state] += 1
            elif self._as_json:
                _print_json(_outcome_fields(outcome))
            if outcome.refused:
                _log.warning("refused: %s", _refusal(outcome.refused))
        sys.stdout.flush()

    def end(self) -> None:
        gone = (Kind.WITHDRAWN,) if self.counts[Kind.WITHDRAWN] else ()
        kinds = (Kind.NEW, Kind.EDITED, Kind.SAME, *gone, Kind.QUARANTINED)
        left_out = dict(sorted(self.left_out.items()))
        if self._as_json:
            counts = {kind.value: self.counts[kind] for kind in kinds}
            _print_json({"report": counts | ({"left_out": left_out} if left_out else {})})
            return
        click.echo(", ".join(f"{kind}: {self.counts[kind]}" for kind in kinds))
        if left_out:
            click.echo(
                f"left out: {', '.join(f'{count} {state}' for state, count in left_out.items())}"
            )
        if self.counts[Kind.QUARANTINED]:
            click.echo("`flask quarantine list` names what was refused, and why", err=True)


def _outcome_fields(outcome: Outcome) -> dict[str, object]:
    fields: dict[str, object] = {"outcome": outcome.kind.value, "file": outcome.place.file}
    fields |= {"line": outcome.place.line, "id": outcome.id, "source_id": outcome.source_id}
    if outcome.feeds:
        fields["feeds"] = outcome.feeds
    if outcome.refused:
        fields |= outcome.refused.members
    return fields


def _refusal(refused: Refused) -> str:
    place = refused.place
    at = f"{place.file}:{place.line}" if place.line else place.file
    point = (
        "" if refused.code_point is None else f" (U+{refused.code_point:04X} at {refused.offset})"
    )
    return f"{at}: {refused}{point}"


@contextmanager
def _progress(terminal: bool) -> Iterator[Any]:
    """Progress on a terminal, silence in a pipe."""
    if not terminal:
        yield lambda _count: None
        return
    columns = (SpinnerColumn(), TextColumn("{task.completed:,} records"), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task("ingest", total=None)
        yield lambda count: progress.advance(task, count)


# One article


@_COMMANDS.command(cls=Command)
@click.argument("name", metavar="ID|URL|SOURCE-ID")
@click.option("--json", "as_json", is_flag=True, help="Every field, as JSON.")
def show(name: str, as_json: bool) -> None:
    """Show an article as it is kept, with its state and the feeds it stands in.

    \b
    Example:
      flask show example/article.txt --json
    """
    newsroom = _newsroom()
    kept = find(newsroom.store, name)
    fields = _article_fields(newsroom, kept)
    if as_json:
        _print_json(fields)
        return
    for key, value in fields.items():
        if value not in (None, (), [], ""):
            text = (
                value
                if isinstance(value, str)
                else json.dumps(value, ensure_ascii=False, default=_jsonable)
            )
            click.echo(f"{key}: {text}")


def _article_fields(newsroom: Newsroom, kept: StoredArticle) -> dict[str, object]:
    with newsroom.store.snapshot() as snapshot:
        placements = snapshot.placements.of([kept.article.id]).get(kept.article.id, {})
        copies = snapshot.articles.copies(kept.article.id)
    stands = {key: one.position for key, one in sorted(placements.items()) if one.standing}
    fields = asdict(kept.article)
    fields |= {
        "page": article_address(newsroom.settings.site, kept.article.id),
        "state": kept.state,
        "revision": kept.revision,
        "released": kept.released,
        "withdrawn": kept.withdrawn,
        "reason": kept.reason,
        "correction": asdict(kept.correction) if kept.correction else None,
        "feeds": stands,
        "also_from": [{"owner": one.owner, "id": one.source_id, "url": one.url} for one in copies],
    }
    return fields


@_COMMANDS.command("withdraw", cls=Command)
@click.argument("name", metavar="ID|URL|SOURCE-ID")
@click.option("--json", "as_json", is_flag=True, help="The change, as JSON.")
def withdraw_(name: str, as_json: bool) -> None:
    """Take an article back: it leaves every feed at once, and feeds say so for 30 days.

    It stays withdrawn whatever a source sends, until it is restored.

    \b
    Example:
      flask withdraw https://example.com/2026/10/story
    """
    newsroom = _newsroom()
    _say(withdraw(newsroom.intake, name), "was withdrawn already", as_json=as_json)


@_COMMANDS.command("restore", cls=Command)
@click.argument("name", metavar="ID|URL|SOURCE-ID")
@click.option("--json", "as_json", is_flag=True, help="The change, as JSON.")
def restore_(name: str, as_json: bool) -> None:
    """Bring a withdrawn article back, under the guid it had.

    \b
    Example:
      flask restore urn:uuid:0f8c...
    """
    newsroom = _newsroom()
    _say(restore(newsroom.intake, name), "is not withdrawn", as_json=as_json)


@_COMMANDS.command("correct", cls=Command)
@click.argument("name", metavar="ID|URL|SOURCE-ID")
@click.option(
    "--section", "labels", multiple=True, metavar="SLUG", help="File it there alone (repeatable)."
)
@click.option("--title", help="Its title.")
@click.option("--text", type=click.File("rb"), metavar="FILE", help="Its text, in Markdown.")
@click.option(
    "--undo", is_flag=True, help="Let the source's own words stand again, from what it sends next."
)
@click.option("--json", "as_json", is_flag=True, help="The change, as JSON.")
def correct_(
    name: str,
    labels: Sequence[str],
    title: str | None,
    text: BinaryIO | None,
    undo: bool,
    as_json: bool,
) -> None:
    """Correct an article's sections, title or text: that stands whatever its source sends
    afterwards.

    \b
    Example:
      flask correct n-118 --section economy --title 'ارتفاع الصادرات في الربع الثالث'
    """
    if undo == bool(labels or title is not None or text):
        raise click.UsageError("say what to correct (--section, --title, --text), or --undo")
    newsroom = _newsroom()
    slugs = tuple(_section(newsroom, label) for label in labels) or None
    said = Correction(sections=slugs, title=title, text=decode(text.read()) if text else None)
    _say(correct(newsroom.intake, name, None if undo else said), "is so already", as_json=as_json)


def _say(change: Change, nothing: str, *, as_json: bool) -> None:
    article = change.kept.article
    if as_json:
        _print_json({"outcome": change.kind.value, "id": article.id, "feeds": change.feeds})
    elif change.kind is Kind.SAME:
        click.echo(f"{article.id} {nothing}")
    else:
        click.echo(f"{article.id} {change.kind}: {article.title}")


# The press


@_COMMANDS.command(cls=Command)
@click.option(
    "--json", "as_json", is_flag=True, help="A line of JSON for each feed that was printed."
)
def refresh(as_json: bool) -> None:
    """Print what is dirty, now, and name what was printed.

    Where a scheduler is at work this only lends a hand; otherwise it also does what falls due.

    \b
    Example:
      flask refresh --json
    """
    beats = beats_of(_newsroom(), own_name())
    nothing = True
    try:
        for one in _until_clean(beats):
            nothing = False
            if as_json:
                _print_json(asdict(one))
            else:
                click.echo(f"{one.feed}: {one.outcome}, revision {one.revision}")
    finally:
        beats.release_leases()
    if nothing and not as_json:
        click.echo("nothing was dirty")


def _until_clean(beats: Beats) -> Iterator[PrintResult]:
    """Print until nothing is dirty; a feed that was stored in this very second waits for the next
    one.
    """
    pause = Event()
    vain = 0
    while todo := beats.run_once():
        yield from (one for one in todo if one.outcome in ("printed", "same"))
        vain = vain + 1 if all(one.outcome in ("beaten", "failed") for one in todo) else 0
        if vain > 5:
            names = ", ".join(one.feed for one in todo)
            raise Unavailable(
                f"{names}: not printed; the log says why, or the scheduler has another"
                " configuration"
            )
        pause.wait(0.2)


def _address(command: Callable[..., None]) -> Callable[..., None]:
    """Where the web is served, and by how many processes."""
    count = click.IntRange(1, 64)
    command = click.option(
        "--workers", default=1, show_default=True, type=count, help="Web processes."
    )(command)
    command = click.option(
        "--port", default=8000, show_default=True, type=click.IntRange(1, 65535)
    )(command)
    return click.option("--host", default="127.0.0.1", show_default=True)(command)


@_COMMANDS.command(cls=Command)
@_address
def serve(host: str, port: int, workers: int) -> None:
    """Web and work together, under one supervisor: all that one machine needs.

    \b
    Example:
      flask serve --host 0.0.0.0 --port 8080 --workers 2
    """
    _newsroom()
    address = supervisor.free_address(host, port)
    where = ["--host", address, "--port", str(port), "--workers", str(workers)]
    children = supervisor.Supervisor(web=where, work=["--holder", own_name()])
    sys.exit(children.run())


@_COMMANDS.command(cls=Command)
@_address
def web(host: str, port: int, workers: int) -> None:
    """Serve the feeds, without a scheduler: for several machines.

    \b
    Example:
      flask web --port 8080
    """
    _newsroom()
    supervisor.web(supervisor.free_address(host, port), port, workers)


@_COMMANDS.command(cls=Command)
@click.option(
    "--holder",
    default=own_name,
    hidden=True,
    help="Under which name the scheduler's lease is held.",
)
def work(holder: str) -> None:
    """Run the scheduler: release what is due, print what is dirty. Several may run; one of them
    works.

    \b
    Example:
      flask work
    """
    beats = beats_of(_newsroom(), holder)
    stop = Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    run_beats(beats, stop)


@_COMMANDS.command(cls=Command)
@click.option("--json", "as_json", is_flag=True, help="A line of JSON for each feed.")
def sections(as_json: bool) -> None:
    """List the feeds: address, how many articles stand in each, and whether it is dirty.

    \b
    Example:
      flask sections
    """
    newsroom = _newsroom()
    printed = newsroom.settings.printed
    with newsroom.store.snapshot() as snapshot:
        counts = snapshot.placements.count()
        states = snapshot.feeds.states([section.slug for section in printed])
    for section in printed:
        state = states.get(section.slug)
        fields = {
            "slug": section.slug,
            "title": section.title,
            "articles": counts.get(section.slug, 0),
            "dirty": state.dirty if state else True,
            "address": feed_address(newsroom.settings.site, section.slug),
        }
        if as_json:
            _print_json(fields)
        else:
            dirty = "  (dirty)" if fields["dirty"] else ""
            click.echo(
                f"{fields['slug']:16}{fields['articles']:>8}  {fields['title']} "
                f" {fields['address']}{dirty}"
            )


# The database


@_COMMANDS.command(cls=Command)
def migrate() -> None:
    """Make the tables, or bring them up to date. Safe to run again.

    \b
    Example:
      flask migrate
    """
    click.echo(f"the database has schema {_newsroom(schema=False).store.migrate()}")


@_COMMANDS.command("backup", cls=Command)
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
def backup(file: Path) -> None:
    """Write everything that is kept into one file, while the service goes on.

    The file is whole or not there. It is the same for SQLite and PostgreSQL, and can be restored
    into either.

    \b
    Example:
      flask backup /var/backups/nashra-monday.db
    """
    click.echo(f"{file} holds revision {_newsroom().store.backup(file)}")


@_COMMANDS.command("restore-backup", cls=Command)
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
def restore_backup(file: Path) -> None:
    """Fill an empty database with a backup: same articles, ids, placements and editions.

    \b
    Example:
      NASHRA_DATABASE=postgresql+psycopg://nashra@host/nashra flask restore-backup nashra-monday.db
    """
    click.echo(f"the database is at revision {_newsroom(schema=False).store.restore(file)}")


@_COMMANDS.command(cls=Command)
def doctor() -> None:
    """Look at everything Nashra stands on, a line each; exit 1 if something is wrong.

    \b
    Example:
      flask doctor
    """
    newsroom = _newsroom(schema=False)
    findings = checks.examine(newsroom.settings, newsroom.store, now())
    for finding in findings:
        click.echo(f"{'ok   ' if finding.well else 'WRONG'}  {finding.subject}: {finding.detail}")
    sys.exit(0 if all(finding.well for finding in findings) else 1)


@_COMMANDS.command(cls=Command)
@click.option("--json", "as_json", is_flag=True, help="A line of JSON for each wire.")
def wires(as_json: bool) -> None:
    """List the wires: last success, next poll, what they brought so far, and what is wrong.

    \b
    Example:
      flask wires
    """
    newsroom = _newsroom()
    with newsroom.store.snapshot() as snapshot:
        states = snapshot.wires.states()
    for wire in newsroom.settings.wires:
        said = report_wire(wire, states.get(wire.name))
        if as_json:
            _print_json(said)
            continue
        times = ((said["succeeded_at"], "never"), (said["next_at"], "at once"))
        last, following = (f"{at:%Y-%m-%d %H:%M:%S} UTC" if at else word for at, word in times)
        brought = ", ".join(f"{kind}: {count}" for kind, count in said["counts"].items())
        click.echo(f"{wire.name}  {wire.kind}  {said['source']}")
        click.echo(f"  last success {last}; next poll {following}; {brought or 'nothing yet'}")
        if said["error"]:
            click.echo(f"  fails for the {said['failures']}. time: {said['error']}")


@_COMMANDS.command("poll", cls=Command)
@click.argument("name")
def poll_(name: str) -> None:
    """Poll one wire now, whenever its time would be. The exit code is 1 where that failed.

    \b
    Example:
      flask poll agency
    """
    newsroom = _newsroom()
    wire = next((one for one in newsroom.settings.wires if one.name == name), None)
    if wire is None:
        known = ", ".join(one.name for one in newsroom.settings.wires) or "none is set"
        raise NotFound(f"no wire is called {name!r}, known are: {known}")
    done = poll(newsroom.intake, wire, newsroom.outbound, own_name())
    if done.busy:
        raise Unavailable(f"another process is polling {name!r}: try again in some minutes")
    click.echo(
        ", ".join(f"{kind}: {count}" for kind, count in done.counts.items()) or "nothing new"
    )
    if done.error:
        raise click.ClickException(done.error)


@_COMMANDS.command(cls=Command)
@click.argument("name")
@click.option(
    "--section",
    "slugs",
    multiple=True,
    metavar="SLUG",
    help="Only this section may be changed (repeatable).",
)
def token(name: str, slugs: Sequence[str]) -> None:
    """Make a token of the API: it is printed once, with the line for the setting, which does not
    hold it.

    \b
    Example:
      flask token sports-desk --section sports
    """
    if not re.fullmatch("[a-z0-9-]{1,50}", name):
        raise click.UsageError(f"NAME: {name!r} cannot be used, expected a-z, 0-9 and hyphens")
    newsroom = _newsroom(schema=False)
    scope = "+".join(_section(newsroom, slug) for slug in slugs)
    made = secrets.token_urlsafe(32)
    digest = hashlib.sha256(made.encode()).hexdigest()
    click.echo(f"token, shown only now: {made}")
    click.echo(f"for NASHRA_API_TOKENS: {name}:{digest}{f':{scope}' if scope else ''}")


@_COMMANDS.group()
def quarantine() -> None:
    """Drafts that could not be accepted: list, show, drop or retry them.

    \b
    Example:
      flask quarantine list
    """


@quarantine.command("list", cls=Command)
@click.option("--json", "as_json", is_flag=True, help="A line of JSON for each draft.")
def list_(as_json: bool) -> None:
    """Name each refused draft with its place, field and reason.

    \b
    Example:
      flask quarantine list --json
    """
    for one in _held(_newsroom(), ()):
        if as_json:
            _print_json(_held_fields(one))
        else:
            click.echo(f"{one.id:>6}  {_refusal(one.refused)}")


def _held_fields(held: QuarantinedDraft) -> dict[str, object]:
    place = {"file": held.refused.place.file, "line": held.refused.place.line}
    fields: dict[str, object] = {"number": held.id, "received_at": held.received_at, **place}
    return fields | held.refused.members


@quarantine.command("show", cls=Command)
@click.argument("number", type=NUMBER)
def show_held(number: int) -> None:
    """Print a refused draft as it came, with why it was refused, as JSON.

    \b
    Example:
      flask quarantine show 12
    """
    held = _held(_newsroom(), [number])[0]
    _print_json(_held_fields(held) | {"draft": json.loads(held.draft) if held.draft else None})


@quarantine.command(cls=Command)
@click.argument("numbers", type=NUMBER, nargs=-1, required=True)
def drop(numbers: Sequence[int]) -> None:
    """Throw refused drafts away for good.

    \b
    Example:
      flask quarantine drop 12 13
    """
    newsroom = _newsroom()
    _held(newsroom, numbers)
    with newsroom.store.transaction() as transaction:
        count = transaction.quarantine.drop(numbers)
    click.echo(f"dropped: {count}")


@quarantine.command("retry", cls=Command)
@click.argument("numbers", type=NUMBER, nargs=-1)
def retry_(numbers: Sequence[int]) -> None:
    """Try refused drafts again (all, or those named): after an upgrade, or a changed configuration.

    \b
    Example:
      flask quarantine retry
    """
    newsroom = _newsroom()
    scopes = {token.name: token.sections for token in newsroom.settings.tokens}
    report = Report(as_json=False)
    for outcomes in retry(_held(newsroom, numbers), newsroom.intake, scopes):
        report.add(outcomes)
    report.end()
    sys.exit(REFUSED if report.counts[Kind.QUARANTINED] else 0)


def _held(newsroom: Newsroom, numbers: Sequence[int]) -> list[QuarantinedDraft]:
    """Those of these numbers, or all."""
    with newsroom.store.snapshot() as snapshot:
        held = snapshot.quarantine.all(numbers)
    missing = sorted(set(numbers) - {one.id for one in held})
    if missing:
        raise NotFound(f"quarantine holds no draft number {missing[0]}")
    return held
