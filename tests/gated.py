"""Partners whose feeds are printed by hand, for tests of who is given them."""

import hashlib
from base64 import b64encode
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from feeds.links import partner_key
from feeds.settings.values import Access, Partner, Settings
from store import Body, Edition, PartnerChoice, Site, Store
from tests.feeds.web.client import make_settings
from tests.room import SITE, START

# A token of each partner: no two are alike.
TOKENS = {slug: f"{slug}-token-of-43-characters" for slug in ("hidden", "basic", "bearer")}
# A feed of each access. The first is printed in two formats, all others in one.
FEED = "<rss>خبر للشريك وحده</rss>"


def digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def partner(slug: str, access: Access, *tokens: str) -> Partner:
    choice = PartnerChoice(feed=partner_key(slug))
    return Partner(
        slug=slug,
        title=slug,
        profile="generic",
        choice=choice,
        access=access,
        tokens=tuple(digest(token) for token in tokens),
    )


PARTNERS = (
    partner("public", "open"),
    partner("hidden", "secret", TOKENS["hidden"]),
    partner("basic", "basic", TOKENS["basic"]),
    partner("bearer", "bearer", TOKENS["bearer"]),
)
SECRET = f"/partner/hidden/{TOKENS['hidden']}.rss"


def settings_of(*partners: Partner, site: Site = SITE) -> Settings:
    return replace(make_settings(site=site), partners=partners or PARTNERS)


def configuration() -> str:
    """The same partners as a file has them."""
    blocks = [
        "[[partner]]\n"
        f'slug = "{one.slug}"\ntitle = "{one.title}"\nprofile = "{one.profile}"\n'
        f'access = "{one.access}"\n'
        f"token = {list(one.tokens)}\n"
        for one in PARTNERS
    ]
    return "\n".join(blocks)


def basic(user: str | bytes, password: str) -> dict[str, str]:
    """The header of a user and a password (RFC 7617)."""
    name = user.encode() if isinstance(user, str) else user
    return {"Authorization": f"Basic {b64encode(name + b':' + password.encode()).decode()}"}


def bearer(token: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}"}


# Where a feed of each access is found, and with which headers.
LETTERS: Mapping[str, tuple[str, dict[str, str]]] = {
    "public": ("/partner/public.rss", {}),
    "hidden": (SECRET, {}),
    "basic": ("/partner/basic.rss", basic("basic", TOKENS["basic"])),
    "bearer": ("/partner/bearer.rss", bearer(TOKENS["bearer"])),
}
PRIVATE = ("hidden", "basic", "bearer")


def print_by_hand(store: Store, slug: str, now: datetime = START, **texts: str) -> None:
    """Give the feed of a partner an edition with these documents by format."""
    key = partner_key(slug)
    with store.transaction() as transaction:
        revision = transaction.revision.next()
        transaction.feeds.want({key: revision}, now)
        transaction.feeds.define(key, "by hand", "")
        edition = Edition(
            feed=key,
            revision=revision,
            ttl=900,
            language="ar",
            shown=(),
            bodies={name: Body.of(text.encode()) for name, text in texts.items()},
        )
        transaction.editions.save(edition, now)
        transaction.feeds.printed(key, revision, "by hand", edition=revision)
