"""Looking at the newsroom: `flask sections` and `flask doctor`; and `flask token` for its API."""

import hashlib
import re
import secrets
import sys
from collections.abc import Sequence

import click

from store import FeedState, Section

from ..clock import now
from ..links import feed_address
from ..newsroom import Newsroom
from ..running.health import examine
from ..settings.tokens import TOKEN_NAME
from .group import CommandGroup, open_newsroom, section_slug
from .output import print_json, say

TOKEN_BYTES = 32

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


@commands.command("token")
@click.argument("name")
@click.option(
    "--section",
    "labels",
    multiple=True,
    metavar="SLUG",
    help="Only this section may be changed (repeatable).",
)
def make_token(name: str, labels: Sequence[str]) -> None:
    """Make a token of the API.

    It is printed once, with the line for the setting, which holds only its digest.

    \b
    Example:
      flask token sports-desk --section sports
    """
    if not re.fullmatch(TOKEN_NAME, name):
        raise click.UsageError(f"NAME: {name!r} cannot be used, expected a-z, 0-9 and hyphens")
    newsroom = open_newsroom(schema=False)
    scope = "+".join(section_slug(newsroom, label) for label in labels)
    token = secrets.token_urlsafe(TOKEN_BYTES)
    digest = hashlib.sha256(token.encode()).hexdigest()
    setting = f"{name}:{digest}"
    if scope:
        setting += f":{scope}"
    say(f"token, shown only now: {token}")
    say(f"for NASHRA_API_TOKENS: {setting}")
