"""One article: `flask show`, `withdraw`, `restore` and `correct`."""

from collections.abc import Sequence
from typing import BinaryIO

import click

from store import (
    Change,
    Correction,
    Kind,
    correct,
    decode,
    find,
    restore,
    withdraw,
)

from ..article_fields import Fields, all_fields
from ..newsroom import Newsroom
from ..partner_fields import partners_of
from .group import CommandGroup, open_newsroom, section_slug
from .output import print_json, say, to_json
from .partner_lines import article_line

NAME = "ID|URL|SOURCE-ID"

commands = CommandGroup()


@commands.command("show")
@click.argument("name", metavar=NAME)
@click.option("--json", "as_json", is_flag=True, help="Every field, as JSON.")
def show_article(name: str, as_json: bool) -> None:
    """Show an article, its feeds, and what partners have of it.

    By partner stand the newest revision that it fetched within 90 days, and when first; whether it
    lacks the one that stands in its feed; and of the last correction and of the withdrawal whether
    it was fetched since.

    \b
    Example:
      flask show example/article.txt --json
    """
    newsroom = open_newsroom()
    stored = find(newsroom.store, name)
    with newsroom.store.snapshot() as snapshot:
        fields = all_fields(stored, newsroom.settings.site, snapshot)
        partners = partners_of(newsroom.partners, snapshot, stored)
    if as_json:
        told = {"partners": partners} if newsroom.partners else {}
        print_json(fields | told)
        return
    _print_fields(fields)
    for slug, of_partner in partners.items():
        say(article_line(slug, of_partner))


def _print_fields(fields: Fields) -> None:
    """Print a line for each field that is set."""
    for name, value in fields.items():
        if value in (None, (), [], {}, ""):
            continue
        text = value if isinstance(value, str) else to_json(value)
        say(f"{name}: {text}")


@commands.command("withdraw")
@click.argument("name", metavar=NAME)
@click.option(
    "--notice",
    metavar="TEXT",
    help="Why: plain text that stands in its place for seven days, and on its page.",
)
@click.option("--json", "as_json", is_flag=True, help="The change, as JSON.")
def withdraw_article(name: str, notice: str | None, as_json: bool) -> None:
    """Take an article back, out of every feed.

    It leaves them at once; Atom and JSON say so for 30 days. Readers that have the text keep it,
    unless they are given a notice: an edit of the same entry, which leaves by itself. Another
    notice takes the place of the first. The article stays withdrawn whatever a source sends, until
    it is restored; so does one that its source had withdrawn itself.

    \b
    Example:
      flask withdraw https://example.com/2026/10/story
      flask withdraw n-118 --notice 'سحبنا هذا الخبر لأن الأرقام الواردة فيه غير صحيحة.'
    """
    change = withdraw(open_newsroom().intake, name, notice)
    has_expired = change.kept.reason == "expired"
    already = "has expired already" if has_expired else "was withdrawn already"
    _print_change(change, already, as_json=as_json)
    if notice and change.kept.notice is None:
        say("it has appeared nowhere, so nobody has to be told: the notice is not kept", err=True)


@commands.command("restore")
@click.argument("name", metavar=NAME)
@click.option("--json", "as_json", is_flag=True, help="The change, as JSON.")
def restore_article(name: str, as_json: bool) -> None:
    """Bring a withdrawn article back, under the guid it had.

    Where its source has withdrawn it, that may say so again in vain, until it has shown it.

    \b
    Example:
      flask restore urn:uuid:0f8c...
    """
    change = restore(open_newsroom().intake, name)
    _print_change(change, "is not withdrawn", as_json=as_json)


@commands.command("correct")
@click.argument("name", metavar=NAME)
@click.option(
    "--section",
    "labels",
    multiple=True,
    metavar="SLUG",
    help="The section it belongs to, and no other (repeatable).",
)
@click.option("--title", help="Its title.")
@click.option("--text", type=click.File("rb"), metavar="FILE", help="Its text, in Markdown.")
@click.option(
    "--undo", is_flag=True, help="Let the source's own words stand again, from what it sends next."
)
@click.option("--json", "as_json", is_flag=True, help="The change, as JSON.")
def correct_article(
    name: str,
    labels: Sequence[str],
    title: str | None,
    text: BinaryIO | None,
    undo: bool,
    as_json: bool,
) -> None:
    """Correct the sections, title or text of an article.

    The correction stands whatever the source sends afterwards.

    \b
    Example:
      flask correct n-118 --section economy --title 'ارتفاع الصادرات في الربع الثالث'
    """
    corrects = bool(labels or title is not None or text)
    if undo == corrects:
        raise click.UsageError("say what to correct (--section, --title, --text), or --undo")
    newsroom = open_newsroom()
    correction = None if undo else _correction(newsroom, labels, title, text)
    change = correct(newsroom.intake, name, correction)
    _print_change(change, "is so already", as_json=as_json)


def _correction(
    newsroom: Newsroom, labels: Sequence[str], title: str | None, text: BinaryIO | None
) -> Correction:
    """The editor's words; a field that is None is left as the source has it."""
    slugs = tuple(section_slug(newsroom, label) for label in labels)
    return Correction(
        sections=slugs or None, title=title, text=decode(text.read()) if text else None
    )


def _print_change(change: Change, unchanged: str, *, as_json: bool) -> None:
    """Say what became of an article; `unchanged` is said where nothing did."""
    article = change.kept.article
    if as_json:
        print_json({"outcome": change.kind.value, "id": article.id, "feeds": change.feeds})
    elif change.kind is Kind.SAME:
        say(f"{article.id} {unchanged}")
    else:
        say(f"{article.id} {change.kind}: {article.title}")
