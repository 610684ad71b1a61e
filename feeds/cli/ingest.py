"""`flask ingest`: article records of files, folders, addresses and standard input."""

import gc
import sys
from collections.abc import Iterable, Sequence
from dataclasses import replace

import click

from store import SOURCES, Intake, SourceItem, as_saved, ingest, read_drafts, record_schema

from .group import CommandGroup, open_newsroom, section_slug
from .output import Report, print_json, progress

REFUSED = 3  # exit code where drafts went to quarantine
# An ingest makes many small values and hardly a cycle: collecting less often saves a tenth of it.
COLLECTIONS = (20_000, 50, 50)

commands = CommandGroup()


@commands.command("ingest")
@click.argument("paths", nargs=-1, metavar="PATH...")
@click.option("--section", metavar="SLUG", help="The section of records that name none.")
@click.option(
    "--format", "format_", type=click.Choice(list(SOURCES)), help="Instead of the file's suffix."
)
@click.option(
    "--backfill",
    is_flag=True,
    help="An archive, not news: placed by date, and bringing back nothing that is gone since.",
)
@click.option(
    "--keep-guid",
    is_flag=True,
    help="Keep the guids of an export, so that subscribers see nothing twice.",
)
@click.option(
    "--json", "as_json", is_flag=True, help="A line of JSON for each record once it is kept."
)
@click.option(
    "--schema", is_flag=True, help="Print the JSON Schema of a record, and do nothing else."
)
def ingest_paths(
    paths: Sequence[str],
    section: str | None,
    format_: str | None,
    backfill: bool,
    keep_guid: bool,
    as_json: bool,
    schema: bool,
) -> None:
    """Take in articles from files, folders and addresses.

    PATH is a file, a folder with all files below it, the address of a page or feed, or - for
    standard input. Text files (.txt, .md) and web pages (.html, .htm, .mhtml) hold one article
    each; .json, .ndjson, .jsonl, feeds (.rss, .atom, .rdf, .xml) and WordPress's exports (.xml,
    .wxr) hold many. Links are not followed; only a folder that you name may be one.

    Records that cannot be accepted go to quarantine, all others are kept; then the exit code is
    3. Ingesting the same again changes nothing.

    \b
    Example:
      flask ingest samples/ --json
      flask ingest article.txt --section world
      flask ingest https://example.com/news/story
    """
    if schema:
        print_json(record_schema())
        return
    if not paths:
        raise click.UsageError("name a file, a folder, an address, or - for standard input")
    newsroom = open_newsroom()
    intake = replace(newsroom.intake, backfill=backfill, keep_guid=keep_guid)
    if section is not None:
        intake = replace(intake, section=section_slug(newsroom, section))
    drafts = read_drafts(paths, format_, sys.stdin.buffer, newsroom.outbound)
    report = Report(as_json=as_json)
    _ingest(drafts, intake, report)
    report.end()
    sys.exit(REFUSED if report.has_refused else 0)


def _ingest(drafts: Iterable[SourceItem], intake: Intake, report: Report) -> None:
    """Ingest drafts, add their outcomes to the report, and tell a terminal how far it is."""
    gc.set_threshold(*COLLECTIONS)
    if intake.backfill:
        drafts = map(as_saved, drafts)  # an archive, which brings nothing back that has gone since
    with progress(is_terminal=sys.stderr.isatty()) as tell:
        for outcomes in ingest(drafts, intake):
            report.add(outcomes)
            tell(len(outcomes))
