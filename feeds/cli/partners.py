"""`flask partner`: what each partner fetched last, and what one has and lacks of its feed."""

import click

from ..article_fields import Fields
from ..clock import now
from ..newsroom import Newsroom
from ..partner_fields import PAGE, full_fields, head_fields
from .group import CommandGroup, open_newsroom
from .output import print_json, say
from .partner_lines import last_fetch_line, ledger_line

_LISTS = {
    "has": "it has",
    "pending": "it has not fetched yet",
    "left_out": "left out, since it would refuse it (`flask check` says more)",
    "missed": "left the page before it was fetched",
    "corrections": "corrected within 30 days, after it was fetched",
    "withdrawals": "withdrawn within 30 days",
}

commands = CommandGroup()


@commands.command("partner")
@click.argument("slug", required=False)
@click.option("--page", type=click.IntRange(1, 10_000), default=1, help="Of the lists, from 1 on.")
@click.option("--json", "as_json", is_flag=True, help="A line of JSON for each partner.")
def show_partner(slug: str | None, page: int, as_json: bool) -> None:
    """Show what a partner has of its feed, and what it lacks.

    Beside its last fetch with the User-Agent stand the articles that it has, each with the revision
    and the moment at which that was first fetched; those that its feed shows and that it has not
    fetched yet; those that are left out, with the demands that they break; those that left the page
    before they were fetched; and of each correction and withdrawal of the last 30 days whether it
    was fetched since. It is known for 90 days. A list has pages of 100 lines. Without SLUG each
    partner stands with its last fetch alone.

    \b
    Example:
      flask partner msn
    """
    newsroom = open_newsroom()
    for fields in _fields(newsroom, slug, page):
        if as_json:
            print_json(fields)
        else:
            _print(fields, page)


def _fields(newsroom: Newsroom, slug: str | None, page: int) -> list[Fields]:
    """The ledger of a partner, or the heads of all."""
    with newsroom.store.snapshot() as snapshot:
        if slug:
            return [full_fields(newsroom.find_profiled(slug), snapshot, now(), page)]
        return [head_fields(partner, snapshot) for partner in newsroom.settings.partners]


def _print(fields: Fields, page: int) -> None:
    say(f"{fields['slug']}  {fields['profile']}  {fields['access']}  {fields['title']}")
    say(f"  {last_fetch_line(fields)}")
    for name, heading in _LISTS.items():
        if name in fields:
            _print_list(heading, fields[name], page)


def _print_list(heading: str, listed: Fields, page: int) -> None:
    """Print a page of a list, and say where the next one is."""
    say(f"  {heading}: {listed['count']:,}")
    for item in listed["items"]:
        say(f"    {ledger_line(item)}")
    if listed["count"] > page * PAGE:
        say(f"    more: --page {page + 1}")
