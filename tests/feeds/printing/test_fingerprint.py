"""Fingerprint and choice move with every field that is not left out by name, and with no other."""

from dataclasses import fields, replace
from zoneinfo import ZoneInfo

import pytest

from feeds.printing.feed import PrintOptions
from feeds.printing.fingerprint import fingerprint, partner_fingerprint
from feeds.settings.values import Partner
from store import Exceptions, PartnerChoice, Section, Sections, Site, Terms, choice
from tests.room import ECONOMY, FRONT, POLITICS, SITE

OPTIONS = PrintOptions(SITE, Sections((POLITICS, ECONOMY)), guard=True, tombstones=True)
CHOOSES = {
    "aliases",
    "tags",
    "authors",
    "keywords",
    "sections",
    "exceptions",
}  # no part of the fingerprint
NAMES = {"slug", "title"}  # parts of both
UNSEEN = {"zone"}
SECTION_FIELDS = [field.name for field in fields(Section)]
SITE_FIELDS = [field.name for field in fields(Site)]


def another(value: object) -> object:
    """Some other value of the same kind; what is not set becomes a text."""
    if isinstance(value, bool):
        return not value
    if isinstance(value, int):
        return value + 1
    if isinstance(value, tuple):
        return (*value, "آخر")
    if isinstance(value, Exceptions):
        return replace(value, tags=("آخر",))
    if isinstance(value, ZoneInfo):
        return ZoneInfo("Asia/Riyadh")
    return f"{value or ''}x"


@pytest.mark.parametrize("name", SECTION_FIELDS)
def test_each_field_of_a_section_moves_its_fingerprint_or_its_choice(name: str) -> None:
    moved = replace(POLITICS, **{name: another(getattr(POLITICS, name))})
    looks = fingerprint(moved, OPTIONS) != fingerprint(POLITICS, OPTIONS)
    takes = choice(moved) != choice(POLITICS)
    assert looks == (name not in CHOOSES)
    assert takes == (name in CHOOSES | NAMES)


PARTNER = Partner(
    slug="msn",
    title="أخبار",
    profile="msn",
    choice=PartnerChoice(feed="partner/msn"),
    language="ar",
    limit=20,
    picture_width=800,
)
PARTNER_FIELDS = [field.name for field in fields(Partner)]


@pytest.mark.parametrize("name", PARTNER_FIELDS)
def test_each_field_of_a_partner_moves_its_fingerprint_unless_no_byte_depends_on_it(
    name: str,
) -> None:
    before = getattr(PARTNER, name)
    other = (
        PartnerChoice(feed="partner/msn", tags=("آخر",)) if name == "choice" else another(before)
    )
    moved = replace(PARTNER, **{name: other})
    moves = partner_fingerprint(moved, OPTIONS) != partner_fingerprint(PARTNER, OPTIONS)
    assert moves == (name not in {"choice", "access", "tokens"})


@pytest.mark.parametrize("name", [*SITE_FIELDS, "guard", "tombstones"])
def test_a_partners_fingerprint_moves_with_what_all_feeds_depend_on(name: str) -> None:
    if name in SITE_FIELDS:
        other = Terms(ai="deny") if name == "terms" else another(getattr(SITE, name))
        options = replace(OPTIONS, site=replace(SITE, **{name: other}))
    else:
        options = replace(OPTIONS, **{name: False})
    moves = partner_fingerprint(PARTNER, options) != partner_fingerprint(PARTNER, OPTIONS)
    assert moves == (name not in UNSEEN)


def test_a_partners_fingerprint_tells_a_secret_address_and_dates_by_arrival() -> None:
    secret = replace(PARTNER, access="secret")
    by_arrival = replace(PARTNER, by_arrival=True)
    prints = {partner_fingerprint(one, OPTIONS) for one in (PARTNER, secret, by_arrival)}
    assert len(prints) == 3


@pytest.mark.parametrize("name", SITE_FIELDS)
def test_each_field_of_the_site_moves_every_fingerprint_unless_feeds_never_show_it(
    name: str,
) -> None:
    other = Terms(ai="deny") if name == "terms" else another(getattr(SITE, name))
    site = replace(SITE, **{name: other})
    moved = fingerprint(FRONT, replace(OPTIONS, site=site)) != fingerprint(FRONT, OPTIONS)
    assert moved == (name not in UNSEEN)


@pytest.mark.parametrize(
    ("terms", "moves"),
    [
        (Terms(ai="summary", license="https://news.example.com/terms"), True),
        (Terms(ai="deny", license="https://news.example.com/other"), True),
        (Terms(ai="deny", license="https://news.example.com/terms", agents=("GPTBot",)), False),
    ],
)
def test_of_the_terms_counts_what_feeds_say(terms: Terms, moves: bool) -> None:
    set_terms = Terms(ai="deny", license="https://news.example.com/terms")
    first, second = (
        fingerprint(FRONT, replace(OPTIONS, site=replace(SITE, terms=one)))
        for one in (set_terms, terms)
    )
    assert (first != second) == moves


@pytest.mark.parametrize("name", [field.name for field in fields(PrintOptions)])
def test_each_option_of_printing_moves_every_fingerprint(name: str) -> None:
    others = {
        "site": replace(SITE, title="صحيفة أخرى"),
        "sections": Sections((POLITICS, replace(ECONOMY, title="أسواق"))),
    }
    other = others[name] if name in others else another(getattr(OPTIONS, name))
    assert fingerprint(FRONT, replace(OPTIONS, **{name: other})) != fingerprint(FRONT, OPTIONS)


def test_digests_are_those_that_older_versions_stored(monkeypatch: pytest.MonkeyPatch) -> None:
    """Else an upgrade would print every feed anew, though its print version is the same."""
    monkeypatch.setattr("feeds.printing.fingerprint.PRINT_VERSION", 1)
    section = Section(
        slug="politics",
        title="سياسة",
        description="أخبار السياسة",
        language="en",
        aliases=("السياسة", "17"),
        tags=("انتخابات",),
        authors=("قسم السياسة",),
        keywords=("مجلس النواب", "اقتراع"),
        size=30,
        hours=24,
        full_text=False,
        image="https://news.example.com/p.png",
    )
    site = Site(
        title="صحيفة الاختبار",
        description="أخبار",
        language="ar",
        base_url="https://news.example.com",
        zone=ZoneInfo("Africa/Cairo"),
        logo="https://news.example.com/logo.png",
        icon="https://news.example.com/icon.png",
        copyright="جميع الحقوق محفوظة",
        contact="desk@example.com",
    )
    options = PrintOptions(site, Sections((section, ECONOMY)), guard=False, tombstones=True)
    assert fingerprint(section, options) == "8049acde08ce06072d010d983099fea4"
    assert choice(section) == "685eacf321e1cfd32cf8222e0ecf19db"
