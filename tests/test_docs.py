"""The documentation knows every command, kind of wire and format that the code knows, and what the
guide says to do can be done.
"""

import re
import shlex
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

import click
import pytest

from feeds.cli.commands import LazyGroup
from feeds.printing.formats import FORMATS
from feeds.printing.formats.format import Format
from feeds.printing.profiles import PROFILES
from feeds.printing.profiles.demands import demands_of
from feeds.printing.profiles.profile import Profile
from feeds.settings.load import load
from store import WIRE_KINDS, Store
from tests.feeds.web.client import make_client
from tests.room import ECONOMY, POLITICS

ROOT = Path(__file__).parents[1]


def commands() -> list[click.Command]:
    group = LazyGroup()
    context = click.Context(group)
    found = [group.get_command(context, name) for name in group.list_commands(context)]
    return found + [
        sub for one in found if isinstance(one, click.Group) for sub in one.commands.values()
    ]


@pytest.mark.parametrize("command", commands(), ids=lambda command: command.name)
def test_every_command_has_an_example_and_stands_in_the_readme(command: click.Command) -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert "Example:\n" in (command.help or ""), "end its docstring with an example"
    assert re.search(rf"`(flask )?(quarantine )?{command.name}\b", readme), (
        "add a row to the README's table of commands"
    )


@pytest.mark.parametrize("kind", WIRE_KINDS)
def test_every_kind_of_wire_stands_in_the_readme(kind: str) -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert f"`{kind}`: " in readme, f"tell of {kind!r} in the README's table of [[wire]]"


@pytest.mark.parametrize("format", FORMATS.values(), ids=FORMATS)
def test_every_format_stands_in_the_readme(format: Format) -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    row = next(line for line in readme.splitlines() if line.startswith("| `/{feed}."))
    assert f"{format.suffix}`" in row, "add its suffix to the README's table of addresses"


def test_the_pictures_of_the_readme_are_there_and_light() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    named = {ROOT / path for path in re.findall(r'src="(docs/[^"]+)"', readme)}
    assert named == set((ROOT / "docs" / "pictures").iterdir())
    assert all(path.stat().st_size < 200_000 for path in named)


GUIDE = (ROOT / "docs" / "wordpress.md").read_text(encoding="utf-8")
PARTNERS = (ROOT / "docs" / "partners.md").read_text(encoding="utf-8")


def blocks(language: str, document: str = GUIDE) -> list[str]:
    """What a document, by default the guide, says to write into a file."""
    return re.findall(rf"^```{language}\n(.*?)^```", document, re.DOTALL | re.MULTILINE)


def redirects(map_: str) -> list[re.Pattern[str]]:
    """The addresses that a `map` of nginx leads here."""
    return [re.compile(pattern) for pattern in re.findall(r'"~(.*)" +1;', map_)]


@pytest.mark.parametrize("line", re.findall(r"^    flask (.+)$", GUIDE, re.MULTILINE))
def test_the_commands_of_the_guide_exist(line: str) -> None:
    name, *arguments = shlex.split(line, comments=True)
    command = LazyGroup().get_command(click.Context(LazyGroup()), name)
    if isinstance(command, click.Group):
        command = command.commands[arguments.pop(0)]
    assert command
    command.make_parser(click.Context(command)).parse_args(arguments)


def test_the_settings_of_the_guide_are_settings(tmp_path: Path) -> None:
    *step_by_step, instead = blocks("toml")
    path = tmp_path / "nashra.toml"
    for text in ("\n".join(step_by_step), instead):
        path.write_text(text, encoding="utf-8")
        settings = load({}, path)
        assert [(wire.name, wire.keep_guid) for wire in settings.wires] == [("example", True)]


LED = (
    *("/feed/", "/feed", "/feed/atom/", "/feed/rss2", "/rss", "/rdf/", "/atom", "/index.php/feed/"),
    *("/feed/?utm_source=x&utm_medium=y", "/?feed=rss2", "/index.php?feed=atom", "/wp-rss2.php"),
    *("/category/politics/feed/", "/category/news/politics/atom/", "/?feed=rss2&cat=7"),
    *("/?cat=7&feed=atom", "/category/%d8%b3%d9%8a%d8%a7%d8%b3%d8%a9/feed/rss2/"),
)
LEFT = (
    *("/", "/politics/", "/feedback/", "/category/politics/", "/2026/11/28/feed-the-world/"),
    *(
        "/wp-json/wp/v2/posts?_embed=1",
        "/?p=16",
        "/?cat=7",
        "/?s=feed",
        "/wp-admin/post.php?post=7",
    ),
)
OTHERS = (
    *("/comments/feed/", "/tag/x/feed/", "/author/x/feed/", "/search/x/feed/", "/2026/11/feed/"),
    *(
        "/?s=x&feed=rss2",
        "/feed/?s=x",
        "/feed/?post_type=video",
        "/feed/podcast/",
        "/?feed=podcast",
    ),
    *("/2026/11/28/x/feed/", "/?feed=rss2&cat=-7", "/?feed=rss2&cat=7,8", "/?p=7&feed=rss2"),
    *("/wp-commentsrss2.php", "/video/feed/", "/?feed=comments-rss2", "/feed/?own=1"),
)


def nginx_maps() -> list[list[re.Pattern[str]]]:
    """What nginx leads here for now, and once WordPress is switched off."""
    return [redirects(block) for block in blocks("nginx") if block.startswith("map $request_uri")]


@pytest.mark.parametrize("address", LED)
def test_nginx_leads_here_what_we_have(store: Store, address: str) -> None:
    for patterns in nginx_maps():
        assert any(pattern.search(address) for pattern in patterns)
    client = make_client(store, replace(POLITICS, aliases=("7",)), ECONOMY)
    assert client.get(address).status_code == 301


@pytest.mark.parametrize("address", OTHERS)
def test_nginx_leads_here_what_we_do_not_have_once_nobody_else_answers(
    store: Store, address: str
) -> None:
    now, later = nginx_maps()
    assert not any(pattern.search(address) for pattern in now)
    assert any(pattern.search(address) for pattern in later)
    assert make_client(store).get(address).status_code in (404, 410)


@pytest.mark.parametrize("address", LEFT)
def test_nginx_leaves_alone_what_is_no_feed(address: str) -> None:
    for patterns in nginx_maps():
        assert not any(pattern.search(address) for pattern in patterns)


def about(profile: Profile) -> str:
    """What docs/partners.md says of a profile alone."""
    match = re.search(rf"^### `{profile.name}`: (.*?)(?=^##)", PARTNERS, re.DOTALL | re.MULTILINE)
    assert match, f"add a section on {profile.name!r} to docs/partners.md"
    return match[1]


@pytest.mark.parametrize("profile", PROFILES.values(), ids=PROFILES)
def test_the_lines_for_a_partner_are_settings(profile: Profile, tmp_path: Path) -> None:
    path = tmp_path / "nashra.toml"
    shipped = (ROOT / "nashra.toml").read_text(encoding="utf-8")
    (lines,) = blocks("toml", about(profile))
    path.write_text(f"{shipped}\n{lines}", encoding="utf-8")
    (partner,) = load({}, path).partners
    assert partner.profile == profile.name


def test_the_lines_for_all_partners_go_together(tmp_path: Path) -> None:
    path = tmp_path / "nashra.toml"
    shipped = (ROOT / "nashra.toml").read_text(encoding="utf-8")
    *each, pictures = blocks("toml", PARTNERS)
    path.write_text("\n".join([shipped, *each, pictures]), encoding="utf-8")
    partners = load({}, path).partners
    assert [partner.profile for partner in partners] == list(PROFILES)
    assert partners[-1].picture


@pytest.mark.parametrize("profile", PROFILES.values(), ids=PROFILES)
def test_the_limits_and_demands_of_a_profile_are_told(profile: Profile) -> None:
    size = f"{profile.size_limit:,}" if profile.size_limit else ""
    formats = ", ".join(profile.formats)
    counts = f"{profile.limit} | {profile.least or ''} | {size}"
    row = f"| `{profile.name}` | {formats} | {counts} | `{profile.takedown}` |"
    assert re.sub(" +", " ", row) in PARTNERS
    left_out, _, advice = about(profile).partition("**Left out**")[2].partition("**Advice**")
    for demand in demands_of(profile):
        assert f"`{demand.name}`" in (left_out if demand.is_hard else advice.partition("**")[0])


def test_php_can_read_the_files_of_the_guide() -> None:
    php = shutil.which("php")
    if php is None:
        pytest.skip("no php is installed")
    for block in blocks("php"):
        text = block if block.startswith("<?php") else f"<?php {block}"
        done = subprocess.run([php, "-l"], input=text.encode(), capture_output=True, check=False)
        assert done.returncode == 0, done.stdout
