"""Making tokens: `flask token`, for the API and for the feeds of partners.

A token is shown once; what is kept of it, in a setting or in the database, is its digest.
"""

import hashlib
import re
import secrets
from collections.abc import Iterator, Sequence
from datetime import datetime

import click

from store import BadSetting, Store, load

from ..clock import now
from ..links import feed_address
from ..newsroom import Newsroom
from ..running.health import MOMENT
from ..settings.tokens import TOKEN_NAME
from ..settings.values import Partner
from .group import CommandGroup, open_newsroom, section_slug
from .output import say

TOKEN_BYTES = 32

commands = CommandGroup()


@commands.command("token")
@click.argument("name", required=False)
@click.option("--partner", "slug", metavar="SLUG", help="For the feed of this partner.")
@click.option(
    "--section",
    "labels",
    multiple=True,
    metavar="SLUG",
    help="Only this section may be changed (repeatable).",
)
def make_token(name: str | None, slug: str | None, labels: Sequence[str]) -> None:
    """Make a token, for the API or for a partner's feed.

    It is printed once: that of the API with the line for its setting, which holds only its digest;
    that of a partner as the partner is to use it. A partner's works within seconds, and its older
    ones for another day.

    \b
    Example:
      flask token sports-desk --section sports
      flask token --partner msn
    """
    if name is not None and slug is None:
        _make_for_api(name, labels)
    elif slug is not None and name is None and not labels:
        _make_for_partner(slug)
    else:
        raise click.UsageError("give a NAME, with a --section or not, or a --partner alone")


def _make_for_api(name: str, labels: Sequence[str]) -> None:
    if not re.fullmatch(TOKEN_NAME, name):
        raise click.UsageError(f"NAME: {name!r} cannot be used, expected a-z, 0-9 and hyphens")
    newsroom = open_newsroom(schema=False)
    scope = "+".join(section_slug(newsroom, label) for label in labels)
    token, digest = _new_token()
    setting = f"{name}:{digest}"
    if scope:
        setting += f":{scope}"
    say(f"token, shown only now: {token}")
    say(f"for NASHRA_API_TOKENS: {setting}")


def _make_for_partner(slug: str) -> None:
    newsroom = open_newsroom()
    partner = newsroom.find_partner(slug)
    if partner.access == "open":
        raise BadSetting(
            f"the feed of {slug!r} is open and asks for no token:"
            " set its `access` to secret, basic or bearer first"
        )
    token, digest = _new_token()
    end = _keep(newsroom.store, slug, digest)
    for line in _directions(newsroom, partner, token):
        say(line)
    if end:
        say(f"the older token works until {end:{MOMENT}} UTC")
    if partner.tokens:
        say("what its `token` in nashra.toml lets in works until you change that")


def _new_token() -> tuple[str, str]:
    """A token, and its digest: SHA-256, in hex."""
    token = secrets.token_urlsafe(TOKEN_BYTES)
    return token, hashlib.sha256(token.encode()).hexdigest()


def _keep(store: Store, slug: str, digest: str) -> datetime | None:
    """Keep the digest of a partner's token. Returns when the last of the older ones ends."""
    moment = now()
    with store.transaction() as transaction:
        transaction.partner_tokens.make(slug, digest, moment)
        tokens = transaction.partner_tokens.in_force(moment)
    ends = [token.ends_at for token in tokens if token.partner == slug and token.ends_at]
    return max(ends, default=None)


def _directions(newsroom: Newsroom, partner: Partner, token: str) -> Iterator[str]:
    """How the partner is to use its token, a line each."""
    if partner.access == "secret":
        for address in _addresses(newsroom, partner, f"{partner.key}/{token}"):
            yield f"address, shown only now: {address}"
        return
    if partner.access == "basic":
        yield f"user: {partner.slug}"
        yield f"password, shown only now: {token}"
    else:
        yield f"header, shown only now: Authorization: Bearer {token}"
    for address in _addresses(newsroom, partner, partner.key):
        yield f"address: {address}"


def _addresses(newsroom: Newsroom, partner: Partner, key: str) -> list[str]:
    """The addresses of a partner's feed, in each format of its profile."""
    profile = load("feeds.printing.profiles").PROFILES[partner.profile]
    formats = load("feeds.printing.formats").FORMATS
    site = newsroom.settings.site
    return [feed_address(site, key, formats[name].suffix) for name in profile.formats]
