"""Looking at the newsroom: `flask sections` and `flask doctor`."""

import sys

import click

from store import FeedState, Section

from ..clock import now
from ..links import feed_address
from ..newsroom import Newsroom
from ..running.health import examine
from .group import CommandGroup, open_newsroom
from .output import print_json, say

commands = CommandGroup()


@commands.command("sections")
@click.option("--json", "as_json", is_flag=True, help="A line of JSON for each feed.")
def list_sections(as_json: bool) -> None:
    """List the feeds: articles, address, dirty or not.

    \b
    Example:
      flask sections
    """
    newsroom = open_newsroom()
    printed = newsroom.settings.printed
    with newsroom.store.snapshot() as snapshot:
        slugs = [section.slug for section in printed]
        counts = snapshot.placements.count(slugs)
        states = snapshot.feeds.states(slugs)
    for section in printed:
        fields = _fields(newsroom, section, counts.get(section.slug, 0), states.get(section.slug))
        if as_json:
            print_json(fields)
        else:
            _print_section(fields)


def _fields(
    newsroom: Newsroom, section: Section, count: int, state: FeedState | None
) -> dict[str, object]:
    return {
        "slug": section.slug,
        "title": section.title,
        "articles": count,
        "dirty": state is None or state.dirty,
        "address": feed_address(newsroom.settings.site, section.slug),
    }


def _print_section(fields: dict[str, object]) -> None:
    line = f"{fields['slug']:16}{fields['articles']:>8}  {fields['title']}  {fields['address']}"
    say(f"{line}  (dirty)" if fields["dirty"] else line)


@commands.command("doctor")
def run_doctor() -> None:
    """Look at everything Nashra stands on, a line each.

    The exit code is 1 if something is wrong.

    \b
    Example:
      flask doctor
    """
    newsroom = open_newsroom(schema=False)
    findings = examine(newsroom.settings, newsroom.store, now())
    for finding in findings:
        verdict = "ok   " if finding.well else "WRONG"
        say(f"{verdict}  {finding.subject}: {finding.detail}")
    sys.exit(0 if all(finding.well for finding in findings) else 1)
