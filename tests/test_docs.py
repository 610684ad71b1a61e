"""The documentation knows every command, kind of wire and format that the code knows."""

import re
from pathlib import Path

import click
import pytest

from feeds.cli.commands import LazyGroup
from feeds.printing.formats import FORMATS
from feeds.printing.formats.format import Format
from store import WIRE_KINDS

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
