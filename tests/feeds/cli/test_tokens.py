"""`flask token`: shown once, kept as a digest, each for what it was made for."""

import hashlib
import re
from datetime import timedelta
from pathlib import Path

import pytest

from store.db.partner_tokens import PartnerToken
from tests.feeds.cli.support import CONFIGURATION, Newsroom, Open, assert_one_line, assert_usage

PARTNER = '[[partner]]\nslug = "{0}"\ntitle = "شريك"\nprofile = "{1}"\naccess = "{2}"\n'
ADDRESS = "https://news.example.com/partner/"
SHOWN = re.compile(r"shown only now: (?:.*[ /])?([\w-]{43})(?:\.rss)?$", re.MULTILINE)


@pytest.fixture
def partners(opened: Open, sqlite: str, tmp_path: Path) -> Newsroom:
    """A newsroom with a partner of each access."""
    lines = [
        PARTNER.format("everybody", "generic", "open"),
        PARTNER.format("hidden", "generic", "secret"),
        PARTNER.format("mail", "newsletter", "basic"),
        PARTNER.format("robot", "generic", "bearer"),
        f'token = "{"0a" * 32}"\n',
    ]
    text = CONFIGURATION + "".join(lines)
    (tmp_path / "nashra.toml").write_text(text, encoding="utf-8")
    return opened(sqlite)


def in_force(newsroom: Newsroom) -> list[PartnerToken]:
    with newsroom.store.snapshot() as snapshot:
        return snapshot.partner_tokens.in_force(newsroom.clock.now)


def shown(output: str) -> str:
    """The token that a command has shown."""
    match = SHOWN.search(output)
    assert match, output
    return match[1]


def sha256(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def test_a_token_is_shown_once_with_the_setting_that_lets_it_in(newsroom: Newsroom) -> None:
    output = newsroom.well("token", "sports-desk", "--section", "politics", "--section", "اقتصاد")
    _, second = output.splitlines()
    assert second == f"for NASHRA_API_TOKENS: sports-desk:{sha256(shown(output))}:politics+economy"
    assert newsroom.well("token", "desk") != newsroom.well("token", "desk")


def test_a_token_needs_a_name_and_sections_that_can_be(newsroom: Newsroom) -> None:
    assert_usage(newsroom.run("token", "مكتب"), "NAME", "expected a-z, 0-9 and hyphens")
    assert_one_line(newsroom.run("token", "desk", "--section", "nowhere"), "nowhere")


def test_a_token_is_for_the_api_or_for_a_partner(partners: Newsroom) -> None:
    said = "give a NAME, with a --section or not, or a --partner alone"
    assert_usage(partners.run("token"), said)
    assert_usage(partners.run("token", "desk", "--partner", "mail"), said)
    assert_usage(partners.run("token", "--partner", "mail", "--section", "politics"), said)
    assert in_force(partners) == []


def test_a_secret_feed_has_an_address_for_each_format(partners: Newsroom) -> None:
    output = partners.well("token", "--partner", "hidden")
    token = shown(output)
    assert output.splitlines() == [
        f"address, shown only now: {ADDRESS}hidden/{token}.rss",
        f"address, shown only now: {ADDRESS}hidden/{token}.atom",
        f"address, shown only now: {ADDRESS}hidden/{token}.json",
    ]
    (kept,) = in_force(partners)
    assert (kept.partner, kept.digest, kept.ends_at) == ("hidden", sha256(token), None)


def test_a_password_has_a_user_name(partners: Newsroom) -> None:
    output = partners.well("token", "--partner", "mail")
    user, password, *addresses = output.splitlines()
    assert (user, password) == ("user: mail", f"password, shown only now: {shown(output)}")
    assert addresses[0] == f"address: {ADDRESS}mail.rss"


def test_a_bearer_has_a_header(partners: Newsroom) -> None:
    output = partners.well("token", "--partner", "robot")
    header, address, *_, last = output.splitlines()
    assert header == f"header, shown only now: Authorization: Bearer {shown(output)}"
    assert address == f"address: {ADDRESS}robot.rss"
    assert last == "what its `token` in nashra.toml lets in works until you change that"


def test_the_older_token_works_for_a_day(partners: Newsroom) -> None:
    first = partners.well("token", "--partner", "mail")
    assert "older" not in first
    partners.well("token", "--partner", "hidden")
    second = partners.well("token", "--partner", "mail")
    end = partners.clock.now + timedelta(days=1)
    assert second.endswith(f"the older token works until {end:%Y-%m-%d %H:%M:%S} UTC\n")
    ends = {token.digest: token.ends_at for token in in_force(partners)}
    assert ends[sha256(shown(first))] == end
    assert ends[sha256(shown(second))] is None
    partners.clock.now = end
    assert {token.partner for token in in_force(partners)} == {"hidden", "mail"}
    assert len(in_force(partners)) == 2


def test_a_token_needs_a_partner_whose_feed_is_not_open(partners: Newsroom) -> None:
    unknown = partners.run("token", "--partner", "msn")
    assert_one_line(unknown, "'msn', known are: everybody, hidden, mail, robot")
    assert_one_line(partners.run("token", "--partner", "everybody"), "'everybody' is open")
    assert in_force(partners) == []


def test_a_newspaper_without_partners_is_told_where_they_come_from(newsroom: Newsroom) -> None:
    assert_one_line(newsroom.run("token", "--partner", "msn"), "[[partner]] in nashra.toml")
