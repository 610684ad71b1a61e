"""Settings: every mistake is one line with the key's path; the environment wins over the file."""

from ipaddress import ip_network
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from feeds.settings.load import ENVIRONMENT, load
from feeds.settings.values import Token
from store import BadSetting, Exceptions

ROOT = Path(__file__).parents[2]
SECTION = '[[section]]\nslug = "politics"\ntitle = "سياسة"\n'
INNER = '[[wire]]\nname = "inner"\nkind = "folder"\npath = "drop/in"\n'
ASKED = '[[wire]]\nname = "agency"\nkind = "feed"\nurl = "https://agency.example.com/ar.rss"\n'
DIGEST = "0a" * 32
WIRE = '[[wire]]\nname = "drop"\npath = "drop"\n'


def read(tmp_path: Path, text: str, **environment: str):  # type: ignore[no-untyped-def]
    (tmp_path / "nashra.toml").write_text(text, encoding="utf-8")
    return load(environment, tmp_path / "nashra.toml")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("databse = 1", "databse: no such setting"),
        ("database = 1", "database: expected text, got '1'"),
        ("base_url = 'ftp://x'", "base_url: 'ftp://x' is no web address"),
        (
            "timezone = 'Cairo'",
            "timezone: 'Cairo' is unknown, expected a name such as Africa/Cairo",
        ),
        (
            "outbound_allow = 'localhost'",
            "outbound_allow: 'localhost' is no address or network, expected such as",
        ),
        (
            "outbound_allow = '127.0.0.1, 10.0.0.1/8'",
            "outbound_allow: '10.0.0.1/8' is no address or network",
        ),
        (
            "outbound_allow = '127.0.0.1 ::1'",
            "outbound_allow: '127.0.0.1 ::1' is no address or network",
        ),
        ("outbound_allow = ['127.0.0.1']", "outbound_allow: expected text"),
        ("[terms]", "terms.ai: is missing"),
        ("[terms]\nai = 'no'", "terms.ai: input should be 'allow', 'summary' or 'deny'"),
        ("[terms]\nai = 'deny'\nlicense = 'our terms'", "terms.license: 'our terms' is no web"),
        ("[terms]\nai = 'deny'\nagents = ['GPTBot', '*']", "terms.agents[2]: expected a name"),
        ("[terms]\nai = 'deny'\nagents = ['Mozilla']", "terms.agents[1]: 'Mozilla' stands in"),
        ("[terms]\nai = 'deny'\nagents = ['A B']", "terms.agents[1]: expected a name such as"),
        (
            "api_tokens = 'secret'",
            "api_tokens: expected entry 1 as `flask token` prints it, name:sha256[:section]",
        ),
        (
            f"api_tokens = 'desk:{DIGEST}, other:abc'",
            "api_tokens: expected entry 2 as `flask token` prints it",
        ),
        (f"api_tokens = 'desk:{DIGEST}:nowhere'", "api_tokens: no section is called 'nowhere'"),
        (f"api_tokens = 'files:{DIGEST}'", "api_tokens: 'files' is the name of another source"),
        (
            f"api_tokens = 'agency:{DIGEST}'\n{ASKED}",
            "api_tokens: 'agency' is the name of another source",
        ),
        ("log = 'loud'", "log: expected a level and a form"),
        ("[site]\nlanguage = 'ar_EG'", "site.language: string should match pattern"),
        ("[site]\ncontact = 'nobody'", "site.contact: "),
        ('[site]\ncontact = "a\\u0001@example.com"', "site.contact: "),
        ("[feeds]\nsize = 0", "feeds.size: input should be greater than or equal to 1"),
        ("[feeds]\nguard = 'yes'", "feeds.guard: "),
        ("[[section]]\nslug = 'x'", "section[1].title: is missing"),
        (SECTION + "sise = 4", "section[1].sise: no such setting"),
        (
            SECTION.replace("politics", "all-politics"),
            "section[1].slug: 'all-politics' cannot be used",
        ),
        (SECTION.replace("politics", "articles"), "section[1].slug: 'articles' cannot be used"),
        (SECTION.replace("politics", "atom"), "section[1].slug: 'atom' cannot be used"),
        (SECTION.replace("politics", "favicon"), "section[1].slug: 'favicon' cannot be used"),
        (SECTION.replace("politics", "سياسة"), "section[1].slug: "),
        (SECTION + SECTION, "section[2].slug: 'politics' is there twice"),
        (
            SECTION + SECTION.replace("politics", "other"),
            "section[2]: 'other' takes the name 'سياسة', which means 'politics' already",
        ),
        (
            SECTION + "sections = ['nowhere']",
            "section[1].sections: no section is called 'nowhere'",
        ),
        (SECTION + "sections = ['politics']", "section[1].sections: 'politics' is the section"),
        (
            SECTION + "except = { sections = ['all'] }",
            "section[1].except.sections: no section is called 'all'",
        ),
        (SECTION + "except = { title = ['x'] }", "section[1].except.title: no such setting"),
        (WIRE + "kind = 'fax'", "wire[1].kind: "),
        (WIRE + "kind = 'feed'", "wire[1]: a feed has a `url`, and no `path`"),
        (ASKED.replace("feed", "folder"), "wire[1]: a folder has a `path`, and no `url`"),
        (ASKED + "seconds = 20", "wire[1].seconds: 20 is too often, 30 is the least"),
        (ASKED + "removed = 'withdraw'", "wire[1].removed: a feed withdraws by saying so"),
        (
            ASKED.replace("https", "ftp"),
            "wire[1].url: 'ftp://agency.example.com/ar.rss' is no web address",
        ),
        (WIRE, "wire[1].kind: is missing"),
        (ASKED + "zone = 'Cairo'", "wire[1].zone: 'Cairo' is unknown, expected a name such as"),
        (
            WIRE + "kind = 'folder'\nsection = 'nowhere'",
            "wire[1].section: no section is called 'nowhere'",
        ),
        (2 * (WIRE + "kind = 'folder'\n"), "wire[2].name: 'drop' is the name of another source"),
        (WIRE + "kind = 'folder'\n" + INNER, "wire[2].path: 'drop/in' and "),
        (
            WIRE.replace("drop", "files") + "kind = 'folder'",
            "wire[1].name: 'files' is the name of another source",
        ),
        ("[site]\ntitle = ' '", "site.title: expected text that can be seen"),
        (SECTION.replace("سياسة", "\u200b"), "section[1].title: expected text that can be seen"),
        ("base_url = 'https://example.com/?a=1'", "base_url: expected an address without ? and #"),
        ("[section]\nslug = 'x'", "section: expected a table of a list, written [[section]]"),
        ("= broken", "nashra.toml: "),
    ],
)
def test_a_mistake_is_one_line_with_its_path(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(BadSetting) as caught:
        read(tmp_path, text)
    assert str(caught.value).startswith(said)
    assert "\n" not in str(caught.value)


def test_a_section_may_name_others_by_any_of_their_names(tmp_path: Path) -> None:
    text = (
        "[[section]]\nslug = 'calm'\ntitle = 'هدوء'\nsections = ['all', 'السياسة']\n"
        "except = { sections = ['سياسة'], tags = ['عاجل'] }\n"
        "[[section]]\nslug = 'politics'\ntitle = 'سياسة'\naliases = ['السياسة']\n"
    )
    calm, _ = read(tmp_path, text).sections.all
    assert calm.sections == ("all", "politics")
    assert calm.exceptions == Exceptions(sections=("politics",), tags=("عاجل",))


def test_wires_over_the_net_are_asked_every_five_minutes(tmp_path: Path) -> None:
    site = (
        ASKED.replace("agency", "press").replace('"feed"', '"wordpress"').replace("/ar.rss", "/خبر")
    )
    feed, press = read(tmp_path, ASKED + site).wires
    assert (feed.url, feed.seconds, feed.removed) == (
        "https://agency.example.com/ar.rss",
        300,
        "keep",
    )
    assert (press.url, press.seconds, press.removed) == (
        "https://press.example.com/%D8%AE%D8%A8%D8%B1",
        300,
        "withdraw",
    )


def test_a_wire_may_name_its_section_by_any_of_its_names(tmp_path: Path) -> None:
    (wire,) = read(tmp_path, SECTION + WIRE + "kind = 'folder'\nsection = 'سياسه'").wires
    assert (wire.section, wire.folder, wire.removed) == ("politics", tmp_path / "drop", "keep")


def test_a_wire_of_any_kind_may_have_a_zone(tmp_path: Path) -> None:
    zone = "zone = 'Asia/Riyadh'\n"
    wires = read(tmp_path, WIRE + "kind = 'folder'\n" + zone + ASKED + zone).wires
    assert [wire.zone for wire in wires] == [ZoneInfo("Asia/Riyadh")] * 2


def test_the_environment_wins_over_the_file(tmp_path: Path) -> None:
    settings = read(tmp_path, "timezone = 'Asia/Riyadh'", NASHRA_TIMEZONE="Africa/Tunis")
    assert settings.site.zone.key == "Africa/Tunis"


def test_private_networks_are_asked_only_where_they_are_named(tmp_path: Path) -> None:
    assert read(tmp_path, "").outbound_allow == ()
    named = read(tmp_path, "", NASHRA_OUTBOUND_ALLOW="127.0.0.1, 10.1.0.0/16,::1,").outbound_allow
    assert named == tuple(map(ip_network, ("127.0.0.1/32", "10.1.0.0/16", "::1/128")))


def test_a_secret_may_stand_in_a_file(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("postgresql+psycopg://u:p@h/n\n", encoding="utf-8")
    settings = read(tmp_path, "", NASHRA_DATABASE_FILE=str(tmp_path / "secret"))
    assert settings.database == "postgresql+psycopg://u:p@h/n"


def test_tokens_name_their_source_and_the_sections_they_may_change(tmp_path: Path) -> None:
    entries = f"desk:{DIGEST}, sports-desk:{DIGEST}:politics+world,"
    world = SECTION.replace("politics", "world").replace("سياسة", "عالم")
    assert read(tmp_path, SECTION + world, NASHRA_API_TOKENS=entries).tokens == (
        Token("desk", DIGEST),
        Token("sports-desk", DIGEST, frozenset({"politics", "world"})),
    )


def test_a_token_may_speak_for_a_wordpress_site_that_is_polled(tmp_path: Path) -> None:
    site = ASKED.replace('"feed"', '"wordpress"')
    assert read(tmp_path, site, NASHRA_API_TOKENS=f"agency:{DIGEST}").tokens == (
        Token("agency", DIGEST),
    )


def test_a_token_that_stands_where_its_digest_should_is_not_said(tmp_path: Path) -> None:
    with pytest.raises(BadSetting) as caught:
        read(tmp_path, "", NASHRA_API_TOKENS="desk:8Yv-the-token-itself")
    assert "8Yv" not in str(caught.value)


def test_a_relative_database_lies_beside_the_configuration(tmp_path: Path) -> None:
    assert read(tmp_path, "").database == f"sqlite:///{tmp_path}/var/nashra.db"
    assert (
        read(tmp_path, "", NASHRA_DATABASE="sqlite:////srv/n.db").database == "sqlite:////srv/n.db"
    )


def test_an_unknown_setting_in_the_environment_is_named(tmp_path: Path) -> None:
    with pytest.raises(BadSetting, match="NASHRA_DATABSE: no such setting"):
        read(tmp_path, "", NASHRA_DATABSE="x")


def test_a_configuration_that_was_named_must_exist(tmp_path: Path) -> None:
    with pytest.raises(BadSetting, match="cannot be read"):
        load({"NASHRA_CONFIG": str(tmp_path / "none.toml")}, tmp_path / "nashra.toml")


def test_without_any_configuration_there_are_defaults(tmp_path: Path) -> None:
    assert load({}, tmp_path / "none.toml").site.base_url == "http://127.0.0.1:8000"


def test_the_shipped_newspaper_has_the_sections_of_a_newspaper() -> None:
    settings = load({}, ROOT / "nashra.toml")
    assert len(settings.sections.all) == 13
    for label, slug in (
        ("السياسة", "politics"),
        ("سياسى", "politics"),
        ("إقتصاد", "economy"),
        ("رياضه", "sports"),
    ):
        assert settings.sections.named(label) == slug


def test_every_setting_stands_in_the_readme() -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    for name in ENVIRONMENT:
        assert f"NASHRA_{name}" in text
