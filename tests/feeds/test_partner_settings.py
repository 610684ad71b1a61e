"""Settings of partners: what each is given, and every mistake in one line with the key's path."""

import re
from pathlib import Path

import pytest

from feeds.printing.profiles import PROFILES
from feeds.printing.profiles.profile import Profile
from feeds.settings.shapes import PartnerShape, UtmShape
from feeds.settings.values import Partner, Settings
from store import BadSetting, Exceptions, PartnerChoice
from tests import process
from tests.feeds.test_settings import ASKED, DIGEST, ROOT, SECTION, read

OTHER = "1b" * 32
PARTNER = '[[partner]]\nslug = "msn"\ntitle = "إم إس إن"\nprofile = "msn"\n'
NEWS = '[[partner]]\nslug = "news"\ntitle = "سمارت نيوز"\nprofile = "smartnews"\n'
UTM = "utm = { source = 'msn', medium = 'feed', campaign = 'أخبار' }\n"
PICTURE = "picture = 'https://img.example/{width}/{url}'\n"
SECRET = "access = 'secret'\n"


def partners(tmp_path: Path, text: str, **environment: str) -> tuple[Partner, ...]:
    settings: Settings = read(tmp_path, text, **environment)
    return settings.partners


MISTAKES = [
    ("[partner]\nslug = 'msn'", "partner: expected a table of a list, written [[partner]]"),
    (PARTNER + "size = 20", "partner[1].size: no such setting"),
    ("[[partner]]\nslug = 'x'\nprofile = 'msn'", "partner[1].title: is missing"),
    ("[[partner]]\nslug = 'x'\ntitle = 'س'", "partner[1].profile: is missing"),
    (PARTNER + "description = 1", "partner[1].description: expected text"),
    (PARTNER + "language = 'ar_EG'", "partner[1].language: string should match pattern"),
    (
        PARTNER.replace('profile = "msn"', 'profile = "bing"'),
        "partner[1].profile: input should be 'msn', 'smartnews', 'flipboard', 'apple',"
        " 'newsletter' or 'generic', got 'bing'",
    ),
    (
        SECTION + PARTNER.replace('"msn"', '"politics"', 1),
        "partner[1].slug: 'politics' is the slug of a section, expected another",
    ),
    (2 * PARTNER, "partner[2].slug: 'msn' is the slug of another partner, expected another"),
    (PARTNER.replace('"msn"', '"MSN"', 1), "partner[1].slug: 'MSN' cannot be used, expected a-z"),
    (PARTNER.replace('"msn"', '"all"', 1), "partner[1].slug: 'all' cannot be used"),
    (PARTNER.replace('"msn"', '"all-x"', 1), "partner[1].slug: 'all-x' cannot be used"),
    (PARTNER.replace('"msn"', '"rss"', 1), "partner[1].slug: 'rss' cannot be used"),
    (PARTNER.replace('"msn"', '""', 1), "partner[1].slug: '' cannot be used"),
    (PARTNER.replace("إم إس إن", ""), "partner[1].title: string should have at least 1 character"),
    (PARTNER.replace("إم إس إن", " "), "partner[1].title: expected text that can be seen"),
    (PARTNER + "limit = 0", "partner[1].limit: input should be greater than or equal to 1, got"),
    (PARTNER + "limit = 201", "partner[1].limit: input should be less than or equal to 200, got"),
    (PARTNER + "limit = '20'", "partner[1].limit: "),
    (PARTNER + "full_text = 1", "partner[1].full_text: "),
    (
        PARTNER + "full_text = false",
        "partner[1].full_text: 'msn' takes whole articles alone, expected true, or one of the"
        " profiles newsletter, generic",
    ),
    (PARTNER + "dates = 'now'", "partner[1].dates: input should be 'origin' or 'arrival'"),
    (
        PARTNER + "access = 'private'",
        "partner[1].access: input should be 'open', 'secret', 'basic' or 'bearer', got 'private'",
    ),
    (
        PARTNER + "sections = ['nowhere']",
        "partner[1].sections: no section is called 'nowhere'",
    ),
    (PARTNER + "sections = 'all'", "partner[1].sections: expected a list of texts"),
    (
        PARTNER + "except = { sections = ['all'] }",
        "partner[1].except.sections: no section is called 'all'",
    ),
    (PARTNER + "except = { titles = ['x'] }", "partner[1].except.titles: no such setting"),
    (PARTNER + "except = { authors = [' '] }", "partner[1].except.authors: expected text that"),
    (PARTNER + "tags = ['']", "partner[1].tags[1]: string should have at least 1 character"),
    (PARTNER + "tags = ['\u200b']", "partner[1].tags: expected text that can be seen"),
    (PARTNER + "keywords = [' ']", "partner[1].keywords: expected text that can be seen"),
    (
        ASKED + PARTNER + "sources = ['agencies']",
        "partner[1].sources: no source is called 'agencies', expected one of agency, files",
    ),
    (PARTNER + "sources = ['']", "partner[1].sources[1]: "),
    (
        PARTNER + "picture = 'https://img.example/{width}'\npicture_width = 800",
        "partner[1].picture: expected an address with {url} for that of the picture",
    ),
    (PARTNER + "picture = ''", "partner[1].picture: string should have at least 1 character"),
    (
        PARTNER + "picture = 'https://img.example/{height}/{url}'",
        "partner[1].picture: expected an address with {url}",
    ),
    (
        PARTNER + "picture = 'https://img.example/{{url}}'",
        "partner[1].picture: expected an address with {url}",
    ),
    (
        PARTNER + "picture = 'https://img.example/{url'",
        "partner[1].picture: expected an address with {url}",
    ),
    (
        PARTNER + "picture = 'ftp://img.example/{url}'",
        "partner[1].picture: 'ftp://img.example/{url}' is no web address",
    ),
    (PARTNER + "picture = '{url}'", "partner[1].picture: '{url}' is no web address"),
    (
        PARTNER + "picture = 'https://{url}/'",
        "partner[1].picture: 'https://{url}/' is no web address",
    ),
    (
        PARTNER + PICTURE,
        "partner[1].picture_width: is missing, expected the pixels for {width}",
    ),
    (
        PARTNER + "picture = 'https://img.example/{url}'\npicture_width = 800",
        "partner[1].picture_width: expected {width} in `picture`",
    ),
    (PARTNER + "picture_width = 800", "partner[1].picture_width: expected `picture` beside it"),
    (PARTNER + PICTURE + "picture_width = 0", "partner[1].picture_width: input should be greater"),
    (PARTNER + "utm = 'msn'", "partner[1].utm: expected a table, got 'msn'"),
    (PARTNER + "utm = { source = 'msn' }", "partner[1].utm.medium: is missing"),
    (PARTNER + UTM.replace(" }", ", id = '1' }"), "partner[1].utm.id: no such setting"),
    (
        PARTNER + UTM.replace("'feed'", "''"),
        "partner[1].utm.medium: string should have at least 1 character",
    ),
    (PARTNER + UTM.replace("'feed'", "' '"), "partner[1].utm.medium: expected text that can be"),
    (NEWS + UTM, "partner[1].utm: SmartNews takes links without such parameters"),
    (
        PARTNER.replace('profile = "msn"', 'profile = "apple"\nlanguage = "ar-EG"') + UTM,
        "partner[1].utm: Apple News takes links without such parameters",
    ),
    (
        PARTNER.replace('profile = "msn"', 'profile = "apple"'),
        "partner[1].language: Apple News asks for one with its region, such as ar-EG, got 'ar'",
    ),
    (PARTNER + "analytics = 'x'", "partner[1].analytics: only SmartNews takes it, this is 'msn'"),
    (NEWS + "analytics = ' '", "partner[1].analytics: expected text that can be seen"),
    (PARTNER + f"token = '{DIGEST}'", "partner[1].token: an open feed asks for none, expected "),
    (
        PARTNER + SECRET + f"token = '{DIGEST}'\n" + NEWS + SECRET + f"token = ['{DIGEST}']",
        "partner[2].token: expected a token of its own, this one opens the feed of 'msn'",
    ),
    (
        f"api_tokens = 'desk:{DIGEST}'\n" + PARTNER + SECRET + f"token = '{DIGEST}'",
        "partner[1].token: expected a token of its own, this one opens the API",
    ),
    (PARTNER + SECRET + "token = 1", "partner[1].token: expected a list of texts"),
    (
        PARTNER + SECRET + f"token = ['{DIGEST}', '{DIGEST.upper()}']",
        "partner[1].token: expected the SHA-256 of a token, 64 of 0-9 and a-f",
    ),
]


@pytest.mark.parametrize(("text", "said"), MISTAKES)
def test_a_mistake_is_one_line_with_its_path(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(BadSetting) as caught:
        partners(tmp_path, text)
    assert str(caught.value).startswith(said)
    assert "\n" not in str(caught.value)


def test_a_mistake_stops_a_command_with_one_line(tmp_path: Path) -> None:
    path = tmp_path / "nashra.toml"
    path.write_text(PARTNER + "limit = 0", encoding="utf-8")
    done = process.run(f"sqlite:///{tmp_path}/n.db", "sections", NASHRA_CONFIG=str(path))
    assert (done.returncode, done.stdout) == (1, b"")
    assert done.stderr.startswith(b"Error: partner[1].limit: input should be greater than or equal")
    assert done.stderr.count(b"\n") == 1


def test_a_partner_of_three_lines_gets_everything(tmp_path: Path) -> None:
    assert partners(tmp_path, PARTNER) == (
        Partner(
            slug="msn",
            title="إم إس إن",
            profile="msn",
            choice=PartnerChoice(feed="partner/msn"),
        ),
    )


def test_a_partner_may_be_given_a_choice(tmp_path: Path) -> None:
    chosen = (
        "sections = ['all', 'سياسه']\ntags = ['عاجل']\nkeywords = ['بنك مصر']\n"
        "sources = ['files', 'agency', 'desk']\ndates = 'arrival'\n"
        "except = { sections = ['سياسة'], tags = ['إعلان'], authors = ['س'], keywords = ['و'] }\n"
    )
    (partner,) = partners(
        tmp_path, SECTION + ASKED + PARTNER + chosen, NASHRA_API_TOKENS=f"desk:{DIGEST}"
    )
    assert partner.choice == PartnerChoice(
        feed="partner/msn",
        sections=("all", "politics"),
        tags=("عاجل",),
        keywords=("بنك مصر",),
        sources=("files", "agency", "desk"),
        exceptions=Exceptions(
            sections=("politics",), tags=("إعلان",), authors=("س",), keywords=("و",)
        ),
    )
    assert partner.by_arrival


def test_articles_are_placed_in_the_feeds_of_partners(tmp_path: Path) -> None:
    feeds = "[feeds]\nhours = 9\nsize = 7\n"
    plain = read(tmp_path, feeds + SECTION).sections
    sections = read(tmp_path, feeds + SECTION + PARTNER + NEWS).sections
    assert set(sections.choices) == {"politics", "partner/msn", "partner/news"}
    assert sections.archived == plain.archived


@pytest.mark.parametrize("profile", PROFILES.values(), ids=PROFILES)
def test_summaries_are_for_profiles_that_take_them(tmp_path: Path, profile: Profile) -> None:
    text = PARTNER.replace('profile = "msn"', f'profile = "{profile.name}"')
    text += "language = 'ar-EG'\nfull_text = false\n"
    if profile.whole:
        with pytest.raises(BadSetting, match=f"'{profile.name}' takes whole articles alone"):
            partners(tmp_path, text)
    else:
        assert not partners(tmp_path, text)[0].full_text


def test_a_partner_may_have_a_view_of_its_own(tmp_path: Path) -> None:
    view = (
        "description = 'أخبار  مصر'\nlanguage = 'ar-EG'\nlimit = 20\nfull_text = false\n"
        "picture = 'https://صور.example/مقاس/{width}?u={url}'\npicture_width = 800\n"
    )
    text = PARTNER.replace('profile = "msn"', 'profile = "generic"') + view
    (partner,) = partners(tmp_path, text + UTM.replace(" }", ", term = 'x' }"))
    assert (partner.description, partner.language) == ("أخبار مصر", "ar-EG")
    assert (partner.limit, partner.full_text, partner.picture_width) == (20, False, 800)
    assert partner.picture == (
        "https://xn--wgbh1d.example/%D9%85%D9%82%D8%A7%D8%B3/{width}?u={url}"
    )
    assert partner.utm == (
        ("utm_source", "msn"),
        ("utm_medium", "feed"),
        ("utm_campaign", "أخبار"),
        ("utm_term", "x"),
    )


def test_a_script_of_smartnews_keeps_its_lines(tmp_path: Path) -> None:
    script = 'analytics = """\n// \\u0001count\n<script>x()</script>"""'
    (partner,) = partners(tmp_path, NEWS + script)
    assert partner.analytics == "// count\n<script>x()</script>"


def test_a_feed_that_is_not_open_needs_no_token_of_the_file(tmp_path: Path) -> None:
    one, several, none = partners(
        tmp_path,
        PARTNER
        + f"access = 'basic'\ntoken = '{DIGEST}'\n"
        + NEWS
        + f"access = 'bearer'\ntoken = ['{OTHER}', '{OTHER[::-1]}']\n"
        + PARTNER.replace('"msn"', '"third"', 1)
        + SECRET,
    )
    assert (one.access, one.tokens) == ("basic", (DIGEST,))
    assert (several.access, several.tokens) == ("bearer", (OTHER, OTHER[::-1]))
    assert (none.access, none.tokens) == ("secret", ())


def test_a_token_that_stands_where_its_digest_should_is_not_said(tmp_path: Path) -> None:
    with pytest.raises(BadSetting) as caught:
        partners(tmp_path, PARTNER + SECRET + "token = '8Yv-the-token-itself'")
    assert "8Yv" not in str(caught.value)


def test_the_partners_of_the_shipped_file_can_be(tmp_path: Path) -> None:
    lines = (ROOT / "nashra.toml").read_text(encoding="utf-8").splitlines()
    first = lines.index("# [[partner]]")
    commented = [line.removeprefix("# ") for line in lines[first:]]
    (partner,) = partners(tmp_path, SECTION + "\n".join(commented))
    assert partner.slug == "msn"


@pytest.mark.parametrize("shape", [PartnerShape, UtmShape])
def test_every_setting_of_a_partner_stands_in_the_readme(
    shape: type[PartnerShape | UtmShape],
) -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    _, _, table = readme.partition("| in each `[[partner]]`")
    table, _, _ = table.partition("\n\n")
    told = set(re.findall(r"\w+", " ".join(re.findall("`[^`]+`", table))))
    names = {field.alias or name for name, field in shape.model_fields.items()}
    assert names <= told, f"tell of {names - told} in the README's table of [[partner]]"
